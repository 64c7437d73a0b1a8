"""The report as one HTML file that opens offline, needs no script, and sends no request.

Text from outside reaches the page through Jinja2's escaping alone, each piece inside an isolating element; the templates hold no
`safe`, and controls and broken characters of every printed value are made visible first. The content security policy in the page
allows the one inlined style by its hash and nothing else.
"""

from __future__ import annotations

import base64
import functools
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from sayso.model import Article, Claim, LedgerView, Standing
from sayso.report import words
from sayso.report.details import tellings
from sayso.report.drawing import Drawing, draw
from sayso.report.frame import article_anchor, claim_anchor
from sayso.report.gaps import claim_gaps, ledger_gaps, ledger_header
from sayso.report.index import Index, chosen_claims, index_view, is_copy, rungs_of_story, voices
from sayso.report.matrix import story_matrices
from sayso.report.records import Gap, Matrix, Row, SentencePart, Telling, Timeline, Tree, Voice
from sayso.report.sentence import sentence_parts
from sayso.report.timeline import claim_timeline
from sayso.report.tree import claim_articles, origin_tree

__all__ = ["content_security_policy", "render"]

ROWS_SHOWN = 8
"""Rows of outlets and speakers before the rest is folded: with the parties they fill one screen of a laptop."""

FEWEST_FOLDED = 3
"""Rows that only carry copies are folded from this many on; fewer are not worth a click."""

STATEMENTS_SHOWN = 8
"""Statements shown before the rest is folded; copies are folded first, since they say nothing new."""

_FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class _Table:
    matrix: Matrix
    shown: tuple[Row, ...]
    folded: tuple[Row, ...]
    copies: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class _ClaimPart:
    claim: Claim
    rungs: tuple[Claim, ...]
    standing: Standing | None
    history: tuple[Standing, ...]
    sentence: tuple[SentencePart, ...]
    timeline: Timeline
    drawing: Drawing | None
    tree: Tree
    tellings: tuple[Telling, ...]
    articles: tuple[Article, ...]
    shown: tuple[Voice, ...]
    folded: tuple[Voice, ...]
    copied: frozenset[str]
    gaps: tuple[Gap, ...]
    on_record: int


def render(view: LedgerView, *, head: str, generated_at: str, claims: Sequence[str] | None = None) -> str:
    """Return the report on some claims as one HTML page; on all tracked claims where none are given.

    `head` is the hash of the ledger's last entry and `generated_at` an ISO 8601 time: both are printed, neither is computed, so
    that the same ledger gives the same page. Raises `NotFoundError` for a claim that the ledger does not hold.

    >>> empty = LedgerView((), (), (), (), (), (), (), (), (), (), (), (), (), ())
    >>> render(empty, head="0", generated_at="2031-06-05T08:00:00+00:00").startswith("<!doctype html>")
    True
    """
    index = index_view(view)
    chosen = chosen_claims(index, claims)
    style = (_FOLDER / "page.css").read_text(encoding="utf-8")
    return (
        _environment()
        .get_template("page.html")
        .render(
            header=ledger_header(index),
            tables=[_table(index, matrix) for matrix in story_matrices(index, chosen)],
            parts=[_claim_part(index, claim) for claim in chosen],
            gaps=ledger_gaps(index),
            index=index,
            listed=sorted(view.articles, key=lambda article: (article.published_at or "9", article.id)),
            outcomes=dict(view.readings),
            printed=frozenset(claim.id for claim in chosen),
            others=len(view.claims) - len(chosen),
            head=head,
            generated_at=generated_at,
            style=Markup(style),  # noqa: S704 - our own file, no text from outside
            policy=content_security_policy(style),
        )
    )


def content_security_policy(style: str) -> str:
    """Return the policy that allows one inlined style and nothing else.

    >>> content_security_policy("p { color: red }").startswith("default-src 'none'; style-src 'sha256-")
    True
    """
    digest = base64.b64encode(hashlib.sha256(style.encode("utf-8")).digest()).decode("ascii")
    return f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; base-uri 'none'; form-action 'none'"


@functools.cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_shown,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(day=words.day_words, tag=words.language_tag, isolated=_label)
    environment.tests["loaded"] = lambda text: bool(words.LOADED.search(str(text)))
    environment.globals.update(
        counted=words.counted,
        safe_link=words.safe_link,
        origins_counted=words.origins_counted,
        claim_anchor=claim_anchor,
        article_anchor=article_anchor,
    )
    return environment


def _shown(value: object) -> object:
    return value if isinstance(value, Markup) or not isinstance(value, str) else words.visible(value)


def _label(text: str) -> Markup:
    return escape(words.isolated(words.quoted_if_loaded(text)))


def _table(index: Index, matrix: Matrix) -> _Table:
    parties = [row for row in matrix.rows if row.kind == "party"]
    others = [row for row in matrix.rows if row.kind != "party"]
    copies = tuple(row for row in others if _only_copies(index, row))
    own = [row for row in others if row not in copies]
    shown = (*parties, *own[:ROWS_SHOWN])
    if len(copies) < FEWEST_FOLDED:
        shown, copies = tuple(row for row in matrix.rows if row in shown or row in copies), ()
    return _Table(matrix, shown, tuple(own[ROWS_SHOWN:]), copies)


def _only_copies(index: Index, row: Row) -> bool:
    return all(is_copy(index, voice.article.id) for cell in row.cells for voice in cell.voices)


def _claim_part(index: Index, claim: Claim) -> _ClaimPart:
    said = voices(index, claim.id)
    timeline = claim_timeline(index, claim.id)
    history = tuple(index.standings.get(claim.id, ()))
    copied = frozenset(voice.anchor for voice in said if is_copy(index, voice.article.id))
    first = [voice for voice in said if voice.anchor not in copied] or list(said)
    shown = tuple(first[:STATEMENTS_SHOWN])
    return _ClaimPart(
        claim=claim,
        rungs=rungs_of_story(index, claim),
        standing=index.standing(claim.id),
        history=history,
        sentence=sentence_parts(index, claim.id),
        timeline=timeline,
        drawing=draw(timeline, history),
        tree=origin_tree(index, claim.id),
        tellings=tellings(index, claim.id),
        articles=claim_articles(index, claim.id),
        shown=shown,
        folded=tuple(voice for voice in said if voice not in shown),
        copied=copied,
        gaps=claim_gaps(index, claim.id),
        on_record=len({voice.party for voice in said if voice.party and voice.naming.value in {"named", "office"}}),
    )
