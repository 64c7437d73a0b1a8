"""Whose site an address is: the registrable domain, which alone identifies an outlet, and what is odd about its letters.

The public suffix list comes with `courlan` (through `tld`) and is read from there; nothing is fetched. A page's own name for itself is
never identity: anybody can write `og:site_name`.
"""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import urlsplit

from courlan import extract_domain

__all__ = ["mixed_scripts", "registrable_domain"]

# Hosts whose first label is chosen by whoever writes there; the public suffix list has many more of their kind.
_SHARED_HOSTS = frozenset(
    "wordpress.com substack.com tumblr.com livejournal.com over-blog.com weebly.com wixsite.com medium.com typepad.com ghost.io".split()
)
# Letters of other scripts that look like Latin ones in most typefaces (Unicode's confusables.txt, the lower-case letters of domains).
_LOOKALIKES = frozenset("аеорсухіјѕһԁӏԛԝьгпꮃɡɩοανρυιτκ")


def registrable_domain(address: str | None) -> str | None:
    """Return the registrable domain of an address in lower case and, for letters beyond ASCII, in punycode; None where there is no host.

    >>> registrable_domain("https://www.news.gazette.co.uk/a"), registrable_domain("https://oster.wordpress.com/1")
    ('gazette.co.uk', 'oster.wordpress.com')
    >>> registrable_domain("https://gаzette.example/1"), registrable_domain("Harbour Gazette")
    ('xn--gzette-3nf.example', None)
    """
    host = _host(address)
    if not host:
        return None
    known = extract_domain(f"https://{host}/")
    domain = str(known) if known and host.endswith(str(known)) else ".".join(host.split(".")[-2:])
    if domain in _SHARED_HOSTS and host != domain and not host.startswith("www."):
        return ".".join(host.split(".")[-3:])
    return domain


def mixed_scripts(name: str) -> bool:
    """Tell whether a word of a name or host has letters of two scripts; of a host under a Latin ending also whether all pass for Latin.

    >>> mixed_scripts("Harbour Gazette"), mixed_scripts("H\N{CYRILLIC SMALL LETTER A}rbour"), mixed_scripts("xn--gzette-3nf.example")
    (False, True, True)
    """
    words = re.findall(r"[^\W\d_]+", ".".join(_shown(label) for label in name.split(".")))
    is_host = " " not in name and bool(re.search(r"\.[a-z]{2,}\Z", name))
    return any(_is_mixed(word, is_host) for word in words)


def _host(address: str | None) -> str:
    """Return the host of a web address in ASCII letters, or nothing."""
    try:
        parts = urlsplit((address or "").strip())
        host = (parts.hostname or "").strip(".") if parts.scheme.lower() in {"http", "https"} else ""
    except ValueError:
        return ""
    try:
        return host.encode("idna").decode("ascii").lower()
    except UnicodeError:
        return host.lower()


def _shown(label: str) -> str:
    """Return a label of a host with its own letters."""
    try:
        return label.encode("ascii").decode("idna") if label.lower().startswith("xn--") else label
    except UnicodeError:
        return label


def _is_mixed(word: str, is_host: bool) -> bool:
    scripts = {unicodedata.name(letter, "?").split()[0] for letter in word}
    if len(scripts & {"LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE"}) > 1:
        return True
    return is_host and "LATIN" not in scripts and set(word.lower()) <= _LOOKALIKES
