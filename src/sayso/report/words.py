"""Words for people: every label, date, count and link that terminal, page and sentence print is made here.

One place, so that the same value reads the same everywhere, and so that text from outside passes one gate: `visible` shows what a
screen would hide or obey, `safe_link` lets only web addresses become links, `quoted_if_loaded` keeps other people's charged words
inside quotation marks.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from urllib.parse import urlsplit

from sayso.model import Stance

__all__ = [
    "LOADED",
    "MARKS",
    "SILENT",
    "STAGES",
    "basis_words",
    "counted",
    "day_words",
    "isolated",
    "isolated_if_needed",
    "joined",
    "language_tag",
    "moment_words",
    "origins_counted",
    "quoted_if_loaded",
    "safe_link",
    "stage_rank",
    "stance_words",
    "visible",
]

SILENT = "silent"
"""The word for a cell without a statement."""

MARKS = {
    "asserts": "+",
    "confirms": "*",
    "concedes": "~",
    "denies": "-",
    "doubts": "?",
    "retracts": "x",
    "relays": ">",
    "unclear": ".",
    SILENT: " ",
}
"""One sign a stance for plain text, so that a column can be scanned without reading; the word always stands beside it."""

STAGES = (
    "idea",
    "talks",
    "understanding",
    "agreed",
    "signed",
    "under way",
    "done",
    "invited",
    "planned",
    "spoke",
    "met",
    "threat",
    "attempt",
    "attack",
    "suspected",
    "held",
    "charged",
    "ill",
    "missing",
    "dead",
    "tested",
    "failed",
    "punished",
    "considered",
    "offered",
    "appointed",
    "announced",
    "dismissed",
    "closed",
    "proposed",
    "decided",
    "in force",
    "lifted",
)
"""Rungs of all ladders, each from the lowest, for the order of columns only; an unlisted rung stands last, in the ledger's order.

A copy of the order in `claims/ladder.en.toml`, which the report may not read; a test holds the two together.
"""

LOADED = re.compile(
    r"\b(?:true|truths?|untrue|false(?:ly|hoods?)?|fak(?:e|es|ed|ery)|lie|lies|lied|lying|liars?|hoax(?:es)?|propaganda|"
    r"disinformation|misinformation|fabricat(?:ed|es|ion|ions)|sabotage[sd]?)\b",
    re.IGNORECASE,
)
"""Words that are only ever printed as somebody's quoted words."""

_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?(?:T.*)?")
_BASES = {
    "stated": "stated with the input",
    "json-ld": "from the page’s data",
    "meta": "from the page’s data",
    "time-element": "from the page",
    "url": "from the address",
    "said": "when it was said",
    "guessed": "only guessed",
    "unknown": "on no basis",
}
_CLOCK = re.compile(r"\d{4}-\d{2}-\d{2}T(\d{2}:\d{2})(?::\d{2}(?:\.\d+)?)?(?:Z|\+00:00)")
_TAG = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8}){0,4}")
# Controls that a terminal obeys, direction overrides that reorder what a reader sees, and halves of surrogate pairs that no file
# can hold. Joiners and direction marks stay: Persian, Urdu, Hebrew and Indic words need them.
_UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufff9-\ufffb\ud800-\udfff]|\r(?!\n)")


def visible(text: str | None) -> str:
    r"""Return text with every control, direction override and broken character shown as the replacement character.

    >>> visible("Mi\x1b[31mll") == "Mi\ufffd[31mll"
    True
    >>> visible(None)
    ''
    """
    return _UNSEEN.sub("\ufffd", text or "")


def isolated(text: str | None) -> str:
    r"""Return visible text inside first-strong isolates, so that a right-to-left name cannot reorder the line around it.

    >>> isolated("North Wire") == "\u2068North Wire\u2069"
    True
    """
    return f"\u2068{visible(text)}\u2069"


def isolated_if_needed(text: str) -> str:
    """Return visible text, isolated only if it holds a letter that runs from right to left; plain Latin text stays plain.

    >>> isolated_if_needed("North Wire")
    'North Wire'
    """
    needed = any(unicodedata.bidirectional(sign) in {"R", "AL"} for sign in text)
    return isolated(text) if needed else visible(text)


def day_words(date: str | None) -> str:
    """Return an ISO date in words that keep its precision; `no date` for none; anything else as it stands.

    >>> day_words("2031-06-04T08:00:00+00:00"), day_words("2031-06"), day_words("2031"), day_words(None)
    ('4 June 2031', 'June 2031', '2031', 'no date')
    >>> day_words("2031-06-01/2031-06-04")
    '1 June 2031 to 4 June 2031'
    """
    if not date:
        return "no date"
    first, interval, last = date.partition("/")
    if interval:
        return f"{day_words(first)} to {day_words(last)}"
    found = _DATE.fullmatch(date)
    if found is None or not 1 <= int(found[2] or 1) <= 12:
        return visible(date)
    month = f"{_MONTHS[int(found[2]) - 1]} " if found[2] else ""
    day = f"{int(found[3])} " if found[3] else ""
    return f"{day}{month}{found[1]}"


def moment_words(moment: str | None) -> str:
    """Return a moment in words with its zone; a date without a time of day stays a date.

    >>> moment_words("2031-06-04T08:05:00+00:00"), moment_words("2031-06-04"), moment_words(None)
    ('4 June 2031, 08:05 UTC', '4 June 2031', 'no date')
    """
    found = _CLOCK.match(moment or "")
    return f"{day_words(moment)}, {found[1]} UTC" if found else day_words(moment)


def basis_words(basis: str) -> str:
    """Return in words what a date rests on.

    >>> basis_words("json-ld"), basis_words("guessed")
    ('from the page’s data', 'only guessed')
    """
    return _BASES.get(basis, f"from the {basis}")


def counted(number: int, noun: str, plural: str = "") -> str:
    """Return a number with its noun in the right form.

    >>> counted(1, "article"), counted(7, "article"), counted(2, "party", "parties")
    ('1 article', '7 articles', '2 parties')
    """
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def origins_counted(low: int, high: int) -> str:
    """Return a range of independent origins in words.

    >>> origins_counted(1, 2), origins_counted(1, 1), origins_counted(0, 0)
    ('1 to 2 independent origins', '1 independent origin', 'no origin')
    """
    if high == 0:
        return "no origin"
    return counted(high, "independent origin") if low == high else f"{low:,} to {high:,} independent origins"


def joined(items: Sequence[str], limit: int = 3) -> str:
    """Return items as an English list; those past `limit` are counted.

    >>> joined(["A", "B"]), joined(["A", "B", "C", "D"])
    ('A and B', 'A, B, C and 1 other')
    """
    shown = list(items[:limit])
    if len(items) > limit:
        shown.append(counted(len(items) - limit, "other"))
    return shown[0] if len(shown) == 1 else ", ".join(shown[:-1]) + " and " + shown[-1] if shown else ""


def stance_words(stances: Sequence[Stance]) -> str:
    """Return the words of a cell; `silent` where there is no stance.

    >>> stance_words((Stance.DENIES, Stance.CONCEDES)), stance_words(())
    ('denies + concedes', 'silent')
    """
    return " + ".join(stance.value for stance in stances) or SILENT


def safe_link(url: str | None) -> str | None:
    """Return the address if it is a plain web address that may become a link, else None.

    >>> safe_link("https://gazette.example/a"), safe_link("javascript:alert(1)"), safe_link("//gazette.example")
    ('https://gazette.example/a', None, None)
    """
    if not url or not url.isprintable() or any(sign in url for sign in " \"'<>\\`"):
        return None
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        return None
    return url if parts.scheme in {"http", "https"} and host else None


def language_tag(code: str | None) -> str:
    """Return the code if it has the form of a BCP 47 tag, else `und`.

    >>> language_tag("ur"), language_tag('en" onload="x')
    ('ur', 'und')
    """
    return code if code and _TAG.fullmatch(code) else "und"


def quoted_if_loaded(text: str) -> str:
    """Return text in quotation marks if it holds a charged word, so that it reads as somebody's words and not ours.

    >>> quoted_if_loaded("the pictures are fake"), quoted_if_loaded("a contract was signed")
    ('“the pictures are fake”', 'a contract was signed')
    """
    return f"“{text}”" if LOADED.search(text) else text


def stage_rank(stage: str) -> int:
    """Return the place of a stage on the ladder, lowest first; an unlisted one stands last.

    >>> stage_rank("talks") < stage_rank("signed") < stage_rank("unstated")
    True
    """
    return STAGES.index(stage) if stage in STAGES else len(STAGES)
