"""The one place that orders the steps: articles -> attribution -> claims -> ledger.

Reading appends to the ledger, article by article. Everything else is derived from the whole ledger in one pass (`derive`) and depends on
the set of inputs only: the same pile in any order gives the same view, byte for byte. What was derived is kept, so that a question about a
past moment is answered as it was then.
"""

from __future__ import annotations

import datetime
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import BinaryIO

from sayso import attribution
from sayso.articles import expand
from sayso.derivation import Progress, derive
from sayso.errors import NotFoundError
from sayso.judging import CONFLICT, absorbed, checked
from sayso.ledger import Cutter, Edition, Store, akin_to, asks_for_a_look, changes_between, latest_by, moment_of, overview_of
from sayso.matching import Matching
from sayso.model import (
    Article,
    Change,
    Claim,
    DateBasis,
    Judgement,
    LedgerView,
    Outcome,
    Overview,
    Problem,
    Reading,
    Standing,
    Statement,
    TrackedClaim,
    content_id,
)
from sayso.read_summary import ReadSummary, summed
from sayso.reading_pool import Input, inputs_of, read_inputs
from sayso.text import fold

__all__ = ["VIEW", "Emptied", "Ledger", "ReadSummary", "annotate", "derive"]

VIEW = "view 13"
"""The version of everything after attribution; a change in what is derived gets a new number, and is shown from then on only."""


_MANY = 20
"""Files from which on two are read side by side, so that reading does not wait for attribution."""


def now() -> str:
    """Return the time of day in UTC, to the second."""
    return datetime.datetime.now(tz=datetime.UTC).isoformat(timespec="seconds")


@dataclass(frozen=True, slots=True)
class _Held:
    """The whole view that was asked for last, so that a command which asks twice reads it once."""

    entry: int
    edition: Edition | None
    view: LedgerView


@dataclass(frozen=True, slots=True)
class Emptied:
    """What became of an article that a person had emptied."""

    rows: int
    """How many records lost their content or, for what was derived, are gone."""
    backups: tuple[str, ...]
    """Names of backups of older versions that were removed with it."""
    akin: tuple[str, ...]
    """Ids of articles that have the same words or the same address, and were left as they are."""


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
    """A ledger, in a file or (`postgresql://user@host/database`) on a server, and what can be asked of it.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder, Ledger(Path(folder) / "desk.ledger") as ledger:
    ...     claims = ledger.track([TrackedClaim("pier", "Norland sold a pier.", ("Norland",))])
    ...     [claim.text for claim in claims]
    ['Norland sold a pier.']
    """

    def __init__(
        self, path: str | Path, *, clock: Callable[[], str] | None = None, create: bool = True, progress: Progress | None = None
    ) -> None:
        self._clock = clock or now
        self._store = Store.open(path, clock=self._clock, create=create)
        self._progress = progress
        self._last: _Held | None = None
        self._matching = Matching()
        self._taken_out = 0

    def __enter__(self) -> Ledger:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Give the file back."""
        self._store.close()

    @property
    def store(self) -> Store:
        """What is kept, for who reads one edition while others write; reading from it never derives anything."""
        return self._store

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

    def take(
        self, inputs: Sequence[Input], *, progress: Progress | None = None, heard: Callable[[Reading], None] | None = None
    ) -> ReadSummary:
        """Read inputs that are no files of a folder, such as what was sent to the app, as `read` does; they keep their names.

        `heard` is told each reading once it is recorded; of what was read to its end before it hears nothing.
        """
        return self._take(inputs, len(inputs), 1, progress, heard)

    def _take(
        self,
        inputs: Iterable[Input],
        total: int,
        workers: int,
        progress: Progress | None,
        heard: Callable[[Reading], None] | None = None,
    ) -> ReadSummary:
        """Record what inputs give; of what was read to its end before only the numbers are told again."""
        ended: dict[int, ReadSummary] = {}
        waiting: deque[tuple[int, str]] = deque()

        def unread() -> Iterator[Input]:
            for number, each in enumerate(inputs):
                digest = content_id("input", each.digest(), attribution.reader_version())
                if note := self._store.noted_input(digest):
                    ended[number] = ReadSummary(*note, (), known=1)
                else:
                    waiting.append((number, digest))
                    yield each

        for each, readings in read_inputs(unread(), workers):
            number, digest = waiting.popleft()
            if progress:
                progress(number, total, each.name)
            ended[number] = self._recorded(readings, heard)
            self._store.note_input(digest, ended[number].ok, ended[number].partial, ended[number].quarantined)
        if progress:
            progress(total, total, "")
        return summed(ended[number] for number in sorted(ended))

    def _recorded(self, readings: Iterable[Reading], heard: Callable[[Reading], None] | None = None) -> ReadSummary:
        """Record readings one by one; return how they ended."""
        outcomes = dict.fromkeys(Outcome, 0)
        problems: list[Problem] = []
        for reading in readings:
            outcomes[reading.outcome] += 1
            problems.extend(reading.problems)
            self._add(reading)
            if heard:
                heard(reading)
        return ReadSummary(outcomes[Outcome.OK], outcomes[Outcome.PARTIAL], outcomes[Outcome.QUARANTINED], tuple(problems))

    def _add(self, reading: Reading) -> None:
        article, reader = reading.article, attribution.reader_version()
        fresh = article is not None and article.readable and self._store.reader_of(article.id) != reader
        self._store.add(reading, attribution.annotate(article) if article and fresh else (), reader=reader)

    def reread(self, *, progress: Progress | None = None) -> int:
        """Read the kept texts again with the reader of this sayso, where an older one found their statements; return how many.

        What the older reader found stays in the ledger, and is what a question about an earlier moment is answered with.
        """
        reader = attribution.reader_version()
        waiting = self._store.outdated(reader)
        for number, name in enumerate(waiting):
            (article,) = self._store.as_known().articles([name])
            if progress:
                progress(number, len(waiting), article.title or name)
            self._store.annotate(name, reader, attribution.annotate(article) if article.readable else ())
        return len(waiting)

    def track(self, claims: Sequence[TrackedClaim]) -> tuple[Claim, ...]:
        """Follow claims that a person wrote down; return all tracked claims as the ledger now has them."""
        self._store.track(claims)
        return tuple(claim for claim, _ in self.overview().claims if claim.tracked_id is not None)

    def judge(self, kind: str, targets: Sequence[str], value: str = "", who: str = "", why: str = "") -> Judgement:
        """Keep a person's decision for ever, and let it count from now on; return it as it was kept.

        What each kind takes and does: `docs/judgements.md`. Raises `UsageError` for what does not fit the kind or has no name or
        reason, and `NotFoundError` for a target that the ledger does not hold.
        """
        judgement = checked(self.view(), kind, targets, value, who, why, recorded_at=self._clock())
        self._store.judge(judgement)
        return judgement

    def take_over(self, judgements: Iterable[Judgement]) -> None:
        """Keep decisions that were made in another ledger, as they stand there; what they are about is found again in this one.

        Where something is not found, `view().problems` says so, with the next step.
        """
        for judgement in judgements:
            self._store.judge(judgement)

    def conflicts(self) -> tuple[str, ...]:
        """Return one sentence for each two judgements of different people that do not agree; the later one counts."""
        return tuple(problem.message for problem in self.view().problems if problem.code == CONFLICT)

    def view(self, known_at: str | None = None) -> LedgerView:
        """Return everything derived from the ledger as it stands, or as it was known at a moment (ISO 8601; a day means its end).

        What was derived once is kept and is the answer for its moment from then on, also under a later sayso.
        """
        known = self._known(known_at)
        if not isinstance(known, Edition):
            return known
        if self._last is None or self._last.edition != known:
            self._last = _Held(known.entry, known, self._store.view(known))
        return self._last.view

    def claim_view(self, claim_id: str, known_at: str | None = None) -> LedgerView:
        """Return the view cut down to one claim, the other claims of its story, and what these rest on; the pile is not read for it.

        The id of a claim that a person merged with another gives that one. Raises `NotFoundError` for an id that the ledger does not hold.
        """
        found = self._story(claim_id, known_at)
        merged = None if found else self._merged(claim_id, known_at)
        found = found or (self._story(merged.id, known_at) if merged else None)
        if found is None:
            raise NotFoundError(f"this ledger holds no claim {claim_id!r}; list them with `sayso claims`")
        return found

    def _story(self, claim_id: str, known_at: str | None) -> LedgerView | None:
        known = self._known(known_at)
        if isinstance(known, Edition):
            return self._store.claim_view(known, claim_id)
        held = next((claim for claim in known.claims if claim.id == claim_id), None)
        return Cutter.of(known).story(held) if held else None

    def _merged(self, key: str, known_at: str | None) -> Claim | None:
        """Return the claim into which a person merged the one of this id or tracked id."""
        return absorbed((claim for claim, _ in self.overview(known_at).claims), self._store.judgements(), key)

    def overview(self, known_at: str | None = None) -> Overview:
        """Return the ledger's numbers, and its claims with their latest standing."""
        known = self._known(known_at)
        return self._store.overview(known) if isinstance(known, Edition) else overview_of(known, self.head(), "")

    def _known(self, known_at: str | None) -> Edition | LedgerView:
        """Return what answers for a moment: an edition, or a view that cannot be kept just now because another process is writing."""
        moment = moment_of(known_at) if known_at is not None else None
        if moment is not None and moment >= self._clock():
            moment = None
        snapshot = self._store.as_known(moment)
        if snapshot.taken_out != self._taken_out:
            # What is remembered may hold the words that were taken out, by whatever process.
            self._last, self._matching, self._taken_out = None, Matching(), snapshot.taken_out
        edition = self._store.edition(snapshot, VIEW, moment)
        if edition is not None:
            return edition
        if self._last is None or self._last.edition is not None or self._last.entry != snapshot.entry:
            self._last = _Held(snapshot.entry, None, derive(snapshot, self._progress, self._matching))
        kept = self._store.keep(self._last.view, snapshot, VIEW)
        if kept is None and len(self._store.redactions()) != snapshot.taken_out:
            return self._known(known_at)
        if kept is None:
            return self._last.view
        self._last = _Held(snapshot.entry, kept, self._last.view)
        return kept

    def changes(self, since: str, until: str | None = None, *, each: bool = False) -> tuple[Change, ...]:
        """Return what changed from one day or moment to another, in the order in which this ledger learned of it.

        Both ends are compared; with `each` every sitting in between is compared with the one before (`docs/changes.md`).
        """
        return changes_between(self.view, since, until, each=each, moments=self._store.moments())

    def redact(self, article_id: str, *, who: str, why: str) -> Emptied:
        """Take an article's words out of the ledger's files for good; that it was here, who took it away and why stays.

        Raises `NotFoundError` for an article that the ledger does not hold, `LedgerLockedError` while another process reads or writes.
        """
        akin = akin_to(self.view(), article_id)
        tombstone, backups = self._store.redact(article_id, who, why)
        self._last, self._matching = None, Matching()
        return Emptied(len(tombstone.emptied), backups, akin)

    def head(self) -> str:
        """Return one hash over everything recorded."""
        return self._store.head()

    def article(self, article_id: str) -> Article:
        """Return one article. Raises `NotFoundError` for an id that the ledger does not hold."""
        found = self._store.as_known().articles([article_id])
        if not found:
            raise NotFoundError(f"this ledger holds no article {article_id!r}")
        return found[0]

    def capture(self, digest: str) -> bytes:
        """Return the bytes of a page as they were read. Raises `NotFoundError` where the ledger does not hold them."""
        held = self._store.raw(digest)
        if held is None:
            raise NotFoundError(f"this ledger holds no capture {digest!r}")
        return held

    def search(self, query: str, limit: int = 50) -> tuple[Article, ...]:
        """Return at most `limit` articles that hold all words of `query`, best match first."""
        names = self._store.search(query, limit)
        by_id = {article.id: article for article in self._store.as_known().articles(names)}
        return tuple(by_id[name] for name in names)

    def claims(
        self, *, as_of: str | None = None, known_at: str | None = None, challenged: bool = False
    ) -> tuple[tuple[Claim, Standing | None], ...]:
        """Return each claim with its standing by the date `as_of`; None where nothing had been published by then.

        With `challenged` only what somebody denies, doubts or takes back, without what a person dismissed.
        """
        known = self._known(known_at)
        if isinstance(known, Edition):
            return tuple(self._store.standings(known, as_of, challenged=challenged))
        pairs = tuple((claim, _standing(known, claim, as_of)) for claim in known.claims)
        return tuple(pair for pair in pairs if not challenged or asks_for_a_look(*pair))

    def as_of(self, claim: Claim, published: str, known_at: str | None = None) -> Standing | None:
        """Return where a claim stood by what was published up to a date; None where that was nothing."""
        known = self._known(known_at)
        if not isinstance(known, Edition):
            return _standing(known, claim, published)
        return next((standing for _, standing in self._store.standings(known, published, claim_id=claim.id)), None)

    def find(self, key: str, known_at: str | None = None) -> Claim:
        """Return the claim with this id or tracked id, or the only one whose text holds these words; tracked claims go first.

        Raises `NotFoundError`, with what there is to choose from.
        """
        claims = [claim for claim, _ in self.claims(known_at=known_at)]
        exact = [claim for claim in claims if key in {claim.id, claim.tracked_id}]
        exact = exact or [claim for claim in (self._merged(key, known_at),) if claim]
        worded = [claim for claim in claims if key.casefold() in claim.text.casefold()]
        holding = exact or [claim for claim in worded if claim.tracked_id] or worded
        if len(holding) == 1:
            return holding[0]
        choice = holding or _nearest_first(claims, key)
        names = "".join(f"\n  {claim.tracked_id or claim.id}: {claim.text}" for claim in choice[:8])
        what = "several claims hold" if holding else "no claim has"
        raise NotFoundError(f"{what} {key!r}; choose one of:{names or ' none yet, `sayso track` adds one'}")


def _nearest_first(claims: Sequence[Claim], key: str) -> list[Claim]:
    """Return claims with those that share most words with `key` first; else in their order."""
    wanted = set(fold(key).split())
    return sorted(claims, key=lambda claim: -len(wanted & set(fold(claim.text).split())))


def _standing(view: LedgerView, claim: Claim, as_of: str | None) -> Standing | None:
    return latest_by((standing for standing in view.standings if standing.claim_id == claim.id), as_of)
