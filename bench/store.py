"""How large and how quick the ledger's store is, on SQLite and on PostgreSQL side by side: a made ledger of a million statements.

    python bench/store.py --articles 100000 --said 10

Both hold the same records (`made_ledger.py`), and their heads are compared. The PostgreSQL server is our own, on this machine, reached by a
socket, with `fsync` on. Reading is measured last, article by article as `sayso read` does it, at full size; no model takes part.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import random
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TypeVar

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from made_ledger import MOMENT, fill, stories
from postgres_server import PostgresServer, running_server, server_programs
from sayso.ledger import Store
from sayso.model import Outcome, Reading, Statement
from sayso.pipeline import Ledger

Value = TypeVar("Value")
BARS = {"as_of_p95_ms": 50, "challenged_max_ms": 1000, "statements_read_a_second": 5000}
QUESTIONS = 300
LISTS = 12
READ = 300
AT_ONCE = 50
LATER = "2031-06-06T08:00:00+00:00"


def timed(action: Callable[[], Value]) -> tuple[float, Value]:
    """Return milliseconds and what was done."""
    started = time.perf_counter()
    done = action()
    return (time.perf_counter() - started) * 1000, done


def process_seconds(action: Callable[[], object]) -> tuple[float, float]:
    """Return seconds on the clock, and of the processor for this process alone: a server's are not among them, nor others' load."""
    before, started = time.process_time(), time.perf_counter()
    action()
    return time.perf_counter() - started, time.process_time() - before


def opening(address: str) -> float:
    """Return the median of opening a ledger and asking for its head."""

    def open_it() -> None:
        with Store.open(address, clock=lambda: LATER, create=False) as store:
            store.head()

    return statistics.median(timed(open_it)[0] for _ in range(9))


def asked(address: str) -> dict[str, float]:
    """Return how long single questions take on a ledger that has an edition for them."""
    draw = random.Random(11)
    with Ledger(address, clock=lambda: LATER, create=False) as ledger:
        claims = [claim for claim, _ in ledger.claims()]
        days = [f"20{year}-{month:02}-15" for year in (26, 27, 28, 29) for month in (1, 5, 9)]
        single = sorted(timed(lambda: ledger.as_of(draw.choice(claims), draw.choice(days)))[0] for _ in range(QUESTIONS))
        _, spent = process_seconds(lambda: [ledger.as_of(draw.choice(claims), draw.choice(days)) for _ in range(QUESTIONS)])
        lists = [timed(lambda day=day: ledger.claims(as_of=day, challenged=True)) for day in days[:LISTS]]  # type: ignore[misc]
        searches = sorted(timed(lambda: ledger.store.search(f"number {draw.randrange(len(claims) // 2)} matter"))[0] for _ in range(100))
        one, cut = timed(lambda: ledger.claim_view(draw.choice(claims).id))
        overview, _ = timed(ledger.overview)
    return {
        "as_of_median_ms": round(statistics.median(single), 1),
        "as_of_our_cpu_ms": round(spent / QUESTIONS * 1000, 1),
        "as_of_p95_ms": round(single[int(0.95 * len(single))], 1),
        "challenged_median_ms": round(statistics.median(took for took, _ in lists), 1),
        "challenged_max_ms": round(max(took for took, _ in lists), 1),
        "challenged_claims": max(len(found) for _, found in lists),
        "search_p95_ms": round(searches[95], 1),
        "one_claim_with_its_story_ms": round(one, 1),
        "statements_of_that_story": len(cut.statements),
        "overview_ms": round(overview, 1),
    }


def read_rate(address: str, said: int) -> dict[str, object]:
    """Return how many statements a second are recorded, one article a transaction as `sayso read` does it, and fifty a transaction."""
    fresh = list(stories(4 * READ, seed=99, said=said, first=1_000_000))
    spoken: dict[str, list[Statement]] = {}
    for each in (each for story in fresh for each in story.said):
        spoken.setdefault(each.article_id, []).append(each)
    pages = [page for story in fresh for page in story.articles][: 2 * READ]
    found = [(Reading(page.input_id, Outcome.OK, page, page.text.encode()), spoken[page.id]) for page in pages]
    rates: dict[str, object] = {}
    with Store.open(address, clock=lambda: LATER, create=False) as store:
        for name, mine, together in (("one_by_one", found[:READ], 1), ("fifty_at_once", found[READ:], AT_ONCE)):
            took: list[tuple[float, float]] = []
            for start in range(0, READ, AT_ONCE):
                block = mine[start : start + AT_ONCE]
                spent = process_seconds(lambda block=block, together=together: add(store, block, together))  # type: ignore[misc]
                took.append(spent)
            count = said * AT_ONCE
            rates[f"statements_read_a_second_{name}"] = round(count / statistics.median(wall for wall, _ in took))
            rates[f"best_statements_read_a_second_{name}"] = round(count / min(wall for wall, _ in took))
            rates[f"statements_read_a_second_of_our_cpu_{name}"] = round(count / statistics.median(cpu for _, cpu in took))
    return rates


def add(store: Store, found: Sequence[tuple[Reading, Sequence[Statement]]], together: int) -> None:
    """Record readings, some in each transaction."""
    for start in range(0, len(found), together):
        store.add_all(found[start : start + together])


def verified(address: str) -> dict[str, object]:
    """Return how long a whole check takes; the ledger must be whole."""
    with Store.open(address, clock=lambda: LATER, create=False) as store:
        took, damages = timed(store.verify)
        return {"verify_s": round(took / 1000, 1), "damages": len(damages), "head": store.head()}


def size_of(address: str, server: PostgresServer | None) -> int:
    """Return megabytes on disk."""
    if server is None:
        return sum(path.stat().st_size for path in Path(address).parent.iterdir()) >> 20
    database = address.split("@/")[1].split("?", maxsplit=1)[0]
    return int(str(server.sql(database, "VACUUM ANALYZE", "SELECT pg_database_size(current_database())")[0][0])) >> 20


def main() -> int:
    """Make both ledgers, ask both the same, and write the figures down."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--said", type=int, default=10, help="statements in each article")
    parser.add_argument("--output", type=Path, default=Path(__file__).with_suffix(".json"))
    options = parser.parse_args()
    figures: dict[str, object] = {"python": platform.python_version(), "cores": os.cpu_count(), "bars": BARS}
    folder = Path(tempfile.mkdtemp(prefix="sayso-bench-"))
    with ExitStack() as stack:
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        server = stack.enter_context(running_server(server_programs(), durable=True, buffers="256MB"))
        places: dict[str, tuple[str, PostgresServer | None]] = {
            "sqlite": (str(folder / "desk.ledger"), None),
            "postgresql": (server.address(), server),
        }
        with ExitStack() as opened:
            stores = [opened.enter_context(Store.open(address, clock=lambda: MOMENT)) for address, _ in places.values()]
            took, made = timed(lambda: fill(stores, options.articles, said=options.said))
        figures |= {"made": made, "made_in_s": round(took / 1000)}
        print(json.dumps(figures), flush=True)
        for kind, (address, of_server) in places.items():
            found: dict[str, object] = {"size_mb": size_of(address, of_server), "opening_ms": round(opening(address), 1)}
            found |= asked(address)
            print(kind, json.dumps(found), flush=True)
            found |= read_rate(address, options.said)
            print(kind, json.dumps(found), flush=True)
            found |= verified(address)
            figures[kind] = found | {"load": [round(each, 1) for each in os.getloadavg()]}
            print(kind, json.dumps(found), flush=True)
    options.output.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
