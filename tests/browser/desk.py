"""The ledger that the browser tests look at, and every page of it: an invented episode, and beside it what an episode seldom has at once.

The pages are served to the browser from memory under an address that leads nowhere, so that whatever else a page asks for is seen as an
address of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from playwright.sync_api import BrowserContext, Route

from report.episode import SIGNED, episode
from sayso.model import Article, Change, ChangeKind, Judgement, JudgementKind, LedgerView
from sayso.report import pages
from sayso.report.frame import Frame, app_links
from sayso.report.index import Index, index_view
from sayso.report.records import JobView
from sayso.report.search import SearchQuery
from sayso.versions import page_history

__all__ = ["DESK", "MOMENT", "desk_view", "every_page", "serve"]

DESK = "http://desk.invalid"
MOMENT = "2031-06-05T08:00:00+00:00"


def desk_view(copies: int = 3) -> LedgerView:
    """Return the view of the episode with a page that was edited after a denial, and with what people decided."""
    view = episode(copies)
    first = next(article for article in view.articles if article.outlet == "Vesturia Daily")
    text = first.text.replace("has signed a multibillion contract", "has held talks about a contract")
    later = replace(first, id=first.id + "0", digest="0" * 64, title="Norland talks of Brenna mill", text=text, published_at="2031-06-02")
    articles = tuple(sorted((*view.articles, later), key=lambda article: article.id))
    seen = dict(view.recorded_at) | {later.id: "2031-06-05T09:00:00+00:00"}
    versions = page_history(articles, view.statements, view.matches, seen).versions
    return replace(view, articles=articles, recorded_at=tuple(sorted(seen.items())), versions=versions, judgements=_judgements(first))


def _judgements(article: Article) -> tuple[Judgement, ...]:
    """Return one decision that holds, one that was taken back, one that revokes it."""
    holds = Judgement("j-1", JudgementKind.NOT_SAME_FAMILY, (article.id,), "", "Kaja Lund", "It has a reporter of its own there.", MOMENT)
    wrong = Judgement("j-2", JudgementKind.APPROVE_WORDING, (SIGNED,), "A contract was signed", "Kaja Lund", "Shorter.", MOMENT)
    undone = Judgement("j-3", JudgementKind.REVOKE, ("j-2",), "", "Per Aas", "The place is needed.", MOMENT)
    return holds, wrong, undone


def every_page(index: Index, frame: Frame | None = None) -> dict[str, str]:
    """Return each kind of page by the path at which it is served, and each state of a kind that looks otherwise."""
    shown = frame or Frame(app_links(), None, None, "0" * 64, MOMENT, writable=True, token="t", who="Kaja Lund")  # noqa: S106 -- no secret
    view = index.view
    noted = replace(shown, notice="The decision was kept. Everything derived from it has been made anew.")
    at = replace(shown, as_of="2031-05-28", known_at=MOMENT, links=app_links("2031-05-28", MOMENT))
    changes = _changes(view)
    made: dict[str, Callable[[], str]] = {
        "start": lambda: pages.start_page(index, shown, changes, since="2031-06-01T00:00:00+00:00"),
        "start of an empty ledger": lambda: pages.start_page(index_view(LedgerView(*[()] * 14)), shown),
        "start on a date": lambda: pages.start_page(index, at),
        "claim": lambda: pages.claim_page(index, view.claims[0].id, noted),
        "claim on a date": lambda: pages.claim_page(index, view.claims[0].id, at),
        "claim without standing": lambda: pages.claim_page(index, view.claims[-1].id, shown),
        "article": lambda: pages.article_page(index, view.matches[0].article_id, shown),
        "article with versions": lambda: pages.article_page(index, _edited(view), shown),
        "article not read": lambda: pages.article_page(index, next(a.id for a in view.articles if not a.readable), shown),
        "party": lambda: pages.party_page(index, view.claims[0].parties[0], shown),
        "story": lambda: pages.story_page(index, view.claims[0].story, shown),
        "search": lambda: pages.search_page(index, shown, SearchQuery()),
        "search narrowed": lambda: pages.search_page(index, shown, SearchQuery(stance="denies")),
        "search without result": lambda: pages.search_page(index, shown, SearchQuery(words="zeppelin"), ()),
        "changes": lambda: pages.changes_page(shown, changes, since="2031-06-01", until="2031-06-09", each=True, left=3),
        "job": lambda: pages.job_page(shown, JobView("Reading", "It is being read.", 3, 4, view.articles[0].title or ""), "/job/1"),
        "job ended": lambda: pages.job_page(shown, _ended(view), "/job/1"),
        "problems": lambda: pages.problems_page(index, shown),
        "judgements": lambda: pages.judgements_page(index, shown, ["Two people decided differently on one statement."]),
        "problem": lambda: pages.problem_page(shown, 404, "No such claim", "This ledger does not hold it."),
        "one file": lambda: pages.claim_file(index, view.claims[0].id, Frame(head="0" * 64, generated_at=MOMENT)),
    }
    return {f"/{name.replace(' ', '-')}": make() for name, make in made.items()}


def _ended(view: LedgerView) -> JobView:
    read = tuple((article.id, article.title or article.input_id) for article in view.articles[:4])
    outcomes = (("ok", 3), ("partial", 1), ("quarantined", len(view.problems)))
    return JobView("Read", "It is read.", 4, 4, "", outcomes, view.problems[:4], finished=True, articles=read, left=2)


def _edited(view: LedgerView) -> str:
    return next(version.article_id for version in view.versions if version.previous)


def _changes(view: LedgerView) -> list[Change]:
    claim, article = view.claims[0], view.articles[0]
    because = "Norland denies it."
    return [
        Change(
            f"change-{kind.value}",
            kind,
            MOMENT,
            f"Something about “{claim.text}” changed.",
            claim.id,
            article.id,
            "reported",
            "denied",
            because,
        )
        for kind in ChangeKind
    ]


def serve(context: BrowserContext, pages_by_path: Mapping[str, str]) -> None:
    """Let a profile find pages under `DESK`; what else it asks for of `DESK` is answered with 404, of others not at all."""

    def answer(route: Route) -> None:
        found = pages_by_path.get(route.request.url.removeprefix(DESK).partition("#")[0])
        if found is None:
            route.fulfill(status=404, body="")
        else:
            route.fulfill(body=found.encode("utf-8"), content_type="text/html; charset=utf-8")

    context.route(f"{DESK}/**", answer)
