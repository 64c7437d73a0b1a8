"""Tables that only lay a page out, as was usual once: made boxes, so that the article is not taken for a table of figures."""

from __future__ import annotations

from lxml.html import HtmlElement

__all__ = ["unlay"]

_FEWEST_WORDS = 25
"""Words in one paragraph or cell that no table of figures has, twice: cells of figures in the made pages have up to 12."""
_PARTS = ("thead", "tbody", "tfoot", "tr", "td", "th")


def unlay(tree: HtmlElement) -> None:
    """Make the tables of a page boxes that hold its headline or running text.

    >>> from lxml.html import document_fromstring, tostring
    >>> page = document_fromstring("<table><tr><td><h1>Oster signs</h1></td></tr></table><table><tr><td>410</td></tr></table>")
    >>> unlay(page)
    >>> [element.tag for element in page.find("body")]
    ['div', 'table']
    """
    for table in [table for table in tree.iter("table") if _lays_out(table)]:
        for part in [table, *_own_parts(table)]:
            part.tag = "div"


def _lays_out(table: HtmlElement) -> bool:
    """Tell whether a table holds the headline, or two long runs of text."""
    if next(table.iter("h1"), None) is not None:
        return True
    runs = (part.text_content() if part.tag == "p" else part.text or "" for part in table.iter("p", "td"))
    return sum(len(run.split()) >= _FEWEST_WORDS for run in runs) >= 2


def _own_parts(table: HtmlElement) -> list[HtmlElement]:
    """Return rows and cells of a table, but not those of tables inside it."""
    return [part for part in table.iter(*_PARTS) if next(part.iterancestors("table"), table) is table]
