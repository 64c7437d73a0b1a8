"""What a source does with a claim: a table of rules over cue, negation, stage and the words of challenge.

Whether a statement bears on a claim at all is decided before (`sayso.claims.relevance`); embeddings have no say here, for a text and
its denial look alike to them. The first rule that holds gives the stance; its name is kept as a reason. A denial is taken as narrowly
as it is worded: to deny the signed contract is not to deny the talks.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from sayso.claims.challenge import challenged, denied_words, disbelieved, doubted, negated, retracted
from sayso.claims.corrections import speaks_for_taker, taken_back
from sayso.claims.ladder import Rung, ladder_rungs, named_rungs, prospective, rung_stems
from sayso.claims.terms import content_stems
from sayso.model import Act, Certainty, Naming, Source, Stance, Statement

__all__ = ["STANCE_RULES", "StanceRule", "Utterance", "bearing_clause", "stance_of", "utterance"]

_CLAUSE = re.compile(r"\s*(?:[;:—–]|,(?!\d)|\bbut\b|\balthough\b|\bthough\b|\bwhile\b|\bwhereas\b|\band that\b|\byet\b)\s*", re.IGNORECASE)
_NOT_DENYING = re.compile(
    r"\b(?:not|never|n['’]t|without|neither|nor|refus\w+ to|declin\w+ to) (?:\w+ ){0,2}"
    r"(?:den(?:y|ied|ying)|rul(?:e|ed|ing) out|reject\w*|"
    r"dismiss\w* (?=(?:it|this|that|them|(?:the |these |those |such |any )?(?:\w+ )?"
    r"(?:report|claim|idea|possibility|suggestion|rumou?r|notion)s?)\b))",
    re.IGNORECASE,
)
_CONDITION = re.compile(r"^\W*(?:that )?(?:if|should|unless|were|had)\b[^,]*,", re.IGNORECASE)
_TAKES_A_SIDE = frozenset({Act.DENIES, Act.CONFIRMS, Act.ADMITS, Act.RETRACTS, Act.DECLINES, Act.ASKS})
_OPENING = 9
"""Words of a denied content in which a negation belongs to what is denied ("denied reports that no contract"); later ones explain."""
_OWN_OPINION = re.compile(r"\b(?:only|just|merely) (?:my|his|her|an|a personal) opinion\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Utterance:
    """One statement against one claim, with what the rules look at."""

    statement: Statement
    text: str
    """The sentence or sentences."""
    content: str
    """What is said, without source and cue."""
    clause: str
    """The part of the content that bears most on the claim."""
    rungs: tuple[Rung, ...]
    """Rungs named in the content."""
    rung: Rung | None
    """The claim's own rung."""
    keys: frozenset[str]
    """Stems of the claim's words and of the words for its rung and the rungs below."""
    higher: frozenset[str]
    """Stems of the words for the rungs above, if the ladder is graded."""

    @property
    def attributed(self) -> bool:
        """Whether somebody other than the outlet speaks."""
        return self.statement.source.naming is not Naming.SELF

    @property
    def only_higher(self) -> bool:
        """Whether the content names rungs above the claim's and none at or below it, so that the claim is not touched."""
        return self.rung is not None and self.rung.graded and bool(self._heights) and min(self._heights) > self.rung.height

    @property
    def only_talks(self) -> bool:
        """Whether the content names nothing above talks while the claim is about an agreement or more."""
        return self.rung is not None and self.rung.height >= 3 and bool(self._heights) and max(self._heights) <= 1

    @property
    def _heights(self) -> list[int]:
        return [rung.height for rung in self.rungs if self.rung is not None and rung.ladder == self.rung.ladder]


@dataclass(frozen=True, slots=True)
class StanceRule:
    """One row of the table: the first whose `when` holds gives the stance."""

    name: str
    when: Callable[[Utterance], bool]
    gives: Stance
    explicit: bool = False
    """Whether it rests on a cue or on words of challenge, rather than on grammar."""
    stands: bool = False
    """Whether the rule is sure enough that the pair model is not heard against it. Letting these stand costs .4 of F1 on cases left out of
    learning, where they hold too seldom for their weights to be learnt."""


def utterance(statement: Statement, text: str, content: str, claim_stems: frozenset[str], rung: Rung | None) -> Utterance:
    """Return what the rules look at for one statement and claim."""
    keys = claim_stems | (rung_stems(rung.ladder, rung.height) if rung else frozenset())
    higher = rung_stems(rung.ladder, ladder_rungs(rung.ladder)[-1].height) - keys if rung and rung.graded else frozenset[str]()
    return Utterance(statement, text, content, bearing_clause(content, claim_stems), named_rungs(content), rung, keys, higher)


def bearing_clause(content: str, claim_stems: frozenset[str]) -> str:
    """Return the clause with most of the claim's words; the whole content where no clause has any.

    >>> bearing_clause("talks took place, but no contract was signed", frozenset({"contract", "sign"}))
    'no contract was signed'
    """
    clauses = [clause for clause in _CLAUSE.split(content) if clause and clause.strip()]
    scored = [(len(claim_stems & set(content_stems(clause))), -place, clause) for place, clause in enumerate(clauses)]
    best = max(scored, default=(0, 0, content))
    return best[2] if best[0] else content


def _takes_back(said: Utterance) -> bool:
    act, found = said.statement.act, taken_back(said.text)
    by_cue = act is Act.RETRACTS or (act is Act.ADMITS and retracted(said.content))
    return by_cue or (found is not None and speaks_for_taker(found, said.statement))


def _is_only_mentioned(said: Utterance) -> bool:
    """Tell whether somebody who is no outlet speaks of the source: then that one is the voice, and this one is hearsay.

    Media named inside a denial ("reports in Harbourtown's papers") keep their own voice; bare "reports" do not.
    """
    chain, source = said.statement.chain, said.statement.source
    if len(chain) < 2 or chain[-1].text != source.text or chain[-2].naming in {Naming.MEDIA, Naming.SELF}:
        return False
    if _known_as(source) == _known_as(chain[-2]):
        return False
    return source.naming is not Naming.MEDIA or not any(letter.isupper() for letter in source.text[1:])


def _known_as(source: Source) -> str:
    return (source.name or source.text).casefold().removeprefix("the ")


def _stands_aside(said: Utterance) -> bool:
    act = said.statement.act
    # "Rejected the report, but could not rule out redundancies" denies the report.
    return act in {Act.DECLINES, Act.ASKS} or (act is not Act.DENIES and _NOT_DENYING.search(said.text) is not None)


def _supposes(said: Utterance) -> bool:
    return _CONDITION.search(said.content) is not None or _CONDITION.search(said.text) is not None


def _denies_a_denial(said: Utterance) -> bool:
    opening = " ".join(said.content.split()[:_OPENING])
    return said.statement.act is Act.DENIES and bool(denied_words(opening, said.keys))


def _denies_a_higher_rung_only(said: Utterance) -> bool:
    negates_higher = said.rung not in said.rungs and bool(denied_words(said.content, said.higher))
    negates_higher = negates_higher and not denied_words(said.content, said.keys)
    return negates_higher or (said.only_higher and (said.statement.act is Act.DENIES or challenged(said.content) or negated(said.clause)))


def _denies(said: Utterance) -> bool:
    return said.statement.act is Act.DENIES


def _doubts(said: Utterance) -> bool:
    return said.statement.act is Act.DOUBTS or (said.statement.act not in _TAKES_A_SIDE and disbelieved(said.text))


def _calls_it_unfounded(said: Utterance) -> bool:
    return challenged(said.clause) or (said.attributed and challenged(said.content))


def _questions_it(said: Utterance) -> bool:
    return doubted(said.clause)


def _says_it_is_not_so(said: Utterance) -> bool:
    return bool(denied_words(said.content, said.keys))


def _speaks_of_it_as_to_come(said: Utterance) -> bool:
    reached = said.rung is not None and said.rung.height >= 2
    return reached and said.attributed and said.rung in said.rungs and (said.statement.act is Act.PROMISES or prospective(said.content))


def _speaks_of_talks_only(said: Utterance) -> bool:
    return said.only_talks


def _calls_it_an_opinion(said: Utterance) -> bool:
    return _OWN_OPINION.search(said.text) is not None


def _may_be_so(said: Utterance) -> bool:
    return not said.attributed and said.statement.certainty is Certainty.POSSIBLE


def _upholds(said: Utterance) -> bool:
    return said.statement.act is Act.CONFIRMS


def _admits(said: Utterance) -> bool:
    return said.statement.act is Act.ADMITS


def _always(said: Utterance) -> bool:
    return bool(said.text)


STANCE_RULES = (
    StanceRule("takes its words back", _takes_back, Stance.RETRACTS, explicit=True, stands=True),
    StanceRule("is only mentioned", _is_only_mentioned, Stance.RELAYS, stands=True),
    StanceRule("does not take a side", _stands_aside, Stance.RELAYS, stands=True),
    StanceRule("only supposes it", _supposes, Stance.RELAYS, stands=True),
    StanceRule("denies that it is not so", _denies_a_denial, Stance.ASSERTS, explicit=True, stands=True),
    StanceRule("denies only a stronger claim", _denies_a_higher_rung_only, Stance.RELAYS),
    StanceRule("denies", _denies, Stance.DENIES, explicit=True),
    StanceRule("casts doubt", _doubts, Stance.DOUBTS, explicit=True, stands=True),
    StanceRule("calls it an opinion", _calls_it_an_opinion, Stance.DOUBTS),
    StanceRule("calls the reports unfounded", _calls_it_unfounded, Stance.DENIES, explicit=True),
    StanceRule("questions it", _questions_it, Stance.DOUBTS),
    StanceRule("says that it is not so", _says_it_is_not_so, Stance.DENIES),
    StanceRule("speaks of it as still to come", _speaks_of_it_as_to_come, Stance.DENIES),
    StanceRule("speaks of talks only", _speaks_of_talks_only, Stance.RELAYS, stands=True),
    StanceRule("holds it possible", _may_be_so, Stance.RELAYS),
    StanceRule("confirms", _upholds, Stance.CONFIRMS, explicit=True, stands=True),
    StanceRule("admits", _admits, Stance.CONCEDES, explicit=True, stands=True),
    StanceRule("says so", _always, Stance.ASSERTS),
)
"""The table, in order. The order was reasoned, not searched: explicit acts first, then words of challenge, then grammar."""


def stance_of(said: Utterance) -> tuple[Stance, str]:
    """Return the stance and the name of the rule that gave it; `UNCLEAR` for an empty text."""
    for rule in STANCE_RULES:
        if rule.when(said):
            return rule.gives, rule.name
    return Stance.UNCLEAR, "no words"
