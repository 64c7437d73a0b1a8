"""One round of watching: feeds are asked for new pages, pages for new words, each only for what has changed.

A page is first on the disk, then in the ledger, then remembered as read. A round that is killed anywhere between goes on where it was:
what was not remembered is asked for once more, and the ledger knows what it has.
"""

from __future__ import annotations

import dataclasses
import hashlib
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from sayso.errors import LedgerLockedError
from sayso.network.entries import entry_links, is_feed
from sayso.network.exchange import Answer
from sayso.network.fetcher import Fetcher, Known
from sayso.network.intake import Captured, Intake
from sayso.network.pace import Clock
from sayso.network.schedule import DAY, after_trouble, interleaved, next_reading
from sayso.network.state import Watched, WatchState
from sayso.network.targets import Policy, target_of
from sayso.network.trouble import FetchError

__all__ = ["Finding", "Watch"]


@dataclass(frozen=True, slots=True)
class Finding:
    """What came of asking for one address."""

    kind: str
    """new, changed, back, gone, unchanged, feed or trouble."""
    url: str
    """The address."""
    words: str = ""
    """Its headline, or what is amiss and what to do."""

    @property
    def line(self) -> str:
        """A line about it for a person; empty where there is nothing to tell.

        >>> Finding("gone", "https://gazette.example/a", "the address answers 410").line
        '  gone: https://gazette.example/a (the address answers 410)'
        """
        if self.kind in {"unchanged", "feed"}:
            return ""
        return f"  {self.kind}: {self.url}" + (f" ({self.words})" if self.words else "")


@dataclass(frozen=True, slots=True)
class Watch:
    """Asks for feeds and pages, and remembers what it found."""

    fetcher: Fetcher
    """Gets what is due."""
    state: WatchState
    """Remembers."""
    intake: Intake
    """Takes pages into the ledger."""
    clock: Clock
    """The time."""
    every: float
    """Seconds between two rounds."""
    say: Callable[[str], None]
    """Hears a line for each finding."""

    def round(self, addresses: Sequence[str]) -> Counter[str]:
        """Ask for everything that is due among what is listed and what listed feeds led to; return how many findings of each kind."""
        self.state.meet(addresses, self.clock.now())
        listed, seen, counts = set(addresses), set[str](), Counter[str]()
        while due := [page for page in self.state.due(self.clock.now()) if listed & {page.url, page.feed} and page.url not in seen]:
            by_url = {page.url: page for page in due}
            for url in interleaved(by_url, lambda url: urlsplit(url).netloc):
                finding = self._visit(by_url[url])
                seen.add(url)
                counts[finding.kind] += 1
                if finding.line:
                    self.say(finding.line)
        return counts

    def _visit(self, page: Watched) -> Finding:
        """Ask for one address and deal with the answer."""
        try:
            answer = self._answer(page)
            if answer.status == 304:
                return self._unchanged(page, answer)
            if answer.status != 200:
                return self._gone(page, answer)
            if not page.feed and is_feed(answer.body):
                return self._feed(page, answer)
            return self._page(page, answer)
        except FetchError as trouble:
            failures = page.failures + 1
            self._later(page, after_trouble(failures, self.every, trouble.wait), failures=failures)
            return Finding("trouble", page.url, trouble.message)
        except LedgerLockedError as error:
            return Finding("trouble", page.url, f"{error}. It is asked for again in the next round.")

    def _answer(self, page: Watched) -> Answer:
        """Return the answer for an address; one that no longer leads to its page is asked about that page itself."""
        answer = self.fetcher.get(page.url, Known(page.etag, page.last_modified))
        if answer.status in {200, 304} or page.address in {"", answer.url}:
            return answer
        return self.fetcher.get(page.address)

    def _feed(self, page: Watched, answer: Answer) -> Finding:
        """Remember the pages that a feed leads to, and then the feed."""
        links = [found for link in entry_links(answer.body) if (found := _resolved(link, answer.url))]
        if not links:
            raise FetchError("empty-feed", "it is a feed, and none of its entries can be read. Open it in a browser and look.")
        new = self.state.meet(links, self.clock.now(), feed=page.url)
        self._later(page, 0.0, answer)
        return Finding("feed", page.url, f"{len(new)} new pages")

    def _page(self, page: Watched, answer: Answer) -> Finding:
        """Take in a page whose words are other than those read last."""
        digest = hashlib.sha256(answer.body).hexdigest()
        if digest == page.digest and not page.gone:
            return self._unchanged(page, answer)
        captured = Captured.of(answer)
        if captured.words == page.words and not page.gone:
            return self._unchanged(dataclasses.replace(page, digest=digest), answer)
        self.intake.take(captured)
        read = dataclasses.replace(page, digest=digest, words=captured.words, address=answer.url, gone=False)
        self._later(read, self._step(page), answer)
        kind = "back" if page.gone else "changed" if page.words else "new"
        return Finding(kind, page.url, captured.title)

    def _gone(self, page: Watched, answer: Answer) -> Finding:
        """Take in that an address gives no page any more, once."""
        if not page.gone:
            self.intake.take(Captured.of(answer))
        missing = dataclasses.replace(page, gone=True, etag="", last_modified="")
        self._later(missing, max(self._step(page) or DAY, DAY))
        return Finding("unchanged" if page.gone else "gone", page.url, f"the address answers {answer.status}")

    def _unchanged(self, page: Watched, answer: Answer) -> Finding:
        self._later(page, self._step(page), answer)
        return Finding("unchanged", page.url)

    def _step(self, page: Watched) -> float | None:
        """Return the seconds until a page is read again: what a person lists in every round, the others by their age."""
        return next_reading(self.clock.now() - page.first_seen, self.every) if page.feed else 0.0

    def _later(self, page: Watched, seconds: float | None, answer: Answer | None = None, failures: int = 0) -> None:
        """Remember a page and when it is due, half a round early, so that a round that begins a little sooner does not miss it."""
        known = Known.of(answer) if answer and answer.status == 200 else Known(page.etag, page.last_modified)
        due = None if seconds is None else self.clock.now() + max(0.0, seconds - self.every / 2)
        self.state.keep(dataclasses.replace(page, due=due, etag=known.etag, last_modified=known.last_modified, failures=failures))


def _resolved(link: str, base: str) -> str:
    """Return the whole address of a feed's entry, or nothing where it is none."""
    try:
        open_policy = Policy(ports=frozenset(range(65_536)))
        return target_of(link, open_policy, target_of(base, open_policy)).url
    except FetchError:
        return ""
