"""Score who `he`, `the official` and `her campaign` are, on statements of PolNeAR whose speakers were looked up by reading.

    python bench/speakers.py --data DIR [--part dev|tuning] [--errors]

The folder of --data holds `polnear/dev` and `polnear/train`. `speakers_dev.json` and `speakers_tuning.json` were drawn by
`draw_speakers.py` and labelled by reading each article, before the resolver was tuned on `tuning`; who read is told in `README.md`.

An item's `answers` are mentions of its speaker in the article; `owners` are mentions of whose it is, for `her advisers`; `open` says that
the article tells nothing further, so that leaving it open is right (an open item may have answers too: then both are right).

- given: the name that the product gives, unless it only repeats the source's own words.
- right: the name given has the head of an answer (same last name, same main word) and nothing of one contradicts the other: all words of
  one stand in the other, or first names or initials agree; an acronym stands for its words. With owners: the source's own main word and
  the owner's last name.
- closed items only: answered = given; right when answered = right / given.
- with open items: an open item counts as answered; it is right if left open, wrong if somebody else is named.

Two ways: `resolver` gives gold source spans of all statements of the article to the resolver, so that it is measured apart from the
finder; `product` runs `sayso.annotate` and takes the statement whose source overlaps the gold source; none, and it is not answered.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from polnear import Attribution, Bounds, Document, digest, read
from sayso.attribution import annotate
from sayso.attribution.people import people
from sayso.attribution.phrases import Phrase
from sayso.attribution.speakers import Mention, resolve
from sayso.attribution.units import Block, blocks
from sayso.model import Article, Source

HERE = Path(__file__).parent
PARTS = {"dev": "dev", "tuning": "train"}
_EMPTY = frozenset(
    "the a an this that these those his her its their of for at in on to by with and or mr mrs ms dr sen rep gov gen lt jr sr ii iii mr. "
    "mrs. ms. dr. sen. rep. gov. gen. pres. president senator former".split()
)
_STOPS = frozenset("of for at in on to by with from who that which making led like about".split())


@dataclass(frozen=True, slots=True)
class Item:
    """A statement with the speaker that the reader found."""

    document: Document
    source: Bounds
    cue: tuple[Bounds, ...]
    answers: tuple[str, ...]
    owners: tuple[str, ...]
    open: bool

    @property
    def words(self) -> str:
        """The source's own words."""
        return self.document.text[slice(*self.source)]


def _items(part: str, data: Path) -> list[Item]:
    documents = {document.id: document for document in read(data / "polnear" / PARTS[part])}
    items = []
    for row in json.loads((HERE / f"speakers_{part}.json").read_text(encoding="utf-8")):
        document = documents[row["document"]]
        if digest(document.text) != row["sha256"]:
            sys.exit(f"{document.id} is not the text that was labelled; use PolNeAR 1.0.")
        answers, owners = (tuple(document.text[start:end] for start, end in row[key]) for key in ("answers", "owners"))
        cue = tuple((start, end) for start, end in row["cue"])
        items.append(Item(document, tuple(row["source"][0]), cue, answers, owners, row["open"]))
    return items


def _words(text: str) -> list[str]:
    found = re.findall(r"(?:[A-Z]\.){2,}|[^\W_][\w\-]*", re.sub(r"['’]s?(?!\w)", "", text))
    return [word.lower() for word in found if word.lower() not in _EMPTY]


def _head(text: str) -> str:
    """The main word: the last before `of`, `for` and the like."""
    words = re.findall(r"[^\W_][\w.\-]*", re.sub(r"['’]s?(?!\w)", "", text))
    cut = next((index for index in range(1, len(words)) if words[index].lower() in _STOPS), len(words))
    kept = _words(" ".join(words[:cut]))
    return kept[-1] if kept else ""


def same(answer: str, given: str) -> bool:
    """Return whether two names mean one person or body.

    >>> same("Ilse Maren", "Mrs. Maren"), same("Ilse Maren", "Otto Maren"), same("the Orne campaign", "Ada Orne's campaign")
    (True, False, True)
    >>> same("Norland Steel Fund", "NSF"), same("Orne campaign", "Ada Orne")
    (True, False)
    """
    left, right = _words(answer), _words(given)
    if not left or not right:
        return False
    if _initials(answer) == given or _initials(given) == answer:
        return True
    agree = set(left) <= set(right) or set(right) <= set(left) or left[0] == right[0]
    return agree and _head(answer) == _head(given)


def _initials(text: str) -> str:
    return "".join(word[0] for word in text.split() if word[0].isupper())


def _right(item: Item, given: str) -> bool:
    if any(same(answer, given) for answer in item.answers):
        return True
    held = set(_words(given))
    return any(_words(owner)[-1] in held and _head(item.words) in held for owner in item.owners)


def _given(source: Source | None) -> str:
    if source is None or not source.name:
        return ""
    return "" if _words(source.name) == _words(source.text) else source.name


# --- the two ways -----------------------------------------------------------------------------------------------------------------


def by_resolver(document: Document) -> dict[Bounds, Source]:
    """Return what the resolver makes of each gold source, by its place."""
    parts = blocks(Article(document.id, document.id, "0", document.text, language="en"))
    order: list[tuple[Bounds, Mention]] = []
    seen: dict[int, int] = {}
    for number in sorted(range(len(document.attributions)), key=lambda at: _place(document.attributions[at])):
        one = document.attributions[number]
        mention = _mention(parts, one, seen.get(_parent(document.attributions, number)))
        if mention:
            seen[number] = len(order)
            order.append((one.source[0], mention))
    sources = resolve([mention for _, mention in order], people(parts))
    return {place: source for (place, _), source in zip(order, sources, strict=True)}


def _parent(found: Sequence[Attribution], number: int) -> int:
    """The statement in whose content another stands; -1 if there is none."""
    cue = found[number].cue[0] if found[number].cue else found[number].source[0] if found[number].source else (0, 0)
    holders = [
        (end - start, other)
        for other, one in enumerate(found)
        for start, end in one.content
        if other != number and start <= cue[0] and cue[1] <= end and one.content != found[number].content
    ]
    return min(holders)[1] if holders else -1


def _place(one: Attribution) -> tuple[int, int]:
    """Where a statement stands; what is said inside somebody's words comes after those words."""
    spans = (*one.source, *one.cue, *one.content)
    return min(start for start, _ in spans), -max(end for _, end in spans)


def _mention(parts: Sequence[Block], one: Attribution, parent: int | None) -> Mention | None:
    if not one.source:
        return None
    start, end = one.source[0]
    for number, block in enumerate(parts):
        inside = [index for index, token in enumerate(block.tokens) if token.start < end and token.end > start]
        if inside and block.span.start <= start < block.span.end:
            first, last = inside[0], inside[-1] + 1
            unit = next((n for n, (low, high) in enumerate(block.units) if low <= first < high), 0)
            return Mention(block, _phrase(block, first, last), (number, unit), None, parent)
    return None


def _phrase(block: Block, first: int, last: int) -> Phrase:
    """The source with its apposition set apart, as the finder gives it."""
    comma = next((index for index in range(first + 1, last - 1) if block.tokens[index].text == ","), None)
    return Phrase(first, last) if comma is None else Phrase(first, comma, (comma + 1, last))


def by_product(document: Document) -> list[tuple[Bounds, tuple[Bounds, ...], Source]]:
    """Return the sources that the product finds, with their places and cues."""
    found = annotate(Article(document.id, document.id, "0", document.text, language="en"))
    return [
        ((one.source.span.start, one.source.span.end), tuple((span.start, span.end) for span in one.cue), one.source)
        for one in found
        if one.source.span
    ]


def _overlap(left: Iterable[Bounds], right: Iterable[Bounds]) -> int:
    return sum(max(0, min(a[1], b[1]) - max(a[0], b[0])) for a in left for b in right)


def _nearest(item: Item, found: Sequence[tuple[Bounds, tuple[Bounds, ...], Source]]) -> Source | None:
    fits = [row for row in found if _overlap([row[0]], [item.source])]
    return max(fits, key=lambda row: _overlap(row[1], item.cue))[2] if fits else None


# --- figures ----------------------------------------------------------------------------------------------------------------------


def figures(items: Sequence[Item], sources: Sequence[Source | None]) -> dict[str, float]:
    """Return the counts and both pairs of figures."""
    rows = [(item, source is not None, _given(source)) for item, source in zip(items, sources, strict=True)]
    closed = [(item, given) for item, _, given in rows if not item.open]
    answered = [(item, given) for item, given in closed if given]
    right = sum(_right(item, given) for item, given in answered)
    left = [(item, given) for item, found, given in rows if item.open and found]
    left_right = sum(not given or _right(item, given) for item, given in left)
    return {
        "items": len(items),
        "closed": len(closed),
        "closed answered": _share(len(answered), len(closed)),
        "closed right when answered": _share(right, len(answered)),
        "with open answered": _share(len(answered) + len(left), len(items)),
        "with open right when answered": _share(right + left_right, len(answered) + len(left)),
    }


def _share(part: int, whole: int) -> float:
    return round(100 * part / whole, 1) if whole else 0.0


def _print_errors(items: Sequence[Item], sources: Sequence[Source | None]) -> None:
    for number, (item, source) in enumerate(zip(items, sources, strict=True)):
        given = _given(source)
        fine = not given or _right(item, given) if item.open else bool(given) and _right(item, given)
        if not fine:
            start, end = item.source
            before, after = item.document.text[max(0, start - 300) : start], item.document.text[end : end + 60]
            wanted = "|".join((*item.answers, *("@" + owner for owner in item.owners))) or "open"
            print(f"{number} {item.document.id}: given {given!r}, wanted {wanted}\n  {before} [[{item.words}]] {after}\n")


def measure(part: str, data: Path, *, errors: bool = False) -> Mapping[str, Mapping[str, float]]:
    """Return the figures of one list in both ways; print what the resolver gets wrong if asked."""
    items = _items(part, data)
    documents = {item.document.id: item.document for item in items}
    resolved = {name: by_resolver(document) for name, document in documents.items()}
    alone = [resolved[item.document.id].get(item.source) for item in items]
    if errors:
        _print_errors(items, alone)
        return {"resolver": figures(items, alone)}
    found = {name: by_product(document) for name, document in documents.items()}
    product = [_nearest(item, found[item.document.id]) for item in items]
    return {"resolver": figures(items, alone), "product": figures(items, product)}


def main() -> int:
    """Score, print, and keep the figures of both lists."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="the folder of development data")
    parser.add_argument("--part", choices=sorted(PARTS), help="one list only; nothing is written")
    parser.add_argument("--errors", action="store_true", help="print what the resolver gets wrong on the tuning list")
    parser.add_argument("--out", type=Path, default=HERE / "speakers.json")
    chosen = parser.parse_args()
    if chosen.errors:
        print(json.dumps(measure("tuning", chosen.data, errors=True), indent=1))
        return 0
    table = {part: measure(part, chosen.data) for part in ([chosen.part] if chosen.part else sorted(PARTS))}
    print(json.dumps(table, indent=1))
    if not chosen.part:
        chosen.out.write_text(json.dumps(table, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
