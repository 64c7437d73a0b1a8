"""One pile, read and matched once, and a desk of one's own for every test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from sayso.matching import Matching

from .judging_desk import Desk, copied, opened

MATCHING = Matching()


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger with the pile in it."""
    path = tmp_path_factory.mktemp("pile") / "pile.ledger"
    with opened(path, MATCHING) as desk:
        assert desk.fill().view.claims
    return path


@pytest.fixture
def desk(tmp_path: Path, filled: Path) -> Iterator[Desk]:
    """A desk that works on a copy of that ledger, a thousand minutes later."""
    with opened(copied(tmp_path, filled), MATCHING, clock=1000) as found:
        yield found
