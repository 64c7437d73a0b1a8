"""What can be measured in an article about its own voice towards a claim, as named numbers for `sayso.claims.outlets`.

The words of challenge, doubt, denial, confirmation and hedging are counted in several stretches of the article: its top, its end, what the
outlet says itself, what it has others say, and the statements nearest to the claim. No feature knows a word of any particular story, and
none looks at another article.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sayso.claims.challenge import challenged, doubted, negated, references, retracted
from sayso.claims.encoder import Encoded
from sayso.claims.features import StatementSide
from sayso.model import Act, Certainty, Naming

__all__ = ["COLUMNS", "HEADLINE_COLUMNS", "OwnVoice", "headline_voice", "own_voice", "phrases"]

Row = npt.NDArray[np.float64]

NEAREST = 4
"""Statements nearest to the claim that are looked at by themselves."""
SHARPNESS = 8.0
"""How fast the weight of a statement falls with its distance to the claim: half at .09 of cosine. Not searched."""

_WORDS = {
    "hedges": r"reported(?:ly)?|alleged(?:ly)?|apparent(?:ly)?|supposed(?:ly)?|purported(?:ly)?|claims?|claimed|claiming|rumou?r(?:s|ed)?|"
    r"according to|unconfirmed|unverified|sources?|said to|may|might|could|appears?|appeared|seems?|if",
    "exposes": r"hoax\w*|fake\w*|false\w*|untrue|debunk\w*|satir\w+|prank\w*|fabricat\w+|photoshop\w*|made[- ]up|not true|not real|bogus|"
    r"fooled|duped|viral|myth|parody|stunt|fiction\w*",
    "denials": r"den(?:y|ies|ied|ial|ying)|dismiss\w*|refut\w*|reject\w*|no evidence|no truth|contradict\w*|rubbish\w*|disput\w*|"
    r"ruled? out",
    "confirms": r"confirm\w*|announc\w*|acknowledg\w*|official(?:ly)?|verif\w+|prov(?:ed|en|es)",
    "leaves open": r"unconfirmed|not (?:been )?(?:yet )?(?:confirmed|verified)|could not|unclear|s[ck]eptic\w*|doubt\w*|question\w*|"
    r"whether|suspicio\w*|unlikely|speculat\w*|investigat\w*|yet to",
}
_PATTERNS = {name: re.compile(rf"\b(?:{words})\b", re.IGNORECASE) for name, words in _WORDS.items()}
_TESTS = {"challenged": challenged, "doubted": doubted, "negated": negated, "retracted": retracted}
_ACTS = (Act.DENIES, Act.DOUBTS, Act.CONFIRMS, Act.ADMITS, Act.RETRACTS, Act.ASKS)
_NAMINGS = (Naming.UNNAMED, Naming.MEDIA, Naming.NAMED)
_STRETCHES = ("top", "nearest", "end", "own voice", "own voice nearest", "all", "attributed")
_COUNTED = (*_PATTERNS, *_TESTS, "references", "questions", "quotation marks")
_PER_STRETCH = (
    *_COUNTED,
    *(f"{name} per 100 words" for name in _COUNTED[:8]),
    "words, log",
    "own voice",
    "nearest cosine",
    "mean cosine",
    *(act.value for act in _ACTS),
    "held possible",
    *(naming.value for naming in _NAMINGS),
)
_WEIGHED = (*_PATTERNS, *_TESTS)
COLUMNS = (
    *(f"{stretch}: {name}" for stretch in _STRETCHES for name in _PER_STRETCH),
    "first cosine",
    "place of the nearest",
    "statement of the nearest",
    "nearest is own voice",
    "mean of three nearest",
    "statements",
    *(f"near the claim: {name}" for name in _WEIGHED),
    *(f"near the claim, own voice: {name}" for name in _WEIGHED),
    "near the claim: own voice",
)
HEADLINE_COLUMNS = (*_COUNTED, "words, log", "cosine")

_TOKEN = re.compile(r"[^\W_]{2,}")
_LONGEST_PHRASE = 3


@dataclass(frozen=True, slots=True, eq=False)
class OwnVoice:
    """An article against a claim, ready for the model."""

    row: Row
    """One number for each of the columns."""
    meaning: Row
    """Mean vectors of the statements near the claim, at the top, and of all."""
    phrases: frozenset[str]
    """Runs of one to three words."""
    words: int
    """How long the text is."""


def own_voice(sides: Sequence[StatementSide], claim: Encoded) -> OwnVoice:
    """Measure the statements of an article's body against a claim."""
    vectors = np.array([side.encoded.whole for side in sides], dtype=np.float64)
    cosines = np.round(vectors @ claim.whole.astype(np.float64), 6)
    own = np.array([side.statement.source.naming is Naming.SELF for side in sides], dtype=np.float64)
    order = [int(place) for place in np.argsort(-cosines, kind="stable")]
    row = [value for places in _stretches(order, own) for value in _stretch(sides, places, cosines, own)]
    row += [cosines[0], order[0] / len(sides), order[0], own[order[0]], float(np.mean(cosines[order[:3]])), len(sides)]
    weights = np.exp(SHARPNESS * (cosines - cosines.max()))
    weights /= weights.sum()
    tested = np.array([_tested(side.text) for side in sides], dtype=np.float64)
    row += [*(weights @ tested), *((weights * own) @ tested), float(weights @ own)]
    text = "\n".join(side.text for side in sides)
    meaning = np.concatenate([weights @ vectors, vectors[:3].mean(axis=0), vectors.mean(axis=0)])
    return OwnVoice(np.array(row, dtype=np.float64), meaning, phrases(text), len(text.split()))


def headline_voice(text: str, similar: float) -> OwnVoice:
    """Measure a headline; `similar` is its cosine to the claim."""
    row = [*_counts([text]), math.log(len(text.split()) + 1), similar]
    return OwnVoice(np.array(row, dtype=np.float64), np.zeros(0), phrases(text), len(text.split()))


def phrases(text: str) -> frozenset[str]:
    """Return the runs of one to three words of a text, in lower case.

    >>> sorted(phrases("No deal yet"))
    ['deal', 'deal yet', 'no', 'no deal', 'no deal yet', 'yet']
    """
    words = _TOKEN.findall(text.casefold())
    sizes = range(1, _LONGEST_PHRASE + 1)
    return frozenset(" ".join(words[start : start + size]) for size in sizes for start in range(len(words) - size + 1))


def _stretches(order: Sequence[int], own: Row) -> list[list[int]]:
    total = len(order)
    return [
        list(range(min(3, total))),
        sorted(order[:NEAREST]),
        list(range(max(0, total - 3), total)),
        [place for place in range(total) if own[place]],
        [place for place in order if own[place]][:3],
        list(range(total)),
        [place for place in range(total) if not own[place]],
    ]


def _stretch(sides: Sequence[StatementSide], places: Sequence[int], cosines: Row, own: Row) -> list[float]:
    texts = [sides[place].text for place in places]
    statements = [sides[place].statement for place in places]
    counts, words = _counts(texts), max(1, sum(len(text.split()) for text in texts))
    size = max(1, len(places))
    return [
        *counts,
        *(100 * count / words for count in counts[:8]),
        math.log(words),
        float(own[places].mean()) if places else 0.0,
        float(cosines[places].max()) if places else 0.0,
        float(cosines[places].mean()) if places else 0.0,
        *(sum(item.act is act for item in statements) / size for act in _ACTS),
        sum(item.certainty is Certainty.POSSIBLE for item in statements) / size,
        *(sum(item.source.naming is naming for item in statements) / size for naming in _NAMINGS),
    ]


def _counts(texts: Sequence[str]) -> list[float]:
    joined = " ".join(texts)
    return [
        *(float(len(pattern.findall(joined))) for pattern in _PATTERNS.values()),
        *(float(sum(test(text) for text in texts)) for test in _TESTS.values()),
        float(references(joined)),
        float(joined.count("?")),
        float(joined.count('"') + joined.count("“")),
    ]


def _tested(text: str) -> list[bool]:
    return [*(pattern.search(text) is not None for pattern in _PATTERNS.values()), *(test(text) for test in _TESTS.values())]
