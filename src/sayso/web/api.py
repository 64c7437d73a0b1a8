"""The same records for programs: everything that the pages show, as JSON, in the words of the exchange format.

Addresses and fields are described in `docs/openapi.json`, which is written from here. Nothing is written by way of it: a decision is a
person's, and is made on a page.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from typing import Annotated, Any, TypeVar
from urllib.parse import urlencode

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import Response

from sayso.errors import NotFoundError
from sayso.ledger import asks_for_a_look, latest_by
from sayso.model import Claim, Match, Standing
from sayso.report.cut import cut_to
from sayso.report.export import article_record, claim_record, standing_record, statement_record
from sayso.report.index import Index, index_view
from sayso.report.positions import party_part
from sayso.report.records import Voice
from sayso.report.search import SearchRow, read_query, search, search_rows
from sayso.web.answers import in_thread, office_of, times_of
from sayso.web.api_schema import described, listed, one
from sayso.web.desk import Answer, Desk
from sayso.web.feeding import day_asked
from sayso.web.slices import article_slice, judgements_slice, party_slice, problems_slice, search_slice, too_large_to_compare

__all__ = ["router"]

router = APIRouter(prefix="/api/v1")
MOST_FOUND = 2_000
AsOf = Annotated[str | None, Query(max_length=40, description="Only what was published by this date: 2031, 2031-05 or 2031-05-29.")]
KnownAt = Annotated[str | None, Query(max_length=40, description="Only what this ledger knew by this day or moment, in UTC.")]
Offset = Annotated[int, Query(ge=0, le=10_000_000, description="Records to pass over.")]
Limit = Annotated[int, Query(ge=1, le=500, description="Records to give at most.")]
Word = Annotated[str, Query(max_length=400)]
Record = Mapping[str, object]
Item = TypeVar("Item")


def _json(value: object) -> Response:
    text = json.dumps(value, ensure_ascii=False, allow_nan=False)
    return Response(text.encode("utf-8", "backslashreplace"), media_type="application/json")


async def _made(request: Request, make: Callable[[Desk, Answer], object]) -> Response:
    """Make a record from what answers for the moment asked, beside the loop."""

    def found() -> object:
        desk = office_of(request).desk
        return make(desk, desk.answer(times_of(request).known_at))

    return _json(await in_thread(found))


def _page(request: Request, records: Sequence[Item], to_record: Callable[[Item], object], offset: int, limit: int) -> Record:
    """Return some records of a list, how many there are, and the address of those that follow."""
    following = {**dict(request.query_params), "offset": str(offset + limit), "limit": str(limit)}
    last = offset + limit >= len(records)
    return {
        "items": [to_record(record) for record in records[offset : offset + limit]],
        "total": len(records),
        "next": None if last else f"{request.url.path}?{urlencode(following, errors='replace')}",
    }


def _cut(index: Index, as_of: str | None, keep: Sequence[str] = ()) -> Index:
    return index_view(cut_to(index.view, as_of, keep)) if as_of else index


def _light(claim: Claim, standing: Standing | None) -> Record:
    return {
        "id": claim.id,
        "tracked_id": claim.tracked_id,
        "text": claim.text,
        "story": claim.story,
        "stage": claim.stage,
        "parties": list(claim.parties),
        "standing": standing_record(standing) if standing else None,
    }


@router.get("/ledger", summary="What the ledger is made of", responses=one("ledger"))
async def ledger(request: Request, known_at: KnownAt = None) -> Response:
    """Numbers of inputs, articles, outlets and languages, and the hash over everything recorded."""
    del known_at

    def made(desk: Desk, answer: Answer) -> Record:
        numbers = asdict(desk.overview(answer))
        claims = numbers.pop("claims")
        return {**numbers, "outcomes": dict(numbers["outcomes"]), "languages": dict(numbers["languages"]), "claims": len(claims)}

    return await _made(request, made)


@router.get("/claims", summary="Claims, each with where it stands", responses=listed("light_claim"))
async def claims(
    request: Request, *, as_of: AsOf = None, known_at: KnownAt = None, challenged: bool = False, offset: Offset = 0, limit: Limit = 50
) -> Response:
    """Followed claims first, then those that the pile puts forward; with `challenged` what somebody challenges and nobody dismissed."""
    del known_at

    def made(desk: Desk, answer: Answer) -> Record:
        found = desk.standings(answer, as_of)
        kept = [pair for pair in found if not challenged or asks_for_a_look(*pair)]
        return _page(request, kept, lambda pair: _light(*pair), offset, limit)

    return await _made(request, made)


@router.get("/claims/{claim_id}", summary="One claim with its statements, origins and standings", responses=one("claim"))
async def claim(request: Request, claim_id: str, as_of: AsOf = None, known_at: KnownAt = None) -> Response:
    """As the exchange format has it; by its id or by the id it is followed under."""
    del known_at

    def made(desk: Desk, answer: Answer) -> Record:
        index = desk.claim(answer, claim_id)
        shown = _cut(index, as_of, (index.claim(claim_id).id,))
        return claim_record(shown, shown.claim(claim_id))

    return await _made(request, made)


@router.get("/claims/{claim_id}/standing", summary="Where a claim stood", responses=one("standing_as_of"))
async def standing(request: Request, claim_id: str, as_of: AsOf = None, known_at: KnownAt = None) -> Response:
    """By what was published up to a date; null where that was nothing."""
    del known_at

    def made(desk: Desk, answer: Answer) -> Record:
        index = desk.claim(answer, claim_id)
        found = latest_by(index.standings.get(index.claim(claim_id).id, ()), as_of)
        return {"claim": index.claim(claim_id).id, "as_of": as_of, "standing": standing_record(found) if found else None}

    return await _made(request, made)


@router.get("/articles/{article_id}", summary="One article with its text and what is said in it", responses=one("whole_article"))
async def article(request: Request, article_id: str, known_at: KnownAt = None) -> Response:
    """Places of statements are code points into `text`."""
    del known_at

    def made(desk: Desk, answer: Answer) -> Record:
        index = article_slice(desk, answer, article_id)
        found = index.articles.get(article_id)
        if found is None:
            raise NotFoundError(f"This ledger holds no article {article_id!r}.")
        matches = [match for match in index.view.matches if match.article_id == article_id and match.statement_id in index.statements]
        said = [
            {"claim": each.claim_id, "statement": statement_record(index, each, index.statements[each.statement_id])} for each in matches
        ]
        return {"article": article_record(index, found, dict(index.view.readings)), "text": found.text, "statements": said}

    return await _made(request, made)


@router.get("/party", summary="Every position that a party took, by date", responses=listed("said"))
async def party(
    request: Request, *, name: Word, as_of: AsOf = None, known_at: KnownAt = None, offset: Offset = 0, limit: Limit = 50
) -> Response:
    """Its name is compared without regard to letter case."""
    del known_at

    def made(desk: Desk, answer: Answer) -> Record:
        index = _cut(party_slice(desk, answer, name)[0], as_of)
        voices = [step.voice for step in party_part(index, name).steps]
        return _page(request, voices, lambda voice: _said(index, voice), offset, limit)

    return await _made(request, made)


def _said(index: Index, voice: Voice) -> Record:
    matches = index.matches.get(voice.claim_id, ())
    same = (voice.statement_id, voice.start, voice.end, voice.stance)
    return _matched(index, next(each for each in matches if (each.statement_id, each.span.start, each.span.end, each.stance) == same))


def _matched(index: Index, match: Match) -> Record:
    return {"claim": match.claim_id, "statement": statement_record(index, match, index.statements[match.statement_id])}


@router.get("/search", summary="Statements and articles, by words and facets", responses=listed("found"))
async def find(
    request: Request,
    *,
    words: Word = "",
    party: Word = "",
    outlet: Word = "",
    stance: Word = "",
    stage: Word = "",
    standing: Word = "",
    date: Word = "",
    language: Word = "",
    as_of: AsOf = None,
    known_at: KnownAt = None,
    offset: Offset = 0,
    limit: Limit = 50,
) -> Response:
    """As on the page of statements: what somebody said on a claim, and articles on which nothing that was said is matched to a claim."""
    del party, outlet, stance, stage, standing, date, language, known_at

    def made(desk: Desk, answer: Answer) -> Record:
        holding = desk.found(words, MOST_FOUND) if words.strip() else None
        whole, found, _ = search_slice(desk, answer, holding)
        index = _cut(whole, as_of)
        rows = search(search_rows(index, found), read_query(request.query_params)).rows
        outcomes = dict(index.view.readings)

        def record(row: SearchRow) -> Record:
            said = _said(index, row.voice) if row.voice else {"claim": None, "statement": None}
            return {"article": article_record(index, row.article, outcomes), **said}

        return _page(request, rows, record, offset, limit)

    return await _made(request, made)


@router.get("/problems", summary="What was amiss in the inputs, and what to do", responses=listed("problem"))
async def problems(request: Request, known_at: KnownAt = None, offset: Offset = 0, limit: Limit = 50) -> Response:
    """By input."""
    del known_at
    return await _made(
        request,
        lambda desk, answer: _page(request, problems_slice(desk, answer).view.problems, _plain, offset, limit),
    )


@router.get("/judgements", summary="What people decided", responses=listed("judgement"))
async def judgements(request: Request, known_at: KnownAt = None, offset: Offset = 0, limit: Limit = 50) -> Response:
    """By when it was recorded, revoked decisions too."""
    del known_at
    return await _made(
        request,
        lambda desk, answer: _page(request, judgements_slice(desk, answer).view.judgements, _plain, offset, limit),
    )


@router.get("/changes", summary="What changed since a day or moment", responses=listed("change"))
async def changes(
    request: Request,
    *,
    since: Annotated[str, Query(max_length=40, description="A day or moment, in UTC.")],
    until: Annotated[str | None, Query(max_length=40, description="Another; else up to now.")] = None,
    each: Annotated[bool, Query(description="Every step in between, as feeds have it; else both ends compared.")] = False,
    offset: Offset = 0,
    limit: Limit = 50,
) -> Response:
    """In the order in which the ledger learned of it."""

    def made(desk: Desk, answer: Answer) -> Record:
        too_large_to_compare(desk, answer)
        start = day_asked(since, office_of(request).settings.clock())
        found = desk.changes(start, day_asked(until, "") if until and until.strip() else None, each=each)
        return _page(request, found, _plain, offset, limit)

    return await _made(request, made)


def _plain(record: Any) -> Record:  # noqa: ANN401 - any dataclass
    found: Record = json.loads(json.dumps(asdict(record)))
    return found


@router.get("/openapi.json", include_in_schema=False)
async def description(request: Request) -> Response:
    """Hand on the description of this API."""
    return _json(described(request.app))
