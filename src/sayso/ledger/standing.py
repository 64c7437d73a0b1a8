"""Where a claim stands by a date: gathers the case from positions and origins, and lets the table of rules speak.

Everything here is derived and can be derived again; nothing is a verdict. Statements count from the day on which their article was public.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from sayso.ledger.dates import UNDATED
from sayso.ledger.origins import Pair, roots_of, trace_in
from sayso.ledger.pile import Pile
from sayso.ledger.positions import latest_voice, positions_in
from sayso.ledger.rules import Case, rule_for
from sayso.ledger.speakers import is_identified, is_on_record, speaker_key
from sayso.model import (
    Act,
    Article,
    Claim,
    Evidence,
    Family,
    Naming,
    Position,
    Sdqc,
    Stance,
    Standing,
    StandingState,
    Statement,
)

__all__ = ["concessions", "standing", "standing_in", "standings", "standings_in"]

Concession = tuple[str, str]
"""(party, day from which it conceded a weaker claim of the story)."""

_WITNESS = re.compile(r"\b(?:eye-?witness(?:es)?|witness(?:es)?|survivors?|bystanders?)\b", re.IGNORECASE)
_SAW = re.compile(
    r"\b(?:I|we)\s+(?:myself\s+|ourselves\s+|personally\s+)?(?:saw|witnessed|watched|filmed|photographed|took part|attended|was there"
    r"|were there|was present|were present|was in the|were in the)\b|\bwith my own eyes\b|\bin my presence\b",
    re.IGNORECASE,
)
"""First-hand knowledge, as the words themselves have it. "Heard", "was told" and "know" were left out: they are how hearsay is put."""


def standing(  # noqa: PLR0917 -- the records in the order of the stages, then the day
    claim: Claim,
    pairs: Sequence[Pair],
    articles: Sequence[Article],
    families: Sequence[Family],
    evidence: Sequence[Evidence],
    as_of: str,
    *,
    owners: Sequence[Sequence[str]] = (),
    conceding_parties: frozenset[str] = frozenset(),
) -> Standing:
    """Return where the claim stands by the day `as_of`.

    >>> standing(Claim("c", "A pier was sold."), [], [], [], [], "2031-05-30").label
    'unsupported, unchallenged'
    """
    return standing_in(Pile.of(articles, families, evidence, owners), claim, pairs, as_of, conceding_parties)


def standings(
    claim: Claim,
    pairs: Sequence[Pair],
    articles: Sequence[Article],
    families: Sequence[Family],
    evidence: Sequence[Evidence],
    *,
    owners: Sequence[Sequence[str]] = (),
    conceded: Sequence[Concession] = (),
) -> tuple[Standing, ...]:
    """Return one standing for each date on which something changed, earliest first; at least one.

    >>> [found.published_by for found in standings(Claim("c", "A pier was sold."), [], [], [], [])]
    ['undated']
    """
    return standings_in(Pile.of(articles, families, evidence, owners), claim, pairs, conceded)


def standings_in(pile: Pile, claim: Claim, pairs: Sequence[Pair], conceded: Sequence[Concession] = ()) -> tuple[Standing, ...]:
    """Return the same as `standings` over an indexed pile.

    >>> len(standings_in(Pile.of([]), Claim("c", "A pier was sold."), []))
    1
    """
    end = pile.end or UNDATED
    days = {pile.days.get(statement.article_id) or end for statement, match in pairs if match.stance.sdqc is not Sdqc.COMMENT}
    # Before anybody took a side on this claim, a concession of a weaker one changes nothing about it.
    days |= {day for _, day in conceded if days and day > min(days)}
    found: list[Standing] = []
    for day in sorted(days) or [end]:
        parties = frozenset(party for party, since in conceded if since <= day)
        latest = standing_in(pile, claim, pairs, day, parties)
        if not found or _changed(found[-1], latest):
            found.append(latest)
    return tuple(found)


def concessions(pile: Pile, weaker: Sequence[Pair]) -> tuple[Concession, ...]:
    """Return each party that supports a weaker claim of the story, with the day from which it does; `weaker` are that claim's pairs.

    >>> concessions(Pile.of([]), [])
    ()
    """
    since: dict[str, str] = {}
    for statement, match in weaker:
        if match.party and match.stance.sdqc is Sdqc.SUPPORT:
            day = pile.days.get(statement.article_id) or pile.end or UNDATED
            since[match.party] = min(day, since.get(match.party, day))
    return tuple(sorted(since.items()))


def standing_in(pile: Pile, claim: Claim, pairs: Sequence[Pair], as_of: str, conceding_parties: frozenset[str] = frozenset()) -> Standing:
    """Return the same as `standing` over an indexed pile.

    >>> standing_in(Pile.of([]), Claim("c", "A pier was sold."), [], "2031-05-30").rule
    'unsupported'
    """
    public = sorted((pair for pair in pairs if pile.is_public(pair[0].article_id, as_of)), key=lambda pair: pair[0].id)
    case = _case(pile, claim, public, as_of, conceding_parties)
    rule = rule_for(case)
    used = tuple(statement.id for statement, match in public if match.stance.sdqc is not Sdqc.COMMENT)
    return Standing(
        claim.id,
        as_of,
        _support(case),
        _challenge(case, rule.gives),
        rule.gives,
        rule.name,
        rule.because(case),
        rule.would_change(case),
        used,
        case.origins,
    )


def _changed(before: Standing, after: Standing) -> bool:
    """A page that only repeats changes the list of statements, not the standing."""
    return replace(before, published_by="", statements=(), origins=None) != replace(after, published_by="", statements=(), origins=None)


def _support(case: Case) -> str:
    if case.confirming:
        return "confirmed"
    if case.origins.high == 0:
        return "unsupported"
    return "corroborated" if case.origins.low >= 2 else "single-origin"


def _challenge(case: Case, state: StandingState) -> str:
    if state is StandingState.RETRACTED:
        return "retracted"
    if case.conceding:
        return "partly conceded"
    if case.denying or case.outside_denials:
        return "denied"
    return "doubted" if case.doubting else "unchallenged"


def _case(pile: Pile, claim: Claim, pairs: Sequence[Pair], as_of: str, conceding: frozenset[str]) -> Case:
    stood = positions_in(pile, claim, pairs, as_of)
    on_record = {statement.id for statement, match in pairs if is_on_record(statement.source, match.party)}
    outside = [pair for pair in pairs if pair[1].party is None]
    denying = _parties(stood, Sdqc.DENY)
    taken_back = _withdrawals(pile, pairs)
    withdrawn = tuple(sorted({name for name, _ in taken_back}))
    gone = {key for _, key in taken_back}
    return Case(
        origins=trace_in(pile, pairs, as_of),
        supporting=_parties(stood, Sdqc.SUPPORT),
        confirming=_confirming(stood, pairs, on_record),
        denying=denying,
        doubting=tuple(sorted({*_parties(stood, Sdqc.QUERY), *_voices(outside, Sdqc.QUERY)})),
        conceding=tuple(party for party in denying if party in conceding),
        outside_denials=_voices(outside, Sdqc.DENY),
        witnesses=_witnesses(pile, outside, gone),
        withdrawn=withdrawn,
        remaining=_remaining(pile, pairs, gone) if gone else (),
    )


def _parties(stood: Sequence[Position], side: Sdqc) -> tuple[str, ...]:
    return tuple(sorted(position.party for position in stood if any(stance.sdqc is side for stance in position.stances)))


def _confirming(stood: Sequence[Position], pairs: Sequence[Pair], on_record: set[str]) -> tuple[str, ...]:
    supporting = {statement.id for statement, match in pairs if match.stance.sdqc is Sdqc.SUPPORT} & on_record
    return tuple(sorted(position.party for position in stood if supporting.intersection(position.statements)))


def _voices(pairs: Sequence[Pair], side: Sdqc) -> tuple[str, ...]:
    return tuple(sorted({_name(statement) for statement, match in pairs if match.stance.sdqc is side}))


def _name(statement: Statement) -> str:
    return " ".join((statement.source.name or statement.source.text or "an outlet in its own voice").split())[:80]


def _witnesses(pile: Pile, outside: Sequence[Pair], gone: set[str]) -> tuple[str, ...]:
    return tuple(
        sorted(
            {
                _name(statement)
                for statement, match in outside
                if match.stance.sdqc is Sdqc.SUPPORT
                and statement.source.naming is Naming.NAMED
                and speaker_key(statement.source) not in gone
                and _saw_it(pile, statement)
            }
        )
    )


def _saw_it(pile: Pile, statement: Statement) -> bool:
    article = pile.articles.get(statement.article_id)
    words = " ".join(span.cut(article.text) for span in statement.content) if article else ""
    source = f"{statement.source.text} | {statement.source.described}"
    return bool(_WITNESS.search(source) or _SAW.search(words))


def _withdrawals(pile: Pile, pairs: Sequence[Pair]) -> tuple[tuple[str, str], ...]:
    """(name, speaker) of those who supported the claim and took it back: in so many words, or by a latest voice that only denies.

    A party's plain denial after its own support is a change of position, not a retraction; that takes the word. A source that both supports
    and denies on its latest day has not clearly taken it back: a missed negation looks just like it.
    """
    speakers: dict[str, list[Pair]] = {}
    for pair in pairs:
        key = _voice(pile, pair[0])
        if key:
            speakers.setdefault(key, []).append(pair)
    taken = {key: held for key, held in sorted(speakers.items()) if _took_back(pile, held)}
    return tuple((_teller(pile, held[0][0]), key) for key, held in taken.items())


def _voice(pile: Pile, statement: Statement) -> str | None:
    """What makes two statements one voice, in the form of the keys of roots; None for voices that cannot be told apart."""
    if is_identified(statement.source) or statement.source.naming is Naming.MEDIA:
        return speaker_key(statement.source)
    outlet = pile.outlet(statement.article_id) if statement.source.naming is Naming.SELF else None
    return pile.key_of(outlet) if outlet else None


def _teller(pile: Pile, statement: Statement) -> str:
    own_voice = statement.source.naming is Naming.SELF
    return (pile.outlet(statement.article_id) if own_voice else None) or _name(statement)


def _took_back(pile: Pile, held: Sequence[Pair]) -> bool:
    if any(match.stance is Stance.RETRACTS for _, match in held):
        return True
    latest, earlier = latest_voice(pile, [pair for pair in held if pair[1].stance.sdqc in (Sdqc.SUPPORT, Sdqc.DENY)])
    denies = {match.stance.sdqc for _, match in latest} == {Sdqc.DENY}
    supported = any(match.stance.sdqc is Sdqc.SUPPORT for _, match in earlier)
    # An outlet that later reports a denial in its headline has corrected nothing: in its own voice it takes the word.
    outside = all(match.party is None for _, match in held)
    own_voice = any(statement.source.naming is Naming.SELF for statement, _ in held)
    said_so = any(statement.act is Act.RETRACTS and match.stance is Stance.DENIES for statement, match in latest)
    return outside and (said_so or (denies and supported and not own_voice))


def _remaining(pile: Pile, pairs: Sequence[Pair], gone: set[str]) -> tuple[str, ...]:
    """Origins left: people, offices and parties. Outlets count only where no speaker took it back, since they handed on what was said.

    A mention of "reports" that names no outlet upholds nothing: it may well be the report that was taken back.
    """
    roots = [root for root in roots_of(pile, pairs) if root.kind != "unresolved"]
    spoken = [root for root in roots if root.kind in ("party", "person", "office", "document")]
    took_back = [root for root in spoken if _is_gone(root.key, gone)]
    left = [root for root in (spoken if took_back else roots) if not _is_gone(root.key, gone)]
    return tuple(root.key for root in left)


def _is_gone(key: str, gone: set[str]) -> bool:
    return key in gone or key.rpartition(": ")[2] in gone
