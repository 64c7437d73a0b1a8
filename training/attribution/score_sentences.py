"""Score the held-out sentences: is the inner source found, is the denied proposition cut out rightly."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

from corpus import Attribution, Document, read_sentences
from runtime_draft.tagger import FoundStatement, Tagger

__all__ = ["innermost", "main", "proposition_right", "source_found"]

_EDGE = " \"“”‘’'`,.;:!?-–—()"
_LEADING = ("that ", "of ", "whether ", "if ", "about ")


def flattened(statements: list[FoundStatement]) -> Iterator[FoundStatement]:
    """Yield statements and all that lie inside them."""
    for statement in statements:
        yield statement
        yield from flattened(list(statement.inner))


def _words(text: str, spans: tuple[tuple[int, int], ...]) -> str:
    """The words of spans without marks at the edges and without an opening conjunction, which gold and model may both leave out."""
    joined = " ".join(text[start:end] for start, end in spans).strip(_EDGE).lower()
    for opening in _LEADING:
        joined = joined.removeprefix(opening)
    return joined.strip(_EDGE)


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


def main() -> None:
    """Score as the command line says."""
    parser = argparse.ArgumentParser(description="Score the held-out sentences")
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--sentences", type=Path, default=Path(__file__).parent / "sentences")
    parser.add_argument("--depth", type=int, default=2)
    parser.add_argument("--show", action="store_true")
    settings = parser.parse_args()
    tagger = Tagger(settings.model)
    for name, with_source in (("nested", True), ("denial", False)):
        documents = read_sentences(settings.sentences / f"{name}_heldout.txt")
        found = tagger.read_many([document.text for document in documents], settings.depth)
        pairs = list(zip(documents, found, strict=True))
        cut = sum(proposition_right(document, statements) for document, statements in pairs)
        print(f"{name}: innermost content right {cut} of {len(pairs)}")
        if with_source:
            named = [(document, statements) for document, statements in pairs if innermost(document).source]
            print(f"{name}: inner source found {sum(source_found(*pair) for pair in named)} of {len(named)}")
        for document, statements in pairs:
            if settings.show and not proposition_right(document, statements):
                print("  ", document.text)
                for one in flattened(statements):
                    print("     ", [_words(document.text, role) for role in (one.source, one.cue, one.content)])


if __name__ == "__main__":
    main()
