"""Claims: statements in, claims out, each statement with what its source does to the claim and why we think so."""

from sayso.claims.corrections import Taker, taken_back
from sayso.claims.details import claim_details
from sayso.claims.ladder import is_lower
from sayso.claims.link import Linked, link, match_order
from sayso.claims.stories import stories

__all__ = ["Linked", "Taker", "claim_details", "is_lower", "link", "match_order", "stories", "taken_back"]
