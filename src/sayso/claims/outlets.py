"""What an outlet itself does with a claim, in its headline and in its body: for, against or observing.

The scheme is that of Emergent (Silverman 2015; Ferreira and Vlachos 2016): an article that only hands on what others say observes. The
weights are learnt by `training/claims/train_outlets.py` and kept in `outlets.json` as plain tables: a linear model over
`sayso.claims.outlet_features`, and for bodies decision trees over the same columns. An article's stance depends on its own text and on the
claim, never on other articles.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
import numpy.typing as npt

from sayso.claims.encoder import encode
from sayso.claims.features import Pile
from sayso.claims.outlet_features import COLUMNS, HEADLINE_COLUMNS, OwnVoice, headline_voice, own_voice
from sayso.claims.relevance import TreeTable, relevance
from sayso.errors import SaysoError
from sayso.model import Claim, Match, OutletStance

__all__ = ["CLIP", "MEANING", "STANCES", "StanceTable", "VoiceTable", "load_stances", "measured_voices", "outlet_stances", "phrase_weight"]

STANCES = ("for", "against", "observing")
CLIP = 3.0
"""Scaled columns are cut at this many standard deviations, so that one long article does not decide. 3 and 4 are alike on folds."""
MEANING = 8.0
"""Factor that brings unit vectors to the scale of the other columns."""
SHORTEST = 20
"""Words that a text counts for at least, when its phrases are weighed by its length."""

Row = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class VoiceTable:
    """The learnt weights for headlines or for bodies; one row a stance."""

    mean: Row
    scale: Row
    columns: Row
    meaning: Row
    """Weights of the mean vectors; no columns for headlines."""
    phrases: Mapping[str, tuple[float, ...]]
    bias: Row
    trees: tuple[TreeTable, ...]
    """One table a stance; none for headlines."""


@dataclass(frozen=True, slots=True, eq=False)
class StanceTable:
    """Everything that `outlets.json` holds."""

    body: VoiceTable
    headline: VoiceTable


@cache
def load_stances() -> StanceTable:
    """Return the weights that the package ships."""
    return stances_from(json.loads(files("sayso.claims").joinpath("outlets.json").read_text(encoding="utf-8")))


def stances_from(content: Mapping[str, Any]) -> StanceTable:
    """Return learnt weights; raises `SaysoError` where they were learnt on other columns than this version has."""
    if tuple(content["columns"]) != COLUMNS or tuple(content["headline columns"]) != HEADLINE_COLUMNS:
        message = "outlets.json was learnt on other columns than this version has; reinstall sayso."
        raise SaysoError(message)
    return StanceTable(_voice_table(content["body"]), _voice_table(content["headline"]))


def _voice_table(content: Mapping[str, Any]) -> VoiceTable:
    numbers = {name: np.array(content[name], dtype=np.float64) for name in ("mean", "scale", "columns", "meaning", "bias")}
    trees = tuple(_tree_table(table) for table in content["trees"])
    return VoiceTable(phrases={phrase: tuple(weights) for phrase, weights in content["phrases"].items()}, trees=trees, **numbers)


def _tree_table(table: Mapping[str, Any]) -> TreeTable:
    return TreeTable(
        roots=np.array(table["roots"], dtype=np.int64),
        feature=np.array(table["feature"], dtype=np.int64),
        threshold=np.array(table["threshold"], dtype=np.float64),
        left=np.array(table["left"], dtype=np.int64),
        right=np.array(table["right"], dtype=np.int64),
        value=np.array(table["value"], dtype=np.float64),
        baseline=float(table["baseline"]),
    )


def outlet_stances(
    claims: Sequence[Claim], matches: Sequence[Match], pile: Pile, belonging: Mapping[str, Sequence[str]]
) -> tuple[OutletStance, ...]:
    """Return one stance for each claim and article that has a match or belongs to the claim, sorted.

    `belonging` gives for the principal claim of an episode all its articles.
    """
    asked = {(match.claim_id, match.article_id) for match in matches}
    asked |= {(claim, article) for claim, articles in belonging.items() for article in articles}
    known = {claim.id for claim in claims}
    pairs = sorted(pair for pair in asked if pair[0] in known)
    bodies, headlines = measured_voices(pairs, {claim.id: claim.text for claim in claims}, pile)
    table = load_stances()
    body, headline = _decide(bodies, table.body), _decide(headlines, table.headline)
    return tuple(OutletStance(*pair, headline[number], body[number]) for number, pair in enumerate(pairs))


def measured_voices(
    pairs: Sequence[tuple[str, str]], texts: Mapping[str, str], pile: Pile
) -> tuple[list[OwnVoice | None], list[OwnVoice | None]]:
    """Return what is measured of body and of headline for each claim and article; None where the article has no such part."""
    names = sorted({claim for claim, _ in pairs})
    encoded = dict(zip(names, encode([texts[name] for name in names]), strict=True))
    places = {article.id: place for place, article in enumerate(pile.articles)}
    bodies: list[OwnVoice | None] = []
    headlines: list[OwnVoice | None] = []
    for claim, article in pairs:
        place = places[article]
        said = [side for side in pile.sides[place] if not side.statement.headline]
        bodies.append(own_voice(said, encoded[claim]) if said else None)
        title = pile.articles[place].title
        headlines.append(headline_voice(title, float(pile.headlines[place].whole @ encoded[claim].whole)) if title else None)
    return bodies, headlines


def _decide(voices: Sequence[OwnVoice | None], table: VoiceTable) -> list[str]:
    """Return the likeliest stance of each; `observing` where there is nothing to go by."""
    present = [voice for voice in voices if voice is not None]
    scores = iter(_scores(present, table)) if present else iter(())
    return [STANCES[int(next(scores).argmax())] if voice is not None else "observing" for voice in voices]


def _scores(voices: Sequence[OwnVoice], table: VoiceTable) -> Row:
    rows = np.array([voice.row for voice in voices])
    scaled = np.clip((rows - table.mean) / table.scale, -CLIP, CLIP)
    scores: Row = scaled @ table.columns.T + table.bias
    if table.meaning.size:
        scores += MEANING * np.array([voice.meaning for voice in voices]) @ table.meaning.T
    for number, voice in enumerate(voices):
        held = sorted(phrase for phrase in voice.phrases if phrase in table.phrases)
        if held:
            scores[number] += phrase_weight(voice.words) * np.sum([table.phrases[phrase] for phrase in held], axis=0)
    for stance, trees in enumerate(table.trees):
        chance = relevance(rows, trees)
        scores[:, stance] += np.log(chance / (1 - chance))
    return np.round(scores, 9)


def phrase_weight(words: int) -> float:
    """Return what one phrase counts in a text of so many words: less in a long one.

    >>> phrase_weight(10) == phrase_weight(20) > phrase_weight(100)
    True
    """
    return float(8.0 / np.sqrt(max(SHORTEST, words)))
