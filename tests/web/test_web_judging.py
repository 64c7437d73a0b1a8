"""Correcting in place: every form that a page shows can be sent, shows at once, survives a reopening, and can be taken back."""

from __future__ import annotations

from pathlib import Path

from lxml import html
from starlette.testclient import TestClient

from sayso.model import JudgementKind
from sayso.pipeline import Ledger

from .test_web_pages import article_path, claim_path, rows_of
from .test_web_writing import FROM_HERE, ShownForm, forms_of, send

FILLED = {
    "set-stance": "doubts",
    "set-source": "Karin Lund",
    "set-party": "Vesturia",
    "approve-wording": "A contract for the mill was signed",
    "rate": "Not settled",
    "same-owner": "",
}


def one_of_each(client: TestClient) -> dict[str, ShownForm]:
    """Return the first form of each kind on the pages of a claim, of an article and of the start."""
    found: dict[str, ShownForm] = {}
    for path in (claim_path(client), article_path(client)):
        for form in forms_of(client, path):
            found.setdefault(dict(form.fields).get("kind", ""), form)
    return found


def filled(form: ShownForm) -> dict[str, str]:
    """Return what a person writes into a form."""
    kind = dict(form.fields)["kind"]
    given = {"who": "Ada Ødegård", "why": f"Because of {kind}"}
    return {**given, "value": FILLED[kind]} if FILLED.get(kind) else given


def page_text(client: TestClient, path: str) -> str:
    """Return the words of a page."""
    return str(html.document_fromstring(client.get(path).text).text_content())


def test_every_form_can_be_sent_and_is_kept(client: TestClient, ledger: Path) -> None:
    """One of each kind that these pages show; the page of judgements has each at once, and so has the ledger opened anew."""
    forms = one_of_each(client)
    assert {"merge", "approve-wording", "rate", "dismiss", "set-stance", "set-source", "set-party", "split", "same-family"} <= set(forms)
    sent = []
    # A merge or a split takes away what other forms are about, so that these come last.
    for kind in sorted(forms, key=lambda kind: (kind in {"split", "merge"}, kind)):
        back = send(client, forms[kind], **filled(forms[kind]))
        assert back.startswith(("/claim/", "/article/")), kind
        sent.append(kind)
        assert f"Because of {kind}" in page_text(client, "/judgements")
    with Ledger(ledger) as again:
        kept = {judgement.kind: judgement for judgement in again.view().judgements}
    assert set(kept) == set(sent)
    assert {judgement.who for judgement in kept.values()} == {"Ada Ødegård"}
    assert set(sent) <= {kind.value for kind in JudgementKind}


def test_a_stance_that_is_set_shows_at_once_and_can_be_taken_back(client: TestClient, ledger: Path) -> None:
    """The claim's page has it, the notice says so once, the name is offered again; undone, the page is as before."""
    path = claim_path(client)
    before = client.get("/api/v1/claims/contract").json()["statements"]
    form = next(form for form in forms_of(client, path) if dict(form.fields).get("kind") == "set-stance")
    back = send(client, form, value="doubts", who="Ada Ødegård", why="It only asks.")
    assert "The decision is kept." in page_text(client, back)
    assert "The decision is kept." not in page_text(client, back)
    assert client.get("/api/v1/claims/contract").json()["statements"] != before
    assert "Ada Ødegård" in {dict(each.fields).get("who") for each in forms_of(client, path)}
    (undo,) = [form for form in forms_of(client, "/judgements") if dict(form.fields)["kind"] == "revoke"]
    assert send(client, undo, who="Arne Holt", why="It does not.") == "/judgements"
    assert client.get("/api/v1/claims/contract").json()["statements"] == before
    assert "Taken back by" in page_text(client, "/judgements")
    assert len([row for row in rows_of(ledger) if row[1] == "judge"]) == 2


def test_what_cannot_be_decided_is_told(client: TestClient, ledger: Path) -> None:
    """A form without a name or reason, of an unknown kind, or about nothing in this ledger is refused, and nothing is kept."""
    before = rows_of(ledger)
    form = one_of_each(client)["dismiss"]
    data = {**dict(form.fields), "who": "Ada", "why": "Settled."}
    for changed in ({"who": ""}, {"why": " "}, {"kind": "erase"}, {"target": "claim-none"}, {"why": "x" * 2_000}):
        answer = client.post("/judge", data={**data, **changed}, headers=FROM_HERE)
        assert answer.status_code in {400, 404}, changed
        assert "Traceback" not in answer.text
    assert rows_of(ledger) == before
