"""Read statements out of a text with the int8 tagger: onnxruntime, tokenizers and numpy only.

A model folder holds `model.onnx`, `tokenizer.json` and `link.json` (weights of the pair features, distance scores of the pointer and
the calibration). Nothing of a text is executed or remembered but its word pieces.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnxruntime
from tokenizers import Tokenizer

from sayso.attribution.tagger.decode import Floats, TaggedSpan, best_labels, log_softmax, spans_of
from sayso.attribution.tagger.linker import LinkedStatement, link
from sayso.attribution.tagger.nesting import Inner, inner_texts
from sayso.attribution.tagger.windows import Bounds, Pieces, Window, cut_windows, line_breaks, word_bounds
from sayso.errors import UsageError

__all__ = ["FoundStatement", "Tagger"]

_BATCH = 4
"""Windows a batch: 32 was 1.5 times slower (padding, cache)."""
_WINDOW = 128
"""Pieces a window. On dev 160, 128 and 100 gave who-said-what 76.8, 77.6 and 77.4 and 5,200, 5,800 and 5,500 words a CPU-second."""
_POINTER_SCALE = 8.0
_FILES = ("model.onnx", "tokenizer.json", "link.json")

Spans = tuple[Bounds, ...]


@dataclass(frozen=True, slots=True)
class FoundStatement:
    """One statement in code points of the text it was found in."""

    source: Spans
    cue: Spans
    content: Spans
    confidence: float
    """Calibrated chance that source and content are right."""
    sure: bool = False
    """Whether that chance lies where precision was at least 92 % on dev."""
    inner: tuple[FoundStatement, ...] = ()
    """Statements reported inside the content, with positions in the same text."""
    cited: tuple[Bounds, Bounds] | None = None
    """Cue and source of the one whom the source hands on: `reported, citing officials, that ...`."""
    signals: tuple[float, float] = (0.0, 0.0)
    """What the confidence rests on: mean label probability of cue and content, probability of the weakest link."""


@dataclass(slots=True)
class _Read:
    """One text on its way through the model."""

    text: str
    words: list[Bounds]
    spans: list[TaggedSpan]
    pointer: dict[tuple[int, int], float]


def _session(path: Path, threads: int) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


def _has_letters(text: str, words: Sequence[Bounds]) -> bool:
    """Whether any word can be somebody's; windows of marks and digits alone are not read."""
    return any(text[start].isalpha() for start, _ in words)


def _distances(position: int, targets: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """The signed logarithmic distance buckets that the pointer was trained with."""
    distance = np.clip(targets - position, -80, 80)
    buckets: npt.NDArray[np.int64] = np.clip(np.round(np.sign(distance) * np.log2(np.abs(distance) + 1.0) * 3 + 20), 0, 40).astype(np.int64)
    return buckets


class Tagger:
    """A loaded model; `read` may be called any number of times."""

    def __init__(self, folder: Path, threads: int = 1) -> None:
        """Load the model in `folder`; raises `UsageError` for a folder that holds none."""
        missing = [name for name in _FILES if not (folder / name).is_file()]
        if missing:
            raise UsageError(
                f"{folder} is no model folder, it has no {', '.join(missing)}; training/attribution/README.md says how one is made"
            )
        record = json.loads((folder / "link.json").read_text(encoding="utf-8"))
        self._session = _session(folder / "model.onnx", threads)
        self._pieces = Pieces(Tokenizer.from_file(str(folder / "tokenizer.json")))
        self._distance = np.array(record["distance"], np.float32)
        self._weights: dict[str, float] = record["pairs"]
        self._calibration: list[float] = record["calibration"]
        self._sure: float = record.get("sure", 1.0)

    def read(self, text: str, depth: int = 0) -> list[FoundStatement]:
        """Return the statements of `text` in order; `depth` is how many levels of reports inside contents are read as well."""
        return self.read_many([text], depth)[0]

    def read_many(self, texts: Sequence[str], depth: int = 0) -> list[list[FoundStatement]]:
        """Read several texts at once, which fills batches better than one by one."""
        reads = self._tagged(texts)
        found = [self._statements(read) for read in reads]
        return self._with_inner(texts, found, depth) if depth else found

    def _with_inner(self, texts: Sequence[str], found: list[list[FoundStatement]], depth: int) -> list[list[FoundStatement]]:
        """Read the contents again as texts of their own and hang what is found there under its statement."""
        jobs: list[tuple[int, int, Inner]] = []
        for number, (text, statements) in enumerate(zip(texts, found, strict=True)):
            for place, statement in enumerate(statements):
                jobs += [(number, place, inner) for span in statement.content for inner in inner_texts(text, span)]
        answers = self.read_many([inner.text for _, _, inner in jobs], depth - 1) if jobs else []
        held: dict[tuple[int, int], list[FoundStatement]] = {}
        for (number, place, inner), statements in zip(jobs, answers, strict=True):
            moved = [_moved(one, inner) for one in statements if one.cue]
            held.setdefault((number, place), []).extend(moved)
        return [
            [_holding(statement, held.get((number, place), ())) for place, statement in enumerate(statements)]
            for number, statements in enumerate(found)
        ]

    def _tagged(self, texts: Sequence[str]) -> list[_Read]:
        reads = []
        jobs: list[tuple[_Read, Window]] = []
        for text in texts:
            words = word_bounds(text)
            read = _Read(text, words, [], {})
            reads.append(read)
            windows = cut_windows(text, words, self._pieces, _WINDOW)
            jobs += [(read, window) for window in windows if _has_letters(text, words[window.start : window.stop])]
        jobs.sort(key=lambda job: len(job[1].pieces))
        for begin in range(0, len(jobs), _BATCH):
            self._tag(jobs[begin : begin + _BATCH])
        return reads

    def _tag(self, jobs: Sequence[tuple[_Read, Window]]) -> None:
        width = max(len(window.pieces) for _, window in jobs)
        inputs = {name: np.zeros((len(jobs), width), np.int64) for name in ("pieces", "mask", "features")}
        for row, (_, window) in enumerate(jobs):
            size = len(window.pieces)
            inputs["pieces"][row, :size] = window.pieces
            inputs["mask"][row, :size] = 1
            inputs["features"][row, :size] = window.features
        labels, query, key = self._session.run(None, inputs)
        logs = [log_softmax(labels[row][window.first]) for row, (_, window) in enumerate(jobs)]
        fresh = [np.array(line_breaks(read.text, read.words[window.start : window.stop])) for read, window in jobs]
        for row, best in enumerate(best_labels(logs, fresh)):
            read, window = jobs[row]
            spans = spans_of(best, logs[row], window.start)
            read.spans += spans
            read.pointer |= self._pointed(window, spans, query[row], key[row])

    def _pointed(self, window: Window, spans: Sequence[TaggedSpan], query: Floats, key: Floats) -> dict[tuple[int, int], float]:
        """Probabilities of the pointer for each span and each cue of a window; the start piece stands for `no cue here`."""
        cues = [span.start for span in spans if span.role == "cue"]
        places = np.array([0, *(window.first[cue - window.start] for cue in cues)])
        found = {}
        for span in spans:
            if span.role == "cue":
                continue
            position = window.first[span.start - window.start]
            scores = key[places] @ query[position] / _POINTER_SCALE + self._distance[_distances(position, places)]
            chances = np.exp(log_softmax(scores))
            found.update({(span.start, cue): float(chance) for cue, chance in zip(cues, chances[1:], strict=True)})
        return found

    def _statements(self, read: _Read) -> list[FoundStatement]:
        linked = link(read.text, read.words, read.spans, self._weights, read.pointer)
        return [self._found(one, read.words) for one in linked]

    def _found(self, linked: LinkedStatement, words: Sequence[Bounds]) -> FoundStatement:
        def bounds(spans: Sequence[TaggedSpan]) -> Spans:
            return tuple((words[start][0], words[stop - 1][1]) for start, stop in _joined(spans))

        signals = _signals(linked)
        confidence = self._confidence(linked, signals)
        spans = (bounds(linked.source), bounds(linked.cue), bounds(linked.content))
        cited = (bounds(linked.cited[:1])[0], bounds(linked.cited[1:])[0]) if linked.cited else None
        return FoundStatement(*spans, confidence, confidence >= self._sure, cited=cited, signals=signals)

    def _confidence(self, linked: LinkedStatement, signals: tuple[float, float]) -> float:
        constant, label_weight, link_weight, no_source = self._calibration
        score = constant + label_weight * signals[0] + link_weight * signals[1]
        score += no_source * (not linked.source)
        return float(1 / (1 + np.exp(-score)))


def _joined(spans: Sequence[TaggedSpan]) -> list[Bounds]:
    """Word ranges, those that touch made one."""
    ranges: list[Bounds] = []
    for span in sorted(spans):
        if ranges and ranges[-1][1] == span.start:
            ranges[-1] = (ranges[-1][0], span.stop)
        else:
            ranges.append((span.start, span.stop))
    return ranges


def _signals(linked: LinkedStatement) -> tuple[float, float]:
    spans = linked.cue + linked.content
    sure = sum(span.sureness * (span.stop - span.start) for span in spans) / sum(span.stop - span.start for span in spans)
    return sure, linked.link_sureness


def _moved(statement: FoundStatement, inner: Inner) -> FoundStatement:
    """Positions of an inner text turned into positions of the outer one; what was added at its end is cut off."""

    def shift(spans: Spans) -> Spans:
        moved = [(start + inner.offset, min(end, inner.size) + inner.offset) for start, end in spans]
        return tuple((start, end) for start, end in moved if start < end)

    deeper = tuple(_moved(one, inner) for one in statement.inner)
    cited = shift(statement.cited) if statement.cited else ()
    kept = (cited[0], cited[1]) if len(cited) == 2 else None
    return replace(
        statement, source=shift(statement.source), cue=shift(statement.cue), content=shift(statement.content), inner=deeper, cited=kept
    )


def _holding(statement: FoundStatement, inner: Sequence[FoundStatement]) -> FoundStatement:
    return replace(statement, inner=tuple(inner))
