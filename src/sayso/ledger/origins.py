"""How many independent origins stand behind a claim: the definition, and the count. In words for readers: docs/origins.md.

An origin is the root of an attribution chain. Only statements that support the claim are traced. One statement leads to one root:

1. a voice of a party: the named person or the office, or for unnamed voices the party as that family of articles has it;
2. a named person or an office outside the claim, or a document: that speaker, however often and by whomever repeated;
3. an outlet that is named as the source: that outlet; words such as "reports" or "the press" name none and stay unresolved;
4. an unnamed voice, or the article's own voice: whom the text is credited to; else the outlet cited within `NEAR` code points
   of the statement; else the outlet of the first telling in its family.

An outlet rests on what its own articles on the claim rest on: where they attribute the claim, its own voice and every citation of it lead
on to those speakers, and add nothing to them. Outlets that only cite each other in a circle are one origin.

The count is a range. `high` counts different roots, so it joins what provably depends: one family, one speaker, one cited outlet.
`low` counts the roots that cannot depend on another as far as this ledger shows (`dependence.py`). A root counts there if at least one of
its statements surely bears on the claim and it is a party, a named speaker or a document; a text credited to an agency; or an outlet that
told the claim itself and has done work of its own in this ledger beside it. Unresolved voices, outlets without such history and outlets
known only because somebody cites them add nothing. Where there is any support, low is at least 1.

Outlets that cite each other in a circle add nothing either: none of them has it from anybody.

Hence a copy, the same article under another address, or an article that only cites another never raises low.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from sayso.ledger.dates import UNDATED
from sayso.ledger.dependence import FIRM, Held, Joined, joined
from sayso.ledger.outlets import canonical, is_agency
from sayso.ledger.pile import Pile
from sayso.ledger.speakers import RELEASES, is_identified, named_outlet, speaker_key
from sayso.model import Article, Evidence, EvidenceKind, Family, Match, Naming, Origin, OriginRange, Sdqc, Source, Statement, content_id

__all__ = ["NEAR", "Root", "roots_of", "statement_origin", "trace", "trace_in"]

NEAR = 240
"""Code points between a statement and a citation that still bears on it: about two sentences. Half of that lost "told" clauses in
the sentence before; a paragraph more caught citations about another matter."""

SURE = 0.5
"""Confidence of a match from which it counts at the low end: more likely than not. Not searched."""

Pair = tuple[Statement, Match]


_NAMELESS = RELEASES | {"note"}
"""Papers without a name of their own, which only their day tells apart; a note may be anybody's."""


@dataclass(frozen=True, slots=True, order=True)
class Root:
    """One end of an attribution chain, before outlets are followed to what they rest on."""

    kind: str
    """party, person, office, document, outlet or unresolved."""
    key: str
    """What makes it the same root in two articles."""
    group: str
    """What it is counted as at the low end; equal for all voices of one party."""


@dataclass(frozen=True, slots=True)
class _Context:
    """What decides whether an outlet has history."""

    pile: Pile
    claim_families: frozenset[str]
    as_of: str
    circles: frozenset[Root]


def trace(
    claim_statements: Sequence[Pair],
    articles: Sequence[Article],
    families: Sequence[Family] = (),
    evidence: Sequence[Evidence] = (),
    owners: Sequence[Sequence[str]] = (),
) -> OriginRange:
    """Return the range of independent origins behind the statements that support the claim.

    >>> trace([], [])
    OriginRange(low=0, high=0, because='No statement supports the claim.', origins=())
    """
    return trace_in(Pile.of(articles, families, evidence, owners), claim_statements)


def trace_in(pile: Pile, pairs: Sequence[Pair], as_of: str = UNDATED) -> OriginRange:
    """Return the same as `trace` over an indexed pile, with outlets' histories as they were on the day `as_of`.

    >>> trace_in(Pile.of([]), []).high
    0
    """
    traced = _traced(pile, pairs)
    roots = traced.roots
    if not roots:
        return OriginRange(0, 0, "No statement supports the claim.")
    context = _Context(pile, frozenset(pile.root(statement.article_id) for statement, _ in pairs), as_of, traced.circles)
    found = {root: _origin(root, context, held) for root, held in roots.items()}
    held_by = [_held(root, found[root], held) for root, held in roots.items()]
    low = joined(pile, held_by, traced.ends, lambda outlet: is_agency(outlet) or pile.has_history(outlet, context.claim_families, as_of))
    origins = {root: _settled(root, origin, low, root in traced.circles) for root, origin in found.items()}
    listed = tuple(sorted(origins.values(), key=lambda origin: (origin.kind, origin.name, origin.id)))
    count = max(1, len(low.groups))
    return OriginRange(count, len(origins), _because(count, listed, _named_groups(low, origins)), listed)


def roots_of(pile: Pile, pairs: Sequence[Pair]) -> dict[Root, tuple[Pair, ...]]:
    """Return the roots of all supporting statements, outlets followed to what they rest on, each with the statements that lead to it.

    >>> roots_of(Pile.of([]), [])
    {}
    """
    return _traced(pile, pairs).roots


@dataclass(frozen=True, slots=True)
class _Traced:
    """Where the chains of all supporting statements lead."""

    roots: dict[Root, tuple[Pair, ...]]
    """The roots with their statements."""
    ends: dict[str, tuple[str, ...]]
    """For each outlet on the way the names of the roots in which its telling ends."""
    circles: frozenset[Root]
    """Roots that stand for outlets which only cite each other."""


def _traced(pile: Pile, pairs: Sequence[Pair]) -> _Traced:
    supporting = _supporting(pairs)
    first = {_key(pair): _first_root(pile, pair[0], pair[1].party) for pair in supporting}
    rests_on = _closure(_edges(pile, supporting, first))
    found: dict[Root, list[Pair]] = {}
    for pair in supporting:
        for root in _ends(first[_key(pair)], rests_on):
            found.setdefault(root, []).append(pair)
    ends = {root.key: tuple(_node(end) for end in _ends(root, rests_on)) for root in rests_on if root.kind == "outlet"}
    told: dict[str, set[str]] = {}
    for pair in supporting:
        for name in pile.tellers(pair[0].article_id):
            told.setdefault(pile.key_of(name), set()).update(_node(end) for end in _ends(first[_key(pair)], rests_on))
    ends = {key: tuple(sorted(nodes)) for key, nodes in told.items()} | ends
    circles = frozenset(root for root in found if len(rests_on[root]) > 1)
    return _Traced({root: tuple(found[root]) for root in sorted(found)}, ends, circles)


def _node(root: Root) -> str:
    """What the low end calls a root: an outlet by its key, any other with its kind, so that no outlet is taken for a person."""
    return root.key if root.kind == "outlet" else f"{root.kind}: {root.key}"


def _held(root: Root, origin: Origin, pairs: Sequence[Pair]) -> Held:
    return Held(_node(root), origin.kind, root.group, origin.history, tuple(statement for statement, _ in pairs))


def _settled(root: Root, origin: Origin, low: Joined, circle: bool) -> Origin:
    """The origin with the reason why it adds nothing to the low end, if it does not."""
    if _node(root) in low.resting:
        return replace(origin, reason=_ADDS_NOTHING["rests"][0])
    if any(_node(root) in group for group in low.groups):
        return origin
    reason = "circle" if circle else "cited" if origin.open else "not first" if origin.history else "no history"
    return replace(origin, reason=_ADDS_NOTHING["not resolved" if root.kind == "unresolved" else reason][0])


def _named_groups(low: Joined, origins: Mapping[Root, Origin]) -> list[tuple[str, ...]]:
    """The names of origins that count once together."""
    names = {_node(root): origin.name for root, origin in origins.items()}
    return [tuple(dict.fromkeys(names[node] for node in group if node in names)) for group in low.groups if len(group) > 1]


def _key(pair: Pair) -> tuple[str, str]:
    """One statement may be the voice of two parties at once ("both sides said")."""
    return (pair[0].id, pair[1].party or "")


def _supporting(pairs: Sequence[Pair]) -> list[Pair]:
    """The statements that support, in a fixed order; a headline repeats its article and adds nothing where the body has a voice."""
    supporting = sorted((pair for pair in pairs if pair[1].stance.sdqc is Sdqc.SUPPORT), key=_key)
    bodies = {statement.article_id for statement, _ in supporting if not statement.headline}
    return [pair for pair in supporting if not pair[0].headline or pair[0].article_id not in bodies]


def statement_origin(statement: Statement, pile: Pile, party: str | None = None) -> str:
    """Return the name of the root of one statement's chain, whatever its stance.

    >>> from sayso.model import Span
    >>> said = Statement("s", "a", Span(0, 9), Source("Ilse Maren", Naming.NAMED), (Span(0, 9),))
    >>> statement_origin(said, Pile.of([Article("a", "a", "", "Maren spoke.", outlet="Harbour Gazette")]))
    'Ilse Maren'
    """
    root = _first_root(pile, statement, party)
    return _name(root, pile, ((statement, None),))


def _first_root(pile: Pile, statement: Statement, party: str | None) -> Root:
    source = statement.source
    family = pile.root(statement.article_id)
    if party is not None:
        return _party_root(source, party, family)
    if is_identified(source) or source.naming is Naming.DOCUMENT:
        kind = {Naming.NAMED: "person", Naming.DOCUMENT: "document"}.get(source.naming, "office")
        key = _release(statement, pile) or speaker_key(source)
        return Root(kind, key, key)
    if source.naming is Naming.MEDIA:
        return _media_root(source, pile, family)
    return _reporting_root(statement, pile, family)


def _release(statement: Statement, pile: Pile) -> str | None:
    """What tells one release from another: "the release" of one day is one text, whoever rewrote it, and that of another day another."""
    words = (statement.source.name or statement.source.text).casefold().split()
    if statement.source.naming is not Naming.DOCUMENT or not words or words[-1] not in _NAMELESS:
        return None
    said_on = statement.said_on.value if statement.said_on else ""
    root = pile.root(statement.article_id)
    day = said_on if len(said_on) == len("2031-05-30") else pile.days.get(root) or pile.days.get(statement.article_id)
    return f"release of {day}" if day else f"release in {root}"


def _party_root(source: Source, party: str, family: str) -> Root:
    group = f"party {party}"
    voice = speaker_key(source) if is_identified(source) else f"unnamed in {family}"
    return Root("party", f"{party}: {voice}", group)


def _media_root(source: Source, pile: Pile, family: str) -> Root:
    name = named_outlet(source.name or source.text)
    if name is None:
        return Root("unresolved", f"reports in {family}", f"reports in {family}")
    return _outlet_root(name, pile)


def _outlet_root(name: str, pile: Pile) -> Root:
    key = pile.key_of(name)
    return Root("outlet", key, f"outlet {key}")


def _reporting_root(statement: Statement, pile: Pile, family: str) -> Root:
    """The root of an unnamed or own voice; a media source above it in the chain is a citation too."""
    agency = pile.wires.get(family)
    if agency:
        return _outlet_root(agency, pile)
    above = [named_outlet(layer.name or layer.text) for layer in statement.chain if layer.naming is Naming.MEDIA]
    cited = [name for name in reversed(above) if name] or _cited_near(statement, pile)
    if cited:
        return _outlet_root(cited[0], pile)
    outlet = pile.outlet(statement.article_id)
    return _outlet_root(outlet, pile) if outlet else Root("unresolved", f"text of {family}", f"text of {family}")


def _cited_near(statement: Statement, pile: Pile) -> list[str]:
    extent = statement.extent
    edges = [edge for edge in pile.evidence.get(statement.article_id, ()) if edge.kind is EvidenceKind.CITES and edge.span]
    gaps = sorted((max(0, edge.span.start - extent.end, extent.start - edge.span.end), edge.target) for edge in edges if edge.span)
    return [target for gap, target in gaps if gap <= NEAR]


def _edges(pile: Pile, pairs: Sequence[Pair], first: Mapping[tuple[str, str], Root]) -> dict[Root, set[Root]]:
    """Which outlet rests on which roots, as its own family's articles on this claim show."""
    edges: dict[Root, set[Root]] = {root: set() for root in first.values()}
    for pair in pairs:
        statement, root = pair[0], first[_key(pair)]
        for node in sorted({_outlet_root(name, pile) for name in pile.tellers(statement.article_id)}):
            if node in edges and node != root:
                edges[node].add(root)
    return edges


def _closure(edges: Mapping[Root, set[Root]]) -> dict[Root, frozenset[Root]]:
    """All roots that each root leads to, itself included."""
    reached: dict[Root, frozenset[Root]] = {}
    for start in sorted(edges):
        seen = {start}
        waiting = [start]
        while waiting:
            for following in edges[waiting.pop()] - seen:
                seen.add(following)
                waiting.append(following)
        reached[start] = frozenset(seen)
    return reached


def _ends(root: Root, rests_on: Mapping[Root, frozenset[Root]]) -> list[Root]:
    """The roots where following ends; a closed circle ends in the first of its outlets, so that it counts once."""
    ends = {min(rests_on[end]) for end in rests_on[root] if all(end in rests_on[following] for following in rests_on[end])}
    return sorted(ends)


def _origin(root: Root, context: _Context, held: tuple[Pair, ...]) -> Origin:
    name = _name(root, context.pile, held)
    kind = "agency" if root.kind == "outlet" and is_agency(name) else root.kind
    articles = tuple(sorted({statement.article_id for statement, _ in held}))
    outside = root.kind == "outlet" and root.key not in context.pile.published
    return Origin(content_id("origin", root.kind, root.key), name, kind, articles, _counts(root, context, name, held), open=outside)


def _counts(root: Root, context: _Context, name: str, held: tuple[Pair, ...]) -> bool:
    """Whether the origin may count at the low end: one of its statements surely bears on the claim, and it has a voice of its own."""
    if root in context.circles or all(match.confidence < SURE for _, match in held):
        return False
    if root.kind != "outlet":
        return root.kind in FIRM
    if any(_speaks_for(root, name, context.pile, statement) for statement, _ in held):
        return True
    told = any(root.key == context.pile.key_of(teller) for statement, _ in held for teller in context.pile.tellers(statement.article_id))
    return told and context.pile.has_history(name, context.claim_families, context.as_of)


def _speaks_for(root: Root, name: str, pile: Pile, statement: Statement) -> bool:
    """Whether the article is an agency's text: credited to it, or published by it. The reviewed table stands for its history."""
    if not is_agency(name):
        return False
    credited = pile.wires.get(pile.root(statement.article_id)) or pile.outlet(statement.article_id)
    return credited is not None and pile.key_of(credited) == root.key


def _name(root: Root, pile: Pile, held: Sequence[tuple[Statement, Match | None]]) -> str:
    """The fullest wording that the statements give for the root."""
    if root.kind == "outlet":
        return _outlet_name(root, pile, held)
    if root.kind == "unresolved":
        return "not identified"
    spoken = [
        _spoken(statement.source) for statement, _ in held if is_identified(statement.source) or statement.source.naming is Naming.DOCUMENT
    ]
    if spoken and root.kind == "document" and root.key.startswith("release of "):
        return f"{max(spoken, key=lambda words: (len(words), words))} of {root.key.removeprefix('release of ')}"
    if not spoken:
        return f"{root.group.removeprefix('party ')}, {min(_spoken(statement.source) for statement, _ in held)}"
    return max(spoken, key=lambda words: (len(words), words))


def _spoken(source: Source) -> str:
    return " ".join((source.name or source.text).split())[:120] or "in its own voice"


def _outlet_name(root: Root, pile: Pile, held: Sequence[tuple[Statement, Match | None]]) -> str:
    names: set[str] = set()
    for statement, _ in held:
        family = pile.root(statement.article_id)
        media = (layer for layer in (statement.source, *statement.chain) if layer.naming is Naming.MEDIA)
        layers = [named_outlet(layer.name or layer.text) for layer in media]
        edges = [edge.target for edge in pile.evidence.get(statement.article_id, ())]
        names.update(filter(None, [pile.wires.get(family), pile.outlet(statement.article_id), *layers, *edges]))
    same = [canonical(name) for name in names if pile.key_of(name) == root.key]
    return max(same, key=lambda name: (len(name), name)) if same else root.key


def _because(low: int, origins: Sequence[Origin], together: Sequence[tuple[str, ...]]) -> str:
    """One sentence: who stands behind the claim, and what the low end leaves out or counts once."""
    names = _some(origin.name for origin in origins if origin.kind != "unresolved")
    unresolved = sum(origin.kind == "unresolved" for origin in origins)
    open_ends = f"{unresolved} not resolved" if unresolved else ""
    listed = "; ".join(filter(None, (names, open_ends)))
    if low == len(origins):
        return f"{low} independent origin{'s' if low > 1 else ''}: {listed}."
    reasons = [f"{_some(group)} may depend on each other and count once" for group in together]
    for reason, one, many in _ADDS_NOTHING.values():
        named = list(dict.fromkeys(origin.name for origin in origins if origin.reason == reason))
        if named:
            reasons.append(f"{_some(named)} {one if len(named) == 1 else many}" if one else many)
    return f"Between {low} and {len(origins)} independent origins ({listed}): at the low end {'; '.join(reasons)}."


_ADDS_NOTHING = {
    "rests": ("may rest on a speaker who is counted", "may rest on a speaker already counted", "may rest on speakers already counted"),
    "circle": ("cites those who cite it", "and those whom it cites only cite each other", "and those whom they cite only cite each other"),
    "cited": (
        "known here only because it is cited",
        "is known here only because it is cited",
        "are known here only because they are cited",
    ),
    "no history": (
        "has no work of its own in this ledger beside this claim",
        "has no work of its own in this ledger beside this claim",
        "have no work of their own in this ledger beside this claim",
    ),
    "not first": (
        "may not be the first to tell it, and who may be has no work of its own in this ledger",
        "may not be the first to tell it, and who may be has no work of its own in this ledger",
        "may not be the first to tell it, and who may be has no work of its own in this ledger",
    ),
    "not resolved": ("is not resolved", "", "what is not resolved adds nothing"),
}
"""Why an origin adds nothing to the low end: as told of the origin, of one in the sentence, of several."""


def _some(names: Iterable[str]) -> str:
    """Up to five names and how many more there are."""
    unique = list(dict.fromkeys(names))
    more = f" and {len(unique) - 5} more" if len(unique) > 5 else ""
    return ", ".join(unique[:5]) + more
