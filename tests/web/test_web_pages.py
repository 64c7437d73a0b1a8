"""The pages that look: each route answers, shows what it should, writes nothing, and says what to do where it cannot answer."""

from __future__ import annotations

import re
import sqlite3
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import html
from starlette.testclient import TestClient

from sayso.report.pages import ROUTES
from sayso.report.words import LOADED

from .conftest import CLAIM

ODD = st.one_of(
    st.text(max_size=40), st.sampled_from(["2031", "2031-05-28", "2031-13", "../..", "'; DROP TABLE articles;--", "\x00", "%", "-1"])
)
FIELDS = ("as_of", "known_at", "since", "until", "name", "words", "party", "stance", "page", "date", "each", "token", "limit", "offset")


def links(client: TestClient, path: str, start: str) -> list[str]:
    """Return the addresses on a page that begin in a way, each once."""
    found = html.document_fromstring(client.get(path).text).xpath("//a/@href")
    return list(dict.fromkeys(address for address in found if address.startswith(start)))


def claim_path(client: TestClient) -> str:
    """Return the address of the followed claim."""
    tree = html.document_fromstring(client.get("/").text)
    (found,) = {link.get("href") for link in tree.xpath("//a[starts-with(@href, '/claim/')]") if CLAIM in link.text_content()}
    return str(found)


def article_path(client: TestClient) -> str:
    """Return the address of an article with statements."""
    return links(client, claim_path(client), "/article/")[0].split("#")[0]


def all_paths(client: TestClient) -> list[str]:
    """Return an address for each GET of the routes."""
    claim, article = claim_path(client), article_path(client)
    story = links(client, claim, "/story/")
    known = {"/claim/{claim_id}": claim, "/article/{article_id}": article, "/story/{story_id}": (story or ["/story/none"])[0]}
    found = []
    for method, path, _ in ROUTES:
        if method == "GET":
            pattern = next((pattern for pattern in known if pattern in path), "")
            real = path.replace(pattern, known[pattern].split("?")[0]) if pattern else path
            found.append("/party?name=Norland" if real == "/party" else real.replace("{job_id}", "none"))
    return found


def page_paths(client: TestClient) -> list[str]:
    """Return those of them that are pages."""
    return [path for path in all_paths(client) if client.get(path).headers["content-type"].startswith("text/html")]


def test_every_route_answers(client: TestClient) -> None:
    """Each address that pages link to has a page; what is not there is told with what to do."""
    for path in all_paths(client):
        answer = client.get(path)
        assert (path, answer.status_code) == (path, 404 if "/none" in path else 200)


def test_every_link_of_every_page_leads_somewhere(client: TestClient) -> None:
    """No page links to an address that is not served."""
    found = {link.split("#")[0] for path in page_paths(client) for link in links(client, path, "/")}
    answers = {address: client.get(address) for address in sorted(found)}
    not_yet = {address for address, answer in answers.items() if "may not have known it yet" in answer.text and "known_at=" in address}
    dead = {address: answer.status_code for address, answer in answers.items() if answer.status_code != 200}
    assert set(dead) == not_yet
    assert len(set(answers) - not_yet) > 20


def test_the_claim_page_has_what_the_whole_view_says(client: TestClient) -> None:
    """Claim, standing, matrix and words stand on it; each statement's link leads to the exact words in its article."""
    page = html.document_fromstring(client.get(claim_path(client)).text)
    text = page.text_content()
    assert CLAIM in text
    assert "denied" in text
    cards = page.xpath("//article[contains(@class, 'statement')]")
    assert cards
    for card in cards:
        (door,) = {address for address in card.xpath(".//a/@href") if address.startswith("/article/")}
        path, _, place = door.partition("#")
        article = html.document_fromstring(client.get(path).text)
        (anchor,) = article.xpath(f"//*[@id='{place}']")
        marked = anchor.getnext()
        while marked.tag != "mark":
            marked = marked.getnext()
        quote = "".join(mark.text_content() for mark in card.xpath(".//mark"))
        assert quote[: len(marked.text_content())] == marked.text_content()[: len(quote)]


def test_captures_are_downloads_and_nothing_else(client: TestClient) -> None:
    """Whatever the bytes are, they are saved and not shown."""
    answer = client.get(f"{article_path(client)}/capture")
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"].startswith("attachment; ")
    assert b"steel mill" in answer.content
    report = client.get(f"{claim_path(client)}/report")
    assert report.headers["content-disposition"].startswith("attachment; ")
    assert "<form" not in report.text


def rows_of(ledger: Path) -> list[tuple[object, ...]]:
    """Return the journal of a ledger, read beside the app, without the entries that only keep what was derived."""
    with sqlite3.connect(ledger) as connection:
        return connection.execute("SELECT number, kind, head FROM journal WHERE kind != 'edition' ORDER BY number").fetchall()


def test_no_get_writes(client: TestClient, ledger: Path) -> None:
    """Every route, asked with odd fields, leaves the journal as it was; no answer is an error of ours."""
    before = rows_of(ledger)
    paths = [*all_paths(client), "/read", "/track", "/judge", "/api/v1/claims", "/nothing/at/all"]

    @settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
    @given(path=st.sampled_from(paths), fields=st.dictionaries(st.sampled_from(FIELDS), ODD, max_size=3), head=st.booleans())
    def asked(path: str, fields: dict[str, str], head: bool) -> None:
        answer = client.request("HEAD" if head else "GET", path, params=fields)
        assert answer.status_code < 500, (path, fields)

    asked()
    assert rows_of(ledger) == before
    assert before


@pytest.mark.parametrize(
    "path", ["/claim/none", "/article/none", "/story/none", "/party?name=Nobody", "/nothing", "/?as_of=soon", "/job/x"]
)
def test_a_page_that_is_not_there_says_what_to_do(client: TestClient, path: str) -> None:
    """A page of ours without a trace, with a link on."""
    answer = client.get(path)
    assert answer.status_code in {400, 404}
    tree = html.document_fromstring(answer.text)
    assert tree.xpath("//main//a[@href='/']")
    assert "Traceback" not in answer.text


def test_dates_in_the_address_hold_for_the_whole_page(client: TestClient) -> None:
    """Before the denial was published it is nowhere on the claim's page, and every link keeps the date."""
    early = client.get(claim_path(client), params={"as_of": "2031-05-26"}).text
    assert "ministry denied" not in early
    assert "ministry denied" in client.get(claim_path(client)).text
    inner = [link for link in html.document_fromstring(early).xpath("//main//a[not(ancestor::form)]/@href") if link.startswith("/")]
    assert inner
    assert [link for link in inner if "as_of=2031-05-26" not in link] == []


def test_a_moment_before_everything_shows_an_empty_ledger(client: TestClient) -> None:
    """What this ledger did not know yet is not shown."""
    text = client.get("/", params={"known_at": "2031-06-05T07:00:00"}).text
    assert "This ledger is empty" in text


def test_feeds_and_changes_tell_the_same(client: TestClient) -> None:
    """The page of changes and both feeds name the claim; each entry leads to a page of this app."""
    assert CLAIM in client.get("/changes", params={"since": "2031-06-01"}).text
    items = client.get("/feed.json", params={"since": "2031-06-01"}).json()["items"]
    atom = client.get("/feed.atom", params={"since": "2031-06-01"})
    assert atom.headers["content-type"].startswith("application/atom+xml")
    assert items
    assert all(client.get(item["url"]).status_code == 200 for item in items if "url" in item)
    assert atom.text.count("<entry>") == len(items)


def own_words(page: str) -> str:
    """Return a page's text without what stands in quotation, titles, highlights, or fields that hold somebody's words."""
    tree = html.document_fromstring(page)
    for node in tree.xpath("//q | //mark | //blockquote | //cite | //style | //option | //del | //ins | //div[@class='text']"):
        node.drop_tree()
    return re.sub("“[^”]*”", "", tree.text_content())


def test_charged_words_stand_only_in_quotation(client: TestClient) -> None:
    """On no page of the app, although an article calls the reports fabricated."""
    loose = {path: found for path in page_paths(client) if (found := LOADED.findall(own_words(client.get(path).text)))}
    assert loose == {}
    assert "fabricated" in client.get(article_path(client)).text + client.get("/search?words=fabricated").text


def test_public_mode_shows_no_form_and_takes_no_write(public: TestClient, ledger: Path) -> None:
    """Nobody needs a secret; no page has a form that writes; captures are kept back; every write is refused."""
    before = rows_of(ledger)
    for path in all_paths(public):
        page = public.get(path)
        if path.endswith("/capture"):
            assert page.status_code == 404
            continue
        assert '<form method="post"' not in page.text
        assert "/capture" not in page.text
    for method, path, _ in ROUTES:
        if method == "POST":
            headers = {"origin": "http://127.0.0.1:8787", "sec-fetch-site": "same-origin"}
            answer = public.post(path, data={"text": "A pier was sold.", "token": "x"}, headers=headers)
            assert answer.status_code == 403
    assert rows_of(ledger) == before
