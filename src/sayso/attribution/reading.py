"""One reading of an article from front to end: whom each source that is a pronoun or a role means, in the light of all before it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sayso.attribution.antecedents import TWO, Choice, Place, Trail, choose
from sayso.attribution.cast import Appearance, Cast
from sayso.attribution.given_names import sex_of_title
from sayso.attribution.grammar import DETERMINERS, PREPOSITIONS, pronoun
from sayso.attribution.naming import BODY_WORDS, DOCUMENTS, MEDIA, ROLE_WORDS, describes_person, head
from sayso.attribution.pronouns import PRONOUN_SEX, appearance_at, place_at, start_trail, steps
from sayso.attribution.things import Thing, body_meant, counted, ends_in, group_meant, is_body, is_plural, pair_meant, things

__all__ = ["Seat", "read"]

_IT = frozenset("it its itself".split())
_THEY = frozenset("they them their theirs".split())
_OWNING = frozenset("his her their its".split())
_DEFINITE = frozenset("the this that these those".split())
_ALIKE = (
    frozenset("representative congressman congresswoman lawmaker".split()),
    frozenset("judge justice jurist".split()),
    frozenset("candidate nominee hopeful contender frontrunner front-runner".split()),
    frozenset("businessman businesswoman mogul tycoon magnate billionaire".split()),
    frozenset("lawyer attorney".split()),
    frozenset("spokesman spokeswoman spokesperson".split()),
    frozenset("leader chief head".split()),
)
_TOLD = 3.5
"""Weight of a role that the article gives a person; more than any weight of nearness."""
_OTHER = -1.5
"""Weight of another office than the one named."""
_REACH = 3
"""Sentences back that a description may reach which the article gave to nobody: `the 48-year-old`."""
_OFFICES = frozenset("senator governor president mayor representative congressman congresswoman judge justice secretary premier".split())
_DESCRIBED = frozenset(
    "magnate socialist libertarian liberal conservative host anchor commentator pundit outsider executive pollster pontiff monarch "
    "dictator strongman general admiral colonel professor ambassador envoy minister premier".split()
)
"""More words for one person, that an article may say of somebody without having said them before."""
_PERSONAL = ("ist", "ian", "man", "woman", "eer")
"""Endings of words for a person."""
_LOOSE = frozenset("leader chief head director chairman".split())
"""Offices of which there are many: more than the word itself must have been said of a person."""
_PAST = frozenset({"former"})
_UNDER = frozenset("vice deputy assistant".split())
_GIVEN = _OFFICES | _LOOSE
"""Offices that only somebody can mean of whom the article said so."""
_DEPARTMENTS = frozenset(
    "prime foreign defence defense interior finance transport health trade economy energy justice education agriculture environment labour "
    "labor culture industry information home treasury".split()
)
_PLACED_IN = re.compile(r"\b(?:at|of|in|for|from|inside|within|with) ((?:the|this|that) (?:[a-z]+ )?([a-z]+))$")
_OWNED_BY = re.compile(r"((?:[Tt]he|[Tt]his|[Tt]hat) (?:[a-z]+ )?([a-z]+))(?=['’]s? )")
_VAGUE = frozenset(
    "official officials source sources person people man woman expert analyst aide aides adviser advisers critic spokesman spokeswoman "
    "spokesperson lawyer attorney".split()
)


@dataclass(frozen=True, slots=True)
class Seat:
    """A source and where it stands."""

    block: int
    first: int
    last: int
    """One past its last token."""
    words: str
    number: int
    """Which mention it is."""


@dataclass(slots=True)
class _State:
    cast: Cast
    trail: Trail
    things: tuple[Thing, ...]
    persons: frozenset[str]
    holders: Mapping[str, Sequence[str]]
    sources: list[tuple[int, int, str]] = field(default_factory=list)
    """(place, sentence, words) of each source that is no person."""
    choices: dict[int, Choice] = field(default_factory=dict)
    counts: Mapping[str, int] = field(default_factory=dict)


def read(cast: Cast, seats: Sequence[Seat], holders: Mapping[str, Sequence[str]]) -> dict[int, Choice]:
    """Return by number whom each source means that does not name itself; `holders` are the persons of each role."""
    trail = start_trail(cast)
    persons = frozenset(cast.persons) | frozenset(name.split(" ")[-1] for name in cast.persons)
    found = things(cast)
    state = _State(cast, trail, found, persons, holders, counts=counted(found))
    at = {cast.blocks[seat.block].tokens[seat.first].start: seat for seat in seats}
    speaking = _speaking(cast, seats)
    pending = sorted(at, reverse=True)
    for place, word, name in steps(cast, set(speaking) | set(at)):
        while pending and pending[-1] < place.start:
            _seat(state, at[pending.pop()])
        _step(state, place, word, name, speaks=place.start in speaking)
        if pending and pending[-1] == place.start:
            _seat(state, at[pending.pop()])
    for start in reversed(pending):
        _seat(state, at[start])
    return state.choices


def _speaking(cast: Cast, seats: Sequence[Seat]) -> frozenset[int]:
    """Where a person or pronoun is itself the source: not inside `aides to Orne` or `his campaign`."""
    found: set[int] = set()
    for seat in seats:
        tokens = cast.blocks[seat.block].tokens[seat.first : seat.last]
        if len(tokens) == 1:
            found.add(tokens[0].start)
            continue
        if tokens[0].lower in _OWNING | {"a", "an"} or any(token.lower in PREPOSITIONS for token in tokens):
            continue
        if tokens[-1].capital and not any(token.text.endswith(("'s", "’s")) for token in tokens[-1:]):
            found.update(token.start for token in tokens if token.capital)
    return frozenset(found)


def _step(state: _State, place: Place, word: str, name: str, *, speaks: bool) -> None:
    """Take in a person's name or pronoun."""
    meant = name
    if not name:
        choice = TWO if _two_spoke(state, place, word) else choose(state.trail.rows(place), state.cast.persons, PRONOUN_SEX[word], {})
        state.choices[-place.start - 1] = choice
        meant = choice.name
    if meant:
        state.trail.note(appearance_at(place, meant, state.cast), pronoun=not name)
    if meant and speaks:
        state.trail.speaks(place, meant)


def _two_spoke(state: _State, place: Place, word: str) -> bool:
    """Whether two persons who fit spoke in one sentence and nobody else since: then `he` is neither for sure."""
    last = state.trail.spoken[-2:]
    if len({name for _, _, name in last}) < 2 or last[0][0] != last[1][0] or place.sentence - last[0][0] != 1:
        return False
    sexes = {state.cast.persons[name].sex for _, _, name in last if name in state.cast.persons}
    return sexes <= {"", PRONOUN_SEX[word]}


def _seat(state: _State, seat: Seat) -> None:
    """Tell whom a source means."""
    place = place_at(state.cast, (seat.block, seat.first), source=True)
    words = seat.words.lower()
    first, _, rest = words.partition(" ")
    if pronoun(words) in PRONOUN_SEX:
        state.choices[seat.number] = state.choices.get(-place.start - 1, Choice())
    elif pronoun(words) in _IT | _THEY:
        choice = group_meant(place, state.things, state.sources, state.persons, plural=pronoun(words) in _THEY)
        state.choices[seat.number] = choice
        _remember(state, place, choice.name)
    elif words == "both":
        state.choices[seat.number] = pair_meant(place, state.things)
    elif first in _OWNING and rest:
        state.choices[seat.number] = _owned(state, place, seat)
        _remember(state, place, state.choices[seat.number].name or seat.words)
    elif first in _DEFINITE and rest and head(words) not in DOCUMENTS:
        _definite(state, place, seat)
    elif not _is_person(state, seat.words):
        _remember(state, place, seat.words)
    if state.choices.get(seat.number, Choice()) == Choice():
        state.choices[seat.number] = _within(state, place, seat.words)


def _is_person(state: _State, words: str) -> bool:
    return ends_in(words, state.persons) or pronoun(words.lower()) in (
        "i",
        "we",
        "you",
        "who",
    )


def _remember(state: _State, place: Place, words: str) -> None:
    if words:
        state.sources.append((place.start, place.sentence, words))


def _owned(state: _State, place: Place, seat: Seat) -> Choice:
    """`her advisers` are the advisers of whom `her` means."""
    first, _, rest = seat.words.partition(" ")
    if first.lower() in PRONOUN_SEX:
        owner = state.choices.get(-place.start - 1, Choice())
    else:
        owner = group_meant(place, state.things, state.sources, state.persons, plural=first.lower() in _THEY)
    if not owner.name:
        return owner
    ending = "'" if owner.name.endswith("s") else "'s"
    return Choice(f"{owner.name}{ending} {rest}")


def _is_own_name(words: str) -> bool:
    """Whether `the Dunmarrow Evening Star` names itself, where `the Star` may mean another."""
    capitals = [word for word in words.split()[1:] if word[0].isupper()]
    return len(capitals) > 1 and len(capitals) == len(words.split()) - 1 and head(words) in MEDIA | BODY_WORDS


def _named_behind(state: _State, seat: Seat) -> bool:
    """Whether a person's name stands in apposition to a role: `the team's manager, Bram Orne, said`."""
    tokens = state.cast.blocks[seat.block].tokens
    behind = tokens[seat.last + 1].start if seat.last + 1 < len(tokens) and tokens[seat.last].text == "," else -1
    index = bisect_left(state.cast.appearances, behind, key=_start)
    return behind >= 0 and index < len(state.cast.appearances) and state.cast.appearances[index].start == behind


def _start(appearance: Appearance) -> int:
    return appearance.start


def _definite(state: _State, place: Place, seat: Seat) -> None:
    """`the senator` is a person, `the company` a body."""
    words = seat.words.removesuffix("'s").removesuffix("’s")
    main = head(words)
    if _is_own_name(words) or (_named_behind(state, seat) and not is_body(main)):
        _remember(state, place, words)
        return
    held = [name for word in _like(main) for name in state.holders.get(word, ())]
    told = len(_like(main)) > 1 or main in _OFFICES | _DESCRIBED or (bool(held) and main in ROLE_WORDS)
    # A name may end as such words do: "the opposition's Mara Quist".
    person = told or describes_person(words) or (main.endswith(_PERSONAL) and main in words.split())
    person = person and not is_plural(words)
    if is_body(main) and not person:
        choice = body_meant(words, place, state.things, state.counts, state.persons)
        state.choices[seat.number] = choice
        _remember(state, place, choice.name or words)
    elif person and main not in _VAGUE:
        choice = _by_role(state, place, words)
        state.choices[seat.number] = choice
        if choice.name:
            state.trail.note(appearance_at(place, choice.name, state.cast), pronoun=True)
            state.trail.speaks(place, choice.name)
    else:
        _remember(state, place, words)


def _within(state: _State, place: Place, words: str) -> Choice:
    """Which body `two managers at the company` are placed in; nobody chosen, and nothing told where no body can be."""
    placed = _PLACED_IN.search(words) or _OWNED_BY.match(words)
    if placed is None or not is_body(placed.group(2)):
        return Choice()
    body = body_meant(placed.group(1), place, state.things, state.counts, state.persons)
    return Choice(within=f"{words[: placed.start(1)]}{body.name}{words[placed.end(1) :]}") if body.name else Choice()


def _like(main: str) -> frozenset[str]:
    return next((group for group in _ALIKE if main in group), frozenset({main}))


def _of_another_office(rest: frozenset[str], roles: frozenset[str]) -> bool:
    """Whether a minister is of another department than the one meant: the transport minister is not `the prime minister`."""
    others = _DEPARTMENTS | {"minister"} if "prime" in rest else _DEPARTMENTS
    return bool(rest & _DEPARTMENTS) and bool(roles & others) and not rest & roles & _DEPARTMENTS


def _by_role(state: _State, place: Place, words: str) -> Choice:
    """The likeliest person, above all one who was given the role."""
    main = head(words)
    heads = _like(main)
    rows = state.trail.rows(place)
    named = {name for word in heads for name in state.holders.get(word, ())}
    rest = frozenset(word.lower() for word in words.split()) - heads - DETERMINERS
    extra: dict[str, float] = {}
    persons = state.cast.persons
    for name in [*(name for name, _ in rows), *sorted(named)]:
        person = persons.get(name)
        if person is None or _of_another_office(rest, person.roles):
            continue
        told = bool(person.offices & heads) and not (person.roles & _UNDER) - rest and not (rest & _PAST) - person.roles
        told = told and (not heads & _LOOSE or bool(rest & person.roles))
        other = bool(person.roles & _OFFICES) and not told and bool(heads & _OFFICES)
        extra[name] = (_TOLD if told else 0.0) + (_OTHER if other else 0.0) + 0.7 * len(rest & person.roles)
    rows = [(name, why) for name, why in rows if name not in persons or not _of_another_office(rest, persons[name].roles)]
    reached = {name for name, _ in rows}
    rows += [(name, ("back far",)) for name in extra if name not in reached and name in state.trail.seen]
    known = any(weight >= _TOLD for weight in extra.values())
    if heads & _GIVEN and not known:
        return Choice("", "nobody named before in that office")
    if not known:
        rows = [row for row in rows if row[0] in state.trail.seen and place.sentence - state.trail.seen[row[0]][-1].sentence <= _REACH]
    sex = next((sex for sex in (sex_of_title(word) for word in words.lower().split()) if sex), "")
    return choose(rows, persons, sex, extra)
