"""The exchange format: the whole ledger as one JSON document, the same bytes for the same ledger.

Its keys are described by `schema/export.schema.json`; objects are closed, so that a change of format is a change of schema.
"""

from __future__ import annotations

import importlib.metadata
import json
import re
from collections.abc import Mapping

from sayso.model import Article, Claim, Detail, EvidenceKind, LedgerView, Match, OutletStance, Source, Span, Standing, Statement, When
from sayso.report.index import Index, index_view

__all__ = ["SCHEMA_NAME", "article_record", "claim_record", "export_json", "standing_record", "statement_record"]

SCHEMA_NAME = "sayso-export-1"
"""Name and version of the format; the number grows when a reader of the old one would break."""

_HALVES = re.compile("[\ud800-\udfff]")


def export_json(view: LedgerView) -> str:
    """Return the ledger in the exchange format: UTF-8 JSON with one space of indent and a newline at the end.

    Halves of surrogate pairs, which UTF-8 cannot hold, are written as JSON escapes, so that no character is lost.

    >>> empty = LedgerView((), (), (), (), (), (), (), (), (), (), (), (), (), ())
    >>> json.loads(export_json(empty))["claims"]
    []
    """
    index = index_view(view)
    outcomes = dict(view.readings)
    document = {
        "sayso": {"version": _version(), "schema": SCHEMA_NAME},
        "articles": [article_record(index, article, outcomes) for article in sorted(view.articles, key=lambda a: a.id)],
        "claims": [claim_record(index, claim) for claim in view.claims],
    }
    text = json.dumps(document, ensure_ascii=False, indent=1, allow_nan=False)
    return _HALVES.sub(lambda half: f"\\u{ord(half[0]):04x}", text) + "\n"


def _version() -> str:
    try:
        return importlib.metadata.version("sayso")
    except importlib.metadata.PackageNotFoundError:
        return "unknown"


def article_record(index: Index, article: Article, outcomes: Mapping[str, str]) -> dict[str, object]:
    """Return one article as the format has it; `outcomes` are those of the inputs.

    >>> page = Article("a", "a.txt", "", "", outlet="Harbour Gazette")
    >>> article_record(index_view(LedgerView((page,), *[()] * 13)), page, {})["origin"]
    'Harbour Gazette'
    """
    family = index.families.get(article.id)
    return {
        "id": article.id,
        "input_id": article.input_id,
        "outlet": article.outlet,
        "url": article.url,
        "title": article.title,
        "language": article.language,
        "published_at": article.published_at,
        "published_basis": article.published_basis.value,
        "recorded_at": index.recorded_at.get(article.id),
        "outcome": str(outcomes.get(article.input_id, "ok")),
        "family": family.id if family else article.id,
        "origin": _origin(index, index.articles.get(family.root, article) if family else article),
    }


def _origin(index: Index, root: Article) -> str | None:
    outside = sorted((item for item in index.evidence.get(root.id, ()) if not item.in_ledger), key=lambda item: item.target)
    wires = [item.target for item in outside if item.kind is EvidenceKind.WIRE]
    named = [*wires, root.outlet, *(item.target for item in outside)]
    return next((name for name in named if name), None)


def claim_record(index: Index, claim: Claim) -> dict[str, object]:
    """Return one claim as the format has it, with its statements, origins and standings.

    >>> claim = Claim("c", "A bridge was closed")
    >>> claim_record(index_view(LedgerView(*[()] * 7, (claim,), *[()] * 6)), claim)["origins"]
    {'low': 0, 'high': 0}
    """
    origins = index.origins.get(claim.id)
    matches = [match for match in index.matches.get(claim.id, ()) if match.statement_id in index.statements]
    return {
        "id": claim.id,
        "tracked_id": claim.tracked_id,
        "text": claim.text,
        "story": claim.story,
        "stage": claim.stage,
        "details": [_detail(detail) for detail in sorted(claim.details, key=lambda d: (d.kind, d.value, d.article_id, d.span))],
        "parties": list(claim.parties),
        "articles": [_outlet_stance(s) for s in sorted(index.outlet_stances.get(claim.id, ()), key=lambda s: s.article_id)],
        "statements": [statement_record(index, match, index.statements[match.statement_id]) for match in sorted(matches, key=_place)],
        "origins": {"low": origins.low if origins else 0, "high": origins.high if origins else 0},
        "standing": [standing_record(standing) for standing in index.standings.get(claim.id, ())],
    }


def _place(match: Match) -> tuple[str, Span, str, str]:
    return match.article_id, match.span, match.statement_id, match.stance.value


def _detail(detail: Detail) -> dict[str, object]:
    return {
        "kind": detail.kind,
        "value": detail.value,
        "quote": detail.quote,
        "article": detail.article_id,
        "span": [detail.span.start, detail.span.end],
        "measures": detail.measures,
    }


def _outlet_stance(stance: OutletStance) -> dict[str, object]:
    return {"article": stance.article_id, "headline_stance": stance.headline, "body_stance": stance.body}


def statement_record(index: Index, match: Match, statement: Statement) -> dict[str, object]:
    """Return one statement on one claim as the format has it.

    >>> from sayso.model import Naming, Stance
    >>> said = Statement("s", "a", Span(0, 4), Source("Ada", Naming.NAMED), (Span(0, 4),))
    >>> match = Match("c", "s", "a", Span(0, 4), Stance.DENIES, None, 1.0)
    >>> statement_record(index_view(LedgerView(*[()] * 14)), match, said)["sdqc"]
    'deny'
    """
    article = index.articles.get(match.article_id)
    source = statement.source
    return {
        "article": match.article_id,
        "start": match.span.start,
        "end": match.span.end,
        "quote": match.span.cut(article.text) if article else "",
        "source": source.name or source.text or (article.outlet if article else None),
        "source_span": _span(source.span),
        "cue": statement.cue_text,
        "party": match.party,
        "chain": [_link(link) for link in statement.chain],
        "naming": source.naming.value,
        "stance": match.stance.value,
        "sdqc": match.stance.sdqc.value,
        "certainty": statement.certainty.value,
        "confidence": round(match.confidence, 4),
        "said_on": _when(statement.said_on),
        "happened": _when(statement.happened),
        "kind": statement.kind.value,
        "modality": statement.modality.value,
        "origin": index.statement_origins.get(statement.id),
    }


def _link(source: Source) -> dict[str, object]:
    return {"text": source.name or source.text, "naming": source.naming.value, "span": _span(source.span)}


def _when(when: When | None) -> str | None:
    return None if when is None else when.value


def _span(span: Span | None) -> list[int] | None:
    return None if span is None else [span.start, span.end]


def standing_record(standing: Standing) -> dict[str, object]:
    """Return one standing as the format has it.

    >>> from sayso.model import StandingState
    >>> standing_record(Standing("c", "2031", "confirmed", "unchallenged", StandingState.CONFIRMED, "r", "b", "w"))["state"]
    'confirmed'
    """
    return {
        "published_by": standing.published_by,
        "support": standing.support,
        "challenge": standing.challenge,
        "state": standing.state.value,
        "rule": standing.rule,
        "because": standing.because,
        "would_change": standing.would_change,
    }
