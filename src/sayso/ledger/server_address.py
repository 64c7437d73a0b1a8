"""The address of a ledger on a PostgreSQL server, read as PostgreSQL's own tools read theirs, and shown without its password.

What an address leaves out is taken from the variables and the password file that `psql` uses (PGHOST, PGPORT, PGUSER, PGPASSWORD,
PGSSLMODE, PGPASSFILE or `~/.pgpass`), so that a desk sets them once and no password need stand on a command line.
"""

from __future__ import annotations

import contextlib
import getpass
import os
import re
import ssl
import stat
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal
from urllib.parse import parse_qsl, unquote, urlsplit

from sayso.errors import UsageError

__all__ = ["ServerAddress", "encryption", "is_server", "server_address"]

PORT = 5432
"""PostgreSQL's own."""
_SCHEMES = ("postgresql:", "postgres:")
_SOCKET_FOLDERS = ("/var/run/postgresql", "/tmp")  # noqa: S108 -- where PostgreSQL itself keeps its sockets
_MODES = ("disable", "allow", "prefer", "require", "verify-ca", "verify-full")
_FORM = "postgresql://USER@HOST/DATABASE"


@dataclass(frozen=True, slots=True)
class ServerAddress:
    """Where a ledger's database is and who asks."""

    host: str
    """Name or number of the host; a folder where the server listens on a socket in it."""
    port: int
    """The port, which also names the socket."""
    database: str
    """The database."""
    user: str
    """The role."""
    password: str | None = field(repr=False)
    """Its password, if any is given anywhere."""
    encrypted: str = "prefer"
    """PostgreSQL's `sslmode`."""

    @property
    def socket(self) -> str | None:
        """The socket's path, None where the server is reached by a port."""
        return f"{self.host}/.s.PGSQL.{self.port}" if self.host.startswith("/") else None

    @property
    def shown(self) -> str:
        """The address as messages may show it."""
        host = "" if self.socket else f"{self.host}" if self.port == PORT else f"{self.host}:{self.port}"
        return f"postgresql://{self.user}@{host}/{self.database}"


def is_server(address: str | Path) -> bool:
    """Tell whether an address means a database of a server rather than a file.

    >>> is_server("postgresql://desk@db.example/ledger"), is_server("desk.ledger")
    (True, False)
    """
    return isinstance(address, str) and address.startswith(_SCHEMES)


def server_address(text: str) -> ServerAddress:
    """Read an address. Raises `UsageError`, which never repeats the address: it may hold a password.

    >>> found = server_address("postgresql://desk:secret@db.example:5433/ledger?sslmode=require")
    >>> found.shown, found.encrypted, "secret" in repr(found)
    ('postgresql://desk@db.example:5433/ledger', 'require', False)
    """
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError as error:
        raise UsageError(f"the address of the ledger cannot be read; write it as {_FORM}") from error
    options = dict(parse_qsl(parts.query))
    if unknown := sorted(options.keys() - {"host", "port", "sslmode"}):
        raise UsageError(
            f"the address of the ledger has an option that is not known here: {', '.join(unknown)}; known are host, port, sslmode"
        )
    database = unquote(parts.path.lstrip("/")) or os.environ.get("PGDATABASE", "")
    if not database or "\x00" in text:
        raise UsageError(f"the address of the ledger names no database; write it as {_FORM}")
    host = options.get("host") or unquote(parts.hostname or "") or os.environ.get("PGHOST") or _nearest()
    user = unquote(parts.username or "") or os.environ.get("PGUSER") or getpass.getuser()
    number = _port(options.get("port") or port or os.environ.get("PGPORT") or PORT)
    password = unquote(parts.password) if parts.password else os.environ.get("PGPASSWORD") or _kept(host, number, database, user)
    return ServerAddress(host, number, database, user, password, _mode(options.get("sslmode") or os.environ.get("PGSSLMODE") or "prefer"))


def encryption(address: ServerAddress) -> ssl.SSLContext | Literal[False] | None:
    """Return what the driver takes for a `sslmode`: no encryption, whatever the server offers, or a context that insists.

    >>> encryption(server_address("postgresql://desk@db.example/ledger?sslmode=verify-full")).check_hostname
    True
    """
    if address.socket or address.encrypted == "disable":
        return False
    if address.encrypted in {"allow", "prefer"}:
        return None
    context = ssl.create_default_context(cafile=os.environ.get("PGSSLROOTCERT") or None)
    context.check_hostname = address.encrypted == "verify-full"
    context.verify_mode = ssl.CERT_NONE if address.encrypted == "require" else ssl.CERT_REQUIRED
    return context


def _nearest() -> str:
    """The folder of this machine's own server, as `psql` looks for it."""
    return next((folder for folder in _SOCKET_FOLDERS if Path(folder, f".s.PGSQL.{PORT}").exists()), "localhost")


def _port(given: str | int) -> int:
    try:
        number = int(given)
    except ValueError:
        number = 0
    if not 0 < number < 65_536:
        raise UsageError(f"the port of the ledger's server must be a number such as {PORT}")
    return number


def _mode(given: str) -> str:
    if given not in _MODES:
        raise UsageError(f"sslmode must be one of {', '.join(_MODES)}")
    return given


def _kept(host: str, port: int, database: str, user: str) -> str | None:
    """The password that the password file has for an address; a file that others may read is passed over, as `psql` does."""
    path = Path(os.environ.get("PGPASSFILE") or Path.home() / ".pgpass")
    with contextlib.suppress(OSError, UnicodeDecodeError):
        if os.name == "posix" and path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
            return None
        wanted = ("localhost" if host.startswith("/") else host, str(port), database, user)
        for line in path.read_text(encoding="utf-8").splitlines():
            fields = [re.sub(r"\\(.)", r"\1", part) for part in re.split(r"(?<!\\):", line)]
            if len(fields) == 5 and all(held in {"*", asked} for held, asked in zip(fields, wanted, strict=False)):
                return fields[4]
    return None
