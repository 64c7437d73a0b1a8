"""The forms that write: each form that a page shows can be sent, shows at once, and survives a reopening; hostile files do no harm."""

from __future__ import annotations

import io
import json
import re
import time
from dataclasses import dataclass
from pathlib import Path

import pytest
from lxml import html
from starlette.testclient import TestClient

from payloads import WRITTEN
from sayso.pipeline import Ledger
from sayso.web.forms import local_path

from .conftest import BASE
from .test_web_pages import claim_path, rows_of

FROM_HERE = {"origin": BASE, "sec-fetch-site": "same-origin"}


@dataclass(frozen=True)
class ShownForm:
    """A form as a browser sees it."""

    action: str
    fields: tuple[tuple[str, str], ...]
    upload: bool

    @property
    def token(self) -> str:
        """What shows that one of our own pages held it."""
        return dict(self.fields)["token"]


def forms_of(client: TestClient, path: str) -> list[ShownForm]:
    """Return the forms that write on a page, with what stands in their fields; of a list the chosen entry, or the first."""
    found = []
    for form in html.document_fromstring(client.get(path).text).xpath("//form[@method='post']"):
        fields = [(str(field.get("name")), _value(field)) for field in form.xpath(".//input[@name] | .//select | .//textarea")]
        kept = tuple((name, value) for name, value in fields if name != "files")
        found.append(ShownForm(form.get("action"), kept, form.get("enctype") == "multipart/form-data"))
    return found


def _value(field: html.HtmlElement) -> str:
    if field.tag == "select":
        options = field.xpath(".//option")
        chosen = [option for option in options if option.get("selected") is not None] or options[:1]
        return str(chosen[0].get("value")) if chosen else ""
    return str(field.get("value") or "")


def send(client: TestClient, form: ShownForm, **filled: str | list[str]) -> str:
    """Send a form as a browser would; return the address it leads to."""
    data: dict[str, list[str]] = {}
    for name, value in form.fields:
        data.setdefault(name, []).append(value)
    data |= {name: value if isinstance(value, list) else [value] for name, value in filled.items()}
    files = {"files": ("", b"")} if form.upload else None
    answer = client.post(form.action, data=data, files=files, headers=FROM_HERE)
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


def read_form(client: TestClient) -> ShownForm:
    return next(form for form in forms_of(client, "/") if form.action == "/read")


def wait_for(client: TestClient, job: str) -> str:
    """Return the page of a job once it has ended."""
    for _ in range(300):
        answer = client.get(job)
        if "refresh" not in answer.headers:
            return answer.text
        time.sleep(0.2)
    pytest.fail("the job did not end")


def send_files(client: TestClient, *files: tuple[str, bytes]) -> str:
    """Send files; return the page of the job once it has ended."""
    answer = client.post(
        "/read",
        data={"token": read_form(client).token, "back": "/"},
        files=[("files", (name, io.BytesIO(data))) for name, data in files],
        headers=FROM_HERE,
    )
    assert answer.status_code == 303, answer.text
    return wait_for(client, answer.headers["location"])


def test_a_pasted_text_is_read_and_shows_at_once(client: TestClient, ledger: Path) -> None:
    """With its headline, outlet, address and date; the ledger holds it when it is opened anew."""
    text = "Vesturia's trade minister confirmed on Friday that a contract for a steel mill had been signed. 😀"
    job = send(client, read_form(client), text=text, title="Minister confirms", outlet="Lowland Post", published="2031-05-30")
    assert job.startswith("/job/")
    page = wait_for(client, job)
    assert "It is read." in page
    found = client.get("/search", params={"words": "Friday"}).text
    assert "Lowland Post" in found
    assert "confirmed on Friday" in client.get(claim_path(client)).text
    with Ledger(ledger) as again:
        (article,) = again.search("Friday")
    assert (article.text, article.title, article.published_at) == (text, "Minister confirms", "2031-05-30")


def test_a_claim_that_is_followed_shows_at_once(client: TestClient, ledger: Path) -> None:
    """The form leads back with a notice that is told once; the claim stands on the start page and in the ledger."""
    form = next(form for form in forms_of(client, "/") if form.action == "/track")
    assert send(client, form, text="Norland held talks on a steel mill.", party=["Norland", ""]) == "/"
    first, second = client.get("/").text, client.get("/").text
    assert "Followed from now on: “Norland held talks on a steel mill.”" in html.document_fromstring(first).text_content()
    assert 'role="status">' in first
    assert "Followed from now on" not in second
    assert "Norland held talks on a steel mill." in second
    with Ledger(ledger) as again:
        assert again.find("held talks on").parties == ("Norland",)


def test_files_keep_their_names_and_lose_their_folders(client: TestClient, ledger: Path) -> None:
    """Whatever a browser or a tool sends as the name of a file, it becomes no path; hostile files are quarantined with the next step."""
    row = json.dumps({"text": "Oster's mayor said that a pier was sold.", "site": "Coastal Echo"}).encode()
    hostile = (
        ("../../../escape.jsonl", row),
        ("/etc/passwd", b"root:x:0:0"),
        ("C:\\desk\\evil.html", b"<script>alert(1)</script>"),
        ("bomb.gz", b"\x1f\x8b\x08" + b"\x00" * 40),
        ("picture.png", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 10),
        ("\u202egnp.exe", b"MZ" + b"\x00" * 200),
        ("<img src=x onerror=alert(1)>.txt", b"Norland denied that a pier was sold."),
        ("a" * 3_000 + ".txt", b"Norland said that a pier was sold."),
        ("", b""),
    )
    page = send_files(client, *hostile)
    assert "What was amiss" in page
    assert "<img src=x" not in page
    with Ledger(ledger) as again:
        names = {name for name, _ in again.view().readings}
    assert any(name.endswith("escape.jsonl") or "escape.jsonl" in name for name in names)
    assert not [name for name in names if ".." in name or "/etc" in name or "\\" in name or len(name) > 400]
    assert not (ledger.parent.parent / "escape.jsonl").exists()
    assert client.get("/problems").status_code == 200


def test_a_large_file_waits_on_the_disk_and_is_tidied_away(client: TestClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing of it is left when it has been read."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    row = json.dumps({"text": "Oster's mayor said that a bridge was sold. " * 40_000, "site": "Coastal Echo", "language": "xx"}).encode()
    assert len(row) > 1_000_000
    assert "It is read" in send_files(client, ("large.jsonl", row))
    assert list(tmp_path.glob("sayso-upload-*")) == []


@pytest.mark.parametrize("fields", [{}, {"text": "  "}, {"text": "A pier.", "published": "soon"}, {"text": "x", "title": "y" * 2_000}])
def test_what_cannot_be_read_is_told(client: TestClient, ledger: Path, fields: dict[str, str]) -> None:
    """A page with the next step, and nothing is recorded."""
    before = rows_of(ledger)
    answer = client.post("/read", data={"token": read_form(client).token, **fields}, headers=FROM_HERE)
    assert answer.status_code == 400
    assert "<h1>" in answer.text
    assert rows_of(ledger) == before


@pytest.mark.parametrize(
    "body", [b"--x\r\nbroken", b"", b"--x\r\n" + b"a" * 5_000, b"--x\r\ncontent-disposition: form-data\r\n\r\n1\r\n--x--"]
)
def test_a_broken_form_is_told(client: TestClient, body: bytes) -> None:
    """400 or 403, never an error of ours."""
    answer = client.post("/read", content=body, headers={**FROM_HERE, "content-type": "multipart/form-data; boundary=x"})
    assert answer.status_code in {400, 403}


def test_too_many_files_or_fields_are_refused(client: TestClient) -> None:
    """Their number has a limit, whatever their size."""
    token = read_form(client).token
    many = [("files", (f"{number}.txt", io.BytesIO(b"x"))) for number in range(300)]
    assert client.post("/read", data={"token": token}, files=many, headers=FROM_HERE).status_code == 400
    fields = "&".join(f"f{number}=1" for number in range(300))
    headers = {**FROM_HERE, "content-type": "application/x-www-form-urlencoded"}
    assert client.post("/track", content=f"token={token}&{fields}", headers=headers).status_code == 400


def test_payloads_in_forms_stay_text(client: TestClient) -> None:
    """Whatever is written into a form comes back as text, on the page and in what it leads to."""
    form = next(form for form in forms_of(client, "/") if form.action == "/track")
    plain = len(html.document_fromstring(client.get("/").text).xpath("//script"))
    for payload in (WRITTEN[1], WRITTEN[5], "{{ 7*7 }}"):
        assert send(client, form, text=payload, back=payload) == "/"
        tree = html.document_fromstring(client.get("/").text)
        assert len(tree.xpath("//script")) == plain
        assert tree.xpath("//img | //*[@onerror]") == []
        assert payload in tree.text_content()


@pytest.mark.parametrize("payload", WRITTEN)
def test_no_form_leads_away(payload: str) -> None:
    """Where a form leads on is a path of this app."""
    for address in (payload, f"/{payload}", f"//{payload}", f"https://evil.example/{payload}"):
        assert re.match(r"/(?![/\\])", local_path(address))
        assert not set(local_path(address)) & set("\r\n\\\x00")


def go_on(client: TestClient, page: str) -> tuple[list[str], dict[str, str]]:
    """Return the addresses of the articles that the page of an ended job lists or leads to, and all its links by their words."""
    links = {link.text_content(): str(link.get("href")) for link in html.document_fromstring(page).xpath("//main//a")}
    found = [address for address in links.values() if address.startswith("/article/")]
    assert [client.get(address).status_code for address in found] == [200] * len(found)
    return found, links


@pytest.mark.parametrize("title", ["", "Norland/Vesturia: talks.csv", "pile.tar", "<b>Talks</b>"])
def test_a_pasted_text_is_called_by_its_headline_and_leads_to_its_article(client: TestClient, title: str) -> None:
    """Whatever the headline, it is no name of a file; without one it is a pasted text; the article is one step away."""
    text = "Norland's port office denied that a pier, long planned, had been closed."
    page = wait_for(client, send(client, read_form(client), text=text, title=title))
    assert "jsonl" not in page
    found, links = go_on(client, page)
    assert found == [links["Go on to the article that was read"]]
    assert links["back to where the form stood"] == "/"
    shown = html.document_fromstring(client.get(found[0]).text).text_content()
    assert text in shown
    assert (title or "pasted text") in shown


def test_two_pasted_texts_of_one_headline_are_two_inputs(client: TestClient, ledger: Path) -> None:
    """What is amiss with one is not told of the other."""
    for text in ("Norland denied it.", "Vesturia confirmed it."):
        wait_for(client, send(client, read_form(client), text=text, title="Talks"))
    with Ledger(ledger) as again:
        names = [article.input_id for article in again.view().articles if article.title == "Talks"]
    assert len(set(names)) == 2
    assert all(name.startswith("Talks (") for name in names)


def test_what_was_read_is_listed_with_what_was_amiss(client: TestClient) -> None:
    """Several articles as a list, each one step away; what was amiss leads on to the problems; the same again lists nothing twice."""
    line = json.dumps({"text": "Norland's harbour office said that a pier was closed.", "title": "A pier"})
    sent = (("a.txt", b"Vesturia's navy denied that a boat sank."), ("b.jsonl", f"{line}\n{line}\n{{\n".encode()))
    found, links = go_on(client, send_files(client, *sent))
    assert len(found) == 2
    assert {"“A pier”", "A pier"} & set(links)
    assert links["All problems of this ledger"] == "/problems"
    assert links["Go on"] == "/"
    found, links = go_on(client, send_files(client, *sent))
    assert (found, links["Go on"]) == ([], "/")
