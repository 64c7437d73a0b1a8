"""What `it`, `they`, `the company` and `her campaign` mean: bodies and groups named before, by nearness, kind and part of the sentence."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile

from sayso.attribution.antecedents import TWO, Choice, Place
from sayso.attribution.capitals import FUNCTION
from sayso.attribution.cast import Cast, part_of
from sayso.attribution.cues import match
from sayso.attribution.grammar import DAYS, DETERMINERS, PREPOSITIONS, PRONOUNS, SUBORDINATORS, Token, is_adverb, is_verb_like, pronoun
from sayso.attribution.naming import AGENCIES, BODY_WORDS, DOCUMENTS, MEDIA, can_speak, head
from sayso.attribution.phrases import leading, phrase_after
from sayso.attribution.units import Block
from sayso.countries import find

__all__ = ["Thing", "body_meant", "counted", "ends_in", "group_meant", "is_body", "is_plural", "pair_meant", "things"]

_WINDOW = 60
"""Bodies and groups back that may be meant; keeps long texts linear."""
_NEAR = 2
"""Sentences back that `it` and `they` may reach."""
_LEAD = 0.5
"""By how much the likeliest must lead. Tried on `bench/speakers_tuning.json`: 0.3, 0.5, 0.7, which differ by one answer."""
_KINDS = (
    (frozenset("newspaper paper magazine outlet publication".split()), MEDIA | frozenset(word.lower() for word in AGENCIES)),
    (
        frozenset("network broadcaster channel station".split()),
        frozenset(word.lower() for word in AGENCIES) | {"network", "television"},
    ),
    (
        frozenset("agency department bureau office ministry".split()),
        frozenset("department bureau agency office administration commission service services ministry institute".split()),
    ),
    (
        frozenset("group organization organisation union association nonprofit non-profit charity coalition".split()),
        frozenset("association union coalition group organization center league alliance fund council".split()),
    ),
    (frozenset("bank fund company firm corporation chain".split()), frozenset("bank inc corp co llc ltd company fund holdings".split())),
    (frozenset("university college school".split()), frozenset("university college school institute".split())),
    (frozenset("panel committee commission board".split()), frozenset("panel committee commission board".split())),
)
"""Words for a kind of body, and words in the names of such bodies."""
_NAMES_ONLY = frozenset(
    "company firm bank group organization organisation nonprofit non-profit agency website site network charity airline carrier club "
    "operator manufacturer maker retailer insurer publisher".split()
)
"""Kinds whose names need not say so: `the company` may be any name that is no person's."""
_NEVER_NAMES = frozenset("there here yes no not now today still thanks".split())
_NEVER = frozenset("government administration state country nation police crowd public family".split())
"""Words that mean one thing throughout the news, not a body named before."""
_PLURALS = frozenset("people police men women voters both families authorities media children republicans democrats".split())
_NUMBERS = frozenset("two three four five several".split())
"""Numbers by which people are told whom `both` may mean."""
_LONGEST = 8
_REACH = 6
"""Words before the main word of a body that are read."""
_EMPTY = frozenset("itself other own same whole entire new big major local broader rival".split())
"""Words that do not tell which body is meant."""


@dataclass(frozen=True, slots=True)
class Thing:
    """A body, group or place where it is named."""

    start: int
    end: int
    """One past its last code point."""
    words: str
    sentence: int
    part: str
    """subject, object, oblique or owner."""
    plural: bool
    named: bool
    """Whether it has a name with capitals."""
    quoted: bool
    placed: bool = False
    """Whether `in` stands before it: then it is a place."""


def is_plural(words: str) -> bool:
    """Return whether words mean several.

    >>> is_plural("two aides"), is_plural("the congress"), is_plural("Orne and Maren")
    (True, False, True)
    """
    main = head(words)
    singular = main.endswith(("ss", "us", "is", "ics")) or main in ("news", "times", "series")
    return " and " in words or main in _PLURALS or (main.endswith("s") and not singular and not words.isupper())


def is_body(main: str) -> bool:
    """Return whether a main word is that of a body.

    >>> is_body("newspaper"), is_body("envoy")
    (True, False)
    """
    return main in BODY_WORDS | MEDIA | _NAMES_ONLY or any(main in kinds for kinds, _ in _KINDS)


def things(cast: Cast) -> tuple[Thing, ...]:
    """Return the bodies, groups and other subjects of an article, in order."""
    found: dict[tuple[int, str], Thing] = {}
    persons = frozenset(cast.persons) | frozenset(name.split(" ")[-1] for name in cast.persons)
    for thing in [*_named(cast), *_with_heads(cast), *_subjects(cast), *_groups(cast)]:
        if (thing.plural and " and " in thing.words) or not ends_in(thing.words, persons):
            found.setdefault((thing.start, thing.words), thing)
    return tuple(sorted(found.values(), key=lambda thing: (thing.start, thing.words)))


def ends_in(words: str, persons: frozenset[str]) -> bool:
    """Return whether words end in somebody's name.

    >>> ends_in("presidential aide Halvar Tun", frozenset({"Halvar Tun"}))
    True
    """
    parts = words.split()[-5:]
    return any(" ".join(parts[start:]) in persons for start in range(len(parts)))


def _thing(cast: Cast, number: int, bounds: tuple[int, int], *, named: bool) -> Thing:
    block, (first, last) = cast.blocks[number], bounds
    start = block.tokens[first].start
    words = _text(block.tokens, first, last)
    part = part_of(block.tokens, first, last)
    placed = first > 0 and block.tokens[first - 1].lower == "in"
    return Thing(start, block.tokens[last - 1].end, words, cast.sentence(start), part, is_plural(words), named, block.quoted[first], placed)


def _text(tokens: Sequence[Token], first: int, last: int) -> str:
    gaps = (" " if index > first and tokens[index].start > tokens[index - 1].end else "" for index in range(first, last))
    words = "".join(gap + token.text for gap, token in zip(gaps, tokens[first:last], strict=True))
    return words.removesuffix("'s").removesuffix("’s").removeprefix("that ").removeprefix("this ").strip(" ,")


def _named(cast: Cast) -> Iterator[Thing]:
    """Names that are no person's."""
    opens = {span.start for block in cast.blocks for span in block.sentences}
    plain = {run.words for run in cast.others if not run.headline}
    for run in cast.others:
        block = cast.blocks[run.block]
        token = block.tokens[run.begin]
        if run.headline and run.words not in plain:
            continue
        junk = token.lower in FUNCTION | _NEVER_NAMES or (len(run.words) == 1 and token.start in opens and token.text.istitle())
        if not junk or _verb_name(block, run.last, token):
            yield _thing(cast, run.block, (run.begin, _with_tail(block.tokens, run.last + _has_plural(block.tokens, run.last))), named=True)


def _has_plural(tokens: Sequence[Token], at: int) -> bool:
    """Whether a name only says which: `Norlandic envoys`, but not `Norlink says`."""
    if at >= len(tokens) or tokens[at - 1].text.endswith(("'s", "’s")):
        return False
    word = tokens[at]
    return word.text[0].islower() and word.lower.endswith("s") and word.lower not in FUNCTION and not match(tokens, at, at + 1)


def _verb_name(block: Block, last: int, token: Token) -> bool:
    """Whether a word at the head of a sentence is its subject: `Norlink said`; not `Asked whether`."""
    return token.lower not in FUNCTION | _NEVER_NAMES and part_of(block.tokens, last - 1, last) == "subject" and len(token.text) > 2


def _with_tail(tokens: Sequence[Token], last: int, *, of_body: bool = False) -> int:
    """Where a name ends with what belongs to it: `Commission on Presidential Debates`, `Court of Appeals for the Sixth Circuit`."""
    while last + 1 < len(tokens) and tokens[last].lower in ("of", "on", "for", "to", "at") and (of_body or tokens[last - 1].capital):
        of_body = False
        begin = last + 1 + (tokens[last + 1].lower == "the")
        if begin < len(tokens) and tokens[begin].lower in DAYS:
            break
        end = begin
        while end < len(tokens) and (
            tokens[end].capital or (end > begin and tokens[end].lower in ("and", "of") and _capital(tokens, end + 1))
        ):
            end += 1
        if end == begin:
            break
        last = end
    return last


def _capital(tokens: Sequence[Token], index: int) -> bool:
    return index < len(tokens) and tokens[index].capital


def _with_heads(cast: Cast) -> Iterator[Thing]:
    """Phrases whose main word is that of a body, with something that tells which: `the Orne campaign`, `the miners' union`."""
    for number, block in enumerate(cast.blocks):
        for index, token in enumerate(block.tokens):
            if token.text[0].islower() and token.lower in BODY_WORDS | MEDIA:
                start = _phrase_start(block.tokens, index)
                if not _is_dependent(block.tokens[start]) and index - start > (block.tokens[start].lower in DETERMINERS):
                    last = _with_tail(block.tokens, index + 1, of_body=True)
                    named = any(one.capital for one in block.tokens[start + (start == 0) : last])
                    yield _thing(cast, number, (start, last), named=named)


def _is_dependent(first: Token) -> bool:
    """Whether a phrase is a pronoun or opens with one, so that it tells nothing by itself: `its fighters`."""
    return pronoun(first.lower) in PRONOUNS | {"its", "his", "her", "their", "my", "our", "your"}


def _phrase_start(tokens: Sequence[Token], at: int) -> int:
    """Where the phrase of a main word begins: at its article, or after the last word that cannot belong to it."""
    start = at
    while start and at - start < _REACH and tokens[start - 1].word:
        word = tokens[start - 1]
        if word.lower in DETERMINERS:
            return start - 1
        if word.lower in FUNCTION or is_adverb(word.lower) or (is_verb_like(word) and not word.capital):
            break
        start -= 1
    return start


def _subjects(cast: Cast) -> Iterator[Thing]:
    """What opens a sentence, unless it is a pronoun."""
    for number, block in enumerate(cast.blocks):
        starts = [token.start for token in block.tokens]
        for span in block.sentences:
            low, high = bisect_left(starts, span.start), bisect_left(starts, span.end)
            phrase = leading(block.tokens, low, high) if high > low else None
            if phrase and phrase.end - phrase.start <= _LONGEST and not _is_dependent(block.tokens[phrase.start]):
                first = phrase.start + (block.tokens[phrase.start].lower in SUBORDINATORS | PREPOSITIONS and phrase.end - phrase.start > 1)
                yield _thing(cast, number, (first, phrase.end), named=block.tokens[phrase.end - 1].capital)


def _groups(cast: Cast) -> Iterator[Thing]:
    """People told by their number, wherever they stand: `the report rested on two people familiar with the deal`."""
    for number, block in enumerate(cast.blocks):
        for index, token in enumerate(block.tokens):
            counted_are = [one.lower for one in block.tokens[index + 1 : index + 4]] if token.lower in _NUMBERS else []
            phrase = phrase_after(block.tokens, index, len(block.tokens)) if any(map(_are_people, counted_are)) else None
            if phrase:
                yield _thing(cast, number, (phrase.start, _with_whom(block.tokens, phrase.end)), named=False)


def _with_whom(tokens: Sequence[Token], end: int) -> int:
    """Where a phrase ends with whom people are close to: `two people close to the deal`."""
    behind = phrase_after(tokens, end + 1, len(tokens)) if end < len(tokens) and tokens[end].lower == "to" else None
    return behind.end if behind else end


def _are_people(word: str) -> bool:
    return is_plural(word) and can_speak(word)


# --- the company ------------------------------------------------------------------------------------------------------------------


def counted(found: Sequence[Thing]) -> Counter[str]:
    """Return how often each name stands in an article."""
    return Counter(thing.words for thing in found if thing.named)


def body_meant(words: str, place: Place, found: Sequence[Thing], counts: Mapping[str, int], persons: frozenset[str]) -> Choice:
    """Return which body named before a definite description means."""
    main, own = head(words), _content(words)
    if main in _NEVER:
        return Choice("", "no body of that kind")
    index = bisect_left(found, place.start, key=lambda thing: thing.start)
    before = [thing for thing in found[max(0, index - _WINDOW) : index] if thing.words not in persons and thing.end <= place.start]
    places = {thing.words for thing in before if thing.placed}
    weights: dict[str, float] = {}
    for thing in before:
        kind = 0.0 if thing.words in places and main in _NAMES_ONLY else _kind_weight(main, own, thing)
        if kind:
            part = 0.4 if thing.part == "subject" else -0.6 if thing.part == "oblique" else 0.0
            near = _nearness(place.sentence - thing.sentence) + part + 0.08 * min(counts.get(thing.words, 0), 5)
            weights[thing.words] = max(weights.get(thing.words, -9.0), kind + near)
    return _lead(weights, least=1.2)


def _nearness(back: int) -> float:
    """The next few sentences count most."""
    return -0.3 * min(back, 3) - 0.08 * back


def _content(words: str) -> frozenset[str]:
    return frozenset(word.lower().removesuffix("'s").removesuffix("’s").strip("'’") for word in words.split()) - DETERMINERS - PREPOSITIONS


def _kind_weight(main: str, own: frozenset[str], thing: Thing) -> float:
    """How well a body fits the main word, 0 if not at all."""
    content = _content(thing.words) - _EMPTY
    if content == own or not content:
        return 0.0
    rest = own - {main}
    if main in content or (main == "city" and content & {"city"}):
        fuller = own <= content
        return (3.5 if head(thing.words) == main else 2.5) + (0.5 if thing.named else 0.0) if fuller else 1.0 if not rest & content else 2.0
    if not thing.named or thing.plural:
        return 0.0
    typed = next((names for kinds, names in _KINDS if main in kinds), None)
    acronym = thing.words.split()[-1].isupper()
    if (typed and content & typed) or (main == "agency" and acronym):
        return 2.2
    lone = find(thing.words) is None and not content & (MEDIA | DOCUMENTS)
    return (1.8 if acronym else 1.4) if main in _NAMES_ONLY and lone else 0.0


def _lead(weights: dict[str, float], least: float) -> Choice:
    if not weights:
        return Choice("", "nobody named before")
    ranked = sorted(weights, key=lambda words: (-weights[words], words))
    best = ranked[0]
    rivals = [words for words in ranked[1:] if not _same(best, words)]
    if weights[best] < least:
        return Choice("", "too far back")
    if rivals and weights[best] - weights[rivals[0]] < _LEAD:
        return TWO
    return Choice(_fullest(best, ranked))


def _same(left: str, right: str) -> bool:
    one, other = _content(left), _content(right)
    return one <= other or other <= one or _initials(left) == right or _initials(right) == left


def _fullest(best: str, ranked: Sequence[str]) -> str:
    """The name that an acronym stands for, if it was given."""
    return next((words for words in ranked if _initials(words) == best), best)


def _initials(words: str) -> str:
    return "".join(word[0] for word in words.split() if word[0].isupper())


# --- it and they ------------------------------------------------------------------------------------------------------------------


def pair_meant(place: Place, found: Sequence[Thing]) -> Choice:
    """Return which two `both` means: the last two named together or told by their number, at most two sentences back."""
    index = bisect_left(found, place.start, key=lambda thing: thing.start)
    near = (thing for thing in reversed(found[:index]) if thing.end <= place.start)
    recent = takewhile(lambda thing: place.sentence - thing.sentence <= _NEAR, near)
    pair = next((thing for thing in recent if thing.words.lower().startswith("two ") or " and " in thing.words), None)
    return Choice(pair.words) if pair else Choice("", "no two named before")


def group_meant(
    place: Place, found: Sequence[Thing], sources: Sequence[tuple[int, int, str]], persons: frozenset[str], *, plural: bool
) -> Choice:
    """Return what `it` or `they` mean: the subject or source just before that agrees in number; `they` may be a body, `it` nobody."""
    weights: dict[str, float] = {}
    index = bisect_left(found, place.start, key=lambda thing: thing.start)
    for thing in found[max(0, index - _WINDOW) : index]:
        back = place.sentence - thing.sentence
        fits = 1.0 if thing.plural == plural else 0.0 if plural and thing.named and thing.part == "subject" else -9.0
        if back <= _NEAR and thing.end <= place.start and thing.words not in persons and (plural or head(thing.words) not in _PLURALS):
            weight = fits - 0.8 * back + (1.2 if thing.part == "subject" else -0.3 if thing.part == "oblique" else 0.3)
            weight += 0.3 * thing.named - 0.8 * (thing.quoted > place.quoted) + 0.5 * (back == 0 and thing.part == "subject")
            weights[thing.words] = max(weights.get(thing.words, -9.0), weight)
    for start, sentence, words in sources[-3:]:
        if start < place.start and place.sentence - sentence <= _NEAR and words not in persons and is_plural(words) == plural:
            weights[words] = max(weights.get(words, -9.0), 1.0) + 1.2 - 0.5 * (place.sentence - sentence)
    return _lead({words: weight for words, weight in weights.items() if weight > 0.6}, least=0.6)
