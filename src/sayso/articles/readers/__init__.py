"""One module a format, each from a request to documents; `sayso.articles.files` finds out which one reads an input."""

from __future__ import annotations

__all__: list[str] = []
