"""Search for bytes that make a reader fail, guided by the branches that they reach: `make fuzz READER=rss.xml SECONDS=60`.

Starts from one good input of the reader's kind and from what earlier runs kept in `corpus/READER`. Whatever fails is written there by
itself, named by its hash, and is tried again by `test_corpus.py` from then on.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent / "articles"))

try:
    import atheris
except ImportError:
    sys.stdout.write("atheris is not there for this Python (it comes for Linux with CPython 3.11 to 3.13): nothing was fuzzed\n")
    sys.exit(0)

with atheris.instrument_imports(include=["sayso", "email", "feedparser", "pypdf", "csv", "zipfile", "tarfile"]):
    import made_inputs as made

    from sayso.articles import read_bytes

CORPUS = HERE / "corpus"
LONGEST = 20_000


def check(data: bytes, name: str) -> None:
    """Read some bytes; raises where a reader failed, kept by the last guard or not."""
    for reading in read_bytes(data, name):
        if any(problem.code == "reader-failed" for problem in reading.problems):
            raise AssertionError(reading.problems)
        if (reading.article is None) != (reading.outcome.value == "quarantined"):
            raise AssertionError("an article without an outcome, or an outcome without an article")


def main() -> None:
    """Fuzz one reader for some seconds."""
    parser = argparse.ArgumentParser()
    parser.add_argument("reader", choices=sorted(made.KINDS))
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--work", type=Path, required=True, help="folder for what reaches new branches")
    asked = parser.parse_args()
    work: Path = asked.work / asked.reader
    work.mkdir(parents=True, exist_ok=True)
    kept = sorted((CORPUS / asked.reader).glob("*")) if (CORPUS / asked.reader).is_dir() else []
    for number, data in enumerate([made.KINDS[asked.reader][:LONGEST], *(path.read_bytes() for path in kept)]):
        (work / f"seed-{number}").write_bytes(data)

    def one(data: bytes) -> None:
        try:
            check(data, asked.reader)
        except Exception:
            folder = CORPUS / asked.reader
            folder.mkdir(parents=True, exist_ok=True)
            (folder / hashlib.sha256(data).hexdigest()[:16]).write_bytes(data)
            raise

    options = [sys.argv[0], str(work), f"-max_total_time={asked.seconds}", f"-max_len={LONGEST}", "-timeout=20", "-rss_limit_mb=1500"]
    atheris.Setup([*options, f"-artifact_prefix={work}/", "-print_final_stats=1", "-verbosity=0"], one)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
