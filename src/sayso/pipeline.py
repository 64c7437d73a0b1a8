"""The one place that orders the steps: articles -> attribution -> claims -> ledger.

Reading appends to the ledger, article by article. Everything else is derived from the whole ledger in one pass (`derive`), kept as a
cache that can be dropped, and depends on the set of inputs only: the same pile in any order gives the same view, byte for byte.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import BinaryIO

from sayso import attribution
from sayso.articles import Skipped, compare, expand, late_arrivals, read_bytes, read_path
from sayso.claims import Linked, is_lower, link
from sayso.errors import NotFoundError
from sayso.ledger import (
    UNDATED,
    Pile,
    Store,
    citations,
    concessions,
    decode,
    encode,
    judged_owners,
    latest_by,
    positions_in,
    standings_in,
    statement_origin,
    trace_in,
)
from sayso.model import (
    Article,
    Claim,
    DateBasis,
    Evidence,
    Family,
    LedgerView,
    Match,
    OriginRange,
    Outcome,
    Position,
    Problem,
    Reading,
    Standing,
    Statement,
    TrackedClaim,
    content_id,
)

__all__ = ["Ledger", "ReadSummary", "annotate", "derive"]

VIEW = "view 5"
"""Key of the cached view; a change in how it is derived gets a new number, so that an old cache is not shown."""


Progress = Callable[[int, int, str], None]
"""Called with how many are done, how many there are, and the name of the one at hand."""


def now() -> str:
    """Return the time of day in UTC, to the second."""
    return datetime.datetime.now(tz=datetime.UTC).isoformat(timespec="seconds")


@dataclass(frozen=True, slots=True)
class ReadSummary:
    """How a run of reading ended; ok, partial and quarantined sum to the inputs."""

    ok: int
    """Inputs read in full."""
    partial: int
    """Inputs read with something amiss."""
    quarantined: int
    """Inputs that gave no article."""
    problems: tuple[Problem, ...]
    """What was amiss, with the next step."""

    @property
    def total(self) -> int:
        """All inputs."""
        return self.ok + self.partial + self.quarantined


def annotate(
    text: str, *, title: str | None = None, published: str | None = None, tagger: attribution.Tagger | None = None
) -> list[Statement]:
    """Return the statements of an English text; spans are code points into `text`.

    `published` is when it appeared (ISO 8601, of any precision): `on Thursday` is read from it. `tagger` is another model than the one
    shipped, made by the scripts in `training/attribution` and loaded with `sayso.attribution.Tagger(folder)`.

    >>> found = annotate("The Norlandic ministry denied that a contract had been signed.")
    >>> found[0].act.value
    'denies'
    """
    basis = DateBasis.STATED if published else DateBasis.UNKNOWN
    identifier = content_id("article", text, title)
    article = Article(identifier, "text", "", text, title=title, language="en", published_at=published, published_basis=basis)
    return list(attribution.annotate(article, tagger))


class Ledger:
    """A ledger file and what can be asked of it.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder, Ledger(Path(folder) / "desk.ledger") as ledger:
    ...     claims = ledger.track([TrackedClaim("pier", "Norland sold a pier.", ("Norland",))])
    ...     [claim.text for claim in claims]
    ['Norland sold a pier.']
    """

    def __init__(
        self, path: str | Path, *, clock: Callable[[], str] | None = None, create: bool = True, progress: Progress | None = None
    ) -> None:
        self._store = Store.open(Path(path), clock=clock or now, create=create)
        self._progress = progress

    def __enter__(self) -> Ledger:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Give the file back."""
        self._store.close()

    def read(
        self,
        paths: Sequence[str],
        *,
        progress: Progress | None = None,
        stdin: BinaryIO | None = None,
    ) -> ReadSummary:
        """Read files, folders and standard input (`-`) into the ledger, and say how each input ended.

        `progress` is called with files done, files in all, and the name of the file at hand. Raises `UsageError` for a path that
        does not exist; whatever is wrong inside an input is a problem in the summary, never an exception.
        """
        found = expand(paths)
        outcomes = dict.fromkeys(Outcome, 0)
        problems: list[Problem] = []
        for number, path in enumerate(found):
            if progress:
                progress(number, len(found), str(path))
            for reading in _readings(path, stdin):
                outcomes[reading.outcome] += 1
                problems.extend(reading.problems)
                self._add(reading)
        if progress:
            progress(len(found), len(found), "")
        return ReadSummary(outcomes[Outcome.OK], outcomes[Outcome.PARTIAL], outcomes[Outcome.QUARANTINED], tuple(problems))

    def _add(self, reading: Reading) -> None:
        article = reading.article
        statements = attribution.annotate(article) if article and article.readable else ()
        self._store.add(reading, statements)

    def track(self, claims: Sequence[TrackedClaim]) -> tuple[Claim, ...]:
        """Follow claims that a person wrote down; return all tracked claims as the ledger now has them."""
        self._store.track(claims)
        return tuple(claim for claim in self.view().claims if claim.tracked_id is not None)

    def view(self) -> LedgerView:
        """Return everything derived from the ledger as it stands; cached until something is added."""
        kept = self._store.load_view(VIEW)
        if kept is not None:
            return decode(LedgerView, kept)
        view = derive(self._store, self._progress)
        self._store.save_view(VIEW, encode(view))
        return view

    def head(self) -> str:
        """Return one hash over everything recorded."""
        return self._store.head()

    def search(self, query: str, limit: int = 50) -> tuple[Article, ...]:
        """Return at most `limit` articles that hold all words of `query`, best match first."""
        by_id = {article.id: article for article in self._store.articles()}
        return tuple(by_id[found] for found in self._store.search(query, limit))

    def claims(self, *, as_of: str | None = None, challenged: bool = False) -> tuple[tuple[Claim, Standing | None], ...]:
        """Return each claim with its standing by the date `as_of`; None where nothing had been published by then."""
        view = self.view()
        pairs = tuple((claim, self._standing(view, claim, as_of)) for claim in view.claims)
        return tuple(pair for pair in pairs if not challenged or (pair[1] is not None and pair[1].challenge != "unchallenged"))

    def as_of(self, claim: Claim, published: str) -> Standing | None:
        """Return where a claim stood by what was published up to a date; None where that was nothing."""
        return self._standing(self.view(), claim, published)

    def _standing(self, view: LedgerView, claim: Claim, as_of: str | None) -> Standing | None:
        return latest_by((standing for standing in view.standings if standing.claim_id == claim.id), as_of)

    def find(self, key: str) -> Claim:
        """Return the claim with this id or tracked id, or the only one whose text holds these words; tracked claims go first.

        Raises `NotFoundError`, with what there is to choose from.
        """
        claims = self.view().claims
        exact = [claim for claim in claims if key in {claim.id, claim.tracked_id}]
        worded = [claim for claim in claims if key.casefold() in claim.text.casefold()]
        holding = exact or [claim for claim in worded if claim.tracked_id] or worded
        if len(holding) == 1:
            return holding[0]
        choice = holding or claims
        names = "; ".join(f"{claim.tracked_id or claim.id}: {claim.text}" for claim in choice[:8])
        what = "several claims hold" if holding else "no claim has"
        raise NotFoundError(f"{what} {key!r}; choose one of: {names or 'none yet, `sayso track` adds one'}")


def _readings(path: Path, stdin: BinaryIO | None) -> Sequence[Reading]:
    if str(path) == "-" and stdin is not None:
        return list(read_bytes(stdin.read(), "-"))
    return list(read_path(path))


def derive(store: Store, progress: Progress | None = None) -> LedgerView:
    """Derive everything that is shown from what is recorded; `progress` hears of each article whose statements are prepared."""
    articles, statements = store.articles(), store.statements()
    recorded_at, judgements = store.recorded_at(), store.judgements()
    found = compare(articles, dict(recorded_at), judgements)
    families = found.families
    linked = link(articles, statements, families, store.tracked(), progress=progress)
    evidence = tuple(sorted((*found.evidence, *citations(articles, statements)), key=_evidence_order))
    seen = dict(recorded_at)
    late = _late(articles, families, seen)
    judged = _stand(Pile.of(articles, families, evidence, judged_owners(judgements), late=late), linked, statements)
    return LedgerView(
        articles=articles,
        recorded_at=recorded_at,
        readings=store.readings(),
        problems=(
            *store.problems(),
            *map(_boilerplate, found.skipped),
            *(_date_conflict(page, seen[page.id]) for page in articles if page.id in late),
        ),
        families=tuple(sorted(families, key=lambda family: family.id)),
        evidence=evidence,
        statements=statements,
        claims=linked.claims,
        matches=linked.matches,
        outlet_stances=linked.outlet_stances,
        positions=judged.positions,
        origins=judged.origins,
        statement_origins=judged.statement_origins,
        standings=judged.standings,
    )


def _boilerplate(skipped: Skipped) -> Problem:
    where = f"code points {skipped.span.start} to {skipped.span.end}"
    message = (
        f"{skipped.articles} articles share a passage, as in {skipped.article_id} at {where}; it was compared between neighbours only."
        " Nothing need be done."
    )
    return Problem("widely-shared", message, skipped.article_id)


def _late(articles: Sequence[Article], families: Sequence[Family], first_seen: Mapping[str, str]) -> tuple[str, ...]:
    """Return the copies whose own date has no witness in this ledger."""
    by_id = {article.id: article for article in articles}
    several = (family for family in families if len(family.articles) > 1)
    return tuple(sorted(name for family in several for name in late_arrivals((by_id[each] for each in family.articles), first_seen)))


def _date_conflict(page: Article, seen: str) -> Problem:
    message = (
        f"It says that it was published on {page.published_at}; this ledger first saw it on {seen[:10]}, later than another article of its"
        " text. It is ordered by that sight. An independent capture from the earlier day would settle it."
    )
    return Problem("date-conflict", message, page.input_id)


def _evidence_order(edge: Evidence) -> tuple[str, str, str, int]:
    return (edge.article_id, edge.kind, edge.target, edge.span.start if edge.span else -1)


@dataclass(frozen=True, slots=True)
class _Judged:
    """What the ledger stage says of a linked pile."""

    positions: tuple[Position, ...]
    origins: tuple[tuple[str, OriginRange], ...]
    statement_origins: tuple[tuple[str, str], ...]
    standings: tuple[Standing, ...]


def _stand(pile: Pile, linked: Linked, statements: Sequence[Statement]) -> _Judged:
    """Count origins and derive standings for every claim."""
    pairs = _pairs(linked, statements)
    end = pile.end or UNDATED
    standings: list[Standing] = []
    for claim in linked.claims:
        weaker = [pair for other in linked.claims if _is_weaker(other, claim) for pair in pairs[other.id]]
        standings.extend(standings_in(pile, claim, pairs[claim.id], concessions(pile, weaker)))
    party_of = {match.statement_id: match.party for match in linked.matches if match.party}
    matched = {match.statement_id for match in linked.matches}
    return _Judged(
        tuple(position for claim in linked.claims for position in positions_in(pile, claim, pairs[claim.id], end)),
        tuple((claim.id, trace_in(pile, pairs[claim.id], end)) for claim in sorted(linked.claims, key=lambda claim: claim.id)),
        tuple((item.id, statement_origin(item, pile, party_of.get(item.id))) for item in statements if item.id in matched),
        tuple(standings),
    )


def _pairs(linked: Linked, statements: Sequence[Statement]) -> Mapping[str, list[tuple[Statement, Match]]]:
    by_id = {statement.id: statement for statement in statements}
    pairs: dict[str, list[tuple[Statement, Match]]] = {claim.id: [] for claim in linked.claims}
    for match in linked.matches:
        pairs[match.claim_id].append((by_id[match.statement_id], match))
    return pairs


def _is_weaker(other: Claim, claim: Claim) -> bool:
    """Tell whether `other` is a lower rung of the same story."""
    return other.story == claim.story and is_lower(other.text, claim.text)
