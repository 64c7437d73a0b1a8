"""By which names texts call a party: its own, a state's other words, an acronym, a surname, a short form, the kind of body that it is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from sayso.countries import aliases as country_aliases
from sayso.countries import find as find_country

__all__ = ["BODIES", "kind_of", "office_of", "party_names", "pattern_of"]

_ACRONYM = re.compile(r"((?:[A-Z][\w’'-]+(?: (?:of|the|and|for|in))? ){1,6}[A-Z]?[\w’'-]*)\s?\(([A-Z][A-Za-z]{1,7})\)")
BODIES = frozenset(
    "ministry department office council police company firm corporation bank club union agency authority university college "
    "school hospital clinic group party government court commission committee federation association institute foundation "
    "museum zoo airline carrier team church diocese chancery board army navy administration campaign league insurer studio "
    "operator maker".split()
)
"""Kinds of body. The table of the attribution stage is another stage's, and has words such as "house" that end names."""
_NO_KIND = frozenset("family friends people group man woman president minister".split())
"""Not the name of one body wherever it stands."""
_ALONE = "[a-z]+"
_IN_PLACE = r"(?<!stake )(?<!shares )(?<!confidence )(?<!interest )\b(?:in|near|outside) "
"""A place stands behind these; a company may behind "from" and "at"."""
_DEPARTMENT = re.compile(r"\b([a-z]+) minist(?:ry|er)\b|\bminist(?:ry|er) (?:of|for) (?:the )?([a-z]+)\b")
_NO_DEPARTMENT = frozenset("prime deputy former first the a his her its their our acting new old junior senior government state".split())
_TITLE = re.compile(r"\b(prime minister|archbishop|bishop|king|queen|emir|sultan|mayor|governor|chancellor|premier|president|pope|abbot)\b")
_SMALL_WORDS = frozenset("of the and for in".split())


def party_names(party: str, texts: Sequence[str] = ()) -> tuple[str, ...]:
    """Return every name that stands for a party: its own, a country's other words, acronyms spelt out in the texts, a surname.

    >>> party_names("Department of Works", ["the Department of Works (DOW) said"])
    ('Department of Works', 'DOW')
    """
    own = [part.strip() for part in re.split(r"\s*[/;]\s*", party) if part.strip()]
    names = list(own)
    for name in own:
        names.extend(country_aliases(name))
        names.extend(_surname(name))
    names.extend(_acronyms(own, texts))
    names.extend(short for name in own if (short := _short(name, texts)))
    return tuple(dict.fromkeys(names))


def _short(name: str, texts: Sequence[str]) -> str | None:
    """Return the first word of an organisation's name where the texts call it so: "Belcor" for Belcor Colours.

    Not where that word is a place's ("in Oster" for Oster Council), a common word, or the first of other names.
    """
    first, _, rest = name.partition(" ")
    if not rest[:1].isupper() or len(first) < 4 or not first[0].isupper() or find_country(first) or country_aliases(name):
        return None
    alone = re.compile(rf"(?<![\w-]){re.escape(first)}(?:['’]s)? (?:{_ALONE})\b")
    common = "|".join(re.escape(word) for word in {first.lower(), first.upper()} - {first})
    other = re.compile(rf"{_IN_PLACE}{re.escape(first)}\b(?! {re.escape(rest.split()[0])})|\b(?:{common})\b")
    return first if any(alone.search(text) for text in texts) and not any(other.search(text) for text in texts) else None


def _surname(name: str) -> list[str]:
    """Return the last word of a name of two or three capitalised words; organisations of such names answer to it as well.

    Not where it is the kind of body: "Ministry" alone is no name of one ministry (`kind_of`).
    """
    words = name.split()
    if words and words[-1].lower() in BODIES:
        return []
    capital = all(word[:1].isupper() for word in words)
    return [words[-1]] if 2 <= len(words) <= 3 and capital and len(words[-1]) > 4 and not country_aliases(name) else []


def _acronyms(own: Sequence[str], texts: Iterable[str]) -> list[str]:
    found = set()
    for text in texts:
        for match in _ACRONYM.finditer(text):
            spelt, short = match.group(1).strip(), match.group(2)
            tail = _tail_for(spelt, short)
            if short in own and tail:
                found.add(tail)
            elif tail in own:
                found.add(short)
    return sorted(found)


def _tail_for(spelt: str, short: str) -> str:
    """Return the last words of `spelt` whose initials are the letters of `short`, or an empty string."""
    words = spelt.split()
    for start in range(len(words)):
        tail = words[start:]
        every = "".join(word[0] for word in tail)
        large = "".join(word[0] for word in tail if word.casefold() not in _SMALL_WORDS)
        if tail[0].casefold() not in _SMALL_WORDS and short.casefold() in {every.casefold(), large.casefold()}:
            return " ".join(tail)
    return ""


def _root(party: str) -> str | None:
    """Return the part of a one-word name that its adjective keeps, where no table knows the name: Norland, Norlandic."""
    plain = len(party.split()) == 1 and party[:1].isupper() and not party.isupper() and not country_aliases(party)
    root = party.rstrip("aeiouy")
    return root if plain and len(root) >= 5 else None


def pattern_of(party: str, texts: Sequence[str]) -> re.Pattern[str]:
    """Return all names of a party as one pattern, the adjective of a state that no table knows among them.

    >>> pattern_of("Norland", []).findall("Norland and the Norlandic fleet")
    ['Norland', 'Norlandic']
    """
    root = _root(party)
    longest_first = sorted(party_names(party, texts), key=lambda name: (-len(name), name))
    options = [re.escape(name) for name in longest_first] + ([re.escape(root) + r"\w{0,4}"] if root else [])
    return re.compile(r"(?<!\w)(?:" + "|".join(options) + r")(?!\w)")


def kind_of(party: str, texts: Sequence[str]) -> re.Pattern[str] | None:
    """Return how texts call a body by the kind that its name ends in, or has before "of"; None where they never do.

    >>> bool(kind_of("Oster Council", ["the council said"]).search("the council's engineer")), kind_of("Ilse Maren", ["Maren said"])
    (True, None)
    """
    words = party.partition(" of ")[0].split()
    kind = words[-1].lower() if len(party.split()) > 1 and words else ""
    if len(kind) < 3 or kind in _NO_KIND:
        return None
    voices = r"(?= (?:spokes|sources?|officers?|officials?|chiefs?|insiders?|executives?|managers?|lawyers?))"
    alone = rf"(?:^|\b(?:the|its|this|our) )(?:the |its |this |our )?{re.escape(kind)}(?:['’]s?(?!\w)|$|{voices})"
    pattern = re.compile(rf"{alone}|\b{re.escape(kind)}{voices}", re.IGNORECASE)
    return pattern if any(f"the {kind}" in text or f"The {kind}" in text for text in texts) else None


def office_of(party: str, told: str) -> re.Pattern[str] | None:
    """Return how texts call the ministry that a party is or heads, and the title that it bears; `told` is what they say of a person.

    >>> office_of("Rethian Interior Ministry", "").search("a spokesman for the interior ministry").group()
    'interior ministry'
    >>> office_of("Ilse Maren", "the trade minister").search("Ministry of Trade").group()
    'Ministry of Trade'
    >>> office_of("Bishop Orne", "").search("the bishop").group()
    'the bishop'
    """
    known = f"{party} | {told}".lower()
    departments = {name for pair in _DEPARTMENT.findall(known) for name in pair if name} - _NO_DEPARTMENT
    titles = set(_TITLE.findall(known))
    options = [rf"\b{name} minist(?:ry|er)\b|\bminist(?:ry|er) (?:of|for) (?:the )?{name}\b" for name in sorted(departments)]
    options += [rf"(?:^|\b(?:of|for|to|by) )(?:the )?{title}(?:['’]s\b|$| of [A-Z])" for title in sorted(titles)]
    return re.compile("|".join(options), re.IGNORECASE) if options else None
