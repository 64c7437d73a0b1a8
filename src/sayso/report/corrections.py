"""What a person can correct, as forms that stand beside what they correct; every one asks who decides and why.

Here is only what each form holds; how it looks is the template's, what it does is the ledger's (`Ledger.judge`). A target is a claim's id,
an article's id, an outlet's name, or the place of a statement, `ARTICLE:START-END`, the stretch of what is said.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sayso.judging import content_of, written_place
from sayso.model import Article, Claim, Judgement, JudgementKind, Stance
from sayso.report.article_text import Highlight
from sayso.report.index import Index
from sayso.report.records import Voice

__all__ = [
    "Choice",
    "Correction",
    "Decision",
    "article_corrections",
    "claim_corrections",
    "decisions",
    "decisions_on",
    "source_correction",
    "statement_corrections",
    "statement_place",
]

CHOICES = 60
"""Entries of a list to choose from; past that an id is typed."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One entry of a list."""

    value: str
    """What is sent."""
    label: str
    """What is read."""


@dataclass(frozen=True, slots=True)
class Correction:
    """One form."""

    kind: JudgementKind
    """What is decided."""
    title: str
    """What the button says."""
    targets: tuple[str, ...]
    """What it is about."""
    field: str = ""
    """`value` or `target`: what the reader fills in; empty where the kind says it all."""
    asks: str = ""
    """The label of that field."""
    choices: tuple[Choice, ...] = ()
    """What there is to choose from; empty for a line to write in."""
    given: str = ""
    """What stands in the field at first."""


@dataclass(frozen=True, slots=True)
class Decision:
    """A judgement and what became of it."""

    judgement: Judgement
    """What was decided."""
    revoked: Judgement | None
    """The judgement that revoked it, or None while it holds."""
    about: tuple[tuple[str, str, str], ...]
    """What it is about: (claim, article or name; its id; what is read)."""


def statement_place(voice: Voice) -> str:
    """Return how a judgement names the place of a statement: it holds whatever a later reading makes of the article."""
    return written_place(voice.article.id, voice.said)


def claim_corrections(index: Index, claim: Claim) -> tuple[Correction, ...]:
    """Return what can be corrected about a claim as a whole: merge, wording, rating, dismissal.

    >>> from sayso.model import LedgerView
    >>> from sayso.report.index import index_view
    >>> claim = Claim("claim-1", "A bridge was closed")
    >>> [form.kind.value for form in claim_corrections(index_view(LedgerView(*[()] * 7, (claim,), *[()] * 6)), claim)]
    ['merge', 'approve-wording', 'rate', 'dismiss']
    """
    near = [other for other in index.view.claims if other.id != claim.id and other.story == claim.story]
    far = [other for other in index.view.claims if other.id != claim.id and other.story != claim.story]
    others = tuple(Choice(other.id, other.text) for other in (*near, *far)[:CHOICES])
    own = (claim.id,)
    return (
        Correction(JudgementKind.MERGE, "Merge with another claim", own, "target", "The same claim as", others),
        Correction(JudgementKind.APPROVE_WORDING, "Approve a wording", own, "value", "The claim in words", given=claim.text),
        Correction(JudgementKind.RATE, "Add a rating of your own", own, "value", "Your rating, in words"),
        Correction(JudgementKind.DISMISS, "Dismiss this claim", own),
    )


def statement_corrections(claim: Claim, voice: Voice) -> tuple[Correction, ...]:
    """Return what can be corrected about one statement on a claim: stance, source, party, and whether it belongs here at all."""
    place = statement_place(voice)
    stances = tuple(Choice(stance.value, stance.value) for stance in Stance)
    parties = (*(Choice(party, party) for party in claim.parties), Choice("", "no party"))
    on_claim = (claim.id, place)
    return (
        Correction(JudgementKind.SET_STANCE, "Set the stance", on_claim, "value", "On this claim it", stances, voice.stance.value),
        Correction(JudgementKind.SET_SOURCE, "Set the source", (place,), "value", "Who speaks", given=voice.speaker),
        Correction(JudgementKind.SET_PARTY, "Set the party", on_claim, "value", "Speaks for", parties, voice.party or ""),
        Correction(JudgementKind.SPLIT, "Not about this claim", on_claim),
    )


def source_correction(article: Article, mark: Highlight) -> Correction:
    """Return the form that says who speaks in a statement, whatever claims it bears on."""
    place = written_place(article.id, content_of(mark.statement))
    return Correction(JudgementKind.SET_SOURCE, "Set the source", (place,), "value", "Who speaks", given=mark.speaker)


def article_corrections(index: Index, article: Article, others: Iterable[Article]) -> tuple[Correction, ...]:
    """Return what can be corrected about where an article comes from: a copy or not, and who owns its outlet.

    >>> from sayso.model import LedgerView
    >>> from sayso.report.index import index_view
    >>> page = Article("a", "a", "", "", outlet="Harbour Gazette")
    >>> [form.kind.value for form in article_corrections(index_view(LedgerView((page,), *[()] * 13)), page, ())]
    ['same-family', 'same-owner']
    """
    family = index.families.get(article.id)
    joined = [index.articles[a] for a in (family.articles if family else ()) if a != article.id and a in index.articles]
    apart = [other for other in others if other.id != article.id and other not in joined]
    forms = [
        Correction(JudgementKind.SAME_FAMILY, "Mark as a copy", (article.id,), "target", "The same text as", _articles(apart)),
    ]
    if joined:
        asks = "Wrongly joined with"
        forms.append(Correction(JudgementKind.NOT_SAME_FAMILY, "Not a copy", (article.id,), "target", asks, _articles(joined)))
    if article.outlet:
        names = sorted({other.outlet for other in index.view.articles if other.outlet and other.outlet != article.outlet})
        outlets = tuple(Choice(name, name) for name in names[:CHOICES])
        forms.append(Correction(JudgementKind.SAME_OWNER, "Same owner", (article.outlet,), "target", "Has the same owner as", outlets))
    return tuple(forms)


def _articles(articles: Sequence[Article]) -> tuple[Choice, ...]:
    return tuple(
        Choice(article.id, f"{article.outlet or 'outlet not named'}: {article.title or article.id}") for article in articles[:CHOICES]
    )


def decisions(index: Index) -> tuple[Decision, ...]:
    """Return every judgement with what became of it, latest first; what only revokes another is shown with that.

    >>> from sayso.model import LedgerView
    >>> from sayso.report.index import index_view
    >>> decisions(index_view(LedgerView(*[()] * 14)))
    ()
    """
    judgements = index.view.judgements
    revoking = [judgement for judgement in judgements if judgement.kind == JudgementKind.REVOKE]
    by_target = {target: judgement for judgement in revoking for target in judgement.targets}
    own = [judgement for judgement in judgements if judgement.kind != JudgementKind.REVOKE]
    ordered = sorted(own, key=lambda judgement: (judgement.recorded_at, judgement.id), reverse=True)
    return tuple(
        Decision(judgement, by_target.get(judgement.id), tuple(_about(index, judgement, target) for target in judgement.targets))
        for judgement in ordered
    )


def _about(index: Index, judgement: Judgement, target: str) -> tuple[str, str, str]:
    if target in index.claims:
        return "claim", target, index.claims[target].text
    text = next((trace[2] for trace in judgement.traces if trace[0] == target), None)
    if text is not None:
        now = next((claim for claim in index.view.claims if judgement.id in claim.judgements), None)
        return ("claim", now.id, text or now.text) if now else ("name", target, text or target)
    article = index.articles.get(_bare(target))
    if article is None:
        return "name", target, target
    span = target[len(article.id) + 1 :]
    where = article.outlet or "outlet not named"
    if not span:
        return "article", article.id, where
    start, _, end = span.partition("-")
    return "article", article.id, f"{article.text[int(start) : int(end)]} ({where})"


def decisions_on(index: Index, claim: Claim) -> tuple[Decision, ...]:
    """Return the decisions that bear on a claim: on itself, on its articles and their statements, on its articles' outlets."""
    matches = index.matches.get(claim.id, ())
    articles = [index.articles[match.article_id] for match in matches if match.article_id in index.articles]
    names = {claim.id, claim.tracked_id, *(article.id for article in articles), *(article.outlet for article in articles)}
    return tuple(
        decision
        for decision in decisions(index)
        if decision.judgement.id in claim.judgements or names & {_bare(target) for target in decision.judgement.targets}
    )


def _bare(target: str) -> str:
    article, _, place = target.rpartition(":")
    return article if article and place.replace("-", "").isdigit() else target
