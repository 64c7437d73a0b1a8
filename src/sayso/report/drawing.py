"""Where each mark of a claim's timeline stands in the drawing: arithmetic only, so that the template holds no logic.

The plane is cut into squares of 24 units, the smallest target that a finger hits (WCAG 2.2, 2.5.8). A mark takes the square of its
day that is nearest to the axis; a full column spills into the next one. The table beside the drawing holds the exact dates.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sayso.model import Standing
from sayso.report.records import Timeline, TimelineEntry
from sayso.report.timeline import day_range
from sayso.report.words import day_words

__all__ = ["Drawing", "Mark", "Step", "Tick", "draw"]

SQUARE = 24
COLUMNS = 36
LEFT = 24
LABEL_ROOM = 130
TOP = 40
FEWEST_ROWS = 1
MOST_ROWS = 10


@dataclass(frozen=True, slots=True)
class Mark:
    """One statement in the drawing."""

    x: int
    """Centre, in units from the left."""
    y: int
    """Centre, in units from the top."""
    left: int
    """Where the bar of an imprecise date begins; equal to `right` for an exact day."""
    right: int
    """Where that bar ends."""
    entry: TimelineEntry
    """The statement."""


@dataclass(frozen=True, slots=True)
class Tick:
    """One labelled day of the axis."""

    x: int
    """Units from the left."""
    label: str
    """The day in words."""


@dataclass(frozen=True, slots=True)
class Step:
    """A change of standing along the axis."""

    x: int
    """Units from the left."""
    number: int
    """Its place in the history, counted from one."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """A laid-out timeline."""

    width: int
    """Units across."""
    height: int
    """Units down."""
    axis: int
    """The line under the upper lane."""
    below: int
    """The line over the lower lanes."""
    marks: tuple[Mark, ...]
    """One a dated statement."""
    ticks: tuple[Tick, ...]
    """Labelled days."""
    steps: tuple[Step, ...]
    """Changes of standing."""


def draw(timeline: Timeline, history: Sequence[Standing] = ()) -> Drawing | None:
    """Return where each dated statement and each change of standing stands; None where nothing has a date.

    >>> draw(Timeline((), ())) is None
    True
    """
    days = [day for entry in timeline.dated for day in (entry.first_day, entry.last_day) if day is not None]
    if not days:
        return None
    scale = _Scale(min(days), max(days))
    lanes = {lane: _squares(scale, [e for e in timeline.dated if e.lane == lane]) for lane in ("above", "beside", "below")}
    rows = {lane: max((row for _, row, _ in squares), default=-1) + 1 for lane, squares in lanes.items()}
    axis = max(rows["above"], FEWEST_ROWS) * SQUARE + TOP
    below = axis + SQUARE + 8
    origin = {"above": axis, "beside": below, "below": below + rows["beside"] * SQUARE}
    marks = [_mark(scale, entry, column, row, origin) for squares in lanes.values() for column, row, entry in squares]
    height = origin["below"] + max(rows["below"], FEWEST_ROWS) * SQUARE + SQUARE
    width = LEFT * 2 + COLUMNS * SQUARE
    return Drawing(width, height, axis, below, tuple(marks), _ticks(scale, timeline), _steps(scale, history))


@dataclass(frozen=True, slots=True)
class _Scale:
    first: int
    last: int

    def column(self, day: int) -> int:
        if self.first == self.last:
            return COLUMNS // 2
        return round((day - self.first) / (self.last - self.first) * (COLUMNS - 1))

    def centre(self, day: int) -> int:
        return _centre(self.column(day))


def _centre(column: int) -> int:
    return LEFT + column * SQUARE + SQUARE // 2


def _middle(entry: TimelineEntry) -> int:
    return ((entry.first_day or 0) + (entry.last_day or 0)) // 2


def _squares(scale: _Scale, entries: Sequence[TimelineEntry]) -> list[tuple[int, int, TimelineEntry]]:
    rows = max(MOST_ROWS, -(-len(entries) // COLUMNS))
    taken: Counter[int] = Counter()
    placed = []
    for entry in entries:
        wanted = scale.column(_middle(entry))
        order = sorted(range(COLUMNS), key=lambda column: (abs(column - wanted), -column))
        free = next(column for column in order if taken[column] < rows)
        placed.append((free, taken[free], entry))
        taken[free] += 1
    return placed


def _mark(scale: _Scale, entry: TimelineEntry, column: int, row: int, origin: dict[str, int]) -> Mark:
    offset = row * SQUARE + SQUARE // 2
    y = origin["above"] - offset if entry.lane == "above" else origin[entry.lane] + offset
    x = _centre(column)
    if entry.first_day == entry.last_day:
        return Mark(x, y, x, x, entry)
    return Mark(x, y, scale.centre(entry.first_day or 0), scale.centre(entry.last_day or 0), entry)


def _ticks(scale: _Scale, timeline: Timeline) -> tuple[Tick, ...]:
    exact = {entry.first_day for entry in timeline.dated if entry.first_day == entry.last_day and entry.first_day is not None}
    ticks: list[Tick] = []
    for day in sorted(exact | {scale.first, scale.last}):
        x = scale.centre(day)
        if not ticks or x - ticks[-1].x >= LABEL_ROOM:
            ticks.append(Tick(x, day_words(date.fromordinal(day).isoformat())))
    return tuple(ticks)


def _steps(scale: _Scale, history: Sequence[Standing]) -> tuple[Step, ...]:
    steps = []
    for number, standing in enumerate(history, start=1):
        days = day_range(standing.published_by)
        if days and scale.first <= days[1] <= scale.last:
            steps.append(Step(scale.centre(days[1]), number))
    return tuple(steps)
