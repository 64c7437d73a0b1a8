"""For every reader and any bytes: no exception, an outcome for each input, and nothing that a store cannot hold.

`SAYSO_CASES=10000` runs as many cases a reader as `bench/hostile.json` tells of.
"""

from __future__ import annotations

import os

import made_inputs as made
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sayso.articles import read_bytes
from sayso.model import Outcome

CASES = int(os.environ.get("SAYSO_CASES", "100"))
_WORDS = b"""< > &#0; " %%EOF 0 -1 99999999999999999999 { ] , : <![CDATA[ ]]> <!DOCTYPE WARC/1.0 PK null \x00 \xff
        \xed\xa0\x80 \x1f\x8b\x08 \xe2\x80\xae Content-Length:"""
PIECES = st.sampled_from([*_WORDS.split(), b"\n", b"\r\n\r\n", b"\t", b"Content-Length: 5\r\n"])


@st.composite
def damaged(draw: st.DrawFn, data: bytes) -> bytes:
    """Return an input with a few places changed: cut, doubled, put elsewhere, or with odd bytes put in."""
    for _ in range(draw(st.integers(0, 6))):
        start = draw(st.integers(0, len(data)))
        size = draw(st.integers(0, 40))
        how = draw(st.sampled_from(["put", "cut", "change", "double", "end"]))
        if how == "put":
            data = data[:start] + draw(PIECES) + data[start:]
        elif how == "cut":
            data = data[:start] + data[start + size :]
        elif how == "change":
            data = data[:start] + draw(st.binary(min_size=size, max_size=size)) + data[start + size :]
        elif how == "double":
            data = data[: start + size] + data[start:]
        else:
            data = data[: max(start, 1)]
    return data


@pytest.mark.parametrize("name", sorted(made.KINDS))
@settings(max_examples=CASES, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_no_bytes_raise(name: str, data: st.DataObject) -> None:
    """Also none that our own last guard had to catch."""
    raw = data.draw(st.one_of(damaged(made.KINDS[name]), st.binary(max_size=200).map(made.KINDS[name][:40].__add__)))
    readings = list(read_bytes(raw, name))
    assert readings or not raw.strip() or name.endswith(("jsonl", "csv", "tsv"))
    for reading in readings:
        assert (reading.article is None) == (reading.outcome is Outcome.QUARANTINED)
        assert reading.problems or reading.outcome is Outcome.OK
        told = [(problem.code, problem.message) for problem in reading.problems]
        assert "reader-failed" not in dict(told), told
        if reading.article:
            fields = (reading.article.title, reading.article.outlet, reading.article.url, reading.article.author, reading.input_id)
            for text in (reading.article.text, *filter(None, fields)):
                assert "\x00" not in text
                assert text.encode("utf-8") is not None
