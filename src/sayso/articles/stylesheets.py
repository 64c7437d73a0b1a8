"""What the style sheets inside a page itself say about an element, as far as it may hide text.

Only `<style>` elements are read: a sheet in another file is not fetched, which is a documented limit. Of a sheet only plain selectors
count (tags, classes, ids, and descent from such), with the cascade's order of specificity and place; rules inside `@media` count where
they hold for screens. Whatever else a sheet says is passed over.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from lxml.html import HtmlElement

__all__ = ["Sheet", "read_sheet"]

_LONGEST = 500_000
_MOST_RULES = 5_000
_DEEPEST_SELECTOR = 6
_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
_BLOCK = re.compile(r"([^{}]*)([{}])")
_SCREEN = re.compile(r"@media\s+(?:all|screen|only\s+screen|not\s+print)\s*\Z", re.IGNORECASE)
_COMPOUND = re.compile(r"(?:[a-z][a-z0-9]*)?(?:[.#][\w-]+)*\Z", re.IGNORECASE)
_PART = re.compile(r"([.#]?)([\w-]+)")
# Properties that can hide; rules without one of them are not kept.
_PROPERTIES = re.compile(
    r"(?:^|;)\s*(?:display|visibility|content-visibility|opacity|font-size|font|position|left|top|right|bottom|text-indent|margin[\w-]*"
    r"|transform|clip|clip-path|color|background[\w-]*|overflow[\w-]*|(?:max-)?(?:height|width))\s*:",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Compound:
    """One step of a selector: the tag, classes and ids that an element must have, and whether it must be the parent of the step before."""

    tag: str
    classes: frozenset[str]
    ids: frozenset[str]
    parent: bool = False

    def fits(self, tag: str, classes: frozenset[str], identifier: str) -> bool:
        """Tell whether an element has all that the step asks for."""
        return self.tag in {"", tag} and self.classes <= classes and self.ids <= {identifier}


@dataclass(frozen=True, slots=True)
class _Rule:
    """A selector, innermost step first, with what it declares and its rank in the cascade."""

    steps: tuple[_Compound, ...]
    style: str
    rank: tuple[int, int, int, int]
    """Ids, classes and tags that the selector names, and its place."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """The rules of a page's own style sheets that may hide text, by what the innermost step asks for."""

    rules: Mapping[str, tuple[_Rule, ...]]
    """Rules by `#id`, `.class` or tag of their innermost step."""

    def style_of(self, element: HtmlElement) -> str:
        """Return the declarations that hold for an element, strongest last, so that a later one overrides; inline style not included.

        >>> from lxml.html import document_fromstring
        >>> page = document_fromstring("<style>.a {display:none} p.a {display:block}</style><p class='a'>Oster</p>")
        >>> read_sheet(page).style_of(page.find(".//p"))
        'display:none;display:block'
        """
        if not self.rules:
            return ""
        classes = frozenset((element.get("class") or "").split())
        keys = [f".{name}" for name in classes]
        keys += [f"#{element.get('id')}", str(element.tag)]
        found = {rule for key in keys for rule in self.rules.get(key, ()) if _fits(rule, element)}
        return ";".join(rule.style for rule in sorted(found, key=lambda rule: rule.rank))


def read_sheet(tree: HtmlElement) -> Sheet:
    """Return the rules of all `<style>` elements of a page.

    >>> from lxml.html import document_fromstring
    >>> sorted(read_sheet(document_fromstring("<style>.note, #aside {display: none} p {margin: 0} b {font: x}</style><p>a</p>")).rules)
    ['#aside', '.note', 'b', 'p']
    """
    text = "\n".join(element.text or "" for element in tree.iter("style"))[:_LONGEST]
    rules: dict[str, list[_Rule]] = {}
    for place, (selectors, style) in enumerate(_blocks(_COMMENT.sub("", text))):
        if place >= _MOST_RULES:
            break
        for rule in _rules(selectors, style, place):
            rules.setdefault(_key(rule.steps[0]), []).append(rule)
    return Sheet({key: tuple(found) for key, found in rules.items()})


def _blocks(text: str) -> Iterator[tuple[str, str]]:
    """Yield the rules that hold on a screen and may hide, as (selectors, declarations)."""
    groups: list[bool] = []
    opened: str | None = None
    for found in _BLOCK.finditer(text):
        before, brace = found[1], found[2]
        if brace == "{":
            if opened is not None:
                groups.append(bool(_SCREEN.match(opened)))
            opened = before.rsplit(";", 1)[-1].strip()
        elif opened is not None:
            if opened and not opened.startswith("@") and all(groups) and _PROPERTIES.search(before):
                yield opened, before.strip().rstrip(";")
            opened = None
        elif groups:
            groups.pop()


def _rules(selectors: str, style: str, place: int) -> Iterator[_Rule]:
    """Yield one rule for each selector of a list that is made of plain steps."""
    for selector in selectors.split(",")[:200]:
        parts = selector.replace(">", " > ").split()
        names = [part for part in parts if part != ">"]
        if not 1 <= len(names) <= _DEEPEST_SELECTOR or parts[-1] == ">" or not all(_COMPOUND.match(part) for part in names):
            continue
        steps = tuple(reversed(list(_steps(parts))))
        counts = (sum(len(step.ids) for step in steps), sum(len(step.classes) for step in steps), sum(bool(step.tag) for step in steps))
        yield _Rule(steps, style, (*counts, place))


def _steps(parts: Sequence[str]) -> Iterator[_Compound]:
    """Yield the steps of a selector from left to right; a step before `>` must be the parent of the one behind."""
    for part, following in itertools.zip_longest(parts, parts[1:], fillvalue=""):
        if part != ">":
            found = _PART.findall(part)
            tag = "".join(name for mark, name in found if not mark).lower()
            classes, ids = (frozenset(name for mark, name in found if mark == wanted) for wanted in ".#")
            yield _Compound(tag, classes, ids, parent=following == ">")


def _key(step: _Compound) -> str:
    """Return under which key the rules of an innermost step are looked up."""
    for mark, names in (("#", step.ids), (".", step.classes)):
        if names:
            return f"{mark}{min(names)}"
    return step.tag


def _fits(rule: _Rule, element: HtmlElement) -> bool:
    """Tell whether an element and those around it are what the selector asks for."""
    return _matches(rule.steps[0], element) and (len(rule.steps) == 1 or _descends(rule.steps[1:], element.iterancestors()))


def _descends(steps: Sequence[_Compound], ancestors: Iterable[HtmlElement]) -> bool:
    """Tell whether the ancestors, nearest first, hold the steps in order."""
    place = 0
    for ancestor in ancestors:
        if _matches(steps[place], ancestor):
            place += 1
            if place == len(steps):
                return True
        elif steps[place].parent:
            return False
    return False


def _matches(step: _Compound, element: HtmlElement) -> bool:
    """Tell whether one element is what one step asks for."""
    return step.fits(str(element.tag), frozenset((element.get("class") or "").split()), element.get("id") or "")
