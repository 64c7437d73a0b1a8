"""What is refused before it is kept for ever, with what to do instead; and what is cleaned."""

from __future__ import annotations

import ast
import itertools
import re
from pathlib import Path

import pytest

from sayso import judging
from sayso.errors import NotFoundError, UsageError
from sayso.judging import place_of
from sayso.model import JudgementKind

from .judging_desk import DENIAL, TALKS, Desk

SOURCES = [path.read_text(encoding="utf-8") for path in sorted((Path(judging.__file__).parent).glob("*.py"))]


def placed(desk: Desk, targets: tuple[str, ...]) -> tuple[str, ...]:
    """Return targets with the words DENIAL and TALKS replaced by places, PAGE by an article's id."""
    known = {"DENIAL": desk.place(DENIAL), "TALKS": desk.place(TALKS), "PAGE": desk.article("Far Post").id}
    known["NOWHERE"] = f"{known['PAGE']}:3-5"
    return tuple(known.get(target, target) for target in targets)


@pytest.mark.parametrize(
    ("kind", "targets", "value", "refused", "told"),
    [
        ("praise", ("sale",), "", UsageError, "choose one of: merge, split"),
        ("dismiss", ("no-such",), "", NotFoundError, "sayso claims"),
        ("dismiss", (), "", UsageError, "one claim"),
        ("dismiss", ("sale", "talks"), "", UsageError, "one claim"),
        ("dismiss", ("sale",), "because", UsageError, "takes no value"),
        ("merge", ("sale", "sale"), "", UsageError, "two or more claims"),
        ("rate", ("sale",), "  ", UsageError, "needs a value"),
        ("approve-wording", ("sale",), "\u200b", UsageError, "needs a value"),
        ("approve-wording", ("sale",), "x" * 1001, UsageError, "say it shorter"),
        ("set-stance", ("sale", "DENIAL"), "denied", UsageError, "choose one of: asserts"),
        ("set-stance", ("sale",), "denies", UsageError, "ARTICLE:START-END"),
        ("set-stance", ("DENIAL", "sale"), "denies", UsageError, "the claim first"),
        ("set-stance", ("sale", "PAGE"), "denies", UsageError, "no place of a statement"),
        ("set-stance", ("sale", "NOWHERE"), "denies", NotFoundError, "no statement stands at"),
        ("set-stance", ("sale", "article-0:0-9"), "denies", NotFoundError, "no article"),
        ("set-party", ("sale", "DENIAL"), "Ostmark", UsageError, "choose one of: Norland, Vesturia"),
        ("set-party", ("sale", "TALKS"), "Norland", UsageError, "decide set-stance first"),
        ("split", ("sale", "TALKS"), "", UsageError, "bears on this claim"),
        ("set-source", ("DENIAL",), "", UsageError, "needs a value"),
        ("set-source", (), "Ilse Maren", UsageError, "ARTICLE:START-END"),
        ("same-family", ("PAGE",), "", UsageError, "another one"),
        ("same-family", ("PAGE", "article-0"), "", NotFoundError, "no article"),
        ("same-owner", ("Far Post", "far post"), "", UsageError, "another one"),
        ("same-owner", ("Far Post", "Nowhere News"), "", NotFoundError, "Nowhere News"),
        ("revoke", ("judgement-0",), "", NotFoundError, "sayso judge list"),
        ("revoke", (), "", UsageError, "sayso judge list"),
        ("merge", tuple(f"claim-{number}" for number in range(51)), "", UsageError, "at most 50"),
    ],
)
def test_what_does_not_fit_is_refused_with_the_next_step(  # noqa: PLR0917 -- one row of the table
    desk: Desk, kind: str, targets: tuple[str, ...], value: str, refused: type[Exception], told: str
) -> None:
    """Nothing of it is kept."""
    with pytest.raises(refused, match=told):
        desk.judge(kind, *placed(desk, targets), value=value)
    assert desk.view.judgements == ()


@pytest.mark.parametrize(("who", "why"), [("", "Read it."), ("Kaja Lund", " \n\u202e"), ("K" * 201, "Read it."), ("Kaja Lund", "x" * 1001)])
def test_a_name_and_a_reason_are_asked_for(desk: Desk, who: str, why: str) -> None:
    """Neither may be empty, invisible or endless."""
    with pytest.raises(UsageError, match=r"needs|shorter"):
        desk.judge("dismiss", "sale", who=who, why=why)


def test_words_are_kept_on_one_line_without_hidden_signs(desk: Desk) -> None:
    """Line ends, controls and text direction marks cannot make a name look like another."""
    made = desk.judge("rate", "sale", value="thin\x07 at\n best", who="Kaja\u202e Lund\x00", why="Two\r\nlines.")
    assert (made.value, made.who, made.why) == ("thin at best", "Kaja Lund\ufffd", "Two lines.")


def test_what_was_taken_back_cannot_be_taken_back_again(desk: Desk) -> None:
    """Nor can taking back itself; one decides anew."""
    made = desk.judge("dismiss", "sale")
    taken = desk.judge("revoke", made.id)
    with pytest.raises(UsageError, match="taken back before"):
        desk.judge("revoke", made.id)
    with pytest.raises(UsageError, match="decide anew"):
        desk.judge("revoke", taken.id)


def test_a_statement_is_found_by_words_that_only_it_holds(desk: Desk) -> None:
    """Words that several hold are answered with the places to choose from."""
    assert place_of(desk.view, "foreign  ministry DENIED", desk.claim("sale")) == desk.place(DENIAL)
    with pytest.raises(NotFoundError, match=r"several statements hold 'pier'.*\n  article-"):
        place_of(desk.view, "pier", desk.claim("sale"))
    with pytest.raises(NotFoundError, match="no statement holds"):
        place_of(desk.view, "lighthouse")


def test_a_decision_that_is_sent_twice_is_kept_once(desk: Desk) -> None:
    """The same person, words, reason and moment are the same judgement."""
    made = desk.judge("dismiss", "sale")
    desk.ledger.take_over([made, made])
    assert desk.view.judgements == (made,)


@pytest.mark.parametrize("clock", [["2031-07-01T08:00:00+00:00"], ["2031-07-01T08:00:00+00:00", "2031-07-01T07:00:00+00:00"]])
def test_the_later_decision_counts_whatever_the_clock(desk: Desk, clock: list[str]) -> None:
    """Decided within one second, or after the clock was set back: what a person decides last holds, and is never taken for known."""
    ticks = itertools.chain(clock, itertools.repeat(clock[-1]))
    desk.ledger._clock = lambda: next(ticks)
    for words in ("First", "Second", "Third", "Fourth"):
        desk.judge("approve-wording", "sale", value=words)
        assert desk.claim("sale").wording == words
        made = desk.judge("dismiss", "sale")
        assert desk.claim("sale").dismissed
        desk.judge("revoke", made.id)
        assert not desk.claim("sale").dismissed
    assert [made.recorded_at for made in desk.view.judgements] == sorted({made.recorded_at for made in desk.view.judgements})


def test_the_docs_name_every_kind_every_problem_and_where_conflicts_are_told() -> None:
    """Whoever meets one of these words finds what it means and what to do."""
    page = (Path(__file__).parents[2] / "docs" / "judgements.md").read_text(encoding="utf-8")
    codes = {node.value for source in SOURCES for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Constant)}
    told = {code for code in codes if isinstance(code, str) and re.fullmatch(r"judgements?-[a-z-]+", code)}
    assert told >= {"judgements-differ", "judgement-without-target", "judgement-unknown"}
    assert [code for code in sorted(told) if f"`{code}`" not in page] == []
    assert [kind.value for kind in JudgementKind if f"| `{kind.value}` |" not in page] == []
    assert "`Ledger.conflicts()`" in page
