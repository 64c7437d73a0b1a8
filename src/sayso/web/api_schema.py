"""The description of the API: OpenAPI 3.1, made from the routes and from the schema of the exchange format, so that neither can drift."""

from __future__ import annotations

import copy
import json
from collections.abc import Mapping
from importlib.resources import files
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

__all__ = ["components", "described", "listed", "one"]

Schema = dict[str, Any]
_TEXT: Schema = {"type": "string"}
_TEXTS: Schema = {"type": "array", "items": _TEXT}
_MAYBE: Schema = {"type": ["string", "null"]}
_COUNT: Schema = {"type": "integer", "minimum": 0}
_COUNTS: Schema = {"type": "object", "additionalProperties": _COUNT}
_PROBLEMS = {
    "400": "what is asked for cannot be",
    "403": "the key is missing or wrong",
    "404": "the ledger does not hold it",
    "503": "busy",
}


def _ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


def _closed(**properties: Schema) -> Schema:
    return {"type": "object", "additionalProperties": False, "required": list(properties), "properties": properties}


def _or_null(name: str) -> Schema:
    return {"anyOf": [_ref(name), {"type": "null"}]}


_SPAN: Schema = {"type": "array", "items": _COUNT, "minItems": 2, "maxItems": 2}
_OWN: Mapping[str, Schema] = {
    "ledger": _closed(
        head=_TEXT,
        known_at=_TEXT,
        inputs=_COUNT,
        outcomes=_COUNTS,
        articles=_COUNT,
        statements=_COUNT,
        families=_COUNT,
        outlets=_COUNT,
        languages=_COUNTS,
        first_date=_MAYBE,
        last_date=_MAYBE,
        undated=_COUNT,
        unread=_COUNT,
        problems=_COUNT,
        claims=_COUNT,
    ),
    "light_claim": _closed(
        id=_TEXT,
        tracked_id=_MAYBE,
        text=_TEXT,
        story=_TEXT,
        stage=_TEXT,
        parties=_TEXTS,
        standing=_or_null("standing"),
    ),
    "standing_as_of": _closed(claim=_TEXT, as_of=_MAYBE, standing=_or_null("standing")),
    "said": _closed(claim=_TEXT, statement=_ref("statement")),
    "whole_article": _closed(article=_ref("article"), text=_TEXT, statements={"type": "array", "items": _ref("said")}),
    "found": _closed(article=_ref("article"), claim=_MAYBE, statement=_or_null("statement")),
    "problem": {**_closed(code=_TEXT, message=_TEXT, input_id=_TEXT), "additionalProperties": True},
    "judgement": _closed(
        id=_TEXT,
        kind=_TEXT,
        targets=_TEXTS,
        value=_TEXT,
        who=_TEXT,
        why=_TEXT,
        recorded_at=_TEXT,
        traces={"type": "array", "items": _TEXTS},
    ),
    "change": _closed(
        id=_TEXT,
        kind=_TEXT,
        moment=_TEXT,
        sentence=_TEXT,
        claim_id=_MAYBE,
        article_id=_MAYBE,
        before=_TEXT,
        after=_TEXT,
        because=_TEXT,
    ),
    "trouble": _closed(type=_TEXT, title=_TEXT, status={"type": "integer"}, detail=_TEXT),
}


def components() -> dict[str, Schema]:
    """Return every schema by name: those of the exchange format, and those that only the API has.

    >>> {"claim", "statement", "light_claim"} <= set(components())
    True
    """
    text = files("sayso").joinpath("schema", "export.schema.json").read_text(encoding="utf-8")
    exchange = json.loads(text.replace("#/$defs/", "#/components/schemas/"))["$defs"]
    return {**{name: schema for name, schema in exchange.items() if name != "about"}, **copy.deepcopy(dict(_OWN))}


def one(name: str) -> dict[int | str, dict[str, Any]]:
    """Return the description of an answer that is one record.

    >>> one("claim")[200]["content"]["application/json"]["schema"]
    {'$ref': '#/components/schemas/claim'}
    """
    return _answers("The record.", _ref(name))


def listed(name: str) -> dict[int | str, dict[str, Any]]:
    """Return the description of an answer that is some records of a list.

    >>> sorted(listed("change")[200]["content"]["application/json"]["schema"]["properties"])
    ['items', 'next', 'total']
    """
    items = {"type": "array", "items": _ref(name)}
    following = {**_MAYBE, "description": "The address of the records that follow; null where there are none."}
    return _answers("Some of the records.", _closed(items=items, total=_COUNT, next=following))


def _answers(words: str, schema: Schema) -> dict[int | str, dict[str, Any]]:
    problem = {"application/problem+json": {"schema": _ref("trouble")}}
    others: dict[int | str, dict[str, Any]] = {
        int(code): {"description": f"RFC 9457: {why}.", "content": problem} for code, why in _PROBLEMS.items()
    }
    return {200: {"description": words, "content": {"application/json": {"schema": schema}}}, **others}


def described(app: FastAPI) -> Schema:
    """Return the OpenAPI document of an app's API."""
    document = get_openapi(
        title="sayso",
        version="1",
        summary="A ledger of contested reports, for programs that read it.",
        description=(
            "Served by `sayso serve` under the same guard as its pages. Programs send the key as a bearer token; in public mode none is"
            " needed. Records are those of the exchange format (`sayso export json`). Dates: `as_of` is what had been published,"
            " `known_at` what this ledger knew."
        ),
        routes=[route for route in app.routes if getattr(route, "include_in_schema", True)],
        openapi_version="3.1.0",
    )
    for path in document["paths"].values():
        for operation in path.values():
            # The framework's own shape of a refusal; ours are problem+json with 400.
            operation["responses"].pop("422", None)
            operation["security"] = [{"key": []}, {}]
    schemes = {"key": {"type": "http", "scheme": "bearer", "description": "The key in the printed address; none in public mode."}}
    document["components"] = {"schemas": components(), "securitySchemes": schemes}
    return document
