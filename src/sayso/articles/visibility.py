"""Which elements of a page no reader sees, by their own attributes and by the style sheets inside the page.

Hiding by a style sheet in another file cannot be told here; that limit is documented.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

__all__ = ["is_hidden", "is_white_on_page", "styled"]

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
    r"|color:(?:transparent|(?:rgba?|hsla?)\([^)]*[,/]0(?:\.0+)?%?\)|#[0-9a-f]{6}00(?![0-9a-f])|#[0-9a-f]{3}0(?![0-9a-f]))(?!.*background-clip:text)"
    r")"
)
_NO_ROOM = re.compile(r"(?:^|;)(?:max-)?(?:height|width):(?:0|1)(?:px)?(?=[;!]|$)")
_COLOUR = re.compile(r"(?:^|;)color:([^;!]+)")
_BACKGROUND = re.compile(r"(?:^|;)background(?:-color)?:([^;!]+)")
_WHITE = frozenset({"white", "#fff", "#ffffff", "#fefefe", "rgb(255,255,255)", "rgba(255,255,255,1)"})
_NO_GROUND = frozenset({"none", "transparent", "inherit", "initial"})


def is_hidden(attributes: Mapping[str, str | None], sheet: str = "") -> bool:
    """Tell whether an element with these attributes hides its text; `sheet` is what the page's style sheets declare for it.

    >>> is_hidden({"style": "position:absolute; left: -9999px"}), is_hidden({"style": "color: red"})
    (True, False)
    >>> is_hidden({}, sheet="display: none"), is_hidden({"style": "display: block"}, sheet="display: none")
    (True, False)
    """
    if "hidden" in attributes or (attributes.get("aria-hidden") or "").strip().lower() == "true":
        return True
    style = styled(attributes, sheet)
    if not style:
        return False
    return bool(_HIDING.search(style)) or _is_squeezed(style) or _is_same_colour(style)


def styled(attributes: Mapping[str, str | None], sheet: str = "") -> str:
    """Return the declarations that hold for an element in plain form: each property once, as sheet and own style leave it.

    >>> styled({"style": "Color : RED"}, sheet="color: blue; top: 0 !important")
    'color:red;top:0!important'
    """
    if not sheet and not attributes.get("style"):
        return ""
    usual: dict[str, str] = {}
    strong: dict[str, str] = {}
    for declaration in (_plain(sheet) + ";" + _plain(attributes.get("style") or "")).split(";"):
        name, _, value = declaration.partition(":")
        if value:
            (strong if value.endswith("!important") else usual)[name] = value
    return ";".join(f"{name}:{value}" for name, value in (usual | strong).items())


def is_white_on_page(style: str, around: Iterable[str]) -> bool:
    """Tell whether white text stands on the page's own white: `around` are the plain styles of the elements around it.

    >>> is_white_on_page("color:#fff", ["margin:0"]), is_white_on_page("color:#fff", ["background:navy"])
    (True, False)
    """
    colour = _COLOUR.search(style)
    if not colour or colour[1].removesuffix("!important") not in _WHITE:
        return False
    grounds = (found for each in (style, *around) for found in re.findall(r"(?:^|;)background[a-z-]*:([^;!]+)", each))
    return all(ground in _WHITE | _NO_GROUND for ground in grounds)


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
