"""Which outlet a page is of, over the whole pile: a name belongs to one registrable domain, and a second site that uses it stays another.

A page writes its own name, so a site called after another would otherwise be taken for it and speak for it. Where several domains use one
name, only the one that the name is the registered label of keeps it; an agency's name only the agency's own sites keep. Every other is
shown with its domain. They may still be one house, so the low end of origins joins them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from sayso.domains import registrable_domain
from sayso.ledger.outlets import is_agency, outlet_key
from sayso.model import Article

__all__ = ["identified", "lookalikes"]


def identified(articles: Iterable[Article]) -> tuple[Article, ...]:
    """Return the articles in the same order, outlets whose name another site has a better claim to shown with their domain.

    >>> pages = [Article(site, site, "", "", outlet="Far Post", url=f"https://{site}/1") for site in ("farpost.example", "far-post.co")]
    >>> [page.outlet for page in identified(pages)]
    ['Far Post (farpost.example)', 'Far Post (far-post.co)']
    >>> [page.outlet for page in identified(pages[:1])]
    ['Far Post']
    """
    pages = tuple(articles)
    keepers = {key: _keepers(key, domains) for key, domains in _claimants(pages).items()}
    return tuple(_named(page, keepers) for page in pages)


def lookalikes(articles: Iterable[Article]) -> tuple[tuple[str, ...], ...]:
    """Return the groups of outlets, as `identified` leaves them, that go by one name: they may be one house.

    >>> pages = [Article(site, site, "", "", outlet="Far Post", url=f"https://{site}/1") for site in ("farpost.example", "far-post.co")]
    >>> lookalikes(identified(pages))
    (('Far Post (far-post.co)', 'Far Post (farpost.example)'),)
    """
    groups: dict[str, set[str]] = {}
    for page in articles:
        domain = registrable_domain(page.url)
        if page.outlet:
            name = page.outlet.removesuffix(f" ({domain})") if domain else page.outlet
            groups.setdefault(outlet_key(name), set()).add(page.outlet)
    shown = (tuple(sorted(names)) for key, names in sorted(groups.items()) if key)
    return tuple(names for names in shown if len({outlet_key(name) for name in names}) > 1)


def _claimants(pages: Iterable[Article]) -> dict[str, set[str]]:
    """Return for each name the domains of the pages that go by it."""
    found: dict[str, set[str]] = {}
    for page in pages:
        domain = registrable_domain(page.url)
        if page.outlet and domain:
            found.setdefault(outlet_key(page.outlet), set()).add(domain)
    return found


def _keepers(key: str, domains: set[str]) -> frozenset[str]:
    """Return the domains that keep a name: an agency's own; else the only one; else the only one whose label is the name."""
    agency = {domain for domain in domains if is_agency(domain)}
    if agency or is_agency(key):
        return frozenset(agency)
    labelled = {domain for domain in domains if outlet_key(domain) == key}
    return frozenset(domains) if len(domains) == 1 else frozenset(labelled) if len(labelled) == 1 else frozenset()


def _named(page: Article, keepers: Mapping[str, frozenset[str]]) -> Article:
    domain = registrable_domain(page.url)
    if not page.outlet or not domain or domain in keepers[outlet_key(page.outlet)]:
        return page
    name = page.outlet if "." not in page.outlet else domain.split(".")[0]
    return replace(page, outlet=f"{name} ({domain})")
