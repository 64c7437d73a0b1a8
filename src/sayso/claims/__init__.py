"""Claims: statements in, claims out, each statement with what its source does to the claim and why we think so."""

from sayso.claims.corrections import Taker, taken_back
from sayso.claims.ladder import is_lower
from sayso.claims.link import Linked, link

__all__ = ["Linked", "Taker", "is_lower", "link", "taken_back"]
