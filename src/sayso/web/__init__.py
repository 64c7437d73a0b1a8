"""The local app: the report's pages served on loopback, with forms to read, follow and correct, and the same records as JSON.

Why it is shaped like this: pages are pure functions in `sayso.report.pages`; here is only what a server adds. `fence.py` decides who may
ask, before anything is looked up; `desk.py` holds the ledger, so that readers never wait for a writer; `reading.py`, `writing.py` and
`api.py` hold the routes.
"""

from __future__ import annotations

from sayso.web.app import create_app, openapi_document
from sayso.web.server import Listening, listening
from sayso.web.settings import ServeSettings, allowed_hosts, start_token

__all__ = ["Listening", "ServeSettings", "allowed_hosts", "create_app", "listening", "openapi_document", "start_token"]
