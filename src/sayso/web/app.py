"""The app factory: settings in, an ASGI app out; nothing is looked up and no file opened before the first request."""

from __future__ import annotations

import contextlib
import functools
from collections.abc import AsyncIterator
from typing import Any

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp

from sayso.errors import SaysoError
from sayso.web import api, feeding, reading, writing
from sayso.web.answers import Office
from sayso.web.api_schema import described
from sayso.web.desk import Desk
from sayso.web.fence import Fence, TooLargeError
from sayso.web.jobs import Jobs
from sayso.web.refusals import on_error, refused, welcomed
from sayso.web.settings import ServeSettings

__all__ = ["create_app", "openapi_document"]

TITLE = "sayso"
VERSION = "1"


def create_app(settings: ServeSettings) -> ASGIApp:
    """Return the app behind its fence.

    >>> from pathlib import Path
    >>> type(create_app(ServeSettings(Path("desk.ledger"), frozenset({"localhost"}), "secret"))).__name__
    'Fence'
    """
    app = _routes(settings.public)
    desk = Desk(settings)
    app.state.office = Office(settings, desk, Jobs(desk))
    return Fence(app, settings, refused, functools.partial(welcomed, settings=settings))


def openapi_document() -> dict[str, Any]:
    """Return the description of the API that is kept in `docs/openapi.json`.

    >>> openapi_document()["openapi"]
    '3.1.0'
    """
    return described(_routes(public=False))


def _routes(public: bool) -> FastAPI:
    app = FastAPI(title=TITLE, version=VERSION, docs_url=None, redoc_url=None, openapi_url=None, lifespan=_open)
    for router in (api.router, reading.router, feeding.router, *(() if public else (writing.router,))):
        app.include_router(router)
    for kind in (SaysoError, TooLargeError, HTTPException, RequestValidationError, Exception):
        app.add_exception_handler(kind, on_error)
    return app


@contextlib.asynccontextmanager
async def _open(app: FastAPI) -> AsyncIterator[None]:
    """Begin to work out what the first page shows; at the end give up what is at hand and close the file."""
    office: Office = app.state.office
    office.desk.derive(None)
    yield
    office.desk.stopping.set()
    office.jobs.close()
    office.desk.close()
