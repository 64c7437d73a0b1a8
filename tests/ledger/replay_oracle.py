"""The slow and obvious way to answer what a ledger knew at a moment: keep every event in a list, and for each question replay the list.

For a moment K it takes the events recorded by K, gives them one by one to a new ledger in a new folder, and asks that ledger how things
stand now. A redaction is the one event that reaches back: those recorded since K are given to the new ledger last. It knows nothing of
snapshots, editions or caches, so that it cannot share their faults.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from sayso.ledger import latest_by
from sayso.model import (
    Act,
    Article,
    DateBasis,
    Judgement,
    LedgerView,
    Naming,
    Outcome,
    Problem,
    Reading,
    Standing,
    Statement,
    TrackedClaim,
    content_id,
)
from sayso.pipeline import Ledger
from sayso.testing import statement

__all__ = [
    "CLAIMS",
    "OUTLETS",
    "SENTENCES",
    "Answer",
    "Event",
    "Oracle",
    "emptying",
    "judgement",
    "made_article",
    "made_reading",
    "standings_at",
]

CLAIMS = (
    TrackedClaim("sale", "Norland sold the pier of Port Ilse to Vesturia.", ("Norland", "Vesturia")),
    TrackedClaim("talks", "Norland and Vesturia held talks on the pier of Port Ilse.", ("Norland", "Vesturia")),
)
OUTLETS = ("Harbour Gazette", "Far Post", "Coastal Echo")
SENTENCES = (
    ("Norland's foreign ministry", "denied", "that the pier of Port Ilse was sold to Vesturia", Act.DENIES, Naming.OFFICE),
    ("Norland's foreign ministry", "confirmed", "that the pier of Port Ilse was sold to Vesturia", Act.CONFIRMS, Naming.OFFICE),
    ("Vesturia's trade ministry", "said", "that Norland sold the pier of Port Ilse to Vesturia", Act.SAYS, Naming.OFFICE),
    ("Ilse Maren", "said", "that Norland sold the pier of Port Ilse to Vesturia", Act.SAYS, Naming.NAMED),
    ("Odo Brand", "said", "that Norland and Vesturia held talks on the pier of Port Ilse", Act.SAYS, Naming.NAMED),
    ("a harbour official", "said", "that the pier of Port Ilse was sold to Vesturia", Act.SAYS, Naming.UNNAMED),
)
"""(source, cue, content, act, naming): each is one sentence of an article, and one statement in it; no tagger takes part."""

Event = Callable[[Ledger], None]
Answer = dict[str, Standing | None]


def made_article(sentences: tuple[int, ...], outlet: int, day: int, page: int | None = None) -> tuple[Article, tuple[Statement, ...]]:
    """Return an article of these sentences with its statements; articles of one `page` have one address."""
    text = " ".join(f"{source} {cue} {content}." for source, cue, content, _, _ in (SENTENCES[number] for number in sentences))
    published = f"2031-05-{day:02}"
    url = f"https://outlet-{outlet}.example/{page}" if page is not None else None
    name = content_id("article", text, outlet, published, url)
    made = Article(name, "", content_id("digest", name), text, None, OUTLETS[outlet], url, "en", published, DateBasis.STATED)
    said = (SENTENCES[number] for number in sentences)
    return made, tuple(statement(made, source, cue, content, act=act, naming=naming) for source, cue, content, act, naming in said)


def made_reading(article: Article | None, input_id: str, problems: tuple[Problem, ...] = ()) -> Reading:
    """Return the reading of an article, or of an input that gave none."""
    outcome = Outcome.OK if article else Outcome.QUARANTINED
    return Reading(input_id, outcome, article, (article.digest if article else input_id).encode(), problems)


def judgement(kind: str, targets: tuple[str, ...], moment: str) -> Judgement:
    """Return a person's decision."""
    return Judgement(content_id("judgement", kind, *targets, moment), kind, targets, "", "Kaja Lund", "Read both.", moment)


def standings_at(view: LedgerView, published: str) -> Answer:
    """Return where each claim stood by a date, read off a view in the plainest way."""
    return {claim.id: latest_by((each for each in view.standings if each.claim_id == claim.id), published) for claim in view.claims}


@dataclass
class Oracle:
    """Every event with the moment at which it was recorded."""

    events: list[tuple[str, Event]] = field(default_factory=list)
    """In the order in which they happened."""
    redactions: list[tuple[str, str]] = field(default_factory=list)
    """(moment, article id), in their order; each is among the events too."""
    _views: dict[tuple[int, int], LedgerView] = field(default_factory=dict)

    def record(self, moment: str, event: Event) -> None:
        """Keep an event."""
        self.events.append((moment, event))

    def redact(self, moment: str, article_id: str) -> None:
        """Keep that an article was emptied."""
        self.record(moment, emptying(article_id))
        self.redactions.append((moment, article_id))

    def view(self, known_at: str | None = None) -> LedgerView:
        """Return what a ledger would show that had been told only what was recorded by then."""
        known = [(moment, event) for moment, event in self.events if known_at is None or moment <= known_at]
        since = [article_id for moment, article_id in self.redactions if known_at is not None and moment > known_at]
        key = (len(known), len(self.redactions))
        if key not in self._views:
            self._views[key] = _replayed(known, since)
        return self._views[key]

    def answer(self, published: str, known_at: str | None = None) -> Answer:
        """Return where each claim stood by a date, as was known at a moment."""
        return standings_at(self.view(known_at), published)


def emptying(article_id: str) -> Event:
    """Return the event of emptying an article."""

    def empty(ledger: Ledger) -> None:
        ledger._store.redact(article_id, "Kaja Lund", "A court order.")

    return empty


def _replayed(events: list[tuple[str, Event]], since: list[str]) -> LedgerView:
    moments = [""]
    with tempfile.TemporaryDirectory() as folder, Ledger(Path(folder) / "replay.ledger", clock=lambda: moments[0]) as ledger:
        for moment, event in events:
            moments[0] = moment
            event(ledger)
        for article_id in sorted({article.id for article in ledger._store.articles()}.intersection(since)):
            emptying(article_id)(ledger)
        return ledger.view()
