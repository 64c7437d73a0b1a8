"""On whose say-so: the attribution chains of a claim as one tree, from the outlet inwards to where each chain ends.

Statements that go through the same hands share branches; outlets that carry one text are one branch, for they hand on one voice. The
drawing beside the list is laid out from the same nodes, so that neither shows what the other lacks.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from sayso.model import Article, Naming, content_id
from sayso.report.index import Index, is_copy, voices
from sayso.report.records import Link, Voice
from sayso.report.words import counted

__all__ = ["ChainDrawing", "ChainNode", "PlacedNode", "chain_summary", "claim_chains", "draw_chains", "walk"]

ROW = 30
COLUMN = 236
BOX = 206
MARGIN = 8
LETTERS = 28
"""Letters of a label that a box of the drawing holds; the list beside it has the whole."""


@dataclass(frozen=True, slots=True)
class ChainNode:
    """One pair of hands that a report went through."""

    id: str
    """Hash of the labels from the outlet to here."""
    label: str
    """Who, in words."""
    naming: str
    """How it is identified: outlet, named, office, not named, media or document."""
    open: bool
    """Whether the text leaves open who that is."""
    language: str
    """The language of the label."""
    copies: int
    """For an outlet: how many others carry the same text."""
    voices: tuple[Voice, ...]
    """The statements whose chain ends here."""
    children: tuple[ChainNode, ...]
    """Whom it names as its source."""

    @property
    def dangling(self) -> bool:
        """Whether a chain ends here without saying who speaks."""
        return self.open and bool(self.voices)


@dataclass(frozen=True, slots=True)
class PlacedNode:
    """A node of the drawing."""

    node: ChainNode
    """Who."""
    x: int
    """Left edge."""
    y: int
    """Middle."""
    text: str
    """The label, shortened to the box."""
    parent: tuple[int, int] | None
    """Right edge and middle of the node before; None for an outlet."""


@dataclass(frozen=True, slots=True)
class ChainDrawing:
    """A laid-out tree of chains."""

    width: int
    """Units across."""
    height: int
    """Units down."""
    nodes: tuple[PlacedNode, ...]
    """Every node of the list, in its order."""


def claim_chains(index: Index, claim_id: str) -> tuple[ChainNode, ...]:
    """Return the chains of a claim's statements, one tree an outlet or text, earliest first.

    >>> from sayso.model import Claim, LedgerView
    >>> from sayso.report.index import index_view
    >>> claim_chains(index_view(LedgerView(*[()] * 7, (Claim("claim-1", "A bridge was closed"),), *[()] * 6)), "claim-1")
    ()
    """
    said = voices(index, claim_id)
    own = [voice for voice in said if not is_copy(index, voice.article.id)]
    texts = {_text(index, voice.article.id) for voice in own}
    orphans = [voice for voice in said if _text(index, voice.article.id) not in texts]
    return _nodes(index, [(voice, voice.chain) for voice in (*own, *orphans)], ())


def walk(nodes: Sequence[ChainNode]) -> Iterator[ChainNode]:
    """Yield every node, each before those that it names.

    >>> list(walk(()))
    []
    """
    for node in nodes:
        yield node
        yield from walk(node.children)


def draw_chains(nodes: Sequence[ChainNode]) -> ChainDrawing | None:
    """Return where each node stands: a column for each step inwards, a row for each end; None where there is nothing to draw.

    >>> draw_chains(()) is None
    True
    """
    placed: list[PlacedNode] = []
    row = 0
    for node in nodes:
        row = _place(node, None, 0, row, placed)
    if not placed:
        return None
    return ChainDrawing(max(item.x for item in placed) + BOX + MARGIN, row * ROW + MARGIN * 2, tuple(placed))


def _place(node: ChainNode, parent: tuple[int, int] | None, depth: int, row: int, placed: list[PlacedNode]) -> int:
    x, y = MARGIN + depth * COLUMN, MARGIN + row * ROW + ROW // 2
    label = f"{node.label} +{node.copies}" if node.copies else node.label
    placed.append(PlacedNode(node, x, y, label if len(label) <= LETTERS else f"{label[: LETTERS - 1]}…", parent))
    below = row
    for child in node.children:
        below = _place(child, (x + BOX, y), depth + 1, below, placed)
    return max(below, row + 1)


def _text(index: Index, article_id: str) -> str:
    family = index.families.get(article_id)
    return family.id if family else article_id


def _nodes(index: Index, steps: Iterable[tuple[Voice, tuple[Link, ...]]], path: tuple[str, ...]) -> tuple[ChainNode, ...]:
    groups: dict[tuple[str, str], list[tuple[Voice, tuple[Link, ...]]]] = {}
    for voice, chain in steps:
        if chain:
            groups.setdefault((chain[0].text.casefold(), chain[0].naming.value), []).append((voice, chain))
    return tuple(_node(index, group, path) for group in groups.values())


def _node(index: Index, group: Sequence[tuple[Voice, tuple[Link, ...]]], path: tuple[str, ...]) -> ChainNode:
    link, article = group[0][1][0], group[0][0].article
    here = (*path, link.text.casefold())
    return ChainNode(
        id=content_id("n", *here),
        label=link.text or "a speaker not identified",
        naming=_naming(link.naming),
        open=any(chain[0].open for _, chain in group),
        language=article.language,
        copies=0 if path else _copies(index, [voice.article for voice, _ in group]),
        voices=tuple(voice for voice, chain in group if len(chain) == 1),
        children=_nodes(index, [(voice, chain[1:]) for voice, chain in group], here),
    )


def _copies(index: Index, articles: Iterable[Article]) -> int:
    families = {family.id: family for article in articles if (family := index.families.get(article.id))}
    return sum(len(family.articles) - 1 for family in families.values())


def _naming(naming: Naming) -> str:
    return {Naming.SELF: "outlet", Naming.UNNAMED: "not named"}.get(naming, naming.value)


def chain_summary(nodes: Sequence[ChainNode]) -> str:
    """Return how many chains there are, how deep they go, and how many end without saying who speaks.

    >>> chain_summary(())
    'No chain.'
    """
    ends = [node for node in walk(nodes) if node.voices]
    if not ends:
        return "No chain."
    hanging = sum(node.dangling for node in ends)
    left = f"; {counted(hanging, 'ends', 'end')} without saying who speaks" if hanging else ""
    return f"{counted(len(ends), 'chain')}{left}."
