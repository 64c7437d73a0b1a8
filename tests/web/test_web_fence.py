"""Who may ask: hosts, origins, the secret, methods, sizes; and the headers of every answer."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from sayso.web.fence import Asked, refusal_of

from .conftest import BASE, settings_for
from .serving import TOKEN

OURS = "127.0.0.1:8787"
FORM = {"content-type": "application/x-www-form-urlencoded"}
# (Host, Origin, Sec-Fetch-Site) of requests that write; each is what some page or tool really sends.
HOSTILE = (
    ("evil.example", "http://evil.example", "same-origin"),  # a name made to point here: the request is of one origin to the browser
    ("evil.example:8787", "http://evil.example:8787", "same-origin"),
    ("127.0.0.1.evil.example:8787", "http://127.0.0.1.evil.example:8787", "same-origin"),
    ("localhost.evil.example", "http://localhost.evil.example", None),
    ("127.0.0.1:8788", "http://127.0.0.1:8788", "same-origin"),
    ("127.0.0.1", "http://127.0.0.1", "same-origin"),
    ("localhost", "http://localhost", None),
    ("0.0.0.0:8787", "http://0.0.0.0:8787", "same-origin"),
    ("127.1:8787", "http://127.1:8787", None),
    ("2130706433:8787", "http://2130706433:8787", None),
    ("[::ffff:127.0.0.1]:8787", "http://[::ffff:127.0.0.1]:8787", None),
    ("user@127.0.0.1:8787", "http://user@127.0.0.1:8787", None),
    ("127.0.0.1:8787, evil.example", f"http://{OURS}", "same-origin"),
    ("127.0.0.1:8787.", f"http://{OURS}", "same-origin"),
    ("", f"http://{OURS}", "same-origin"),
    (OURS, "http://evil.example", "cross-site"),
    (OURS, "http://evil.example", None),
    (OURS, "http://127.0.0.1:9999", "same-site"),  # another program on this machine
    (OURS, "http://localhost:8787", "cross-site"),  # our other name is another origin
    (OURS, "null", "cross-site"),  # a sandboxed frame, a file on the disk
    (OURS, "null", None),
    (OURS, None, "cross-site"),
    (OURS, None, None),  # a tool without a browser has no business writing
    (OURS, f"http://{OURS}", "cross-site"),
    (OURS, f"http://{OURS}", "none"),
    (OURS, f"http://{OURS}/", "same-origin"),
    (OURS, f"http://{OURS}.evil.example", "same-origin"),
    (OURS, f"ftp://{OURS}", "same-origin"),
    (OURS, "http://evil.example http://127.0.0.1:8787", None),
    (OURS, "chrome-extension://abcdefgh", None),
)


def headers_of(host: str, origin: str | None, site: str | None) -> dict[str, str]:
    given = {"host": host, "origin": origin, "sec-fetch-site": site}
    return {**FORM, **{name: value for name, value in given.items() if value is not None}}


def test_there_are_enough_of_them() -> None:
    """At least 25 pairs."""
    assert len(set(HOSTILE)) >= 25


def test_hostile_hosts_and_origins_are_refused(client: TestClient) -> None:
    """Each of them, with the cookie and all else in order, gets 403 and changes nothing; the same request from our own page passes."""
    body = f"text=A+pier+was+sold.&token={form_token(client)}"
    head = head_of(client)
    for host, origin, site in HOSTILE:
        answer = client.post("/track", content=body, headers={**headers_of(host, origin, site), "cookie": cookie_of(client)})
        assert (host, origin, site, answer.status_code) == (host, origin, site, 403)
    assert head_of(client) == head
    assert client.post("/track", content=body, headers=headers_of(OURS, f"http://{OURS}", "same-origin")).status_code == 303
    assert head_of(client) != head


def form_token(client: TestClient) -> str:
    return client.get("/").text.split('name="token" value="')[1].split('"')[0]


def head_of(client: TestClient) -> str:
    return client.get("/").text.split("Ledger head <code>")[1].split("</code>")[0]


def cookie_of(client: TestClient) -> str:
    return "; ".join(f"{cookie.name}={cookie.value}" for cookie in client.cookies.jar)


@pytest.mark.parametrize("path", ["/", "/search", "/feed.atom", "/api/v1/claims", "/nothing"])
def test_a_foreign_host_reads_nothing_either(client: TestClient, path: str) -> None:
    """A page whose name was made to point here gets no word of the ledger, even with the cookie."""
    answer = client.get(path, headers={"host": "evil.example:8787", "cookie": cookie_of(client)})
    assert answer.status_code == 403
    assert "steel" not in answer.text


def test_without_the_secret_nothing_is_shown(client: TestClient) -> None:
    """A browser that did not open the printed address, or has a wrong or older secret, is told what to do."""
    client.cookies.clear()
    for headers, query in (
        ({}, ""),
        ({"authorization": "Bearer wrong"}, ""),
        ({"cookie": f"sayso-8787={TOKEN}"}, ""),
        ({}, "?token=wrong"),
    ):
        answer = client.get(f"/{query}", headers=headers)
        assert answer.status_code == 403
        assert "sayso serve" in answer.text
        assert "steel" not in answer.text
    assert client.get("/", headers={"authorization": f"Bearer {TOKEN}"}).status_code == 200
    assert client.get("/static/page.css").status_code == 200


def test_the_printed_address_becomes_a_cookie_that_no_script_reads(client: TestClient) -> None:
    """HttpOnly, SameSite=Strict; the page leads on to an address without the secret."""
    client.cookies.clear()
    answer = client.get("/search", params={"words": "mill & co", "token": TOKEN})
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie
    assert TOKEN not in cookie
    assert answer.headers["refresh"] == "0; url=/search?words=mill+%26+co"
    assert TOKEN not in answer.text


@pytest.mark.parametrize("path", ["/%0d%0aSet-Cookie:x", "//evil.example/", "/\\evil.example", '/"><script>'])
def test_the_way_on_stays_here(client: TestClient, path: str) -> None:
    """Whatever the path of the printed address, it leads to a path of this app."""
    onward = client.get(f"{BASE}{path}?token={TOKEN}").headers["refresh"].removeprefix("0; url=")
    assert onward.startswith("/")
    assert not onward.startswith(("//", "/\\"))
    assert not set(onward) & set('\r\n"<>')


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "QUERY"])
def test_other_methods_are_refused(client: TestClient, method: str) -> None:
    """Only GET, HEAD and POST are known; a browser that asks whether it may write from elsewhere is not answered."""
    answer = client.request(method, "/track")
    assert answer.status_code == 405
    assert "access-control-allow-origin" not in answer.headers


def test_a_form_without_its_token_is_refused(client: TestClient) -> None:
    """The cookie alone does not write, nor does another token."""
    head = head_of(client)
    for body in ("text=A+pier+was+sold.", "text=A+pier&token=x", f"text=A+pier&token={TOKEN}"):
        answer = client.post("/track", content=body, headers=headers_of(OURS, f"http://{OURS}", "same-origin"))
        assert answer.status_code == 403
    assert head_of(client) == head


@pytest.mark.parametrize("kind", ["application/json", "text/plain", "", "application/xml", "multipart/mixed"])
def test_only_forms_write(client: TestClient, kind: str) -> None:
    """Any other body is refused before it is read."""
    headers = {**headers_of(OURS, f"http://{OURS}", "same-origin"), "content-type": kind}
    assert client.post("/track", content="{}", headers=headers).status_code == 415


def test_a_body_is_counted_while_it_comes_in(client: TestClient) -> None:
    """A form that says how large it is, and one that does not, are both refused past the limit; what was read of it is no more."""
    taken = 0

    def endless() -> object:
        nonlocal taken
        for _ in range(1_000):
            taken += 10_000
            yield b"x" * 10_000

    headers = headers_of(OURS, f"http://{OURS}", "same-origin")
    assert client.post("/track", content=b"x" * 100_000, headers=headers).status_code == 413
    assert client.post("/track", content=endless(), headers=headers).status_code == 413  # type: ignore[arg-type]
    assert client.post("/track", content=b"x", headers={**headers, "content-length": "-5"}).status_code == 400


def test_long_addresses_are_refused(client: TestClient) -> None:
    """Path and query have a limit."""
    assert client.get("/search", params={"words": "x" * 9_000}).status_code == 414


@pytest.mark.parametrize("path", ["/", "/nothing", "/static/page.css", "/static/app.js", "/claim/x", "/feed.json"])
def test_every_answer_has_the_strict_headers(client: TestClient, path: str) -> None:
    """Pages, refusals, feeds and our own files alike."""
    headers = client.get(path).headers
    assert headers["content-security-policy"].startswith("default-src 'none'; style-src 'self'; script-src 'self';")
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert (headers["cross-origin-opener-policy"], headers["cross-origin-resource-policy"]) == ("same-origin", "same-origin")
    assert headers["cache-control"] == "no-store" or path.startswith("/static/")
    assert "server" not in headers
    assert not [name for name in headers if name.startswith("access-control")]


def test_a_host_or_origin_sent_twice_is_refused(made: object) -> None:
    """Two of them could mean either."""
    settings = settings_for(made)  # type: ignore[arg-type]
    twice = (("host", OURS), ("host", OURS), ("cookie", "x=1"))
    assert refusal_of(Asked("GET", "/", "", twice), settings) is not None
    origins = (("host", OURS), ("origin", f"http://{OURS}"), ("origin", f"http://{OURS}"), *FORM.items())
    refused = refusal_of(Asked("POST", "/track", "", origins), settings)
    assert refused is not None
    assert refused.status == 403
