"""Score the held-out sentences: is the inner source found, is the denied proposition cut out rightly."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator
from pathlib import Path

from corpus import Attribution, Document, read_sentences

from sayso.attribution.tagger.reader import FoundStatement, Tagger

__all__ = ["SETS", "innermost", "main", "proposition_right", "score", "source_found"]

_EDGE = " \"“”‘’'`,.;:!?-–—()"
_LEADING = ("that ", "of ", "whether ", "if ", "about ")
_PARTICIPLE = re.compile(r"(?:saying|claiming|alleging|suggesting|announcing|showing|proposing|stating|asserting|implying)\s+(?=\S)")
"""May stand at the head of what a noun puts forward ("posts saying ...") or be a cue of its own; the proposition is the same."""


def flattened(statements: list[FoundStatement]) -> Iterator[FoundStatement]:
    """Yield statements and all that lie inside them."""
    for statement in statements:
        yield statement
        yield from flattened(list(statement.inner))


def _words(text: str, spans: tuple[tuple[int, int], ...]) -> str:
    """The words of spans without marks at the edges and without an opening conjunction, which gold and model may both leave out."""
    joined = _without_participle(" ".join(text[start:end] for start, end in spans).strip(_EDGE).lower())
    for opening in _LEADING:
        joined = joined.removeprefix(opening)
    return joined.strip(_EDGE)


def _without_participle(words: str) -> str:
    opening = _PARTICIPLE.match(words)
    return words[opening.end() :] if opening else words


def innermost(document: Document) -> Attribution:
    """The last statement of a sentence that has a content: the inner one where there is one."""
    return [one for one in document.attributions if one.content][-1]


def source_found(document: Document, found: list[FoundStatement]) -> bool:
    """Whether some statement has the inner source, word for word, with a cue that touches the inner cue."""
    gold = innermost(document)
    wanted = _words(document.text, gold.source)
    for one in flattened(found):
        touches = any(start < end2 and start2 < end for start, end in one.cue for start2, end2 in gold.cue)
        if touches and _words(document.text, one.source) == wanted:
            return True
    return False


def proposition_right(document: Document, found: list[FoundStatement]) -> bool:
    """Whether some statement has the innermost content, word for word."""
    wanted = _words(document.text, innermost(document).content)
    return any(_words(document.text, one.content) == wanted for one in flattened(found))


SETS = ("nested_heldout", "nested_heldout_fresh", "denial_heldout", "denial_heldout_fresh")
"""Files of held-out sentences. Errors in the `fresh` ones were never read."""


def score(tagger: Tagger, documents: list[Document], depth: int = 2) -> dict[str, int]:
    """Return how many sentences there are, how many innermost contents are right, how many inner sources there are and are found."""
    found = tagger.read_many([document.text for document in documents], depth)
    pairs = list(zip(documents, found, strict=True))
    named = [pair for pair in pairs if innermost(pair[0]).source]
    return {
        "sentences": len(pairs),
        "content right": sum(proposition_right(*pair) for pair in pairs),
        "inner sources": len(named),
        "source found": sum(source_found(*pair) for pair in named),
    }


def _show_misses(tagger: Tagger, documents: list[Document], depth: int) -> None:
    for document, statements in zip(documents, tagger.read_many([document.text for document in documents], depth), strict=True):
        if not proposition_right(document, statements):
            print("  ", document.text)
            for one in flattened(statements):
                print("     ", [_words(document.text, role) for role in (one.source, one.cue, one.content)])


def main() -> None:
    """Score as the command line says."""
    parser = argparse.ArgumentParser(description="Score the held-out sentences")
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--sentences", type=Path, default=Path(__file__).parent / "sentences")
    parser.add_argument("--depth", type=int, default=2)
    parser.add_argument("--show", action="store_true", help="print the misses of the sets whose errors may be read")
    settings = parser.parse_args()
    tagger = Tagger(settings.model)
    for name in SETS:
        documents = read_sentences(settings.sentences / f"{name}.txt")
        print(name, score(tagger, documents, settings.depth))
        if settings.show and not name.endswith("_fresh"):
            _show_misses(tagger, documents, settings.depth)


if __name__ == "__main__":
    main()
