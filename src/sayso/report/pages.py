"""Every page of the app as a pure function from an indexed view of the ledger and a frame to HTML text.

Each function first cuts the view to what was published by `frame.as_of`; `known_at` is the caller's, who chooses the view. A page
walks what it shows and no more: give it the smallest view that holds that. The addresses that the pages link to and post to are listed
in `ROUTES`.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from markupsafe import escape

from sayso.model import ArticleVersion, Change
from sayso.report.frame import Frame
from sayso.report.index import Index
from sayso.report.records import Header
from sayso.report.search import SearchQuery

__all__ = [
    "ROUTES",
    "TextDifference",
    "article_page",
    "claim_file",
    "claim_page",
    "judgements_page",
    "party_page",
    "problem_page",
    "problems_page",
    "search_page",
    "start_page",
    "story_page",
]

ROUTES = (
    ("GET", "/", "start; as_of, known_at, since"),
    ("GET", "/claim/{claim_id}", "as_of, known_at"),
    ("GET", "/claim/{claim_id}/report", "the claim as one file; as_of, known_at"),
    ("GET", "/article/{article_id}", "as_of, known_at"),
    ("GET", "/article/{article_id}/capture", "the bytes of the capture, as a download"),
    ("GET", "/party", "name, as_of, known_at"),
    ("GET", "/story/{story_id}", "as_of, known_at"),
    ("GET", "/search", "words, party, outlet, stance, stage, standing, date, language, page, as_of, known_at"),
    ("GET", "/problems", "as_of, known_at"),
    ("GET", "/judgements", "as_of, known_at"),
    ("POST", "/read", "files (several), text, title, outlet, url, published, token, back"),
    ("POST", "/track", "text, party (several), token, back"),
    ("POST", "/judge", "kind, target (several), value, who, why, token, back"),
)
"""(method, path, fields) of everything that the pages link to or post to."""


@dataclass(frozen=True, slots=True)
class TextDifference:
    """Two captures of one address, word by word."""

    before: str
    """The article id of the earlier capture."""
    after: str
    """The article id of the later capture."""
    runs: tuple[tuple[str, str], ...]
    """(kept, removed or added; the words), in reading order."""


def start_page(
    index: Index, frame: Frame, changes: Sequence[Change] = (), *, since: str | None = None, header: Header | None = None
) -> str:
    """Return the start page: challenged claims ranked, what changed since `since`, what the ledger is made of, a box to read more.

    `header` is for a ledger too large to be walked: its numbers are shown instead of those of the index.
    """
    del index, changes, since, header
    return _bare(frame, "Claims")


def claim_page(index: Index, claim_id: str, frame: Frame) -> str:
    """Return all that the ledger holds on a claim. Raises `NotFoundError` for an id that the index does not hold."""
    return _bare(frame, index.claim(claim_id).text)


def claim_file(index: Index, claim_id: str, frame: Frame) -> str:
    """Return the same claim as one file to pass on: no link into the app, no form, the stylesheet inside, the evidence listed."""
    return _bare(frame, index.claim(claim_id).text)


def article_page(
    index: Index,
    article_id: str,
    frame: Frame,
    *,
    versions: Sequence[ArticleVersion] = (),
    differences: Sequence[TextDifference] = (),
) -> str:
    """Return the exact text of an article with its statements highlighted. Raises `NotFoundError` for an unknown id.

    Without `versions` those of the view are shown that share the article's address.
    """
    del index, versions, differences
    return _bare(frame, article_id)


def party_page(index: Index, party: str, frame: Frame) -> str:
    """Return every position that a party took, by date, over all claims. Raises `NotFoundError` where it never spoke and is in no claim."""
    del index
    return _bare(frame, party)


def story_page(index: Index, story_id: str, frame: Frame) -> str:
    """Return the ladder of a story with who stands on which rung. Raises `NotFoundError` for an unknown id."""
    del index
    return _bare(frame, story_id)


def search_page(index: Index, frame: Frame, query: SearchQuery, found: Collection[str] | None = None) -> str:
    """Return what a search finds, with facets. `found` are the ids of the articles that hold the words; None where no words are asked."""
    del index, found
    return _bare(frame, query.words)


def problems_page(index: Index, frame: Frame) -> str:
    """Return what became of every input that did not end well, and what else was amiss, each with its next step."""
    del index
    return _bare(frame, "Problems")


def judgements_page(index: Index, frame: Frame, conflicts: Sequence[str] = ()) -> str:
    """Return what people decided, latest first, with what was revoked; `conflicts` are sentences on decisions that do not agree."""
    del index, conflicts
    return _bare(frame, "Judgements")


def problem_page(frame: Frame, status: int, title: str, message: str) -> str:
    """Return the page for a request that cannot be answered: what happened and what to do next."""
    return _bare(frame, f"{status} {title}: {message}")


def _bare(frame: Frame, title: str) -> str:
    return f'<!doctype html><html lang="en"><title>{escape(title)}</title><h1>{escape(title)}</h1><p>{escape(frame.notice)}</p></html>'
