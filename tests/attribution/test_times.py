"""Which words of a news text tell a time, which day they mean, and what that rests on."""

from __future__ import annotations

import re
import time
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.attribution.times import times, told_times
from sayso.model import Span, When

WEDNESDAY = "2031-05-14"
"""The day of publication of every row that names no other."""


def _read(text: str, published: str | None = WEDNESDAY, future: bool = False) -> list[tuple[str, str, str]]:
    found = times(text, Span(0, len(text)), published, future)
    return [(when.span.cut(text), when.value, when.basis.value) for when in found]


@pytest.mark.parametrize(
    ("text", "words", "value"),
    [
        ("They met on 14 May 2031 in Tesh.", "14 May 2031", "2031-05-14"),
        ("They met on May 14, 2031, in Tesh.", "May 14, 2031", "2031-05-14"),
        ("They met on May 14 2031.", "May 14 2031", "2031-05-14"),
        ("They met on the 14th of May 2031.", "14th of May 2031", "2031-05-14"),
        ("They met on May 14th, 2031.", "May 14th, 2031", "2031-05-14"),
        ("They met on Jan. 6, 2031.", "Jan. 6, 2031", "2031-01-06"),
        ("They met on 6 Sept 2031.", "6 Sept 2031", "2031-09-06"),
        ("Signed Wednesday, May 14, 2031.", "Wednesday, May 14, 2031", "2031-05-14"),
        ("Signed Wednesday 14 May 2031.", "Wednesday 14 May 2031", "2031-05-14"),
        ("Signed on the second of May 2031.", "second of May 2031", "2031-05-02"),
        ("Signed on 2031-05-14.", "2031-05-14", "2031-05-14"),
        ("Signed at 2031-05-14T09:00:00Z.", "2031-05-14T09:00:00Z", "2031-05-14"),
        ("Signed on 14/05/2031.", "14/05/2031", "2031-05-14"),
        ("Signed on 05/14/2031.", "05/14/2031", "2031-05-14"),
        ("Signed on 14.05.2031.", "14.05.2031", "2031-05-14"),
        ("Signed on 5/5/2031.", "5/5/2031", "2031-05-05"),
        ("The port closed in May 2031.", "May 2031", "2031-05"),
        ("The port closed in May of 2031.", "May of 2031", "2031-05"),
        ("The port closed in Dec. 2030.", "Dec. 2030", "2030-12"),
        ("The port closed in 2031.", "2031", "2031"),
        ("The port closed in 1984, they said.", "1984", "1984"),
        ("The year 2029 was dry.", "year 2029", "2029"),
        ("The port closed during 2029.", "2029", "2029"),
        ("The port closed before 2029.", "2029", "2029"),
        ("The port closed in the 1970s.", "the 1970s", "1970/1979"),
        ("The port closed in the late 1990s.", "the late 1990s", "1997/1999"),
        ("The port closed in the early 1970s.", "the early 1970s", "1970/1973"),
        ("The port closed in the mid-1970s.", "the mid-1970s", "1974/1976"),
        ("The port closed in the ’80s.", "the ’80s", "1980/1989"),
        ("The port closed in the 2000s.", "the 2000s", "2000/2009"),
        ("The port closed in early 2031.", "early 2031", "2031-01/2031-04"),
        ("The port closed in mid-2031.", "mid-2031", "2031-05/2031-08"),
        ("The port closed in late 2031.", "late 2031", "2031-09/2031-12"),
        ("It closed in late May 2031.", "late May 2031", "2031-05-21/2031-05-31"),
        ("It closed at the end of 2030.", "the end of 2030", "2030-09/2030-12"),
        ("It closed in spring 2031.", "spring 2031", "2031-03/2031-05"),
        ("It closed in the summer of 2031.", "the summer of 2031", "2031-06/2031-08"),
        ("It closed in winter 2031.", "winter 2031", "2031-12/2032-02"),
        ("It grew in the first quarter of 2031.", "the first quarter of 2031", "2031-01/2031-03"),
        ("It grew in Q3 2031.", "Q3 2031", "2031-07/2031-09"),
        ("It grew in the second half of 2030.", "the second half of 2030", "2030-07/2030-12"),
        ("It grew from 2028 to 2030.", "from 2028 to 2030", "2028/2030"),
        ("It grew between 2028 and 2030.", "between 2028 and 2030", "2028/2030"),
        ("It grew in 2028-30.", "2028-30", "2028/2030"),
        ("It grew from 2029 to May 2031.", "from 2029 to May 2031", "2029-01/2031-05"),
        ("It met from 3 to 7 May 2031.", "from 3 to 7 May 2031", "2031-05-03/2031-05-07"),
        ("It met on May 3-7, 2031.", "May 3-7, 2031", "2031-05-03/2031-05-07"),
        ("They met until 2029.", "until 2029", "2029"),
        ("They will be done by late 2032.", "by late 2032", "2032-12"),
        ("She lost the 2027 election.", "2027", "2027"),
        ("She said in a 2027 interview that it was over.", "2027", "2027"),
    ],
)
def test_words_that_give_the_date(text: str, words: str, value: str) -> None:
    """The date is in the words, so it is the same whenever they were published, or where that is not known."""
    assert _read(text) == _read(text, None) == [(words, value, "stated")]


@pytest.mark.parametrize(
    ("text", "published", "words", "value"),
    [
        ("They met on May 14.", "2031-05-20", "May 14", "2031-05-14"),
        ("They met on May 14.", "2031-01-20", "May 14", "2031-05-14"),
        ("They met on 14 December.", "2031-01-20", "14 December", "2030-12-14"),
        ("They meet on January 3.", "2031-12-20", "January 3", "2032-01-03"),
        ("They met on the 14th of May.", "2031-05-20", "14th of May", "2031-05-14"),
        ("They met on Feb. 29.", "2031-05-20", "Feb. 29", "2032-02-29"),
        ("They met on Wednesday, May 14.", "2031-05-20", "Wednesday, May 14", "2031-05-14"),
        ("They met on May 3-7.", WEDNESDAY, "May 3-7", "2031-05-03/2031-05-07"),
        ("They met from 3 to 7 May.", WEDNESDAY, "from 3 to 7 May", "2031-05-03/2031-05-07"),
        ("They met between May 3 and May 7.", WEDNESDAY, "between May 3 and May 7", "2031-05-03/2031-05-07"),
        ("They met between May 3 and 7.", WEDNESDAY, "between May 3 and 7", "2031-05-03/2031-05-07"),
        ("It shut from October to January.", WEDNESDAY, "from October to January", "2030-10/2031-01"),
        ("It shut from Monday to Friday.", WEDNESDAY, "from Monday to Friday", "2031-05-05/2031-05-09"),
        ("It shut in May.", "2031-09-01", "May", "2031-05"),
        ("It shut in May.", "2031-05", "May", "2031-05"),
        ("It shut in early May.", WEDNESDAY, "early May", "2031-05-01/2031-05-10"),
        ("It shut in mid-May.", WEDNESDAY, "mid-May", "2031-05-11/2031-05-20"),
        ("It shut in late May.", WEDNESDAY, "late May", "2031-05-21/2031-05-31"),
        ("It shut earlier in May.", WEDNESDAY, "earlier in May", "2031-05-01/2031-05-13"),
        ("It shut last May.", WEDNESDAY, "last May", "2030-05"),
        ("It shuts next March.", WEDNESDAY, "next March", "2032-03"),
        ("It shut this March.", WEDNESDAY, "this March", "2031-03"),
        ("At a March meeting she said no.", WEDNESDAY, "March", "2031-03"),
        ("They met on Thursday.", WEDNESDAY, "Thursday", "2031-05-08"),
        ("They met on Wednesday.", WEDNESDAY, "Wednesday", "2031-05-14"),
        ("They met last Wednesday.", WEDNESDAY, "last Wednesday", "2031-05-07"),
        ("They meet next Thursday.", WEDNESDAY, "next Thursday", "2031-05-15"),
        ("They meet this Thursday.", WEDNESDAY, "this Thursday", "2031-05-15"),
        ("They met Thursday morning.", "2031-05-16T09:00:00+00:00", "Thursday morning", "2031-05-15"),
        ("They will meet on Thursday.", WEDNESDAY, "Thursday", "2031-05-15"),
        ("The camp moved ahead of Thursday's vote.", WEDNESDAY, "Thursday", "2031-05-15"),
        ("They met today.", WEDNESDAY, "today", "2031-05-14"),
        ("They meet tonight.", WEDNESDAY, "tonight", "2031-05-14"),
        ("They met yesterday.", WEDNESDAY, "yesterday", "2031-05-13"),
        ("They met yesterday afternoon.", WEDNESDAY, "yesterday afternoon", "2031-05-13"),
        ("They meet tomorrow.", WEDNESDAY, "tomorrow", "2031-05-15"),
        ("They met the day before yesterday.", WEDNESDAY, "the day before yesterday", "2031-05-12"),
        ("They met last night.", WEDNESDAY, "last night", "2031-05-13"),
        ("They met this morning.", WEDNESDAY, "this morning", "2031-05-14"),
        ("They met this week.", WEDNESDAY, "this week", "2031-05-12/2031-05-18"),
        ("They met last week.", WEDNESDAY, "last week", "2031-05-05/2031-05-11"),
        ("They meet next week.", WEDNESDAY, "next week", "2031-05-19/2031-05-25"),
        ("They met last month.", WEDNESDAY, "last month", "2031-04"),
        ("They met last month.", "2031-01", "last month", "2030-12"),
        ("They met last year.", "2031", "last year", "2030"),
        ("They met late last year.", WEDNESDAY, "late last year", "2030-09/2030-12"),
        ("They met earlier this week.", WEDNESDAY, "earlier this week", "2031-05-12/2031-05-13"),
        ("They met earlier this month.", WEDNESDAY, "earlier this month", "2031-05-01/2031-05-13"),
        ("They met earlier this year.", WEDNESDAY, "earlier this year", "2031-01-01/2031-05-13"),
        ("They meet later this month.", WEDNESDAY, "later this month", "2031-05-14/2031-05-31"),
        ("They met this spring.", WEDNESDAY, "this spring", "2031-03/2031-05"),
        ("They met last winter.", WEDNESDAY, "last winter", "2030-12/2031-02"),
        ("They met over the weekend.", WEDNESDAY, "the weekend", "2031-05-10/2031-05-11"),
        ("They meet this weekend.", WEDNESDAY, "this weekend", "2031-05-17/2031-05-18"),
        ("They met last weekend.", WEDNESDAY, "last weekend", "2031-05-10/2031-05-11"),
        ("They met two days ago.", WEDNESDAY, "two days ago", "2031-05-12"),
        ("They met 10 days ago.", WEDNESDAY, "10 days ago", "2031-05-04"),
        ("They met a week ago.", WEDNESDAY, "a week ago", "2031-05-05/2031-05-11"),
        ("They met six months ago.", WEDNESDAY, "six months ago", "2030-11"),
        ("They met three years ago.", WEDNESDAY, "three years ago", "2028"),
        ("They met twenty-five years ago.", WEDNESDAY, "twenty-five years ago", "2006"),
        ("The talks will resume in two days.", WEDNESDAY, "in two days", "2031-05-16"),
        ("They must pay within 30 days.", WEDNESDAY, "within 30 days", "2031-05-14/2031-06-13"),
        ("It fell over the past five years.", WEDNESDAY, "the past five years", "2026/2031"),
        ("It fell over the past two weeks.", WEDNESDAY, "the past two weeks", "2031-04-30/2031-05-14"),
        ("It may fall over the next year.", WEDNESDAY, "the next year", "2031/2032"),
        ("It fell since 2029.", WEDNESDAY, "since 2029", "2029-01-01/2031-05-14"),
        ("It fell since May.", WEDNESDAY, "since May", "2031-05-01/2031-05-14"),
        ("It fell since last Friday.", WEDNESDAY, "since last Friday", "2031-05-09/2031-05-14"),
        ("They stayed until Friday.", WEDNESDAY, "until Friday", "2031-05-09"),
        ("They must leave by Friday.", WEDNESDAY, "by Friday", "2031-05-16"),
        ("They must leave by the end of the month.", WEDNESDAY, "by the end of the month", "2031-05-31"),
        ("They met at the end of May.", WEDNESDAY, "the end of May", "2031-05-21/2031-05-31"),
    ],
)
def test_words_read_from_publication(text: str, published: str, words: str, value: str) -> None:
    """The day of publication places the words; without it they are left out rather than guessed."""
    assert _read(text, published) == [(words, value, "publication")]
    assert _read(text, None) == []


@pytest.mark.parametrize(
    ("text", "words", "value"),
    [
        ("On 3 May 2031 they met. A day after, it rained.", "A day after", "2031-05-04"),
        ("On 3 May 2031 they met. The next day it rained.", "The next day", "2031-05-04"),
        ("On 3 May 2031 they met. It rained the following day.", "the following day", "2031-05-04"),
        ("On 3 May 2031 they met. It had rained the day before.", "the day before", "2031-05-02"),
        ("On 3 May 2031 they met. It rained the same day.", "the same day", "2031-05-03"),
        ("On 3 May 2031 they met. It rained that day.", "that day", "2031-05-03"),
        ("On 3 May 2031 they met. It rained that night.", "that night", "2031-05-03"),
        ("On 3 May 2031 they met. It rained two days later.", "two days later", "2031-05-05"),
        ("On 3 May 2031 they met. It rained two weeks earlier.", "two weeks earlier", "2031-04-14/2031-04-20"),
        ("On 3 May 2031 they met. It rained the following Monday.", "the following Monday", "2031-05-05"),
        ("In 2029 they met. It rained the following year.", "the following year", "2030"),
        ("In 2029 they met. It rained that year.", "that year", "2029"),
        ("In May 2029 they met. A year later it rained.", "A year later", "2030"),
        ("In May 2029 they met. Two months later it rained.", "Two months later", "2029-07"),
        ("They met from 3 to 7 May 2031. The next day it rained.", "The next day", "2031-05-08"),
    ],
)
def test_words_read_from_the_time_told_before(text: str, words: str, value: str) -> None:
    """What counts from another time is read from the last one told, in the span or shortly before it."""
    assert _read(text)[1:] == [(words, value, "text")]
    start = text.index(". ") + 2
    assert [when.value for when in times(text, Span(start, len(text)), None)] == [value]


@pytest.mark.parametrize(
    "text",
    [
        "May they come in peace.",
        "The envoy may go.",
        "Ada May said no.",
        "In May Tun’s view it failed.",
        "The plan failed after May said no.",
        "A plan by May’s aides failed.",
        "They march on Tesh.",
        "March on, they cried.",
        "The March on Tesh failed.",
        "April Orne said no.",
        "A second later it fell.",
        "The second man left.",
        "The Sunday Times said no.",
        "The Friday Club met.",
        "It sold well on Black Friday.",
        "They pray every Friday.",
        "They pray on Fridays.",
        "Good Friday is a feast.",
        "Super Tuesday decides.",
        "It was on a Tuesday.",
        "Sunday Mass was held.",
        "Norland Today reported it.",
        "The Tonight Show ended.",
        "In today’s world it fails.",
        "Tomorrow’s leaders met.",
        "It took 2,031 people.",
        "He won 1984 votes.",
        "In 1984 homes it was dark.",
        "A Boeing 747 fell.",
        "It cost $2031.",
        "Flight 2031 landed.",
        "He owns 2031 books.",
        "Room 2031 is shut.",
        "In fiscal year 2031 it fell.",
        "It rose 2031%.",
        "On 31 February 2031 they met.",
        "On February 30 they met.",
        "On 31/02/2031 they met.",
        "On 5/6/2031 they met.",
        "On 0000-01-01 they met.",
        "On 2031-13-01 they met.",
        "See 2031-05-14-7781.",
        "The day after the vote it rained.",
        "A day after the vote it rained.",
        "The next day it rained.",
        "That day it rained.",
        "Two weeks earlier it rained.",
        "More than three years ago it rained.",
        "Two or three years ago it rained.",
        "A few days ago it rained.",
        "Years ago it rained.",
        "They won twice in two days.",
        "It was the first loss in two years.",
        "It took two days.",
        "A three-day strike began.",
        "In the last year of his term he fell.",
        "His last week was hard.",
        "In his 80s he fell.",
        "The September 11 attacks changed it.",
        "It was a Weekend Gazette poll.",
        "It will grow May 2 million.",
        "See example.test/may/2031/05/14.",
        "Write to may@example.test.",
        "On 2031年5月 it rained.",
        "9/11 changed it.",
        "Windows 2000 crashed.",
        "Falls and springs are wet.",
        "Since then it rained.",
        "They moved from Tesh to Oster.",
        "They met by the river until dawn.",
    ],
)
def test_words_that_tell_no_time(text: str) -> None:
    """Names, verbs, counts, habits, days that no calendar has, and what counts from nothing known."""
    assert _read(text) == []


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("It rained in May and June 2030.", ["2031-05", "2030-06"]),
        ("It rained in 2029 and 2030.", ["2029", "2030"]),
        ("They moved the vote from May 3 to May 7.", ["2031-05-03", "2031-05-07"]),
        ("Hit by Friday's storm, they left on Monday.", ["2031-05-09", "2031-05-12"]),
        ("They will appeal after a court ruled on Monday.", ["2031-05-12"]),
        ("“We will win,” Orne said Thursday.", ["2031-05-08"]),
        ("On Thursday\nmorning -- Friday, that is -- they met.", ["2031-05-08", "2031-05-09"]),
        ("They met on May\n3.", ["2031-05-03"]),
    ],
)
def test_several_times_in_one_sentence(text: str, values: list[str]) -> None:
    """Each time is read by itself; only words that say so make a range of two."""
    assert [value for _, value, _ in _read(text)] == values


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("on Thursday", "2031-05-15"),
        ("on Wednesday", "2031-05-14"),
        ("on May 3", "2032-05-03"),
        ("in March", "2032-03"),
        ("until Friday", "2031-05-16"),
    ],
)
def test_what_lies_ahead_is_the_nearest_to_come(text: str, value: str) -> None:
    """With `future` the same words mean the next such day, the day of publication included."""
    assert [found for _, found, _ in _read(text, future=True)] == [value]


@pytest.mark.parametrize("published", ["2031", "2031-05"])
def test_a_publication_date_too_coarse_places_no_day(published: str) -> None:
    """A weekday needs the day of publication; a year needs only its year."""
    assert [value for _, value, _ in _read("They met on Thursday, yesterday and last year.", published)] == ["2030"]


STATEMENTS = [
    ("Orne <said> on Thursday {that the port had closed on 3 May}.", "Thursday", "3 May"),
    ("Orne <said> Thursday {the port had closed}.", "Thursday", None),
    ("Orne <said> {Thursday the port had closed}.", "Thursday", None),
    ("Orne <told> reporters in Tesh on Monday {that talks went on}.", "Monday", None),
    ("{The port closed on 3 May}, Orne <said> on Thursday.", "Thursday", "3 May"),
    ("On Thursday, Orne <said> {the port had closed}.", "Thursday", None),
    ("In an interview on Thursday, Orne <said> {the port had closed}.", "Thursday", None),
    ("Also last week, Orne <said> {the port had closed}.", "last week", None),
    ("Orne on Thursday <denied> {that the port closed last month}.", "Thursday", "last month"),
    ("Orne <said> in a 2027 interview {that the port was shut}.", "2027", None),
    ("Orne, who was elected in 2029, <said> {the port was shut}.", None, None),
    ("Orne, arrested in March, <said> {the port was shut}.", None, None),
    ("After the vote on Monday, Orne <said> {the port was shut}.", None, None),
    ("Orne met Tun on Monday and <said> {the port was shut}.", None, None),
    ("Orne <said> {the port that was built in 2009 would close on Friday}.", None, None),
    ("Orne <said> {the deal, which was signed in 2029, ended on Friday}.", None, "Friday"),
    ("Orne <said> {it closed on Friday, after a storm on Monday}.", None, "Friday"),
    ("Orne <said>: {“On Thursday the court met.”}", None, "Thursday"),
    ("Orne <said> {the port was shut}. It rained on Monday.", None, None),
    ("On Monday it rained.", None, None),
]


@pytest.mark.parametrize(("marked", "said_on", "happened"), STATEMENTS)
def test_which_time_dates_the_saying_and_which_what_is_told(marked: str, said_on: str | None, happened: str | None) -> None:
    """A time with the cue dates the saying, one in the main clause of the content what is told, any other neither."""
    text, spans = _unmark(marked)
    found = told_times(text, Span(0, len(text)), spans["{"], spans["<"], WEDNESDAY)
    assert tuple(_words(text, when) for when in found) == (said_on, happened)


def test_what_is_to_come_is_read_ahead_and_the_saying_is_not() -> None:
    """`future_content` moves the weekdays of the content only."""
    text, spans = _unmark("Orne <said> on Friday {that the port closes Monday}.")
    said_on, happened = told_times(text, Span(0, len(text)), spans["{"], spans["<"], WEDNESDAY, future_content=True)
    assert (said_on and said_on.value, happened and happened.value) == ("2031-05-09", "2031-05-19")


def _unmark(marked: str) -> tuple[str, dict[str, tuple[Span, ...]]]:
    """Return the text without its marks, and what stood in braces (content) and in angle brackets (cue)."""
    text = ""
    spans: dict[str, tuple[Span, ...]] = {"{": (), "<": ()}
    for piece in re.split(r"([{<][^}>]*[}>])", marked):
        inner = piece[1:-1] if piece[:1] in spans and piece else piece
        if piece[:1] in spans and piece:
            spans[piece[0]] += (Span(len(text), len(text) + len(inner)),)
        text += inner
    return text, spans


def _words(text: str, when: When | None) -> str | None:
    return when.span.cut(text) if when else None


PIECES = [
    *("May", "March", "3", "14", "31", "2031", "0000", "9999", "1970s", "Thursday", "today", "yesterday", "last", "next", "this", "week"),
    *(
        "month",
        "year",
        "two",
        "days",
        "ago",
        "later",
        "the",
        "a",
        "in",
        "on",
        "since",
        "until",
        "by",
        "from",
        "to",
        "between",
        "and",
        "early",
    ),
    *(
        "end",
        "of",
        "that",
        "day",
        "after",
        "before",
        "same",
        "within",
        "past",
        "spring",
        "Q3",
        "first",
        "quarter",
        "will",
        "earlier",
        "weekend",
    ),
    *(",", ".", "-", "–", "’s", "'", "\x00", "\ud800", "дня", "天", "٣", "2031-05-14", "14/05/2031", "29 February", "12.31.1"),
]
TEXTS = st.lists(st.sampled_from(PIECES), max_size=25).flatmap(
    lambda words: st.sampled_from([" ", "", "\n"]).map(lambda gap: gap.join(words))
)
DATES = (
    st.dates(date(1, 1, 1), date(9999, 12, 31)).map(str)
    | st.none()
    | st.sampled_from(["2031", "0001", "9999", "2031-05", "x", "0000-00-00", ""])
)
VALUE = re.compile(r"(\d{4}(?:-\d\d(?:-\d\d)?)?)(?:/(\d{4}(?:-\d\d(?:-\d\d)?)?))?")


@settings(max_examples=400, deadline=None)
@given(TEXTS | st.text(alphabet=st.characters(), max_size=60), DATES, st.booleans(), st.integers(-3, 200), st.integers(-3, 200))
def test_any_text_is_read_without_trouble(text: str, published: str | None, future: bool, start: int, end: int) -> None:
    """Spans cut the text inside the span asked for, in order and apart; values are ISO dates or closed intervals that run forwards."""
    reached = 0
    for when in times(text, Span(start, end), published, future):
        assert max(reached, start) <= when.span.start < when.span.end <= min(end, len(text))
        reached = when.span.end
        match = VALUE.fullmatch(when.value)
        assert match
        ends = [part for part in match.groups() if part]
        assert [date.fromisoformat(part + "-01-01"[: 10 - len(part)] if len(part) < 7 else (part + "-01")[:10]) for part in ends]
        assert len({len(part) for part in ends}) == 1
        assert ends == sorted(set(ends))


@settings(max_examples=100, deadline=None)
@given(TEXTS, st.lists(st.integers(0, 120), min_size=4, max_size=4))
def test_any_statement_is_read_without_trouble(text: str, cuts: list[int]) -> None:
    """Whatever the spans, what is found lies in the extent and the saying is dated only where there is a cue."""
    first, second, third, fourth = sorted(cuts)
    found = told_times(text, Span(0, len(text)), (Span(second, third),), (Span(first, second),), WEDNESDAY)
    assert all(when is None or when.span.end <= len(text) for when in found)
    assert told_times(text, Span(0, len(text)), (Span(third, fourth),), (), WEDNESDAY)[0] is None


@given(
    st.sampled_from(["today", "yesterday", "tomorrow", "two days ago", "last night", "the day before yesterday", "10 days ago"]),
    st.dates(date(1990, 1, 1), date(2090, 1, 1)),
    st.integers(-400, 400),
)
def test_days_move_with_publication(words: str, published: date, days: int) -> None:
    """Publishing n days later moves a day counted from publication by n days."""
    one, other = (date.fromisoformat(_read(f"They met {words}.", str(day))[0][1]) for day in (published, published + timedelta(days)))
    assert other - one == timedelta(days)


@given(
    st.sampled_from(["on Thursday", "last Thursday", "next Sunday", "last week", "this weekend"]),
    st.dates(date(1990, 1, 1), date(2090, 1, 1)),
)
def test_weekdays_move_with_whole_weeks(words: str, published: date) -> None:
    """Publishing a week later moves a weekday or week by a week."""
    one, other = (_read(words, str(day))[0][1].split("/")[0] for day in (published, published + timedelta(7)))
    assert date.fromisoformat(other) - date.fromisoformat(one) == timedelta(7)


@pytest.mark.parametrize(
    "unit", ["May ", "1", "1 ", "the end of ", "since ", "between May and ", "in two days ", "will in May ", "a day after, ", "A"]
)
def test_a_long_text_takes_time_in_proportion(unit: str) -> None:
    """Four times the text takes well under twelve times as long: nothing grows with the square."""
    _timed(unit, 2_000)
    short, long = _timed(unit, 30_000), _timed(unit, 120_000)
    assert long < 12 * max(short, 0.02)


def _timed(unit: str, size: int) -> float:
    text = unit * (size // len(unit))
    begin = time.process_time()
    told_times(text, Span(0, len(text)), (Span(size // 4, size),), (Span(0, 3),), WEDNESDAY)
    return time.process_time() - begin
