"""Removes from a page's tree what no reader sees: hidden elements, scripts, and what stands in for them.

Some pages call the whole page `aria-hidden` while a notice lies over it. Readers see it all the same, so that mark counts only on parts.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml.etree import iterwalk
from lxml.html import HtmlElement

from sayso.articles.stylesheets import Sheet, read_sheet
from sayso.articles.visibility import is_hidden, is_white_on_page, styled

__all__ = ["remove_unseen"]

_KEPT = frozenset({"html", "body", "head"})
# Shown only where scripts, frames or players do not work, or not at all.
_STAND_INS = frozenset("template noscript datalist object iframe audio video canvas noframes noembed".split())


def remove_unseen(tree: HtmlElement) -> int:
    """Drop what no reader sees from the tree, and scripts and style sheets; return how many words were hidden.

    >>> from lxml.html import document_fromstring
    >>> page = document_fromstring("<p>Oster</p><p hidden>has signed</p><script>var a</script>")
    >>> remove_unseen(page), page.text_content()
    (2, 'Oster')
    """
    sheet = read_sheet(tree)
    linked = any("stylesheet" in (link.get("rel") or "").lower() for link in tree.iter("link"))
    words = _words(tree)
    count = 0
    for element in list(_unseen(tree, sheet, words, plain=not linked)):
        count += 0 if element.tag in {"script", "style"} else _words(element)
        element.drop_tree()
    return count


def _unseen(tree: HtmlElement, sheet: Sheet, words: int, *, plain: bool) -> Iterator[HtmlElement]:
    """Yield the outermost elements that no reader sees; `plain` pages have no style sheet elsewhere."""
    walk = iterwalk(tree, events=("start",))
    for _, element in walk:
        if not isinstance(element.tag, str) or element.tag in _KEPT or element.getparent() is None:
            continue
        if element.tag in {"script", "style"} or element.tag in _STAND_INS or _hides(element, sheet, words, plain=plain):
            walk.skip_subtree()
            yield element


def _hides(element: HtmlElement, sheet: Sheet, words: int, *, plain: bool) -> bool:
    """Tell whether an element's own attributes or the page's style sheets hide it."""
    attributes = dict(element.attrib)
    if not attributes and not sheet.rules and element.tag != "dialog":
        return False
    if (attributes.get("aria-hidden") or "").strip().lower() == "true" and 2 * _words(element) > words:
        attributes.pop("aria-hidden")
    declared = sheet.style_of(element)
    if element.tag == "dialog" and "open" not in attributes:
        return True
    if is_hidden(attributes, declared):
        return True
    own = styled(attributes, declared) or _font_colour(element)
    return plain and "color:" in own and is_white_on_page(own, (_ground(each, sheet) for each in element.iterancestors()))


def _font_colour(element: HtmlElement) -> str:
    """Return the colour of an old `font` element as a style."""
    return f"color:{(element.get('color') or '').strip().lower()}" if element.tag == "font" else ""


def _ground(element: HtmlElement, sheet: Sheet) -> str:
    """Return the style of an element around, with an old background colour."""
    old = (element.get("bgcolor") or "").strip().lower()
    return styled(dict(element.attrib), sheet.style_of(element)) + (f";background:{old}" if old else "")


def _words(element: HtmlElement) -> int:
    return len(element.text_content().split())
