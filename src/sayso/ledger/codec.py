"""Records to JSON and back, so that the ledger file, exports and tests share one exact text form.

Generic over the frozen records of `sayso.model`: nested records, tuples, enumerations, None, bytes. Strict both ways: what does not fit
the record's types is refused, because a record that is guessed at on reading would change the ledger silently. Keys are sorted and
lone surrogates are escaped, so that one record has one text and every code point survives.
"""

from __future__ import annotations

import base64
import binascii
import dataclasses
import functools
import json
import re
import types
import typing
from collections.abc import Hashable
from enum import Enum
from typing import Any, TypeVar

from sayso.errors import LedgerDamagedError, UsageError

__all__ = ["decode", "encode"]

Record = TypeVar("Record")
_SURROGATE = re.compile("[\ud800-\udfff]")
_ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
_PLAIN: tuple[type, ...] = (str, int, float, bool, type(None))


def encode(record: object) -> str:
    """Return a record as one line of JSON with sorted keys; the same record always gives the same text.

    Raises `UsageError` for something that is not a frozen record of plain parts.

    >>> from sayso.model import Span
    >>> encode(Span(3, 9))
    '{"end":9,"start":3}'
    """
    if not dataclasses.is_dataclass(record) or isinstance(record, type):
        raise UsageError(f"only records can be written, not {type(record).__name__}")
    try:
        text = _ENCODER.encode(_plain(record))
    except ValueError as error:
        raise UsageError(f"the record holds a number that JSON has no word for: {error}") from error
    return text if text.isascii() else _SURROGATE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def decode(kind: type[Record], text: str) -> Record:
    """Return the record of type `kind` that `text` holds.

    Raises `LedgerDamagedError`, with the place, where the text does not fit the record.

    >>> from sayso.model import Span
    >>> decode(Span, '{"end":9,"start":3}')
    Span(start=3, end=9)
    """
    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise LedgerDamagedError(f"not readable as a {kind.__name__}: {error}") from error
    return typing.cast("Record", _typed(kind, value, kind.__name__))


def _plain(value: object) -> object:
    # By exact type first: these two cases are nearly all there are, and reading writes tens of thousands of values a second.
    kind: Any = type(value)
    if kind in _PLAIN:
        return value
    if (names := _field_names(kind)) is not None:
        return {name: _plain(getattr(value, name)) for name in names}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, tuple):
        return [_plain(part) for part in value]
    if isinstance(value, bytes):
        return base64.b64encode(value).decode("ascii")
    if isinstance(value, _PLAIN):
        return value
    raise UsageError(f"a record cannot hold {kind.__name__}")


@functools.cache
def _field_names(kind: Hashable) -> tuple[str, ...] | None:
    if not isinstance(kind, type) or not dataclasses.is_dataclass(kind) or issubclass(kind, Enum):
        return None
    return tuple(field.name for field in dataclasses.fields(kind))


@functools.cache
def _hints(kind: type) -> dict[str, Any]:
    return typing.get_type_hints(kind)


@functools.cache
def _required(kind: type) -> frozenset[str]:
    missing = dataclasses.MISSING
    return frozenset(field.name for field in dataclasses.fields(kind) if field.default is missing and field.default_factory is missing)


def _typed(kind: object, value: object, where: str) -> object:
    """Return `value` as `kind`, or say where it does not fit."""
    origin = typing.get_origin(kind)
    if origin in (types.UnionType, typing.Union):
        return _optional(kind, value, where)
    if origin is tuple:
        return _tuple(typing.get_args(kind), value, where)
    if dataclasses.is_dataclass(kind):
        return _record(typing.cast("type", kind), value, where)
    if kind is float and type(value) in (int, float):
        return float(typing.cast("float", value))
    if kind in (str, int, bool) and type(value) is kind:
        return value
    return _from_text(kind, value, where)


def _optional(kind: object, value: object, where: str) -> object:
    if value is None:
        return None
    (inner,) = (part for part in typing.get_args(kind) if part is not type(None))
    return _typed(inner, value, where)


def _tuple(parts: tuple[Any, ...], value: object, where: str) -> tuple[object, ...]:
    if not isinstance(value, list):
        raise _misfit(where, "a list")
    if len(parts) == 2 and parts[1] is Ellipsis:
        return tuple(_typed(parts[0], item, f"{where}[{place}]") for place, item in enumerate(value))
    if len(parts) != len(value):
        raise _misfit(where, f"{len(parts)} values")
    return tuple(_typed(part, item, f"{where}[{place}]") for place, (part, item) in enumerate(zip(parts, value, strict=True)))


def _record(kind: type, value: object, where: str) -> object:
    """A record; one written before a field existed gets that field's default."""
    hints = _hints(kind)
    if not isinstance(value, dict) or not _required(kind) <= value.keys() <= hints.keys():
        raise _misfit(where, f"the fields {', '.join(sorted(hints))}")
    return kind(**{name: _typed(hints[name], value[name], f"{where}.{name}") for name in hints if name in value})


def _from_text(kind: object, value: object, where: str) -> object:
    name = str(getattr(kind, "__name__", kind))
    if not isinstance(kind, type) or not isinstance(value, str):
        raise _misfit(where, name)
    try:
        return kind(value) if issubclass(kind, Enum) else _bytes(value)
    except ValueError as error:
        raise _misfit(where, name) from error


def _bytes(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error as error:
        raise ValueError(str(error)) from error


def _misfit(where: str, wanted: str) -> LedgerDamagedError:
    return LedgerDamagedError(f"{where} should hold {wanted}; run `sayso verify`, and restore a backup if it finds damage")
