"""Every record survives the way to JSON and back, and nothing else is let in."""

from __future__ import annotations

import dataclasses
import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sayso import model
from sayso.errors import LedgerDamagedError, UsageError
from sayso.ledger.codec import decode, encode
from sayso.model import Article, DateBasis, Span, Statement, StatementKind

RECORDS = tuple(
    kind for kind in (getattr(model, name) for name in model.__all__) if isinstance(kind, type) and dataclasses.is_dataclass(kind)
)
TEXTS = st.text(st.characters(codec=None), max_size=20)  # lone surrogates and NUL too
st.register_type_strategy(str, TEXTS)
st.register_type_strategy(float, st.floats(allow_nan=False, allow_infinity=False))


@pytest.mark.parametrize("kind", RECORDS, ids=lambda kind: kind.__name__)
def test_every_record_survives(kind: type) -> None:
    """Any record of the model comes back equal, and its text is one storable line."""

    # A view holds every other record, so that its examples are large by nature.
    @settings(max_examples=15, deadline=None, database=None, suppress_health_check=[HealthCheck.data_too_large, HealthCheck.too_slow])
    @given(st.builds(kind) if not dataclasses.fields(kind) else st.from_type(kind))
    def check(record: object) -> None:
        line = encode(record)
        assert decode(kind, line) == record
        assert "\n" not in line
        assert line.encode("utf-8")
        assert encode(decode(kind, line)) == line

    check()


@pytest.mark.parametrize(
    "line",
    [
        "",  # nothing
        "[3,9]",  # not a record
        '{"start":3}',  # a field is missing
        '{"end":9,"start":3,"note":1}',  # a field too many
        '{"end":"9","start":3}',  # a word for a number
        '{"end":true,"start":3}',  # a truth value is not a position
        '{"end":null,"start":3}',  # None where it may not stand
        "[" * 100_000,  # deeper than can be read
    ],
)
def test_what_does_not_fit_is_refused(line: str) -> None:
    """A text that is not exactly a Span is damage, never a guess."""
    with pytest.raises(LedgerDamagedError):
        decode(Span, line)


def test_a_record_written_before_a_field_existed_gets_its_default() -> None:
    """Ledgers outlive versions: what an older sayso wrote is read without guessing at what it did not know."""
    line = '{"act":"says","article_id":"a","content":[{"end":9,"start":3}],"extent":{"end":9,"start":0},"id":"s",'
    line += '"source":{"described":"","name":null,"naming":"self","span":null,"text":""}}'
    statement = decode(Statement, line)
    assert (statement.happened, statement.sure, statement.kind) == (None, False, StatementKind.SPEECH)


def test_an_unknown_word_of_an_enumeration_is_refused() -> None:
    """A basis that this version does not know is damage."""
    line = encode(Article("a", "a", "d", "text")).replace(DateBasis.UNKNOWN.value, "hearsay")
    with pytest.raises(LedgerDamagedError, match="published_basis"):
        decode(Article, line)


def test_the_place_of_the_misfit_is_named() -> None:
    """The message leads to the field."""
    line = json.dumps({"end": [], "start": 3})
    with pytest.raises(LedgerDamagedError, match=r"Span\.end"):
        decode(Span, line)


@pytest.mark.parametrize("thing", [{"a": 1}, [1], "text", Span, None])
def test_only_records_are_written(thing: object) -> None:
    """What is not a record is misuse."""
    with pytest.raises(UsageError):
        encode(thing)


def test_numbers_without_a_json_form_are_refused() -> None:
    """NaN would come back as damage, so it does not go in."""
    words = model.Source("Ilse Maren", model.Naming.NAMED)
    with pytest.raises(UsageError):
        encode(Statement("s", "a", Span(0, 1), words, (), confidence=float("nan")))
