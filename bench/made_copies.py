"""Made-up articles and what becomes of them on the way: edited, cut, filled up, re-headed, shuffled, paraphrased, translated, told anew.

Every text is drawn from a grammar: skeletons of English sentences, filled with invented words and names, so that nothing here belongs to
anybody and no two stories share a phrase. A story is a list of facts; a fact is a skeleton with its words, figures and names. A paraphrase
renders the same facts in the same order by the passive or inverted form of each skeleton, and puts another word for two words in five; a
translated style uses a third form and puts another word for half of them. An independent report shares the story's names, half of its facts
in its own words and order, and its quotation; the rest is its own: it is no copy. With texts from outside (`bodies`) the literal kinds are
made of those, and the paraphrase by exchanging words of a short table and moving clauses.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

__all__ = ["KINDS", "LITERAL", "Made", "made_pile", "paraphrased"]

LITERAL = ("edit-3", "edit-10", "cut-40", "half-local", "third", "re-headed", "shuffled")
RETOLD = ("paraphrase", "translated")
KINDS = (*LITERAL, *RETOLD)
_EXCHANGED_SHARE = {"paraphrase": 0.4, "translated": 0.5}
"""Share of a fact's words for which another stands. News that retells in labelled stories keeps .43 to .75 of what carries meaning."""

_SYLLABLES = [first + vowel + last for first in "bdfghjklmnprstvw" for vowel in "aeiou" for last in "klmnprst"]
# Each skeleton in four forms: plain, paraphrase, translated, another reporter's. {0} to {5} are words that may be exchanged; p and q are
# names, f and g figures, d a day or month.
_SKELETONS = (
    (
        "The {0} {1} of {p} {2}ed the {3} {4} on {d} after {f} {5}s had come.",
        "After the arrival of {f} {5}s, the {3} {4} was {2}ed on {d} by the {0} {1} of {p}.",
        "On {d} has the {0} {1} out of {p} the {3} {4} {2}ed, when {f} {5}s came.",
        "On {d} {f} {5}s arrived in {p}; by then the {0} {1} had {2}ed a {3} {4}.",
    ),
    (
        "{p} and {q} agreed to {0} the {1} {2} for {f} {3}s, with a {4} of {g} {5}s.",
        "A {4} of {g} {5}s comes with the agreement of {p} and {q} to {0} the {1} {2} for {f} {3}s.",
        "For {f} {3}s shall {p} together with {q} the {1} {2} {0}, {g} {5}s of {4} included.",
        "The {1} {2}, worth {f} {3}s, is one that {q} now wants to {0} jointly with {p}, {4} of {g} {5}s or not.",
    ),
    (
        "Some {f} {0}s in {p} {1}ed against the {2} {3} and {4}ed their {5}s.",
        "The {2} {3} was {1}ed by {f} {0}s from {p}, who {4}ed {5}s.",
        "Against the {2} {3} have in {p} {f} {0}s {1}ed, their {5}s have they {4}ed.",
        "Told of the {2} {3}, many in {p} {1}ed: {f} {0}s, with {5}s to {4}.",
    ),
    (
        "{q}, a {0} {1}, called the {2} a {3} {4} and asked for a {5}.",
        "A {5} was asked for by the {0} {1} {q}, in whose eyes the {2} is a {3} {4}.",
        "The {0} {1} {q} has the {2} as a {3} {4} named and a {5} required.",
        "What is a {2} to others is a {3} {4} to {q}, {0} {1}, whose friends want the {5}.",
    ),
    (
        "Since {f} the {0} of {p} has {1}ed more than {g} {2}s without any {3} {4} or {5}.",
        "More than {g} {2}s were {1}ed by the {0} of {p} from {f} on, and no {3} {4} or {5} came of it.",
        "Without {3} {4} and without {5} has the {0} of {p} since {f} over {g} {2}s {1}ed.",
        "It was {f} when the {0} of {p} last {1}ed; {g} {2}s later there is neither {3} {4} nor {5}.",
    ),
    (
        "A {0} found {1} {2}s in the {3} of {q} and {4}ed {f} {5}s.",
        "In the {3} of {q}, {1} {2}s were found by a {0}; {f} {5}s were {4}ed.",
        "By a {0} were {1} {2}s with the {3} of {q} found, {f} {5}s has one {4}ed.",
        "{q} keeps a {3} with {2}s that are {1}, as a {0} noticed when {f} {5}s were to be {4}ed.",
    ),
    (
        "The {0} {1} near {p} would {2} the {3}, its {4} {5} warned.",
        "A {4} {5} warned that the {3} would be {2}ed through the {0} {1} near {p}.",
        "Close to {p} could the {0} {1} the {3} {2}, so warned it the {4} {5}.",
        "Who walks from {p} sees the {0} {1}; to {2} a {3} here troubles many a {4} {5}.",
    ),
    (
        "In {d} the {0} {1} is to {2} all {3}s, two years before the {4} {5}.",
        "All {3}s are to be {2}ed by the {0} {1} in {d}, which is two years ahead of the {4} {5}.",
        "Two years before the {4} {5}, in {d}, shall the {0} {1} all {3}s {2}.",
        "Nobody expects the {4} {5} before the {0} {1} has {2}ed its {3}s in {d}.",
    ),
)
_SPOKEN = ('{q} said: "{quote}."', '"{quote}," said {q}.', 'It has {q} declared: "{quote}."', 'In the words of {q}: "{quote}."')
_DAYS = "Monday Tuesday Wednesday Thursday Friday January March April June August September October".split()


@dataclass(frozen=True, slots=True)
class Made:
    """One article of a made pile."""

    id: str
    """Its number in the pile."""
    text: str
    """The words."""
    family: str
    """The text that it derives from; its own id where it derives from none."""
    kind: str
    """base, one of the kinds of copies, independent or filler."""
    story: str
    """The matter that it is about."""


@dataclass(frozen=True, slots=True)
class _Fact:
    """One thing that happened, before anybody tells it."""

    skeleton: int
    """Which skeleton tells it; -1 for the quotation."""
    words: tuple[str, ...]
    """The words that may be exchanged."""
    slots: dict[str, str]
    """Names, figures and the quotation, which stay."""


def _word(chance: random.Random, size: int = 3) -> str:
    return "".join(chance.choices(_SYLLABLES, k=size))


def _name(chance: random.Random) -> str:
    return _word(chance, 2).capitalize()


def _fact(chance: random.Random, names: Sequence[str]) -> _Fact:
    slots = {
        "p": chance.choice(names),
        "q": f"{chance.choice(names)} {chance.choice(names)}",
        "f": str(chance.randrange(11, 9999)),
        "g": str(chance.randrange(11, 999)),
        "d": chance.choice(_DAYS),
    }
    return _Fact(chance.randrange(len(_SKELETONS)), tuple(_word(chance) for _ in range(6)), slots)


def _quoted(chance: random.Random, names: Sequence[str]) -> _Fact:
    quote = " ".join(["we", *(_word(chance) for _ in range(14)), "and", chance.choice(names)])
    return _Fact(-1, (), {"q": f"{chance.choice(names)} {chance.choice(names)}", "quote": quote})


def _story(chance: random.Random) -> tuple[list[str], list[_Fact]]:
    """Return the names of a story and its facts, the quotation third."""
    names = [_name(chance) for _ in range(6)]
    facts = [_fact(chance, names) for _ in range(chance.randrange(9, 14))]
    facts.insert(2, _quoted(chance, names))
    return names, facts


def _told(chance: random.Random, fact: _Fact, form: int, exchanged: float) -> str:
    """Render a fact in one form, with another word for a share of its words."""
    if fact.skeleton < 0:
        return _SPOKEN[form].format(**fact.slots)
    words = [_word(chance) if chance.random() < exchanged else word for word in fact.words]
    return _SKELETONS[fact.skeleton][form].format(*words, **fact.slots)


def _article(chance: random.Random, names: Sequence[str], facts: Sequence[_Fact], form: int = 0, exchanged: float = 0.0) -> str:
    """Render facts in order, under a headline."""
    told = " ".join(_told(chance, fact, form, exchanged) for fact in facts)
    return f"{_word(chance).capitalize()} {_word(chance)} in {names[0]}\n\n{told}"


def _independent(chance: random.Random, names: Sequence[str], facts: Sequence[_Fact]) -> str:
    """A report of one's own: half of the facts in other words and another order, as many facts of its own, the same quotation."""
    known = [fact for fact in chance.sample(facts, len(facts) // 2) if fact.skeleton >= 0]
    own = [_fact(chance, [*names[:3], _name(chance), _name(chance)]) for _ in known]
    mixed = [*known, *own, next(fact for fact in facts if fact.skeleton < 0)]
    chance.shuffle(mixed)
    return _article(chance, names, mixed, 3, 0.5)


def _filler(chance: random.Random, sentences: int) -> str:
    """Return sentences of no story, for paragraphs of local news and for articles that stand alone."""
    names = [_name(chance) for _ in range(4)]
    return " ".join(_told(chance, _fact(chance, names), chance.randrange(2), 0.0) for _ in range(sentences))


def _edited(chance: random.Random, text: str, share: float) -> str:
    words = text.split(" ")
    for place in chance.sample(range(len(words)), max(1, round(share * len(words)))):
        words[place] = _word(chance)
    return " ".join(words)


def _sentences(text: str) -> list[str]:
    return [part for part in re.split(r"(?<=[.!?])\s+(?=[A-Z\"])", text) if part]


def _shuffled(chance: random.Random, text: str) -> str:
    parts = _sentences(text)
    chance.shuffle(parts)
    return " ".join(parts)


def _cut(text: str, share: float) -> str:
    words = text.split(" ")
    return " ".join(words[: max(30, round(share * len(words)))])


def _literal(chance: random.Random) -> dict[str, Callable[[str], str]]:
    """The kinds of copies that keep words, as functions from text to text."""
    return {
        "edit-3": lambda text: _edited(chance, text, 0.03),
        "edit-10": lambda text: _edited(chance, text, 0.10),
        "cut-40": lambda text: _cut(text, 0.40),
        "half-local": lambda text: _cut(text, 0.50) + "\n\n" + _filler(chance, max(4, len(text) // 160)),
        "third": lambda text: f"{_filler(chance, max(4, len(text) // 80))}\n\n{text}\n\n{_filler(chance, max(4, len(text) // 80))}",
        "re-headed": lambda text: f"{_name(chance)} {_filler(chance, 1)}\n\n" + text.split("\n\n", 1)[-1],
        "shuffled": lambda text: _shuffled(chance, text),
    }


_EXCHANGED = {
    word: other
    for line in (
        "big large|said stated|says states|told informed|began started|ended finished|killed slain|people persons|"
        "man fellow|woman lady|near beside|about concerning|more additional|many numerous|last previous|"
        "found discovered|shows reveals|show reveal|help aid|home house|called named|officials authorities|"
        "police officers|government administration|company firm|money funds|report account|reported announced|"
        "claim assertion|claims assertions|video footage|city town|country nation|according following|after following|"
        "because since|but yet|while as|also too|first initial|new fresh|old aged|still yet|children kids|"
        "friend companion|died perished|death demise|fight battle|attack assault|attacks assaults|group band|"
        "leader chief|news tidings|story tale|years annums|year annum|days dates|week fortnight"
    ).split("|")
    for word, other in [line.split()]
}
_LEADING = re.compile(r"^(On|In|At|After|Before|During) ([^,.]{4,60}), ([^.]+)\.$")
_SAID = re.compile(r'^([^",.]{15,}?), ((?:the |a )?[A-Z]?[\w ]{3,40}) (said|announced|added)\.$')


def paraphrased(chance: random.Random, text: str) -> str:
    """Return a text with words exchanged and clauses moved, for texts that no grammar made.

    >>> paraphrased(random.Random(1), "On Monday, the police found a big house.")
    'The officers discovered a large house on Monday.'
    """
    return " ".join(_moved(_exchanged(sentence, chance)) for sentence in _sentences(text))


def _exchanged(sentence: str, chance: random.Random) -> str:
    """Exchange words of the table, leave out one in twelve of the small ones."""
    words = []
    for word in sentence.split():
        bare = word.strip(',.;:"').lower()
        if bare in ("very", "also", "just", "that") and chance.random() < 0.5:
            continue
        words.append(word.replace(bare, _EXCHANGED.get(bare, bare)) if bare in word else word)
    return " ".join(words)


def _moved(sentence: str) -> str:
    if leading := _LEADING.match(sentence):
        return f"{leading[3][:1].upper()}{leading[3][1:]} {leading[1].lower()} {leading[2]}."
    if said := _SAID.match(sentence):
        return f"{said[2][:1].upper()}{said[2][1:]} {said[3]} that {said[1][:1].lower()}{said[1][1:]}."
    return sentence


def made_pile(seed: int, stories: int, fillers: int, bodies: Sequence[str] = ()) -> list[Made]:
    """Return a pile: for each story a base article, one copy of each kind, two independent reports; and articles of no story.

    >>> pile = made_pile(1, 2, 3)
    >>> len(pile), [each.kind for each in pile[:3]]
    (27, ['base', 'edit-3', 'edit-10'])
    """
    chance = random.Random(seed)
    made: list[Made] = []

    def add(text: str, family: str, kind: str, story: str) -> str:
        identifier = f"m{len(made):06}"
        made.append(Made(identifier, text, family or identifier, kind, story))
        return identifier

    for number in range(stories):
        name, (names, facts) = f"story{number}", _story(chance)
        outside = bodies[number] if number < len(bodies) else ""
        base = outside or _article(chance, names, facts)
        root = add(base, "", "base", name)
        for kind, alter in _literal(chance).items():
            add(alter(base), root, kind, name)
        if outside:
            add(paraphrased(chance, base), root, "paraphrase", name)
            continue
        add(_article(chance, names, facts, 1, _EXCHANGED_SHARE["paraphrase"]), root, "paraphrase", name)
        add(_article(chance, names, facts, 2, _EXCHANGED_SHARE["translated"]), root, "translated", name)
        for _ in range(2):
            add(_independent(chance, names, facts), "", "independent", name)
    for number in range(fillers):
        add(_filler(chance, chance.randrange(8, 24)), "", "filler", f"filler{number}")
    return made
