"""Bytes in, `Article` out: files, JSONL, pages and texts, their residue, dates and languages, and which texts derive from one text."""

from __future__ import annotations

from sayso.articles.dates import date_key
from sayso.articles.families import LATE_HOURS, Comparison, Shared, Skipped, compare, group, late_arrivals, order_of_telling, shared_text
from sayso.articles.files import expand, read_bytes, read_path, read_stream
from sayso.articles.language import detect
from sayso.articles.repeats import repeated_blocks, without_repeats
from sayso.articles.residue import find_residue

__all__ = [
    "LATE_HOURS",
    "Comparison",
    "Shared",
    "Skipped",
    "compare",
    "date_key",
    "detect",
    "expand",
    "find_residue",
    "group",
    "late_arrivals",
    "order_of_telling",
    "read_bytes",
    "read_path",
    "read_stream",
    "repeated_blocks",
    "shared_text",
    "without_repeats",
]
