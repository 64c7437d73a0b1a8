"""The API: its description is current, its records have the shapes that it describes, its lists can be walked, its refusals are told."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from starlette.testclient import TestClient

from sayso.pipeline import Ledger
from sayso.report.export import export_json
from sayso.web import openapi_document

from .test_web_judging import one_of_each
from .test_web_writing import send

KEPT = Path(__file__).parents[2] / "docs" / "openapi.json"
PREFIX = "/api/v1"


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    """The description as it is kept."""
    found: dict[str, Any] = json.loads(KEPT.read_text(encoding="utf-8"))
    return found


def test_the_description_is_current(document: dict[str, Any]) -> None:
    """`make openapi` was run after the last change of a route or record."""
    assert document == json.loads(json.dumps(openapi_document())), "run: make openapi"


def schema_of(document: dict[str, Any], path: str, status: int) -> Draft202012Validator:
    """Return what checks the answer of a path."""
    content = document["paths"][path]["get"]["responses"][str(status)]["content"]
    (answer,) = content.values()
    return Draft202012Validator({**answer["schema"], "components": document["components"]})


def paths_of(client: TestClient) -> dict[str, str]:
    """Return an address for each path of the API."""
    claim = client.get(f"{PREFIX}/claims").json()["items"][0]["id"]
    article = client.get(f"{PREFIX}/search").json()["items"][0]["article"]["id"]
    found = {
        path: path.replace("{claim_id}", claim).replace("{article_id}", article) for path in json.loads(KEPT.read_text("utf-8"))["paths"]
    }
    return {path: f"{real}?name=norland&since=2031-01-01" for path, real in found.items()}


def test_every_answer_has_the_described_shape(client: TestClient, document: dict[str, Any]) -> None:
    """Each path, asked for something that is there; somebody has decided something."""
    form = one_of_each(client)["dismiss"]
    send(client, form, who="Ada", why="Settled.")
    for path, address in paths_of(client).items():
        answer = client.get(address)
        assert (path, answer.status_code) == (path, 200)
        assert answer.headers["content-type"] == "application/json"
        errors = [error.message for error in schema_of(document, path, 200).iter_errors(answer.json())]
        assert (path, errors) == (path, [])
        if "items" in answer.json():
            assert answer.json()["items"], path


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/claims/none", 404),
        ("/articles/none", 404),
        ("/party?name=Nobody", 404),
        ("/nothing", 404),
        ("/claims?as_of=soon", 400),
        ("/claims?known_at=yesterday", 400),
        ("/claims?limit=0", 400),
        ("/claims?offset=-1", 400),
        ("/party", 400),
        ("/changes", 400),
        ("/changes?since=13", 400),
    ],
)
def test_refusals_are_problems(client: TestClient, document: dict[str, Any], address: str, status: int) -> None:
    """RFC 9457, with a next step and without a trace."""
    answer = client.get(f"{PREFIX}{address}")
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    found = answer.json()
    assert found["status"] == status
    assert found["detail"]
    assert "Traceback" not in answer.text
    assert list(schema_of(document, f"{PREFIX}/claims", 404).iter_errors(found)) == []


def test_claims_are_those_of_the_export(client: TestClient, ledger: Path) -> None:
    """Record by record, in the same order; the claim page's small view says what the whole ledger says."""
    with Ledger(ledger) as held:
        exported = json.loads(export_json(held.view()))
    ids = [item["id"] for item in client.get(f"{PREFIX}/claims", params={"limit": 500}).json()["items"]]
    assert ids == [claim["id"] for claim in exported["claims"]]
    for claim in exported["claims"]:
        assert client.get(f"{PREFIX}/claims/{claim['id']}").json() == claim
    for article in exported["articles"]:
        found = client.get(f"{PREFIX}/articles/{article['id']}").json()
        assert found["article"] == article
        assert all(
            found["text"][each["statement"]["start"] : each["statement"]["end"]] == each["statement"]["quote"]
            for each in found["statements"]
        )


def test_lists_can_be_walked(client: TestClient) -> None:
    """One record a page gives the same records as all at once."""
    whole = client.get(f"{PREFIX}/search", params={"limit": 500}).json()
    walked, address = [], f"{PREFIX}/search?limit=1"
    while address:
        page = client.get(address).json()
        walked += page["items"]
        address = page["next"]
    assert walked == whole["items"]
    assert len(walked) == whole["total"] > 3


def test_standing_as_of_a_date(client: TestClient) -> None:
    """Reported on the day of the report, denied after the denial, nothing before; by the id that the claim is followed under."""
    stood = {
        day: client.get(f"{PREFIX}/claims/contract/standing", params={"as_of": day}).json()["standing"]
        for day in ("2031-05-25", "2031-05-26", "2031-05-27")
    }
    assert stood["2031-05-25"] is None
    assert (stood["2031-05-26"]["state"], stood["2031-05-27"]["state"]) == ("reported", "denied")


def test_public_mode_answers_programs_without_a_key(public: TestClient) -> None:
    """The same records, by GET only."""
    assert public.get(f"{PREFIX}/claims").status_code == 200
    assert public.get(f"{PREFIX}/openapi.json").json()["openapi"] == "3.1.0"
