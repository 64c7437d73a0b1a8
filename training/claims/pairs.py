"""Pairs of claim and statement with what the statement does to the claim, made by the product's own stages from labelled piles.

    python training/claims/pairs.py OUT.jsonl --stories training/claims/stories/*.txt
    python training/claims/pairs.py OUT.jsonl --cases CASES_DIR

One line a pair: group (story or case), claim, article, statement, pieces and kinds (what the pair model reads), label (one of `ANSWERS`)
and weight. The statements are those that the tagger finds, not the labelled sentences, so that the model learns on what it will be given.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from stories import Label, read_stories

from sayso.articles import read_path
from sayso.attribution import annotate
from sayso.claims.pair_input import ANSWERS, claim_pieces, pair_input, passage_of
from sayso.claims.parties import build_party_index
from sayso.model import Article, Naming, Span, Statement, StatementKind, TrackedClaim

__all__ = ["Pile", "case_pile", "label_of", "pairs_of", "story_piles"]

ASIDE = 0.5
"""Weight of a statement of a labelled sentence whose speaker is not the labelled one: it bears on the claim and takes no side."""


@dataclass(frozen=True, slots=True)
class Pile:
    """One labelled pile, with the statements that the product finds in it."""

    name: str
    claims: tuple[TrackedClaim, ...]
    articles: tuple[Article, ...]
    statements: tuple[Statement, ...]
    labels: tuple[Label, ...]


def story_piles(path: Path) -> Iterator[Pile]:
    """Yield the stories of one file as piles."""
    for story in read_stories(path):
        yield _pile(story.name, story.claims, story.articles, story.labels)


def case_pile(folder: Path) -> Pile:
    """Return one labelled case as a pile; articles in languages that the product does not read are left out."""
    gold = json.loads((folder / "gold.json").read_text(encoding="utf-8"))
    articles = {reading.article.input_id: reading.article for reading in read_path(folder / "documents.jsonl") if reading.article}
    claims = [TrackedClaim(claim["id"], claim["text"], tuple(claim["principals"])) for claim in gold["claims"]]
    labels = [
        _gold_label(claim, item, articles[item["doc"]])
        for claim in gold["claims"]
        for item in claim["statements"]
        if item["doc"] in articles
    ]
    return _pile(folder.name, claims, [article for article in articles.values() if article.readable], labels)


def _pile(name: str, claims: Sequence[TrackedClaim], articles: Sequence[Article], labels: Sequence[Label]) -> Pile:
    ordered = tuple(sorted(articles, key=lambda article: article.id))
    statements = tuple(item for article in ordered for item in annotate(article) if item.kind is not StatementKind.DEED)
    return Pile(name, tuple(sorted(claims, key=lambda claim: claim.id)), ordered, statements, tuple(labels))


def _gold_label(claim: dict[str, Any], item: dict[str, Any], article: Article) -> Label:
    start = item.get("start", article.text.find(item["quote"]))
    span = Span(start, item.get("end", start + len(item["quote"])))
    party = item["source_entity"] if item["source_entity"] in claim["principals"] else None
    return Label(claim["id"], item["stance"], party, item["source"] or "self", article.id, span)


def pairs_of(pile: Pile) -> Iterator[dict[str, Any]]:
    """Yield the pairs of every statement and every claim of a pile."""
    texts = [article.text for article in pile.articles]
    indexes = [build_party_index(claim.parties, pile.statements, texts) for claim in pile.claims]
    wordings = [claim_pieces(claim.text, index) for claim, index in zip(pile.claims, indexes, strict=True)]
    for article in pile.articles:
        mine = [statement for statement in pile.statements if statement.article_id == article.id]
        passages = [passage_of(statement, article) for statement in mine]
        for claim, index, wording in zip(pile.claims, indexes, wordings, strict=True):
            labels = [label for label in pile.labels if label.claim == claim.id and label.article == article.id]
            voices = index.in_context([statement.source for statement in mine], article.text)
            for statement, passage, parties in zip(mine, passages, voices, strict=True):
                label, weight = label_of(statement, mine, labels)
                laid_out = pair_input(wording, index, passage, parties[0])
                yield {
                    "group": pile.name,
                    "claim": claim.id,
                    "article": article.id,
                    "statement": statement.id,
                    "pieces": laid_out.pieces,
                    "kinds": laid_out.kinds,
                    "label": ANSWERS.index(label),
                    "weight": weight,
                }


def label_of(statement: Statement, others: Sequence[Statement], labels: Sequence[Label]) -> tuple[str, float]:
    """Return what a statement does to a claim and how much that counts, by the labels of one claim in its article."""
    covering = [label for label in labels if _covers(statement.extent, label.span)]
    if not covering:
        return "unrelated", 1.0
    spoken = [label for label in covering if _speaks(statement, label)]
    if spoken:
        return spoken[0].stance, 1.0
    taken = [label for label in covering if any(other is not statement and _speaks(other, label) for other in others)]
    free = [label for label in covering if label not in taken]
    if free:
        return free[0].stance, 1.0 if len({label.stance for label in free}) == 1 else ASIDE
    return "comment", ASIDE


def _covers(mine: Span, span: Span) -> bool:
    shared = min(mine.end, span.end) - max(mine.start, span.start)
    return shared > 0 and shared >= 0.5 * min(mine.end - mine.start, span.end - span.start)


def _speaks(statement: Statement, label: Label) -> bool:
    if not _covers(statement.extent, label.span):
        return False
    if label.source == "self" or statement.source.naming is Naming.SELF:
        return label.source == "self" and statement.source.naming is Naming.SELF
    said, labelled = statement.source.text.casefold(), label.source.casefold()
    return said in labelled or labelled in said


def main() -> None:
    """Write the pairs that the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("--stories", type=Path, nargs="*", default=[])
    parser.add_argument("--cases", type=Path)
    parser.add_argument("--skip", nargs="*", default=[], help="names of stories to leave out")
    options = parser.parse_args()
    piles: list[Pile] = [pile for path in options.stories for pile in story_piles(path) if pile.name not in options.skip]
    if options.cases:
        piles += [case_pile(gold.parent) for gold in sorted(options.cases.glob("*/gold.json"))]
    with options.out.open("w", encoding="utf-8") as target:
        for pile in piles:
            pairs = list(pairs_of(pile))
            target.writelines(json.dumps(pair) + "\n" for pair in pairs)
            print(pile.name, len(pairs), [sum(pair["label"] == number for pair in pairs) for number in range(len(ANSWERS))], flush=True)


if __name__ == "__main__":
    main()
