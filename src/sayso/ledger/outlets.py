"""Who published: news agencies by their reviewed names, outlets by name or domain, so that a citation and a page can be the same outlet.

An outlet is never merged with another because of a name it displays on itself: a domain speaks for itself only through the label that was
registered, so `reuters.example.org` is not the agency.
"""

from __future__ import annotations

import functools
import re
import tomllib
from dataclasses import dataclass
from importlib import resources

from sayso.ledger.speakers import name_key
from sayso.model import Article

__all__ = ["Agency", "agencies", "canonical", "common_owners", "host_of", "is_agency", "outlet_key", "publisher"]

# A name that several sites use, shown with the domain of one of them (`sayso.ledger.identity`): another outlet for each domain.
_SITED = re.compile(r"(.+) \(([^\s()]+\.[^\s()]+)\)")
_SHARED_SUFFIXES = frozenset({"ac", "co", "com", "edu", "gov", "govt", "mil", "net", "or", "org"})


@dataclass(frozen=True, slots=True)
class Agency:
    """A news agency whose copy other outlets run."""

    name: str
    """The name shown."""
    aliases: tuple[str, ...]
    """Other names, as they stand in running text."""
    tags: tuple[str, ...]
    """Short names that count only in a wire tag."""
    domains: tuple[str, ...]
    """Its own sites."""


@functools.cache
def agencies() -> tuple[Agency, ...]:
    """Return the reviewed table of agencies, by name.

    >>> [agency.name for agency in agencies() if "AFP" in agency.aliases]
    ['Agence France-Presse']
    """
    rows = tomllib.loads(resources.files("sayso.ledger").joinpath("agencies.toml").read_text(encoding="utf-8"))["agency"]
    return tuple(
        Agency(row["name"], tuple(row["aliases"]), tuple(row.get("tags", ())), tuple(row["domains"]))
        for row in sorted(rows, key=lambda row: str(row["name"]))
    )


@functools.cache
def common_owners() -> tuple[tuple[str, ...], ...]:
    """Return the reviewed table of outlets with one owner: groups of registrable domains, by the owner's name.

    >>> [group for group in common_owners() if "geo.tv" in group]
    [('geo.tv', 'jang.com.pk', 'thenews.com.pk')]
    """
    rows = tomllib.loads(resources.files("sayso.ledger").joinpath("owners.toml").read_text(encoding="utf-8"))["owner"]
    return tuple(tuple(row["domains"]) for row in sorted(rows, key=lambda row: str(row["name"])))


def host_of(address: str | None) -> str:
    """Return the host of an address in lower case without `www.`, or nothing.

    >>> host_of("https://www.harbourgazette.example/a/1?b=c"), host_of("Harbour Gazette"), host_of(None)
    ('harbourgazette.example', '', '')
    """
    return _domain((address or "").strip().split("?")[0].split("#")[0])


def publisher(article: Article) -> str | None:
    """Return the outlet of an article; a page that calls itself an agency goes by its own address, unless that is the agency's.

    >>> from sayso.model import Article
    >>> publisher(Article("a", "a", "", "", outlet="Reuters", url="https://reuters.example.org/1"))
    'reuters.example.org'
    >>> publisher(Article("a", "a", "", "", outlet="Reuters", url="https://www.reuters.com/1"))
    'Reuters'
    """
    host = host_of(article.url)
    if article.outlet and host and is_agency(article.outlet) and outlet_key(host) != outlet_key(article.outlet):
        return host
    return article.outlet


@functools.cache
def _agency_names() -> dict[str, str]:
    names: dict[str, str] = {}
    for agency in agencies():
        for name in (agency.name, *agency.aliases, *agency.domains):
            names[_domain(name) or name_key(name)] = agency.name
    return names


@functools.lru_cache(maxsize=1 << 16)
def canonical(outlet: str) -> str:
    """Return the agency's own name where `outlet` is one of its names or sites, otherwise the name as it stands.

    >>> canonical("AFP"), canonical("www.reuters.com"), canonical("The Harbour Gazette")
    ('Agence France-Presse', 'Reuters', 'The Harbour Gazette')
    """
    return _agency_names().get(_domain(outlet) or name_key(outlet), outlet.strip())


def is_agency(outlet: str) -> bool:
    """Return whether the words are a name or site of a reviewed agency.

    >>> is_agency("afp.com"), is_agency("The Harbour Gazette")
    (True, False)
    """
    return (_domain(outlet) or name_key(outlet)) in _agency_names()


@functools.lru_cache(maxsize=1 << 16)
def outlet_key(outlet: str) -> str:
    """Return the form in which an outlet's name and its site are equal.

    >>> outlet_key("The Harbour Gazette"), outlet_key("www.harbourgazette.com"), outlet_key("news.harbourgazette.co.uk")
    ('harbourgazette', 'harbourgazette', 'harbourgazette')
    >>> outlet_key("The Harbour Gazette (harbour-gazette.co)")
    'harbourgazette@harbour-gazette.co'
    >>> outlet_key("AP") == outlet_key("apnews.com") == outlet_key("Associated Press")
    True
    """
    if sited := _SITED.fullmatch(outlet):
        return f"{name_key(sited[1])}@{sited[2]}"
    name = canonical(outlet)
    domain = _domain(name)
    return name_key(_registered_label(domain) if domain else name)


def _domain(outlet: str) -> str:
    """Return the host in lower case without `www.`, or nothing where the words are a plain name."""
    host = outlet.strip().casefold().removeprefix("https://").removeprefix("http://").split("/")[0].removeprefix("www.")
    return host if "." in host.strip(".") and not any(letter.isspace() for letter in host) and len(host.split(".")[-1]) > 1 else ""


def _registered_label(domain: str) -> str:
    labels = [label for label in domain.split(".") if label]
    shared = len(labels) > 2 and labels[-2] in _SHARED_SUFFIXES
    return labels[-3] if shared else labels[-2]
