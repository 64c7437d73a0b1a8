"""All that is shown of one claim, put together once: the same record feeds the one-file report and the page of the app."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sayso.ledger.dates import known_by
from sayso.model import Article, Claim, JudgementKind, Standing
from sayso.report.chains import ChainDrawing, ChainNode, chain_summary, claim_chains, draw_chains
from sayso.report.corrections import Decision, decisions_on
from sayso.report.details import tellings
from sayso.report.drawing import Drawing, draw
from sayso.report.drift import Drift, claim_drift
from sayso.report.gaps import claim_gaps
from sayso.report.index import Index, is_copy, rungs_of_story, voices
from sayso.report.matrix import SOFT, claim_matrix, story_matrices
from sayso.report.pillars import Earliest, OwnVoice, Pillar, claim_pillars, earliest_source, kinds_of_support, own_voices
from sayso.report.records import Gap, Matrix, Row, SentencePart, Telling, Timeline, Tree, Voice
from sayso.report.sentence import sentence_parts
from sayso.report.timeline import claim_timeline
from sayso.report.tree import claim_articles, origin_tree

__all__ = ["ClaimPart", "Table", "claim_part", "matrix_tables", "story_table"]

ROWS_SHOWN = 8
"""Rows of outlets and speakers before the rest is folded: with the parties they fill one screen of a laptop."""

FEWEST_FOLDED = 3
"""Rows that only carry copies are folded from this many on; fewer are not worth a click."""

STATEMENTS_SHOWN = 8
"""Statements shown before the rest is folded; copies are folded first, since they say nothing new."""


@dataclass(frozen=True, slots=True)
class Table:
    """A matrix with its rows sorted into what is shown and what is folded away."""

    matrix: Matrix
    """All of it."""
    shown: tuple[Row, ...]
    """Parties, and the first outlets and speakers."""
    folded: tuple[Row, ...]
    """Further outlets and speakers."""
    copies: tuple[Row, ...]
    """Outlets that carry only copies."""


@dataclass(frozen=True, slots=True)
class ClaimPart:
    """One claim, ready to be shown."""

    claim: Claim
    """The claim."""
    wording: str
    """The wording that a person approved; else the machine's."""
    machine_wording: str
    """The machine's wording where a person approved another; else empty."""
    rungs: tuple[Claim, ...]
    """The claims of its story, lowest first, itself included."""
    standing: Standing | None
    """Where it stands."""
    history: tuple[Standing, ...]
    """Where it stood, earliest first."""
    sentence: tuple[SentencePart, ...]
    """The sentence fit to print."""
    timeline: Timeline
    """Its statements by date."""
    drawing: Drawing | None
    """The timeline laid out."""
    tree: Tree
    """The texts that it comes from."""
    chains: tuple[ChainNode, ...]
    """On whose say-so, from the outlets inwards."""
    chain_drawing: ChainDrawing | None
    """The chains laid out."""
    chain_summary: str
    """The chains in one sentence."""
    drift: Drift
    """Its wordings by date."""
    tellings: tuple[Telling, ...]
    """The values that differ."""
    pillars: tuple[Pillar, ...]
    """Provenance, source, date, location."""
    earliest: Earliest | None
    """The earliest source that it can be traced to."""
    support: tuple[tuple[str, int], ...]
    """What kinds of sources support it."""
    own_voices: tuple[OwnVoice, ...]
    """What the outlets do in their own voice."""
    articles: tuple[Article, ...]
    """The articles that it rests on."""
    shown: tuple[Voice, ...]
    """The first statements."""
    folded: tuple[Voice, ...]
    """The rest."""
    copied: frozenset[str]
    """Anchors of the statements that stand in copies."""
    beside: tuple[Voice, ...]
    """Statements of undated articles, not used as of an earlier date."""
    gaps: tuple[Gap, ...]
    """What is missing."""
    on_record: int
    """How many parties speak by name or office."""
    decisions: tuple[Decision, ...]
    """What people decided about it."""
    approved_by: str
    """Who approved the wording; empty where it is the machine's."""


def claim_part(index: Index, claim: Claim, whole: Index | None = None) -> ClaimPart:
    """Return all that is shown of a claim; `whole` is the index before it was cut to a date.

    >>> from sayso.model import LedgerView
    >>> from sayso.report.index import index_view
    >>> claim = Claim("claim-1", "A bridge was closed", parties=("Norland",))
    >>> claim_part(index_view(LedgerView(*[()] * 7, (claim,), *[()] * 6)), claim).wording
    'A bridge was closed'
    """
    said = voices(index, claim.id)
    timeline = claim_timeline(index, claim.id)
    history = tuple(index.standings.get(claim.id, ()))
    copied = frozenset(voice.anchor for voice in said if is_copy(index, voice.article.id))
    shown = _first_statements(said, copied)
    chains = claim_chains(index, claim.id)
    found = decisions_on(index, claim)
    wording = claim.wording or claim.text
    return ClaimPart(
        claim=claim,
        wording=wording,
        machine_wording=claim.text if wording != claim.text else "",
        rungs=rungs_of_story(index, claim),
        standing=index.standing(claim.id),
        history=history,
        sentence=sentence_parts(index, claim.id),
        timeline=timeline,
        drawing=draw(timeline, history),
        tree=origin_tree(index, claim.id),
        chains=chains,
        chain_drawing=draw_chains(chains),
        chain_summary=chain_summary(chains),
        drift=claim_drift(index, claim.id),
        tellings=tellings(index, claim.id),
        pillars=claim_pillars(index, claim.id),
        earliest=earliest_source(index, claim.id),
        support=kinds_of_support(index, claim.id),
        own_voices=own_voices(index, claim.id),
        articles=claim_articles(index, claim.id),
        shown=shown,
        folded=tuple(voice for voice in said if voice not in shown),
        copied=copied,
        beside=_beside(said, whole, claim),
        gaps=claim_gaps(index, claim.id),
        on_record=len({voice.party for voice in said if voice.party and voice.on_record}),
        decisions=found,
        approved_by=_approver(found) if claim.wording else "",
    )


def _first_statements(said: Sequence[Voice], copied: frozenset[str]) -> tuple[Voice, ...]:
    """Return what is read first: statements of one's own that take a side; the rest says less."""
    own = [voice for voice in said if voice.anchor not in copied]
    sided = [voice for voice in own if voice.stance not in SOFT]
    return tuple((sided or own or list(said))[:STATEMENTS_SHOWN])


def _approver(found: Sequence[Decision]) -> str:
    holding = (decision.judgement for decision in found if decision.revoked is None)
    return next((made.who for made in holding if made.kind == JudgementKind.APPROVE_WORDING), "")


def _beside(said: Sequence[Voice], whole: Index | None, claim: Claim) -> tuple[Voice, ...]:
    if whole is None:
        return ()
    used = {voice.anchor for voice in said}
    return tuple(voice for voice in voices(whole, claim.id) if voice.anchor not in used and known_by(voice.article) is None)


def matrix_tables(index: Index, claims: Sequence[Claim]) -> list[Table]:
    """Return the matrices of some claims, one a story, with what is folded away.

    >>> from sayso.model import LedgerView
    >>> from sayso.report.index import index_view
    >>> claim = Claim("claim-1", "A bridge was closed", parties=("Norland",))
    >>> [row.name for row in matrix_tables(index_view(LedgerView(*[()] * 7, (claim,), *[()] * 6)), [claim])[0].shown]
    ['Norland']
    """
    return [_table(index, matrix) for matrix in story_matrices(index, claims)]


def story_table(index: Index, claims: Sequence[Claim]) -> Table:
    """Return one matrix of all the claims given, whatever their stories."""
    return _table(index, claim_matrix(index, claims))


def _table(index: Index, matrix: Matrix) -> Table:
    parties = [row for row in matrix.rows if row.kind == "party"]
    others = [row for row in matrix.rows if row.kind != "party"]
    copies = tuple(row for row in others if _only_copies(index, row))
    own = [row for row in others if row not in copies]
    shown = (*parties, *own[:ROWS_SHOWN])
    if len(copies) < FEWEST_FOLDED:
        shown, copies = tuple(row for row in matrix.rows if row in shown or row in copies), ()
    return Table(matrix, shown, tuple(own[ROWS_SHOWN:]), copies)


def _only_copies(index: Index, row: Row) -> bool:
    return all(is_copy(index, voice.article.id) for cell in row.cells for voice in cell.voices)
