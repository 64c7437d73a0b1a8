"""The box in which bytes from outside are read: processes that can open nothing and are ended when an input takes too much.

`sayso.reading_pool` starts this module as a program. It loads everything that reading may need and makes a copy of itself (fork), which
gives up the right to open anything, file or connection, and reads the inputs handed to it. Each document has so much time and memory; if
the copy is ended, the program makes another for the next input. What goes back are records as JSON, never code.
"""

from __future__ import annotations

import contextlib
import encodings
import gc
import importlib
import io
import json
import os
import pkgutil
import select
import signal
import struct
import sys
import time
from collections.abc import Mapping
from dataclasses import asdict, replace
from enum import IntEnum
from pathlib import Path
from typing import BinaryIO

from sayso.articles.captures import quarantine
from sayso.articles.files import attempt, documents, open_input, read_bytes
from sayso.articles.samples import SAMPLES
from sayso.model import Reading

try:
    import resource
except ImportError:  # Windows has no such limits; docs/inputs.md says what that means
    resource = None  # type: ignore[assignment]

__all__ = ["CPU_SECONDS", "HEADER", "MEMORY", "OUT_OF_MEMORY", "Word", "main"]

CPU_SECONDS = 10
"""Time of one document; the slowest of 1,171 pages of two public sets took less than one second."""
MEMORY = 1 << 30
"""Bytes of address space of one input, the program included."""
WALL_SECONDS = 120
"""Time without a sign of life; only for what waits without working, since a busy machine may give a process a tenth of a core."""
_MOST_SERVED = 200
"""Inputs that one copy reads: a new one costs 10 milliseconds, and what a parser leaves behind should not pile up."""
OUT_OF_MEMORY = 77
"""Exit code of a copy that ran out of memory."""
HEADER = struct.Struct(">BII")
"""Before each message: which word it is, bytes of its JSON, bytes of the raw capture behind it."""


class Word(IntEnum):
    """What a message says."""

    AT = 1
    """A document is about to be read: its number and id."""
    READING = 2
    """It was read."""
    DONE = 3
    """The input is read to its end."""
    ENDED = 4
    """The copy has ended, with this exit code; sent by the program itself."""


def main() -> None:
    """Serve inputs until standard input ends: a line of JSON for each, and its bytes behind it where it has no path."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _load_everything()
    asking, answers = sys.stdin.buffer, sys.stdout.buffer
    copy: _Copy | None = None
    while line := asking.readline():
        asked = json.loads(line)
        data = asking.read(asked["size"]) if asked["path"] is None else None
        if not hasattr(os, "fork"):
            _read_all(asked, data, answers)
            _send(answers, Word.ENDED, {"status": 0})
            continue
        if data is None or copy is None or copy.served >= _MOST_SERVED:
            if copy:
                copy.end()
            copy = _Copy(None if data is not None else asked)
        if not copy.serve(line, data, answers):
            copy = None


def _load_everything() -> None:
    """Load what readers load on first use, every text encoding included."""
    for module in pkgutil.iter_modules(encodings.__path__):
        with contextlib.suppress(ImportError):
            importlib.import_module(f"encodings.{module.name}")
    for data, name in SAMPLES:
        for _ in read_bytes(data, name):
            pass
    # What is here stays; without this the collector would touch, and so copy, every page of memory in every copy.
    gc.freeze()


class _Copy:
    """A copy of this process that reads: one file too large to be handed over, or one input after another."""

    def __init__(self, file: Mapping[str, object] | None) -> None:
        self.served = 0
        self._file = file is not None
        requests, self._requests = os.pipe()
        self._messages, messages = os.pipe()
        self._process = os.fork()
        if not self._process:
            os.close(self._requests)
            os.close(self._messages)
            _be_copy(file, requests, messages)
        os.close(requests)
        os.close(messages)

    def serve(self, line: bytes, data: bytes | None, answers: BinaryIO) -> bool:
        """Hand an input over, hand its messages on, and say how it ended; tell whether this copy can read another."""
        self.served += 1
        done = False
        with contextlib.suppress(BrokenPipeError):
            if data is not None:
                _write(self._requests, line + data)
            done = _hand_on(self._messages, answers)
        if done and not self._file:
            _send(answers, Word.ENDED, {"status": 0})
            return True
        _send(answers, Word.ENDED, {"status": self.end()})
        return False

    def end(self) -> int:
        """End it, whatever it does; return its exit code."""
        os.close(self._requests)
        os.close(self._messages)
        with contextlib.suppress(ProcessLookupError):
            os.kill(self._process, signal.SIGKILL)
        return os.waitstatus_to_exitcode(os.waitpid(self._process, 0)[1])


def _be_copy(file: Mapping[str, object] | None, requests: int, messages: int) -> None:
    """Be the process that reads; never returns."""
    status = 1
    try:
        # Nothing of the program's own streams: should the program be ended, whoever listens to it must see its end.
        for descriptor in range(3):
            os.dup2(os.open(os.devnull, os.O_RDWR), descriptor)
        asking, sink = open(requests, "rb"), open(messages, "wb")  # noqa: SIM115 - descriptors, closed with the process
        if file is not None:
            _read_all(file, None, sink, sealed=True)
        else:
            _seal()
            while line := asking.readline():
                asked = json.loads(line)
                _read_all(asked, asking.read(asked["size"]), sink, sealed=True)
        status = 0
    except MemoryError:
        status = OUT_OF_MEMORY
    finally:
        os._exit(status)


def _hand_on(messages: int, answers: BinaryIO) -> bool:
    """Hand on whole messages; tell whether the input was read to its end, not ended by silence or by the end of the copy."""
    while select.select([messages], [], [], WALL_SECONDS)[0]:
        header = _exactly(messages, HEADER.size)
        if len(header) < HEADER.size:
            return False
        word, size, raw_size = HEADER.unpack(header)
        body = _exactly(messages, size + raw_size)
        if len(body) < size + raw_size:
            return False
        answers.write(header + body)
        answers.flush()
        if word == Word.DONE:
            return True
    return False


def _write(descriptor: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(descriptor, view) :]


def _exactly(descriptor: int, size: int) -> bytes:
    """Return so many bytes, fewer where the copy ended in the middle of a message."""
    out = bytearray()
    while len(out) < size and (piece := os.read(descriptor, min(1 << 20, size - len(out)))):
        out += piece
    return bytes(out)


def _read_all(asked: Mapping[str, object], data: bytes | None, sink: BinaryIO, *, sealed: bool = False) -> None:
    """Read an input and send what it gives; a document that was begun before (`skip`) is passed over."""
    name, skip = str(asked["name"]), int(str(asked["skip"]))
    columns, seconds = asked["columns"], int(str(asked["seconds"])) if sealed else None
    try:
        stream = io.BytesIO(data) if data is not None else open_input(Path(str(asked["path"])))
    except OSError as error:
        message = f"{name} cannot be read ({error.strerror or error}). Check that the file is there and may be opened."
        _send_reading(sink, quarantine(name, b"", "unreadable", message))
        _send(sink, Word.DONE, {})
        return
    if sealed and data is None:
        _seal()
    with stream:
        for number, found in enumerate(documents(stream, name, columns if isinstance(columns, dict) else {})):
            _renew(seconds)
            if number >= skip:
                _send(sink, Word.AT, {"number": number, "input_id": found.input_id})
                _send_reading(sink, attempt(found))
                _renew(seconds)
    _send(sink, Word.DONE, {})


def _seal() -> None:
    """Give up, for good, the right to open anything, to write files, to start programs, and to take more than one input may."""
    if resource is None:
        return
    for kind, most in ((resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_FSIZE, 0), (resource.RLIMIT_CORE, 0), (resource.RLIMIT_NOFILE, 0)):
        resource.setrlimit(kind, (most, most))


def _renew(seconds: int | None) -> None:
    """Give the next document its own time; nothing where this process is no copy and must go on."""
    if seconds is not None and resource is not None:
        resource.setrlimit(resource.RLIMIT_CPU, (int(time.process_time()) + seconds + 1, resource.RLIM_INFINITY))


def _send_reading(sink: BinaryIO, reading: Reading) -> None:
    _send(sink, Word.READING, asdict(replace(reading, raw=b"")) | {"raw": ""}, reading.raw)


def _send(sink: BinaryIO, word: Word, fields: Mapping[str, object], raw: bytes = b"") -> None:
    body = json.dumps(fields, separators=(",", ":")).encode("ascii")
    sink.write(HEADER.pack(word, len(body), len(raw)) + body + raw)
    sink.flush()


if __name__ == "__main__":
    main()
