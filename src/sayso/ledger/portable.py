"""Texts of the machine as a ledger keeps them: names of inputs without absolute paths, words that every database can hold."""

from __future__ import annotations

from pathlib import PurePosixPath, PureWindowsPath

__all__ = ["portable", "storable"]


def storable(words: str) -> str:
    r"""Return words without halves of signs, which no database holds.

    >>> storable("mill \ud800")
    'mill ?'
    """
    return words.encode("utf-8", "replace").decode("utf-8")


def portable(input_id: str) -> str:
    r"""Keep no absolute path: the ledger can be moved, and says nothing of the machine. The last two parts tell inputs apart.

    >>> portable("/home/desk/pages/a.html"), portable("pages/a.html"), portable("C:\\desk\\pages\\a.html")
    ('pages/a.html', 'pages/a.html', 'pages/a.html')
    """
    for path in (PurePosixPath(input_id), PureWindowsPath(input_id)):
        if path.is_absolute():
            return "/".join(path.parts[1:][-2:])
    return storable(input_id)
