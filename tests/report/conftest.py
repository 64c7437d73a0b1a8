"""The invented episode as fixtures."""

from __future__ import annotations

import pytest

from sayso.model import LedgerView
from sayso.report.index import Index, index_view

from .episode import episode


@pytest.fixture(scope="session")
def view() -> LedgerView:
    """The view of the steel-mill episode."""
    return episode()


@pytest.fixture(scope="session")
def index(view: LedgerView) -> Index:
    """The same view, indexed."""
    return index_view(view)
