"""Which elements of a page no reader sees, by their own attributes.

Hiding by a style sheet in another file cannot be told here; that limit is documented.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

__all__ = ["is_hidden"]

_COMMENT = re.compile(r"/\*[^*]*\*+(?:[^/*][^*]*\*+)*/")
_ESCAPE = re.compile(r"\\([0-9a-f]{1,6})\s?", re.IGNORECASE)
_LONGEST_STYLE = 5000
_FAR = r"-(?:[1-9]\d{2,}(?:\.\d+)?(?:px|pt|%|vw|vh)?|[1-9]\d+(?:\.\d+)?(?:em|rem|vw|vh|cm|in))"
_NOTHING = r"0*(?:\.0+)?"
_HIDING = re.compile(
    r"(?:^|;)(?:"
    r"display:none|visibility:(?:hidden|collapse)|content-visibility:hidden"
    rf"|opacity:{_NOTHING}%?(?=[;!]|$)"
    rf"|font-size:(?:{_NOTHING}(?:px|pt|em|rem|%)?|0*[12]?(?:\.\d+)?px|0*1?(?:\.\d+)?pt|0*\.[01]\d*r?em)(?=[;!]|$)"
    rf"|(?:left|top|right|bottom|text-indent|margin(?:-left|-top|-right)?):{_FAR}"
    rf"|transform:(?:scale[xy]?\({_NOTHING}\)|translate[xy]?\({_FAR})"
    r"|clip:rect\((?:0|1px)|clip-path:(?:inset\((?:50|100)%|circle\(0)"
    r"|color:transparent|color:rgba\([^)]*,0(?:\.0+)?\)"
    r")"
)
_NO_ROOM = re.compile(r"(?:^|;)(?:max-)?(?:height|width):(?:0|1)(?:px)?(?=[;!]|$)")
_COLOUR = re.compile(r"(?:^|;)color:([^;!]+)")
_BACKGROUND = re.compile(r"(?:^|;)background(?:-color)?:([^;!]+)")
_WHITE = frozenset({"white", "#fff", "#ffffff", "rgb(255,255,255)"})


def is_hidden(attributes: Mapping[str, str | None]) -> bool:
    """Tell whether an element with these attributes hides its text.

    >>> is_hidden({"style": "position:absolute; left: -9999px"}), is_hidden({"style": "color: red"})
    (True, False)
    """
    if "hidden" in attributes or (attributes.get("aria-hidden") or "").strip().lower() == "true":
        return True
    style = _plain(attributes.get("style") or "")
    if not style:
        return False
    return bool(_HIDING.search(style)) or _is_squeezed(style) or _is_same_colour(style)


def _plain(style: str) -> str:
    """Return a style without comments, escapes and white space, in lower case."""
    style = _ESCAPE.sub(_unescape, _COMMENT.sub("", style[:_LONGEST_STYLE]))
    return "".join(style.split()).lower()


def _unescape(found: re.Match[str]) -> str:
    """Return the character of a style escape."""
    code = int(found[1], 16)
    return chr(code) if code < 0x110000 else ""


def _is_squeezed(style: str) -> bool:
    """Tell whether a box of no size cuts off its text."""
    return "overflow:hidden" in style and bool(_NO_ROOM.search(style))


def _is_same_colour(style: str) -> bool:
    """Tell whether the text has the colour of its own background."""
    colour, background = _COLOUR.search(style), _BACKGROUND.search(style)
    if not colour or not background:
        return False
    return colour[1] == background[1] or {colour[1], background[1]} <= _WHITE
