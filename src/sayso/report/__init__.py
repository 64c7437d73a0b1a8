"""Pure functions from a view of the ledger to what people and programs read: matrix, timeline, tree, sentence, page, export."""

from __future__ import annotations

from sayso.report.details import tellings
from sayso.report.export import export_json
from sayso.report.gaps import claim_gaps, ledger_gaps, ledger_header
from sayso.report.index import Index, chosen_claims, index_view, voices
from sayso.report.matrix import claim_matrix, sides_taken, story_matrices
from sayso.report.page import render
from sayso.report.sentence import sentence_parts, sentence_text
from sayso.report.timeline import claim_timeline
from sayso.report.tree import claim_articles, origin_tree

__all__ = [
    "Index",
    "chosen_claims",
    "claim_articles",
    "claim_gaps",
    "claim_matrix",
    "claim_timeline",
    "export_json",
    "index_view",
    "ledger_gaps",
    "ledger_header",
    "origin_tree",
    "render",
    "sentence_parts",
    "sentence_text",
    "sides_taken",
    "story_matrices",
    "tellings",
    "voices",
]
