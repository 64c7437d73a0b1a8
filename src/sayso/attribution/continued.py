"""Quotations that go on where the tagger saw no cue: a sentence that is nothing but quotation belongs to the speaker before it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sayso.attribution.findings import Finding, places_of
from sayso.attribution.units import Block
from sayso.model import Span

__all__ = ["continued"]

_LONGEST_QUOTATION = 40
"""Sentences by which one quotation may go on; bounds the work on a text of nothing but quotations."""


def continued(found: Sequence[Finding], parts: Sequence[Block]) -> list[Finding]:
    """Return the findings, each quotation with the sentences right after it that are quotation only and nobody else's.

    >>> continued([], [])
    []
    """
    kept = list(found)
    owners = {place: number for number, finding in enumerate(kept) if finding.depth == 0 for place in places_of(finding, parts)}
    current: int | None = None
    for number, block in enumerate(parts):
        for unit in range(len(block.units)):
            owner = owners.get((number, unit))
            current = _going_on(kept, current, block, unit) if owner is None else owner
    return kept


def _going_on(kept: list[Finding], current: int | None, block: Block, unit: int) -> int | None:
    """Add a sentence to the quotation before it and return that finding's number; None where the quotation has ended."""
    low, high = block.units[unit]
    words = [index for index in range(low, high) if block.tokens[index].word]
    if current is None or not words or not all(block.quoted[index] for index in words):
        return None
    finding = kept[current]
    if finding.reading.content != "quote" or len(finding.content) > _LONGEST_QUOTATION:
        return None
    kept[current] = replace(finding, content=(*finding.content, Span(block.tokens[low].start, block.tokens[high - 1].end)))
    return current
