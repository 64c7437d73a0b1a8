"""The report as one HTML file that opens offline, needs no script, and sends no request.

It is made of the same records and templates as the pages of the app; its links are places on the page. The content security policy in the
page allows the one inlined style by its hash and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sayso.model import Article, Claim, LedgerView
from sayso.report.claim_part import claim_part, matrix_tables
from sayso.report.cut import cut_to
from sayso.report.frame import Frame, Links
from sayso.report.gaps import ledger_gaps, ledger_header
from sayso.report.index import Index, chosen_claims, index_view
from sayso.report.rendering import rendered
from sayso.report.tree import claim_articles

__all__ = ["evidence_articles", "render", "render_file"]


def render(
    view: LedgerView,
    *,
    head: str,
    generated_at: str,
    claims: Sequence[str] | None = None,
    as_of: str | None = None,
    known_at: str | None = None,
) -> str:
    """Return the report on some claims as one HTML page; on all tracked claims where none are given.

    `head` is the hash of the ledger's last entry and `generated_at` an ISO 8601 time: both are printed, neither is computed, so
    that the same ledger gives the same page. `as_of` leaves out what was published later; `known_at` is only printed: the view has to be
    that of the moment. Raises `NotFoundError` for a claim that the ledger does not hold.

    >>> empty = LedgerView((), (), (), (), (), (), (), (), (), (), (), (), (), ())
    >>> render(empty, head="0", generated_at="2031-06-05T08:00:00+00:00").startswith("<!doctype html>")
    True
    """
    whole = index_view(view)
    frame = Frame(as_of=as_of, known_at=known_at, head=head, generated_at=generated_at)
    return render_file(whole, claims, frame)


def render_file(whole: Index, claims: Sequence[str] | None, frame: Frame) -> str:
    """Return the same report from an index; of `frame` only the two times, the head and the moment are used.

    >>> from sayso.report.index import index_view
    >>> "sayso report" in render_file(index_view(LedgerView(*[()] * 14)), None, Frame())
    True
    """
    index = index_view(cut_to(whole.view, frame.as_of, claims or ())) if frame.as_of else whole
    chosen = chosen_claims(index, claims)
    listed = index.view.articles if claims is None else evidence_articles(index, chosen)
    links = Links(claims=frozenset(claim.id for claim in chosen), articles=frozenset(article.id for article in listed))
    bare = Frame(links=links, as_of=frame.as_of, known_at=frame.known_at, head=frame.head, generated_at=frame.generated_at)
    return rendered(
        "report.html",
        bare,
        header=ledger_header(index),
        tables=matrix_tables(index, chosen),
        parts=[claim_part(index, claim, whole) for claim in chosen],
        gaps=ledger_gaps(index),
        index=index,
        listed=sorted(listed, key=lambda article: (article.published_at or "9", article.id)),
        evidence_note=f"Every capture that {'this ledger holds' if claims is None else 'this page rests on'}",
        outcomes=dict(index.view.readings),
        others=len(index.view.claims) - len(chosen),
    )


def evidence_articles(index: Index, claims: Iterable[Claim]) -> tuple[Article, ...]:
    """Return the articles that some claims rest on: those that speak of them, and the texts that these derive from or cite.

    >>> from sayso.report.index import index_view
    >>> evidence_articles(index_view(LedgerView(*[()] * 14)), [])
    ()
    """
    own = {article.id for claim in claims for article in claim_articles(index, claim.id)}
    roots = {index.families[article].root for article in own if article in index.families}
    cited = {edge.target for article in own for edge in index.evidence.get(article, ())}
    return tuple(index.articles[article] for article in sorted(own | roots | cited) if article in index.articles)
