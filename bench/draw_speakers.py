"""Draw the statements whose speaker is a pronoun or a role, to be labelled by reading; a list that was labelled is never overwritten.

    python bench/draw_speakers.py --data DIR

The folder of --data holds `polnear/dev` and `polnear/train`. The draw is seeded: half pronouns, half roles (`the official`, `his
campaign`, `a spokeswoman`), at most eight statements an article, documents such as `the poll` left out. It keeps names of documents,
offsets and a hash, never a word of the corpus, which has no licence.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
from pathlib import Path

from polnear import Attribution, Document, digest, read

SEED = 20310514
MOST_AN_ARTICLE = 8
LISTS = {"speakers_dev.json": ("dev", 300, 84), "speakers_tuning.json": ("train", 150, 42)}
"""For each list its part of the corpus, its statements and how many articles they are drawn from: each of them has to be read."""
_PRONOUNS = frozenset("he she they it his her their its him them".split())
_DEFINITE = frozenset("the this that these those his her their its".split())
_NOT_SPEAKERS = frozenset(
    "poll polls survey surveys ad ads statement report reports article articles video film movie clip book letter memo email emails "
    "e-mail tweet tweets message piece story study studies research research data law bill lawsuit complaint indictment ruling order "
    "document documents transcript spot post editorial results numbers figures fact evidence speech film website page question "
    "former latter other others two three one idea mind finding findings returns eyes debate environment section rules bylaws case account "
    "analysis submission accord deal".split()
)
_ROLES = re.compile(
    r"(spokes(man|woman|person|people)|officials?|sources?|aides?|advis[eo]rs?|analysts?|experts?|lawmakers?|authorities|police|critics|"
    r"investigators|prosecutors|lawyers?|attorneys?|operatives?|strategists?|staffers?|diplomats?|senators?|governor|mayor|"
    r"reporters?|executives?|witness(es)?|professors?|economists?|scientists|insiders?|leaders)$"
)


def kind(words: str) -> str:
    """Return `pronoun`, `role`, or nothing for other sources.

    >>> [kind(words) for words in ("He", "the envoy", "Her campaign", "two aides", "Orne", "Ada Orne", "the Orne campaign", "the poll")]
    ['pronoun', 'role', 'role', 'role', '', '', '', '']
    """
    parts = words.split()
    if words.lower() in _PRONOUNS:
        return "pronoun"
    first, head = parts[0], re.sub(r"\W+$", "", _head(parts)).lower()
    if any(re.search("[A-Z]", part) for part in parts[1:]) or head in _NOT_SPEAKERS or len(parts) > 12:
        return ""
    definite = first.lower() in _DEFINITE and len(parts) > 1
    return "role" if definite or _ROLES.match(head) else ""


def _head(parts: list[str]) -> str:
    stops = {"of", "for", "in", "at", "to", "from", "with", "who", "that", "on", "about", "by", "close", "familiar", "involved"}
    return next((parts[index - 1] for index in range(1, len(parts)) if parts[index].lower() in stops), parts[-1])


def _item(document: Document, one: Attribution) -> dict[str, object]:
    return {"document": document.id, "sha256": digest(document.text), "source": one.source, "cue": one.cue, "content": one.content}


def draw(documents: list[Document], number: int, generator: random.Random) -> list[dict[str, object]]:
    """Return a sorted sample: roles up to a half, pronouns for the rest."""
    kept: list[tuple[Document, Attribution]] = []
    taken: dict[str, int] = {}
    for wanted, until in (("role", number // 2), ("pronoun", number)):
        pool = [(document, one) for document in documents for one in document.attributions if _is_drawn(one, document, wanted)]
        generator.shuffle(pool)
        most = MOST_AN_ARTICLE // 2 if wanted == "role" else MOST_AN_ARTICLE
        for document, one in pool:
            if taken.get(document.id, 0) < most and len(kept) < until:
                taken[document.id] = taken.get(document.id, 0) + 1
                kept.append((document, one))
    return [_item(document, one) for document, one in sorted(kept, key=lambda pair: (pair[0].id, pair[1].source, pair[1].cue))]


def _is_drawn(one: Attribution, document: Document, wanted: str) -> bool:
    """Whether a statement is complete and of the wanted kind; a capital at the head of a sentence is no name if the text has it small."""
    if len(one.source) != 1 or not one.cue or not one.content:
        return False
    words = document.text[slice(*one.source[0])]
    first = words.split()[0]
    small = first.lower() in _DEFINITE or re.search(rf"\b{re.escape(first.lower())}\b", document.text) is not None
    return kind(words) == wanted and (small or wanted == "pronoun" or first[0].islower())


def main() -> int:
    """Write both lists beside this file, without labels."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=Path(__file__).parent)
    chosen = parser.parse_args()
    for name, (part, number, articles) in LISTS.items():
        path = chosen.out / name
        if path.exists():
            sys.exit(f"{path} exists; draw into another folder with --out, so that no label is lost.")
        generator = random.Random(SEED)
        documents = generator.sample(read(chosen.data / "polnear" / part), articles)
        items = draw(documents, number, generator)
        path.write_text(json.dumps(items) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
