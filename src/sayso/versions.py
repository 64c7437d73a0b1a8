"""What became of pages after they were captured: replaced, corrected, withdrawn, gone; and what that means for the counts.

A page may be edited after it was used, and the edit may put a denial in or take one out. So every capture stays, each statement cites the
capture in which it stands, and three things follow by rule. The captures of one page are one text (`articles.families`). What a later
capture only repeats is not said again. And what it adds was public when this ledger saw it, not on the day that the page gives, wherever
an earlier capture shows that it did not stand there yet.

Whether an outlet corrects or withdraws is told by its own words alone, in a later capture or in another article that names the page. The
forms of such notices are those by which retractions are found (`claims.corrections`).
"""

from __future__ import annotations

import datetime
import functools
import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sayso.addresses import captures_by_page, page_address
from sayso.articles import LATE_HOURS
from sayso.ledger import known_by
from sayso.model import Act, Article, ArticleState, ArticleVersion, Match, Problem, Sdqc, Statement
from sayso.notices import notices_elsewhere, notices_of
from sayso.text import fold, words

__all__ = ["History", "page_history", "page_versions", "said_again"]

_ALIKE = 0.6
"""Share of the words of the longer statement that the other must have to be its counterpart: an edit of a word or two leaves it standing.
By judgement; not tuned, as there is no labelled pile of edited pages."""
_LONGEST_QUOTE = 200


@dataclass(frozen=True, slots=True)
class History:
    """What the captures of a pile's pages say of each other."""

    versions: tuple[ArticleVersion, ...]
    """Captures of pages that were captured more than once, or were corrected, withdrawn or are gone; by address and number."""
    days: Mapping[str, str]
    """For a capture whose page gives a day on which its words did not stand there yet: the day on which this ledger saw them."""
    later: frozenset[str]
    """Captures that are not the first of their page."""
    repeated: frozenset[str]
    """Statements that an earlier capture of the same page already holds."""
    problems: tuple[Problem, ...]
    """What a person should look at: texts that changed, denials that came or went."""


def page_history(
    articles: Sequence[Article],
    statements: Sequence[Statement] = (),
    matches: Sequence[Match] = (),
    first_seen: Mapping[str, str] | None = None,
    gone: Iterable[tuple[str, str]] = (),
) -> History:
    """Return the captures of a pile's pages with their states and what follows; `gone` are (address, moment at which it gave no page).

    >>> pages = [Article("a", "a", "1", "It sank.", url="https://echo.example/1"), Article("b", "b", "2", "No.", url="https://echo.example/1")]
    >>> [version.state.value for version in page_history(pages, first_seen={"a": "2031-05-01", "b": "2031-05-09"}).versions]
    ['replaced', 'current']
    """
    seen = first_seen or {}
    versions = page_versions(articles, matches, statements, seen, gone)
    by_id = {article.id: article for article in articles}
    captured = {version.article_id for version in versions}
    held = _by_article(statement for statement in statements if statement.article_id in captured)
    steps = [(by_id[version.previous], by_id[version.article_id]) for version in versions if version.previous]
    denials = {match.statement_id for match in matches if match.stance.sdqc is Sdqc.DENY}
    extraction_only = {version.article_id for version in versions if version.extraction_only}
    problems = [
        problem for earlier, later in steps if later.id not in extraction_only for problem in _trouble(earlier, later, held, seen, denials)
    ]
    return History(
        versions,
        dict(_days(steps, seen)),
        frozenset(later.id for _, later in steps),
        frozenset(_repeated(versions, by_id, held)),
        tuple(problems),
    )


def page_versions(
    articles: Sequence[Article],
    matches: Sequence[Match] = (),
    statements: Sequence[Statement] = (),
    first_seen: Mapping[str, str] | None = None,
    gone: Iterable[tuple[str, str]] = (),
) -> tuple[ArticleVersion, ...]:
    """Return the captures of pages that were captured more than once, or were corrected, withdrawn or are gone, by address and number.

    A capture with the same headline, words and date as the one before it is no version.

    >>> page = Article("a", "a", "1", "It sank.", url="https://echo.example/1")
    >>> page_versions([page], gone=[("http://echo.example/1/", "2031-05-02")])[0].state
    <ArticleState.GONE: 'gone'>
    """
    seen = first_seen or {}
    several = captures_by_page(articles, seen)
    vanished = {address: moment for url, moment in sorted(gone, key=lambda pair: pair[1]) if (address := page_address(url))}
    elsewhere = notices_elsewhere(articles, matches, statements)
    known = {page.id for pages in several.values() for page in pages}
    alone = [(page_address(page.url) or "", (page,)) for page in articles if page.id not in known]
    found = [version for address, pages in (*several.items(), *alone) for version in _versions(address, pages, seen, vanished, elsewhere)]
    return tuple(sorted(found, key=lambda version: (version.url, version.number, version.article_id)))


def said_again(statement: Statement, where: Article, others: Iterable[Statement], other: Article) -> bool:
    """Return whether another capture holds a counterpart of a statement: the same act, and mostly the same words of source and content.

    >>> from sayso.model import Naming, Source, Span
    >>> one, two = (Article(name, name, "", "Norland denied a sale of the pier.") for name in "ab")
    >>> said = [Statement(page.id, page.id, Span(0, 34), Source("Norland", Naming.OFFICE), (Span(15, 33),)) for page in (one, two)]
    >>> said_again(said[0], one, [said[1]], two), said_again(said[0], one, [], two)
    (True, False)
    """
    mine = _said(statement, where)
    return any(
        each.act is statement.act and each.polarity is statement.polarity and _alike(mine, _said(each, other)) >= _ALIKE for each in others
    )


def _distinct(pages: Sequence[Article]) -> tuple[Article, ...]:
    kept: list[Article] = []
    for page in pages:
        if not kept or (kept[-1].text, kept[-1].title, kept[-1].published_at) != (page.text, page.title, page.published_at):
            kept.append(page)
    return tuple(kept)


def _versions(
    address: str,
    pages: Sequence[Article],
    seen: Mapping[str, str],
    vanished: Mapping[str, str],
    elsewhere: Mapping[str, tuple[bool, str]],
) -> Iterator[ArticleVersion]:
    gone = vanished.get(address, "")
    pages = _distinct(pages)
    for number, page in enumerate(pages, start=1):
        state, because = _state(page, pages[number:], seen, elsewhere.get(page.id))
        if state is ArticleState.CURRENT and gone and gone >= seen.get(page.id, ""):
            state, because = ArticleState.GONE, f"The address gave no page on {gone[:10]}."
        if len(pages) > 1 or state is not ArticleState.CURRENT:
            before = pages[number - 2] if number > 1 else None
            same_bytes = before is not None and bool(page.digest) and before.digest == page.digest
            yield ArticleVersion(page.id, address, number, before.id if before else None, state, because, same_bytes)


def _state(
    page: Article, later: Sequence[Article], seen: Mapping[str, str], elsewhere: tuple[bool, str] | None
) -> tuple[ArticleState, str]:
    """Return what became of a capture: what withdraws outranks what corrects, and both what merely replaces."""
    own = {notice.words for notice in notices_of(page)} if later else set()
    said = [
        (notice.withdraws, f"The capture of {_sight(after, seen)} says: “{notice.words}”")
        for after in later
        for notice in notices_of(after)
        if notice.words not in own
    ]
    found = [*said, *([elsewhere] if elsewhere else [])]
    for withdraws, state in ((True, ArticleState.WITHDRAWN), (False, ArticleState.CORRECTED)):
        for does, because in found:
            if does is withdraws:
                return state, because
    if not later:
        return ArticleState.CURRENT, "The latest capture of this page."
    if page.digest and later[0].digest == page.digest:
        return ArticleState.REPLACED, "The same bytes were read again, and the reader found other words in them."
    return ArticleState.REPLACED, f"The capture of {_sight(later[0], seen)} has {_difference(page, later[0])}."


def _difference(page: Article, after: Article) -> str:
    parts = [
        name
        for name, one, other in (
            ("another headline", page.title, after.title),
            ("other words", page.text, after.text),
            ("another date", page.published_at, after.published_at),
        )
        if one != other
    ]
    return " and ".join(parts)


def _sight(page: Article, seen: Mapping[str, str]) -> str:
    return (seen.get(page.id) or page.published_at or "a later day")[:10]


def _days(steps: Iterable[tuple[Article, Article]], seen: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield captures whose page gives a day before an earlier capture, which was seen well before and did not have their words."""
    margin = datetime.timedelta(hours=LATE_HOURS)
    for earlier, later in steps:
        before, sight, day = _instant(seen.get(earlier.id)), _instant(seen.get(later.id)), known_by(later)
        if before and sight and day and sight > before + margin and day < before.date().isoformat():
            yield later.id, sight.date().isoformat()


def _instant(text: str | None) -> datetime.datetime | None:
    try:
        moment = datetime.datetime.fromisoformat(text) if text else None
    except ValueError:
        return None
    return moment.replace(tzinfo=datetime.UTC) if moment and moment.tzinfo is None else moment


def _by_article(statements: Iterable[Statement]) -> dict[str, list[Statement]]:
    found: dict[str, list[Statement]] = {}
    for statement in statements:
        found.setdefault(statement.article_id, []).append(statement)
    return found


def _repeated(
    versions: Iterable[ArticleVersion], articles: Mapping[str, Article], held: Mapping[str, Sequence[Statement]]
) -> Iterator[str]:
    """Yield the statements that stand in an earlier capture of the same page word for word."""
    for _, captures in itertools.groupby(versions, key=lambda version: version.url):
        known: set[tuple[object, ...]] = set()
        for version in captures:
            page = articles[version.article_id]
            mine = [(_said(each, page), each.act, each.polarity, each.headline, each.id) for each in held.get(page.id, ())]
            yield from (name for *key, name in mine if tuple(key) in known)
            known |= {tuple(key) for *key, _ in mine}


@functools.lru_cache(maxsize=1 << 14)
def _said(statement: Statement, where: Article) -> tuple[str, ...]:
    """The words of source and content, folded, in order."""
    text = " ".join(span.cut(where.text) for span in statement.content)
    named = statement.source.name or statement.source.text
    return tuple(span.cut(whole) for whole in (fold(f"{named} {text}"),) for span in words(whole))


def _alike(one: Sequence[str], other: Sequence[str]) -> float:
    first, second = set(one), set(other)
    return len(first & second) / max(len(first), len(second), 1)


def _trouble(
    earlier: Article, later: Article, held: Mapping[str, Sequence[Statement]], seen: Mapping[str, str], denials: set[str]
) -> Iterator[Problem]:
    """Yield what a person should look at where a page changed: the change itself, and each denial that came or went."""
    between = f"between {_sight(earlier, seen)} and {_sight(later, seen)}"
    changed = _difference(earlier, later).replace("another ", "").replace("other words", "text")
    yield Problem(
        "source-text-changed",
        f"Its {changed} changed {between} ({earlier.id}, {later.id}). Both captures are kept, and each statement cites the one in which it"
        " stands. Compare them before relying on either.",
        later.input_id,
    )
    for here, there, what in ((earlier, later, "removed"), (later, earlier, "added")):
        for statement in held.get(here.id, ()):
            denies = statement.act is Act.DENIES or statement.id in denials
            if denies and not said_again(statement, here, held.get(there.id, ()), there):
                quote = " ".join(statement.extent.cut(here.text).split())[:_LONGEST_QUOTE]
                yield Problem(
                    f"denial-{what}",
                    f"A denial was {what} {between}: “{quote}”. Ask the outlet why, and cite the capture that you mean ({here.id}).",
                    later.input_id,
                )
