"""What hostile inputs cost: bombs, payloads, slow pages, cut archives, and a thousand good pages among a hundred hostile inputs.

    python bench/hostile.py [--small]

Writes `bench/hostile.json`. Inputs are built in memory by the tests' own makers; nothing is read from elsewhere.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests" / "articles"))

import hostile_inputs as hostile  # noqa: E402
import made_inputs as made  # noqa: E402

from sayso.model import Outcome  # noqa: E402
from sayso.reading_pool import Input, inputs_of, read_inputs  # noqa: E402

OUT = ROOT / "bench" / "hostile.json"
MEASURE = """
import json, os, sys, time
sys.path[:0] = sys.argv[1:3]
import hostile_inputs as hostile
from sayso.articles import read_bytes
for name, data in hostile.bombs(int(sys.argv[3])).items():
    copy = os.fork()
    if not copy:
        open("/proc/self/clear_refs", "w").write("5")
        begun = time.process_time()
        readings = list(read_bytes(data, name))
        peak = int(open("/proc/self/status").read().split("VmHWM:")[1].split()[0]) // 1024
        ends = sorted({reading.outcome.value for reading in readings})
        seconds = round(time.process_time() - begun, 2)
        print(json.dumps({"bomb": name, "bytes": len(data), "ends": ends, "seconds": seconds, "peak_mb": peak}), flush=True)
        os._exit(0)
    os.waitpid(copy, 0)
"""


def bombs(size: int) -> list[dict[str, object]]:
    """Return what each bomb cost: processor seconds, and the highest point of memory with the program and the bomb itself."""
    folders = [str(ROOT / "tests" / "articles"), str(ROOT / "src")]
    run = subprocess.run([sys.executable, "-c", MEASURE, *folders, str(size)], capture_output=True, text=True, check=True)
    return [json.loads(line) for line in run.stdout.splitlines()]


def slow_pages(size: int) -> dict[str, object]:
    """Return how long the pages took that are slow to parse, and whether the hundred pages behind them were read."""
    pages = hostile.pathological_pages(size)
    inputs = [Input(name, data) for name, data in pages.items()] + [Input(f"good-{n}", made.page(n)) for n in range(100)]
    seconds: dict[str, float] = {}
    ends: dict[str, str] = {}
    for each, readings in read_inputs(iter(inputs)):
        begun = time.monotonic()
        outcomes = [reading.outcome for reading in readings]
        seconds[each.name] = time.monotonic() - begun
        ends[each.name] = ", ".join(outcome.value for outcome in outcomes)
    slowest = max(pages, key=lambda name: seconds[name])
    return {
        "pages": len(pages),
        "slowest": slowest,
        "slowest_wall_seconds": round(seconds[slowest], 1),
        "good_pages_behind_them_read": sum(ends[name] == "ok" for name in ends if name.startswith("good-")),
        "ends": {name: ends[name] for name in pages},
    }


def hundred_hostile(large: bool) -> list[bytes]:
    """Return a hundred inputs of which each ends quarantined, at least in part."""
    found = [*hostile.bombs(200_000_000 if large else 20_000_000).values()]
    found += list(hostile.xml_payloads("/etc/hostname", "http://127.0.0.1:9/").values())[:15]
    found += list(hostile.truncated_archives(50).values())
    found += [
        b"",
        b"\x00\x01" * 500,
        b"%PDF-1.7",
        b"PK\x03\x04",
        b"\x1f\x8b\x08",
        b"[",
        b"<rss",
        b"<p " + b"a " * 5000,
        b"...",
        made.pdf([]),
    ]
    pages = hostile.pathological_pages(1_000_000 if large else 100_000)
    found += [pages[name] for name in ("attributes", "long attribute", "angles", "scripts", "spaces")]
    return [*found, *(bytes(range(256)) * 4 for _ in range(100 - len(found)))]


def among(good: int, large: bool) -> dict[str, object]:
    """Return how good pages fare among hostile inputs, beside the same pages alone."""
    bad = hundred_hostile(large)
    with tempfile.TemporaryDirectory() as folder:
        clean, mixed = Path(folder, "clean"), Path(folder, "mixed")
        for place in (clean, mixed):
            place.mkdir()
            for number in range(good):
                (place / f"{number:04}-good.html").write_bytes(made.page(number))
        for number, data in enumerate(bad):
            (mixed / f"{number * good // len(bad):04}-hostile").write_bytes(data)
        alone, seconds_alone = _timed(clean)
        found, seconds = _timed(mixed)
    hostile_ends = {name: ends for name, ends in found.items() if name.endswith("hostile")}
    return {
        "good": good,
        "hostile": len(bad),
        "good_read": sum(ends == [Outcome.OK] for name, ends in found.items() if name.endswith("good.html")),
        "good_read_alone": sum(ends == [Outcome.OK] for ends in alone.values()),
        "hostile_quarantined": sum(Outcome.QUARANTINED in ends for ends in hostile_ends.values()),
        "wall_seconds_alone": round(seconds_alone, 1),
        "wall_seconds": round(seconds, 1),
        "ratio": round(seconds / seconds_alone, 2),
    }


def _timed(folder: Path) -> tuple[dict[str, list[Outcome]], float]:
    begun = time.monotonic()
    found = {
        Path(each.name).name: [reading.outcome for reading in readings]
        for each, readings in read_inputs(inputs_of(sorted(folder.iterdir())))
    }
    return found, time.monotonic() - begun


def main() -> None:
    """Measure and write the figures."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--small", action="store_true", help="a tenth of the sizes, for a first look; nothing is written")
    small = parser.parse_args().small
    found = {
        "command": "make bench-hostile",
        "bombs": bombs(100_000_000 if small else 1_000_000_000),
        "slow_pages": slow_pages(100_000 if small else 1_000_000),
        "among": among(100 if small else 1000, large=not small),
    }
    text = json.dumps(found, indent=1)
    print(text)
    if not small:
        OUT.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
