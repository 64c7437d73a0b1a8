"""What can only be judged over all matches of a pile: how far a denial reaches, what a party concedes, which readings do not fit.

Each step takes matches and returns matches; what it changes gets one more reason, so that a person can see it and undo it.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence, Set
from dataclasses import replace

from sayso.claims.ladder import Rung
from sayso.claims.stance import STANCE_RULES
from sayso.model import Match, Naming, Sdqc, Source, Span, Stance, Statement

__all__ = ["answer", "concede", "focus", "hand_on", "narrow", "settle", "spare"]

OUTWEIGHED = 3
"""How many times heavier a party's other readings must be before an inferred one is set aside. Tried on cases left out of learning: 2, 3
and 4 differ by one party in 43."""
SURER = 1.2
"""How much surer one side must be for the other to give way."""
EARLIER = 0.3
"""What the weight of a reading counts against a reading of a later day."""
_DAY = len("2031-05-30")
EVEN = 0.6
"""Chance of bearing on the claim below which even an explicit reading gives way. On cases left out of learning, .3, .4, .5, .6 and .75 give
27, 27, 28, 30 and 30 right positions of 43."""
UPHELD = 0.5
"""How heavy a party's support of a claim must be, measured by its denials of it, before its denials of several claims at once spare
this one. Tried on cases left out of learning, after the step `answer`: 0, .5 and 1 give F1 of denials 68.3, 72.6 and 71.1 (70.9 without
the step) and 25, 26 and 25 right positions of 43 (25 without)."""
NEAR = 0.6
"""Share of a denial's best match from which another claim is denied too. Tried on cases left out of learning: .6 (F1 of denials 66.9),
.75 (65.6), .9 (59.4). Between statements of one speaker in one article, tried later on cases left out and on thirty episodes that are
worked on: never 74.8 and 68.4, .5 75.1 and 68.5, .6 75.1 and 68.7, .65 74.7 and 69.3, .7 71.4 and 69.4, as who denies a truce and a release
denies both. With the claims of the surest statement exempt, .7 has 75.1 and 68.7. Of supports too, F1 of cells: .5 76.7 and 73.1, .6 76.1
and 73.6, against 76.6 and 73.0."""
_REJECTS = frozenset({Stance.DENIES, Stance.RETRACTS, Stance.DOUBTS})
_OURS = frozenset("we our us i".split())
_THIS_PAPER = re.compile(r"this (?:newspaper|paper|magazine|website|site|blog|programme|program|station|page|agency)")
EXPLICIT = frozenset(rule.name for rule in STANCE_RULES if rule.explicit)
"""Names of the rules that rest on a cue or on words of challenge; all others infer the stance from grammar."""


def narrow(matches: Sequence[Match], rungs: Mapping[str, Rung | None]) -> list[Match]:
    """Let a denial, withdrawal or doubt reach only the claim it bears on most, and all but a doubt of several graded rungs the highest.

    "The reports are baseless" under a story of talks and of a contract denies the contract. `rungs` gives each claim's rung.
    """
    highest: dict[tuple[str, str], int] = {}
    nearest: dict[str, float] = {}
    for match in matches:
        if match.stance in _REJECTS:
            rung = rungs[match.claim_id]
            nearest[match.statement_id] = max(nearest.get(match.statement_id, 0.0), match.confidence)
            if rung is not None and rung.graded:
                key = (match.statement_id, rung.ladder)
                highest[key] = max(highest.get(key, 0), rung.height)
    return [_narrowed(match, rungs[match.claim_id], highest, nearest) for match in matches]


def _narrowed(match: Match, rung: Rung | None, highest: Mapping[tuple[str, str], int], nearest: Mapping[str, float]) -> Match:
    if match.stance not in _REJECTS:
        return match
    if match.confidence < NEAR * nearest[match.statement_id]:
        return replace(match, stance=Stance.RELAYS, reasons=(*match.reasons, "is of another claim more nearly"))
    if match.stance is Stance.DOUBTS or rung is None or not rung.graded or highest[match.statement_id, rung.ladder] == rung.height:
        return match
    return replace(match, stance=Stance.RELAYS, reasons=(*match.reasons, "denies a stronger claim of the story"))


def focus(matches: Sequence[Match], statements: Mapping[str, Statement]) -> list[Match]:
    """Let a speaker deny in an article what he denies most surely: a denial of another claim that is much less sure is meant for that one.

    "Minister rejects report of higher toll", above "he rejected reports that seven had died", does not deny who fired first.
    """
    surest: dict[tuple[str, str], dict[str, float]] = {}
    for match in matches:
        if match.stance.sdqc is Sdqc.DENY:
            claims = surest.setdefault(_speaker(match, statements), {})
            claims[match.claim_id] = max(claims.get(match.claim_id, 0.0), match.confidence)
    return [_focused(match, surest.get(_speaker(match, statements), {})) for match in matches]


def _focused(match: Match, surest: Mapping[str, float]) -> Match:
    if match.stance.sdqc is not Sdqc.DENY or surest[match.claim_id] >= NEAR * max(surest.values()):
        return match
    return replace(match, stance=Stance.RELAYS, reasons=(*match.reasons, "the same speaker denies another claim more surely here"))


def hand_on(matches: Sequence[Match], statements: Mapping[str, Statement]) -> list[Match]:
    """Let an outlet relay whose denial it only tells: "the ministry denied it, the Harbour Gazette reported" is the ministry's denial."""
    told = {
        (match.claim_id, match.article_id, outer.span)
        for match in matches
        if match.stance is Stance.DENIES
        for outer in statements[match.statement_id].chain[:-1]
    }
    return [_handed_on(match, statements[match.statement_id].source, told) for match in matches]


def _handed_on(match: Match, source: Source, told: Set[tuple[str, str, Span | None]]) -> Match:
    heard = (match.claim_id, match.article_id, source.span) in told
    if match.stance is not Stance.DENIES or source.naming is not Naming.MEDIA or source.span is None or not heard:
        return match
    return replace(match, stance=Stance.RELAYS, reasons=(*match.reasons, "tells of somebody else's denial"))


def _speaker(match: Match, statements: Mapping[str, Statement]) -> tuple[str, str]:
    source = statements[match.statement_id].source
    return (match.article_id, (source.name or source.text).casefold().removeprefix("the "))


def concede(matches: Sequence[Match], rungs: Mapping[str, Rung | None]) -> list[Match]:
    """Turn assertion into concession where the same party denies a higher rung of the same ladder; an explicit confirmation stays one."""
    denied: set[tuple[str | None, Rung | None]] = {
        (match.party, rungs[match.claim_id]) for match in matches if match.party and match.stance is Stance.DENIES
    }
    return [_conceded(match, rungs[match.claim_id], denied) for match in matches]


def _conceded(match: Match, rung: Rung | None, denied: set[tuple[str | None, Rung | None]]) -> Match:
    if rung is None or match.party is None or match.stance is not Stance.ASSERTS:
        return match
    above = any(
        party == match.party and other is not None and other.ladder == rung.ladder and other.height > rung.height for party, other in denied
    )
    return replace(match, stance=Stance.CONCEDES, reasons=(*match.reasons, "denies a stronger claim")) if above else match


def answer(matches: Sequence[Match], statements: Mapping[str, Statement]) -> list[Match]:
    """Let what a voice says in so many words speak for it: what is only inferred against it in the same article gives way.

    "The ministry denied that its guards had fired, and said that the other side fired first" denies; the counter-claim supports nothing.
    Where all is inferred, a party's lighter side gives way. A voice is a party, or else one speaker.
    """
    outlets = {item.article_id: item.source.name for item in statements.values() if item.source.naming is Naming.SELF}
    voices = [_voice(match, statements[match.statement_id].source, outlets.get(match.article_id)) for match in matches]
    explicit: dict[tuple[str, str, str], set[Sdqc]] = {}
    inferred: dict[tuple[str, str, str], dict[Sdqc, list[float]]] = {}
    for match, voice in zip(matches, voices, strict=True):
        if match.reasons[0] in EXPLICIT and match.stance is not Stance.RELAYS:
            explicit.setdefault(voice, set()).add(match.stance.sdqc)
        inferred.setdefault(voice, {}).setdefault(match.stance.sdqc, []).append(match.confidence)
    return [
        _answered(match, explicit.get(voice, set()) or _heavier(match, inferred[voice]))
        for match, voice in zip(matches, voices, strict=True)
    ]


def _heavier(match: Match, inferred: Mapping[Sdqc, Sequence[float]]) -> set[Sdqc]:
    """Return the side that a party takes in an article by the surest of its readings, if that is much surer than the other side's."""
    sides = {side: max(inferred.get(side, [0.0])) for side in (Sdqc.SUPPORT, Sdqc.DENY)}
    surer = max(sides, key=lambda side: sides[side])
    return {surer} if match.party and sides[surer] >= SURER * min(sides.values()) else set()


def _voice(match: Match, source: Source, outlet: str | None) -> tuple[str, str, str]:
    own = source.naming is Naming.SELF or (source.text.casefold() in _OURS and source.name is None)
    speaker = (source.name or source.text).casefold().removeprefix("the ")
    own = own or _THIS_PAPER.fullmatch(speaker) is not None or speaker == (outlet or "").casefold().removeprefix("the ")
    speaker = "the outlet itself" if own else speaker
    return (match.claim_id, match.article_id, f"party {match.party}" if match.party else speaker)


def _answered(match: Match, explicit: set[Sdqc]) -> Match:
    opposite = {Sdqc.SUPPORT: Sdqc.DENY, Sdqc.DENY: Sdqc.SUPPORT}.get(match.stance.sdqc)
    if match.reasons[0] in EXPLICIT or opposite is None or explicit != {opposite}:
        return match
    said = "denies" if opposite is Sdqc.DENY else "upholds"
    return replace(match, stance=Stance.RELAYS, reasons=(*match.reasons, f"the same voice {said} it in this article"))


def spare(matches: Sequence[Match]) -> list[Match]:
    """Let a party's denial of several claims at once pass by the claim that the same party upholds in other statements.

    "Norland dismissed the reports and denied that anybody had mediated" does not deny the ceasefire that Norland announced.
    """
    several = {key for key, count in Counter(_denials(matches)).items() if count > 1}
    weights = _weights(matches)
    return [_spared(match, several, weights) for match in matches]


def _denials(matches: Sequence[Match]) -> list[tuple[str, str]]:
    return [(match.statement_id, match.party) for match in matches if match.party and match.stance is Stance.DENIES]


def _spared(match: Match, several: Set[tuple[str, str]], weights: Mapping[tuple[str, str], Mapping[Sdqc, float]]) -> Match:
    if match.party is None or match.stance is not Stance.DENIES or (match.statement_id, match.party) not in several:
        return match
    mine = weights[match.claim_id, match.party]
    if mine.get(Sdqc.SUPPORT, 0.0) < UPHELD * mine[Sdqc.DENY]:
        return match
    return replace(match, stance=Stance.RELAYS, reasons=(*match.reasons, "denies several claims; the party upholds this one elsewhere"))


def settle(matches: Sequence[Match], published: Mapping[str, str | None]) -> list[Match]:
    """Set aside as unclear what was only inferred and does not fit the rest of what the same party says of the same claim.

    One misread negation would otherwise make a party stand on both sides. What rests on a cue ("denied", "confirmed") stays, unless it is
    more likely than not that it bears on something else. What the party said on earlier days counts less: positions change. `published`
    gives the date of each article.
    """
    by_day: dict[tuple[str, str], dict[tuple[Sdqc, str], list[float]]] = {}
    for match in matches:
        if match.party:
            days = by_day.setdefault((match.claim_id, match.party), {})
            days.setdefault((match.stance.sdqc, _day(published, match)), []).append(_weight(match))
    # One sum a day, so that a party of many statements costs no more than its days; sorted, so that the pile's order leaves no trace.
    sums = {key: {place: math.fsum(sorted(each)) for place, each in sorted(days.items())} for key, days in by_day.items()}
    return [_settled(match, sums, _day(published, match)) for match in matches]


def _weights(matches: Sequence[Match]) -> dict[tuple[str, str], dict[Sdqc, float]]:
    """How heavy each party's readings of each claim are, by side; summed in one order, so that the pile's order leaves no trace."""
    found: dict[tuple[str, str], dict[Sdqc, list[float]]] = {}
    for match in matches:
        if match.party:
            found.setdefault((match.claim_id, match.party), {}).setdefault(match.stance.sdqc, []).append(_weight(match))
    return {key: {side: math.fsum(sorted(each)) for side, each in by_side.items()} for key, by_side in found.items()}


def _weight(match: Match) -> float:
    return match.confidence * (2.0 if match.reasons[0] in EXPLICIT else 1.0)


def _settled(match: Match, sums: Mapping[tuple[str, str], Mapping[tuple[Sdqc, str], float]], day: str) -> Match:
    side = match.stance.sdqc
    stays = match.reasons[0] in EXPLICIT and match.confidence >= EVEN
    if match.party is None or side not in {Sdqc.SUPPORT, Sdqc.DENY} or stays:
        return match
    mine = sums[match.claim_id, match.party]
    if _by(mine, Sdqc.DENY if side is Sdqc.SUPPORT else Sdqc.SUPPORT, day) < OUTWEIGHED * _by(mine, side, day):
        return match
    return replace(match, stance=Stance.UNCLEAR, reasons=(*match.reasons, "does not fit what the party says elsewhere; read it"))


def _by(sums: Mapping[tuple[Sdqc, str], float], side: Sdqc, day: str) -> float:
    """Return how heavy one side is against a reading of that day."""
    return math.fsum(weight * (EARLIER if "" < other < day else 1.0) for (of, other), weight in sums.items() if of is side)


def _day(published: Mapping[str, str | None], match: Match) -> str:
    return (published.get(match.article_id) or "")[:_DAY]
