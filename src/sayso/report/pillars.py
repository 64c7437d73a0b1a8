"""Four of the five questions that verification desks ask of any report: provenance, source, date, location; with evidence, or `unknown`.

They are First Draft's pillars; the fifth, motive, is only ever somebody's quoted words and so never answered here. Beside them stands what
kind of source the support rests on, and what the outlets themselves do in headline and body.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from sayso.ledger.dates import known_by
from sayso.model import Article, Claim, EvidenceKind, OutletStance, Sdqc
from sayso.report.index import Index, is_copy, voices
from sayso.report.records import Voice
from sayso.report.tree import claim_articles
from sayso.report.words import basis_words, counted, day_words, joined

__all__ = ["Earliest", "OwnVoice", "Pillar", "claim_pillars", "earliest_source", "kinds_of_support", "own_voices"]

_ENDS = (EvidenceKind.WIRE, EvidenceKind.FEED, EvidenceKind.CANONICAL, EvidenceKind.CITES)


@dataclass(frozen=True, slots=True)
class Earliest:
    """The earliest source that a claim can be traced to."""

    voice: Voice
    """The first dated statement that supports it and is no copy."""
    beyond: tuple[str, ...]
    """Whom its article credits or cites and who is not here: the trace ends before them."""


@dataclass(frozen=True, slots=True)
class Pillar:
    """One question with its answer."""

    name: str
    """provenance, source, date or location."""
    answer: str
    """In our words; `unknown` where nothing in the ledger tells."""
    words: tuple[tuple[str, Article], ...] = ()
    """Words of articles that tell, each with its article."""

    @property
    def known(self) -> bool:
        """Whether there is an answer."""
        return self.answer != "unknown"


@dataclass(frozen=True, slots=True)
class OwnVoice:
    """What one outlet does with a claim in its own voice."""

    article: Article
    """Where."""
    stance: OutletStance
    """for, against or observing, in headline and in body."""
    copied: bool
    """Whether the text is another's."""


def earliest_source(index: Index, claim_id: str) -> Earliest | None:
    """Return the first dated statement for a claim that is no copy, and where its trace goes on outside this ledger; None if none is dated.

    >>> from sayso.model import Claim, LedgerView
    >>> from sayso.report.index import index_view
    >>> earliest_source(index_view(LedgerView(*[()] * 7, (Claim("claim-1", "A bridge was closed"),), *[()] * 6)), "claim-1") is None
    True
    """
    support = [voice for voice in voices(index, claim_id) if voice.stance.sdqc is Sdqc.SUPPORT and known_by(voice.article)]
    own = [voice for voice in support if not is_copy(index, voice.article.id)] or support
    if not own:
        return None
    first = min(own, key=lambda voice: (known_by(voice.article) or "", voice.date or "", voice.article.id, voice.start))
    edges = index.evidence.get(first.article.id, ())
    return Earliest(first, tuple(dict.fromkeys(edge.target for edge in edges if edge.kind in _ENDS and not edge.in_ledger)))


def claim_pillars(index: Index, claim_id: str) -> tuple[Pillar, ...]:
    """Return provenance, source, date and location of a claim, each with what in the ledger tells it, or `unknown`.

    Raises `NotFoundError` for an id that this ledger does not hold.

    >>> from sayso.model import Claim, LedgerView
    >>> from sayso.report.index import index_view
    >>> index = index_view(LedgerView(*[()] * 7, (Claim("claim-1", "A bridge was closed"),), *[()] * 6))
    >>> [(pillar.name, pillar.answer) for pillar in claim_pillars(index, "claim-1")]
    [('provenance', 'unknown'), ('source', 'unknown'), ('date', 'unknown'), ('location', 'unknown')]
    """
    claim = index.claim(claim_id)
    first = earliest_source(index, claim.id)
    return (
        _provenance(first),
        _source(index, claim),
        _date(first, claim, index),
        Pillar("location", *_told(index, claim, "place")),
    )


def _provenance(first: Earliest | None) -> Pillar:
    if first is None:
        return Pillar("provenance", "unknown")
    if not first.beyond:
        return Pillar("provenance", "traced to the earliest text in this ledger", ((first.voice.quote, first.voice.article),))
    ends = joined([f"“{name}”" for name in first.beyond])
    answer = f"the earliest text here rests on {ends}, of which no article is here"
    return Pillar("provenance", answer, ((first.voice.quote, first.voice.article),))


def _source(index: Index, claim: Claim) -> Pillar:
    kinds = kinds_of_support(index, claim.id)
    return Pillar("source", joined([counted(number, *_noun(kind)) for kind, number in kinds], limit=6) if kinds else "unknown")


def _noun(kind: str) -> tuple[str, str]:
    plural = {"party": "parties", "agency": "agencies", "person": "people"}.get(kind, f"{kind}s")
    return ("source left open", "sources left open") if kind == "unresolved" else (kind, plural)


def _date(first: Earliest | None, claim: Claim, index: Index) -> Pillar:
    told, words = _told(index, claim, "date")
    if first is None:
        return Pillar("date", told, words)
    published = f"first published {day_words(first.voice.article.published_at)} ({basis_words(first.voice.article.published_basis.value)})"
    return Pillar("date", published + (f"; the texts date it {told}" if words else ""), words)


def _told(index: Index, claim: Claim, kind: str) -> tuple[str, tuple[tuple[str, Article], ...]]:
    found = [detail for detail in claim.details if detail.kind == kind and detail.article_id in index.articles]
    if not found:
        return "unknown", ()
    first = {detail.value: (detail.quote, index.articles[detail.article_id]) for detail in reversed(found)}
    values = [value for value, _ in Counter(detail.value for detail in found).most_common(3)]
    answer = joined([day_words(value) if kind == "date" else f"“{value}”" for value in values])
    return answer, tuple(first[value] for value in values)


def kinds_of_support(index: Index, claim_id: str) -> tuple[tuple[str, int], ...]:
    """Return the kinds of the origins that support a claim with their number: party, person, office, agency, outlet, document, unresolved.

    >>> from sayso.model import Claim, LedgerView
    >>> from sayso.report.index import index_view
    >>> kinds_of_support(index_view(LedgerView(*[()] * 7, (Claim("claim-1", "A bridge was closed"),), *[()] * 6)), "claim-1")
    ()
    """
    found = index.origins.get(claim_id)
    counts = Counter(origin.kind for origin in found.origins) if found else Counter[str]()
    return tuple(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def own_voices(index: Index, claim_id: str) -> tuple[OwnVoice, ...]:
    """Return what each article's outlet does with a claim in its own voice, those whose headline and body differ first.

    >>> from sayso.model import Claim, LedgerView
    >>> from sayso.report.index import index_view
    >>> own_voices(index_view(LedgerView(*[()] * 7, (Claim("claim-1", "A bridge was closed"),), *[()] * 6)), "claim-1")
    ()
    """
    stances = {stance.article_id: stance for stance in index.outlet_stances.get(claim_id, ())}
    listed = [article for article in claim_articles(index, claim_id) if article.id in stances]
    own = [OwnVoice(article, stances[article.id], is_copy(index, article.id)) for article in listed]
    return (*_only(own, differing=True), *_only(own, differing=False))


def _only(own: Sequence[OwnVoice], *, differing: bool) -> list[OwnVoice]:
    return [voice for voice in own if voice.stance.differs is differing]
