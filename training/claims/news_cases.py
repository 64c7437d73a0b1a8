"""Labelled news as cases: labels of `training/claims/news` put over articles that are no part of this repository.

    python training/claims/news_cases.py EMERGENT_DIR OUT_DIR --polnear DIR    # one folder a story, in the form of the labelled cases
    python training/claims/news_cases.py EMERGENT_DIR OUT_DIR --news FILE...   # of these files of labels alone
    python training/claims/news_cases.py EMERGENT_DIR --sheet tr117 ...  # the sentences of articles, numbered, for who labels them

EMERGENT_DIR holds `bodies.jsonl`. Files `c04` to `c07` label articles of PolNeAR's training part, `pn0` the first by name: they need
`--polnear` with its folder, the others do not. A file of labels names articles by their ids and sentences by their numbers, so that no
words of the news are kept with it but the few that name a speaker (`training/claims/news/README.md` has the form). What comes out is read
by `train_relevance.py`, `train_weights.py` and `pairs.py` as the cases are.
"""

from __future__ import annotations

import argparse
import csv
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

__all__ = ["News", "read_news", "sentences", "write_case"]

_END = re.compile(r"(?:(?<=[.!?])|(?<=[.!?][\"”’')]))\s+(?=[\"“‘'(\[]?[A-Z0-9])|\s*\n\s*")
_LABEL = re.compile(r"(\S+) (support|deny|query|comment) (.+?) @ (.+)")
_CLAIM = re.compile(r"claim (\S+): (.+?)(?: \(parties: (.+)\))?")
_LINE = re.compile(r"((?:tr|te|pn)\d+) (\d+(?:-\d+)?): (.+)")
_SAME_WORDS = 0.8
"""Likeness from which the first line of an article is its headline."""
_SURE = 0.35
"""Share of words in common from which a headline is taken to be the article's own: the pairing of headlines and bodies is guessed."""


@dataclass(slots=True)
class News:
    """The labels of one story."""

    name: str
    articles: tuple[str, ...] = ()
    parties: tuple[str, ...] = ()
    claims: dict[str, tuple[str, tuple[str, ...]]] = field(default_factory=dict)
    labels: list[tuple[str, int, int, str]] = field(default_factory=list)
    """(article, first sentence, last sentence, labels), sentences counted from 1."""


def sentences(text: str) -> list[tuple[int, int]]:
    """Return the sentences of a text as spans without white space at their ends.

    >>> text = "He denied it. “No,” he said."
    >>> [text[start:end] for start, end in sentences(text)]
    ['He denied it.', '“No,” he said.']
    """
    edges = [0, *(place for found in _END.finditer(text) for place in found.span()), len(text)]
    spans = [(start, end) for start, end in zip(edges[::2], edges[1::2], strict=True) if text[start:end].strip()]
    return [(start + len(text[start:end]) - len(text[start:end].lstrip()), end) for start, end in spans]


def read_news(path: Path) -> list[News]:
    """Return the stories of a file of labels; raises `ValueError` with the line that does not follow the form."""
    found: list[News] = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        try:
            _take(line.strip(), found)
        except (ValueError, IndexError) as error:
            raise ValueError(f"{path}:{number}: {error}") from error
    return found


def _take(line: str, found: list[News]) -> None:
    head, _, rest = line.partition(":")
    if not line or line.startswith("#"):
        return
    if head == "story":
        found.append(News(rest.strip()))
    elif head == "articles":
        found[-1].articles = tuple(rest.split())
    elif head == "parties":
        found[-1].parties = tuple(part.strip() for part in rest.split(";") if part.strip())
    elif claim := _CLAIM.fullmatch(line):
        parties = tuple(part.strip() for part in claim[3].split(";")) if claim[3] else found[-1].parties
        found[-1].claims[claim[1]] = (claim[2], parties)
    elif label := _LINE.fullmatch(line):
        first, _, last = label[2].partition("-")
        found[-1].labels.append((label[1], int(first), int(last or first), label[3]))
    else:
        raise ValueError(f"not a line of labels: {line[:60]!r}")


def write_case(news: News, bodies: dict[str, dict[str, Any]], folder: Path) -> int:
    """Write documents.jsonl and gold.json of one story; return how many statements are labelled."""
    folder.mkdir(parents=True, exist_ok=True)
    rows = [{"id": name, "title": _title(bodies[name]), "language": "en", "text": bodies[name]["text"]} for name in news.articles]
    (folder / "documents.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    claims: dict[str, dict[str, Any]] = {
        name: {"id": name, "text": text, "principals": list(parties), "statements": []} for name, (text, parties) in news.claims.items()
    }
    for article, first, last, labels in news.labels:
        if article not in news.articles:
            raise ValueError(f"{news.name}: {article} is not among its articles")
        spans = sentences(bodies[article]["text"])
        for claim, item in _items(labels):
            start, end = spans[first - 1][0], spans[last - 1][1]
            item |= {"doc": article, "start": start, "end": end, "quote": bodies[article]["text"][start:end]}
            claims[claim]["statements"].append(item)
    (folder / "gold.json").write_text(json.dumps({"claims": list(claims.values())}, indent=1), encoding="utf-8")
    return sum(len(claim["statements"]) for claim in claims.values())


def _title(body: dict[str, Any]) -> str | None:
    guess = body.get("guess") or {}
    return guess["headline"] if guess.get("score", 0) >= _SURE else None


def _items(labels: str) -> Iterator[tuple[str, dict[str, Any]]]:
    for part in filter(None, (part.strip() for part in labels.split("; "))):
        match = _LABEL.fullmatch(part)
        if match is None:
            raise ValueError(f"not a label: {part!r}")
        source = match[4].removeprefix("^").strip()
        party = None if match[3] == "-" else match[3]
        yield match[1], {"stance": match[2], "source_entity": party, "source": None if source == "self" else source}


def sheet(names: Sequence[str], bodies: dict[str, dict[str, Any]]) -> str:
    """Return articles with their sentences numbered."""
    pages = []
    for name in names:
        text = bodies[name]["text"]
        lines = [f"  {number} {text[start:end]}" for number, (start, end) in enumerate(sentences(text), start=1)]
        pages.append("\n".join([f"ARTICLE {name}", f"  headline: {_title(bodies[name]) or '(not known)'}", *lines]))
    return "\n\n".join(pages) + "\n"


def emergent_bodies(folder: Path) -> dict[str, dict[str, Any]]:
    """Return the articles of `emergent_fnc` by id."""
    lines = (folder / "bodies.jsonl").read_text(encoding="utf-8").splitlines()
    return {body["body_id"]: body for body in map(json.loads, lines)}


def polnear_bodies(folder: Path) -> dict[str, dict[str, Any]]:
    """Return the articles of PolNeAR's training part by number, the headline set apart from the text."""
    with (folder / "metadata.tsv").open(encoding="utf-8", newline="") as lines:
        titles = {row["filename"]: row["title"] for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)}
    paths = sorted((folder / "train" / "text").glob("*.txt"))
    return {f"pn{number}": _set_apart(path.read_text(encoding="utf-8"), titles[path.stem]) for number, path in enumerate(paths)}


def _set_apart(text: str, title: str) -> dict[str, Any]:
    first, _, rest = text.strip().partition("\n")
    is_title = SequenceMatcher(None, first.casefold(), title.casefold()).ratio() >= _SAME_WORDS
    return {"text": rest.strip() if is_title else text.strip(), "guess": {"headline": title, "score": 1.0}}


def main() -> None:
    """Write the cases, or print sheets."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("emergent", type=Path)
    parser.add_argument("out", type=Path, nargs="?")
    parser.add_argument("--news", type=Path, nargs="*", default=sorted((Path(__file__).parent / "news").glob("*.txt")))
    parser.add_argument("--sheet", nargs="*", default=[])
    parser.add_argument("--polnear", type=Path)
    options = parser.parse_args()
    bodies = emergent_bodies(options.emergent) | (polnear_bodies(options.polnear) if options.polnear else {})
    if options.sheet:
        print(sheet(options.sheet, bodies), end="")
        return
    for path in options.news:
        for news in read_news(path):
            print(news.name, len(news.articles), len(news.claims), write_case(news, bodies, options.out / news.name), flush=True)


if __name__ == "__main__":
    main()
