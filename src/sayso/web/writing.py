"""The forms that write: reading files and texts, following a claim. Each checks its token, writes, and leads back with a notice."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from sayso.claim_files import tracked_claim
from sayso.errors import UsageError
from sayso.model import JudgementKind
from sayso.web.answers import in_thread, noticed, office_of, remembered
from sayso.web.forms import Form, Upload, form_of, pasted, uploads_of

__all__ = ["router"]

router = APIRouter(include_in_schema=False)


def led_back(request: Request, back: str, sentence: str) -> Response:
    """Lead back to where the form stood, and tell there what it did."""
    return noticed(request, RedirectResponse(back, 303), sentence)


@router.post("/read")
async def read(request: Request) -> Response:
    """Read files and a pasted text, as work in the background."""
    form = await form_of(request)
    try:
        upload = await _sent(form)
    finally:
        await form.data.close()
    job_id = office_of(request).jobs.read(upload.inputs, form.back, upload.tidy)
    return RedirectResponse(f"/job/{job_id}", 303)


async def _sent(form: Form) -> Upload:
    """Return what is to be read. Raises `UsageError` where that is nothing."""
    files = [each for each in form.data.getlist("files") if isinstance(each, UploadFile) and (each.filename or each.size)]
    text = pasted(form)
    if not files and text is None:
        raise UsageError("Nothing was sent. Choose files, or paste a text.")
    return await in_thread(lambda: uploads_of(files, [text] if text else []))


@router.post("/judge")
async def judge(request: Request) -> Response:
    """Keep a person's decision, or take one back."""
    form = await form_of(request)
    kind, value = form.line("kind", "What is decided", needed=True), form.line("value", "The decision")
    who, why = form.line("who", "Who decides", needed=True), form.line("why", "Why", needed=True)
    targets, desk = form.lines("target"), office_of(request).desk

    def decided() -> None:
        # What is decided is looked up in the ledger as it stands, so that has to be worked out first.
        desk.settled()
        desk.written(lambda ledger: ledger.judge(kind, targets, value, who, why))

    await in_thread(decided)
    told = (
        "The decision is taken back."
        if kind == JudgementKind.REVOKE
        else "The decision is kept. It can be taken back among the judgements."
    )
    return remembered(request, led_back(request, form.back, told), "who", who)


@router.post("/track")
async def track(request: Request) -> Response:
    """Follow a claim."""
    form = await form_of(request)
    asked = tracked_claim(form.line("text", "The claim", needed=True), form.lines("party"))
    desk = office_of(request).desk
    await in_thread(lambda: desk.written(lambda ledger: ledger.store.track([asked])))
    return led_back(request, form.back, f"Followed from now on: “{asked.text}”")
