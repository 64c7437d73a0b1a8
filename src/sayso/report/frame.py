"""What surrounds a page: how its links lead on, as of when it is shown, and whether something can be written from it.

The one-file report and the app share templates and records; `Links` is the only place where they part. In the report a link is a place on
the page or nothing; in the app it is an address, with the two dates of the page kept in it, so that looking further stays on that date.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from sayso.model import content_id
from sayso.report.records import Voice

__all__ = ["Frame", "Links", "app_links", "article_anchor", "claim_anchor"]


def claim_anchor(claim_id: str) -> str:
    """Return the name of a claim's place on a page.

    >>> claim_anchor("claim-1").startswith("c-")
    True
    """
    return content_id("c", claim_id)


def article_anchor(article_id: str) -> str:
    """Return the name of an article's place on a page.

    >>> article_anchor("article-1").startswith("a-")
    True
    """
    return content_id("a", article_id)


@dataclass(frozen=True, slots=True)
class Links:
    """Where the links of one page lead; an empty text means that there is nowhere to go."""

    app: bool = False
    """Whether there are other pages; else everything is on this one."""
    claims: frozenset[str] = frozenset()
    """The claims whose statements stand on this page."""
    articles: frozenset[str] = frozenset()
    """The articles that have a place on this page."""
    as_of: str | None = None
    """Carried along: only what was published by then."""
    known_at: str | None = None
    """Carried along: only what this ledger knew by then."""

    def address(self, path: str, **fields: str) -> str:
        """Return an address of the app, with what is asked for and the two dates; empty where there is no app.

        >>> Links(app=True, as_of="2031-05").address("/party", name="Norland & Co")
        '/party?name=Norland+%26+Co&as_of=2031-05'
        >>> Links().address("/party", name="Norland")
        ''
        """
        if not self.app:
            return ""
        asked: Mapping[str, str | None] = {**fields, "as_of": self.as_of, "known_at": self.known_at}
        query = urlencode([(name, value) for name, value in asked.items() if value], errors="replace")
        return f"{path}?{query}" if query else path

    def claim(self, claim_id: str) -> str:
        """Return where a claim is shown.

        >>> Links(app=True).claim("claim-1"), Links().claim("claim-1")
        ('/claim/claim-1', '')
        """
        if claim_id in self.claims and not self.app:
            return f"#{claim_anchor(claim_id)}"
        return self.address(f"/claim/{_part(claim_id)}")

    def article(self, article_id: str) -> str:
        """Return where an article is shown: its page, or its place in the list of evidence.

        >>> Links(app=True).article("article-1"), Links().article("article-1")
        ('/article/article-1', '')
        """
        if self.app:
            return self.address(f"/article/{_part(article_id)}")
        return f"#{article_anchor(article_id)}" if article_id in self.articles else ""

    def words(self, voice: Voice) -> str:
        """Return where a statement's exact words are highlighted: on this page where they stand on it, else in its article."""
        if voice.claim_id in self.claims:
            return f"#{voice.anchor}"
        return self.in_article(voice)

    def in_article(self, voice: Voice) -> str:
        """Return where a statement's words are highlighted inside the whole text of its article; empty where there is no app."""
        return f"{self.article(voice.article.id)}#{voice.anchor}" if self.app else ""

    def party(self, name: str) -> str:
        """Return where all positions of a party are shown.

        >>> Links(app=True).party("Norland"), Links().party("Norland")
        ('/party?name=Norland', '')
        """
        return self.address("/party", name=name)

    def story(self, story_id: str) -> str:
        """Return where a story's ladder is shown.

        >>> Links(app=True).story("story-1"), Links().story("story-1")
        ('/story/story-1', '')
        """
        return self.address(f"/story/{_part(story_id)}") if story_id else ""

    def file(self, claim_id: str) -> str:
        """Return where the one-file report of a claim can be had.

        >>> Links(app=True).file("claim-1")
        '/claim/claim-1/report'
        """
        return self.address(f"/claim/{_part(claim_id)}/report")

    def capture(self, article_id: str) -> str:
        """Return where the bytes of a capture can be had.

        >>> Links(app=True).capture("article-1")
        '/article/article-1/capture'
        """
        return self.address(f"/article/{_part(article_id)}/capture")


def app_links(as_of: str | None = None, known_at: str | None = None) -> Links:
    """Return the links of a page of the app; which statements stand on it is filled in by the page itself.

    >>> app_links("2031-05").claim("claim-1")
    '/claim/claim-1?as_of=2031-05'
    """
    return Links(app=True, as_of=as_of, known_at=known_at)


def _part(identifier: str) -> str:
    return quote(identifier, safe="", errors="replace")


@dataclass(frozen=True, slots=True)
class Frame:
    """What every page is given besides its content."""

    links: Links = Links()
    """Where links lead."""
    as_of: str | None = None
    """Only what was published by then is shown; None for everything."""
    known_at: str | None = None
    """Only what this ledger knew by then is in the index given; None for now. Printed and kept in links, never applied here."""
    head: str = ""
    """The hash of the ledger's last entry."""
    generated_at: str = ""
    """When the page was made, ISO 8601."""
    writable: bool = False
    """Whether forms that write are shown."""
    token: str = ""
    """Sent along with every form that writes."""
    who: str = ""
    """Who last decided something here, to be offered again in forms."""
    notice: str = ""
    """What the last form did, in one sentence; empty for nothing."""
    stylesheet: str = ""
    """Address of the stylesheet; empty to put it into the page, together with a policy that allows nothing else."""
    scripts: tuple[str, ...] = ()
    """Addresses of scripts; pages are complete without them."""
    moments: tuple[str, ...] = ()
    """Every moment at which the ledger learned something, sorted; where empty, the moments in the index serve."""
