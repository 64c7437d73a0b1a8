"""The ledger as the app asks it: readers keep to one edition and never wait for a writer; one writer at a time.

A page is made from an edition that was kept. Where something was recorded since, readers go on with the edition before while the new one
is worked out beside them, and the page says so. Only where nothing was kept yet, or a moment of the past was never asked for, is waited.
"""

from __future__ import annotations

import bisect
import concurrent.futures
import contextlib
import logging
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from sayso.errors import NotFoundError, SaysoError
from sayso.judging import absorbed
from sayso.ledger import Cutter, Edition, changes_between, latest_by, overview_of
from sayso.model import Article, Change, Claim, LedgerView, Overview, Problem, Standing
from sayso.pipeline import VIEW, Ledger
from sayso.report.index import Index, index_view
from sayso.web.concordance import Concordance
from sayso.web.settings import ServeSettings
from sayso.web.shelf import Shelf

__all__ = ["Answer", "BusyError", "Desk", "StoppedError"]

Result = TypeVar("Result")
_log = logging.getLogger("sayso.web")
WHOLE_KEPT = 4
"""Whole views held: the latest, and what a reader compares it with; one of a thousand articles takes some 50 MB."""
CLAIMS_KEPT = 64
"""Views of single claims held."""
WAITING = 4
"""Moments of the past that may be worked out at the same time; each takes as long as the whole ledger did."""
CHOICES = 60
"""Claims offered to merge with; past that an id is typed."""


class BusyError(SaysoError):
    """What was asked for is being worked out and takes longer than a page may wait."""


class StoppedError(SaysoError):
    """The app is closing, and the work at hand was given up."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What answers for one moment: an edition that was kept, or a view where none could be."""

    key: str
    """Tells two answers apart."""
    head: str
    """The hash over everything recorded by then."""
    edition: Edition | None = None
    view: LedgerView | None = None
    known_at: str | None = None
    """The moment; None for the present."""
    behind: bool = False
    """Whether more has been recorded that is still being worked out."""
    taken_out: int = 0
    """How many articles had been taken out of the ledger when this was begun."""


class Desk:
    """One ledger, its readers, and its one writer."""

    def __init__(self, settings: ServeSettings) -> None:
        self.settings = settings
        self.stopping = threading.Event()
        self._opening = threading.Lock()
        self._ledger: Ledger | None = None
        self._writing = threading.Lock()
        self._holding = threading.Lock()
        self._office = concurrent.futures.ThreadPoolExecutor(1, thread_name_prefix="deriving")
        self._asked: dict[str | None, concurrent.futures.Future[Answer]] = {}
        self._latest: Answer | None = None
        self._taken_out = 0
        self.concordance = Concordance()
        self._whole: Shelf[Index] = Shelf(WHOLE_KEPT)
        self._claims: Shelf[Index] = Shelf(CLAIMS_KEPT)
        self._overviews: Shelf[Overview] = Shelf(CLAIMS_KEPT)
        self._standings: Shelf[list[tuple[Claim, Standing | None]]] = Shelf(WHOLE_KEPT)
        self._moments: Shelf[tuple[str, ...]] = Shelf(2)

    @property
    def ledger(self) -> Ledger:
        """The ledger, opened when it is first asked for. Raises what opening raises."""
        with self._opening:
            if self.stopping.is_set():
                raise StoppedError("the app is closing")
            if self._ledger is None:
                path, clock = self.settings.ledger, self.settings.clock
                self._ledger = Ledger(path, clock=clock, create=not self.settings.public, progress=self._tick)
            return self._ledger

    def _tick(self, _done: int, _total: int, _name: str) -> None:
        if self.stopping.is_set():
            raise StoppedError("the app is closing")

    def close(self) -> None:
        """Give up the work at hand and give the file back."""
        self.stopping.set()
        self._office.shutdown(wait=True, cancel_futures=True)
        with self._opening:
            if self._ledger is not None:
                self._ledger.close()
                self._ledger = None

    def answer(self, known_at: str | None = None) -> Answer:
        """Return what answers for a moment, or for now. Raises `BusyError` where working it out takes too long.

        Whoever may only read cannot have past moments worked out, one after the other for ever: there those that were kept answer, and
        `NotFoundError` says so of others.
        """
        moment = known_at if known_at is not None and known_at < self.settings.clock() else None
        self._forget_what_was_taken_out()
        kept = self._kept(moment)
        if kept is None and moment is None and self._latest is not None:
            self.derive(None)
            return replace(self._latest, behind=True)
        if kept is None and moment is not None and self.settings.public:
            raise NotFoundError("What this ledger knew then was not kept. Go back to the present, or ask the desk that keeps the ledger.")
        if kept is None:
            return self._waited(self.derive(moment), self.settings.seconds * 0.8)
        self._remember(kept)
        return kept

    def _remember(self, found: Answer) -> None:
        """Answer with this from now on, unless it is of the past, or was begun before an article was taken out and may show its words."""
        with self._holding:
            if found.known_at is None and found.taken_out >= self._taken_out:
                self._latest = found

    def _forget_what_was_taken_out(self) -> None:
        """Let go of everything held if an article was taken out of the ledger since: no page may go on showing its words."""
        taken_out = len(self.ledger.store.redactions())
        with self._holding:
            if taken_out <= self._taken_out:
                return
            self._taken_out, self._latest = taken_out, None
        self.concordance = Concordance()
        for shelf in (self._whole, self._claims, self._overviews, self._standings):
            shelf.clear()

    def _kept(self, moment: str | None) -> Answer | None:
        store = self.ledger.store
        snapshot = store.as_known(moment)
        edition = store.edition(snapshot, VIEW, moment)
        if edition is None:
            return None
        key = f"edition {edition.number} {snapshot.taken_out}"
        return Answer(key, edition.head, edition, known_at=moment, taken_out=snapshot.taken_out)

    def derive(self, moment: str | None = None) -> concurrent.futures.Future[Answer]:
        """Begin to work out what answers for a moment, unless that has begun."""
        with self._opening:
            going = self._asked.get(moment)
            if going is not None and not going.done():
                return going
            self._asked = {asked: future for asked, future in self._asked.items() if not future.done()}
            if moment is not None and len(self._asked) >= WAITING:
                raise BusyError("Other moments are being worked out just now. Ask for this one again when they are done.")
            self._asked[moment] = self._office.submit(self._derived, moment)
            return self._asked[moment]

    def _derived(self, moment: str | None) -> Answer:
        try:
            return self._worked_out(moment)
        except StoppedError:
            raise
        except Exception:
            # Readers go on with what was worked out before, so that nobody would hear of it.
            _log.exception("working out the ledger failed")
            raise

    def _worked_out(self, moment: str | None) -> Answer:
        if (kept := self._kept(moment)) is not None:
            return kept
        taken_out = self.ledger.store.as_known().taken_out
        overview = self.ledger.overview(moment)
        found = self._kept(moment)
        if found is None:
            # Another process writes just now, so that nothing could be kept; the view itself answers meanwhile.
            found = Answer(f"view {overview.head}", overview.head, view=self.ledger.view(moment), known_at=moment, taken_out=taken_out)
        self._remember(found)
        # The first reader of a large ledger need not wait for its list of claims.
        self.overview(found)
        return found

    def _waited(self, going: concurrent.futures.Future[Result], seconds: float) -> Result:
        try:
            return going.result(timeout=seconds)
        except concurrent.futures.TimeoutError:
            raise BusyError("This is being worked out just now. The page looks again by itself; nothing need be done.") from None

    def whole(self, answer: Answer) -> Index:
        """Return everything of an answer, indexed."""
        return self._whole.get(answer.key, lambda: index_view(self._view(answer)))

    def _view(self, answer: Answer) -> LedgerView:
        if answer.view is not None:
            return answer.view
        assert answer.edition is not None  # noqa: S101 - one of the two is there
        return self.ledger.store.view(answer.edition)

    def overview(self, answer: Answer) -> Overview:
        """Return the numbers of an answer and its claims with their latest standing."""
        if answer.edition is None:
            return self._overviews.get(answer.key, lambda: overview_of(self._view(answer), answer.head, ""))
        edition = answer.edition
        return self._overviews.get(answer.key, lambda: self.ledger.store.overview(edition))

    def problems(self, answer: Answer) -> tuple[Problem, ...]:
        """Return all trouble of an answer that was kept."""
        assert answer.edition is not None  # noqa: S101 - asked for large ledgers only, which are read from what was kept
        return self.ledger.store.problems_in(answer.edition)

    def claim(self, answer: Answer, claim_id: str) -> Index:
        """Return the smallest view that holds a claim, its story and what these rest on. Raises `NotFoundError`."""
        return self._claims.get((answer.key, claim_id), lambda: index_view(self._claim_view(answer, claim_id)))

    def _claim_view(self, answer: Answer, claim_id: str) -> LedgerView:
        claims = [claim for claim, _ in self.overview(answer).claims]
        wanted = next((claim for claim in claims if claim_id in {claim.id, claim.tracked_id}), None)
        if wanted is None:
            wanted = absorbed(claims, self.ledger.store.as_known(answer.known_at).judgements(), claim_id)
        found = None if wanted is None else self._story(answer, wanted)
        if found is None:
            raise NotFoundError(f"This ledger holds no claim {claim_id!r}. Choose one from the list of claims.")
        held = {claim.id for claim in found.claims}
        # Light ones, so that a claim can be merged with one of another story without that story being read.
        others = [claim for claim in claims if claim.id not in held][:CHOICES]
        return replace(found, claims=(*found.claims, *others))

    def _story(self, answer: Answer, claim: Claim) -> LedgerView | None:
        if answer.edition is not None:
            return self.ledger.store.claim_view(answer.edition, claim.id)
        view = self._view(answer)
        return next((Cutter.of(view).story(held) for held in view.claims if held.id == claim.id), None)

    def some(self, answer: Answer, claim_ids: Sequence[str]) -> Index:
        """Return a view of some claims with what they rest on, of an answer that was kept."""
        return self._claims.get((answer.key, tuple(claim_ids)), lambda: index_view(self._some(answer, claim_ids)))

    def _some(self, answer: Answer, claim_ids: Sequence[str]) -> LedgerView:
        assert answer.edition is not None  # noqa: S101 - asked for large ledgers only, which are read from what was kept
        return self.ledger.store.claims_view(answer.edition, claim_ids)

    def kept(self, key: tuple[str | None, ...], make: Callable[[], Index]) -> Index:
        """Return a view of another cut, made once."""
        return self._claims.get(key, make)

    def mentions(self, answer: Answer) -> Iterator[tuple[str, str, str]]:
        """Yield (claim id, mark, text) of all that was kept of each claim."""
        assert answer.edition is not None  # noqa: S101 - as above
        return self.ledger.store.mentions(answer.edition)

    def standings(self, answer: Answer, as_of: str | None) -> list[tuple[Claim, Standing | None]]:
        """Return every claim with where it stood by a date, without reading what it rests on."""
        return self._standings.get((answer.key, as_of), lambda: self._stood(answer, as_of))

    def _stood(self, answer: Answer, as_of: str | None) -> list[tuple[Claim, Standing | None]]:
        if answer.edition is not None:
            return self.ledger.store.standings(answer.edition, as_of)
        view = self._view(answer)
        return [(claim, latest_by((each for each in view.standings if each.claim_id == claim.id), as_of)) for claim in view.claims]

    def moments_around(self, known_at: str | None) -> tuple[str, ...]:
        """Return the moments around one, or the latest: all that a page needs to step to the neighbouring change."""
        every = self.moments()
        place = len(every) if known_at is None else bisect.bisect_right(every, known_at)
        return every[max(0, place - 2) : place + 2]

    def moments(self) -> tuple[str, ...]:
        """Return every moment at which something was recorded, earliest first."""
        entry = self.ledger.store.as_known().entry
        return self._moments.get(entry, self.ledger.store.moments)

    def found(self, words: str, limit: int) -> tuple[str, ...]:
        """Return the ids of articles that hold all of these words, best match first."""
        return tuple(self.ledger.store.search(words, limit))

    def changes(self, since: str, until: str | None = None, *, each: bool = False) -> tuple[Change, ...]:
        """Return what changed from one day or moment to another, in the order in which the ledger learned of it.

        Raises `BusyError` where that takes longer than an answer may: what has no reader any more must not go on beside the loop.
        """
        end = time.monotonic() + self.settings.seconds * 0.8

        def view_at(moment: str | None) -> LedgerView:
            if time.monotonic() > end:
                raise BusyError("Comparing so many moments takes longer than a page may. Ask for a later day, or use: sayso changes --each")
            return self._view_at(moment)

        return changes_between(view_at, since, until, each=each, moments=self.moments())

    def _view_at(self, moment: str | None) -> LedgerView:
        return self.whole(self.answer(moment)).view

    def capture(self, article_id: str) -> tuple[Article, bytes]:
        """Return an article and the bytes it was read from. Raises `NotFoundError`."""
        article = self.ledger.article(article_id)
        return article, self.ledger.capture(article.digest)

    def recorded_since(self, moment: str) -> bool:
        """Tell whether anything was recorded after a moment."""
        moments: Sequence[str] = self.moments()
        return bool(moments) and moments[-1] > moment

    def settled(self) -> None:
        """Wait until what was recorded so far is worked out. Raises `BusyError` where that takes too long."""
        try:
            self._waited(self.derive(None), self.settings.seconds * 0.3)
            if self._kept(None) is None:
                # That was begun before the latest was recorded.
                self._waited(self.derive(None), self.settings.seconds * 0.2)
        except BusyError as error:
            raise BusyError(
                "What was recorded before is still being worked out, and a decision is checked against that. Nothing was kept: go back, and"
                " send it again in a while."
            ) from error

    def opened(self) -> Ledger:
        """Open the ledger once more, to read inputs into it: each is recorded in a moment of its own, so that others can write between."""
        return Ledger(self.settings.ledger, clock=self.settings.clock, progress=self._tick)

    def written(self, write: Callable[[Ledger], Result]) -> Result:
        """Write, one form at a time, then wait a while for the pages to follow; they do so later where it takes long."""
        with self._writing, self.opened() as ledger:
            result = write(ledger)
        # It is kept, and whatever goes amiss from here on is the next page's to tell.
        with contextlib.suppress(RuntimeError):
            concurrent.futures.wait([self.derive(None)], timeout=self.settings.seconds * 0.4)
        return result
