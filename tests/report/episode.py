"""An invented episode for the report's tests: a steel mill at Port Brenna that Norland may or may not have signed for.

`Pile` puts a view together statement by statement; every span is found in the text by its words, so that texts can be edited freely.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

from sayso.model import (
    Act,
    Article,
    Claim,
    DateBasis,
    Detail,
    Evidence,
    EvidenceKind,
    Family,
    LedgerView,
    Match,
    Naming,
    Origin,
    OriginRange,
    Outcome,
    OutletStance,
    Position,
    Problem,
    Source,
    Span,
    Stance,
    Standing,
    StandingState,
    Statement,
    When,
    WhenBasis,
    content_id,
)

__all__ = ["SIGNED", "TALKS", "Pile", "empty_view", "episode"]

TALKS = "claim-talks"
SIGNED = "claim-signed"
RAIL = "claim-rail"


def empty_view() -> LedgerView:
    """Return a view of a ledger that has read nothing."""
    return LedgerView((), (), (), (), (), (), (), (), (), (), (), (), (), ())


@dataclass
class Pile:
    """A view in the making."""

    articles: dict[str, Article] = field(default_factory=dict)
    statements: list[Statement] = field(default_factory=list)
    matches: list[Match] = field(default_factory=list)
    evidence: list[Evidence] = field(default_factory=list)
    details: dict[str, list[Detail]] = field(default_factory=dict)
    origins: dict[str, str] = field(default_factory=dict)

    def article(self, key: str, outlet: str | None, published: str | None, title: str | None, text: str, *, language: str = "en") -> str:
        """Add an article and return its id."""
        digest = hashlib.sha256(text.encode()).hexdigest()
        address = f"https://{key}.example/{published or 'undated'}/steel"
        basis = DateBasis.META if published else DateBasis.UNKNOWN
        found = Article(content_id("article", key), f"{key}.html", digest, text, title, outlet, address, language, published, basis)
        self.articles[found.id] = found
        return found.id

    def says(
        self,
        article_id: str,
        content: str,
        speaker: Source | str,
        stances: dict[str, Stance],
        party: str | None = None,
        *,
        cue: str = "",
        said_on: str | None = None,
        origin: str | None = None,
        chain: tuple[Source, ...] = (),
    ) -> str:
        """Add a statement with what it does to each claim, and return its id."""
        text = self.articles[article_id].text
        span = _find(text, content)
        source = self.source(text, speaker, span.start) if isinstance(speaker, str) else speaker
        cues = (_find(text, cue, max(0, span.start - 200)),) if cue else ()
        identifier = content_id("statement", article_id, span.start, span.end, source.text)
        extent = _sentence(text, span)
        self.statements.append(
            Statement(
                identifier, article_id, extent, source, (span,), cues, cue, Act.SAYS, chain=chain, said_on=_when(said_on), confidence=0.9
            )
        )
        if origin:
            self.origins[identifier] = origin
        for claim, stance in stances.items():
            reasons = ("shares the words: contract, signed", f"cue “{cue or 'own voice'}” read as {stance.value}")
            self.matches.append(Match(claim, identifier, article_id, span, stance, party, 0.84, reasons))
        return identifier

    def source(self, text: str, words: str, near: int = 0) -> Source:
        """Return a source found in the text, its naming guessed from its words."""
        if not words:
            return Source("", Naming.SELF)
        start = text.find(words, max(0, near - 200))
        naming = Naming.UNNAMED if "ources" in words or "officials" in words else Naming.OFFICE if "ministry" in words else Naming.NAMED
        name = None if words in {"He", "She", "They"} else words
        return Source(words, naming, Span(start, start + len(words)) if start >= 0 else None, name)

    def detail(self, claim: str, article_id: str, kind: str, value: str, quote: str) -> None:
        """Add a value that a telling gives."""
        found = Detail(kind, value, quote, article_id, _find(self.articles[article_id].text, quote))
        self.details.setdefault(claim, []).append(found)


def _find(text: str, words: str, start: int = 0) -> Span:
    place = text.find(words, start)
    place = text.index(words) if place < 0 else place
    return Span(place, place + len(words))


def _when(value: str | None) -> When | None:
    return When(value, WhenBasis.STATED, Span(0, 0)) if value else None


def _sentence(text: str, span: Span) -> Span:
    start = max(text.rfind(". ", 0, span.start), text.rfind("\n", 0, span.start)) + 1
    end = text.find(".", span.end)
    return Span(start + (text[start : start + 1] == " "), len(text) if end < 0 else end + 1)


FIRST = (
    "Norland has signed a multibillion contract to build a steel mill at Port Brenna, officials in Vesturia said on Wednesday. "
    "The mill will cost 2.6 billion crowns and employ 4,000 people.\n\n"
    "A joint working group met twice in the spring, according to the officials."
)
GAZETTE = (
    "Norland has agreed to build a steel mill in Vesturia, the Meridian Business Review reported. "
    "The Harbour Gazette has seen no text of a contract. Two people close to the talks put the sum at 1.9 billion crowns.\n\n"
    "Vesturia's industry minister, Pell Adeyar, confirmed that the two sides have held talks since March."
)
DENIAL = (
    "Norland’s trade ministry denounced “fake reports” in Vesturian media and denied that a contract was signed. "
    "“No such document exists”, the ministry said. Sources in Norland conceded that talks about the mill took place. "
    "He added that the stories were “completely fabricated” 😀 and meant to harm older friendships."
)
MINISTER = (
    "Trade minister Ilse Maren told parliament on Tuesday that nothing has been signed with Vesturia. "
    "An analyst, Tove Brandt, doubted that Norland could finance such a mill."
)
WITHDRAWN = "The Lowland Post withdraws its report of 29 May that a contract for a mill at Port Brenna was signed."
URDU = "نارلینڈ اور ویسٹوریا کے درمیان فولاد کے کارخانے پر بات چیت ہوئی۔"


def episode(copies: int = 3) -> LedgerView:
    """Return the view of the whole episode with some copies of its first article."""
    pile = Pile()
    first = pile.article("daily", "Vesturia Daily", "2031-05-28", "Norland signs contract for Brenna mill", FIRST)
    group = [first, *(_copy(pile, first, number) for number in range(copies))]
    pile.says(first, "Norland has signed a multibillion contract to build a steel mill at Port Brenna", "officials in Vesturia",
              {SIGNED: Stance.ASSERTS}, "Vesturia", cue="said", said_on="2031-05-28", origin="officials in Vesturia")  # fmt: skip
    pile.says(first, "A joint working group met twice in the spring", "", {TALKS: Stance.ASSERTS}, origin="Vesturia Daily")
    pile.detail(SIGNED, first, "amount", "2600000000 crowns", "2.6 billion crowns")
    _gazette(pile)
    _denials(pile)
    _unread(pile)
    return _view(pile, tuple(group))


def _copy(pile: Pile, first: str, number: int) -> str:
    outlets = ("The Lowland Post", "Brenna Courier", "Eastgate Mirror", "North Wire", "Vesturia Business", "The Ferry Times")
    outlet = outlets[number] if number < len(outlets) else f"Provincial Paper {number}"
    day = f"2031-05-{29 + number % 3}"
    found = pile.article(f"copy{number}", outlet, day, "Contract signed for steel mill", FIRST + f" ({outlet})")
    pile.says(found, "Norland has signed a multibillion contract to build a steel mill at Port Brenna", "",
              {SIGNED: Stance.ASSERTS}, origin="Vesturia Daily")  # fmt: skip
    share = 0.97 - number % 9 / 100
    kind = EvidenceKind.REWRITE if number == 1 else EvidenceKind.REPRINT
    pile.evidence.append(Evidence(found, kind, first, True, share, f"{share:.0%} of its five-word runs stand in the first text."))
    return found


def _gazette(pile: Pile) -> None:
    found = pile.article("gazette", "The Harbour Gazette", "2031-05-30T09:00:00+00:00", "Mill deal ‘agreed’, review says", GAZETTE)
    review = Source(
        "the Meridian Business Review", Naming.MEDIA, _find(GAZETTE, "the Meridian Business Review"), "Meridian Business Review"
    )
    pile.says(found, "Norland has agreed to build a steel mill in Vesturia", review, {SIGNED: Stance.ASSERTS}, None, cue="reported",
              origin="Meridian Business Review")  # fmt: skip
    pile.says(found, "the two sides have held talks since March", "Pell Adeyar", {TALKS: Stance.CONFIRMS}, "Vesturia", cue="confirmed")
    pile.detail(SIGNED, found, "amount", "1900000000 crowns", "1.9 billion crowns")
    pile.detail(SIGNED, found, "stage", "agreed", "agreed to build")
    because = "It says “the Meridian Business Review reported”."
    pile.evidence.append(Evidence(found, EvidenceKind.CITES, "Meridian Business Review", False, 1.0, because, Span(51, 90)))


def _denials(pile: Pile) -> None:
    herald = pile.article("herald", "Norland Herald", "2031-06-01", "Ministry denounces ‘fake reports’ on mill", DENIAL)
    pile.says(
        herald, "a contract was signed", "Norland’s trade ministry", {SIGNED: Stance.DENIES}, "Norland", cue="denied", said_on="2031-05-31"
    )
    sources = pile.source(DENIAL, "Sources in Norland")
    media = Source("reports in Vesturian media", Naming.MEDIA)
    pile.says(
        herald, "talks about the mill took place", sources, {TALKS: Stance.CONCEDES}, "Norland", cue="conceded", chain=(media, sources)
    )
    pile.says(herald, "the stories were “completely fabricated” 😀", "He", {SIGNED: Stance.DENIES}, "Norland", cue="added")
    later = pile.article("gazette2", "The Harbour Gazette", "2031-06-04", "Maren: nothing signed", MINISTER)
    pile.says(
        later, "nothing has been signed with Vesturia", "Ilse Maren", {SIGNED: Stance.DENIES}, "Norland", cue="told", said_on="2031-06-03"
    )
    pile.says(later, "Norland could finance such a mill", "Tove Brandt", {SIGNED: Stance.DOUBTS}, None, cue="doubted")
    post = pile.article("post2", "The Lowland Post", "2031-06", "Withdrawn: report of 29 May", WITHDRAWN)
    pile.says(post, "withdraws its report of 29 May", "", {SIGNED: Stance.RETRACTS}, None, cue="withdraws")


def _unread(pile: Pile) -> None:
    pile.article("urdu", "نارتھ اردو", "2031-06-02", "فولاد کا کارخانہ", URDU, language="ur")
    note = pile.article("ledgerblog", None, None, None, "Readers ask whether the rail works at Eastgate will close. Nobody has said so.")
    pile.says(note, "the rail works at Eastgate will close", "", {RAIL: Stance.UNCLEAR}, None, cue="ask")


def _view(pile: Pile, group: tuple[str, ...]) -> LedgerView:
    articles = tuple(sorted(pile.articles.values(), key=lambda a: a.id))
    single = [Family(content_id("family", a.id), (a.id,), a.id) for a in articles if a.id not in group]
    families = tuple(sorted([Family(content_id("family", *sorted(group)), group, group[0]), *single], key=lambda f: f.id))
    broken = Problem("unreadable", "The file holds no text; open it in a browser and save it again.", "broken.html")
    readings = [(a.input_id, Outcome.OK.value) for a in articles] + [("broken.html", Outcome.QUARANTINED.value)]
    return LedgerView(
        articles=articles,
        recorded_at=tuple((a.id, "2031-06-05T08:00:00+00:00") for a in articles),
        readings=tuple(sorted(readings)),
        problems=(broken,),
        families=families,
        evidence=tuple(pile.evidence),
        statements=tuple(sorted(pile.statements, key=lambda s: s.id)),
        claims=_claims(pile),
        matches=tuple(sorted(pile.matches, key=lambda m: (m.claim_id, m.statement_id))),
        outlet_stances=tuple(OutletStance(SIGNED, a, "for", "for") for a in sorted(group)),
        positions=_positions(pile),
        origins=_ranges(group),
        statement_origins=tuple(sorted(pile.origins.items())),
        standings=_standings(),
    )


def _claims(pile: Pile) -> tuple[Claim, ...]:
    parties = ("Norland", "Vesturia")
    signed = "A contract to build a steel mill at Port Brenna was signed"
    talks = "Talks on a steel mill at Port Brenna were held"
    return (
        Claim(SIGNED, signed, parties, "signed", "mill", "signed", tuple(pile.details[SIGNED]), "tracked"),
        Claim(TALKS, talks, parties, "talks", "mill", "talks", (), "tracked"),
        Claim(RAIL, "the rail works at Eastgate will close", (), None, "rail", "unstated", (), "asked by one outlet"),
    )


def _positions(pile: Pile) -> tuple[Position, ...]:
    def spoken(claim: str, party: str) -> list[str]:
        found = [m for m in pile.matches if m.claim_id == claim and m.party == party]
        return [m.statement_id for m in sorted(found, key=lambda m: pile.articles[m.article_id].published_at or "", reverse=True)]

    signed = spoken(SIGNED, "Norland")
    return (
        Position(SIGNED, "Norland", (Stance.DENIES,), (signed[0],), tuple(signed[1:])),
        Position(SIGNED, "Vesturia", (Stance.ASSERTS,), tuple(spoken(SIGNED, "Vesturia"))),
        Position(TALKS, "Norland", (Stance.CONCEDES,), tuple(spoken(TALKS, "Norland"))),
        Position(TALKS, "Vesturia", (Stance.CONFIRMS,), tuple(spoken(TALKS, "Vesturia"))),
    )


def _ranges(group: tuple[str, ...]) -> tuple[tuple[str, OriginRange], ...]:
    officials = Origin("origin-1", "officials in Vesturia", "party", group, history=True)
    review = Origin("origin-2", "Meridian Business Review", "outlet", (), history=False)
    because = "The Gazette’s source is not in this ledger and may rest on the same officials."
    return (
        (SIGNED, OriginRange(1, 2, because, (officials, review))),
        (TALKS, OriginRange(2, 2, "Two parties spoke on the record.", (officials,))),
    )


def _standings() -> tuple[Standing, ...]:
    change = "A document, or a named official of either party who confirms or withdraws."
    alone = "One origin supports it and no party has spoken."
    split = "Norland denies it and Vesturia asserts it; Norland concedes that talks were held."
    both = "Vesturia’s industry minister confirms it; Norland concedes it."
    return (
        Standing(SIGNED, "2031-05-28", "single-origin", "unchallenged", StandingState.REPORTED, "one-origin", alone, change),
        Standing(SIGNED, "2031-06-01", "single-origin", "partly conceded", StandingState.DISPUTED, "both-sides", split, change),
        Standing(TALKS, "2031-06-01", "confirmed", "unchallenged", StandingState.CONFIRMED, "on-record", both, "A denial by a party."),
    )
