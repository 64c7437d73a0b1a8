"""How the wording of a claim drifts: one row a wording, by date, with what is new in it marked, and its values in columns beside it.

A wording that repeats an earlier one word for word adds no row; it is counted. A value is marked where the claim had another value of
the same kind before it, so that a sum that grows or a rung that rises is seen at a glance.
"""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from sayso.model import Detail
from sayso.report.index import Index, is_copy, voices
from sayso.report.matrix import SOFT
from sayso.report.records import Voice
from sayso.report.words import language_tag

__all__ = ["ALIKE", "COLUMNS", "LOOKED_BACK", "Drift", "Value", "Variant", "claim_drift", "word_changes"]

COLUMNS = ("amount", "count", "share", "date", "place", "party", "stage")
"""Kinds of values, in the order of the columns; a kind that no wording has gets no column."""

ALIKE = 0.5
"""Share of words in common from which two wordings are compared word by word; below it nearly everything would be marked."""

LOOKED_BACK = 40
"""Earlier wordings that one is compared with: the work grows with their number."""

_WORDS = re.compile(r"\w+|[^\w\s]|\s+")


@dataclass(frozen=True, slots=True)
class Value:
    """A value of one wording."""

    words: str
    """As the text has it."""
    value: str
    """As it was read."""
    changed: bool
    """Whether an earlier wording gave another value for the same."""


@dataclass(frozen=True, slots=True)
class Variant:
    """One wording."""

    first: Voice
    """Who used it first."""
    against: Voice | None
    """The earlier wording that it is compared with, the nearest; None where it is another sentence altogether."""
    runs: tuple[tuple[str, str], ...]
    """(kept or added; the words): the wording, compared with that one."""
    left_out: tuple[str, ...]
    """Words of that one that it does not have."""
    repeats: tuple[Voice, ...]
    """Who used the same words later."""
    values: tuple[tuple[Value, ...], ...]
    """One group a column."""
    language: str
    """The language of the words."""


@dataclass(frozen=True, slots=True)
class Drift:
    """The wordings of a claim, earliest first."""

    columns: tuple[str, ...]
    """Kinds of values that any wording has."""
    variants: tuple[Variant, ...]
    """One a wording."""


def claim_drift(index: Index, claim_id: str) -> Drift:
    """Return the wordings of a claim with what changed from each to the next.

    Raises `NotFoundError` for an id that this ledger does not hold.

    >>> from sayso.model import Claim, LedgerView
    >>> from sayso.report.index import index_view
    >>> claim_drift(index_view(LedgerView(*[()] * 7, (Claim("claim-1", "A bridge was closed"),), *[()] * 6)), "claim-1")
    Drift(columns=(), variants=())
    """
    claim = index.claim(claim_id)
    sided = [voice for voice in voices(index, claim.id) if voice.stance not in SOFT]
    wordings: dict[str, list[Voice]] = {}
    for voice in sorted(sided, key=lambda voice: (voice.date is None, (voice.date or "")[:10], is_copy(index, voice.article.id))):
        wordings.setdefault(_plain(voice.quote), []).append(voice)
    groups = list(wordings.values())
    variants = [_variant(group, [earlier[0] for earlier in groups[:place]]) for place, group in enumerate(groups)]
    return _with_values(variants, claim.details)


def _plain(quote: str) -> str:
    return " ".join(re.findall(r"\w+", quote.casefold()))


def _variant(group: Sequence[Voice], earlier: Sequence[Voice]) -> Variant:
    first = group[0]
    against = _nearest(first, earlier[-LOOKED_BACK:])
    runs, left_out = word_changes(against.quote, first.quote) if against else ((("kept", first.quote),), ())
    return Variant(first, against, runs, left_out, tuple(group[1:]), (), language_tag(first.article.language))


def _nearest(voice: Voice, earlier: Sequence[Voice]) -> Voice | None:
    """Return the earlier wording that shares most words with this one; None where none shares enough to be compared."""
    own = Counter(_plain(voice.quote).split())
    shares = [(_shared(own, Counter(_plain(other.quote).split())), place) for place, other in enumerate(earlier)]
    best, place = max(shares, default=(0.0, 0))
    return earlier[place] if best >= ALIKE else None


def _shared(one: Counter[str], other: Counter[str]) -> float:
    return 2 * sum((one & other).values()) / max(1, sum(one.values()) + sum(other.values()))


def word_changes(before: str, after: str) -> tuple[tuple[tuple[str, str], ...], tuple[str, ...]]:
    """Return a wording in runs that were kept or added, and the words of the one before it that are gone.

    >>> word_changes("a contract was signed", "no contract was signed")
    ((('added', 'no'), ('kept', ' contract was signed')), ('a',))
    """
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    matcher = difflib.SequenceMatcher(None, [word.casefold() for word in old], [word.casefold() for word in new], autojunk=False)
    runs: list[tuple[str, str]] = []
    gone: list[str] = []
    for kind, first, last, start, end in matcher.get_opcodes():
        if start != end:
            runs.append(("kept" if kind == "equal" else "added", "".join(new[start:end])))
        if kind in {"delete", "replace"} and (words := "".join(old[first:last]).strip()):
            gone.append(words)
    return tuple(runs), tuple(gone)


def _with_values(variants: Sequence[Variant], details: Iterable[Detail]) -> Drift:
    by_article: dict[str, list[Detail]] = {}
    for detail in details:
        by_article.setdefault(detail.article_id, []).append(detail)
    own = [[d for d in by_article.get(v.first.article.id, ()) if _in_context(d, v.first)] for v in variants]
    columns = tuple(kind for kind in COLUMNS if any(detail.kind == kind for group in own for detail in group))
    seen: dict[tuple[str, str], set[str]] = {}
    filled = [replace(variant, values=_values(columns, group, seen)) for variant, group in zip(variants, own, strict=True)]
    return Drift(columns, tuple(filled))


def _in_context(detail: Detail, voice: Voice) -> bool:
    before = 0
    for run in voice.context:
        if run.role == "content":
            break
        before += len(run.text)
    start = voice.start - before
    return start <= detail.span.start and detail.span.end <= start + sum(len(run.text) for run in voice.context)


def _values(columns: Sequence[str], details: Sequence[Detail], seen: dict[tuple[str, str], set[str]]) -> tuple[tuple[Value, ...], ...]:
    groups = []
    for kind in columns:
        values = {detail.value: detail for detail in details if detail.kind == kind}
        earlier = {value: set(seen.get((kind, detail.measures), ())) for value, detail in values.items()}
        groups.append(tuple(Value(d.quote, value, bool(earlier[value]) and value not in earlier[value]) for value, d in values.items()))
        for value, detail in values.items():
            seen.setdefault((kind, detail.measures), set()).add(value)
    return tuple(groups)
