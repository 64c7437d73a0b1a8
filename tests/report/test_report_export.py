"""The exchange format: what programs read must be exact, closed and the same every time."""

from __future__ import annotations

import dataclasses
import json
import random
from pathlib import Path

import jsonschema
import pytest

import sayso
from sayso.model import Article, LedgerView
from sayso.report.export import export_json

from .episode import SIGNED, empty_view

SCHEMA = json.loads((Path(sayso.__file__).parent / "schema" / "export.schema.json").read_text(encoding="utf-8"))


def test_the_episode_fits_the_schema(view: LedgerView) -> None:
    """Every key of the export is described by the schema, and the schema has no key that the export lacks."""
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    jsonschema.Draft202012Validator(SCHEMA).validate(json.loads(export_json(view)))


def test_the_schema_is_closed(view: LedgerView) -> None:
    """A key that nobody described is refused at every level."""
    document = json.loads(export_json(view))
    document["claims"][0]["statements"][0]["veracity"] = "high"
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft202012Validator(SCHEMA).validate(document)


def test_an_empty_ledger_is_a_whole_document() -> None:
    """A ledger that read nothing exports empty lists, not a missing file."""
    document = json.loads(export_json(empty_view()))
    assert (document["articles"], document["claims"]) == ([], [])


def test_every_quote_is_cut_exactly(view: LedgerView) -> None:
    """Start and end are code points: they cut the quote out of the text, with characters outside the basic plane too."""
    texts = {article.id: article.text for article in view.articles}
    found = [s for claim in json.loads(export_json(view))["claims"] for s in claim["statements"]]
    assert [s["quote"] for s in found] == [texts[s["article"]][s["start"] : s["end"]] for s in found]
    assert any("😀" in s["quote"] for s in found)


def test_stances_map_to_four_labels(view: LedgerView) -> None:
    """The stance decides the four-way label; a withdrawal counts as deny, a doubt as query."""
    claim = next(c for c in json.loads(export_json(view))["claims"] if c["id"] == SIGNED)
    labels = {(s["stance"], s["sdqc"]) for s in claim["statements"]}
    assert labels == {("asserts", "support"), ("denies", "deny"), ("retracts", "deny"), ("doubts", "query")}


def test_copies_share_family_and_origin(view: LedgerView) -> None:
    """A copy carries the family of its first telling and that telling's outlet as its origin."""
    articles = {a["input_id"]: a for a in json.loads(export_json(view))["articles"]}
    assert articles["copy1.html"]["family"] == articles["daily.html"]["family"]
    assert articles["copy1.html"]["origin"] == "Vesturia Daily"
    assert articles["gazette.html"]["family"] != articles["daily.html"]["family"]


def test_standings_come_with_every_date(view: LedgerView) -> None:
    """The whole history is exported, earliest first."""
    claim = next(c for c in json.loads(export_json(view))["claims"] if c["tracked_id"] == "signed")
    assert [s["published_by"] for s in claim["standing"]] == ["2031-05-28", "2031-06-01"]


def test_the_same_ledger_gives_the_same_bytes(view: LedgerView) -> None:
    """The order in which records lie in the view does not show in the export."""
    mixed = random.Random(7)
    names = ("articles", "families", "evidence", "statements", "matches", "outlet_stances", "standings", "origins")
    shuffled = {name: tuple(mixed.sample(getattr(view, name), len(getattr(view, name)))) for name in names}
    assert export_json(dataclasses.replace(view, **shuffled)) == export_json(view)


def test_no_character_is_lost() -> None:
    """Half a surrogate pair cannot be written as UTF-8, so it is written as an escape and read back as it was."""
    article = Article("article-1", "a.txt", "00", "x", title="half \ud83d of a pair\u2028next")
    text = export_json(dataclasses.replace(empty_view(), articles=(article,)))
    assert json.loads(text.encode("utf-8"))["articles"][0]["title"] == article.title
