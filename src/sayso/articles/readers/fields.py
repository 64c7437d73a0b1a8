"""Named fields of rows and objects to what they mean: the headers that exports of news use, in one table.

Media Cloud and GDELT give titles and addresses but no texts: their rows become headlines, said to be partial, or are refused with the
next step, which is to fetch the page.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping

from sayso.articles.readers.documents import Hints
from sayso.articles.readers.entries import Entry, moment_of, site_of, web_address
from sayso.errors import UsageError
from sayso.model import DateBasis, Problem
from sayso.text import clean

__all__ = ["FIELDS", "entry_of", "has_words", "meaning_of", "named_columns", "usual_fields"]

FIELDS: dict[str, tuple[str, ...]] = {
    "text": tuple("text body content article_text full_text fulltext story_text maintext articlebody plain_text text_content".split()),
    "html": tuple("html raw_html content_html body_html page_html".split()),
    "summary": tuple("summary description abstract lead snippet excerpt".split()),
    "title": tuple("title headline heading page_title article_title".split()),
    "url": tuple("url link guid article_url story_url canonical_url documentidentifier mentionidentifier sourceurl permalink".split()),
    "published": tuple(
        "published publish_date published_at publishedat date pubdate date_published publication_date created_at datetime timestamp".split()
    ),
    "modified": tuple("modified modified_at updated updated_at date_modified last_modified".split()),
    "captured": tuple("seendate indexed_date mentiontimedate dateadded captured captured_at crawled_at accessed _processed_at".split()),
    "outlet": tuple("site outlet media_name publisher source_name domain sourcecommonname mentionsourcename source media".split()),
    "author": tuple("author authors byline creator by".split()),
    "language": tuple("language lang".split()),
    "id": tuple("id stories_id article_id uuid _id".split()),
    "extras": tuple("extras v2extrasxml".split()),
}
"""What a field may be called, most telling name first; case, spaces and dashes do not count."""

_NAMES = {name: meaning for meaning, names in FIELDS.items() for name in names}
_PAGE_TITLE = re.compile(r"<PAGE_TITLE>(.{0,1000}?)</PAGE_TITLE>", re.DOTALL)
_LANGUAGES = {"english": "en", "eng": "en"}
_FETCH = "Fetch its page: sayso fetch ADDRESS."


def meaning_of(name: str, columns: Mapping[str, str]) -> str | None:
    """Return what a field of this name holds; `columns` is what a person said, as meaning to name.

    >>> meaning_of("Publish Date", {}), meaning_of("corpus", {"text": "corpus"}), meaning_of("tone", {})
    ('published', 'text', None)
    """
    plain = re.sub(r"[\s\-.]+", "_", name.strip().lower())
    for meaning, given in columns.items():
        if plain == re.sub(r"[\s\-.]+", "_", given.strip().lower()):
            return meaning
    usual = _NAMES.get(plain)
    return None if usual in columns else usual


def named_columns(text: str) -> dict[str, str]:
    """Return what a person said that columns hold, as `text=body,url=link`. Raises `UsageError` for a field that there is none of.

    >>> named_columns("text=body, url=link")
    {'text': 'body', 'url': 'link'}
    """
    found: dict[str, str] = {}
    for part in filter(None, (each.strip() for each in text.split(","))):
        meaning, given, name = (each.strip() for each in part.partition("="))
        if meaning not in FIELDS or not given or not name:
            raise UsageError(f"{part!r} names no column; write FIELD=NAME, where FIELD is one of {', '.join(sorted(FIELDS))}")
        found[meaning] = name
    return found


def has_words(values: Mapping[str, object], columns: Mapping[str, str]) -> bool:
    """Tell whether fields hold what can be read: a text, a page, a summary or at least a headline.

    >>> has_words({"title": "Oster signs"}, {}), has_words({"sourceurl": "https://gazette.example/1"}, {})
    (True, False)
    """
    return not {"text", "html", "summary", "title", "extras"}.isdisjoint(_meant(values, columns))


def entry_of(values: Mapping[str, object], input_id: str, columns: Mapping[str, str]) -> Entry:
    """Return the entry that named fields describe; more than a headline and less than a text is said.

    >>> entry_of({"Title": "Oster signs", "URL": "https://gazette.example/1"}, "a.csv!2", {}).hints.problems[0].code
    'headline-only'
    """
    meant = _meant(values, columns)
    title = meant.get("title", "") or _page_title(meant.get("extras", ""))
    text, markup = meant.get("text", ""), meant.get("html", "")
    if not markup and re.match(r"\s*<(?:p|div|html|!doctype|article|h\d|span|br)\b", text, re.IGNORECASE):
        text, markup = "", text
    summary = "" if text.strip() or markup.strip() else meant.get("summary", "")
    problems = _lacking(text.strip() or markup.strip(), summary.strip(), title.strip(), input_id)
    url = web_address(meant.get("url"))
    hints = Hints(
        url=url,
        outlet=_outlet(meant.get("outlet", ""), url),
        title=" ".join(title.split())[:500] or None,
        author=" ".join(meant.get("author", "").split())[:500] or None,
        published_basis=DateBasis.STATED,
        captured_at=moment_of(meant.get("captured", "")),
        language=_language(meant.get("language", "")),
        problems=problems,
    )
    words = text if text.strip() or markup.strip() else summary or title
    return Entry(
        _input_id(meant.get("id", ""), input_id),
        values,
        words,
        markup,
        meant.get("published", ""),
        meant.get("modified", ""),
        hints,
        without_text="names an address but holds no text" if url else "holds no text",
        next_step=_FETCH if url else "Check the export, or leave this entry out.",
    )


def usual_fields(values: Mapping[str, object]) -> dict[str, str]:
    """Return what fields mean by the names that our own lines have, as words that those take; what is not understood stays as it is.

    >>> usual_fields({"text": "Oster signs.", "created_at": "1937904300", "source": "https://gazette.example/1"})
    {'site': 'gazette.example', 'published': '2031-05-30T10:45:00+00:00'}
    """
    meant = _meant(values, {})
    url, published = web_address(meant.get("url")), meant.get("published", "")
    found = {
        "title": " ".join(meant.get("title", "").split())[:500],
        "url": url or "",
        "site": _outlet(meant.get("outlet", ""), None) or "",
        "published": moment_of(published) or published,
        "language": _language(meant.get("language", "")) or "",
        "author": " ".join(meant.get("author", "").split())[:500],
    }
    return {name: words for name, words in found.items() if words}


def _meant(values: Mapping[str, object], columns: Mapping[str, str]) -> dict[str, str]:
    """Return the fields by meaning; of several with one meaning the most telling name that has words counts."""
    found: dict[str, list[tuple[int, str]]] = {}
    for name, value in values.items():
        meaning = meaning_of(str(name), columns)
        words = _words(value)
        if meaning and words.strip():
            plain = re.sub(r"[\s\-.]+", "_", str(name).strip().lower())
            rank = FIELDS[meaning].index(plain) if meaning in FIELDS and plain in FIELDS[meaning] else -1
            found.setdefault(meaning, []).append((rank, words))
    return {meaning: min(choices, key=lambda choice: choice[0])[1] for meaning, choices in found.items()}


def _words(value: object) -> str:
    """Return a value as words: names of objects and lists of names are joined."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool) or value is None:
        return ""
    if isinstance(value, int | float):
        return str(value)
    if isinstance(value, dict):
        return next((_words(value[key]) for key in ("name", "title", "rendered", "username") if isinstance(value.get(key), str)), "")
    if isinstance(value, list):
        return ", ".join(part for part in map(_words, value[:50]) if part)
    return ""


def _lacking(text: str, summary: str, title: str, input_id: str) -> tuple[Problem, ...]:
    if text or not (summary or title):
        return ()
    code, what = ("summary-only", "a summary") if summary else ("headline-only", "a headline")
    return (Problem(code, f"{input_id} holds {what} only, which was read. {_FETCH}", input_id),)


def _page_title(extras: str) -> str:
    """Return the title that GDELT keeps among its extras."""
    found = _PAGE_TITLE.search(extras)
    return html.unescape(found[1]).strip() if found else ""


def _outlet(stated: str, url: str | None) -> str | None:
    name = " ".join(clean(stated)[0].split())[:200]
    return site_of(name) or name or site_of(url)


def _language(stated: str) -> str | None:
    plain = stated.strip().lower()
    found = re.fullmatch(r"([a-z]{2})(?:[-_][a-z0-9]{1,8})*", plain)
    return _LANGUAGES.get(plain) or (found[1] if found else None)


def _input_id(given: str, place: str) -> str:
    plain = " ".join(clean(given)[0].split())[:100]
    return f"{place}={plain}" if plain else place
