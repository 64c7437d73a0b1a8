"""Round after round: watch, tell what changed, hand it on, wait. Everything that a round leaves behind is there before the next begins."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from sayso.model import Change
from sayso.network.alerts import gather, kept_changes, mark_start
from sayso.network.watch import Watch
from sayso.network.webhook import Webhook, deliver
from sayso.pipeline import Ledger
from sayso.report.feeds import atom_feed, json_feed

__all__ = ["Desk", "Outlets"]


@dataclass(frozen=True, slots=True)
class Outlets:
    """Where changes are handed on."""

    write: Callable[[Path, str], None]
    """Writes a file whole or not at all."""
    atom: Path | None = None
    """A feed for feed readers."""
    json: Path | None = None
    """The same as JSON Feed."""
    webhook: Webhook | None = None
    """A receiver of signed messages."""


@dataclass(frozen=True, slots=True)
class Desk:
    """A watch with its ledger and those whom it tells."""

    ledger: Ledger
    """What is known."""
    watch: Watch
    """Finds what is new."""
    outlets: Outlets
    """Hand it on."""

    def __post_init__(self) -> None:
        mark_start(self.watch.state, self.watch.clock)
        self._write_feeds()

    def round(self, addresses: Sequence[str]) -> Counter[str]:
        """Do one round and return how many findings there were of each kind."""
        counts = self.watch.round(addresses)
        changes = gather(self.ledger, self.watch.state, self.watch.clock, messages=self.outlets.webhook is not None)
        for change in changes:
            self.watch.say(f"  {change.kind.value}: {change.sentence}")
        if changes:
            self._write_feeds()
        arrived = deliver(self.outlets.webhook, self.watch.state, self.watch.say) if self.outlets.webhook else 0
        self.watch.say(_summary(counts, changes, arrived))
        return counts

    def keep_on(self, addresses: Callable[[], Sequence[str]], every: float) -> None:
        """Do round after round, for ever; the list is read anew for each, so that it can be edited meanwhile."""
        while True:
            started = self.watch.clock.now()
            self.round(addresses())
            self.watch.clock.sleep(max(0.0, started + every - self.watch.clock.now()))

    def _write_feeds(self) -> None:
        """Write the feeds from what is remembered, so that a run that was killed before it wrote them is made good by the next."""
        changes = kept_changes(self.watch.state)
        if self.outlets.atom:
            self.outlets.write(self.outlets.atom, atom_feed(changes, since=self.watch.clock.moment().isoformat(timespec="seconds")))
        if self.outlets.json:
            self.outlets.write(self.outlets.json, json_feed(changes))


def _summary(counts: Counter[str], changes: Sequence[Change], arrived: int) -> str:
    """Return a round in one line.

    >>> _summary(Counter(new=2, unchanged=5), (), 0)
    '7 asked: 2 new, 5 unchanged; 0 changes in the ledger'
    """
    kinds = ("new", "changed", "back", "gone", "unchanged", "feed", "trouble")
    parts = ", ".join(f"{counts[kind]} {kind}" for kind in kinds if counts[kind]) or "nothing was due"
    sent = f"; {arrived} messages arrived" if arrived else ""
    return f"{counts.total()} asked: {parts}; {len(changes)} changes in the ledger{sent}"
