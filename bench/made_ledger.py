"""A made ledger of any size, for figures about size: invented stories, few articles and many, kept as if they had been read and derived.

    python bench/made_ledger.py FILE --articles 100000

Reading and matching so many texts takes hours and is measured elsewhere. Here the records are made and written straight into the ledger's
tables, with marks and journal, and a view is put together claim by claim, with the ledger's own rules for positions, origins and standings.
Most stories have some ten articles, some have hundreds, one has a hundredth of all.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import time
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, cast

from sayso.ledger import Pile, Snapshot, Store, concessions, overview_of, positions_in, standings_in, statement_origin, trace_in
from sayso.ledger.codec import encode
from sayso.ledger.cutting import EMPTY, claim_fields
from sayso.ledger.editions import _HELD, Prepared, _pack, _pieces, keep, packed
from sayso.ledger.journal import Entry
from sayso.ledger.marks import mark_of, reading_mark
from sayso.ledger.records import Annotation, Rest
from sayso.ledger.schema import annotated, articles, captures, readings, statements
from sayso.model import Act, Article, Claim, DateBasis, Family, LedgerView, Match, Naming, Outcome, Stance, Statement, content_id
from sayso.pipeline import VIEW
from sayso.testing import statement

__all__ = ["MOMENT", "Story", "fill", "make_ledger", "stories"]

READER = "made"
AT_ONCE = 500
MOMENT = "2031-06-05T08:00:00+00:00"
PARTIES = ("Norland", "Vesturia", "Oster", "Amsel", "Brenna", "Lowland", "Kestria", "Marrow")
OUTLETS = tuple(
    f"{place} {name}" for place in ("Harbour", "Meridian", "Coastal", "Northern", "Valley") for name in ("Gazette", "Courier", "Echo")
)
THINGS = ("steel mill", "rail line", "gas field", "port", "bridge", "power plant", "fish quota", "border post")
STANCES = {
    "asserts": (Act.SAYS, Stance.ASSERTS, "said that", "a contract for the {thing} number {number} had been signed"),
    "denies": (Act.DENIES, Stance.DENIES, "denied that", "a contract for the {thing} number {number} had been signed"),
    "relays": (Act.SAYS, Stance.RELAYS, "reported that", "a contract for the {thing} number {number} was spoken of"),
}
WITNESSED = "the lights of the harbour had gone out"
"""What statements say that bear on no claim."""
FILLER = "The valley was quiet that week, and prices at the market hardly moved. Two ferries were late because of fog. "


@dataclass(frozen=True)
class Story:
    """One story: its articles, what is said in them, its two claims, and which statement bears on which."""

    articles: tuple[Article, ...]
    said: tuple[Statement, ...]
    claims: tuple[Claim, ...]
    matches: tuple[Match, ...]


def _sizes(total: int, draw: random.Random) -> Iterator[int]:
    """Yield sizes of stories that sum to about `total`."""
    flood = total // 100
    left = total - flood
    if flood:
        yield flood
    while left > 0:
        size = min(left, draw.choices((draw.randint(2, 12), draw.randint(12, 50), draw.randint(50, 300)), (70, 27, 3))[0])
        left -= size
        yield size


def stories(total: int, seed: int = 7, said: int = 2, first: int = 0) -> Iterator[Story]:
    """Yield the stories of a ledger with about `total` articles, `said` statements in each; the same for the same seed.

    Those of another `first` number are other stories.
    """
    draw = random.Random(seed)
    for number, size in enumerate(_sizes(total, draw), first):
        yield _story(number, size, draw, said)


def _story(number: int, size: int, draw: random.Random, statements_each: int) -> Story:
    one, other = draw.sample(PARTIES, 2)
    thing, story = draw.choice(THINGS), content_id("story", str(number))
    first = draw.randint(0, 1700)
    signed = Claim(
        content_id("claim", "signed", str(number)),
        f"{one} and {other} signed a contract for the {thing} number {number}.",
        (one, other),
        None,
        story,
        "signed",
    )
    talks = Claim(
        content_id("claim", "talks", str(number)),
        f"{one} and {other} held talks on the {thing} number {number}.",
        (one, other),
        None,
        story,
        "talks",
    )
    pages: list[Article] = []
    said: list[Statement] = []
    matches: list[Match] = []
    for place in range(size):
        day = first + place * 20 // size
        date = f"{2026 + day // 360}-{day % 360 // 30 + 1:02}-{day % 30 + 1:02}"
        kind = draw.choice(("asserts", "denies", "relays"))
        act, stance, cue, words = STANCES[kind]
        source = f"{draw.choice((one, other))}'s ministry"
        content = words.format(thing=thing, number=number)
        rests = f"talks on the {thing} number {number} were held"
        lead = f"{source} {cue} {content}."
        text = f"{lead} {FILLER * draw.randint(2, 8)}Its spokesman said that {rests}. Report {place} of matter {number}.\n"
        text += "".join(f"Witness {each} said that {WITNESSED} {each} times.\n" for each in range(2, statements_each))
        page = _page(content_id("article", str(number), str(place)), text, f"{thing} {number}", date, draw)
        name = page.id
        main = statement(page, source, cue.split()[0], content, act=act)
        rest = statement(page, "Its spokesman", "said", rests, naming=Naming.OFFICE)
        pages.append(page)
        said += [main, rest]
        said += [statement(page, f"Witness {each}", "said", f"{WITNESSED} {each} times") for each in range(2, statements_each)]
        party = source.partition("'")[0]
        matches.append(Match(signed.id, main.id, name, main.content[0], stance, party, 0.8, ("shared words",)))
        matches.append(Match(talks.id, rest.id, name, rest.content[0], Stance.ASSERTS, party, 0.7, ("shared words",)))
    return Story(tuple(pages), tuple(said), (signed, talks), tuple(matches))


def _page(name: str, text: str, title: str, date: str, draw: random.Random) -> Article:
    digest = hashlib.sha256(text.encode()).hexdigest()
    outlet = draw.choice(OUTLETS)
    return Article(name, f"pile/{name}.txt", digest, text, title, outlet, None, "en", date, DateBasis.STATED)


def _view(story: Story) -> LedgerView:
    """Return what is derived of one story, by the ledger's own rules; every third article is a copy of the first."""
    copies = tuple(page.id for page in story.articles[::3])
    families = [Family(content_id("family", *sorted(copies)), copies, copies[0])]
    families += [Family(content_id("family", page.id), (page.id,), page.id) for page in story.articles if page.id not in set(copies)]
    pile = Pile.of(story.articles, tuple(families), (), ())
    by_id = {each.id: each for each in story.said}
    pairs = {
        claim.id: [(by_id[match.statement_id], match) for match in story.matches if match.claim_id == claim.id] for claim in story.claims
    }
    signed, talks = story.claims
    conceded = concessions(pile, pairs[talks.id])
    end = pile.end or ""
    party_of = {match.statement_id: match.party for match in story.matches}
    return replace(
        EMPTY,
        articles=story.articles,
        statements=story.said,
        claims=story.claims,
        matches=story.matches,
        families=tuple(families),
        positions=tuple(position for claim in story.claims for position in positions_in(pile, claim, pairs[claim.id], end)),
        origins=tuple((claim.id, trace_in(pile, pairs[claim.id], end)) for claim in story.claims),
        statement_origins=tuple((each.id, statement_origin(each, pile, party_of[each.id])) for each in story.said if each.id in party_of),
        standings=(*standings_in(pile, signed, pairs[signed.id], conceded), *standings_in(pile, talks, pairs[talks.id])),
    )


def make_ledger(path: str | Path, total: int, *, seed: int = 7, said: int = 2) -> dict[str, int]:
    """Make a ledger with about `total` articles and an edition that answers for it; return how many there are of what."""
    with Store.open(path, clock=lambda: MOMENT) as store:
        return fill([store], total, seed=seed, said=said)


def fill(stores: Sequence[Store], total: int, *, seed: int = 7, said: int = 2) -> dict[str, int]:
    """Fill empty ledgers with the same articles, `said` statements in each, and one edition; story by story, to spare memory."""
    kept = _Kept()
    block: list[Story] = []
    for story in stories(total, seed, said):
        kept.add(story)
        block.append(story)
        if sum(len(each.articles) for each in block) >= AT_ONCE:
            _record(stores, block)
            block = []
    _record(stores, block)
    for store in stores:
        kept.write(store)
    return {"articles": len(kept.articles), "statements": kept.statements, "claims": len(kept.claims)}


def _record(stores: Sequence[Store], block: Sequence[Story]) -> None:
    """Write stories as one entry of the journal."""
    pages = [page for story in block for page in story.articles]
    if not pages:
        return
    raws = {page.digest: page.text.encode() for page in pages}
    bare = [(page, encode(replace(page, input_id=""))) for page in pages]
    lines = [(each, encode(each)) for story in block for each in story.said]
    marks: dict[str, list[str]] = {page.id: [] for page in pages}
    for each, line in lines:
        marks[each.article_id].append(mark_of(line))
    found = [(page.id, encode(Annotation(page.id, READER, "", tuple(sorted(marks[page.id]))))) for page in pages]
    rows = [{"input_id": page.input_id, "outcome": "ok", "article_id": page.id, "digest": page.digest} for page in pages]
    for store in stores:
        with store._held.writing() as connection:
            entry = Entry(connection, "read", MOMENT)
            entry.add_all(captures, [{"digest": digest, "raw": zlib.compress(raw), "mark": mark_of(raw)} for digest, raw in raws.items()])
            entry.add_all(articles, [{"id": page.id, "digest": page.digest, "record": line, "mark": mark_of(line)} for page, line in bare])
            entry.add_all(
                statements, [{"id": each.id, "article_id": each.article_id, "record": line, "mark": mark_of(line)} for each, line in lines]
            )
            entry.add_all(annotated, [{"article_id": name, "record": line, "mark": mark_of(line)} for name, line in found])
            entry.add_all(readings, [{**row, "mark": reading_mark(row)} for row in rows])
            entry.close()
            store._held.index_words(connection, pages)


class _OneStory:
    """A story as a snapshot would give it: what an edition compares a claim's records with."""

    def __init__(self, story: Story) -> None:
        self._story = story

    def articles(self) -> tuple[Article, ...]:
        """Return its articles."""
        return self._story.articles

    def statements(self) -> tuple[Statement, ...]:
        """Return its statements."""
        return self._story.said

    def problems(self) -> tuple[()]:
        """Return nothing: these pages read well."""
        return ()

    def marks(self) -> dict[str, str]:
        """Return the mark of each statement."""
        return {each.id: mark_of(encode(each)) for each in self._story.said}


class _Kept:
    """The edition in the making: what a derivation of the whole ledger would have kept, put together story by story."""

    def __init__(self) -> None:
        self.pieces: list[Any] = []
        self.articles: list[Article] = []
        self.claims: list[Claim] = []
        self.statements = 0
        self._parts: list[LedgerView] = []

    def add(self, story: Story) -> None:
        """Derive one story and pack its claims."""
        view = _view(story)
        self.pieces += [_pack(piece) for piece in _pieces(view, cast("Snapshot", _OneStory(story)))]
        self.articles += [replace(page, text="") for page in story.articles]
        self.claims += view.claims
        self.statements += len(story.said)
        self._parts.append(replace(EMPTY, families=view.families, standings=view.standings, statement_origins=view.statement_origins))

    def write(self, store: Store) -> None:
        """Write the edition."""
        snapshot = store.as_known()
        joined = {
            name: tuple(item for part in self._parts for item in getattr(part, name))
            for name in ("families", "standings", "statement_origins")
        }
        readings_ = tuple((page.input_id, Outcome.OK.value) for page in self.articles)
        view = replace(EMPTY, articles=tuple(self.articles), claims=tuple(self.claims), readings=readings_, **joined)
        overview = replace(overview_of(view, store.head(), MOMENT), statements=self.statements)
        rest = Rest(replace(view, articles=(), claims=(), readings=(), standings=()), (*claim_fields(), *_HELD), ())
        prepared = Prepared(snapshot.entry, store.head(), packed(overview), packed(rest), tuple(self.pieces))
        with store._held.writing() as connection:
            keep(connection, prepared, VIEW, MOMENT)


def main() -> None:
    """Make a ledger and tell how large it is."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("file", type=Path)
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--said", type=int, default=2, help="statements in each article")
    options = parser.parse_args()
    started = time.perf_counter()
    print(
        make_ledger(options.file, options.articles, said=options.said),
        f"{options.file.stat().st_size >> 20} MB, {time.perf_counter() - started:.0f} s",
    )


if __name__ == "__main__":
    main()
