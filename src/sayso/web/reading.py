"""The pages that only look: every GET of `sayso.report.pages.ROUTES`. None of them changes the ledger."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from urllib.parse import quote

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from sayso.errors import NotFoundError
from sayso.judging.conflicts import CONFLICT
from sayso.report import pages
from sayso.report.frame import Frame
from sayso.report.records import Header
from sayso.report.rendering import stylesheet
from sayso.report.search import read_query
from sayso.web.answers import Times, bare_frame, frame_of, in_thread, office_of, page, remembered, script, times_of
from sayso.web.desk import Answer, Desk
from sayso.web.feeding import day_asked
from sayso.web.slices import article_slice, front_slice, judgements_slice, party_slice, problems_slice, search_slice, story_slice
from sayso.web.tokens import unsigned, visit

__all__ = ["MOST_FOUND", "router"]

router = APIRouter(include_in_schema=False)
NOT_YET = "At the moment that you ask for, this ledger may not have known it yet: leave the moment out of the address."
ONLY_FIRST = "This ledger is large: the claims that ask for a look first are listed. Search to find others."
ONLY_BEST = "This is only a part: what matches best, or is contested. Search for more words to see the rest."
MOST_FOUND = 2_000
"""Articles that a search by words looks into, best match first."""


async def _shown(request: Request, make: Callable[[Desk, Answer, Frame], str]) -> Response:
    """Make a page from what answers for the times asked, beside the loop."""

    def made() -> str:
        times: Times = times_of(request)
        desk = office_of(request).desk
        answer = desk.answer(times.known_at)
        try:
            return make(desk, answer, frame_of(request, times, answer))
        except NotFoundError as error:
            raise NotFoundError(f"{error} {NOT_YET}" if times.known_at else str(error)) from error

    return page(request, await in_thread(made))


@router.get("/")
async def start(request: Request) -> Response:
    """Show the claims that are contested most, and what changed since the last visit."""
    office = office_of(request)
    token = office.settings.token
    kept = unsigned(token, "visit", request.cookies.get("sayso-visit", ""))
    last, visited = visit(kept, office.settings.clock())
    asked = request.query_params.get("since", "").strip()
    since = day_asked(asked, "") if asked else last

    def made(desk: Desk, answer: Answer, frame: Frame) -> str:
        index, part = front_slice(desk, answer, frame.as_of)
        if part:
            return pages.start_page(index, _noticed(frame, ONLY_FIRST), header=_header(desk, answer))
        changes = desk.changes(since) if since and desk.recorded_since(since) else ()
        return pages.start_page(index, frame, changes[::-1], since=since or None)

    response = await _shown(request, made)
    return response if office.settings.public else remembered(request, response, "visit", visited)


def _noticed(frame: Frame, sentence: str) -> Frame:
    return replace(frame, notice=" ".join(filter(None, (frame.notice, sentence))))


def _header(desk: Desk, answer: Answer) -> Header:
    numbers = desk.overview(answer)
    return Header(**{name: getattr(numbers, name) for name in Header.__dataclass_fields__})


@router.get("/claim/{claim_id}")
async def claim(request: Request, claim_id: str) -> Response:
    """Show all that the ledger holds on a claim."""
    return await _shown(request, lambda desk, answer, frame: pages.claim_page(desk.claim(answer, claim_id), claim_id, frame))


@router.get("/claim/{claim_id}/report")
async def claim_file(request: Request, claim_id: str) -> Response:
    """Hand on a claim as one file."""
    response = await _shown(request, lambda desk, answer, frame: pages.claim_file(desk.claim(answer, claim_id), claim_id, frame))
    return _as_download(response, f"{claim_id}.html")


@router.get("/article/{article_id}")
async def article(request: Request, article_id: str) -> Response:
    """Show the exact text of an article with its statements."""
    return await _shown(request, lambda desk, answer, frame: pages.article_page(article_slice(desk, answer, article_id), article_id, frame))


@router.get("/article/{article_id}/capture")
async def capture(request: Request, article_id: str) -> Response:
    """Hand on the bytes that an article was read from; never shown as a page, whatever they are."""
    office = office_of(request)
    if office.settings.public:
        raise NotFoundError("Captures are not handed on here. Ask the desk that keeps this ledger.")
    found, raw = await in_thread(lambda: office.desk.capture(article_id))
    return _as_download(Response(raw, media_type="application/octet-stream"), f"{found.id}.capture")


def _as_download(response: Response, name: str) -> Response:
    safe = "".join(sign if sign.isascii() and (sign.isalnum() or sign in "-._") else "_" for sign in name)[:120]
    response.headers["content-disposition"] = f"attachment; filename=\"{safe}\"; filename*=UTF-8''{quote(safe)}"
    return response


@router.get("/party")
async def party(request: Request) -> Response:
    """Show every position that a party took."""
    name = request.query_params.get("name", "").strip()

    def made(desk: Desk, answer: Answer, frame: Frame) -> str:
        index, part = party_slice(desk, answer, name)
        return pages.party_page(index, name, _noticed(frame, ONLY_FIRST) if part else frame)

    return await _shown(request, made)


@router.get("/story/{story_id}")
async def story(request: Request, story_id: str) -> Response:
    """Show the ladder of a story."""
    return await _shown(request, lambda desk, answer, frame: pages.story_page(story_slice(desk, answer, story_id), story_id, frame))


@router.get("/search")
async def search(request: Request) -> Response:
    """Show what a search finds."""
    query = read_query(request.query_params)

    def made(desk: Desk, answer: Answer, frame: Frame) -> str:
        words = desk.found(query.words, MOST_FOUND) if query.words else None
        index, found, part = search_slice(desk, answer, words)
        part = part or (words is not None and len(words) == MOST_FOUND)
        return pages.search_page(index, _noticed(frame, ONLY_BEST) if part else frame, query, found)

    return await _shown(request, made)


@router.get("/problems")
async def problems(request: Request) -> Response:
    """Show what became of every input."""
    return await _shown(request, lambda desk, answer, frame: pages.problems_page(problems_slice(desk, answer), frame))


@router.get("/judgements")
async def judgements(request: Request) -> Response:
    """Show what people decided."""

    def made(desk: Desk, answer: Answer, frame: Frame) -> str:
        index = judgements_slice(desk, answer)
        differing = [problem.message for problem in index.view.problems if problem.code == CONFLICT]
        return pages.judgements_page(index, frame, differing)

    return await _shown(request, made)


@router.get("/job/{job_id}")
async def job(request: Request, job_id: str) -> Response:
    """Show how far some work has come; the page looks again by itself, without a script."""
    view = office_of(request).jobs.view(job_id)
    # Made without the ledger: the first reading of all may still be worked out.
    response = page(request, pages.job_page(bare_frame(), view, f"/job/{job_id}"))
    if not view.finished:
        response.headers["refresh"] = "2"
    return response


@router.get("/static/page.css")
async def page_style() -> Response:
    """Hand on the one stylesheet."""
    return _kept(Response(stylesheet(), media_type="text/css"))


@router.get("/static/app.js")
async def page_script() -> Response:
    """Hand on the one script."""
    return _kept(Response(script(), media_type="text/javascript"))


def _kept(response: Response) -> Response:
    response.headers["cache-control"] = "private, max-age=31536000, immutable"
    return response
