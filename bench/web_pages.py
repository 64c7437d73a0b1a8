"""Measure how long pages of the app take on a large made ledger.

    make bench-web          or: python bench/web_pages.py [--ledger FILE] [--articles 100000]

The app is asked in process, as its server would ask it, for claims drawn evenly from all of the ledger, none of them twice: each page is
made from the file. Wall time counts what a reader waits; CPU time is told beside it, for machines that do other work too.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from starlette.testclient import TestClient

from made_ledger import make_ledger
from sayso.web import ServeSettings, allowed_hosts, create_app

FIGURES = Path(__file__).with_suffix(".json")
TOKEN = "a-token-for-this-bench-only"  # noqa: S105 - opens nothing but this process
PAGES = 300


def quantile(values: Sequence[float], share: float) -> float:
    """Return the value below which a share of all lies."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def timed(client: TestClient, paths: Sequence[str]) -> dict[str, float]:
    """Ask for pages one after the other; return milliseconds at the median and the 95th percentile, waited and worked."""
    waited, worked = [], []
    for path in paths:
        wall, cpu = time.perf_counter(), time.process_time()
        answer = client.get(path)
        waited.append(1000 * (time.perf_counter() - wall))
        worked.append(1000 * (time.process_time() - cpu))
        if answer.status_code != 200:
            raise SystemExit(f"{path}: {answer.status_code}")
    return {
        "pages": len(paths),
        "wall_ms_median": round(statistics.median(waited), 1),
        "wall_ms_p95": round(quantile(waited, 0.95), 1),
        "cpu_ms_median": round(statistics.median(worked), 1),
        "cpu_ms_p95": round(quantile(worked, 0.95), 1),
    }


def ids(client: TestClient) -> Iterator[str]:
    """Yield the ids of all claims."""
    address = "/api/v1/claims?limit=500"
    while address:
        page = client.get(address).json()
        yield from (item["id"] for item in page["items"])
        address = page["next"]


def measure(ledger: Path) -> dict[str, object]:
    """Measure the pages of a ledger."""
    settings = ServeSettings(ledger, allowed_hosts(8787), TOKEN, seconds=600.0)
    draw = random.Random(11)
    with TestClient(create_app(settings), base_url="http://127.0.0.1:8787", follow_redirects=False) as client:
        client.get("/", params={"token": TOKEN})
        first = timed(client, ["/claim/" + client.get("/api/v1/claims?limit=1").json()["items"][0]["id"]])
        numbers = client.get("/api/v1/ledger").json()
        claims = draw.sample(list(ids(client)), PAGES)
        articles = [client.get(f"/api/v1/claims/{claim}").json()["statements"][0]["article"] for claim in claims[:40]]
        return {
            "articles": numbers["articles"],
            "statements": numbers["statements"],
            "claims": numbers["claims"],
            "first claim page, of the largest story": first,
            "claim page": timed(client, [f"/claim/{claim}" for claim in claims[40:]]),
            "claim page on a date": timed(client, [f"/claim/{claim}?as_of=2028-06-01" for claim in claims[40:140]]),
            "article page": timed(client, [f"/article/{article}" for article in dict.fromkeys(articles)]),
            "start page": timed(client, ["/", "/", "/", "/?as_of=2028-06-01", "/?as_of=2029-06-01"]),
            "search for a word": timed(client, [f"/search?words=matter+{number}" for number in range(1000, 1020)]),
        }


def main() -> None:
    """Measure, on a ledger that is made first where none is given; write the figures down."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--ledger", type=Path)
    parser.add_argument("--articles", type=int, default=100_000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        ledger = options.ledger or Path(folder) / "made.ledger"
        if not ledger.exists():
            print(make_ledger(ledger, options.articles))
        figures = measure(ledger)
    FIGURES.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(figures, indent=1))


if __name__ == "__main__":
    main()
