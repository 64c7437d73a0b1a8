"""Factories and the runner of case files, for our own tests and for users' rules and outlets.

A case file is one contested report in Markdown that an editor can read: dated articles, then what is expected of them. The grammar
stands in `docs/cases.md`. `python -m sayso.testing FILE...` prints what differs.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from sayso.case_files import Case, CaseArticle, Expectation, load_case
from sayso.errors import UsageError
from sayso.model import (
    Act,
    Article,
    Claim,
    DateBasis,
    LedgerView,
    Match,
    Naming,
    Source,
    Span,
    Stance,
    Standing,
    Statement,
    content_id,
)
from sayso.pipeline import Ledger
from sayso.report.export import export_json

__all__ = ["Case", "CaseArticle", "Expectation", "article", "check_case", "load_case", "run_case", "statement"]

RECORDED_AT = "2031-12-31T00:00:00+00:00"
"""The ledger's clock while a case runs."""
_NEUTRAL = frozenset({Stance.RELAYS, Stance.UNCLEAR})


def article(
    text: str,
    *,
    outlet: str = "Harbour Gazette",
    published_at: str | None = "2031-05-27",
    title: str | None = None,
    language: str = "en",
    input_id: str = "article",
) -> Article:
    """Return an article as a reader would have made it, dated by statement where a date is given.

    >>> article("Norland denied it.").outlet
    'Harbour Gazette'
    """
    basis = DateBasis.STATED if published_at else DateBasis.UNKNOWN
    name = content_id("article", text, outlet, published_at, title)
    digest = content_id("digest", text)
    return Article(name, input_id, digest, text, title, outlet, None, language, published_at, basis)


def statement(where: Article, source: str, cue: str, content: str, *, act: Act = Act.SAYS, naming: Naming = Naming.OFFICE) -> Statement:
    """Return a statement whose spans are the first places where these words stand in the article.

    Raises `UsageError` for words that do not stand there.

    >>> found = statement(article("Norland denied a deal."), "Norland", "denied", "a deal", act=Act.DENIES)
    >>> [span.cut("Norland denied a deal.") for span in found.content]
    ['a deal']
    """
    spans = [_span_of(where.text, words) for words in (source, cue, content)]
    extent = Span(min(span.start for span in spans), max(span.end for span in spans))
    speaker = Source(source, naming, spans[0], source)
    name = content_id("statement", where.id, *spans)
    return Statement(name, where.id, extent, speaker, (spans[2],), (spans[1],), cue, act)


def _span_of(text: str, words: str) -> Span:
    start = text.find(words)
    if start < 0:
        raise UsageError(f"{words!r} does not stand in the article")
    return Span(start, start + len(words))


def run_case(case: Case, *, reverse: bool = False) -> LedgerView:
    """Read a case into a ledger of its own and return what the ledger makes of it; `reverse` reads the articles last first."""
    articles = case.articles[::-1] if reverse else case.articles
    with tempfile.TemporaryDirectory() as folder, Ledger(Path(folder) / "case.ledger", clock=lambda: RECORDED_AT) as ledger:
        pile = Path(folder) / "case.jsonl"
        pile.write_text("".join(_json_line(item) for item in articles), encoding="utf-8")
        ledger.read([str(pile)])
        ledger.track(case.claims)
        return ledger.view()


def _json_line(item: CaseArticle) -> str:
    row = {
        "id": str(item.number),
        "site": item.outlet,
        "url": item.address,
        "published": item.published,
        "language": item.language,
        "title": item.title,
    }
    return json.dumps({**{key: value for key, value in row.items() if value}, "text": item.text}, ensure_ascii=False) + "\n"


def check_case(case: Case) -> list[str]:
    """Return how the ledger differs from what a case expects, in plain words with the line; nothing where it agrees.

    The case is also run with its articles in reverse, which must give the same export.
    """
    view = run_case(case)
    seen = _Seen(case, view)
    differences = [
        f"{case.path.name}:{expectation.line}: {expectation.kind} {' | '.join(expectation.fields)}, but {found}"
        for expectation in case.expected
        if (found := _CHECKS[expectation.kind](seen, expectation.fields))
    ]
    if export_json(view) != export_json(run_case(case, reverse=True)):
        differences.append(f"{case.path.name}: read in reverse order, the articles give another export")
    return differences


class _Seen:
    """A ledger's view, asked in the words of a case."""

    def __init__(self, case: Case, view: LedgerView) -> None:
        self.view = view
        self.articles = {item.input_id: item for item in view.articles}
        self.claim_of = {claim.tracked_id: claim for claim in view.claims if claim.tracked_id}
        self.statement_of = {item.id: item for item in view.statements}
        self.family_of = {name: family.id for family in view.families for name in family.articles}
        self.parties = case.parties

    def claim(self, claim_id: str) -> Claim:
        return self.claim_of[claim_id]

    def matches(self, claim_id: str) -> list[Match]:
        wanted = self.claim(claim_id).id
        return [match for match in self.view.matches if match.claim_id == wanted and match.stance not in _NEUTRAL]

    def actor_stances(self, claim_id: str, actor: str) -> set[Stance]:
        """Return every stance that a party, an outlet in its own voice, or a named speaker takes."""
        return {match.stance for match in self.matches(claim_id) if self._speaks(match, actor)}

    def _speaks(self, match: Match, actor: str) -> bool:
        if actor in self.parties:
            return match.party == actor
        found = self.statement_of[match.statement_id]
        outlet = next((item.outlet for item in self.view.articles if item.id == found.article_id), None)
        own = found.source.naming is Naming.SELF
        return outlet == actor if own else actor in {found.source.name, found.source.text}

    def standing(self, claim_id: str, date: str) -> Standing | None:
        mine = [item for item in self.view.standings if item.claim_id == self.claim(claim_id).id]
        before = [item for item in mine if item.published_by[: len(date)] <= date]
        return max(before, key=lambda item: item.published_by) if before else None


def _words(stances: Sequence[Stance] | set[Stance]) -> str:
    return ", ".join(sorted(stance.value for stance in stances)) or "silent"


def _agrees(found: set[Stance], wanted: str) -> bool:
    """Tell whether stances are those asked for: each is a stance or support, deny, query; `or` gives a choice; `silent` is none."""
    choices = [{word.strip() for word in part.split(" or ")} for part in wanted.split(",")]
    if not found:
        return any("silent" in choice for choice in choices)
    fits = [{stance for stance in found if {stance.value, stance.sdqc.value} & choice} for choice in choices]
    return all(fits) and set().union(*fits) == found


def _check_cell(seen: _Seen, fields: Sequence[str]) -> str:
    found = seen.actor_stances(fields[0], fields[1])
    return "" if _agrees(found, fields[2]) else f"{fields[1]} is {_words(found)}"


def _check_position(seen: _Seen, fields: Sequence[str]) -> str:
    claim = seen.claim(fields[0]).id
    held = [item.stances for item in seen.view.positions if item.claim_id == claim and item.party == fields[1]]
    found = {stance for stances in held for stance in stances}
    return "" if _agrees(found, fields[2]) else f"{fields[1]} is {_words(found)}"


def _check_article(seen: _Seen, fields: Sequence[str]) -> str:
    article_id = seen.articles[fields[1]].id
    found = {match.stance for match in seen.matches(fields[0]) if match.article_id == article_id}
    return "" if _agrees(found, fields[2]) else f"the article holds {_words(found)}"


def _check_origins(seen: _Seen, fields: Sequence[str]) -> str:
    claim = seen.claim(fields[0]).id
    found = next((span for name, span in seen.view.origins if name == claim), None)
    counted = f"{found.low}-{found.high}" if found else "0-0"
    return "" if counted == fields[1] else f"they are {counted}: {found.because if found else 'nothing supports the claim'}"


def _check_standing(seen: _Seen, fields: Sequence[str]) -> str:
    found = seen.standing(fields[0], fields[1])
    state = found.state.value if found else "none"
    label = found.label if found else ""
    agrees = state == fields[2] and (len(fields) < 4 or label == fields[3])
    return "" if agrees else f"it is {state} ({label}), because {found.because if found else 'nothing was published by then'}"


def _check_family(seen: _Seen, fields: Sequence[str]) -> str:
    families = {seen.family_of.get(seen.articles[number].id) for number in fields}
    return "" if len(families) == 1 else f"they fall into {len(families)} families"


def _check_apart(seen: _Seen, fields: Sequence[str]) -> str:
    families = [seen.family_of.get(seen.articles[number].id) for number in fields]
    return "" if len(set(families)) == len(fields) else "some are taken for one text"


def _check_state(seen: _Seen, fields: Sequence[str]) -> str:
    article_id = seen.articles[fields[0]].id
    found = next((version for version in seen.view.versions if version.article_id == article_id), None)
    state, because = (found.state.value, found.because) if found else ("current", "nothing else is known of its page")
    return "" if state == fields[1] else f"it is {state}: {because}"


def _check_unread(seen: _Seen, fields: Sequence[str]) -> str:
    read = [number for number in fields if seen.articles[number].readable]
    return f"article {', '.join(read)} was read" if read else ""


_CHECKS: dict[str, Callable[[_Seen, Sequence[str]], str]] = {
    "apart": _check_apart,
    "article": _check_article,
    "cell": _check_cell,
    "family": _check_family,
    "origins": _check_origins,
    "position": _check_position,
    "standing": _check_standing,
    "state": _check_state,
    "unread": _check_unread,
}


def main(paths: Sequence[str]) -> int:
    """Print what differs in some case files; return 1 if anything does."""
    differences = [line for path in paths for line in check_case(load_case(path))]
    sys.stdout.write("".join(f"{line}\n" for line in differences) or f"{len(paths)} as expected\n")
    return 1 if differences else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
