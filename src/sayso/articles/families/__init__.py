"""Which articles derive from one text: text reuse, paraphrase, shared quotations, and who was first."""

from __future__ import annotations

from sayso.articles.families.clock import LATE_HOURS, late_arrivals, order_of_telling
from sayso.articles.families.grouping import Comparison, Skipped, compare, group
from sayso.articles.families.passages import Shared, shared_text

__all__ = ["LATE_HOURS", "Comparison", "Shared", "Skipped", "compare", "group", "late_arrivals", "order_of_telling", "shared_text"]
