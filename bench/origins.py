"""Measure families and origins: made copies beside other tools, labelled data, an attack, a flood, and one case traced by name.

    make bench-origins DATA=...          or: python bench/origins.py [--data DIR] [--update]

Made copies, attack and flood need no data. The folder of --data holds `cases/` (hand-grouped articles) and `emergent_fnc/` (pairs of
articles with the share of text that they have in common, and the story of each); neither is part of this repository.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import resource
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from datasketch import MinHash, MinHashLSH
from rensa import RMinHash, RMinHashLSH

from floors import FLOORS, hold
from made_copies import KINDS, LITERAL, Made, made_pile
from sayso.articles import compare, find_residue
from sayso.ledger import Pile, trace_in
from sayso.model import Article, DateBasis, Evidence, EvidenceKind, Match, Naming, Source, Span, Stance, Statement, TrackedClaim
from sayso.pipeline import Ledger
from sayso.report.index import Index, index_view
from sayso.report.tree import origin_tree
from sayso.text import fold, words

UNALTERED = ("boko-haram-ceasefire", "isis-border-arrests", "pope-pets-heaven", "tiger-woods-suspension")
ENDS = ("Nikkei Asia", "Arab News", "IANS", "Sputnik", "release of 2025-05-13")
"""Where a careful reader traces the articles of the steel-mill case to."""
RUNS = 3
"""Each tool is timed by the best of so many runs, as others use the machine too."""
Joined = Mapping[str, str]
"""For each article the name of its group."""


def main() -> int:
    """Measure, print, keep the figures, compare them with the floors."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--out", type=Path, default=FLOORS.parent / "origins.json")
    parser.add_argument("--update", action="store_true")
    parser.add_argument("--allow-regression", action="store_true")
    chosen = parser.parse_args()
    table: dict[str, Any] = {"flood": [flood(size) for size in (2_500, 10_000)], "attack": {str(size): attack(size) for size in (265, 750)}}
    table["copies"] = copies(made_pile(1, 100, 2_000))
    if chosen.data:
        table["cases"], table["silver"] = cases(chosen.data / "cases"), silver(chosen.data / "emergent_fnc")
        table["steel mill"] = traced(chosen.data / "cases" / "steel-mill", "contract", ENDS)
        table["copies of news"] = copies(made_pile(2, 100, 500, news(chosen.data / "emergent_fnc")))
    print(json.dumps(table, indent=1))
    chosen.out.write_text(json.dumps(table, indent=1) + "\n", encoding="utf-8")
    return hold("origins", headline(table), update=chosen.update, allow_regression=chosen.allow_regression)


def headline(table: Mapping[str, Any]) -> dict[str, float]:
    """Return the figures that have floors; speed is told and has none, as machines differ."""
    made = table["copies"]["sayso"]
    found = {
        "made copies, literal": 100 * min(made["recall"][kind] for kind in LITERAL),
        "made copies, retold": 100 * min(made["recall"][kind] for kind in KINDS if kind not in LITERAL),
        "made copies, precision": 100 * made["precision"],
    }
    if "cases" in table:
        found |= {"family, unaltered": table["cases"]["unaltered"], "silver pairs": table["silver"]["recall"]}
    return {name: round(value, 1) for name, value in found.items()}


def copies(pile: Sequence[Made]) -> dict[str, Any]:
    """Score this package, datasketch and rensa on one made pile."""
    articles = [Article(made.id, made.id, made.id, made.text, language="en") for made in pile]
    compare(articles[:50])  # tables are built on first use
    tools: dict[str, Callable[[], Joined]] = {
        "sayso": lambda: {name: family.id for family in compare(articles).families for name in family.articles},
        "datasketch LSH .5": lambda: with_datasketch(pile, 0.5),
        "datasketch LSH .2": lambda: with_datasketch(pile, 0.2),
        "rensa .5": lambda: with_rensa(pile, 0.5, 16),
        "rensa 64 bands": lambda: with_rensa(pile, 0.5, 64),
    }
    return {name: scored(pile, run) for name, run in tools.items()}


def scored(pile: Sequence[Made], run: Callable[[], Joined]) -> dict[str, Any]:
    """Return recall by kind, pair precision, and articles per second of one core."""
    seconds = math.inf
    for _ in range(RUNS):
        started = time.process_time()
        group = run()
        seconds = min(seconds, time.process_time() - started)
    hits, all_of = Counter[str](), Counter[str]()
    for made in pile:
        if made.kind in KINDS:
            all_of[made.kind] += 1
            hits[made.kind] += group[made.id] == group[made.family]
    return {
        "recall": {kind: round(hits[kind] / all_of[kind], 3) for kind in KINDS if all_of[kind]},
        "precision": round(precision(pile, group), 3),
        "articles a second": round(len(pile) / seconds),
        "articles": len(pile),
    }


def precision(pile: Sequence[Made], group: Joined) -> float:
    """Return the share of joined pairs that derive from one text."""
    together = Counter(group[made.id] for made in pile)
    right = Counter((group[made.id], made.family) for made in pile)
    pairs = sum(size * (size - 1) // 2 for size in together.values())
    return sum(size * (size - 1) // 2 for size in right.values()) / pairs if pairs else 1.0


def shingles(text: str) -> list[str]:
    """Return runs of five words, as the other tools are given them."""
    found = [fold(span.cut(text)) for span in words(text)]
    return sorted({" ".join(found[place : place + 5]) for place in range(len(found) - 4)})


def with_datasketch(pile: Sequence[Made], threshold: float) -> Joined:
    """Join what MinHash LSH of datasketch proposes."""
    index = MinHashLSH(threshold=threshold, num_perm=128)
    prints = {}
    for made in pile:
        prints[made.id] = MinHash(num_perm=128)
        prints[made.id].update_batch([each.encode() for each in shingles(made.text)])
        index.insert(made.id, prints[made.id])
    return linked((name, str(other)) for name, found in prints.items() for other in index.query(found))


def with_rensa(pile: Sequence[Made], threshold: float, bands: int) -> Joined:
    """Join what MinHash LSH of rensa proposes."""
    index = RMinHashLSH(threshold=threshold, num_perm=128, num_bands=bands)
    prints = []
    for place, made in enumerate(pile):
        found = RMinHash(num_perm=128, seed=42)
        found.update(shingles(made.text))
        index.insert(place, found)
        prints.append(found)
    return linked((pile[place].id, pile[other].id) for place, found in enumerate(prints) for other in index.query(found))


def linked(pairs: Iterable[tuple[str, str]]) -> Joined:
    """Return connected groups."""
    leader: dict[str, str] = {}

    def find(name: str) -> str:
        while leader.setdefault(name, name) != name:
            leader[name] = leader[leader[name]]
            name = leader[name]
        return name

    for one, other in pairs:
        leader[find(one)] = find(other)
    return {name: find(name) for name in list(leader)}


def traced(case: Path, claim_words: str, ends: Sequence[str]) -> dict[str, Any]:
    """Read a case through a ledger; return which outlets trace to each of the ends, over all its claims, and one claim's range."""
    rows = [json.loads(line) for line in (case / "documents.jsonl").read_text(encoding="utf-8").splitlines()]
    lines = "\n".join(json.dumps({key: row[key] for key in KEYS if row.get(key)}) for row in rows)
    gold = json.loads((case / "gold.json").read_text("utf-8"))["claims"]
    with tempfile.TemporaryDirectory() as work, Ledger(Path(work) / "case.ledger") as ledger:
        ledger.read([write(Path(work) / "documents.jsonl", lines)])
        claims = ledger.track([TrackedClaim(each["id"], each["text"], tuple(each["principals"])) for each in gold])
        index = index_view(ledger.view())
    found: dict[str, set[str]] = {name: set() for name in ends}
    for claim in claims:
        for label, outlets in chains(index, claim.id):
            for name in ends:
                if name in label:
                    found[name].update(outlets)
    chosen = next(claim for claim in claims if claim_words in claim.text)
    return {
        "traced": {name: sorted(outlets) for name, outlets in found.items()},
        "ends without articles": sum(not outlets for outlets in found.values()),
        "claim": chosen.text,
        "sentence": origin_tree(index, chosen.id).sentence,
    }


def chains(index: Index, claim: str) -> Iterator[tuple[str, list[str]]]:
    """Yield where chains end, by the tree and by the count, with the outlets whose articles lead there."""
    tree = origin_tree(index, claim)
    for end in tree.ends:
        yield end.label, [child.label for child in end.children]
    for origin in tree.range.origins if tree.range else ():
        yield origin.name, [index.articles[name].outlet or "" for name in origin.articles]


KEYS = ("id", "url", "site", "published", "language", "title", "text")


def write(path: Path, text: str) -> str:
    """Write a file and return its path."""
    path.write_text(text + "\n", encoding="utf-8")
    return str(path)


def cases(folder: Path) -> dict[str, float]:
    """Return B-cubed F1 of families on hand-grouped articles: each case, the mean of the unaltered and of the retold ones."""
    found: dict[str, float] = {}
    for case in sorted(path for path in folder.iterdir() if path.is_dir()):
        rows = [json.loads(line) for line in (case / "documents.jsonl").read_text(encoding="utf-8").splitlines()]
        gold = {
            name: str(place) for place, group in enumerate(json.loads((case / "gold.json").read_text("utf-8"))["origins"]) for name in group
        }
        articles = [article_of(row) for row in rows]
        mine = {name: family.id for family in compare(articles).families for name in family.articles}
        found[case.name] = round(100 * b_cubed(mine, {row["id"]: gold.get(row["id"], row["id"]) for row in rows}), 1)
    retold = [name for name in found if name not in UNALTERED]
    found["unaltered"] = round(sum(found[name] for name in UNALTERED) / len(UNALTERED), 1)
    found["retold"] = round(sum(found[name] for name in retold) / len(retold), 1)
    return found


def article_of(row: Mapping[str, Any]) -> Article:
    """Return a row of a case as the reading stage would give it."""
    day = row.get("published")
    basis = DateBasis.STATED if day else DateBasis.UNKNOWN
    return Article(
        row["id"], row["id"], row["id"], row["text"], row.get("title"), row.get("site"), row.get("url"), row["language"], day, basis,
        find_residue(row["text"]),
    )  # fmt: skip


def b_cubed(mine: Joined, gold: Joined) -> float:
    """Return B-cubed F1: the harmonic mean of how pure and how whole the groups are, article by article."""
    shares = []
    for name in gold:
        ours, theirs = {each for each in gold if mine[each] == mine[name]}, {each for each in gold if gold[each] == gold[name]}
        shares.append((len(ours & theirs) / len(ours), len(ours & theirs) / len(theirs)))
    pure, whole = (sum(column) / len(shares) for column in zip(*shares, strict=True))
    return float(2 * pure * whole / (pure + whole))


def silver(folder: Path) -> dict[str, Any]:
    """Return the share of pairs with containment .8 and more that are joined, and the families that cross stories."""
    bodies = [json.loads(line) for line in (folder / "bodies.jsonl").read_text(encoding="utf-8").splitlines()]
    articles = [Article(row["body_id"], row["body_id"], "", row["text"], language="en", cuts=find_residue(row["text"])) for row in bodies]
    started = time.process_time()
    families = compare(articles).families
    seconds = time.process_time() - started
    group = {name: family.id for family in families for name in family.articles}
    lines = (folder / "shingle_overlap_pairs.csv").read_text(encoding="utf-8").split()[1:]
    close = [line.split(",")[:2] for line in lines if float(line.split(",")[2]) >= 0.8]
    close = [pair for pair in close if story_of(bodies)[pair[0]] == story_of(bodies)[pair[1]]]
    crossing = [family for family in families if len({story_of(bodies)[name] for name in family.articles}) > 1]
    return {
        "recall": round(100 * sum(group[one] == group[other] for one, other in close) / len(close), 1),
        "pairs": len(close),
        "families of several": sum(len(family.articles) > 1 for family in families),
        "families across stories": len(crossing),
        "articles a second": round(len(articles) / seconds),
    }


def story_of(bodies: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """Return the story of each article."""
    return {row["body_id"]: row["component"] for row in bodies}


def news(folder: Path) -> list[str]:
    """Return one article of each story, to make copies of."""
    rows = [json.loads(line) for line in (folder / "bodies.jsonl").read_text(encoding="utf-8").splitlines()]
    by_story = {row["component"]: row["text"] for row in rows if 800 < len(row["text"]) < 9_000}
    return [by_story[story] for story in sorted(by_story)]


def flood(size: int) -> dict[str, float]:
    """Compare many near-copies from one host with each other."""
    chance = random.Random(3)
    base = made_pile(3, 1, 0)[0].text.split(" ")
    pages = []
    for number in range(size):
        text = list(base)
        text[chance.randrange(len(text))] = f"w{number}"
        pages.append(
            Article(f"f{number:05}", "", "", " ".join(text), outlet="New Site", url=f"https://newsite.example/{number}", language="en")
        )
    started = time.process_time()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    families = compare(pages).families
    seconds = time.process_time() - started
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    return {"pages": size, "families": len(families), "seconds": round(seconds, 1), "megabytes": round(grown)}


def attack(size: int) -> dict[str, float]:
    """Outlets without a past that paraphrase and cite each other, with one in twenty that names a witness of its own."""
    chance = random.Random(size)
    base = next(made for made in made_pile(size, 1, 0) if made.kind == "base").text
    pages, pairs, edges = [], [], []
    for number in range(size):
        name, claim = f"p{number:03}", "The pier of Port Ilse was sold."
        text = f"{claim} " + " ".join(retold(chance, part) for part in base.split(". "))
        pages.append(Article(name, name, name, text, outlet=f"Site {number}", language="en"))
        honest = number % 20 == 0
        source = Source(f"Witness W{number}", Naming.NAMED, Span(0, 3)) if honest else Source("", Naming.SELF)
        said = Statement(name, name, Span(0, len(claim)), source, (Span(0, len(claim)),))
        pairs.append((said, Match("claim", name, name, said.extent, Stance.ASSERTS, None, 1.0)))
        edges.append(Evidence(name, EvidenceKind.CITES, f"Site {chance.randrange(size)}", True, 1.0, "Cites.", Span(0, 3)))
    started = time.process_time()
    found = compare(pages)
    network = [pair for pair in pairs if pair[0].source.naming is Naming.SELF]
    pile = Pile.of(pages, found.families, [*found.evidence, *edges])
    seconds = time.process_time() - started
    own = [Article(f"o{each.id}", "", "", "", outlet=each.outlet) for each in pages]
    settled = Pile.of([*pages, *own], found.families, [*found.evidence, *edges])
    return {
        "outlets": size,
        "low of the network": trace_in(pile, network).low,
        "low of the network with a past": trace_in(settled, network).low,
        "honest outlets": len(pairs) - len(network),
        "low of all": trace_in(pile, pairs).low,
        "families": len(found.families),
        "seconds": round(seconds, 1),
    }


def retold(chance: random.Random, sentence: str) -> str:
    """Exchange two words of five, and turn every other sentence about its middle."""
    parts = [f"x{chance.randrange(1 << 30)}" if chance.random() < 0.4 and part.islower() else part for part in sentence.split()]
    middle = len(parts) // 2 if chance.random() < 0.5 else 0
    return " ".join([*parts[middle:], *parts[:middle]]).capitalize() + "."


if __name__ == "__main__":
    sys.exit(main())
