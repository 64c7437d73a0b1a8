"""How the command line talks: data on standard output, everything else on standard error, files written whole or not at all.

Only the standard library is imported above: rich is loaded when there is a terminal to draw on, so that `--help` answers at once.
"""

from __future__ import annotations

import contextlib
import datetime
import json
import os
import re
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from sayso.errors import SaysoError, UsageError
from sayso.model import Problem

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.progress import Progress

__all__ = [
    "ProgressBar",
    "Settings",
    "checked_date",
    "interrupted_safely",
    "matching_counter",
    "now",
    "outcome_lines",
    "problem_line",
    "refuse_missing",
    "warn",
    "write_whole",
]

BAR_AFTER_SECONDS = 1.0
"""Work that ends sooner shows no bar; half a second made short runs flicker, three seconds left people wondering."""
PROBLEMS_SHOWN = 12
"""Reasons printed after reading; the rest is in `sayso problems`."""
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2}(T\d{2}:\d{2}(:\d{2})?(Z|[+-]\d{2}:\d{2})?)?)?)?")
_FILLED = "0000-01-01"


@dataclass(frozen=True, slots=True)
class Settings:
    """What the options that every command shares were set to."""

    ledger: str
    """The ledger: the path of a file, or the address of a database of a server."""
    as_json: bool = False
    """Whether data is printed as JSON."""
    quiet: bool = False
    """Whether only data and errors are printed."""
    colour: bool = True
    """Whether colour was left on."""

    def data(self, text: str) -> None:
        """Print data on standard output, whatever its encoding; what that cannot hold is escaped."""
        with contextlib.suppress(AttributeError):
            sys.stdout.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
        sys.stdout.write(text if text.endswith("\n") else text + "\n")

    def json(self, value: object) -> None:
        """Print a value as JSON on standard output."""
        self.data(json.dumps(value, ensure_ascii=False, indent=1, default=str))

    def say(self, text: str) -> None:
        """Tell the person something on standard error, unless quiet."""
        if not self.quiet:
            warn(text)

    @property
    def fancy(self) -> bool:
        """Whether standard output is a terminal that may be painted."""
        return self.colour and sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"

    @property
    def width(self) -> int:
        """Columns to fill: those of the terminal, between 40 and 120."""
        return min(max(shutil.get_terminal_size((100, 24)).columns, 40), 120)

    def draw(self, drawing: RenderableType) -> None:
        """Print a rich drawing on the terminal."""
        from rich.console import Console

        Console().print(drawing)


def matching_counter(settings: Settings) -> Callable[[int, int, str], None]:
    """Return what tells, on a terminal and after a second, how far the matching of statements to claims has come."""
    started = time.monotonic()

    def tell(done: int, total: int, _name: str) -> None:
        if settings.quiet or not sys.stderr.isatty() or time.monotonic() - started < 1:
            return
        sys.stderr.write(f"\rmatching statements to claims: {done} of {total} articles" + ("\n" if done == total else ""))
        sys.stderr.flush()

    return tell


def warn(text: str) -> None:
    """Write a line on standard error, with control signs made visible."""
    with contextlib.suppress(AttributeError):
        sys.stderr.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    sys.stderr.write(_CONTROL.sub("\ufffd", text) + "\n")


class ProgressBar:
    """A bar on standard error, on a terminal only, for work that takes longer than a second.

    Called with files done, files in all and the name of the file at hand; a context that cleans up after itself.
    """

    def __init__(self, settings: Settings) -> None:
        self._wanted = sys.stderr.isatty() and not settings.quiet and os.environ.get("TERM") != "dumb"
        self._colour = settings.colour
        self._started = time.monotonic()
        self._bar: Progress | None = None

    def __enter__(self) -> ProgressBar:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._bar is not None:
            self._bar.stop()

    def __call__(self, done: int, total: int, name: str) -> None:
        """Show how far the work has come."""
        if not self._wanted or (self._bar is None and time.monotonic() - self._started < BAR_AFTER_SECONDS):
            return
        if self._bar is None:
            self._bar = self._start()
            self._bar.add_task("reading", total=None)
        label = _CONTROL.sub("\ufffd", Path(name).name)[:40]
        self._bar.update(self._bar.task_ids[0], completed=done, total=total, description=label)

    def _start(self) -> Progress:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

        console = Console(stderr=True, no_color=not self._colour or None)
        columns = (TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        bar = Progress(*columns, console=console, transient=True)
        bar.start()
        return bar


def outcome_lines(counts: Mapping[str, int], problems: Sequence[Problem]) -> list[str]:
    """Return how a run of reading ended, with the reasons.

    >>> outcome_lines({"ok": 2, "partial": 0, "quarantined": 1}, (Problem("empty-text", "No text; check the file.", "a.html"),))
    ['3 read: 2 ok, 0 partial, 1 quarantined', '  a.html: No text; check the file.']
    """
    parts = ", ".join(f"{number} {outcome}" for outcome, number in counts.items())
    lines = [f"{sum(counts.values())} read: {parts}"]
    lines += [f"  {problem_line(problem)}" for problem in problems[:PROBLEMS_SHOWN]]
    left = len(problems) - PROBLEMS_SHOWN
    return [*lines, f"  and {left} more: sayso problems"] if left > 0 else lines


def problem_line(problem: Problem) -> str:
    """Return a problem's message with the name of its input before it, unless it opens with that.

    >>> problem_line(Problem("empty-file", "a.html is empty. Leave it out, or save it again.", "a.html"))
    'a.html is empty. Leave it out, or save it again.'
    >>> problem_line(Problem("bad-json", "pile.jsonl, line 3: the line is not JSON. Correct it.", "pile.jsonl:3"))
    'pile.jsonl:3: the line is not JSON. Correct it.'
    """
    file, _, number = problem.input_id.rpartition(":")
    before, at_line, rest = problem.message.partition(f", line {number}: ")
    if at_line and Path(before).name == Path(file).name:
        return f"{problem.input_id}: {rest}"
    named = problem.message.startswith((f"{problem.input_id} ", f"{problem.input_id}:"))
    return problem.message if named else f"{problem.input_id}: {problem.message}"


def write_whole(path: Path, text: str) -> None:
    """Write a file so that it is there whole or not at all: a temporary file beside it, synced, then renamed.

    Raises `UsageError` where the folder cannot be written.
    """
    temporary = ""
    try:
        handle, temporary = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        with os.fdopen(handle, "w", encoding="utf-8", errors="backslashreplace", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).chmod(0o666 & ~_umask())
        Path(temporary).replace(path)
    except OSError as error:
        raise UsageError(f"{path} cannot be written ({error.strerror}); choose another place with -o") from error
    finally:
        if temporary:
            Path(temporary).unlink(missing_ok=True)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def now() -> str:
    """Return the time in UTC, or the time that SOURCE_DATE_EPOCH fixes, so that builds can be repeated byte for byte."""
    fixed = os.environ.get("SOURCE_DATE_EPOCH")
    if not fixed:
        return datetime.datetime.now(tz=datetime.UTC).isoformat(timespec="seconds")
    try:
        return datetime.datetime.fromtimestamp(int(fixed), tz=datetime.UTC).isoformat()
    except (ValueError, OverflowError, OSError) as error:
        raise UsageError(f"SOURCE_DATE_EPOCH is {fixed!r}; it must be a number of seconds since 1970") from error


def refuse_missing(settings: Settings) -> None:
    """Raise `UsageError` where there is surely no ledger; of one on a server only opening it tells."""
    from sayso.ledger.places import is_missing

    if is_missing(settings.ledger):
        raise UsageError(f"there is no ledger at {settings.ledger} yet. Make one: sayso read PATH..., then sayso track 'TEXT' --party NAME")


def checked_date(text: str | None) -> str | None:
    """Return an ISO date as it stands, None for none. Raises `UsageError` for anything else.

    >>> checked_date("2031-05"), checked_date(None)
    ('2031-05', None)
    """
    if text is None:
        return None
    try:
        if not _DATE.fullmatch(text):
            raise ValueError(text)
        datetime.datetime.fromisoformat(text + _FILLED[len(text) :])
    except ValueError as error:
        raise UsageError(f"{text!r} is not a date; write it as 2031, 2031-05 or 2031-05-29") from error
    return text


@contextlib.contextmanager
def interrupted_safely() -> Iterator[None]:
    """Turn what was raised on purpose, and Ctrl-C, into a line on standard error and the right exit code."""
    try:
        yield
    except SaysoError as error:
        warn(f"sayso: {error}")
        raise SystemExit(error.exit_code) from error
    except KeyboardInterrupt as error:
        warn("sayso: stopped; what was read so far is kept, the same command goes on from there")
        raise SystemExit(130) from error
    except BrokenPipeError as error:
        # The reader of a pipe such as `| head` has gone: nothing is left to say, and flushing at exit must not complain.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise SystemExit(0) from error
