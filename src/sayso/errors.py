"""Exceptions for misuse; trouble in the news itself is a `sayso.model.Problem`, never an exception.

The whole tree:

    SaysoError                  anything below; the message says what to do next
    |-- UsageError              the call or command cannot be carried out as written (exit code 2)
    |-- LedgerError             the ledger file cannot be used
    |   |-- LedgerDamagedError  its contents do not fit together (exit code 4)
    |   |-- LedgerLockedError   another process is writing to it (exit code 5)
    |   `-- LedgerNewerError    a newer sayso wrote it (exit code 5)
    `-- NotFoundError           a claim or article was asked for that this ledger does not hold

Every exception carries the exit code that the command line ends with.
"""

from __future__ import annotations

__all__ = [
    "LedgerDamagedError",
    "LedgerError",
    "LedgerLockedError",
    "LedgerNewerError",
    "NotFoundError",
    "SaysoError",
    "UsageError",
]


class SaysoError(Exception):
    """Base of every exception that sayso raises on purpose."""

    exit_code = 1


class UsageError(SaysoError):
    """The call or command cannot be carried out as written."""

    exit_code = 2


class LedgerError(SaysoError):
    """The ledger file cannot be used."""


class LedgerDamagedError(LedgerError):
    """The ledger's contents do not fit together."""

    exit_code = 4


class LedgerLockedError(LedgerError):
    """Another process is writing to the ledger."""

    exit_code = 5


class LedgerNewerError(LedgerError):
    """A newer version of sayso wrote the ledger."""

    exit_code = 5


class NotFoundError(SaysoError):
    """A claim or article was asked for that this ledger does not hold."""
