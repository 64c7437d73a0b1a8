"""Records that the ledger keeps for itself, beside those that all stages share."""

from __future__ import annotations

from dataclasses import dataclass

from sayso.model import LedgerView

__all__ = ["Annotation", "Edition", "Part", "Redaction", "Rest"]


@dataclass(frozen=True, slots=True)
class Annotation:
    """Which statements one version of the reader found in one article; the latest of an article counts, older ones stay readable."""

    article_id: str
    """The article."""
    reader: str
    """The version of the attribution stage and of its model."""
    previous: str
    """The mark of the annotation that this one supersedes; empty for the first."""
    statements: tuple[str, ...]
    """The marks of the statements, sorted."""


@dataclass(frozen=True, slots=True)
class Redaction:
    """What was emptied on a person's decision: the tombstone."""

    id: str
    """Hash of all other fields but `emptied`."""
    targets: tuple[str, ...]
    """Article ids, and hashes of the texts of claims: the words themselves are gone."""
    who: str
    """Who decided."""
    why: str
    """The reason given."""
    recorded_at: str
    """When."""
    emptied: tuple[tuple[str, str], ...]
    """(table, mark) of every row that lost its content or, for what was derived, is gone."""


@dataclass(frozen=True, slots=True)
class Part:
    """One claim of an edition with what it rests on; the articles and statements themselves stand in their tables."""

    view: LedgerView
    """The claim, its matches, positions, origins, and the families and evidence of its articles; standings are kept beside it."""
    statements: tuple[tuple[str, str], ...]
    """(article id, mark) of each statement matched to the claim."""


@dataclass(frozen=True, slots=True)
class Rest:
    """What an edition holds beside its claims."""

    view: LedgerView
    """What belongs to no claim, and whole fields that cannot be put together from parts and tables."""
    rebuilt: tuple[str, ...]
    """Names of the fields that are put together."""
    absent: tuple[str, ...]
    """Ids of recorded articles and statements that this edition does not show."""


@dataclass(frozen=True, slots=True)
class Edition:
    """One derivation that was kept."""

    number: int
    """Its number in this ledger."""
    entry: int
    """The entry of the journal up to which it knows."""
    head: str
    """The head at that entry."""
    machine: str
    """The version of what derived it."""
    derived_at: str
    """When."""
