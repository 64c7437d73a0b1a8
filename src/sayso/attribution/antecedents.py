"""Whom `he`, `her` and `the senator` mean: every person named before is weighed by nearness, part of the sentence and who spoke last.

The weights were fitted by `training/speakers/fit.py` on the training part of PolNeAR without any labels of speakers: on pronouns for
which all persons near but one are of the other sex, so that sex tells who is meant and everything else can be learnt from it.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from sayso.attribution.cast import Appearance, Cast, Person

__all__ = ["TWO", "WEIGHTS", "Choice", "Place", "Trail", "choose"]

_FAR = 14
"""Sentences back that anybody but the article's main persons may be meant."""
_MAIN = 2
"""Persons named most often, who may be meant from any distance."""
_KEPT = 100
"""Persons kept in mind; keeps long lists of names linear."""
_SURE = 0.6
"""Share of the weight that the likeliest must have. Tried on the tuning list: 0.5, 0.6 and 0.7; 0.7 is no surer."""
_MOST = 12
"""Persons weighed for one pronoun; keeps long lists of names linear."""

WEIGHTS: Mapping[str, float] = {
    "ahead": 0.82,
    "back 0": 1.1,
    "back 1": 0.29,
    "back 2": -0.1,
    "back 3": -0.4,
    "back 5": -0.72,
    "back far": -1.0,
    "first": 0.04,
    "latest": 0.26,
    "main": 0.19,
    "object 0": 0.62,
    "object 1": -0.1,
    "oblique 0": 0.3,
    "oblique 1": -0.02,
    "often": 0.46,
    "once": -0.34,
    "owner 0": 0.66,
    "owner 1": 0.28,
    "pronoun 0": 0.54,
    "pronoun 1": 0.93,
    "pronoun 2": 0.71,
    "quoted 0": -0.22,
    "quoted 1": -0.12,
    "quoted 2": -0.02,
    "quoted 3": 0.07,
    "quoted 5": -0.06,
    "quoted far": -0.11,
    "quoted paragraph": -0.22,
    "same paragraph": 1.0,
    "same part object object": 0.01,
    "same part object oblique": 0.32,
    "same part object owner": 0.19,
    "same part object subject": -0.35,
    "same part owner object": 0.09,
    "same part owner oblique": 0.14,
    "same part owner owner": 0.41,
    "same part owner subject": 0.31,
    "same part subject object": 0.39,
    "same part subject oblique": -0.19,
    "same part subject owner": 0.37,
    "same part subject subject": 0.76,
    "second": 0.13,
    "source spoke before": -0.22,
    "source spoke last far": -0.23,
    "source spoke last next": 0.94,
    "source spoke last paragraph": 1.03,
    "source spoke last same": 0.25,
    "subject 0": 0.62,
    "subject 1": 0.17,
    "word spoke before": 0.21,
    "word spoke last far": 0.06,
    "word spoke last next": -0.38,
    "word spoke last paragraph": -0.25,
    "word spoke last same": -0.53,
}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a word stands whose meaning is sought."""

    start: int
    sentence: int
    block: int
    part: str
    """subject, object, oblique or owner."""
    quoted: bool
    source: bool
    """Whether it is a source, not a word of the narrative."""
    early: bool = False
    """Whether it stands in a clause that opens its sentence: `While he refused, Orne signed`."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Who is meant, or why nobody could be told."""

    name: str = ""
    reason: str = ""
    within: str = ""
    """The source's words with the name of the body that they place somebody in: `two managers at Norlink`."""


TWO = Choice("", "two could be meant")


@dataclass(slots=True)
class Trail:
    """What has been read so far: where each person was named or meant, and who spoke."""

    cast: Cast
    seen: dict[str, list[Appearance]] = field(default_factory=dict)
    recent: list[str] = field(default_factory=list)
    """Persons by last appearance, the latest last."""
    spoken: list[tuple[int, int, str]] = field(default_factory=list)
    """(sentence, paragraph, name) of each statement with a person as its source."""
    pronouns: set[tuple[str, int]] = field(default_factory=set)
    """Appearances that are pronouns."""
    main: tuple[str, ...] = ()

    def note(self, appearance: Appearance, *, pronoun: bool = False) -> None:
        """Take in that a person is named or meant at a place."""
        self.seen.setdefault(appearance.name, []).append(appearance)
        if appearance.name in self.recent:
            self.recent.remove(appearance.name)
        self.recent.append(appearance.name)
        del self.recent[:-_KEPT]
        if pronoun:
            self.pronouns.add((appearance.name, appearance.start))

    def speaks(self, place: Place, name: str) -> None:
        """Take in that a person is the source of a statement."""
        self.spoken.append((place.sentence, place.block, name))

    def rows(self, place: Place) -> list[tuple[str, tuple[str, ...]]]:
        """Return who may be meant at a place, each with what speaks for and against."""
        names = list(reversed(self.recent[-_MOST:]))
        names += [name for name in self.main if name not in names and name in self.seen]
        last = {name: self._last(name, place) for name in names}
        near = {name: one for name, one in last.items() if one and (place.sentence - one.sentence <= _FAR or name in self.main)}
        latest = max(near.values(), key=lambda one: one.start).name if near else ""
        ahead = self._ahead(place)
        rows = [(name, self._features(name, one, place, (latest, ahead))) for name, one in near.items()]
        return [*rows, (ahead, ("ahead",))] if ahead and ahead not in near else rows

    def _last(self, name: str, place: Place) -> Appearance | None:
        """The last appearance before a place; what stands in quotation marks counts only if nothing else is near."""
        found = [one for one in self.seen[name][-4:] if one.start < place.start]
        plain = [one for one in found if one.quoted <= place.quoted]
        return next(reversed(plain or found), None)

    def _ahead(self, place: Place) -> str:
        """Who is named next in the sentence, where a clause opens it."""
        if not place.early:
            return ""
        index = bisect_left(self.cast.appearances, place.start, key=lambda one: one.start)
        following = self.cast.appearances[index : index + 1]
        return next((one.name for one in following if one.sentence == place.sentence and one.part == "subject"), "")

    def _features(self, name: str, last: Appearance, place: Place, beside: tuple[str, str]) -> tuple[str, ...]:
        person = self.cast.persons.get(name)
        back = place.sentence - last.sentence
        step = "0" if back == 0 else "1" if back == 1 else "2" if back == 2 else "3" if back <= 4 else "5" if back <= 8 else "far"
        found = [f"back {step}", f"{last.part} {step}" if back < 2 else "", "latest" if name == beside[0] else ""]
        found += ["same paragraph" if last.block == place.block else "", f"same part {place.part} {last.part}" if back < 2 else ""]
        if last.quoted > place.quoted:
            found = [f"quoted {step}", "quoted paragraph" if last.block == place.block else ""]
        found += [f"pronoun {step}" if (name, last.start) in self.pronouns and back < 3 else ""]
        found += ["first" if self._opens(last) and back < 3 else ""]
        found += [self._speaker(name, place), "main" if name in self.main[:1] else "second" if name in self.main else ""]
        count = person.count if person else 1
        found += ["once" if count == 1 else "often" if count > 5 else ""]
        found += ["ahead" if name == beside[1] else ""]
        return tuple(feature for feature in found if feature)

    def _opens(self, last: Appearance) -> bool:
        """Whether nobody is named before in the same sentence."""
        before = [one for name in self.recent[-4:] for one in self.seen[name][-4:] if one.sentence == last.sentence]
        return all(one.start >= last.start for one in before)

    def _speaker(self, name: str, place: Place) -> str:
        if not self.spoken:
            return ""
        kind = "source" if place.source else "word"
        for order, (sentence, block, speaker) in enumerate(reversed(self.spoken[-3:])):
            if speaker == name and order == 0:
                gap = (
                    "same"
                    if sentence == place.sentence
                    else "paragraph"
                    if block == place.block
                    else "next"
                    if place.block - block <= 1
                    else "far"
                )
                return f"{kind} spoke last {gap}"
            if speaker == name:
                return f"{kind} spoke before"
        return ""


def score(features: Iterable[str]) -> float:
    """Return the weight of a candidate."""
    return sum(WEIGHTS.get(feature, 0.0) for feature in features)


def choose(rows: Sequence[tuple[str, tuple[str, ...]]], persons: Mapping[str, Person], sex: str, extra: Mapping[str, float]) -> Choice:
    """Return the likeliest person, unless none is far ahead of the others.

    >>> persons = {name: Person(name, "", frozenset(), frozenset(), 1) for name in ("Ilse Maren", "Otto Brand")}
    >>> choose([("Ilse Maren", ("back 0",)), ("Otto Brand", ("back 0",))], persons, "", {}).reason
    'two could be meant'
    """
    weights: dict[str, float] = {}
    for name, features in rows:
        own = persons[name].sex if name in persons else ""
        if sex and own and own != sex:
            continue
        unknown = 1.0 if sex and not own else 0.0
        weights[name] = score(features) + extra.get(name, 0.0) - unknown
    if not weights:
        return Choice("", "nobody named before" if not rows else "nobody who fits")
    best = max(weights, key=lambda name: weights[name])
    total = sum(math.exp(weight - weights[best]) for weight in weights.values())
    return Choice(best) if 1 / total >= _SURE else TWO
