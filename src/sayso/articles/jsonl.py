"""One JSON object a line: the exchange format in which corpora of articles come.

JSON is read strictly, since Python's reader lets through what no database can hold. The text is kept character for character.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import NoReturn

from sayso.articles.captures import Capture, finish, quarantine
from sayso.articles.dates import parse_date
from sayso.articles.html import read_page
from sayso.model import DateBasis, Problem, Reading
from sayso.text import storable

__all__ = ["LONGEST_LINE", "is_object_line", "read_line"]

LONGEST_LINE = 10_000_000
"""Bytes in a line; more is quarantined."""

_FIELDS = ("title", "site", "url", "published", "language", "author")
_NONE: Mapping[str, str] = {}
_LANGUAGE = re.compile(r"([a-z]{2,3})(?:[-_][a-z0-9]{1,8})*", re.IGNORECASE)


class _LineError(ValueError):
    """A line that cannot be read, with a code and the reason."""

    def __init__(self, code: str, reason: str) -> None:
        super().__init__(reason)
        self.code = code


def is_object_line(line: bytes) -> bool:
    """Tell whether a line is one JSON object.

    >>> is_object_line(b'{"text": "Norland signed."}'), is_object_line(b"Norland signed.")
    (True, False)
    """
    try:
        _object(line)
    except _LineError as error:
        return error.code in {"duplicate-key", "not-a-number"}
    return True


def read_line(line: bytes, name: str, number: int, usual: Mapping[str, str] = _NONE) -> Reading:
    """Return the reading of line `number` (from 1) of the input `name`; a line that cannot be read is quarantined.

    `usual` is what the line says under the names that other tools use, by ours; it counts where the line has no field of our name.

    >>> read_line(b'{"id": "a1", "text": "Norland signed."}', "pile.jsonl", 1).article.input_id
    'a1'
    """
    place = f"{name}:{number}"
    try:
        values = _object(line)
    except _LineError as error:
        return _refused(error, place, line, f"{name}, line {number}")
    input_id, problems = _input_id(values, place)
    try:
        return _read_object(dict(usual) | values, line, place, input_id, problems)
    except _LineError as error:
        return _refused(error, input_id, line, f"{name}, line {number}")


def _refused(error: _LineError, input_id: str, line: bytes, place: str) -> Reading:
    """Return the reading of a line that gives no article."""
    return quarantine(input_id, line, error.code, f"{place}: {error}. Correct the line and read the file again.")


def _object(line: bytes) -> dict[str, object]:
    """Return the object of a line, read strictly."""
    if len(line) > LONGEST_LINE:
        raise _LineError("line-too-long", f"the line is longer than {LONGEST_LINE // 1_000_000} MB")
    try:
        values = json.loads(line.decode("utf-8-sig"), parse_constant=_refuse_constant, object_pairs_hook=_unique)
    except UnicodeDecodeError:
        raise _LineError("not-utf8", "the line is not UTF-8") from None
    except RecursionError:
        raise _LineError("too-deep", "the line is nested too deeply") from None
    except _LineError:
        raise
    except ValueError as error:
        raise _LineError("bad-json", f"the line is not JSON ({error})") from None
    if not isinstance(values, dict):
        raise _LineError("not-an-object", "the line is not a JSON object")
    return values


def _refuse_constant(name: str) -> NoReturn:
    """Refuse NaN and the infinities, which JSON does not have."""
    raise _LineError("not-a-number", f"{name} is not JSON")


def _unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """Refuse a key that is given twice, since readers differ on which one counts."""
    values = dict(pairs)
    if len(values) < len(pairs):
        raise _LineError("duplicate-key", "a key is given twice")
    return values


def _read_object(values: Mapping[str, object], line: bytes, place: str, input_id: str, problems: list[Problem]) -> Reading:
    """Return the reading of one object."""
    fields: dict[str, str] = {}
    for name in _FIELDS:
        value = values.get(name)
        if isinstance(value, str):
            fields[name] = storable(value)[0].strip()
        elif value is not None:
            problems.append(Problem("wrong-type", f"{place}: {name} is not a string and was left out. Write it in quotes.", input_id))
    capture = _with_fields(_content(values, line, input_id, place), fields, problems, place)
    return finish(replace(capture, problems=(*problems, *capture.problems)))


def _input_id(values: Mapping[str, object], place: str) -> tuple[str, list[Problem]]:
    """Return the id given in the line, or the place of the line."""
    given = values.get("id")
    if isinstance(given, str) and given.strip():
        return storable(given)[0].strip(), []
    if isinstance(given, int) and not isinstance(given, bool):
        return str(given), []
    if given in (None, ""):
        return place, []
    return place, [Problem("wrong-type", f"{place}: id is not a string and was left out. Write it in quotes.", place)]


def _content(values: Mapping[str, object], line: bytes, input_id: str, place: str) -> Capture:
    """Return the text of the object, kept as it is, or the text of its page."""
    text, markup = values.get("text"), values.get("html")
    if isinstance(text, str):
        kept, notes = storable(text)
        message = f"{place}: {'; '.join(notes)}. Check how the text was exported."
        return Capture(input_id, line, kept, problems=(Problem("unstorable", message, input_id),) if notes else ())
    if text is None and isinstance(markup, str):
        url = values.get("url")
        return read_page(storable(markup)[0], input_id, line, url if isinstance(url, str) else None)
    if text is None and markup is None:
        raise _LineError("empty-text", "the object has neither text nor html")
    raise _LineError("wrong-type", f"{'text' if text is not None else 'html'} is not a string")


def _with_fields(capture: Capture, fields: Mapping[str, str], problems: list[Problem], place: str) -> Capture:
    """Return the capture with what the line states; that outranks what its page says."""
    capture = replace(
        capture,
        title=fields.get("title") or capture.title,
        outlet=fields.get("site") or capture.outlet,
        url=fields.get("url") or capture.url,
        author=fields.get("author") or capture.author,
    )
    if published := fields.get("published"):
        if known := parse_date(published):
            capture = replace(capture, published_at=known, published_basis=DateBasis.STATED)
        else:
            problems.append(_unread("published", published, "an ISO date such as 2025-05-30", place, capture.input_id))
    if language := fields.get("language"):
        if found := _LANGUAGE.fullmatch(language):
            # The attribution stage asks for the language alone; en-GB and en-US are read alike.
            capture = replace(capture, language=found[1].lower())
        else:
            problems.append(_unread("language", language, "a code such as en", place, capture.input_id))
    return capture


def _unread(field: str, value: str, wanted: str, place: str, input_id: str) -> Problem:
    """Return the problem of a field that cannot be understood."""
    return Problem(f"bad-{field}", f"{place}: {field} {value[:60]!r} is not understood and was left out. Give {wanted}.", input_id)
