"""What changed, as a page and as feeds."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from sayso.errors import UsageError
from sayso.ledger.dates import date_end
from sayso.model import Change
from sayso.report.feeds import atom_feed, json_feed
from sayso.report.frame import app_links
from sayso.report.moments import known_moment
from sayso.report.pages import changes_page
from sayso.web.answers import Times, frame_of, in_thread, office_of, page
from sayso.web.slices import too_large_to_compare

__all__ = ["day_asked", "link_of", "router"]

router = APIRouter(include_in_schema=False)
SHOWN = 500
"""Changes on one page."""
_DAYS = 30
"""What a feed goes back where nobody says; readers look more often."""


def day_asked(text: str | None, clock: str, days: int = _DAYS) -> str:
    """Return a day or moment as `changes` takes it; some days before now where none is given. Raises `UsageError`.

    >>> day_asked("", "2031-06-01T10:00:00+00:00"), day_asked("2031-05", "")
    ('2031-05-02', '2031-05')
    """
    asked = (text or "").strip()
    if not asked:
        return (datetime.datetime.fromisoformat(clock) - datetime.timedelta(days=days)).date().isoformat()
    if "T" in asked:
        return str(known_moment(asked))
    if date_end(asked) is None:
        raise UsageError(f"{asked!r} is not a date; write 2031, 2031-05 or 2031-05-29.")
    return asked


@router.get("/changes")
async def changes(request: Request) -> Response:
    """Show what changed since a day."""
    fields, office = request.query_params, office_of(request)
    since = day_asked(fields.get("since"), office.settings.clock(), 7)
    until = day_asked(fields["until"], "") if fields.get("until", "").strip() else None
    each = fields.get("each") == "1"

    def made() -> str:
        answer = office.desk.answer()
        too_large_to_compare(office.desk, answer)
        found = office.desk.changes(since, until, each=each)[::-1]
        frame = frame_of(request, Times(None, None), answer)
        return changes_page(frame, found[:SHOWN], since=since, until=until or "", each=each, left=len(found[SHOWN:]))

    return page(request, await in_thread(made))


@router.get("/feed.atom")
async def atom(request: Request) -> Response:
    """Hand on what changed as Atom."""
    since, found = await _stepwise(request)
    base, authority = str(request.base_url), office_of(request).settings.authority
    text = atom_feed(found, since=since, authority=authority, link=lambda change: link_of(change, base))
    return Response(text, media_type="application/atom+xml")


@router.get("/feed.json")
async def json(request: Request) -> Response:
    """Hand on what changed as JSON Feed."""
    _, found = await _stepwise(request)
    base, authority = str(request.base_url), office_of(request).settings.authority
    text = json_feed(found, authority=authority, link=lambda change: link_of(change, base))
    return Response(text, media_type="application/feed+json")


async def _stepwise(request: Request) -> tuple[str, Sequence[Change]]:
    office = office_of(request)
    since = day_asked(request.query_params.get("since"), office.settings.clock())

    def made() -> Sequence[Change]:
        too_large_to_compare(office.desk, office.desk.answer())
        return office.desk.changes(since, each=True)

    return since, await in_thread(made)


def link_of(change: Change, base: str) -> str | None:
    """Return where a change can be looked into.

    >>> from sayso.model import ChangeKind
    >>> link_of(Change("c", ChangeKind.STANDING, "2031", "It changed.", claim_id="claim-1"), "http://localhost:8787/")
    'http://localhost:8787/claim/claim-1'
    """
    links = app_links()
    path = links.claim(change.claim_id) if change.claim_id else links.article(change.article_id) if change.article_id else ""
    return f"{base.rstrip('/')}{path}" if path else None
