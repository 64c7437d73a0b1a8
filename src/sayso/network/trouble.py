"""What can go wrong on the way to a page, as one exception that carries a code and the next step.

It never leaves the package: at its edge it becomes a `Problem`, since a page that cannot be had is no misuse.
"""

from __future__ import annotations

from sayso.model import Problem

__all__ = ["FetchError"]


class FetchError(Exception):
    """A request that was refused or that failed.

    >>> FetchError("gone", "It is no longer there. An archive may have it.").problem("http://gazette.example/a").code
    'gone'
    """

    def __init__(self, code: str, message: str, *, wait: float | None = None) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.wait = wait
        """Seconds after which trying again makes sense; None where nothing says so."""

    def problem(self, url: str) -> Problem:
        """Return the trouble as the problem of the input `url`."""
        return Problem(self.code, self.message, url)
