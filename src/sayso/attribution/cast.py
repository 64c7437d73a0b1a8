"""Who takes part in an article: every person named, with sex and roles as far as told, and each place where one is named.

Not only speakers can be meant by `he`: whoever was named last, as a subject above all, is the likelier the nearer. Names are read from
capitals, titles, given names and from surnames that come back alone; what could as well be a place or a body is no person.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sayso.attribution.capitals import ADDRESS, FUNCTION, SHORT, Run, runs
from sayso.attribution.cues import match
from sayso.attribution.given_names import sex_of_name, sex_of_title
from sayso.attribution.grammar import DETERMINERS, PREPOSITIONS, QUOTES, Token, is_adverb, is_verb_like
from sayso.attribution.naming import AGENCIES, BODY_WORDS, FIRM_WORDS, MEDIA, ROLE_WORDS, head, is_role
from sayso.attribution.phrases import SET_OFF
from sayso.attribution.units import Block
from sayso.countries import find

__all__ = ["EMPTY", "Appearance", "Cast", "Person", "cast", "part_of"]

_GENERATIONS = frozenset("jr. jr sr. sr ii iii iv".split())
_OFFICES = ADDRESS | frozenset(
    "president senator representative governor mayor secretary minister premier chancellor pope king queen prince princess judge justice "
    "spokesman spokeswoman ambassador".split()
)
"""Titles after which one word is a person's name: `President Orne`."""
_SAID = frozenset("said says told added wrote asked denied insisted".split())
_LONGEST_ROLE = 8
"""Words of a role whose main word is believed; longer ones are clauses."""
_MOST_OWNERS = 20
"""Persons that one part of a name may stand for; keeps long lists of names linear."""
_NO_NAME = frozenset(
    "act street avenue square center centre institute times post news house day plan deal project war report network journal research "
    "policy affairs island islands city county state states beach lake river mountain mountains north south east west america american "
    "americans republican republicans democrat democrats democratic conservative liberal christian muslim muslims jewish committee "
    "caucus council foundation fund association coalition studies hall airport park stadium hotel tower online magazine media god "
    "national federal united supreme general big great new old grand super tea twitter facebook breaking read watch more latest "
    "bridge debate statement qaeda candidates wall the a breitbart black white african european "
    "latino hispanic asian inc corp co llc ltd group".split()
)
_NOT_IN_NAMES = BODY_WORDS | FIRM_WORDS | MEDIA | _NO_NAME | FUNCTION
_PLACED = frozenset("in at near outside".split())
_MOST_WORDS = 5
_REACH = 25
"""Words that an apposition between subject and verb may have."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody whom the article names."""

    name: str
    """The fullest name."""
    sex: str
    """man, woman or nothing."""
    offices: frozenset[str]
    """Titles and main words of roles, in lower case."""
    roles: frozenset[str]
    """All words of titles and roles, in lower case."""
    count: int
    """How often the person is named."""


@dataclass(frozen=True, slots=True, order=True)
class Appearance:
    """One place where a person is named or meant."""

    start: int
    """First code point."""
    name: str
    """The fullest name of the person."""
    sentence: int
    """Number of the sentence in the article."""
    block: int
    """Number of the paragraph."""
    part: str
    """subject, object, oblique or owner."""
    quoted: bool
    """Whether it stands in a quotation."""


@dataclass(frozen=True, slots=True)
class Cast:
    """Everybody in an article."""

    persons: Mapping[str, Person] = field(default_factory=dict)
    """By fullest name."""
    appearances: tuple[Appearance, ...] = ()
    """In order."""
    blocks: tuple[Block, ...] = ()
    """The paragraphs, for looking around a place."""
    starts: tuple[int, ...] = ()
    """Where each sentence begins, in order."""
    others: tuple[Run, ...] = ()
    """Names that are no person's: bodies, outlets, places."""

    def sentence(self, place: int) -> int:
        """Return the number of the sentence that holds an offset."""
        return bisect_right(self.starts, place) - 1


EMPTY = Cast()


def _sentence_starts(blocks: Sequence[Block]) -> tuple[int, ...]:
    """Return where each sentence of an article begins, in order."""
    return tuple(sorted(sentence.start for block in blocks for sentence in block.sentences))


# --- persons ----------------------------------------------------------------------------------------------------------------------


def cast(blocks: Sequence[Block], common: frozenset[str], roles: Mapping[str, Sequence[str]]) -> Cast:
    """Return the persons of an article and where each is named."""
    found = list(runs(blocks, common))
    alone = Counter(run.words[-1] for run in found if len(run.words) == 1 and not run.headline)
    titled = {run.words[-1] for run in found if run.titles & ADDRESS}
    full = _full_names(found, blocks, alone, titled)
    owners = _owners(full)
    starts = _sentence_starts(blocks)
    persons: dict[str, list[Run]] = {}
    seen: list[tuple[Run, str]] = []
    others: list[Run] = []
    for run in found:
        name = _whose(run, full, owners)
        if name:
            persons.setdefault(name, []).append(run)
            seen.append((run, name))
        else:
            others.append(run)
    appearances = tuple(_appearance(run, name, blocks, starts) for run, name in seen)
    made = {name: _person(name, places, roles) for name, places in persons.items()}
    return Cast(made, tuple(sorted(appearances)), tuple(blocks), starts, tuple(others))


def _full_names(found: Sequence[Run], blocks: Sequence[Block], alone: Mapping[str, int], titled: set[str]) -> Counter[str]:
    """Names of two words and more that are persons', with how often they stand there."""
    names: Counter[str] = Counter()
    bodies = {run.words for run in found if _beside_body(blocks[run.block].tokens, run)}
    placed = _places(found, blocks)
    for run in found:
        words = _without_generation(run.words)
        if run.words not in placed and 2 <= len(words) <= _MOST_WORDS and not _is_body(words, headline=run.headline):
            sure = any(sex_of_name(word) for word in words[:-1]) or bool(run.titles & (ROLE_WORDS | ADDRESS)) or words[-1] in titled
            beside = _is_presented(blocks[run.block].tokens, run.last) or _is_introduced(blocks[run.block].tokens, run)
            told = not run.headline and (alone.get(words[-1], 0) > 0 or beside)
            spoken = not run.headline and run.words not in bodies and _speaks(blocks[run.block].tokens, run)
            if (sure and not (run.headline and not sex_of_name(words[0]))) or told or spoken:
                names[" ".join(words)] += 1
    lasts = {name.rsplit(" ", 1)[-1] for name in names}
    for run in found:
        if len(run.words) == 1 and run.titles & _OFFICES and run.words[0] not in lasts and not _is_body(run.words, headline=False):
            names[run.words[0]] += 1
    return names


def _places(found: Sequence[Run], blocks: Sequence[Block]) -> set[tuple[str, ...]]:
    """Names that only stand behind `in`, `at` and the like, as places do: `in Amber Reach`."""
    standing: dict[tuple[str, ...], set[bool]] = {}
    for run in found:
        if not run.headline:
            tokens = blocks[run.block].tokens
            owner = tokens[run.last - 1].text.endswith(("'s", "’s"))
            standing.setdefault(run.words, set()).add(run.begin > 0 and tokens[run.begin - 1].lower in _PLACED and not owner)
    return {words for words, placed in standing.items() if placed == {True}}


def _beside_body(tokens: Sequence[Token], run: Run) -> bool:
    """Whether words beside a name make it a body's: `the firm Norlink`, `Norlink shares`, `the Norlink`."""
    before = tokens[run.begin - 1].lower if run.begin else ""
    after = tokens[run.last] if run.last < len(tokens) else None
    plural = after is not None and after.text[0].islower() and after.lower.endswith("s") and not match(tokens, run.last, run.last + 1)
    return before in BODY_WORDS | {"the"} or plural or (after is not None and after.lower in BODY_WORDS)


def _speaks(tokens: Sequence[Token], run: Run) -> bool:
    """Whether a verb of speech stands beside a name."""
    beside = (tokens[index].lower for index in (run.begin - 1, run.last) if 0 <= index < len(tokens))
    return any(word in _SAID for word in beside)


def _without_generation(words: tuple[str, ...]) -> tuple[str, ...]:
    while len(words) > 1 and words[-1].lower() in _GENERATIONS:
        words = words[:-1]
    return words


def _is_body(words: Sequence[str], *, headline: bool) -> bool:
    lowered = [word.lower() for word in words]
    if any(word in _NOT_IN_NAMES for word in lowered):
        return True
    shouting = any(word.isupper() and word.isalpha() and len(word) > 2 for word in words) and not all(word.isupper() for word in words)
    return shouting or (headline and len(words) > 3) or find(" ".join(words)) is not None or find(words[-1]) is not None


def _is_presented(tokens: Sequence[Token], at: int) -> bool:
    """Whether an age or what somebody is stands after a name: `Ilse Maren, 61,` and `Ilse Maren, an envoy`, but not `Norlink, a firm`."""
    if at + 1 >= len(tokens) or tokens[at].text != ",":
        return tokens[at].text == "(" and tokens[at + 1].text in ("R", "D", "R-", "D-") if at + 1 < len(tokens) else False
    follower = tokens[at + 1]
    if any(token.lower in BODY_WORDS | MEDIA for token in tokens[at + 1 : at + 7]):
        return False
    return (follower.text.isdigit() and len(follower.text) == 2) or follower.lower in ("a", "an", "who")


def _is_introduced(tokens: Sequence[Token], run: Run) -> bool:
    """Whether a name between commas tells who holds the office before it: `its founder, Odo Brand,`."""
    set_off = run.begin > 1 and tokens[run.begin - 1].text == "," and run.last < len(tokens) and tokens[run.last].text in SET_OFF
    return set_off and tokens[run.begin - 2].word and is_role(tokens[run.begin - 2].text)


def _owners(full: Mapping[str, int]) -> dict[str, list[str]]:
    """Each part of a name and whom it may stand for, the likeliest first."""
    owners: dict[str, list[str]] = {}
    for name in sorted(full, key=lambda name: -full[name]):
        words = name.split(" ")
        for word in dict.fromkeys([words[-1], words[0], *words[1:-1]]):
            if len(owners.setdefault(word, [])) < _MOST_OWNERS:
                owners[word].append(name)
    return owners


def _whose(run: Run, full: Mapping[str, int], owners: Mapping[str, Sequence[str]]) -> str:
    """Who is named: a full name, or the likeliest owner of a part of one whose sex agrees with the title."""
    words = _without_generation(run.words)
    name = " ".join(words)
    if name in full and len(words) > 1:
        return _longest(words, full, owners)
    if len(words) > 1:
        return _longest(words, full, owners) if not _is_body(words, headline=run.headline) else ""
    if words[0].lower() in BODY_WORDS or words[0] in AGENCIES or find(words[0]):
        return ""
    wanted = {sex_of_title(title) for title in run.titles} - {""}
    fits = [owner for owner in owners.get(words[0], ()) if not wanted or _sex(owner) in wanted | {""}]
    lasts = [owner for owner in fits if owner.split(" ")[-1] == words[0]]
    chosen = next(iter(lasts or fits), "")
    return _longest(tuple(chosen.split(" ")), full, owners) if chosen else ""


def _longest(words: Sequence[str], full: Mapping[str, int], owners: Mapping[str, Sequence[str]]) -> str:
    """The fullest name with the same last name and no other first name: `Ada Orne` for `Ada V. Orne`."""
    same = [name for name in owners.get(words[-1], ()) if name.split(" ")[-1] == words[-1] and set(words) <= set(name.split(" "))]
    return same[0] if same else " ".join(words) if " ".join(words) in full else ""


def _sex(name: str) -> str:
    return next((sex for sex in map(sex_of_name, name.split(" ")[:-1] or [name]) if sex), "")


def _person(name: str, places: Sequence[Run], roles: Mapping[str, Sequence[str]]) -> Person:
    titles = Counter(title for run in places for title in run.titles)
    told = [word for role in (*roles.get(name, ()), *roles.get(name.rsplit(" ", maxsplit=1)[-1], ())) for word in _role_words(role)]
    sexes = Counter(sex_of_title(word) for word in (*titles.elements(), *told[:20]))
    sexes.pop("", None)
    by_title = sexes.most_common(1)[0][0] if len(sexes) == 1 else ""
    known = _sex(name) if " " in name else sex_of_name(name)
    heads = (SHORT.get(word, word) for role in roles.get(name, ()) if (word := head(role)) and len(role.split()) <= _LONGEST_ROLE)
    return Person(name, known or by_title, frozenset([*titles, *heads]), frozenset([*titles, *told]), len(places))


def _role_words(role: str) -> list[str]:
    words = role.lower().replace(",", " ").split()
    return [SHORT.get(word, word) for word in words if word not in FUNCTION]


# --- places -----------------------------------------------------------------------------------------------------------------------


def _appearance(run: Run, name: str, blocks: Sequence[Block], starts: Sequence[int]) -> Appearance:
    block = blocks[run.block]
    start = block.tokens[run.first].start
    sentence = bisect_right(starts, start) - 1
    return Appearance(start, name, sentence, run.block, part_of(block.tokens, run.first, run.last), block.quoted[run.first])


def part_of(tokens: Sequence[Token], first: int, last: int) -> str:
    """Return what part in its sentence a noun phrase has, by the words beside it.

    >>> from sayso.attribution.grammar import tokenise
    >>> words = tokenise("Orne told Maren about Brand", 0, 27)
    >>> [part_of(words, index, index + 1) for index in (0, 2, 4)]
    ['subject', 'object', 'oblique']
    """
    if tokens[last - 1].text.endswith(("'s", "’s", "s'", "s’")):
        return "owner"
    before = first - 1
    while before >= 0 and tokens[before].word and (tokens[before].lower in ROLE_WORDS | DETERMINERS or tokens[before].capital):
        before -= 1
    if _verb_follows(tokens, last):
        return "subject"
    if before >= 0 and tokens[before].lower in PREPOSITIONS | {"than", "like"}:
        return "oblique"
    spoken = before > 0 and match(tokens, before, before + 1) is not None and tokens[before - 1].text in QUOTES | {","}
    return "subject" if spoken else "object"


def _verb_follows(tokens: Sequence[Token], at: int) -> bool:
    if at < len(tokens) and tokens[at].text == "(":
        at = next((index + 1 for index in range(at, min(at + 8, len(tokens))) if tokens[index].text == ")"), at)
    if at < len(tokens) and tokens[at].text == ",":
        at = next((index + 1 for index in range(at + 1, min(at + _REACH, len(tokens))) if tokens[index].text == ","), len(tokens))
    while at < len(tokens) and is_adverb(tokens[at].lower):
        at += 1
    if at >= len(tokens) or not tokens[at].text[0].islower():
        return False
    token = tokens[at]
    return is_verb_like(token) or match(tokens, at, at + 1) is not None or (token.lower.endswith("s") and len(token.text) > 3)
