"""Write `src/sayso/countries.csv` from the short notes in `countries.txt`, so that a person reviews one line a state.

The notes were written by hand from general knowledge; no outside table was copied. They are kept apart from the CSV because the plural
of most demonyms follows a rule, and a table with every plural written out is harder to review. One line is

    code; name; other names; demonyms; capitals; seats

with alternatives parted by `,`. A demonym that ends in `-an`, `-i`, `-er`, `-ot` or `-ek` is a person too and gets a plural in `s`; others
stand as they are (`Chinese`, `Spanish`), and irregular persons are written out (`Spaniard`, `Spaniards`).

Run `python tools/build_countries.py` to write, with `--check` to compare only. Changing what a word stands for is an editorial decision:
`Dominican` is the Dominican Republic's, `Congo` the larger state's, `Indian` India's alone, and `Brussels` is the European Union's
seat as well as Belgium's capital (the first line that lists a word keeps it; organisations come last).
"""

from __future__ import annotations

import csv
import io
import sys
from pathlib import Path

__all__ = ["NOTES", "main", "rows", "table"]

TARGET = Path(__file__).resolve().parent.parent / "src" / "sayso" / "countries.csv"
COLUMNS = ("code", "name", "names", "demonyms", "capitals", "seats")
PERSON_ENDINGS = (
    "an",
    "i",
    "er",
    "ot",
    "ek",
    "ian",
    "Turk",
    "Czech",
    "Afghan",
    "Croat",
    "Serb",
    "Slovak",
    "Slovene",
    "Kazakh",
    "Uzbek",
    "Kyrgyz",
)
INVARIABLE = ("I-Kiribati", "Kyrgyz", "Ni-Vanuatu")
NOTES = Path(__file__).resolve().parent / "countries.txt"


def rows(notes: str) -> list[dict[str, str]]:
    """Return one mapping a state, with plurals added and no word standing for two states."""
    taken: set[str] = set()
    result = []
    for line in filter(None, notes.splitlines()):
        cells = [cell.strip() for cell in (line + ";" * len(COLUMNS)).split(";")[: len(COLUMNS)]]
        row = dict(zip(COLUMNS, cells, strict=True))
        taken.add(row["name"])
        row["demonyms"] = ", ".join(_with_plurals(_parts(row["demonyms"])))
        for column in COLUMNS[2:]:
            row[column] = "|".join(_untaken(_parts(row[column]), taken))
        result.append(row)
    return result


def _parts(cell: str) -> list[str]:
    parts = [part.strip() for part in cell.replace("Washington, D.C.", "Washington% D.C.").split(",")]
    return [part.replace("%", ",") for part in parts if part]


def _with_plurals(words: list[str]) -> list[str]:
    plurals = [f"{word}s" for word in words if word.endswith(PERSON_ENDINGS) and word not in INVARIABLE and not word.endswith("man")]
    german = ["Germans"] if "German" in words else []
    return list(dict.fromkeys([*words, *plurals, *german]))


def _untaken(words: list[str], taken: set[str]) -> list[str]:
    fresh = [word for word in dict.fromkeys(words) if word not in taken]
    taken.update(fresh)
    return fresh


def table(notes: str) -> str:
    """Return the whole CSV as text."""
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows(notes))
    return out.getvalue()


def main() -> int:
    """Write the table, or with `--check` say by the exit code whether it is up to date."""
    if "--check" in sys.argv[1:]:
        return int(TARGET.read_text(encoding="utf-8") != table(NOTES.read_text(encoding="utf-8")))
    TARGET.write_text(table(NOTES.read_text(encoding="utf-8")), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
