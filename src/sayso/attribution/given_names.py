"""Whether a given name or a title is mostly a man's or a woman's; nothing is told of names that both bear."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from types import MappingProxyType

__all__ = ["MAN", "WOMAN", "sex_of_name", "sex_of_title"]

MAN, WOMAN = "man", "woman"
_TITLES = MappingProxyType(
    {
        MAN: frozenset(
            "mr mr. sir lord king prince pope father brother spokesman chairman congressman businessman councilman assemblyman "
            "policeman fireman actor husband son uncle widower imam sheikh rabbi".split()
        ),
        WOMAN: frozenset(
            "mrs mrs. ms ms. lady dame queen princess mother sister spokeswoman chairwoman congresswoman businesswoman councilwoman "
            "assemblywoman policewoman actress wife daughter aunt widow first-lady".split()
        ),
    }
)


@cache
def _names() -> Mapping[str, str]:
    data = tomllib.loads(resources.files("sayso.attribution").joinpath("given_names.en.toml").read_text(encoding="utf-8"))
    sexes = ((MAN, frozenset(data["men"].split())), (WOMAN, frozenset(data["women"].split())))
    both = sexes[0][1] & sexes[1][1]
    return MappingProxyType({name: sex for sex, names in sexes for name in names - both})


def sex_of_name(name: str) -> str:
    """Return `man`, `woman` or nothing for a given name; a double name goes by its first part.

    >>> [sex_of_name(name) for name in ("Ilse", "Hans-Peter", "Robin")]
    ['woman', 'man', '']
    """
    lower = name.lower()
    return _names().get(lower) or _names().get(lower.partition("-")[0], "")


def sex_of_title(word: str) -> str:
    """Return `man`, `woman` or nothing for a title or role.

    >>> [sex_of_title(word) for word in ("Mrs.", "spokesman", "envoy")]
    ['woman', 'man', '']
    """
    lower = word.lower()
    return next((sex for sex, titles in _TITLES.items() if lower in titles), "")
