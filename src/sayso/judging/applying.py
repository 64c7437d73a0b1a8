"""Judgements applied to what the machine derived: pure functions over records, replayed on every derivation.

Everything is looked up in what the machine left, and merging comes first, so that the order in which judgements were made decides nothing
but which of two on the same thing is the later one. A ledger without judgements passes through unchanged.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from sayso.attribution.naming import classify
from sayso.claims import Linked, claim_details, match_order, stories
from sayso.judging.conflicts import conflict_problem
from sayso.judging.force import Opinion, Subject, disagreements, in_force, latest, on_subjects
from sayso.judging.ground import Ground
from sayso.judging.merging import merged, survivors
from sayso.judging.rulings import Ruling, opinions_of, ruled, unheld, unplaced, without_judgement
from sayso.ledger import outlet_key, publisher
from sayso.model import Article, Claim, Judgement, JudgementKind, Match, Naming, Problem, Sdqc, Source, Stance, Statement

__all__ = ["Decided", "decided"]


@dataclass(frozen=True, slots=True)
class Decided:
    """What was linked, as people left it."""

    linked: Linked
    """Claims, matches and the outlets' own voices."""
    statements: Mapping[str, Statement]
    """By id, the statements whose source a person set."""
    problems: tuple[Problem, ...]
    """Judgements that find their target no more, and those that do not agree."""


def decided(linked: Linked, statements: Sequence[Statement], articles: Sequence[Article], judgements: Sequence[Judgement]) -> Decided:
    """Return what was linked with the judgements in force applied.

    >>> claim = Claim("c", "A pier was sold.")
    >>> made = Judgement("j", "dismiss", ("c",), "", "Kaja Lund", "Settled long ago.", "2031-05-01")
    >>> decided(Linked((claim,), (), ()), [], [], [made]).linked.claims[0].dismissed
    'Kaja Lund, 2031-05-01: Settled long ago.'
    """
    held, astray = in_force(judgements), without_judgement(judgements)
    if not held:
        return Decided(linked, {}, astray)
    ground = Ground.of(linked.claims, linked.matches, articles, statements)
    rulings = [ruled(ground, judgement) for judgement in held]
    joined = [ruling.claims for ruling in rulings if ruling.judgement.kind == JudgementKind.MERGE and ruling.claims]
    into = survivors(linked.claims, joined)
    opinions = [opinion for ruling in rulings for opinion in opinions_of(ruling, into)]
    counting = latest(opinions)
    by_id = {statement.id: statement for statement in statements}
    one = merged(linked, into)
    stanced = _with_stances(one.matches, on_subjects(counting, "stance"), by_id)
    matches = _with_parties(stanced, on_subjects(counting, "party"), one.claims)
    changed = _restated(replace(one, matches=tuple(sorted(matches, key=match_order))), linked, by_id, ground.articles)
    sources = _with_sources(on_subjects(counting, "source"), by_id, ground.articles)
    claims = _noted(changed.claims, rulings, into, counting)
    lost = [problem for problem in map(unplaced, rulings) if problem]
    differ = [conflict_problem(pair, ground) for pair in disagreements(opinions)]
    return Decided(replace(changed, claims=claims), sources, (*astray, *lost, *unheld(counting, matches), *differ))


def _with_stances(matches: Iterable[Match], stances: Mapping[Subject, Opinion], statements: Mapping[str, Statement]) -> list[Match]:
    """Take off what is not about a claim, set stances, and match statements that were not matched."""
    kept: list[Match] = []
    waiting = dict(stances)
    for match in matches:
        opinion = stances.get(("stance", match.claim_id, match.statement_id))
        waiting.pop(("stance", match.claim_id, match.statement_id), None)
        if opinion is None:
            kept.append(match)
        elif opinion.judgement.kind == JudgementKind.SET_STANCE:
            kept.append(_decided_match(match, opinion.judgement, stance=Stance(opinion.says)))
    for (_, claim, name), opinion in waiting.items():
        if opinion.judgement.kind == JudgementKind.SET_STANCE and name in statements:
            said = statements[name]
            fresh = Match(claim, name, said.article_id, said.extent, Stance.UNCLEAR, None, 1.0, ("a person matched it",))
            kept.append(_decided_match(fresh, opinion.judgement, stance=Stance(opinion.says)))
    return kept


def _with_parties(matches: Sequence[Match], parties: Mapping[Subject, Opinion], claims: Iterable[Claim]) -> list[Match]:
    """Make statements the voice of a party that the claim has, or of none; several matches of one statement become one."""
    known = {claim.id: {"", *claim.parties} for claim in claims}
    kept: list[Match] = []
    settled: dict[tuple[str, str], Match] = {}
    # No party's name decides which of two matches of one statement stays.
    for match in sorted(matches, key=lambda each: (each.stance.sdqc is Sdqc.COMMENT, -each.confidence, each.stance.value)):
        opinion = parties.get(("party", match.claim_id, match.statement_id))
        if opinion is None or opinion.judgement.value not in known[match.claim_id]:
            kept.append(match)
        else:
            decision = _decided_match(match, opinion.judgement, party=opinion.judgement.value or None)
            settled.setdefault((match.claim_id, match.statement_id), decision)
    return [*kept, *settled.values()]


def _decided_match(match: Match, judgement: Judgement, *, stance: Stance | None = None, party: str | None = None) -> Match:
    """What a person decided is sure."""
    word = f"{judgement.who} decided: {stance.value if stance else party or 'no party'}"
    reasons = (*match.reasons, word)
    if stance is not None:
        return replace(match, stance=stance, confidence=1.0, reasons=reasons)
    return replace(match, party=party, reasons=reasons)


def _with_sources(
    sources: Mapping[Subject, Opinion], statements: Mapping[str, Statement], articles: Mapping[str, Article]
) -> dict[str, Statement]:
    return {
        name: _said_by(statements[name], opinion.says, articles[statements[name].article_id])
        for (_, name), opinion in sources.items()
        if name in statements
    }


def _said_by(statement: Statement, name: str, article: Article) -> Statement:
    """The statement as said by somebody else; the outlet's own name makes it the article's own voice."""
    outlet = publisher(article)
    if outlet and outlet_key(outlet) == outlet_key(name):
        return replace(statement, source=Source("", Naming.SELF), chain=())
    source = replace(statement.source, name=name, naming=classify(name), described="", open_reason="")
    return replace(statement, source=source, chain=(*statement.chain[:-1], source) if statement.chain else ())


def _restated(now: Linked, before: Linked, statements: Mapping[str, Statement], articles: Mapping[str, Article]) -> Linked:
    """Fill in again what follows from a claim's statements: its values, its story, and which articles speak of it."""
    if now.matches == before.matches and now.claims == before.claims:
        return now
    details = claim_details(now.matches, statements, articles)
    claims = stories([replace(claim, details=details.get(claim.id, ())) for claim in now.claims], now.matches)
    spoken = {(match.claim_id, match.article_id) for match in now.matches}
    silenced = {(match.claim_id, match.article_id) for match in before.matches} - spoken
    stances = tuple(stance for stance in now.outlet_stances if (stance.claim_id, stance.article_id) not in silenced)
    return Linked(claims, now.matches, stances)


def _noted(
    claims: Iterable[Claim], rulings: Iterable[Ruling], into: Mapping[str, str], counting: Mapping[Subject, Opinion]
) -> tuple[Claim, ...]:
    """The claims with what people said of them as a whole."""
    about: dict[str, dict[str, None]] = {}
    for ruling in rulings:
        for name in ruling.claims:
            about.setdefault(into[name], {})[ruling.judgement.id] = None
    return tuple(
        replace(
            claim,
            judgements=tuple(about.get(claim.id, ())),
            wording=_said(counting.get(("wording", claim.id))),
            dismissed=_reason(counting.get(("dismissed", claim.id))),
        )
        for claim in claims
    )


def _said(opinion: Opinion | None) -> str:
    return opinion.says if opinion else ""


def _reason(opinion: Opinion | None) -> str:
    return f"{opinion.judgement.who}, {opinion.judgement.recorded_at[:10]}: {opinion.judgement.why}" if opinion else ""
