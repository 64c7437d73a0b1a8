"""What must be known of a page before any parser sees it: a tag too long for it, and images written into it.

Both are found in one pass of a compiled pattern, at some 100 MB a second, so that the check costs next to nothing. Tags, attributes and
depth are counted by `sayso.articles.markup.scan`.
"""

from __future__ import annotations

import re

__all__ = ["LONGEST_TAG", "lighten", "longest_tag"]

LONGEST_TAG = 65_536
"""Code points in a tag, images written into it left out; the longest of 1,171 pages of two public sets of news pages is well below."""
_TAG = re.compile(r"<[a-zA-Z!/?][^<>]*")
_LONG_TAG = re.compile(rf"<[a-zA-Z!/?][^<>]{{{LONGEST_TAG},}}")
# Pages saved as one file carry their pictures and fonts in their tags and styles: megabytes that hold no word.
_DATA_ADDRESS = re.compile(r"data:[a-zA-Z0-9.+/;=-]{0,120}(?:;base64)?,[a-zA-Z0-9+/=%_.~!*'();:@&$-]{200,}")


def lighten(markup: str) -> str:
    """Return the page with long `data:` addresses emptied; what a reader sees stays.

    >>> lighten('<img src="data:image/png;base64,' + "A" * 300 + '" alt="Pier">')
    '<img src="data:," alt="Pier">'
    """
    return _DATA_ADDRESS.sub("data:,", markup) if "data:" in markup else markup


def longest_tag(markup: str) -> int:
    """Return the length of the longest tag if that is more than a page needs, else 0.

    >>> longest_tag("<p>Oster</p>"), longest_tag("<p " + "a" * 70_000 + ">")
    (0, 70003)
    """
    return max((len(found[0]) for found in _LONG_TAG.finditer(markup)), default=0)
