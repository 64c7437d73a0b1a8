"""Short made-up articles on two unrelated matters, and the steps from them to a pile; several tests share them."""

from __future__ import annotations

from collections.abc import Sequence

from sayso.attribution import annotate
from sayso.claims.features import Pile, prepare_pile
from sayso.model import Article
from sayso.testing import article

MILL = (
    "Norland and Vesturia have signed a contract for a steel mill in Arvo, the Vesturian government said on Monday.",
    "A contract for the Arvo steel mill was signed by Norland and Vesturia, two officials said. The mill would employ 300 people.",
    "The Norlandic ministry denied that a contract for a steel mill in Arvo had been signed with Vesturia.",
)
SINGER = (
    "The singer Mira Solberg has died at her farm, a radio station in Tersk reported. She was 61.",
    "Mira Solberg's manager denied that the singer had died. She is at her farm, he said.",
    "Fans of the singer Mira Solberg mourned after a radio report of her death at the farm in Tersk.",
)


def articles(texts: Sequence[str], title: str | None = None) -> list[Article]:
    """Return one article a text, each of its own outlet."""
    return [article(text, outlet=f"Outlet {number} {text[:9]}", title=title) for number, text in enumerate(texts)]


def pile_of(found: Sequence[Article]) -> Pile:
    """Return the pile of some articles, as the product prepares it."""
    ordered = sorted(found, key=lambda item: item.id)
    return prepare_pile(ordered, [statement for item in ordered for statement in annotate(item)])
