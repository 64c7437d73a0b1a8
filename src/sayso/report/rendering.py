"""Templates become text here, and nowhere else: one environment for the report and for every page of the app.

Text from outside reaches a page through Jinja2's escaping alone, each piece inside an isolating element; the templates hold no `safe`, and
controls and broken characters of every printed value are made visible first.
"""

from __future__ import annotations

import base64
import functools
import hashlib
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from sayso.ledger.dates import date_end
from sayso.report import words
from sayso.report.corrections import source_correction, statement_corrections
from sayso.report.frame import Frame, article_anchor, claim_anchor

__all__ = ["TEMPLATES", "content_security_policy", "rendered", "stylesheet"]

_FOLDER = Path(__file__).parent
TEMPLATES = _FOLDER / "templates"
"""The folder of the templates."""


@functools.cache
def stylesheet() -> str:
    """Return the one stylesheet of the report and of every page.

    >>> stylesheet().startswith(":root")
    True
    """
    return (_FOLDER / "page.css").read_text(encoding="utf-8")


def content_security_policy(style: str) -> str:
    """Return the policy that allows one inlined style and nothing else.

    >>> content_security_policy("p { color: red }").startswith("default-src 'none'; style-src 'sha256-")
    True
    """
    digest = base64.b64encode(hashlib.sha256(style.encode("utf-8")).digest()).decode("ascii")
    return f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; base-uri 'none'; form-action 'none'"


def rendered(template: str, frame: Frame, **content: object) -> str:
    """Return a template filled in; a frame without the address of a stylesheet gives a page that holds its own.

    >>> page = rendered("problem.html", Frame(), status=404, title="No such claim", message="This ledger holds no such claim.")
    >>> page.startswith("<!doctype html>")
    True
    """
    style = "" if frame.stylesheet else stylesheet()
    return (
        _environment()
        .get_template(template)
        .render(
            frame=frame,
            links=frame.links,
            style=Markup(style),  # noqa: S704 - our own file, no text from outside
            policy=content_security_policy(style) if style else "",
            **content,
        )
    )


@functools.cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_shown,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(
        day=words.day_words,
        moment=words.moment_words,
        basis=words.basis_words,
        tag=words.language_tag,
        isolated=_label,
        choice=_choice,
        exact=_exact,
        last_day=date_end,
    )
    environment.tests["loaded"] = lambda text: bool(words.LOADED.search(str(text)))
    environment.globals.update(
        counted=words.counted,
        safe_link=words.safe_link,
        origins_counted=words.origins_counted,
        corrections_of=statement_corrections,
        dict_of=dict,
        source_form=source_correction,
        claim_anchor=claim_anchor,
        article_anchor=article_anchor,
    )
    return environment


def _shown(value: object) -> object:
    return value if isinstance(value, Markup) or not isinstance(value, str) else words.visible(value)


def _label(text: str) -> Markup:
    return escape(words.isolated(words.quoted_if_loaded(text)))


def _choice(text: str) -> str:
    # A key chooses the entry that begins with its letter; with an isolating sign before it none does.
    return words.isolated_if_needed(words.quoted_if_loaded(text))


def _exact(text: str) -> Markup:
    # A browser reads a written line break of two signs as one, and every place behind it would move; a highlight may end between the two.
    return Markup("&#13;".join(str(escape(words.visible(part))) for part in text.split("\r")))  # noqa: S704 - escaped in this line
