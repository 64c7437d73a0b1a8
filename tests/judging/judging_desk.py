"""A small pile on a pier that Norland may have sold, and what a person at a desk asks of it; statements are given, so no tagger takes part.

The pile is read and matched once; every test works on a copy of the ledger.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from sayso.judging import content_of, written_place
from sayso.matching import Matching
from sayso.model import Act, Article, Claim, Judgement, LedgerView, Match, Naming, Outcome, Reading, Statement, TrackedClaim
from sayso.pipeline import Ledger
from sayso.testing import article, statement

__all__ = [
    "CLAIMS",
    "DENIAL",
    "OFFICIAL",
    "PILE",
    "TALKS",
    "UNRELATED",
    "WITNESS",
    "Desk",
    "Said",
    "made_reading",
    "opened",
    "without_judgements",
]

CLAIMS = (
    TrackedClaim("sale", "Norland sold the pier of Port Ilse to Vesturia.", ("Norland", "Vesturia")),
    TrackedClaim("talks", "Norland and Vesturia held talks on the pier of Port Ilse.", ("Norland", "Vesturia")),
)
Said = tuple[str, str, str, Act, Naming]
"""(source, cue, content, act, naming) of one sentence."""
WITNESS: Said = ("Ilse Maren", "said", "that Norland sold the pier of Port Ilse to Vesturia", Act.SAYS, Naming.NAMED)
DENIAL: Said = ("Norland's foreign ministry", "denied", "that the pier of Port Ilse was sold to Vesturia", Act.DENIES, Naming.OFFICE)
TALKS: Said = ("Vesturia's trade ministry", "said", "that both held talks on the pier of Port Ilse", Act.SAYS, Naming.OFFICE)
OFFICIAL: Said = ("a harbour official", "said", "that the pier of Port Ilse was sold to Vesturia", Act.SAYS, Naming.UNNAMED)
UNRELATED: Said = ("Odo Brand", "said", "that the herring came late this year", Act.SAYS, Naming.NAMED)
PILE: tuple[tuple[str, str, Sequence[Said]], ...] = (
    ("Harbour Gazette", "2031-05-20", (WITNESS,)),
    ("Far Post", "2031-05-22", (DENIAL, UNRELATED)),
    ("Coastal Echo", "2031-05-24", (TALKS,)),
    ("Meridian Courier", "2031-05-25", (OFFICIAL,)),
)


def made_reading(outlet: str, day: str, sentences: Sequence[Said]) -> tuple[Reading, list[Statement]]:
    """Return the reading of one article of these sentences, and its statements."""
    text = " ".join(f"{source} {cue} {content}." for source, cue, content, _, _ in sentences)
    page = article(text, outlet=outlet, published_at=day, input_id=f"{outlet}-{day}")
    said = [statement(page, source, cue, content, act=act, naming=naming) for source, cue, content, act, naming in sentences]
    return Reading(page.input_id, Outcome.OK, page, page.digest.encode()), said


@contextmanager
def opened(path: Path, matching: Matching, *, clock: int = 0) -> Iterator[Desk]:
    """Open a ledger whose clock goes on by a minute whenever it is looked at."""
    ticks = iter(range(clock, 1_000_000))

    def now() -> str:
        minute = next(ticks)
        return f"2031-06-{1 + minute // 1440:02}T{minute // 60 % 24:02}:{minute % 60:02}:00+00:00"

    with Ledger(path, clock=now) as ledger:
        ledger._matching = matching
        yield Desk(ledger)


def without_judgements(view: LedgerView) -> LedgerView:
    """Return a view without the list of what people decided: what they changed stays."""
    return replace(view, judgements=())


class Desk:
    """A ledger, asked in the words of the pile."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger

    def fill(self, pile: Sequence[tuple[str, str, Sequence[Said]]] = PILE, claims: Sequence[TrackedClaim] = CLAIMS) -> Desk:
        """Read articles and follow claims."""
        for outlet, day, sentences in pile:
            self.ledger._store.add(*made_reading(outlet, day, sentences))
        self.ledger._store.track(claims)
        return self

    @property
    def view(self) -> LedgerView:
        """What the ledger shows now."""
        return self.ledger.view()

    def claim(self, tracked_id: str) -> Claim:
        """The claim that is followed under this id."""
        return next(claim for claim in self.view.claims if claim.tracked_id == tracked_id)

    def article(self, outlet: str) -> Article:
        """The article of an outlet."""
        return next(page for page in self.view.articles if page.outlet == outlet)

    def statement(self, said: Said) -> Statement:
        """The statement in which these words are said."""
        texts = {page.id: page.text for page in self.view.articles}
        return next(
            each for each in self.view.statements if content_of(each).cut(texts[each.article_id]) == said[2] and said[1] in each.cue_text
        )

    def place(self, said: Said) -> str:
        """Where these words are said."""
        found = self.statement(said)
        return written_place(found.article_id, content_of(found))

    def match(self, tracked_id: str, said: Said) -> Match | None:
        """What a statement does to a claim, if it bears on it."""
        claim, name = self.claim(tracked_id).id, self.statement(said).id
        found = [match for match in self.view.matches if match.claim_id == claim and match.statement_id == name]
        assert len(found) <= 1
        return found[0] if found else None

    def stance(self, tracked_id: str, said: Said) -> str | None:
        """The stance of a statement towards a claim, or None where it does not bear on it."""
        found = self.match(tracked_id, said)
        return found.stance.value if found else None

    def standing(self, tracked_id: str) -> str:
        """Where a claim stands, in the label's words."""
        name = self.claim(tracked_id).id
        return [each.label for each in self.view.standings if each.claim_id == name][-1]

    def origins(self, tracked_id: str) -> tuple[int, int]:
        """How many independent origins stand behind a claim."""
        found = dict(self.view.origins)[self.claim(tracked_id).id]
        return found.low, found.high

    def judge(self, kind: str, *targets: str, value: str = "", who: str = "Kaja Lund", why: str = "I have read it.") -> Judgement:
        """Decide something."""
        return self.ledger.judge(kind, targets, value, who, why)

    def codes(self) -> list[str]:
        """The codes of the problems about judgements."""
        return [problem.code for problem in self.view.problems if problem.code.startswith("judgement")]


def copied(folder: Path, filled: Path) -> Path:
    """Return a copy of a ledger that no one has open."""
    shutil.copy(filled, folder / "desk.ledger")
    return folder / "desk.ledger"
