"""Sentences on decisions that do not agree: both sides, which one counts, and the next step."""

from __future__ import annotations

from sayso.judging.force import Opinion
from sayso.judging.ground import Ground
from sayso.judging.places import content_of
from sayso.model import Problem

__all__ = ["CONFLICT", "conflict_problem"]

CONFLICT = "judgements-differ"
"""Code of the problem that two people decided one thing otherwise."""
_LONGEST = 120


def conflict_problem(pair: tuple[Opinion, Opinion], ground: Ground) -> Problem:
    """Return the problem for two opinions on one subject, the one that counts first.

    >>> from sayso.model import Judgement
    >>> made = [Judgement(who, "approve-wording", ("c",), words, who, "", "2031-05-01") for who, words in (("Kaja", "A"), ("Arne", "B"))]
    >>> ours, theirs = (Opinion(("wording", "c"), each.value, each) for each in made)
    >>> conflict_problem((ours, theirs), Ground.of([], [], [], [])).message[:74]
    'On the wording of “c”: Kaja decided “A” on 2031-05-01, Arne “B” on 2031-05'
    """
    counts, other = pair
    message = (
        f"On {_about(counts, ground)}: {counts.judgement.who} decided “{counts.says}” on {counts.judgement.recorded_at[:10]},"
        f" {other.judgement.who} “{other.says}” on {other.judgement.recorded_at[:10]}. The later decision counts. Settle it between you,"
        f" then take one back: sayso judge revoke {other.judgement.id}"
    )
    return Problem(CONFLICT, message, counts.judgement.id)


def _about(opinion: Opinion, ground: Ground) -> str:
    subject, *records = opinion.subject
    if subject == "family":
        return "the articles " + " and ".join(_article(name, ground) for name in records)
    if subject == "wording":
        return f"the wording of “{_claim(records[0], ground)}”"
    on_claim = f" on “{_claim(records[0], ground)}”" if len(records) > 1 else ""
    return f"the {subject} of “{_words(records[-1], ground)}”{on_claim}"


def _claim(name: str, ground: Ground) -> str:
    return _cut(ground.claims[name].text) if name in ground.claims else name


def _article(name: str, ground: Ground) -> str:
    article = ground.articles.get(name)
    return f"“{_cut(article.title or name)}” ({article.outlet or 'outlet not named'})" if article else name


def _words(name: str, ground: Ground) -> str:
    found = next((each for held in ground.statements.values() for each in held if each.id == name), None)
    return _cut(content_of(found).cut(ground.articles[found.article_id].text)) if found else name


def _cut(words: str) -> str:
    plain = " ".join(words.split())
    return plain if len(plain) <= _LONGEST else plain[:_LONGEST].rstrip() + "…"
