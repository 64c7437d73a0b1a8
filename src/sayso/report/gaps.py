"""What is missing, said out loud: a thin or unreadable pile must never look like a quiet one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from sayso.model import Article, DateBasis, EvidenceKind, Naming, Outcome, Stance
from sayso.report.index import PRONOUNS, Index, voices
from sayso.report.records import Gap, GapItem, Header, Voice
from sayso.report.words import day_words

__all__ = ["claim_gaps", "ledger_gaps", "ledger_header"]

_BINDING = frozenset({"understanding", "agreed", "signed"})
"""Rungs that somebody must have put a name to."""
_NAMING = frozenset({EvidenceKind.WIRE, EvidenceKind.FEED, EvidenceKind.CANONICAL, EvidenceKind.CITES})
_SUPPORT = frozenset({Stance.ASSERTS, Stance.CONFIRMS, Stance.CONCEDES})


def ledger_header(index: Index) -> Header:
    """Return what the ledger is made of: counts of inputs by outcome, articles, outlets, languages and dates.

    >>> from sayso.model import Claim, LedgerView
    >>> from sayso.report.index import index_view
    >>> claim = Claim("claim-1", "A bridge was closed", parties=("Norland",))
    >>> index = index_view(LedgerView(*[()] * 7, (claim,), *[()] * 6))
    >>> ledger_header(index).articles
    0
    """
    articles = index.view.articles
    outcomes = Counter(outcome for _, outcome in index.view.readings)
    languages = Counter(article.language for article in articles)
    dates = sorted(a.published_at for a in articles if a.published_at and a.published_basis is not DateBasis.GUESSED)
    return Header(
        inputs=len(index.view.readings),
        outcomes=tuple((outcome.value, outcomes[outcome.value]) for outcome in Outcome),
        articles=len(articles),
        families=len({index.families[a.id].id if a.id in index.families else a.id for a in articles}),
        outlets=len({article.outlet for article in articles if article.outlet}),
        languages=tuple(sorted(languages.items(), key=lambda item: (-item[1], item[0]))),
        first_date=dates[0] if dates else None,
        last_date=dates[-1] if dates else None,
        undated=sum(map(_undated, articles)),
        unread=sum(not article.readable for article in articles),
    )


def ledger_gaps(index: Index) -> tuple[Gap, ...]:
    """Return what the whole ledger lacks; kinds without any item are left out.

    >>> from sayso.model import Claim, LedgerView
    >>> from sayso.report.index import index_view
    >>> claim = Claim("claim-1", "A bridge was closed", parties=("Norland",))
    >>> index = index_view(LedgerView(*[()] * 7, (claim,), *[()] * 6))
    >>> ledger_gaps(index)
    ()
    """
    found = (
        Gap("quarantined", "These inputs could not be read; nothing in them was used.", _inputs(index, Outcome.QUARANTINED)),
        Gap("partial", "These inputs were read in part; what was lost may matter.", _inputs(index, Outcome.PARTIAL)),
        Gap("unread", "These articles are kept and searchable, but their language is not read.", _unread(index)),
        Gap("undated", "These articles have no date, or only a guessed one; they never decide who was first.", _dateless(index)),
        Gap("open-speaker", "The words do not tell who speaks here.", _open_speakers(index)),
        Gap("not-in-ledger", "These are cited as sources, and no article of theirs is in this ledger.", _absent(index)),
    )
    return tuple(gap for gap in found if gap.items)


def claim_gaps(index: Index, claim_id: str) -> tuple[Gap, ...]:
    """Return what is missing behind one claim: silent parties, named support, documents, settled readings.

    Raises `NotFoundError` for an id that this ledger does not hold.

    >>> from sayso.model import Claim, LedgerView
    >>> from sayso.report.index import index_view
    >>> claim = Claim("claim-1", "A bridge was closed", parties=("Norland",))
    >>> index = index_view(LedgerView(*[()] * 7, (claim,), *[()] * 6))
    >>> [gap.kind for gap in claim_gaps(index, "claim-1")]
    ['silent-party', 'no-named-support', 'no-document']
    """
    claim = index.claim(claim_id)
    said = voices(index, claim.id)
    support = [voice for voice in said if voice.stance in _SUPPORT]
    on_record = any(voice.on_record for voice in support)
    signed = any(voice.party and voice.naming is Naming.NAMED for voice in support)
    silent = tuple(GapItem(party) for party in claim.parties if not any(voice.party == party for voice in said))
    unclear = tuple(GapItem(v.quote, v.speaker, v.article.id) for v in said if v.stance is Stance.UNCLEAR)
    found = (
        (bool(silent), Gap("silent-party", "Nothing on it is here from", silent)),
        (bool(unclear), Gap("unclear", "What these statements do with the claim could not be told.", unclear)),
        (not on_record, Gap("no-named-support", "No named person or office supports it.", ())),
        (claim.stage in _BINDING and not signed, Gap("no-signatory", "No signatory is named.", ())),
        (not any(v.naming is Naming.DOCUMENT for v in said), Gap("no-document", "No document is cited for or against it.", ())),
        (bool(absent := _absent_for(index, said)), Gap("not-in-ledger", "Cited for it, and no article of theirs is here:", absent)),
    )
    return tuple(gap for missing, gap in found if missing)


def _absent_for(index: Index, said: Sequence[Voice]) -> tuple[GapItem, ...]:
    articles = {voice.article.id for voice in said}
    edges = (edge for article in sorted(articles) for edge in index.evidence.get(article, ()))
    cited = Counter(edge.target for edge in edges if not edge.in_ledger and edge.kind in _NAMING)
    return tuple(GapItem(name, _times(count)) for name, count in sorted(cited.items()))


def _times(count: int) -> str:
    return f"cited {count} time" + "s" * (count > 1)


def _undated(article: Article) -> bool:
    return article.published_at is None or article.published_basis is DateBasis.GUESSED


def _inputs(index: Index, outcome: Outcome) -> tuple[GapItem, ...]:
    ids = [input_id for input_id, ended in index.view.readings if ended == outcome.value]
    return tuple(GapItem(input_id, _why(index, input_id)) for input_id in ids)


def _why(index: Index, input_id: str) -> str:
    return " ".join(problem.message for problem in index.view.problems if problem.input_id == input_id)


def _unread(index: Index) -> tuple[GapItem, ...]:
    return tuple(GapItem(a.outlet or a.input_id, a.language, a.id) for a in index.view.articles if not a.readable)


def _dateless(index: Index) -> tuple[GapItem, ...]:
    missing = [a for a in index.view.articles if _undated(a)]
    return tuple(GapItem(a.outlet or a.input_id, _guess(a), a.id) for a in missing)


def _guess(article: Article) -> str:
    return f"{day_words(article.published_at)}, guessed" if article.published_at else "no date"


def _open_speakers(index: Index) -> tuple[GapItem, ...]:
    wanted = {match.statement_id for match in index.view.matches}
    used = [s for s in index.view.statements if s.id in wanted and s.article_id in index.articles]
    found = [s for s in used if s.source.name is None and s.source.text.casefold() in PRONOUNS]
    return tuple(GapItem(s.source.text, index.articles[s.article_id].outlet or "", s.article_id) for s in found)


def _absent(index: Index) -> tuple[GapItem, ...]:
    # A link is often further reading; who is cited or credited is named as a source.
    cited = Counter(item.target for item in index.view.evidence if not item.in_ledger and item.kind is not EvidenceKind.LINK)
    return tuple(GapItem(name, _times(count)) for name, count in sorted(cited.items()))
