"""When two addresses are one page, so that what was read there on two days is told as two captures of one page.

What tells nothing of the page is left off: scheme, letter case of the host, `www.`, default port, fragment, slash at the end, order of
parameters, and parameters that only say where a reader came from. The list of those is our own and short: a general one (courlan's) also
drops `cid`, `eid` and `uid`, by which some sites tell one article from another, and two articles would pass for one that was changed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

from sayso.model import Article

__all__ = ["captures_by_page", "page_address"]

_TRACKING = re.compile(
    r"(?:utm|mtm|pk|hsa|vero|oly|mc)_\w+|(?:fbc|gc|dc|twc|yc|ttc)lid|msclkid|gclsrc|gbraid|wbraid|igshid|_ga|_gl"
    r"|ref|ref_src|ref_url|referrer|referer|cmpid|smid|ocid|xtor",
    re.IGNORECASE,
)
_LONGEST = 2000
"""Characters of an address that are read; longer ones are no address of a page."""


def page_address(url: str | None) -> str | None:
    """Return an address in the form in which captures of one page are compared, without its scheme; None where it names no page.

    The address of a whole site names no page: what stands there is another article every day.

    >>> page_address("HTTPS://www.Gazette.example:443/Pier/?utm_source=feed&b=2&a=1#top"), page_address("http://gazette.example/Pier?a=1&b=2")
    ('gazette.example/Pier?a=1&b=2', 'gazette.example/Pier?a=1&b=2')
    >>> page_address("https://gazette.example/"), page_address("pier.html"), page_address(None)
    (None, None, None)
    """
    try:
        parts = urlsplit((url or "").strip()[:_LONGEST])
        host, port = (parts.hostname or "").casefold().removeprefix("www."), parts.port
        query = parse_qsl(parts.query, keep_blank_values=True, max_num_fields=200)
    except ValueError:
        return None
    if parts.scheme.casefold() not in {"http", "https"} or not host:
        return None
    path = quote(unquote(parts.path), safe="/:@!$&'()*+,;=~-._").rstrip("/")
    kept = urlencode(sorted((name, value) for name, value in query if not _TRACKING.fullmatch(name)))
    shown = "" if port in {None, 80, 443} else f":{port}"
    return f"{host}{shown}{path}{'?' if kept else ''}{kept}" if path or kept else None


def captures_by_page(articles: Iterable[Article], first_seen: Mapping[str, str]) -> dict[str, tuple[Article, ...]]:
    """Return for each address that was captured more than once its captures, in the order in which the ledger saw them.

    `first_seen` gives the moment for an article's id; of one moment the earlier published goes first, then the smaller id. Pages that give
    two different outlets for one address are no captures of one page.

    >>> pages = [Article(name, name, "", name, url="https://gazette.example/1") for name in "ab"]
    >>> [page.id for page in captures_by_page(pages, {"a": "2031-05-02", "b": "2031-05-01"})["gazette.example/1"]]
    ['b', 'a']
    """
    found: dict[str, list[Article]] = {}
    for article in articles:
        address = page_address(article.url)
        if address:
            found.setdefault(address, []).append(article)
    return {
        address: tuple(sorted(pages, key=lambda page: _moment(page, first_seen)))
        for address, pages in sorted(found.items())
        if len(pages) > 1 and len({page.outlet.casefold() for page in pages if page.outlet}) < 2
    }


def _moment(page: Article, first_seen: Mapping[str, str]) -> tuple[str, str, str]:
    return first_seen.get(page.id, ""), page.published_at or "", page.id
