"""Inputs to readings through boxes: processes of their own in which bytes from outside can do no harm and take no more than their share.

What comes back is decoded strictly, field by field, so that not even a box that was taken over could hand in more than records.
"""

from __future__ import annotations

import atexit
import contextlib
import hashlib
import json
import os
import queue
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import IO, BinaryIO

from sayso.articles import box
from sayso.articles.box import HEADER, OUT_OF_MEMORY, Word
from sayso.articles.files import READER, open_input, printable
from sayso.articles.readers.documents import LARGEST_DOCUMENT
from sayso.ledger.codec import decode
from sayso.model import Outcome, Problem, Reading

__all__ = ["Input", "inputs_of", "read_inputs", "start_box"]

_START = "import sys; sys.path.append(sys.argv[1]); from sayso.articles.box import main; main()"
_LARGEST_MESSAGE = 256_000_000
_MOST_ENDED = 20
"""Documents of one input that may each end the process that reads them; what lies behind is given up, or an archive made of such
documents would take hours."""
_WAITING = 64
"""Readings of one input that may wait for their turn."""
_PACKAGE = str(Path(__file__).parents[1])


@dataclass(frozen=True, slots=True)
class Input:
    """What is to be read."""

    name: str
    """How it is called."""
    data: bytes | None = None
    """Its bytes; None for a file that is too large to be handed over."""
    path: Path | None = None
    """The file, where the bytes are not given."""
    columns: Mapping[str, str] = field(default_factory=dict)
    """Columns of tables by what they hold."""
    seconds: int = box.CPU_SECONDS
    """Time that each of its documents may take."""

    def digest(self) -> str:
        """Return the hash of its name, its bytes and how it is to be read: the same input gives the same readings.

        >>> Input("a.txt", b"Norland signed.").digest() == Input("b.txt", b"Norland signed.").digest()
        False
        """
        whole = hashlib.sha256(json.dumps([READER, self.name, sorted(self.columns.items())]).encode())
        if self.data is not None or self.path is None:
            whole.update(self.data or b"")
            return whole.hexdigest()
        with contextlib.suppress(OSError), open_input(self.path) as stream:
            while piece := stream.read(1 << 20):
                whole.update(piece)
        return whole.hexdigest()


def inputs_of(paths: Iterable[Path], stdin: BinaryIO | None = None, columns: Mapping[str, str] | None = None) -> Iterator[Input]:
    """Yield an input for each file; `-` stands for standard input, which is kept in a file while it is read if it is large.

    >>> [each.name for each in inputs_of([Path("no-such-file.txt")])]
    ['no-such-file.txt']
    """
    named = dict(columns or {})
    for path in paths:
        if str(path) == "-" and stdin is not None:
            yield from _from_stream(stdin, named)
        else:
            yield Input(printable(str(path)), _small(path), path, named)


def _small(path: Path) -> bytes | None:
    """Return the bytes of a file that can be handed over; None for one that is large, or that cannot be opened, which is told later."""
    try:
        with open_input(path) as stream:
            data = stream.read(LARGEST_DOCUMENT + 1)
    except OSError:
        return None
    return data if len(data) <= LARGEST_DOCUMENT else None


def _from_stream(stdin: BinaryIO, columns: Mapping[str, str]) -> Iterator[Input]:
    data = stdin.read(LARGEST_DOCUMENT + 1)
    if len(data) <= LARGEST_DOCUMENT:
        yield Input("-", data, None, columns)
        return
    with tempfile.NamedTemporaryFile() as kept:
        kept.write(data)
        shutil.copyfileobj(stdin, kept)
        kept.flush()
        yield Input("-", None, Path(kept.name), columns)


def read_inputs(inputs: Iterable[Input], workers: int = 1) -> Iterator[tuple[Input, Iterator[Reading]]]:
    """Yield each input with its readings, in the order given whatever the number of workers; take the readings of one before the next.

    >>> [reading.article.text for _, readings in read_inputs([Input("a.txt", data=b"Norland signed.")]) for reading in readings]
    ['Norland signed.']
    """
    if workers <= 1:
        for each in inputs:
            yield each, _read(each)
        return
    stopped = threading.Event()
    waiting: deque[tuple[Input, queue.Queue[Reading | BaseException | None]]] = deque()
    lanes = threading.Semaphore(workers)
    try:
        for each in inputs:
            lanes.acquire()
            waiting.append((each, _begin(each, lanes, stopped)))
            if len(waiting) > 2 * workers:
                yield _in_turn(waiting)
        while waiting:
            yield _in_turn(waiting)
    finally:
        stopped.set()


def _in_turn(waiting: deque[tuple[Input, queue.Queue[Reading | BaseException | None]]]) -> tuple[Input, Iterator[Reading]]:
    each, readings = waiting.popleft()
    return each, _taken(readings)


def _taken(readings: queue.Queue[Reading | BaseException | None]) -> Iterator[Reading]:
    while (found := readings.get()) is not None:
        if isinstance(found, BaseException):
            raise found
        yield found


def _begin(each: Input, lanes: threading.Semaphore, stopped: threading.Event) -> queue.Queue[Reading | BaseException | None]:
    """Start to read an input beside others; return where its readings wait for their turn."""
    found: queue.Queue[Reading | BaseException | None] = queue.Queue(_WAITING)

    def put(item: Reading | BaseException | None) -> None:
        while not stopped.is_set():
            try:
                return found.put(item, timeout=0.2)
            except queue.Full:
                continue
        raise _StoppedError

    def run() -> None:
        try:
            for reading in _read(each):
                put(reading)
            put(None)
        except _StoppedError:
            pass
        except BaseException as error:
            found.put(error)
        finally:
            lanes.release()

    threading.Thread(target=run, daemon=True, name=f"reading {each.name}").start()
    return found


class _StoppedError(Exception):
    """Nobody waits for the readings any more."""


def _read(each: Input) -> Iterator[Reading]:
    """Yield the readings of one input from a box of its own."""
    used = _borrow()
    try:
        yield from used.readings(each)
    except _GoneError:
        # It was ended while it waited: that is no fault of the input, which a new one reads.
        used.close()
        used = _Box()
        yield from used.readings(each)
    finally:
        _give_back(used)


class _GoneError(Exception):
    """The program was gone before it said a word of the input."""


class _Box:
    """A program that reads inputs one after another."""

    def __init__(self) -> None:
        self._busy = False
        self._served = False
        # Its own session, so that Ctrl-C reaches us alone; -P, so that a folder with a file called `json.py` is only read, never run.
        self._process = subprocess.Popen(  # noqa: S603 - our own program, no word of an input among its arguments
            [sys.executable, "-P", "-c", _START, _PACKAGE],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "PYTHONDONTWRITEBYTECODE": "1"},
            start_new_session=True,
        )

    @property
    def usable(self) -> bool:
        """Whether it waits for the next input."""
        return not self._busy and self._process.poll() is None

    def close(self) -> None:
        """End it."""
        self._process.kill()
        for stream in (self._process.stdin, self._process.stdout):
            if stream:
                with contextlib.suppress(BrokenPipeError):
                    stream.close()
        self._process.wait()

    def readings(self, each: Input) -> Iterator[Reading]:
        """Yield the readings of an input; a document that ends the process is quarantined, and the next is read by a new one.

        Raises `_GoneError` where it was ended after another input and before it said a word of this one.
        """
        skip = 0
        for _ in range(_MOST_ENDED):
            begun, done, status = "", False, -int(signal.SIGKILL)
            for word, fields, raw in self._ask(each, skip):
                if word is Word.AT:
                    begun, skip = str(fields["input_id"]), int(str(fields["number"])) + 1
                elif word is Word.READING:
                    begun = ""
                    yield replace(decode(Reading, json.dumps(fields)), raw=raw)
                elif word is Word.DONE:
                    done = True
                else:
                    status = int(str(fields["status"]))
            if done:
                return
            if not begun:
                yield _ended(each.name, status, "All before it was read." if skip else "")
                return
            yield _ended(begun, status)
        yield _ended(each.name, None)

    def _ask(self, each: Input, skip: int) -> Iterator[tuple[Word, dict[str, object], bytes]]:
        """Yield what the program says of an input, from document `skip` on, until it has ended."""
        self._busy = True
        data = each.data or b""
        path = None if each.data is not None or each.path is None else os.fspath(each.path)
        asked = {"path": path, "name": each.name, "columns": dict(each.columns), "skip": skip, "size": len(data), "seconds": each.seconds}
        assert self._process.stdin and self._process.stdout  # noqa: S101, PT018 - opened above
        with contextlib.suppress(BrokenPipeError):
            self._process.stdin.write(json.dumps(asked).encode("ascii") + b"\n" + data)
            self._process.stdin.flush()
        message = _message(self._process.stdout)
        if message is None and self._served and not skip:
            raise _GoneError
        while message:
            yield message
            if message[0] is Word.ENDED:
                self._busy, self._served = False, True
                return
            message = _message(self._process.stdout)


def _message(stream: IO[bytes]) -> tuple[Word, dict[str, object], bytes] | None:
    """Return the next message, or None where the program has ended."""
    header = stream.read(HEADER.size)
    if len(header) < HEADER.size:
        return None
    word, size, raw_size = HEADER.unpack(header)
    if size + raw_size > _LARGEST_MESSAGE:
        return None
    body = stream.read(size + raw_size)
    fields = json.loads(body[:size])
    return Word(word), fields if isinstance(fields, dict) else {}, body[size:]


def _ended(input_id: str, status: int | None, more: str = "") -> Reading:
    """Return the reading of what ended its process, with the reason and the next step."""
    code, reason, step = "reader-ended", f"ended the process that read it ({status})", "Save its text and read that."
    if status is None:
        code, reason = "too-much-trouble", f"ended the process that read it {_MOST_ENDED} times, and the rest was given up"
        step = "Take it apart and read its pages one by one."
    elif status == OUT_OF_MEMORY:
        code, reason = "too-much-memory", f"takes more than {box.MEMORY >> 20} MB to read"
    elif status in {-signal.SIGKILL, -getattr(signal, "SIGXCPU", 24)}:
        code, reason = "took-too-long", f"takes more than {box.CPU_SECONDS} seconds to read"
    message = " ".join(part for part in (f"{input_id} {reason}.", more, step) if part)
    return Reading(input_id, Outcome.QUARANTINED, None, b"", (Problem(code, message, input_id),))


_idle: list[_Box] = []
_lock = threading.Lock()


def start_box() -> None:
    """Start a box ahead of the first input, so that it loads what it needs while something else is done; nothing where one waits.

    >>> start_box()
    """
    with _lock:
        if not _idle:
            _idle.append(_Box())


def _borrow() -> _Box:
    with _lock:
        while _idle:
            if (used := _idle.pop()).usable:
                return used
            used.close()
    return _Box()


def _give_back(used: _Box) -> None:
    if not used.usable:
        used.close()
        return
    with _lock:
        _idle.append(used)


@atexit.register
def _close_idle() -> None:
    with _lock:
        while _idle:
            _idle.pop().close()
