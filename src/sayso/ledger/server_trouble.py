"""What can be wrong with a ledger on a server, told as one sentence with a next step instead of a database's error."""

from __future__ import annotations

import contextlib
import zlib
from collections.abc import Iterator, Mapping

from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as NoConnectionLeft

from sayso.errors import LedgerDamagedError, LedgerError, UsageError
from sayso.ledger.server_address import ServerAddress

__all__ = ["LOCK_NOT_HAD", "code_of", "explained_server"]

LOCK_NOT_HAD = "55P03"
"""PostgreSQL's code for a lock that could not be had in time."""
_REFUSED = "28P01"
_TOLD: Mapping[str, str] = {
    _REFUSED: "{shown} refused the password; give it in PGPASSWORD or in the password file ~/.pgpass",
    "28000": "{shown} lets this role in from here on no terms; ask the server's administrator (pg_hba.conf)",
    "3D000": "{shown}: the server has no such database; make it with: createdb --owner {user} {database}",
    "42501": "{shown}: the role {user} may not do this ({message}); make it the owner of the database, or ask the server's administrator",
    "53100": "the server's disk is full; {shown} is whole up to the last article: make room, then read again",
    "53300": "{shown}: the server has no connection left; wait, or ask the server's administrator for more",
    "25006": "{shown} can only be looked at: the server is a copy, or the role may not write",
    "25P03": "{shown}: this process stood still for so long that the server freed the ledger for others; run the same command again",
}
"""Sentence by PostgreSQL's code."""
_ASKED = "{shown} asks for a password; give it in PGPASSWORD or in the password file ~/.pgpass"
_WENT_AWAY = "{shown}: the server went away; what was recorded is whole: run the same command again when the server is back"
_WORDED = (
    ("append-only", "{shown} is append-only: nothing recorded can be changed; add a judgement instead"),
    ("SSL", "{shown}: no encrypted connection could be made ({message}); see sslmode in docs/ledger.md"),
    ("certificate", "{shown}: no encrypted connection could be made ({message}); see sslmode in docs/ledger.md"),
    ("create a connection", "{shown} cannot be reached; check that the server runs, and the host and the port"),
    ("communication error", "{shown} cannot be reached; check that the server runs, and the host and the port"),
    ("network error", _WENT_AWAY),
    ("connection is closed", _WENT_AWAY),
)
"""Sentence by words of the driver's own messages, which have no code."""
_GONE = ("57P0", "08")
"""Beginnings of the codes of a server that ends or starts, and of broken connections."""


@contextlib.contextmanager
def explained_server(address: ServerAddress) -> Iterator[None]:
    """Turn the driver's trouble with a server into one of `LedgerError`'s kinds, with a next step.

    >>> from sayso.ledger.server_address import server_address
    >>> with explained_server(server_address("postgresql://desk@db.example/news")):
    ...     raise DBAPIError("", None, Exception({"C": "3D000", "M": "no"}))
    Traceback (most recent call last):
    ...
    sayso.errors.LedgerError: postgresql://desk@db.example/news: the server has no such database; make it with: createdb --owner desk news
    """
    try:
        yield
    except (DBAPIError, NoConnectionLeft, zlib.error) as error:
        raise _explain(address, error) from error
    except ModuleNotFoundError as error:
        raise UsageError("a ledger on a server needs one package more: pip install 'sayso[postgresql]'") from error


def code_of(error: BaseException) -> str:
    """Return PostgreSQL's code for an error; nothing where the trouble is not the server's own.

    >>> code_of(Exception({"C": "55P03"})), code_of(Exception("network error"))
    ('55P03', '')
    """
    return _part(error, "C")


def _part(error: BaseException | None, key: str) -> str:
    """A part of what the server said; the driver may bury it under a complaint that the server then closed the connection."""
    while error is not None:
        told = getattr(error, "orig", error).args
        if told and isinstance(told[0], dict):
            return str(told[0].get(key, ""))
        error = error.__cause__ or error.__context__
    return ""


def _explain(address: ServerAddress, error: Exception) -> LedgerError:
    code, message = code_of(error), _part(error, "M") or str(getattr(error, "orig", error))
    told = (
        _ASKED
        if code == _REFUSED and address.password is None
        else _TOLD.get(code) or next((sentence for words, sentence in _WORDED if words in message), None)
    )
    if told is None and (code.startswith(_GONE) or isinstance(error, NoConnectionLeft)):
        told = _WENT_AWAY
    if told is not None:
        return LedgerError(told.format(shown=address.shown, user=address.user, database=address.database, message=message))
    return LedgerDamagedError(f"{address.shown} cannot be read as a ledger ({message}); run `sayso verify`, or restore a backup")
