"""What a person wants watched: an OPML file as feed readers export it, or a plain list with one address a line."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from lxml import etree

from sayso.errors import UsageError

__all__ = ["WatchList", "addresses_in", "read_list"]

_LARGEST = 10_000_000
_MOST = 20_000
_OPML = re.compile(rb"\s*(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]{0,200}\?>\s*)?(?:<!--.{0,2000}?-->\s*)*<opml\b", re.IGNORECASE | re.DOTALL)
_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)


class WatchList:
    """A list that is read anew for each round, so that it can be edited meanwhile; a slip in it is told and the last good one stays.

    Raises `UsageError` where it cannot be read at the start.
    """

    def __init__(self, path: Path, say: Callable[[str], None]) -> None:
        self._path = path
        self._say = say
        self._last = read_list(path)

    def __call__(self) -> tuple[str, ...]:
        """Return the addresses as they stand in the file."""
        try:
            self._last = read_list(self._path)
        except UsageError as error:
            self._say(f"  {error}; going on with the {len(self._last)} addresses read before")
        return self._last


def read_list(path: Path) -> tuple[str, ...]:
    """Return the addresses of a watch list, in its order, each once. Raises `UsageError` where there is none.

    >>> read_list(Path("no-such-list.txt"))
    Traceback (most recent call last):
    ...
    sayso.errors.UsageError: no-such-list.txt cannot be read (No such file or directory); give an OPML file or one address a line
    """
    try:
        with path.open("rb") as stream:
            data = stream.read(_LARGEST + 1)
    except OSError as error:
        message = f"{path} cannot be read ({error.strerror}); give an OPML file or one address a line"
        raise UsageError(message) from error
    if len(data) > _LARGEST:
        raise UsageError(f"{path} is larger than {_LARGEST // 1_000_000} MB; give an OPML file or one address a line")
    found = addresses_in(data)
    if not found:
        raise UsageError(f"{path} names no address; give an OPML file or one address a line")
    return found


def addresses_in(data: bytes) -> tuple[str, ...]:
    r"""Return the addresses in the bytes of a watch list; in a plain list, lines that start with `#` are remarks.

    >>> addresses_in(b"# papers\nhttps://gazette.example/feed\n\nhttps://echo.example/page\n")
    ('https://gazette.example/feed', 'https://echo.example/page')
    >>> addresses_in(b'<opml version="2.0"><body><outline text="A"><outline xmlUrl="https://echo.example/rss"/></outline></body></opml>')
    ('https://echo.example/rss',)
    """
    found = _outlines(data) if _OPML.match(data) else _lines(data)
    return tuple(dict.fromkeys(found))[:_MOST]


def _lines(data: bytes) -> list[str]:
    lines = (line.strip() for line in data.decode("utf-8-sig", "replace").splitlines())
    return [line if _ADDRESS.match(line) else f"https://{line}" for line in lines if line and not line.startswith("#")]


def _outlines(data: bytes) -> list[str]:
    """Return the feeds of an outline, also of one that is not well formed; entities stay as they are and nothing is loaded."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=True)
    tree = etree.fromstring(data, parser)
    outlines = () if tree is None else tree.iter("outline")
    return [address for outline in outlines if (address := (outline.get("xmlUrl") or outline.get("xmlurl") or "").strip())]
