"""The sentence fit to print: who reported, confirmed, denied, conceded; as of when; on how many articles and origins.

It is put together from parts that each know the statements behind them. The verbs are ours and neutral; every other word is a
name, the claim, or stands in quotation marks.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence

from sayso.model import Claim, Naming, Stance
from sayso.report.index import Index, is_copy, rungs_of_story, voices
from sayso.report.records import SentencePart, Voice
from sayso.report.tree import claim_articles
from sayso.report.words import counted, day_words, isolated_if_needed, joined, origins_counted, quoted_if_loaded, visible

__all__ = ["sentence_parts", "sentence_text"]

_VERBS = {
    Stance.ASSERTS: "said",
    Stance.CONFIRMS: "confirmed",
    Stance.DENIES: "denied",
    Stance.DOUBTS: "questioned",
    Stance.RETRACTS: "withdrew",
    Stance.CONCEDES: "conceded",
}
_COMMON = frozenset(
    {
        "a",
        "an",
        "another",
        "media",
        "no",
        "official",
        "officials",
        "one",
        "reports",
        "senior",
        "several",
        "some",
        "source",
        "sources",
    }
)


def sentence_text(index: Index, claim_id: str) -> str:
    """Return the printable sentence of a claim as plain text.

    Raises `NotFoundError` for an id that this ledger does not hold.

    >>> from sayso.model import Claim, LedgerView
    >>> from sayso.report.index import index_view
    >>> claim = Claim("claim-1", "A bridge was closed", parties=("Norland",))
    >>> index = index_view(LedgerView(*[()] * 7, (claim,), *[()] * 6))
    >>> sentence_text(index, "claim-1")
    'No statement in this ledger supports or denies that a bridge was closed (no dated article; 0 articles, origins not counted).'
    """
    parts = sentence_parts(index, claim_id)
    return "".join(isolated_if_needed(part.text) if part.outside else part.text for part in parts)


def sentence_parts(index: Index, claim_id: str) -> tuple[SentencePart, ...]:
    """Return the printable sentence of a claim as parts, each with the statements behind it.

    Raises `NotFoundError` for an id that this ledger does not hold.

    >>> from sayso.model import Claim, LedgerView
    >>> from sayso.report.index import index_view
    >>> claim = Claim("claim-1", "A bridge was closed", parties=("Norland",))
    >>> index = index_view(LedgerView(*[()] * 7, (claim,), *[()] * 6))
    >>> [part.text for part in sentence_parts(index, "claim-1") if part.outside]
    ['a bridge was closed']
    """
    claim = index.claim(claim_id)
    said = voices(index, claim.id)
    clauses = [*_own_clauses(index, claim, said), *_conceded_rungs(index, claim, said)]
    if not clauses:
        clauses = [[SentencePart("No statement in this ledger supports or denies that "), _words(index, claim)]]
    first, *rest = [part for clause in clauses for part in (SentencePart("; "), *clause)][1:]
    opening = SentencePart(first.text[:1].upper() + first.text[1:], first.voices, first.outside)
    return (opening, *rest, SentencePart(f" ({_scope(index, claim.id)})."))


def _own_clauses(index: Index, claim: Claim, said: Sequence[Voice]) -> list[list[SentencePart]]:
    clauses: list[list[SentencePart]] = []
    first_tellings = sorted(said, key=lambda voice: is_copy(index, voice.article.id))
    for verb, speakers in _verbs(first_tellings):
        clauses.append([*_names(index, speakers), SentencePart(f" {verb}", _once(speakers)), *_object(index, claim, verb, bool(clauses))])
    return clauses


def _verbs(said: Sequence[Voice]) -> Iterable[tuple[str, list[Voice]]]:
    reports = [voice for voice in said if voice.stance is Stance.ASSERTS and voice.kind == "outlet"]
    if reports:
        yield "reported", reports
    for stance, verb in _VERBS.items():
        group = [voice for voice in said if voice.stance is stance and voice not in reports]
        if group:
            yield verb, group


def _object(index: Index, claim: Claim, verb: str, repeated: bool) -> list[SentencePart]:
    if repeated:
        return [SentencePart(" so" if verb == "said" else " this")]
    return [SentencePart(" the statement that " if verb == "withdrew" else " that "), _words(index, claim)]


def _conceded_rungs(index: Index, claim: Claim, said: Sequence[Voice]) -> Iterable[list[SentencePart]]:
    deniers = {voice.party for voice in said if voice.stance is Stance.DENIES and voice.party}
    story = rungs_of_story(index, claim)
    lower = story[: story.index(claim)] if claim in story else ()
    for rung in lower:
        granted = [v for v in voices(index, rung.id) if v.party in deniers and v.stance in {Stance.CONCEDES, Stance.CONFIRMS}]
        if granted:
            yield [*_names(index, granted), SentencePart(" conceded", _once(granted)), SentencePart(" that "), _words(index, rung)]


def _names(index: Index, speakers: Sequence[Voice]) -> list[SentencePart]:
    # Outlets that only carry a copy are counted, not named: forty names would look like forty tellings.
    # Whoever answers for the words comes before whoever is not named.
    first = [voice for voice in _on_record_first(speakers) if voice.kind != "outlet" or not is_copy(index, voice.article.id)]
    named = _unique(first or speakers[:1])
    copies = [name for name in _unique(speakers) if name not in named]
    if not copies:
        return [SentencePart(joined(list(named.values())), outside=True)]
    shown = list(named.values())[:3]
    others = [counted(len(named) - len(shown), "other")] if len(named) > len(shown) else []
    carriers = counted(len(copies), "outlet that carries", "outlets that carry")
    return [SentencePart(", ".join([*shown, *others]), outside=True), SentencePart(f" and {carriers} copies")]


def _on_record_first(speakers: Sequence[Voice]) -> list[Voice]:
    return sorted(speakers, key=lambda voice: voice.kind != "outlet" and not voice.on_record)


def _unique(speakers: Sequence[Voice]) -> dict[str, str]:
    unique: dict[str, str] = {}
    for voice in speakers:
        if (key := voice.speaker.casefold()) not in unique:
            unique[key] = _name(voice)
    return unique


def _name(voice: Voice) -> str:
    name = _with_article(voice) + " ".join(voice.speaker.split())
    placed = name if not voice.party or voice.party.casefold() in name.casefold() else f"{name} ({voice.party})"
    return quoted_if_loaded(placed if voice.kind == "outlet" else _mid_sentence(placed, _COMMON))


def _with_article(voice: Voice) -> str:
    """What the text has before somebody whom it does not name: speakers and tables go without, a sentence does not."""
    if voice.naming is not Naming.UNNAMED:
        return ""
    found = re.search(rf"\b(an?|the)\s+{re.escape(voice.speaker)}\b", voice.article.text, re.IGNORECASE)
    return f"{found.group(1).casefold()} " if found else ""


def _words(index: Index, claim: Claim) -> SentencePart:
    text = " ".join(visible(claim.wording or claim.text).split()).rstrip(".")
    first = text.split(" ", 1)[0].casefold()
    # A first word that an article of the claim also writes small is no name, so it is small inside our sentence.
    seen = any(f" {first} " in article.text for article in claim_articles(index, claim.id)[:20])
    return SentencePart(quoted_if_loaded(_mid_sentence(text, {*_COMMON, "the", *([first] if seen else [])})), (), outside=True)


def _mid_sentence(text: str, common: Collection[str]) -> str:
    first = text.split(" ", 1)[0]
    return text[:1].lower() + text[1:] if first == first.capitalize() and first.casefold() in common else text


def _once(speakers: Sequence[Voice]) -> tuple[Voice, ...]:
    return tuple({voice.anchor: voice for voice in speakers}.values())


def _scope(index: Index, claim_id: str) -> str:
    articles = claim_articles(index, claim_id)
    dates = [article.published_at for article in articles if article.published_at]
    span = index.origins.get(claim_id)
    origins = origins_counted(span.low, span.high) if span else "origins not counted"
    date = f"as of {day_words(max(dates))}" if dates else "no dated article"
    return f"{date}; {counted(len(articles), 'article')}, {origins}"
