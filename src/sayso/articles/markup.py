"""Two walks over raw markup in linear time: what it would cost to parse, and the text a reader sees.

A tree is not built here, because building one is what hostile pages make slow: 50,000 attributes on one tag cost the parser 49 s.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass

from sayso.articles.visibility import is_hidden

__all__ = ["Scan", "scan", "visible_text"]

_OPENING = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:-]{0,40})|<!--")
_ATTRIBUTE = re.compile(r"""[\s/]*([^\s=>/"'<][^\s=>/]*)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]*)))?|[\s/]*["'<=]""")
_MOST_COUNTED = 1000
_VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())
# Parsers close these by themselves, so an unclosed one does not nest.
_SELF_CLOSING = frozenset("p li dt dd tr td th option thead tbody tfoot colgroup html head body".split())
_SILENT = frozenset("script style noscript template svg head iframe object select nav footer form button textarea title".split())
_BLOCKS = frozenset(
    "p div br li ul ol h1 h2 h3 h4 h5 h6 section article header main table tr td th blockquote figure figcaption aside dd dt pre hr".split()
)
_RAW = frozenset({"script", "style", "textarea", "title"})


@dataclass(frozen=True, slots=True)
class Scan:
    """What it would cost to parse a page."""

    tags: int
    """How many tags it has."""
    attributes: int
    """Most attributes on one tag, counted up to 1,000."""
    depth: int
    """How deep its tags nest."""


@dataclass(frozen=True, slots=True)
class _Tag:
    """One tag in the markup."""

    start: int
    end: int
    name: str
    closing: bool
    attributes: dict[str, str]
    count: int


def scan(markup: str) -> Scan:
    """Return tags, most attributes on a tag and depth, without building a tree.

    >>> scan("<div><p class='a' id='b'>Oster</p></div>")
    Scan(tags=4, attributes=2, depth=1)
    """
    tags = attributes = depth = deepest = 0
    for tag in _tags(markup):
        tags += 1
        attributes = max(attributes, tag.count)
        if tag.name not in _VOID | _SELF_CLOSING:
            depth = max(0, depth - 1) if tag.closing else depth + 1
            deepest = max(deepest, depth)
    return Scan(tags, attributes, deepest)


def visible_text(markup: str) -> str:
    r"""Return the text that a reader of the page would see, a line for each block; menus, forms and hidden parts left out.

    >>> visible_text("<p>Oster &amp; Norland<p hidden>no</p><script>x</script><div>signed</div>")
    'Oster & Norland\nsigned'
    """
    pieces: list[str] = []
    place, silent, depth = 0, "", 0
    for tag in _tags(markup):
        if not silent:
            pieces.append(html.unescape(markup[place : tag.start]))
            pieces.append("\n" if tag.name in _BLOCKS else "")
            if not tag.closing and _is_silent(tag):
                silent, depth = tag.name, 1
        elif tag.name == silent:
            depth += -1 if tag.closing else 1
            silent = silent if depth else ""
        place = tag.end
    if not silent:
        pieces.append(html.unescape(markup[place:]))
    lines = (" ".join(line.split()) for line in "".join(pieces).split("\n"))
    return "\n".join(line for line in lines if line)


def _is_silent(tag: _Tag) -> bool:
    """Tell whether the text inside a tag is not shown as text of the page."""
    return tag.name not in _VOID and (tag.name in _SILENT or (is_hidden(tag.attributes) and tag.name not in {"html", "body"}))


def _tags(markup: str) -> Iterator[_Tag]:
    """Yield the tags in order; comments and the insides of scripts are passed over."""
    place = 0
    unclosed: set[str] = set()
    while found := _OPENING.search(markup, place):
        if found[0] == "<!--":
            place = _past(markup, found.end(), "-->", unclosed)
            continue
        name, closing = found[2].lower(), bool(found[1])
        attributes, count, end = _attributes(markup, found.end())
        yield _Tag(found.start(), end, name, closing, attributes, count)
        place = _past(markup, end, f"</{name}", unclosed, before=True) if name in _RAW and not closing else end


def _attributes(markup: str, place: int) -> tuple[dict[str, str], int, int]:
    """Return the attributes that matter here, how many there are, and where the tag ends."""
    kept: dict[str, str] = {}
    count = 0
    while count < _MOST_COUNTED and (found := _ATTRIBUTE.match(markup, place)):
        count += 1
        name = (found[1] or "").lower()
        if name in {"style", "hidden", "aria-hidden"}:
            kept.setdefault(name, html.unescape(found[2] or found[3] or found[4] or ""))
        place = found.end()
    close = markup.find(">", place) if count < _MOST_COUNTED else place
    return kept, count, close + 1 if close >= 0 else len(markup)


def _past(markup: str, place: int, mark: str, unclosed: set[str], *, before: bool = False) -> int:
    """Return the end, or start, of the next mark; a mark that is missing once is not looked for again, or time would be squared."""
    found = None if mark in unclosed else re.compile(mark, re.IGNORECASE).search(markup, place)
    if found:
        return found.start() if before else found.end()
    unclosed.add(mark)
    return place
