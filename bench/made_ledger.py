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

from sayso.ledger import Pile, Store, concessions, positions_in, standings_in, statement_origin, trace_in
from sayso.ledger.codec import encode
from sayso.ledger.cutting import EMPTY
from sayso.ledger.journal import Entry
from sayso.ledger.marks import mark_of, reading_mark
from sayso.ledger.records import Annotation
from sayso.ledger.schema import annotated, articles, captures, readings, statements
from sayso.model import Act, Article, Claim, DateBasis, Family, LedgerView, Match, Naming, Stance, Statement, content_id
from sayso.pipeline import VIEW
from sayso.testing import statement

__all__ = ["Story", "make_ledger", "stories"]

READER = "made"
AT_ONCE = 500
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


def stories(total: int, seed: int = 7) -> Iterator[Story]:
    """Yield the stories of a ledger with about `total` articles; the same for the same seed."""
    draw = random.Random(seed)
    for number, size in enumerate(_sizes(total, draw)):
        yield _story(number, size, draw)


def _story(number: int, size: int, draw: random.Random) -> Story:
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
        page = _page(content_id("article", str(number), str(place)), text, f"{thing} {number}", date, draw)
        name = page.id
        main = statement(page, source, cue.split()[0], content, act=act)
        rest = statement(page, "Its spokesman", "said", rests, naming=Naming.OFFICE)
        pages.append(page)
        said += [main, rest]
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
        statement_origins=tuple((each.id, statement_origin(each, pile, party_of.get(each.id))) for each in story.said),
        standings=(*standings_in(pile, signed, pairs[signed.id], conceded), *standings_in(pile, talks, pairs[talks.id])),
    )


def make_ledger(path: Path, total: int, *, seed: int = 7) -> dict[str, int]:
    """Make a ledger file with about `total` articles and an edition that answers for it; return how many there are of what."""
    made = list(stories(total, seed))
    pages = [page for story in made for page in story.articles]
    said = {page.id: [] for page in pages}  # type: dict[str, list[Statement]]
    for story in made:
        for each in story.said:
            said[each.article_id].append(each)
    with Store.open(path, clock=lambda: "2031-06-05T08:00:00+00:00") as store:
        for start in range(0, len(pages), AT_ONCE):
            _record(store, pages[start : start + AT_ONCE], said)
        _index_words(store)
        _keep(store, made)
    return {"articles": len(pages), "statements": sum(map(len, said.values())), "claims": 2 * len(made)}


def _record(store: Store, pages: Sequence[Article], said: dict[str, list[Statement]]) -> None:
    """Write articles and what is said in them as one entry of the journal."""
    with store._held.writing() as connection:
        entry = Entry(connection, "read", "2031-06-05T08:00:00+00:00")
        raws = {page.digest: page.text.encode() for page in pages}
        entry.add_all(captures, [{"digest": digest, "raw": zlib.compress(raw), "mark": mark_of(raw)} for digest, raw in raws.items()])
        bare = [(page, encode(replace(page, input_id=""))) for page in pages]
        entry.add_all(articles, [{"id": page.id, "digest": page.digest, "record": line, "mark": mark_of(line)} for page, line in bare])
        lines = [(page, each, encode(each)) for page in pages for each in said[page.id]]
        entry.add_all(
            statements, [{"id": each.id, "article_id": page.id, "record": line, "mark": mark_of(line)} for page, each, line in lines]
        )
        found = [encode(Annotation(page.id, READER, "", tuple(sorted(mark_of(encode(each)) for each in said[page.id])))) for page in pages]
        entry.add_all(
            annotated, [{"article_id": page.id, "record": line, "mark": mark_of(line)} for page, line in zip(pages, found, strict=True)]
        )
        rows = [{"input_id": page.input_id, "outcome": "ok", "article_id": page.id, "digest": page.digest} for page in pages]
        entry.add_all(readings, [{**row, "mark": reading_mark(row)} for row in rows])
        entry.close()


def _index_words(store: Store) -> None:
    with store._held.writing() as connection:
        connection.exec_driver_sql("INSERT INTO search(rowid, title, text) SELECT number, title, text FROM article_words")


def _keep(store: Store, made: Sequence[Story]) -> None:
    """Derive story by story, join, and keep it as the edition of the present."""
    views = [_view(story) for story in made]
    snapshot = store.as_known()
    joined = {
        name: tuple(item for view in views for item in getattr(view, name))
        for name in ("claims", "matches", "families", "positions", "origins", "statement_origins", "standings")
    }
    view = replace(
        EMPTY,
        articles=snapshot.articles(),
        statements=snapshot.statements(),
        recorded_at=snapshot.recorded_at(),
        readings=snapshot.readings(),
        **joined,
    )
    if store.keep(view, snapshot, VIEW) is None:
        raise SystemExit("another process writes to the file")


def main() -> None:
    """Make a ledger and tell how large it is."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("file", type=Path)
    parser.add_argument("--articles", type=int, default=100_000)
    options = parser.parse_args()
    started = time.perf_counter()
    print(make_ledger(options.file, options.articles), f"{options.file.stat().st_size >> 20} MB, {time.perf_counter() - started:.0f} s")


if __name__ == "__main__":
    main()
