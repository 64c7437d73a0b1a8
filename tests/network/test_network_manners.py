"""Manners: robots.txt, pauses, `Retry-After`, and no second copy of what has not changed. Time is a parameter, so none is lost."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from loopback import Passing, Request, Server, page, redirect, response, serving

from sayso.network import Answer, Fetcher, FetchError, Known, Line, Policy
from sayso.network.robots import EVERYTHING, read_robots

pytestmark = pytest.mark.allow_hosts(["127.0.0.1", "::1"])


def polite(server: Server, time: Passing | None = None, pause: float = 2.0) -> Fetcher:
    """Return a fetcher that may ask one server."""
    return Fetcher(Line("sayso/test", Policy(frozenset({("127.0.0.1", server.port)}))), (time or Passing()).clock(), pause)


def trouble(action: Callable[[], Answer]) -> FetchError:
    """Return the trouble that a page ends in."""
    with pytest.raises(FetchError) as caught:
        action()
    return caught.value


def test_what_robots_txt_forbids_is_not_asked_for() -> None:
    """A forbidden page is never requested; an allowed one is, and robots.txt is read once for both."""
    with serving(
        {"/robots.txt": response("200 OK", b"User-agent: *\nDisallow: /inner/\n"), "/a": page("a"), "/inner/b": page("b")}
    ) as server:
        fetcher = polite(server)
        assert trouble(lambda: fetcher.get(server.url("/inner/b"))).code == "robots"
        assert fetcher.get(server.url("/a")).body == b"a"
        assert (server.asked("/robots.txt"), server.asked("/inner/b")) == (1, 0)


def test_robots_txt_is_read_again_after_a_day() -> None:
    """Rules are kept for a day."""
    time = Passing()
    with serving({"/robots.txt": page("User-agent: *\nDisallow: /b"), "/a": page("a"), "/b": page("b")}) as server:
        fetcher = polite(server, time)
        fetcher.get(server.url("/a"))
        server.routes["/robots.txt"] = page("")
        assert trouble(lambda: fetcher.get(server.url("/b"))).code == "robots"
        time.sleep(86_401)
        assert fetcher.get(server.url("/b")).body == b"b"
        assert server.asked("/robots.txt") == 2


def test_a_redirect_into_a_forbidden_part_is_not_followed() -> None:
    """The rules hold for each hop."""
    with serving({"/robots.txt": page("User-agent: *\nDisallow: /b"), "/a": redirect("/b"), "/b": page("b")}) as server:
        assert trouble(lambda: polite(server).get(server.url("/a"))).code == "robots"
        assert server.asked("/b") == 0


@pytest.mark.parametrize(
    ("answer", "read"),
    [
        (response("404 Not Found"), True),
        (response("403 Forbidden"), True),
        (response("500 Internal Server Error"), False),
        (response("503 Service Unavailable"), False),
        (response("429 Too Many Requests"), False),
        (redirect("/other-robots.txt"), False),
        (b"garbage\r\n\r\n", False),
    ],
    ids=["none", "locked", "broken", "busy", "too often", "elsewhere", "no HTTP"],
)
def test_a_robots_txt_that_cannot_be_had(answer: bytes, read: bool) -> None:
    """No robots.txt means no rules; one that the server fails to give means that nothing is read for now (RFC 9309, 2.3.1)."""
    forbidding = page("User-agent: *\nDisallow: /")
    with serving({"/robots.txt": answer, "/other-robots.txt": forbidding, "/a": page("a")}) as server:
        if read:
            assert polite(server).get(server.url("/a")).body == b"a"
        else:
            assert trouble(lambda: polite(server).get(server.url("/a"))).code in {"robots-unknown", "robots"}
            assert server.asked("/a") == 0


def test_the_start_of_a_site_does_not_pass_for_a_page() -> None:
    """A page that sends on to the start page is not read as if that were the page; the start page itself is."""
    with serving({"/": page("today's news"), "/a": redirect("/"), "/home": redirect("/b"), "/b": page("b")}) as server:
        assert trouble(lambda: polite(server).get(server.url("/a"))).code == "sent-to-start"
        assert polite(server).get(server.url("/")).body == b"today's news"
        assert polite(server).get(server.url("/home")).body == b"b"


def test_pages_of_one_host_are_asked_with_a_pause() -> None:
    """Between two requests to one host the pause passes, or the longer one that its robots.txt asks for."""
    for rules, pause in (("", 2.0), ("User-agent: *\nCrawl-delay: 7\n", 7.0)):
        time = Passing()
        with serving({"/robots.txt": page(rules), "/a": page("a")}) as server:
            fetcher = polite(server, time)
            for _ in range(3):
                fetcher.get(server.url("/a"))
        assert time.waits == [2.0, pause, pause]


@pytest.mark.parametrize("status", ["429 Too Many Requests", "503 Service Unavailable"])
def test_retry_after_is_respected(status: str) -> None:
    """A host that asks to wait is left alone for that long; then it is asked again."""
    time = Passing()
    with serving({"/a": response(status, Retry_After="300"), "/b": page("b")}) as server:
        fetcher = polite(server, time)
        told = trouble(lambda: fetcher.get(server.url("/a")))
        assert (told.code, told.wait) == ("busy", 300.0)
        again = trouble(lambda: fetcher.get(server.url("/b")))
        assert again.code == "busy"
        assert again.wait == pytest.approx(300.0)
        assert server.asked("/b") == 0
        time.sleep(300)
        assert fetcher.get(server.url("/b")).body == b"b"


def test_a_short_wait_is_waited_out() -> None:
    """A wait of a few seconds is passed and the page is had."""
    time = Passing()
    with serving({"/a": response("429 Too Many Requests", Retry_After="30"), "/b": page("b")}) as server:
        fetcher = polite(server, time)
        trouble(lambda: fetcher.get(server.url("/a")))
        assert fetcher.get(server.url("/b")).body == b"b"
    assert time.waits[-1] == pytest.approx(30.0)


def test_a_page_that_has_not_changed_is_not_sent_again() -> None:
    """What the server told of a page is given back to it, and a page without news costs no body."""

    def conditional(request: Request) -> bytes:
        fresh = request.headers.get("if-none-match") == '"1"' and "if-modified-since" in request.headers
        return response("304 Not Modified") if fresh else page("a", ETag='"1"', Last_Modified="Thu, 29 May 2031 09:00:00 GMT")

    with serving({"/a": conditional}) as server:
        fetcher = polite(server)
        first = fetcher.get(server.url("/a"))
        second = fetcher.get(server.url("/a"), Known.of(first))
    assert (first.status, second.status, second.body) == (200, 304, b"")


def test_a_server_cannot_put_headers_into_our_next_request() -> None:
    """What a server told is given back only where it is plain."""
    assert Known('"a"\r\nX-Evil: 1', "ä").headers() == {}


def test_each_request_says_who_asks() -> None:
    """User agent and host are sent; no cookie comes back."""
    with serving({"/a": page("a", Set_Cookie="id=1")}) as server:
        fetcher = polite(server)
        for _ in range(2):
            fetcher.get(server.url("/a"))
        assert {request.headers["user-agent"] for request in server.requests} == {"sayso/test"}
        assert not any("cookie" in request.headers for request in server.requests)
        assert {request.method for request in server.requests} == {"GET"}


RULES = """
User-agent: other
Disallow: /

User-agent: sayso
User-agent: third
Allow: /news/open
Disallow: /news/
Disallow: /*.pdf$
Disallow: /search?*q=
Disallow: /caf%C3%A9
Disallow: /a%2Fb
Disallow:
"""


@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        ("/", True),
        ("/news/1", False),
        ("/news/open/1", True),
        ("/paper.pdf", False),
        ("/paper.pdf?page=1", True),
        ("/paper.pdfx", True),
        ("/search?a=1&q=x", False),
        ("/search?a=1", True),
        ("/caf%c3%a9/menu", False),
        ("/café", False),
        ("/a%2fb", False),
        ("/a/b", True),
        ("/robots.txt", True),
    ],
)
def test_rules_are_read_as_the_standard_says(path: str, allowed: bool) -> None:
    """Our own group counts, the longest rule wins, `*` and `$` mean what RFC 9309 says."""
    assert read_robots(RULES.encode()).allows(path) is allowed


@pytest.mark.parametrize(
    ("rules", "allowed"),
    [
        ("User-agent: *\nDisallow: /\nUser-agent: sayso\nDisallow: /b", True),
        ("User-agent: SAYSO/1.0\nDisallow: /", False),
        ("User-agent: *\nUser-agent: other\nDisallow: /", False),
        ("User-agent: other\nDisallow: /\n\nUser-agent: *\nAllow: /", True),
        ("User-agent: sayso\nDisallow: /x\nUser-agent: sayso\nDisallow: /a", False),
        ("\ufeffUser-agent: * # all\nDisallow : /a # not this", False),
        ("User-agent: *\nDisallow: /a\nAllow: /a", True),
        ("Disallow: /", True),
        ("User-agent: *\nSitemap: x\nDisallow: /a", False),
        ("<html>User-agent: *\nDisallow: /</html>", True),
        ("User-agent: *\rDisallow: /a\r", False),
        ("", True),
    ],
)
def test_groups_are_told_apart(rules: str, allowed: bool) -> None:
    """Which group counts for us, in the ways that sites write them."""
    assert read_robots(rules.encode()).allows("/a") is allowed


@given(st.binary(max_size=2_000), st.text(max_size=200))
def test_any_robots_txt_is_read(data: bytes, path: str) -> None:
    """No bytes make the reader of rules fail."""
    assert read_robots(data).allows(f"/{path}") in {True, False}


@given(st.text("ab*$/", max_size=12), st.text("ab/$", max_size=12))
def test_patterns_fit_as_a_slow_reading_says(pattern: str, path: str) -> None:
    """Wildcards are matched as a regular expression would, without its cost."""
    ends = pattern.endswith("$")
    slow = "".join(".*" if sign == "*" else re.escape(sign) for sign in pattern.removesuffix("$")) + (r"\Z" if ends else "")
    forbidden = bool(pattern) and bool(re.match(slow, f"/{path}", re.DOTALL))
    assert read_robots(f"User-agent: *\nDisallow: {pattern}".encode()).allows(f"/{path}") is not forbidden


def test_a_long_pattern_takes_no_time() -> None:
    """Hundreds of wildcards against a long path end at once."""
    rules = read_robots(b"User-agent: *\nDisallow: /" + b"*a" * 1_500 + b"b$")
    assert rules.allows("/" + "a" * 3_000)


def test_no_rules_allow_everything() -> None:
    """A site without rules may be read."""
    assert EVERYTHING.allows("/anything")
