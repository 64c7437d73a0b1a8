"""Learn the outlet's own voice (`sayso.claims.outlets`) from articles with known stances, and score it on stories left out of learning.

    python training/claims/train_outlets.py --data DIR --score DIR --ledger LEDGER [--keep FILE]

DIR of --data holds `emergent_fnc/`, that of --score holds `score_ledger.py`. LEDGER is a ledger that has read the documents that
`score_ledger.py --prepare` writes (`sayso read`; no claim tracked). The claims are those that the product discovers; --keep stores what was
prepared, so that a second run starts at learning. Five folds are grouped by story component: the weights for a fold have seen no article
of its stories, and are put in place of the shipped ones for it. The shipped weights are then learnt on everything. Needs scikit-learn.

Tried on the folds with the written claim given (macro F1 of the body's stance): phrases of one to three words in the whole text .64, the
columns by logistic regression .70, by boosted trees .69, mean vectors .60, sentence vectors with the article's label pooled .59; columns,
trees, phrases and vectors together .73.
"""

from __future__ import annotations

import argparse
import csv
import json
import pickle
import subprocess
import sys
import tempfile
import zlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.feature_selection import chi2
from sklearn.linear_model import LogisticRegression

from sayso.articles import group
from sayso.claims import outlets
from sayso.claims.encoder import encode
from sayso.claims.features import Pile, prepare_pile
from sayso.claims.outlet_features import COLUMNS, HEADLINE_COLUMNS, OwnVoice, headline_voice
from sayso.claims.outlets import CLIP, MEANING, STANCES, measured_voices, outlet_stances, phrase_weight
from sayso.ledger import Store
from sayso.model import Article, Claim, OutletStance, Statement

FOLDS = 5
PHRASES = 1000
"""Phrases kept, by chi-square; 2,500 are no better."""
STORIES = 8
"""Stories in which a phrase must occur, so that no story's own words are learnt; 3, 6, 12 and 20 were tried."""
HEADLINE_STORIES = 4
TREES = 120

Matrix = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Example:
    """One text with its stance towards a claim."""

    voice: OwnVoice
    stance: int
    story: str


@dataclass(frozen=True, slots=True, eq=False)
class Prepared:
    """What the product makes of the articles before any weight of this script counts."""

    pile: Pile
    claims: tuple[Claim, ...]
    stances: tuple[OutletStance, ...]
    """Whose claim and article say what is asked; the stances themselves are not used."""


def main() -> None:
    """Prepare, learn on folds, score, learn on all."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--score", type=Path, required=True)
    parser.add_argument("--ledger", type=Path, required=True)
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--out", type=Path, default=Path("src/sayso/claims/outlets.json"))
    parser.add_argument("--figures", type=Path, default=Path("bench/ledger_left_out.json"))
    options = parser.parse_args()
    folder = options.data / "emergent_fnc"
    prepared = prepare(options.ledger, options.keep)
    bodies = read_bodies(folder)
    examples, headlines = body_examples(prepared, bodies, folder), headline_examples(folder, bodies)
    print(len(examples), "bodies", len(headlines), "headlines", flush=True)
    stances = []
    headline_right = []
    for fold in range(FOLDS):
        table = outlets.stances_from(learn(outside(examples, fold), outside(headlines, fold)))
        # The product has no switch for other weights, on purpose. Only this script puts others in place.
        outlets.load_stances = lambda table=table: table
        stances += left_out_stances(prepared, bodies, fold)
        mine = [item for item in headlines if fold_of(item.story) == fold]
        guessed = outlets._decide([item.voice for item in mine], table.headline)
        headline_right += [(STANCES[item.stance], guess) for item, guess in zip(mine, guessed, strict=True)]
    figures = score(prepared, stances, options.score / "score_ledger.py", folder)
    figures["headline"] = macro(headline_right)
    print(json.dumps(figures))
    options.figures.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    options.out.write_text(json.dumps(learn(examples, headlines), separators=(",", ":")) + "\n", encoding="utf-8")


def prepare(ledger: Path, keep: Path | None) -> Prepared:
    """Return the discovered claims of a ledger and the articles that belong to them."""
    if keep and keep.exists():
        return Prepared(*pickle.loads(keep.read_bytes()))
    link = sys.modules["sayso.claims.link"]
    articles, statements, pile = read_pile(ledger)
    link.prepare_pile = lambda *_: pile
    found = link.link(articles, statements, group(articles)[0], ())
    if keep:
        keep.write_bytes(pickle.dumps((pile, found.claims, found.outlet_stances)))
    return Prepared(pile, found.claims, found.outlet_stances)


def read_pile(ledger: Path) -> tuple[tuple[Article, ...], tuple[Statement, ...], Pile]:
    """Return articles and statements of a ledger, and what is measured of them whatever is asked."""
    store = Store.open(ledger, clock=lambda: "1970-01-01T00:00:00+00:00", create=False)
    articles, statements = tuple(store.articles()), tuple(store.statements())
    readable = sorted((article for article in articles if article.readable), key=lambda article: article.id)
    return articles, statements, prepare_pile(readable, statements)


def read_bodies(folder: Path) -> dict[str, dict[str, Any]]:
    """Return the labelled articles by their id."""
    with (folder / "bodies.jsonl").open(encoding="utf-8") as handle:
        return {row["body_id"]: row for row in map(json.loads, handle)}


def written_claims(folder: Path) -> dict[str, str]:
    """Return the claims as people wrote them down, by id."""
    with (folder / "claims.csv").open(encoding="utf-8", newline="") as handle:
        return {row["claim_id"]: row["claim"] for row in csv.DictReader(handle)}


def body_examples(prepared: Prepared, bodies: Mapping[str, dict[str, Any]], folder: Path) -> list[Example]:
    """Return each labelled body against the written claim, and against the discovered one that most of its claim's articles have."""
    written = written_claims(folder)
    known = {
        article.id: bodies[article.input_id]
        for article in prepared.pile.articles
        if len(bodies[article.input_id]["claim_ids"]) == 1
        and bodies[article.input_id]["claim_ids"][0] in written
        and bodies[article.input_id]["body_stance"] in STANCES
    }
    shared = Counter((item.claim_id, known[item.article_id]["claim_ids"][0]) for item in prepared.stances if item.article_id in known)
    mapped = one_to_one(shared)
    asked = [(body["claim_ids"][0], article) for article, body in known.items()]
    asked += [
        (item.claim_id, item.article_id)
        for item in prepared.stances
        if item.article_id in known and mapped.get(item.claim_id) == known[item.article_id]["claim_ids"][0]
    ]
    texts = written | {claim.id: claim.text for claim in prepared.claims}
    voices, _ = measured_voices(asked, texts, prepared.pile)
    return [
        Example(voice, STANCES.index(known[article]["body_stance"]), known[article]["component"])
        for (_, article), voice in zip(asked, voices, strict=True)
        if voice is not None
    ]


def one_to_one(shared: Mapping[tuple[str, str], int]) -> dict[str, str]:
    """Map discovered to written claims as the scorer does: greedy, by shared articles."""
    mapped: dict[str, str] = {}
    for (mine, theirs), _ in sorted(shared.items(), key=lambda item: (-item[1], item[0])):
        if mine not in mapped and theirs not in mapped.values():
            mapped[mine] = theirs
    return mapped


def headline_examples(folder: Path, bodies: Mapping[str, dict[str, Any]]) -> list[Example]:
    """Return each headline with a known stance against its written claim."""
    written = written_claims(folder)
    story = {claim: body["component"] for body in bodies.values() for claim in body["claim_ids"]}
    with (folder / "articles.csv").open(encoding="utf-8", newline="") as handle:
        rows = [row for row in csv.DictReader(handle) if row["articleHeadlineStance"] in STANCES and row["claimId"] in written]
    encoded = encode([row["articleHeadline"] for row in rows])
    claims = dict(zip(written, encode(list(written.values())), strict=True))
    return [
        Example(
            headline_voice(row["articleHeadline"], float(vector.whole @ claims[row["claimId"]].whole)),
            STANCES.index(row["articleHeadlineStance"]),
            story.get(row["claimId"], row["claimId"]),
        )
        for row, vector in zip(rows, encoded, strict=True)
        if row["articleHeadline"].strip()
    ]


def fold_of(story: str) -> int:
    """Return the fold of a story, the same in every run."""
    return zlib.crc32(story.encode()) % FOLDS


def outside(examples: Sequence[Example], fold: int) -> list[Example]:
    """Return the examples of all other folds."""
    return [item for item in examples if fold_of(item.story) != fold]


def learn(bodies: Sequence[Example], headlines: Sequence[Example]) -> dict[str, Any]:
    """Return the table that the product reads."""
    return {
        "columns": list(COLUMNS),
        "headline columns": list(HEADLINE_COLUMNS),
        "body": voice_table(bodies, STORIES, trees=True),
        "headline": voice_table(headlines, HEADLINE_STORIES, trees=False),
    }


def voice_table(examples: Sequence[Example], stories: int, *, trees: bool) -> dict[str, Any]:
    """Learn columns, vectors and phrases each by its own regression, and add them up; the trees are added in the product."""
    stance = np.array([item.stance for item in examples])
    rows = np.array([item.voice.row for item in examples])
    mean, spread = rows.mean(axis=0), rows.std(axis=0)
    scale = np.where(spread > 1e-4, spread, 1.0)
    columns = regression(np.clip((rows - mean) / scale, -CLIP, CLIP), stance, 0.003)
    phrases, terms = phrase_table(examples, stories)
    worded = regression(terms, stance, 0.3)
    table = {"mean": rounded(mean), "scale": rounded(scale), "columns": rounded(columns.coef_), "meaning": [], "trees": []}
    bias = columns.intercept_ + worded.intercept_
    if trees:
        vectors = regression(MEANING * np.array([item.voice.meaning for item in examples]), stance, 0.003)
        bias = bias + vectors.intercept_
        table |= {"meaning": rounded(vectors.coef_), "trees": boosted(rows, stance)}
    weights = {phrase: rounded(worded.coef_[:, number]) for number, phrase in enumerate(phrases)}
    return table | {"phrases": weights, "bias": rounded(bias)}


def rounded(numbers: npt.NDArray[Any]) -> list[Any]:
    """Return plain numbers of four digits after the point, or more for very small scales."""
    return list(np.round(numbers, 5).tolist())


def regression(rows: Matrix | csr_matrix, stance: npt.NDArray[np.int64], strength: float) -> LogisticRegression:
    """Fit one multinomial regression; every stance weighs the same."""
    return LogisticRegression(C=strength, class_weight="balanced", max_iter=500).fit(rows, stance)


def phrase_table(examples: Sequence[Example], stories: int) -> tuple[list[str], csr_matrix]:
    """Return the phrases kept, and the matrix of what each counts in each text."""
    told: dict[str, set[str]] = {}
    for item in examples:
        for phrase in item.voice.phrases:
            told.setdefault(phrase, set()).add(item.story)
    frequent = sorted(phrase for phrase, where in told.items() if len(where) >= stories)
    terms = term_matrix(examples, frequent, binary=True)
    strength = np.nan_to_num(chi2(terms, [item.stance for item in examples])[0])
    kept = sorted(frequent[place] for place in np.argsort(-strength, kind="stable")[:PHRASES])
    return kept, term_matrix(examples, kept, binary=False)


def term_matrix(examples: Sequence[Example], phrases: Sequence[str], *, binary: bool) -> csr_matrix:
    """Return one row a text and one column a phrase."""
    place = {phrase: number for number, phrase in enumerate(phrases)}
    cells = [(row, place[phrase]) for row, item in enumerate(examples) for phrase in item.voice.phrases if phrase in place]
    values = [1.0 if binary else phrase_weight(examples[row].voice.words) for row, _ in cells]
    rows, columns = zip(*cells, strict=True)
    return csr_matrix((values, (rows, columns)), shape=(len(examples), len(phrases)))


def boosted(rows: Matrix, stance: npt.NDArray[np.int64]) -> list[dict[str, Any]]:
    """Return one flat table of trees a stance: the mean of two boosted ensembles."""
    models = [
        HistGradientBoostingClassifier(
            max_iter=TREES,
            learning_rate=0.05,
            max_leaf_nodes=8,
            min_samples_leaf=15,
            max_features=0.2,
            l2_regularization=1.0,
            class_weight="balanced",
            early_stopping=False,
            random_state=seed,
        ).fit(rows, stance)
        for seed in range(2)
    ]
    return [flat(models, number) for number in range(len(STANCES))]


def flat(models: Sequence[HistGradientBoostingClassifier], stance: int) -> dict[str, Any]:
    """Return the trees of one stance as flat arrays."""
    table: dict[str, Any] = {name: [] for name in ("roots", "feature", "threshold", "left", "right", "value")}
    for model in models:
        for predictors in model._predictors:
            first = len(table["feature"])
            table["roots"].append(first)
            for node in predictors[stance].nodes:
                leaf = bool(node["is_leaf"])
                table["feature"].append(-1 if leaf else int(node["feature_idx"]))
                table["threshold"].append(0.0 if leaf else round(float(node["num_threshold"]), 6))
                table["left"].append(0 if leaf else first + int(node["left"]))
                table["right"].append(0 if leaf else first + int(node["right"]))
                table["value"].append(round(float(node["value"]) / len(models), 5) if leaf else 0.0)
    return table | {"baseline": float(np.mean([model._baseline_prediction.ravel()[stance] for model in models]))}


def left_out_stances(prepared: Prepared, bodies: Mapping[str, dict[str, Any]], fold: int) -> list[OutletStance]:
    """Return the stances, with the weights now in place, of the articles of one fold."""
    story = {article.id: bodies[article.input_id]["component"] for article in prepared.pile.articles}
    mine: dict[str, list[str]] = {}
    for item in prepared.stances:
        if fold_of(story[item.article_id]) == fold:
            mine.setdefault(item.claim_id, []).append(item.article_id)
    return list(outlet_stances(prepared.claims, (), prepared.pile, mine))


def score(prepared: Prepared, stances: Sequence[OutletStance], scorer: Path, folder: Path) -> dict[str, Any]:
    """Score stances as the export would give them."""
    by_claim: dict[str, list[dict[str, str]]] = {claim.id: [] for claim in prepared.claims}
    for item in sorted(stances, key=lambda item: (item.claim_id, item.article_id)):
        by_claim[item.claim_id].append({"article": item.article_id, "headline_stance": item.headline, "body_stance": item.body})
    export = {
        "articles": [{"id": article.id, "input_id": article.input_id} for article in prepared.pile.articles],
        "claims": [{"id": claim, "articles": articles} for claim, articles in by_claim.items()],
    }
    with tempfile.TemporaryDirectory() as work:
        path, out = Path(work) / "export.json", Path(work) / "figures.json"
        path.write_text(json.dumps(export), encoding="utf-8")
        subprocess.run([sys.executable, str(scorer), str(folder), str(path), "--json", str(out)], check=True)
        figures: dict[str, Any] = json.loads(out.read_text(encoding="utf-8"))
    return figures


def macro(pairs: Sequence[tuple[str, str]]) -> dict[str, float]:
    """Return the F1 of each stance and their mean, x100, over pairs of right and guessed stance."""
    figures = {}
    for stance in STANCES:
        right = sum(one == stance == other for one, other in pairs)
        named = sum(one == stance for one, _ in pairs) + sum(other == stance for _, other in pairs)
        figures[stance] = round(200 * right / max(1, named), 1)
    return figures | {"macro": round(sum(figures.values()) / len(STANCES), 1)}


if __name__ == "__main__":
    main()
