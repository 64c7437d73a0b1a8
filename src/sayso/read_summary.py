"""How a run of reading ended, in numbers that sum to the inputs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sayso.model import Problem

__all__ = ["ReadSummary", "summed"]


@dataclass(frozen=True, slots=True)
class ReadSummary:
    """How a run of reading ended; ok, partial and quarantined sum to the inputs."""

    ok: int
    """Inputs read in full."""
    partial: int
    """Inputs read with something amiss."""
    quarantined: int
    """Inputs that gave no article."""
    problems: tuple[Problem, ...]
    """What was amiss, with the next step."""
    known: int = 0
    """Files that were read to their end before and so were not read again; what they gave is counted above."""

    @property
    def total(self) -> int:
        """All inputs."""
        return self.ok + self.partial + self.quarantined


def summed(parts: Iterable[ReadSummary]) -> ReadSummary:
    """Return the outcomes of several inputs as one.

    >>> summed([ReadSummary(1, 0, 0, ()), ReadSummary(0, 1, 1, ())]).total
    3
    """
    listed = list(parts)
    return ReadSummary(
        sum(part.ok for part in listed),
        sum(part.partial for part in listed),
        sum(part.quarantined for part in listed),
        tuple(problem for part in listed for problem in part.problems),
        sum(part.known for part in listed),
    )
