"""Write predictions for one part of PolNeAR in the form that the scorer reads, and print the speed."""

from __future__ import annotations

import argparse
import json
import time
from pathlib import Path

from corpus import read_polnear

from sayso.attribution.tagger.reader import Tagger

__all__ = ["main"]


def main() -> None:
    """Predict as the command line says."""
    parser = argparse.ArgumentParser(description="Predict one part of PolNeAR")
    parser.add_argument("--model", type=Path, required=True, help="model folder written by export.py")
    parser.add_argument("--part", type=Path, required=True, help="folder with text/ and attributions/")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--threads", type=int, default=1)
    settings = parser.parse_args()
    tagger = Tagger(settings.model, settings.threads)
    documents = read_polnear(settings.part)
    begin = time.process_time()
    found = [tagger.read(document.text) for document in documents]
    seconds = time.process_time() - begin
    with settings.out.open("w", encoding="utf-8") as stream:
        for document, statements in zip(documents, found, strict=True):
            rows = [
                {"source": one.source, "cue": one.cue, "content": one.content, "confidence": round(one.confidence, 4)} for one in statements
            ]
            stream.write(json.dumps({"id": document.id, "attributions": rows}) + "\n")
    words = sum(len(document.text.split()) for document in documents)
    print(f"{words} words, {seconds:.1f} cpu-s, {words / seconds:.0f} words/cpu-s")


if __name__ == "__main__":
    main()
