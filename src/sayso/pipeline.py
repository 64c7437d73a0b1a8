"""The one place that orders the steps: articles -> attribution -> claims -> ledger.

Reading appends to the ledger, article by article. Everything else is derived from the whole ledger in one pass (`derive`), kept as a
cache that can be dropped, and depends on the set of inputs only: the same pile in any order gives the same view, byte for byte.
"""

from __future__ import annotations

import datetime
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import TracebackType
from typing import BinaryIO

from sayso import attribution
from sayso.articles import expand
from sayso.derivation import Progress, derive
from sayso.errors import NotFoundError
from sayso.ledger import Store, decode, encode, latest_by
from sayso.model import (
    Article,
    Claim,
    DateBasis,
    LedgerView,
    Outcome,
    Problem,
    Reading,
    Standing,
    Statement,
    TrackedClaim,
    content_id,
)
from sayso.reading_pool import Input, inputs_of, read_inputs

__all__ = ["Ledger", "ReadSummary", "annotate", "derive"]

VIEW = "view 7"
"""Key of the cached view; a change in how it is derived gets a new number, so that an old cache is not shown."""


_MANY = 20
"""Files from which on two are read side by side, so that reading does not wait for attribution."""


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
    known: int = 0
    """Files that were read to their end before and so were not read again; what they gave is counted above."""

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
        columns: Mapping[str, str] | None = None,
        workers: int | None = None,
    ) -> ReadSummary:
        """Read files, folders and standard input (`-`) into the ledger, and say how each input ended.

        Each is read in a process of its own that can do no harm (`sayso.reading_pool`), `workers` of them side by side: the ledger is
        the same for any number. A file that was read to its end before is not read again. `progress` is called with files done, files in
        all, and the name of the file at hand; `columns` says which column of a table holds what. Raises `UsageError` for a path that does
        not exist; whatever is wrong inside an input is a problem in the summary, never an exception.
        """
        found = expand(paths)
        lanes = workers or (2 if len(found) >= _MANY else 1)
        return self._take(inputs_of(found, stdin, columns), len(found), lanes, progress)

    def _take(self, inputs: Iterable[Input], total: int, workers: int, progress: Progress | None) -> ReadSummary:
        """Record what inputs give; what was read to its end before is told again from the note that was made of it."""
        ended: dict[int, ReadSummary] = {}
        waiting: deque[tuple[int, str]] = deque()

        def unread() -> Iterator[Input]:
            for number, each in enumerate(inputs):
                digest = each.digest()
                if note := self._store.noted_input(digest):
                    ended[number] = replace(decode(ReadSummary, note), known=1)
                else:
                    waiting.append((number, digest))
                    yield each

        for each, readings in read_inputs(unread(), workers):
            number, digest = waiting.popleft()
            if progress:
                progress(number, total, each.name)
            ended[number] = self._recorded(readings)
            self._store.note_input(digest, encode(ended[number]))
        if progress:
            progress(total, total, "")
        return _summed(ended[number] for number in sorted(ended))

    def _recorded(self, readings: Iterable[Reading]) -> ReadSummary:
        """Record readings one by one; return how they ended."""
        outcomes = dict.fromkeys(Outcome, 0)
        problems: list[Problem] = []
        for reading in readings:
            outcomes[reading.outcome] += 1
            problems.extend(reading.problems)
            self._add(reading)
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


def _summed(parts: Iterable[ReadSummary]) -> ReadSummary:
    """Return the outcomes of several inputs as one."""
    listed = list(parts)
    return ReadSummary(
        sum(part.ok for part in listed),
        sum(part.partial for part in listed),
        sum(part.quarantined for part in listed),
        tuple(problem for part in listed for problem in part.problems),
        sum(part.known for part in listed),
    )
