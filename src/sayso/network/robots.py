"""What a site asks of robots in its robots.txt, read as RFC 9309 says.

The reader of the standard library takes the first rule that fits and no wildcards; since 2022 the standard says that the longest rule wins
and that `*` and `$` mean something, and sites are written for that. Source: https://www.rfc-editor.org/rfc/rfc9309
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote, unquote_to_bytes

__all__ = ["EVERYTHING", "NOTHING", "Robots", "read_robots"]

_LARGEST = 512_000
_MOST_RULES = 10_000
_LINE = re.compile(r"\s*([A-Za-z-]+)\s*:\s*([^#]*?)\s*(?:#.*)?")
_NUMBER = re.compile(r"\d{1,5}(?:\.\d{1,3})?")
_KEPT = "/?&=:;,@!$'()*+~%-._[]"


@dataclass(frozen=True, slots=True)
class Robots:
    """The rules of one site for us."""

    rules: tuple[tuple[bool, str], ...] = ()
    """(allowed, path pattern)."""
    delay: float = 0.0
    """Seconds that the site asks to wait between requests."""

    def allows(self, path: str) -> bool:
        r"""Tell whether a path with its query may be read; the longest rule that fits decides, and at equal length the kinder one.

        >>> read_robots(b"User-agent: *\nDisallow: /a\nAllow: /a/open").allows("/a/open/1")
        True
        """
        if path.split("?", 1)[0] == "/robots.txt":
            return True
        wanted = _written_alike(path)
        fitting = [(len(pattern), allowed) for allowed, pattern in self.rules if _fits(pattern, wanted)]
        return max(fitting, default=(0, True))[1]


EVERYTHING = Robots()
"""The rules of a site that has none."""
NOTHING = Robots(((False, "/"),))
"""The rules of a site whose rules cannot be had at the moment."""


def read_robots(data: bytes, agent: str = "sayso") -> Robots:
    r"""Return the rules for `agent`, or else those for everybody; what is beyond 500 kB is not read.

    >>> rules = read_robots(b"User-agent: other\nDisallow: /\n\nUser-agent: sayso\nCrawl-delay: 5\nDisallow: /*.pdf$")
    >>> rules.allows("/a.pdf"), rules.allows("/a.pdf?x"), rules.delay
    (False, True, 5.0)
    """
    ours: list[tuple[str, str]] = []
    everybody: list[tuple[str, str]] = []
    named: list[str] = []
    found, in_rules = False, False
    for key, value in _lines(data):
        if key == "user-agent":
            named = [*([] if in_rules else named), value.split("/")[0].strip().lower()]
            found, in_rules = found or agent in named, False
            continue
        in_rules = True
        (ours if agent in named else everybody if "*" in named else []).append((key, value))
    return _rules(ours if found else everybody)


def _lines(data: bytes) -> Iterator[tuple[str, str]]:
    """Yield the lines that say something we know."""
    text = data[:_LARGEST].decode("utf-8-sig", "replace")
    for line in text.splitlines():
        known = _LINE.fullmatch(line[:4_000])
        if known and known[1].lower() in {"user-agent", "allow", "disallow", "crawl-delay"}:
            yield known[1].lower(), known[2]


def _rules(lines: list[tuple[str, str]]) -> Robots:
    """Return the rules of a group; an empty pattern says nothing."""
    rules = tuple((key == "allow", _written_alike(value)) for key, value in lines if key in {"allow", "disallow"} and value)
    delays = [float(value) for key, value in lines if key == "crawl-delay" and _NUMBER.fullmatch(value)]
    return Robots(rules[:_MOST_RULES], max(delays, default=0.0))


def _written_alike(path: str) -> str:
    """Return a path with the same signs written out everywhere, so that `/%7Ea` and `/~a` are one."""
    kept = re.sub(r"%(2[fFaA]|3[fF]|24|25)", lambda found: f"%25{found[1].upper()}", path)
    return quote(unquote_to_bytes(kept), safe=_KEPT)


def _fits(pattern: str, path: str) -> bool:
    """Tell whether a pattern fits the start of a path; piece by piece, since a regular expression could take for ever."""
    ends = pattern.endswith("$")
    first, *pieces = (pattern[:-1] if ends else pattern).split("*")
    if not path.startswith(first):
        return False
    place = len(first)
    for piece in pieces[:-1] if ends else pieces:
        place = path.find(piece, place)
        if place < 0:
            return False
        place += len(piece)
    if not ends:
        return True
    return path.endswith(pieces[-1]) and len(path) - len(pieces[-1]) >= place if pieces else place == len(path)
