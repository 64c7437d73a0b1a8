"""The command by which people correct the machine: decide, list what was decided, take it back.

As in `sayso.cli`, imports of our own stages stand inside the functions, so that `sayso --help` does not wait for them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict
from textwrap import wrap
from typing import TYPE_CHECKING, Annotated

import typer

from sayso.cli_output import Settings, matching_counter, now, refuse_missing

if TYPE_CHECKING:
    from sayso.model import Judgement
    from sayso.pipeline import Ledger
    from sayso.report.corrections import Decision

__all__ = ["judge"]

LIST = "list"
"""The word that lists instead of deciding."""


def judge(
    context: typer.Context,
    kind: Annotated[str, typer.Argument(metavar="KIND|list", help="What is decided: docs/judgements.md has the kinds.")],
    targets: Annotated[
        list[str] | None, typer.Argument(metavar="TARGET...", help="Claim, statement, articles, outlets or judgement.")
    ] = None,
    value: Annotated[str, typer.Option(metavar="WORDS", help="The stance, party, source, wording or rating.")] = "",
    who: Annotated[str, typer.Option(envvar="SAYSO_WHO", metavar="NAME", help="Who decides.")] = "",
    why: Annotated[str, typer.Option(metavar="TEXT", help="The reason; it is kept for ever.")] = "",
) -> None:
    """Correct the machine with a name and a reason, or list what people decided.

    A claim is named by its id or by words that only its text holds, a statement by its place (ARTICLE:START-END) or by words that only it
    holds, an article by its id or by words that only its headline, outlet, file or address holds.
    """
    from sayso.judging import CONFLICT

    settings: Settings = context.obj
    with _opened(settings) as ledger:
        if kind == LIST:
            _list(settings, ledger)
            return
        made = ledger.judge(kind, _found(ledger, kind, targets or []), value, who, why)
        if settings.as_json:
            settings.json(asdict(made))
        else:
            settings.data(made.id)
        for problem in ledger.view().problems:
            if problem.code == CONFLICT and (problem.input_id == made.id or made.id in problem.message):
                settings.say(problem.message)
    settings.say(f"Kept. Take it back: sayso judge revoke {made.id} --who NAME --why TEXT" if kind != "revoke" else "Taken back.")


def _found(ledger: Ledger, kind: str, targets: Sequence[str]) -> list[str]:
    """Return targets as the ledger takes them, from the words that a person typed."""
    from sayso.judging import Targets, article_of, parsed_place, place_of, row_of

    row = row_of(kind)
    about = row.targets if row else None
    first = {Targets.CLAIM: len(targets), Targets.CLAIMS: len(targets), Targets.CLAIM_AND_STATEMENTS: 1}.get(about, 0) if about else 0
    claims = [ledger.find(target) for target in targets[:first]]
    if about is Targets.ARTICLES:
        return [article_of(ledger.view(), target) for target in targets]
    if about not in {Targets.CLAIM_AND_STATEMENTS, Targets.STATEMENTS}:
        return [*(claim.id for claim in claims), *targets[first:]]
    # A statement may be put on a claim that it was not matched to.
    claim = None if kind == "set-stance" else next(iter(claims), None)
    places = [target if parsed_place(target) else place_of(ledger.view(), target, claim) for target in targets[first:]]
    return [*(claim.id for claim in claims), *places]


def _list(settings: Settings, ledger: Ledger) -> None:
    from sayso.report.corrections import decisions
    from sayso.report.index import index_view

    found = decisions(index_view(ledger.view()))
    if settings.as_json:
        rows = [{**asdict(each.judgement), "revoked": asdict(each.revoked) if each.revoked else None} for each in found]
        settings.json({"judgements": rows, "conflicts": ledger.conflicts()})
        return
    for each in found:
        settings.data("\n".join(_lines(each, settings.width)))
    for sentence in ledger.conflicts():
        settings.say(sentence)
    if not found:
        settings.say("Nobody has decided anything yet. Correct something: sayso judge KIND TARGET... --who NAME --why TEXT")


def _lines(decision: Decision, width: int) -> list[str]:
    from sayso.report.words import moment_words, visible

    made = decision.judgement
    head = f"{made.id}  {made.kind}" + (f" “{made.value}”" if made.value else "") + _signed(made, moment_words)
    about = [f"  {words}" for _, _, words in decision.about]
    revoked = [f"  taken back{_signed(decision.revoked, moment_words)}"] if decision.revoked else []
    lines = [visible(line) for line in (head, *about, *revoked)]
    return [part for line in lines for part in wrap(line, width, subsequent_indent="    ", break_long_words=False, break_on_hyphens=False)]


def _signed(made: Judgement, moment: Callable[[str | None], str]) -> str:
    return f", by {made.who}, {moment(made.recorded_at)}: {made.why}"


def _opened(settings: Settings) -> Ledger:
    from sayso.pipeline import Ledger

    refuse_missing(settings)
    return Ledger(settings.ledger, clock=now, create=False, progress=matching_counter(settings))
