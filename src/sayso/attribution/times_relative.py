"""Times read from the day of publication, as `on Thursday` or `two weeks ago`, or from the time told before, as `a day after`.

A weekday is the nearest that is past, the day of publication included; of what lies ahead, the nearest to come. `last`, `next` and counts
name calendar weeks, months and years. What is vague (`a few days ago`, `more than two years ago`) has no value and is left out.
"""

from __future__ import annotations

import re

from sayso.attribution.stretches import MONTH, Stretch, beside, part, reach, season, to_end, weekday, weekend
from sayso.attribution.times_words import DAY_NAME, NUMBER, NUMBERS, WEEKDAYS, Fits, Read, Rule, after, before, compile_words
from sayso.model import WhenBasis

__all__ = ["RULES"]

_SEASONS = ("spring", "summer", "autumn", "fall", "winter")
_HOURS = r"(?: (?:early |late )?(?:morning|afternoon|evening|night)(?!\w))?"
_UNIT = r"(?P<unit>day|week|month|year)s?(?![\w-])"
_PERIOD = r"(?P<unit>week|weekend|month|year|spring|summer|autumn|fall|winter)(?![\w-])"
_PART = r"(?:(?P<part>[Ee]arlier|[Ll]ater|[Ee]arly|[Ll]ate|[Mm]id)(?: in)?[ -])?"
_DAY_OF_TEXT = r"(?P<unit>day|night|morning|afternoon|evening|week|month|year)(?![\w-])"
_COUNTS = "0 " + " ".join({word.split("-")[0] for word in NUMBERS})

_BACKWARD = {"last", "past", "previous", "preceding", "prior", "before", "earlier", "beforehand"}
_FORWARD = {"next", "coming", "upcoming", "following", "after", "later", "afterward", "afterwards", "on"}

_FEAST = re.compile(
    r"\b(?:Black|Good|Super|Cyber|Ash|Palm|Easter|Bloody|Ruby|Holy|Maundy|Shrove|Fat|Giving|Casual|Blue|Taco|Whit|Wear|every|each|any|most|some"
    r"|one|a|an|other|alternate|Every|Each|Most|On a|first|second|third|fourth|fifth)\s$"
)
_TITLE_GOES_ON = re.compile(
    r"\s(?:Times|Telegraph|Mirror|Mail|Post|Herald|Express|Review|Magazine|Tribune|Gazette|Night|Morning|Evening|Mass|Service|School|Club|Today)\b"
)
_ARTICLE = re.compile(r"\b[Tt]he\s$")
_SHOWN = re.compile(
    r"\s(?:[Ss]how|Program|programme)\b|['’]s\s(?:world|society|age|youth|standards|leaders|children|generation|kids|economy|market)\b"
)
_CLAUSE_START = re.compile(r"(?:^|[.!?:;,—–(\[\n\"“”‘'-])\s*$")
_VAGUE = re.compile(
    r"\b(?:more than|over|at least|less than|fewer than|under|up to|as many as|or|to|and|and a|hundred|thousand|million|every|first|only"
    r"|half|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|[0-9]{1,3}[-–])\s?$",
    re.IGNORECASE,
)
_OWNED = re.compile(r"(?:\b(?:the|his|her|its|their|my|our|your|final|very|of|every)|['’]s)\s$", re.IGNORECASE)
_AHEAD = re.compile(
    r"\b(?:will|would|shall|must|should|may|might|can|could|going to|needs? to|has to|have to|had to|due|expected|set|scheduled"
    r"|order(?:ed|s)|plan(?:s|ned|ning)?|expires?|begins?|starts?|ends?|resumes?|opens?|meets?|returns?|leaves?|promis(?:es?|ed)|vow(?:s|ed)?|pledg(?:es?|ed))\b"
    r"|['’]ll\b",
    re.IGNORECASE,
)
_RECORD = re.compile(
    r"\b(?:first|second|third|fourth|fifth|times?|twice|once|more|most|least|less|than|[a-z]{3,12}est|only|worst|best)\b", re.IGNORECASE
)
_STANDS_ALONE = re.compile(r"\s*(?:[^\w\s'’]|$)")
_DURING = re.compile(r"\b(?:over|at|in|within|during|for|on)\s$", re.IGNORECASE)
_LENGTH_OF_SPEECH = 90
"""How far back a word that points ahead may stand, in code points: about fifteen words."""


def _count(match: re.Match[str]) -> int:
    word = (match["n"] or "one").lower()
    return int(word) if word.isdigit() else NUMBERS[word]


def _sign(word: str) -> int:
    return 1 if word in _FORWARD else -1 if word in _BACKWARD else 0


def _weekday(match: re.Match[str], published: Stretch, future: bool) -> Stretch | None:
    which = (match["which"] or "").lower().split()[-1:]
    named = {"this": "coming"}.get(which[0], which[0]) if which else "coming" if future else "past"
    return weekday(published, WEEKDAYS.index(match["weekday"].lower()), named)


def _weekday_of_text(match: re.Match[str], anchor: Stretch, _future: bool) -> Stretch | None:
    which = "next" if _sign(match["which"].lower()) > 0 else "last"
    return weekday(anchor, WEEKDAYS.index(match["weekday"].lower()), which)


def _days_on(steps: int) -> Read:
    """A reader of `today`, `yesterday` and the like."""
    return lambda _match, published, _future: beside(published, steps, "day")


def _period(match: re.Match[str], published: Stretch, future: bool) -> Stretch | None:
    """A calendar period: `this week`, `earlier this month`, `late next year`."""
    which, unit, third = match["which"].split()[-1].lower(), match["unit"], (match["part"] or "").lower()
    if unit in _SEASONS:
        return _season_near(published, unit, _sign(which))
    if unit == "weekend":
        return _weekend(published, which, future)
    whole = beside(published, _sign(which), unit)
    return _portion(whole, third, published) if whole and third else whole


def _weekend(published: Stretch, which: str, future: bool) -> Stretch | None:
    """On Monday and Tuesday `this weekend` is mostly the one that is over."""
    if which in ("this", "the"):
        over = published.first.weekday() < 2 or which == "the"
        return weekend(published, "past" if over and not future else "coming")
    return weekend(published, which)


def _portion(whole: Stretch, third: str, published: Stretch) -> Stretch | None:
    """`earlier` ends on the eve of publication, `later` begins on its day; either is the whole where that day does not lie in it."""
    if third in ("early", "mid", "late"):
        return part(whole, third) or whole
    if not whole.first <= published.first <= whole.last:
        return whole
    if third == "later":
        return to_end(published, whole)
    eve = beside(published, -1, "day")
    return eve and (to_end(whole, eve) or published)


def _season_near(published: Stretch, name: str, sign: int) -> Stretch | None:
    """The season of this year, the latest that is over, or the first that has not begun."""
    if published.grain < MONTH:
        return None
    choices = [season(name, published.first.year + shift) for shift in (-2, -1, 0, 1)]
    if sign < 0:
        return [choice for choice in choices if choice.last < published.first][-1]
    if sign > 0:
        return next(choice for choice in choices if choice.first > published.last)
    return next((choice for choice in choices if choice.first <= published.first <= choice.last), choices[2])


def _ago(match: re.Match[str], published: Stretch, _future: bool) -> Stretch | None:
    return beside(published, -_count(match), match["unit"])


def _hence(match: re.Match[str], published: Stretch, _future: bool) -> Stretch | None:
    return beside(published, _count(match), match["unit"])


def _lately(match: re.Match[str], published: Stretch, _future: bool) -> Stretch | None:
    """`the past two weeks`, `the next year`."""
    return reach(published, _sign(match["which"].lower()) * _count(match), match["unit"])


def _within(match: re.Match[str], published: Stretch, _future: bool) -> Stretch | None:
    return reach(published, _count(match), match["unit"])


def _moved(match: re.Match[str], anchor: Stretch, _future: bool) -> Stretch | None:
    """`two weeks earlier`, `a day after`."""
    return beside(anchor, _sign(match["way"]) * _count(match), match["unit"])


def _neighbour(match: re.Match[str], anchor: Stretch, _future: bool) -> Stretch | None:
    """`the next day`, `the same week`, `that year`; a night or morning is its day."""
    unit = match["unit"] if match["unit"] in ("week", "month", "year") else "day"
    if unit == "day" and not _sign(match["which"].lower()) and anchor.first != anchor.last:
        return None
    return beside(anchor, _sign(match["which"].lower()), unit)


def _is_weekday(match: re.Match[str]) -> bool:
    """Not `Black Friday`, `every Sunday`, `the Sunday Times`."""
    earlier, later = before(match), after(match)
    named = bool(_ARTICLE.search(earlier)) and bool(re.match(r"\s[A-Z]", later))
    return not (named or _FEAST.search(earlier) or _TITLE_GOES_ON.match(later))


def _is_today(match: re.Match[str]) -> bool:
    """Not `Norland Today`, `the Tonight Show`, `today's world`."""
    opens = match.group()[0].islower() or bool(_CLAUSE_START.search(before(match, 4)))
    return opens and not _SHOWN.match(after(match))


def _is_exact(match: re.Match[str]) -> bool:
    """Not `more than three years ago`, nor a part of `two or three years ago`."""
    return not _VAGUE.search(before(match))


def _is_period(match: re.Match[str]) -> bool:
    """Not `his last week` or `the last year of`, which are no calendar units."""
    owned = match["which"].lower() in ("last", "next") and _OWNED.search(before(match))
    return not owned and not re.match(r"\s(?:of|in office)\b", after(match))


def _is_whole(match: re.Match[str]) -> bool:
    """Not `the last two years of his term`."""
    return not re.match(r"\sof\b", after(match))


def _is_lasting(match: re.Match[str]) -> bool:
    """`over the weekend`, `in the next year`: not `the weekend of the vote`."""
    return bool(_DURING.search(before(match))) and _is_whole(match)


def _is_ahead(match: re.Match[str]) -> bool:
    """Only where something is yet to be: `won twice in two days` is a length."""
    earlier = before(match, _LENGTH_OF_SPEECH)
    counts_from_elsewhere = re.match(r"\s(?:of|after|from|before)\b", after(match))
    return bool(_AHEAD.search(earlier)) and not _RECORD.search(earlier) and not counts_from_elsewhere


def _is_moved(match: re.Match[str]) -> bool:
    """`a day after` stands alone; `a day after the vote` is read from the vote, whose day is not known."""
    if not _is_exact(match) or re.match(r"\s(?:than|this|that|last|in)\b", after(match)):
        return False
    return match["way"] in ("later", "earlier") or bool(_STANDS_ALONE.match(after(match)))


def _is_alone(match: re.Match[str]) -> bool:
    """`the day before` stands alone; `the day before the vote` does not."""
    return bool(_STANDS_ALONE.match(after(match)))


def _rule(keys: str, pattern: str, read: Read, fits: Fits | None = None, basis: WhenBasis = WhenBasis.PUBLICATION) -> Rule:
    return Rule(frozenset(keys.split()), compile_words(pattern), read, basis, fits)


_TEXT = WhenBasis.TEXT
_LAST = r"(?P<which>[Ll]ast|[Tt]his past|[Tt]his coming|[Tt]his|[Nn]ext|[Pp]ast|[Cc]oming)"

RULES = (
    _rule("last this next past coming", rf"{_LAST} {DAY_NAME}{_HOURS}", _weekday, _is_weekday),
    _rule(" ".join(WEEKDAYS), rf"(?P<which>)?{DAY_NAME}{_HOURS}", _weekday, _is_weekday),
    _rule("today", r"[Tt]oday(?!\w)", _days_on(0), _is_today),
    _rule("tonight", r"[Tt]onight(?!\w)", _days_on(0), _is_today),
    _rule("earlier later", r"(?:[Ee]arlier|[Ll]ater) today(?!\w)", _days_on(0)),
    _rule("yesterday", rf"[Yy]esterday(?!\w){_HOURS}", _days_on(-1), _is_today),
    _rule("tomorrow", rf"[Tt]omorrow(?![\w’']){_HOURS}", _days_on(1), _is_today),
    _rule("this", r"[Tt]his (?:morning|afternoon|evening)(?![\w-])", _days_on(0)),
    _rule("last", r"[Ll]ast night(?![\w-])", _days_on(-1)),
    _rule("the", r"[Tt]he day before yesterday(?!\w)", _days_on(-2)),
    _rule("the", r"[Tt]he day after tomorrow(?!\w)", _days_on(2)),
    _rule("last this next past coming earlier later early late mid", rf"{_PART}{_LAST} {_PERIOD}", _period, _is_period),
    _rule("earlier later", r"(?P<part>[Ee]arlier|[Ll]ater) in (?P<which>the) (?P<unit>week|month|year)(?![\w-])", _period),
    _rule("the", r"(?P<part>)(?P<which>[Tt]he) (?P<unit>weekend)(?![\w-])", _period, _is_lasting),
    _rule(_COUNTS, rf"{NUMBER} {_UNIT} ago(?!\w)(?: today(?!\w))?", _ago, _is_exact),
    _rule(
        "the these",
        rf"(?:[Tt]he|[Tt]hese) (?P<which>past|last|next|coming) {NUMBER} (?P<unit>day|week|month|year|decade)s?(?![\w-])",
        _lately,
        _is_whole,
    ),
    _rule("the", r"[Tt]he (?P<which>past|last)(?P<n>) (?P<unit>week|month|year|decade)(?![\w-])", _lately, _is_whole),
    _rule("the", r"[Tt]he (?P<which>next|coming)(?P<n>) (?P<unit>week|month|year|decade)(?![\w-])", _lately, _is_lasting),
    _rule("in", rf"[Ii]n {NUMBER} {_UNIT}(?:['’] time)?", _hence, _is_ahead),
    _rule("within", rf"[Ww]ithin {NUMBER} {_UNIT}", _within, _is_ahead),
    _rule(
        _COUNTS, rf"{NUMBER} {_UNIT} (?P<way>later|earlier|after|before|beforehand|afterwards?|prior|on)(?!\w)", _moved, _is_moved, _TEXT
    ),
    _rule(
        "the that",
        rf"(?:[Tt]he|[Tt]hat) (?:very )?(?P<which>same|next|following|previous|preceding|prior) {_DAY_OF_TEXT}",
        _neighbour,
        _is_whole,
        _TEXT,
    ),
    _rule("the", rf"[Tt]he (?P<which>next|following|previous|preceding) {DAY_NAME}{_HOURS}", _weekday_of_text, _is_weekday, _TEXT),
    _rule("that", rf"(?P<which>[Tt]hat) {_DAY_OF_TEXT}", _neighbour, _is_whole, _TEXT),
    _rule("the", r"[Tt]he (?P<unit>day|night|week|month|year) (?P<which>before|after)(?!\w)", _neighbour, _is_alone, _TEXT),
)
"""In order: the first rule that matches at a place reads it."""
