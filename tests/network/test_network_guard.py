"""No spelling, name, redirect or changing answer leads the guard to an address that is not on the public internet.

The canary listens on loopback and counts who calls. Each test that it is not reached has a twin in which it is, so that none can pass
because of a mistake in the set-up.
"""

from __future__ import annotations

import contextlib
import http.client
import ipaddress
import itertools
import socket
from collections.abc import Callable, Iterable, Iterator, Sequence
from urllib.parse import urlsplit

import httpcore
import pytest
from hypothesis import given
from hypothesis import strategies as st
from loopback import PUBLIC, Detour, Server, page, redirect, serving

from sayso.network import Answer, Fetcher, FetchError, Line, Policy
from sayso.network.addresses import why_refused
from sayso.network.guard import Resolver, look_up
from sayso.network.targets import target_of

pytestmark = pytest.mark.allow_hosts(["127.0.0.1", "::1"])

SPELLINGS = {
    "dotted": "127.0.0.1",
    "name": "localhost",
    "name in capitals": "LOCALHOST",
    "name with a trailing dot": "localhost.",
    "address with a trailing dot": "127.0.0.1.",
    "decimal": "2130706433",
    "hexadecimal": "0x7f000001",
    "octal": "017700000001",
    "octal parts": "0177.0.0.1",
    "short": "127.1",
    "mixed and short": "0x7f.1",
    "another loopback": "127.255.0.9",
    "zero": "0",
    "all zeros": "0.0.0.0",  # noqa: S104 - nothing is bound to it
    "IPv6": "[::1]",
    "IPv6 unspecified": "[::]",
    "IPv6 in full": "[0000:0000:0000:0000:0000:0000:0000:0001]",
    "IPv4 in IPv6": "[::ffff:127.0.0.1]",
    "IPv4 in IPv6, hexadecimal": "[::ffff:7f00:1]",
    "IPv4-compatible IPv6": "[::127.0.0.1]",
    "behind a translator": "[64:ff9b::7f00:1]",
    "in a tunnel": "[2002:7f00:1::]",
    "full-width digits": "１２７.０.０.１",
    "circled digits": "①②⑦.⓪.⓪.①",
    "ideographic full stops": "127。0。0。1",
    "percent signs": "%31%32%37.0.0.1",
    "percent sign in a name": "loc%61lhost",
    "zone": "[::1%25lo]",
}
REACHED_WITHOUT_A_GUARD = 8
"""So many of the spellings at least lead a plain client to loopback, or the set would prove nothing."""


@pytest.fixture(scope="module")
def canary() -> Iterator[Server]:
    """A server that nobody should reach."""
    with serving({"/": page("reached"), "/robots.txt": page("")}) as server:
        yield server


def fetcher(
    *ports: int, allow: Iterable[tuple[str, int]] = (), resolver: Resolver = look_up, dialler: httpcore.NetworkBackend | None = None
) -> Fetcher:
    """Return a fetcher with more ports open, so that it is the address that decides."""
    policy = Policy(frozenset(allow), frozenset({80, 443, *ports}))
    return Fetcher(Line("sayso/test", policy, resolver, dialler, seconds=5.0), pause=0.0)


def refused(action: Callable[[], Answer]) -> str:
    """Return the code with which a page is refused."""
    with pytest.raises(FetchError) as caught:
        action()
    assert caught.value.message.rstrip().endswith((".", f"--allow {caught.value.message.split()[-1]}")), "no next step"
    return caught.value.code


@pytest.mark.parametrize("spelling", SPELLINGS.values(), ids=list(SPELLINGS))
def test_no_spelling_of_loopback_reaches_the_canary(canary: Server, spelling: str) -> None:
    """However this machine is written, nothing is dialled."""
    before = canary.connections
    assert refused(lambda: fetcher(canary.port).get(f"http://{spelling}:{canary.port}/")) in {"address-refused", "host-not-found"}
    assert canary.connections == before


def test_the_spellings_lead_to_loopback_without_a_guard(canary: Server) -> None:
    """A plain client reaches the canary by many of them."""
    reached = 0
    for spelling in SPELLINGS.values():
        try:
            client = http.client.HTTPConnection(str(urlsplit(f"http://{spelling}/").hostname), canary.port, timeout=2)
            client.request("GET", "/")
            reached += client.getresponse().status == 200
        except (OSError, ValueError, RuntimeError, http.client.HTTPException, Warning):
            continue
        finally:
            client.close()
    assert reached >= REACHED_WITHOUT_A_GUARD


def test_a_host_that_is_allowed_is_reached(canary: Server) -> None:
    """The same fetcher reaches the canary when a person allows exactly this host and port, and by no other spelling."""
    assert fetcher(allow=[("127.0.0.1", canary.port)]).get(canary.url()).body == b"reached"
    assert refused(lambda: fetcher(allow=[("127.0.0.1", canary.port)]).get(canary.url(host="127.1"))) == "port-refused"
    assert refused(lambda: fetcher(allow=[("127.0.0.1", canary.port + 1)]).get(canary.url())) == "port-refused"


@pytest.mark.parametrize(
    "url",
    [
        "http://gazette.example@127.0.0.1:{port}/",
        "http://user:secret@127.0.0.1:{port}/",
        "http://127.0.0.1:{port}\\@gazette.example/",
        "http://127.0.0.1:{port}#@gazette.example/",
        "http://gazette.example#@127.0.0.1:{port}/",
        "http:///127.0.0.1:{port}/",
        "http:127.0.0.1:{port}/",
        "//127.0.0.1:{port}/",
        "http://127.0.0.1:{port}\t/",
        "http://127.0.0.1:{port}\r\nHost: gazette.example/",
        "http://127.0.0.1 gazette.example:{port}/",
        "http://gazette.example%00@127.0.0.1:{port}/",
        "ftp://127.0.0.1:{port}/",
        "file:///etc/hostname",
        "gopher://127.0.0.1:{port}/",
        "javascript:alert(1)",
        "",
        "http://" + "a" * 5_000 + ".example/",
    ],
)
def test_no_trick_with_the_address_reaches_the_canary(canary: Server, url: str) -> None:
    """User names, fragments, backslashes, control signs and other schemes lead nowhere."""
    before = canary.connections
    assert refused(lambda: fetcher(canary.port).get(url.format(port=canary.port))) in {"address-refused", "host-not-found"}
    assert canary.connections == before


HOPS: dict[str, tuple[dict[str, str], str]] = {
    "to the canary": ({"/": "http://127.0.0.1:{canary}/"}, "port-refused"),
    "to the canary by a name": ({"/": "http://localhost:{canary}/"}, "port-refused"),
    "to the canary without a scheme": ({"/": "//127.0.0.1:{canary}/"}, "port-refused"),
    "to the canary after two hops": ({"/": "/a", "/a": "/b", "/b": "http://127.0.0.1:{canary}/"}, "port-refused"),
    "to loopback on an open port": ({"/": "http://127.0.0.1/"}, "address-refused"),
    "to the machine's secrets": ({"/": "http://169.254.169.254/latest/meta-data/"}, "address-refused"),
    "to a file": ({"/": "file:///etc/passwd"}, "address-refused"),
    "to another scheme": ({"/": "ftp://127.0.0.1:{canary}/"}, "address-refused"),
    "to a script": ({"/": "javascript:alert(1)"}, "address-refused"),
    "to a user name": ({"/": "http://gazette.example@127.0.0.1:{canary}/"}, "address-refused"),
    "in a circle": ({"/": "/a", "/a": "/"}, "too-many-redirects"),
    "to itself": ({"/": "/"}, "too-many-redirects"),
    "six hops": ({"/": "/1", **{f"/{n}": f"/{n + 1}" for n in range(1, 6)}}, "too-many-redirects"),
}


@pytest.mark.parametrize(("hops", "code"), HOPS.values(), ids=list(HOPS))
def test_each_hop_is_checked_anew(canary: Server, hops: dict[str, str], code: str) -> None:
    """A server that is allowed cannot send us where we would not have gone."""
    before = canary.connections
    with serving({path: redirect(location.format(canary=canary.port)) for path, location in hops.items()}) as server:
        assert refused(lambda: fetcher(allow=[("127.0.0.1", server.port)]).get(server.url())) == code
    assert canary.connections == before


def test_five_hops_are_followed() -> None:
    """A chain of five within an allowed server ends at its page."""
    hops = {"/": redirect("/1"), **{f"/{n}": redirect(f"/{n + 1}") for n in range(1, 5)}, "/5": page("arrived")}
    with serving(hops) as server:
        answer = fetcher(allow=[("127.0.0.1", server.port)]).get(server.url())
    assert (answer.body, answer.url) == (b"arrived", server.url("/5"))


def changing(*answers: str) -> tuple[Callable[[str, int], Sequence[str]], list[str]]:
    """Return a resolver that gives the answers in turn, over and over, and the list of what it gave."""
    given: list[str] = []
    turn = itertools.cycle(answers)

    def resolve(_host: str, _port: int) -> Sequence[str]:
        given.append(next(turn))
        return given[-1:]

    return resolve, given


@pytest.mark.parametrize("answers", [(PUBLIC, "127.0.0.1"), ("127.0.0.1", PUBLIC), (PUBLIC, PUBLIC, "::1"), ("10.0.0.1",)])
def test_an_answer_that_changes_between_calls_dials_nothing_inside(answers: tuple[str, ...]) -> None:
    """Whatever the resolver says next, only an address that was checked is dialled, and each connection asks it once."""
    with serving({"/a": page("outside"), "/robots.txt": page("")}) as server:
        resolver, given = changing(*answers)
        detour = Detour(server.port)
        for _ in range(6):
            with contextlib.suppress(FetchError):
                fetcher(resolver=resolver, dialler=detour).get("http://gazette.example/a")
        assert {address for address, _ in detour.dialled} <= {PUBLIC}
        assert len(detour.dialled) == given.count(PUBLIC)
        assert server.connections == len(detour.dialled)


def test_a_redirect_to_the_same_name_is_looked_up_and_checked_again() -> None:
    """A name that was public for the first hop and is inside for the second is refused at the second."""
    with serving({"/a": redirect("http://gazette.example/b"), "/b": page("inside"), "/robots.txt": page("")}) as server:
        resolver, _ = changing(PUBLIC, PUBLIC, "127.0.0.1")
        assert refused(lambda: fetcher(resolver=resolver, dialler=Detour(server.port)).get("http://gazette.example/a")) == "address-refused"
        assert server.asked("/b") == 0


def test_a_name_with_addresses_on_both_sides_is_dialled_outside_only() -> None:
    """Of several addresses only those on the public internet are dialled."""
    with serving({"/a": page("outside"), "/robots.txt": page("")}) as server:
        detour = Detour(server.port)
        mixed = fetcher(resolver=lambda _host, _port: ["127.0.0.1", "10.1.2.3", PUBLIC], dialler=detour)
        assert mixed.get("http://gazette.example/a").body == b"outside"
        assert {address for address, _ in detour.dialled} == {PUBLIC}


def test_the_name_goes_into_the_host_header_and_the_address_into_the_call() -> None:
    """The server hears the name; the dialler hears the address."""
    with serving({"/a": page("outside")}) as server:
        detour = Detour(server.port)
        fetcher(resolver=lambda _host, _port: [PUBLIC], dialler=detour).get("http://Gazette.example/a")
        assert {request.headers["host"] for request in server.requests} == {"gazette.example"}
        assert set(detour.dialled) == {(PUBLIC, 80)}


def test_a_connection_that_leads_elsewhere_is_hung_up() -> None:
    """If the system connects to another address than the one dialled, nothing is sent."""
    with serving({"/a": page("inside")}) as server:
        diverted = fetcher(resolver=lambda _host, _port: [PUBLIC], dialler=Detour(server.port, honest=True))
        assert refused(lambda: diverted.get("http://gazette.example/a")) == "address-refused"
        assert server.requests == []


def test_proxies_of_the_environment_are_not_asked(canary: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """A proxy that the environment names is not used, neither for what is refused nor for what is fetched."""
    for name in ("http_proxy", "HTTP_PROXY", "https_proxy", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, canary.url())
    before = canary.connections
    with serving({"/a": page("direct")}) as server:
        assert fetcher(allow=[("127.0.0.1", server.port)]).get(server.url("/a")).body == b"direct"
        assert refused(lambda: fetcher().get("http://127.0.0.1/")) == "address-refused"
    assert canary.connections == before


def test_a_name_that_cannot_be_found_is_told() -> None:
    """A resolver that finds nothing, or fails, ends as a problem."""

    def failing(_host: str, _port: int) -> Sequence[str]:
        raise socket.gaierror("no such host")

    assert refused(lambda: fetcher(resolver=failing).get("http://gazette.example/")) == "host-not-found"
    assert refused(lambda: fetcher(resolver=lambda _host, _port: []).get("http://gazette.example/")) == "host-not-found"


@given(st.ip_addresses())
def test_what_is_let_through_is_global(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> None:
    """No address passes that the standard library takes for private, local, reserved or multicast."""
    if not why_refused(str(address)):
        assert address.is_global
        inner = (address.is_private, address.is_loopback, address.is_link_local, address.is_multicast, address.is_reserved)
        assert not any(inner)


@given(st.ip_addresses(v=4), st.sampled_from(["::ffff:{}", "::{}", "64:ff9b::{}"]))
def test_no_disguise_of_an_old_address_passes(address: ipaddress.IPv4Address, disguise: str) -> None:
    """An IPv4 address inside an IPv6 address is refused, also where it would be public."""
    assert why_refused(disguise.format(address))


@pytest.mark.parametrize("address", ["9.9.9.9", "193.0.6.139", "2620:fe::fe", "2a00:1450:4001::1"])
def test_public_addresses_pass(address: str) -> None:
    """Ordinary addresses of the public internet are let through."""
    assert why_refused(address) == ""


def test_looking_up_gives_plain_addresses() -> None:
    """The system's resolver gives addresses as text, each once."""
    assert list(look_up("127.0.0.1", 80)) == ["127.0.0.1"]


def test_an_international_name_is_sent_in_ascii() -> None:
    """A name with other letters becomes the form that the name service knows."""
    assert target_of("http://zürich.example/ä", Policy()).host == "xn--zrich-kva.example"
