"""Every page of the app as a pure function from an indexed view of the ledger and a frame to HTML text.

Each function first cuts the view to what was published by `frame.as_of`; `known_at` is the caller's, who chooses the view. A page
walks what it shows and no more: give it the smallest view that holds that. The addresses that the pages link to and post to are listed
in `ROUTES`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from sayso.errors import NotFoundError
from sayso.model import Article, Change, Claim
from sayso.report.article_text import article_runs, highlights
from sayso.report.claim_part import claim_part, matrix_tables
from sayso.report.corrections import article_corrections, claim_corrections, decisions
from sayso.report.cut import cut_to
from sayso.report.difference import captures_of, changes_of_capture
from sayso.report.frame import Frame
from sayso.report.gaps import ledger_gaps, ledger_header
from sayso.report.index import Index, index_view, rungs_of_story
from sayso.report.moments import TimesBar, times_bar
from sayso.report.overview import challenged, has_a_place, listed_claims
from sayso.report.page import evidence_articles, render_file
from sayso.report.positions import party_part, story_claims
from sayso.report.records import Header, JobView
from sayso.report.rendering import rendered
from sayso.report.search import SearchQuery, facet_entries, search, search_rows

__all__ = [
    "ROUTES",
    "article_page",
    "changes_page",
    "claim_file",
    "claim_page",
    "job_page",
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
    ("GET", "/changes", "since, until, each"),
    ("GET", "/feed.atom", "since"),
    ("GET", "/feed.json", "since"),
    ("GET", "/job/{job_id}", "how far the reading has come"),
    ("POST", "/read", "files (several), text, title, outlet, url, published, token, back"),
    ("POST", "/track", "text, party (several), token, back"),
    ("POST", "/judge", "kind, target (several), value, who, why, token, back"),
)
"""(method, path, fields) of everything that the pages link to or post to."""


CLAIMS_SHOWN = 200
"""Claims listed on the start page; the rest is found by searching."""

ROWS_OF_SEARCH = 50
"""Rows of a page of search results."""


def start_page(
    index: Index, frame: Frame, changes: Sequence[Change] = (), *, since: str | None = None, header: Header | None = None
) -> str:
    """Return the start page: challenged claims ranked, what changed since `since`, what the ledger is made of, a box to read more.

    `header` is for a ledger too large to be walked: then the index holds the claims to list, already cut to the date.
    """
    shown = index if header else _cut(index, frame)
    lines = listed_claims(shown, shown.view.claims)
    contested, others = challenged([line for line in lines if has_a_place(line.claim, line.standing)])
    return rendered(
        "start.html",
        frame,
        times=_times(index, frame, "/", {}, index.view.claims),
        contested=contested[:CLAIMS_SHOWN],
        others=others[:CLAIMS_SHOWN],
        changes=changes,
        since=since,
        header=header or ledger_header(shown),
    )


def claim_page(index: Index, claim_id: str, frame: Frame) -> str:
    """Return all that the ledger holds on a claim. Raises `NotFoundError` for an id that the index does not hold."""
    claim_id = index.claim(claim_id).id
    shown = _cut(index, frame, (claim_id,))
    claim = shown.claim(claim_id)
    framed = replace(frame, links=replace(frame.links, claims=frozenset({claim_id})))
    path = replace(frame.links, as_of=None, known_at=None).claim(claim_id)
    return rendered(
        "claim.html",
        framed,
        times=_times(index, frame, path, {}, rungs_of_story(index, index.claim(claim_id))),
        part=claim_part(shown, claim, index),
        tables=matrix_tables(shown, rungs_of_story(shown, claim)),
        index=shown,
        listed=_by_date(evidence_articles(shown, [claim])),
        evidence_note="Every capture that this page rests on",
        outcomes=dict(shown.view.readings),
        corrections=claim_corrections(shown, claim),
        back=frame.links.claim(claim_id),
    )


def claim_file(index: Index, claim_id: str, frame: Frame) -> str:
    """Return the same claim as one file to pass on: no link into the app, no form, the stylesheet inside, the evidence listed."""
    return render_file(index, [index.claim(claim_id).id], frame)


def article_page(index: Index, article_id: str, frame: Frame) -> str:
    """Return the exact text of an article with its statements highlighted. Raises `NotFoundError` for an unknown id.

    An article is shown whole, whatever the date asked for: its own date stands on it.
    """
    article = index.articles.get(article_id)
    if article is None:
        raise NotFoundError(f"This ledger holds no article {article_id!r}.")
    marks = highlights(index, article)
    family = index.families.get(article.id)
    version = index.versions.get(article.id)
    return rendered(
        "article.html",
        frame,
        article=article,
        marks=marks,
        runs=article_runs(article, marks),
        cuts=tuple(dict.fromkeys(cut.reason for cut in article.cuts)),
        family=family,
        root=index.articles.get(family.root) if family else None,
        edges=tuple(index.evidence.get(article.id, ())),
        outcome=dict(index.view.readings).get(article.input_id, "ok"),
        problems=[problem for problem in index.view.problems if problem.input_id == article.input_id],
        version=version,
        captures=captures_of(index, article.id),
        change=changes_of_capture(index, article.id) if version and version.previous in index.articles else None,
        corrections=article_corrections(index, article, _same_claims(index, article)) if frame.writable else (),
        index=index,
        back=frame.links.article(article.id),
    )


def party_page(index: Index, party: str, frame: Frame) -> str:
    """Return every position that a party took, by date, over all claims. Raises `NotFoundError` where it never spoke and is in no claim."""
    party_part(index, party)
    shown = _cut(index, frame, [claim.id for claim in index.view.claims if party.casefold() in map(str.casefold, claim.parties)])
    part = party_part(shown, party)
    return rendered(
        "party.html",
        frame,
        times=_times(index, frame, "/party", {"name": party}, [claim for claim, _, _ in part.latest]),
        part=part,
    )


def story_page(index: Index, story_id: str, frame: Frame) -> str:
    """Return the ladder of a story with who stands on which rung. Raises `NotFoundError` for an unknown id."""
    every = story_claims(index, story_id)
    shown = _cut(index, frame)
    claims = tuple(claim for claim in shown.view.claims if claim.story == story_id)
    ranked = story_claims(shown, story_id) if claims else ()
    path = replace(frame.links, as_of=None, known_at=None).story(story_id)
    return rendered(
        "story.html",
        frame,
        times=_times(index, frame, path, {}, every),
        claims=ranked or every[:1],
        lines=listed_claims(shown, ranked),
        tables=matrix_tables(shown, ranked),
        index=shown,
    )


def search_page(index: Index, frame: Frame, query: SearchQuery, found: Collection[str] | None = None) -> str:
    """Return what a search finds, with facets. `found` are the ids of the articles that hold the words; None where no words are asked."""
    shown = _cut(index, frame)
    result = search(search_rows(shown, found), query)
    pages = max(1, -(-len(result.rows) // ROWS_OF_SEARCH))
    at = min(query.page, pages)
    kept = {name: value for name, value in query.fields.items() if name not in {"words", "page"}}
    times = {name: value for name, value in (("as_of", frame.as_of), ("known_at", frame.known_at)) if value}
    return rendered(
        "search.html",
        frame,
        query=replace(query, page=at),
        result=result,
        facets=facet_entries(result, query, frame.links),
        kept=tuple({**kept, **times}.items()),
        shown=result.rows[(at - 1) * ROWS_OF_SEARCH : at * ROWS_OF_SEARCH],
        pages=pages,
        before=frame.links.address("/search", **replace(query, page=at - 1).fields) if at > 1 else "",
        after=frame.links.address("/search", **replace(query, page=at + 1).fields) if at < pages else "",
    )


def problems_page(index: Index, frame: Frame) -> str:
    """Return what became of every input that did not end well, and what else was amiss, each with its next step."""
    by_input: dict[str, list[object]] = {input_id: [] for input_id, outcome in index.view.readings if outcome != "ok"}
    for problem in index.view.problems:
        by_input.setdefault(problem.input_id, []).append(problem)
    outcomes = dict(index.view.readings)
    articles = {article.input_id: article.id for article in index.view.articles}
    return rendered(
        "problems.html",
        frame,
        header=ledger_header(index),
        listed=[(name, outcomes.get(name, "ok"), found, articles.get(name, "")) for name, found in by_input.items()],
        gaps=ledger_gaps(index),
    )


def judgements_page(index: Index, frame: Frame, conflicts: Sequence[str] = ()) -> str:
    """Return what people decided, latest first, with what was revoked; `conflicts` are sentences on decisions that do not agree."""
    return rendered("judgements.html", frame, found=decisions(index), conflicts=conflicts, back=frame.links.address("/judgements"))


def changes_page(frame: Frame, changes: Sequence[Change], *, since: str, until: str = "", each: bool = False, left: int = 0) -> str:
    """Return what changed since a moment, as given, with the feeds of it; `left` tells how many earlier ones are not shown.

    >>> "What changed since 1 May 2031" in changes_page(Frame(), (), since="2031-05-01")
    True
    """
    return rendered("changes.html", frame, changes=changes, since=since, until=until, each=each, left=left)


def job_page(frame: Frame, job: JobView, here: str) -> str:
    """Return how far a piece of work has come; `here` is its own address.

    >>> "3 of 4" in job_page(Frame(), JobView("Reading", "It is being read.", 3, 4), "/job/1")
    True
    """
    return rendered(
        "job.html",
        frame,
        title=job.title,
        sentence=job.sentence,
        done=job.done,
        total=job.total,
        name=job.name,
        outcomes=job.outcomes,
        problems=job.problems,
        finished=job.finished,
        back=job.back,
        articles=job.articles,
        left=job.left,
        here=here,
    )


def problem_page(frame: Frame, status: int, title: str, message: str) -> str:
    """Return the page for a request that cannot be answered: what happened and what to do next.

    >>> "No such claim" in problem_page(Frame(), 404, "No such claim", "This ledger does not hold it.")
    True
    """
    return rendered("problem.html", frame, status=status, title=title, message=message)


def _cut(index: Index, frame: Frame, keep: Collection[str] = ()) -> Index:
    return index_view(cut_to(index.view, frame.as_of, keep)) if frame.as_of else index


def _times(index: Index, frame: Frame, path: str, fields: Mapping[str, str], claims: Iterable[Claim]) -> TimesBar:
    dates = {standing.published_by for claim in claims for standing in index.standings.get(claim.id, ())}
    moments = {*index.recorded_at.values(), *(judgement.recorded_at for judgement in index.view.judgements)}
    return times_bar(frame, path, fields, dates, moments)


def _by_date(articles: Iterable[Article]) -> list[Article]:
    return sorted(articles, key=lambda article: (article.published_at or "9", article.id))


def _same_claims(index: Index, article: Article) -> list[Article]:
    own = {match.claim_id for match in index.view.matches if match.article_id == article.id}
    ids = {match.article_id for match in index.view.matches if match.claim_id in own} - {article.id}
    return [index.articles[found] for found in sorted(ids) if found in index.articles]
