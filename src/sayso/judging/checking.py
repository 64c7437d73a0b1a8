"""The check before a judgement is kept for ever: the right targets for its kind, all of them known, a person and a reason.

Whatever does not fit is refused with what to do instead; nothing is guessed and nothing is cut short, since a decision stands under a name.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from sayso.errors import NotFoundError, UsageError
from sayso.judging.force import absorbed, in_force, moment_after
from sayso.judging.ground import Ground, trace_of
from sayso.judging.kinds import KINDS, KindRow, Targets, Value, row_of
from sayso.judging.places import content_of, parsed_place, written_place
from sayso.ledger import outlet_key
from sayso.model import Claim, Judgement, JudgementKind, LedgerView, Stance, content_id
from sayso.text import clean

__all__ = ["LONGEST_NAME", "LONGEST_WORDS", "MOST_TARGETS", "article_of", "checked", "place_of"]

LONGEST_NAME = 200
"""Code points of a person's name."""
LONGEST_WORDS = 1000
"""Code points of a reason or a value."""
MOST_TARGETS = 50
"""Targets of one judgement; more are decided in several."""

_SHOWN = 80
"""Code points of a statement that a list of choices shows."""


def checked(  # noqa: PLR0917 -- the arguments of `Ledger.judge`, after the view
    view: LedgerView, kind: str, targets: Sequence[str], value: str = "", who: str = "", why: str = "", *, recorded_at: str = ""
) -> Judgement:
    """Return a judgement fit to be kept, its targets in one form whatever form they came in.

    A claim goes by its id or by the id given when it was followed. Raises `UsageError` for what does not fit the kind, and `NotFoundError`
    for a target that the ledger does not hold.

    >>> from sayso.ledger.cutting import EMPTY
    >>> checked(EMPTY, "dismiss", ["claim-1"], who="Kaja Lund", why="Old.")
    Traceback (most recent call last):
    ...
    sayso.errors.NotFoundError: this ledger holds no claim 'claim-1'; list them with `sayso claims`
    """
    row = row_of(kind)
    if row is None:
        raise UsageError(f"there is no judgement {kind!r}; choose one of: {', '.join(each.kind.value for each in KINDS)}")
    person, reason = _line("who decides", who, LONGEST_NAME), _line("why", why, LONGEST_WORDS)
    for name, line in (("who decides", person), ("why", reason)):
        if not line:
            raise UsageError(f"a judgement needs {name}: it is kept for ever, with a name and a reason")
    ground = Ground.of(view.claims, view.matches, view.articles, view.statements)
    asked = tuple(dict.fromkeys(target.strip() for target in targets if target.strip()))
    if len(asked) > MOST_TARGETS:
        raise UsageError(f"at most {MOST_TARGETS} targets at once; these are {len(asked)}: decide in several steps")
    known = _KNOWN[row.targets](ground, view, asked)
    if row.kind in {JudgementKind.SPLIT, JudgementKind.SET_PARTY}:
        _matched(ground, known)
    claims = [ground.claims[target] for target in known if target in ground.claims]
    settled = _valued(row, _line("the value", value, LONGEST_WORDS), claims)
    traces = tuple(trace_of(claim, view.matches) for claim in claims)
    moment = moment_after(view.judgements, recorded_at)
    name = content_id("judgement", row.kind.value, *known, settled, person, reason, moment)
    return Judgement(name, row.kind.value, known, settled, person, reason, moment, traces)


def place_of(view: LedgerView, words: str, claim: Claim | None = None) -> str:
    """Return the place of the only statement that holds some words, of those on a claim where one is given.

    Raises `NotFoundError`, with the places that there are to choose from.
    """
    matched = {match.statement_id for match in view.matches if claim and match.claim_id == claim.id}
    texts = {article.id: article.text for article in view.articles}
    among = [each for each in view.statements if claim is None or each.id in matched]
    found = {written_place(each.article_id, content_of(each)): _plain(each.extent.cut(texts[each.article_id])) for each in among}
    holding = {place: said for place, said in found.items() if _plain(words).casefold() in said.casefold()}
    # Where a sentence holds several statements, the one whose own words these are is meant.
    own = [place for place in holding if _plain(words).casefold() in _content(texts, place).casefold()]
    if len(holding) == 1 or len(own) == 1:
        return (own or list(holding))[0]
    near = sorted((holding or found).items(), key=lambda item: (-_shared(words, item[1]), item[0]))[:8]
    choice = "".join(f"\n  {place} “{_cut(_content(texts, place))}”" for place, _ in near)
    what = "several statements hold" if holding else "no statement holds"
    raise NotFoundError(f"{what} {words!r}; choose a place:{choice or ' there is none'}")


def article_of(view: LedgerView, words: str) -> str:
    """Return the id of the only article that goes by this id, or whose headline, outlet, file or address holds these words.

    Raises `NotFoundError`, with the articles that there are to choose from.
    """
    named = {each.id: f"{each.title or 'no headline'} ({each.outlet or 'outlet not named'}, {each.input_id})" for each in view.articles}
    if words in named:
        return words
    sought = {each.id: _plain(f"{named[each.id]} {each.url or ''}").casefold() for each in view.articles}
    holding = [name for name, text in sought.items() if _plain(words).casefold() in text]
    if len(holding) == 1:
        return holding[0]
    near = sorted(holding or named, key=lambda name: (-_shared(words, named[name]), name))[:8]
    choice = "".join(f"\n  {name} {named[name]}" for name in near)
    what = "several articles have" if holding else "no article has"
    raise NotFoundError(f"{what} {words!r} in headline, outlet, file or address; choose one of:{choice or ' none is read yet'}")


def _shared(one: str, other: str) -> int:
    """Words in common."""
    return len(set(one.casefold().split()) & set(other.casefold().split()))


def _content(texts: Mapping[str, str], place: str) -> str:
    """What is said at a place."""
    parsed = parsed_place(place)
    return _plain(parsed[1].cut(texts[parsed[0]])) if parsed else ""


def _cut(words: str) -> str:
    return words if len(words) <= _SHOWN else f"{words[:_SHOWN]} …"


def _plain(words: str) -> str:
    return " ".join(words.split())


def _line(what: str, words: str, longest: int) -> str:
    """Words on one line, without signs that hide or break things."""
    line = _plain(clean(words)[0])
    if len(line) > longest:
        raise UsageError(f"{what} may have {longest} characters and has {len(line)}; say it shorter")
    return line


def _valued(row: KindRow, value: str, claims: Sequence[Claim]) -> str:
    """The value in its one form."""
    if row.value is Value.NONE and value:
        raise UsageError(f"{row.kind.value} takes no value; leave it out")
    if row.value is Value.WORDS and not value:
        raise UsageError(f"{row.kind.value} needs a value: the words")
    if row.value is Value.STANCE:
        return _chosen(value, [stance.value for stance in Stance], "a stance")
    if row.value is Value.PARTY and value:
        parties = [party for claim in claims for party in claim.parties]
        if not parties:
            raise UsageError("this claim has no parties; follow it with its parties first: sayso track 'TEXT' --party NAME")
        return _chosen(value, parties, "a party of this claim")
    return value


def _chosen(value: str, words: Sequence[str], what: str) -> str:
    found = next((word for word in words if word.casefold() == value.casefold()), None)
    if found is None:
        raise UsageError(f"{value!r} is not {what}; choose one of: {', '.join(words)}")
    return found


def _claim(ground: Ground, view: LedgerView, target: str) -> str:
    found = next((claim for claim in ground.claims.values() if target in {claim.id, claim.tracked_id}), None)
    found = found or absorbed(view.claims, view.judgements, target)
    if found is None:
        raise NotFoundError(f"this ledger holds no claim {target!r}; list them with `sayso claims`")
    return found.id


def _claims(ground: Ground, view: LedgerView, targets: Sequence[str], *, least: int) -> tuple[str, ...]:
    known = tuple(dict.fromkeys(_claim(ground, view, target) for target in targets))
    if len(known) < least or (least == 1 and len(known) > 1):
        raise UsageError(f"this judgement is about {'one claim' if least == 1 else 'two or more claims'}; list them with `sayso claims`")
    return known


def _claim_and_statements(ground: Ground, view: LedgerView, targets: Sequence[str]) -> tuple[str, ...]:
    if len(targets) < 2 or parsed_place(targets[0]):
        raise UsageError("name the claim first, then the place of each statement: ARTICLE:START-END")
    claim = _claim(ground, view, targets[0])
    return (claim, *_statements(ground, view, targets[1:], claim))


def _statements(ground: Ground, _view: LedgerView, targets: Sequence[str], claim: str | None = None) -> tuple[str, ...]:
    if not targets:
        raise UsageError("name the place of a statement: ARTICLE:START-END")
    for target in targets:
        place = parsed_place(target)
        if place is None:
            raise UsageError(
                f"{target!r} is no place of a statement; write ARTICLE:START-END, in code points, as `sayso export json` has them"
            )
        if place[0] not in ground.articles:
            raise NotFoundError(f"this ledger holds no article {place[0]!r}; find it with `sayso export json`")
        if not ground.at(target, claim):
            raise NotFoundError(f"no statement stands at {target}; `sayso export json` has the places of all that do")
    return tuple(targets)


def _matched(ground: Ground, known: Sequence[str]) -> None:
    """Refuse places at which nothing bears on the claim."""
    claim, *places = known
    for place in places:
        if not {each.id for each in ground.at(place, claim)} & ground.matched.get(claim, frozenset()):
            raise UsageError(f"no statement at {place} bears on this claim; where one should, decide set-stance first")


def _articles(ground: Ground, _view: LedgerView, targets: Sequence[str]) -> tuple[str, ...]:
    for target in targets:
        if target not in ground.articles:
            raise NotFoundError(f"this ledger holds no article {target!r}; find it with `sayso export json`")
    if len(targets) < 2:
        raise UsageError("this judgement is about two or more articles; name another one")
    return tuple(sorted(targets))


def _outlets(ground: Ground, _view: LedgerView, targets: Sequence[str]) -> tuple[str, ...]:
    for target in targets:
        if outlet_key(target) not in ground.outlets:
            raise NotFoundError(f"no article of this ledger is published by {target!r}; write the outlet's name as the articles have it")
    known = sorted({ground.outlets[outlet_key(target)] for target in targets})
    if len(known) < 2:
        raise UsageError("this judgement is about two or more outlets; name another one")
    return tuple(known)


def _judgement(_ground: Ground, view: LedgerView, targets: Sequence[str]) -> tuple[str, ...]:
    by_id = {judgement.id: judgement for judgement in view.judgements}
    if len(targets) != 1:
        raise UsageError("name the one judgement that is taken back; list them with `sayso judge list`")
    found = by_id.get(targets[0])
    if found is None:
        raise NotFoundError(f"this ledger holds no judgement {targets[0]!r}; list them with `sayso judge list`")
    if found.kind == JudgementKind.REVOKE:
        raise UsageError("what takes a judgement back cannot be taken back itself; decide anew")
    if found not in in_force(view.judgements):
        raise UsageError("this judgement was taken back before; list them with `sayso judge list`")
    return tuple(targets)


_KNOWN: Mapping[Targets, Callable[[Ground, LedgerView, Sequence[str]], tuple[str, ...]]] = {
    Targets.CLAIM: partial(_claims, least=1),
    Targets.CLAIMS: partial(_claims, least=2),
    Targets.CLAIM_AND_STATEMENTS: _claim_and_statements,
    Targets.STATEMENTS: _statements,
    Targets.ARTICLES: _articles,
    Targets.OUTLETS: _outlets,
    Targets.JUDGEMENT: _judgement,
}
