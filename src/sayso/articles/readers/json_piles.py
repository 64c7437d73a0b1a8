"""JSON that is not one object a line: feeds, exports of posts, records of an auto-archiver, and arrays of articles."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, NoReturn

from sayso.articles.encoding import decode
from sayso.articles.readers.documents import LARGEST_PILE, Document, RefusedError, Request, label
from sayso.articles.readers.entries import Entry, entry_document
from sayso.articles.readers.feeds import is_json_feed, read_json_feed
from sayso.articles.readers.fields import entry_of, has_words
from sayso.articles.readers.pages import read_one
from sayso.articles.readers.posts import is_posts, read_posts

__all__ = ["read_json"]

_LISTS = "articles items posts stories entries documents results records data hits response news".split()
_ASSIGNMENT = re.compile(r"\A\s*window\.YTD\.[\w.]{1,60}\s*=\s*")
_DEEPEST_LIST = 3
_SPLIT = "Split it, or give it as JSONL with one article a line."


def read_json(request: Request) -> Iterator[Document]:
    """Yield the documents of a JSON file; what only looks like JSON is a text."""
    data = request.whole(LARGEST_PILE, _SPLIT)
    text = decode(data).text.removeprefix("\ufeff")
    try:
        value = json.loads(_ASSIGNMENT.sub("", text), parse_constant=_refuse_constant)
    except RecursionError:
        raise RefusedError("too-deep", "is nested too deeply", "Export it again without nesting.") from None
    except RefusedError:
        raise
    except ValueError as error:
        if re.match(r"\s*(?:\{\s*\"|\[\s*[\[{\"]|window\.YTD)", text):
            raise RefusedError("bad-json", f"is not whole JSON ({str(error)[:80]})", "Export it again, or correct it.") from None
        yield from read_one(replace(request, stream=io.BytesIO(data)))
        return
    yield from _documents(value, request)


def _refuse_constant(name: str) -> NoReturn:
    raise RefusedError("not-a-number", f"holds {name}, which is not JSON", "Export it again with plain numbers.")


def _documents(value: object, request: Request) -> Iterator[Document]:
    if is_json_feed(value) and isinstance(value, dict):
        yield from read_json_feed(value, request)
        return
    count = 0
    for found in read_posts(value, request) if is_posts(value) else _objects(value, request):
        count += 1
        yield found
    if not count:
        step = "Say which field holds the text: --columns text=NAME."
        raise RefusedError("nothing-to-read", "is JSON without texts that are known here", step)


def _objects(value: object, request: Request) -> Iterator[Document]:
    for number, item in enumerate(_listed(value, request.columns, _DEEPEST_LIST), start=1):
        place = label(request.name, str(number)) if isinstance(value, list) or not _is_one(value, request.columns) else request.name
        yield entry_document(_entry(item, place, request.columns))


def _listed(value: object, columns: Mapping[str, str], depth: int) -> list[dict[str, Any]]:
    """Return the objects of a value that hold words: itself, the members of a list, or of the list it holds under a usual name."""
    if isinstance(value, dict):
        if _is_one(value, columns):
            return [value]
        lists = (value[name] for name in _LISTS if isinstance(value.get(name), list | dict)) if depth else ()
        return next((found for inner in lists if (found := _listed(inner, columns, depth - 1))), [])
    return [item for item in value if isinstance(item, dict) and _is_one(item, columns)] if isinstance(value, list) else []


def _is_one(value: object, columns: Mapping[str, str]) -> bool:
    """Tell whether a value is one article: an auto-archiver's record, or an object with words in a field that is known."""
    if not isinstance(value, dict):
        return False
    plain = {name: inner for name, inner in value.items() if not isinstance(inner, list | dict)}
    return _is_archived(value) or has_words(plain, columns)


def _is_archived(value: Mapping[str, Any]) -> bool:
    about = value.get("metadata")
    return isinstance(about, dict) and isinstance(about.get("url"), str) and isinstance(value.get("media"), list)


def _entry(item: Mapping[str, Any], place: str, columns: Mapping[str, str]) -> Entry:
    """Return the entry of one object; an auto-archiver keeps what it knows one level down."""
    about = item["metadata"] if _is_archived(item) else item
    entry = entry_of(about, place, columns)
    return replace(entry, values=item)
