"""What is otherwise than it was at an earlier moment of the ledger: one list of changes, each with its reason and what brought it.

A change is told by comparing two views, so that it needs no record of its own and cannot drift from what the ledger says. Its id is a hash
of what changed and of the article or judgement that brought it, never of when or how it was asked for. Comparing the two ends of a long
stretch tells what is otherwise at its end; what came and went in between is told sitting by sitting (`changes_between` with `each`).
"""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sayso.model import (
    Article,
    ArticleState,
    ArticleVersion,
    Change,
    ChangeKind,
    Claim,
    Judgement,
    LedgerView,
    Origin,
    OriginRange,
    Position,
    Standing,
    content_id,
)

__all__ = ["SITTING_MINUTES", "changes", "changes_between", "moment_asked", "sitting_ends"]

SITTING_MINUTES = 15
"""Moments closer than this are one sitting: a folder that is read for an hour is one step, two visits to a feed are two. Not tuned."""
_TAKEN_BACK = frozenset({ArticleState.CORRECTED, ArticleState.WITHDRAWN})
_ORDER = {kind: place for place, kind in enumerate(ChangeKind)}

ViewAt = Callable[[str | None], LedgerView]
"""Gives the ledger's view as it was known at a moment; at the latest for None."""


@dataclass(frozen=True, slots=True)
class _Side:
    """One of the two views, by identifier."""

    claims: Mapping[str, Claim]
    standings: Mapping[str, Standing]
    positions: Mapping[tuple[str, str], Position]
    origins: Mapping[str, OriginRange]
    versions: Mapping[str, ArticleVersion]
    judgements: Mapping[str, Judgement]
    articles: Mapping[str, Article]
    recorded_at: Mapping[str, str]
    article_of: Mapping[str, str]
    """The article of each statement."""

    @classmethod
    def of(cls, view: LedgerView) -> _Side:
        latest: dict[str, Standing] = {}
        for standing in sorted(view.standings, key=lambda item: item.published_by):
            latest[standing.claim_id] = standing
        return cls(
            claims={claim.id: claim for claim in view.claims},
            standings=latest,
            positions={(position.claim_id, position.party): position for position in view.positions if position.stances},
            origins=dict(view.origins),
            versions={version.article_id: version for version in view.versions},
            judgements={judgement.id: judgement for judgement in view.judgements},
            articles={article.id: article for article in view.articles},
            recorded_at=dict(view.recorded_at),
            article_of={statement.id: statement.article_id for statement in view.statements},
        )


@dataclass(frozen=True, slots=True)
class _Pair:
    """Two views of one ledger, and the moment of the later one."""

    before: _Side
    after: _Side
    moment: str

    def trigger(self, articles: Iterable[str]) -> str | None:
        """Return which of some articles brought a change: of those that are new the one recorded last."""
        new = {name for name in articles if name in self.after.articles and name not in self.before.articles}
        return max(new, key=lambda name: (self.after.recorded_at.get(name, ""), name), default=None)

    def articles_of(self, statements: Iterable[str]) -> Iterator[str]:
        """Yield the articles of some statements."""
        yield from (self.after.article_of[name] for name in statements if name in self.after.article_of)

    def when(self, article_id: str | None) -> str:
        """Return when this ledger knew: by the article that brought it, else by the last new judgement, else the moment asked for."""
        if article_id is not None and article_id not in self.before.articles and article_id in self.after.recorded_at:
            return self.after.recorded_at[article_id]
        new = [item.recorded_at for name, item in self.after.judgements.items() if name not in self.before.judgements]
        return max(new, default=self.moment)


def changes(before: LedgerView, after: LedgerView, moment: str) -> tuple[Change, ...]:
    """Return what is otherwise in `after`, in the order in which the ledger learned of it; `moment` dates what nothing new brought.

    Claims that are new come with where they stand, so their parties, origins and standing are not told once more.

    >>> empty = LedgerView((), (), (), (), (), (), (), (), (), (), (), (), (), ())
    >>> followed = LedgerView(*[()] * 7, (Claim("c", "A pier was sold.", tracked_id="pier"),), *[()] * 6)
    >>> [(change.kind.value, change.sentence) for change in changes(empty, followed, "2031-05-01")]
    [('new-claim', 'A claim is followed: “A pier was sold.”')]
    """
    pair = _Pair(_Side.of(before), _Side.of(after), moment)
    found = [
        *_new_claims(pair),
        *_parties(pair),
        *_standings(pair),
        *_new_origins(pair),
        *_texts(pair),
        *_taken_back(pair),
        *_judgements(pair),
    ]
    unique = {change.id: change for change in found}
    return tuple(sorted(unique.values(), key=_order))


def _order(change: Change) -> tuple[str, int, str, str]:
    return change.moment, _ORDER[change.kind], change.sentence, change.id


def _change(  # noqa: PLR0917 -- the fields of a change
    pair: _Pair,
    kind: ChangeKind,
    subject: str,
    sentence: str,
    claim_id: str | None,
    article_id: str | None,
    before: str = "",
    after: str = "",
    because: str = "",
    moment: str | None = None,
) -> Change:
    identifier = content_id("change", kind.value, claim_id or "", subject, before, after, article_id or "")
    return Change(identifier, kind, moment or pair.when(article_id), sentence, claim_id, article_id, before, after, because)


def _shared(pair: _Pair) -> Iterator[Claim]:
    yield from (claim for name, claim in pair.after.claims.items() if name in pair.before.claims)


def _new_claims(pair: _Pair) -> Iterator[Change]:
    known = {claim.text.casefold() for claim in pair.before.claims.values() if claim.tracked_id is None}
    for name, claim in pair.after.claims.items():
        if name in pair.before.claims or (claim.tracked_id is None and claim.text.casefold() in known):
            continue
        standing = pair.after.standings.get(name)
        article = pair.trigger(pair.articles_of(standing.statements if standing else ()))
        what = "A claim is followed" if claim.tracked_id is not None else "The pile puts forward a claim"
        after, because = (_label(standing), standing.because) if standing and standing.statements else ("", "")
        yield _change(pair, ChangeKind.NEW_CLAIM, claim.text, f"{what}: “{claim.text}”", name, article, "", after, because)


def _parties(pair: _Pair) -> Iterator[Change]:
    for claim in _shared(pair):
        for party in claim.parties:
            earlier, later = pair.before.positions.get((claim.id, party)), pair.after.positions.get((claim.id, party))
            if later is None or (earlier is not None and earlier.stances == later.stances):
                continue
            kind = ChangeKind.NEW_PARTY if earlier is None else ChangeKind.POSITION
            before, after = _stances(earlier), _stances(later)
            told = f"{party} takes a position" if earlier is None else f"{party} takes another position"
            sentence = f"{told} on “{claim.text}”: {f'{before} before, {after} now' if before else after}."
            article = pair.trigger(pair.articles_of(later.statements))
            yield _change(pair, kind, party, sentence, claim.id, article, before, after)


def _stances(position: Position | None) -> str:
    return " and ".join(stance.value for stance in position.stances) if position else ""


def _label(standing: Standing) -> str:
    return f"{standing.state.value} ({standing.label})"


def _standings(pair: _Pair) -> Iterator[Change]:
    for claim in _shared(pair):
        earlier, later = pair.before.standings.get(claim.id), pair.after.standings.get(claim.id)
        if later is None or not (later.statements or (earlier and earlier.statements)):
            continue
        before, after = (_label(earlier) if earlier and earlier.statements else ""), _label(later)
        if before != after:
            new = set(later.statements) - set(earlier.statements if earlier else ())
            article = pair.trigger(pair.articles_of(new))
            told = f"was {before}, is now {after}" if before else f"is now {after}"
            sentence = f"“{claim.text}” {told}."
            yield _change(pair, ChangeKind.STANDING, later.rule, sentence, claim.id, article, before, after, later.because)


def _new_origins(pair: _Pair) -> Iterator[Change]:
    for claim in _shared(pair):
        earlier, later = pair.before.origins.get(claim.id), pair.after.origins.get(claim.id)
        known = {origin.id for origin in earlier.origins} if earlier else set()
        for origin in later.origins if later else ():
            if origin.id not in known:
                yield _new_origin(pair, claim, origin, earlier, later)


def _new_origin(pair: _Pair, claim: Claim, origin: Origin, earlier: OriginRange | None, later: OriginRange | None) -> Change:
    sentence = f"A new origin stands behind “{claim.text}”: {origin.name}."
    before, after = (f"{count.low} to {count.high}" if count else "" for count in (earlier, later))
    because = later.because if later else ""
    return _change(pair, ChangeKind.NEW_ORIGIN, origin.id, sentence, claim.id, pair.trigger(origin.articles), before, after, because)


def _texts(pair: _Pair) -> Iterator[Change]:
    for name, version in pair.after.versions.items():
        known = pair.before.versions.get(name)
        if version.previous is not None and not version.extraction_only and name not in pair.before.articles:
            sentence = f"{_page(pair, name)} was captured with other words, headline or date: capture {version.number}."
            because = pair.after.versions[version.previous].because if version.previous in pair.after.versions else ""
            yield _change(pair, ChangeKind.TEXT_CHANGED, version.url, sentence, None, name, version.previous, name, because)
        if version.state is ArticleState.GONE and (known is None or known.state is not ArticleState.GONE):
            sentence = f"{_page(pair, name)} is gone from its address."
            yield _change(pair, ChangeKind.TEXT_CHANGED, version.url, sentence, None, name, "", version.state.value, version.because)


def _taken_back(pair: _Pair) -> Iterator[Change]:
    for name, version in pair.after.versions.items():
        known = pair.before.versions.get(name)
        before = known.state.value if known else ArticleState.CURRENT.value
        if version.state in _TAKEN_BACK and before != version.state.value:
            sentence = f"{_page(pair, name)} was {version.state.value}."
            when = _when_taken_back(pair, version)
            yield _change(
                pair, ChangeKind.CORRECTION, version.url, sentence, None, name, before, version.state.value, version.because, when
            )


def _when_taken_back(pair: _Pair, version: ArticleVersion) -> str:
    """Return when the ledger had the notice: with a later capture of the page, else with the last new article of the outlet."""
    new = [name for name in pair.after.articles if name not in pair.before.articles]
    captures = [name for name in new if name in pair.after.versions and pair.after.versions[name].url == version.url != ""]
    outlet = pair.after.articles[version.article_id].outlet
    others = [name for name in new if pair.after.articles[name].outlet == outlet]
    return max((pair.when(name) for name in captures or others), default=pair.moment)


def _page(pair: _Pair, article_id: str) -> str:
    article = pair.after.articles[article_id]
    outlet = article.outlet or "An outlet not named"
    return f"{outlet}: “{article.title}”" if article.title else f"{outlet}: a page without a headline"


def _judgements(pair: _Pair) -> Iterator[Change]:
    for name, judgement in pair.after.judgements.items():
        if name not in pair.before.judgements:
            value = f" {judgement.value}" if judgement.value else ""
            sentence = f"{judgement.who} decided: {judgement.kind}{value}."
            claim = next((target for target in judgement.targets if target in pair.after.claims), None)
            article = next((target for target in judgement.targets if target in pair.after.articles), None)
            yield _change(
                pair, ChangeKind.JUDGEMENT, name, sentence, claim, article, "", judgement.value, judgement.why, judgement.recorded_at
            )


def changes_between(
    view_at: ViewAt, since: str, until: str | None = None, *, each: bool = False, moments: Iterable[str] = ()
) -> tuple[Change, ...]:
    """Return what changed from one moment to another, up to the latest where `until` is None.

    Without `each` the two ends are compared. With it every sitting in between is compared with the one before, so that nothing that came
    and went is missed, and a sitting always gives the same changes, whatever stretch is asked for. Sittings in which no claim, statement,
    page or judgement changed are passed over by halving the stretch, so that a long quiet one costs a view or two. `moments` are those at
    which something was recorded beside articles and judgements, such as a claim to follow.

    >>> empty = LedgerView((), (), (), (), (), (), (), (), (), (), (), (), (), ())
    >>> changes_between(lambda moment: empty, "2031-05-01")
    ()
    """
    start, end = moment_asked(since, last=False), moment_asked(until, last=True) if until else None
    before, after = view_at(start), view_at(end)
    known = {moment for moment in (*_moments(after), *moments) if start < moment and (end is None or moment <= end)}
    newest = max(known, default=end or start)
    if not each:
        return changes(before, after, newest)
    ends = sitting_ends(known) or (newest,)
    unique = {change.id: change for change in _stepwise(view_at, before, after, ends)}
    return tuple(sorted(unique.values(), key=_order))


def _stepwise(view_at: ViewAt, before: LedgerView, after: LedgerView, ends: Sequence[str]) -> Iterator[Change]:
    if _alike(before, after):
        return
    if len(ends) == 1:
        yield from changes(before, after, ends[0])
        return
    half = len(ends) // 2
    between = view_at(ends[half - 1])
    yield from _stepwise(view_at, before, between, ends[:half])
    yield from _stepwise(view_at, between, after, ends[half:])


def _alike(before: LedgerView, after: LedgerView) -> bool:
    """Tell whether two views have the same claims, matched statements, pages and judgements: then nothing came and went between them."""
    return all(
        set(one) == set(other)
        for one, other in (
            (before.claims, after.claims),
            (before.matches, after.matches),
            (before.versions, after.versions),
            (before.judgements, after.judgements),
            (before.standings, after.standings),
        )
    )


def _moments(view: LedgerView) -> list[str]:
    return sorted({moment for _, moment in view.recorded_at} | {judgement.recorded_at for judgement in view.judgements})


def sitting_ends(moments: Iterable[str]) -> tuple[str, ...]:
    """Return the last moment of each sitting: of each run of moments that follow each other within `SITTING_MINUTES`.

    >>> sitting_ends(["2031-05-01T09:00:00+00:00", "2031-05-01T09:10:00+00:00", "2031-05-01T11:00:00+00:00"])
    ('2031-05-01T09:10:00+00:00', '2031-05-01T11:00:00+00:00')
    """
    ordered = sorted(set(moments))
    pairs = itertools.zip_longest(ordered, ordered[1:])
    return tuple(moment for moment, following in pairs if following is None or _apart(moment, following))


def _apart(one: str, other: str) -> bool:
    try:
        gap = datetime.datetime.fromisoformat(other) - datetime.datetime.fromisoformat(one)
    except (ValueError, TypeError):
        return True
    return gap > datetime.timedelta(minutes=SITTING_MINUTES)


def moment_asked(date: str, *, last: bool) -> str:
    """Return a moment in the form in which the ledger keeps moments; of a partial date its last second, or the last one before it.

    So what changed since 2031-05-02 takes in that day, and what changed until then too.

    >>> moment_asked("2031-05-02", last=False), moment_asked("2031-05", last=True), moment_asked("2031-05-02T09:00:00Z", last=True)
    ('2031-05-01T23:59:59+00:00', '2031-05-31T23:59:59+00:00', '2031-05-02T09:00:00+00:00')
    """
    if "T" in date:
        moment = datetime.datetime.fromisoformat(date)
        moment = moment.replace(tzinfo=datetime.UTC) if moment.tzinfo is None else moment.astimezone(datetime.UTC)
        return moment.isoformat(timespec="seconds")
    start = datetime.datetime.fromisoformat(date + "0000-01-01"[len(date) :]).replace(tzinfo=datetime.UTC)
    end = _following(start, len(date.split("-"))) if last else start
    return (end - datetime.timedelta(seconds=1)).isoformat(timespec="seconds")


def _following(start: datetime.datetime, precision: int) -> datetime.datetime:
    if precision == 3:
        return start + datetime.timedelta(days=1)
    month = start.month % 12 + 1 if precision == 2 else 1
    return start.replace(year=start.year + (precision == 1 or month == 1), month=month)
