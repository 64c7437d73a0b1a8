"""Watching a made-up site: a feed, three pages, one that changes and one that vanishes; each change is found once, whatever interrupts."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Iterator
from pathlib import Path

import pytest
from loopback import Passing, Request, Route, Server, page, redirect, response, serving

from sayso.errors import LedgerLockedError, UsageError
from sayso.ledger import Store
from sayso.network import Archive, Fetcher, Intake, Line, Policy, Watch, WatchState, captures_folder, fetch_pages, state_file
from sayso.network.entries import entry_links, is_feed
from sayso.network.lists import addresses_in
from sayso.pipeline import Ledger

pytestmark = pytest.mark.allow_hosts(["127.0.0.1", "::1"])

DENIAL = "Norland's foreign ministry denied on Thursday that a contract had been signed with Vesturia."
TALKS = "Norland's foreign ministry said on Thursday that talks with Vesturia had been held."
SALE = "Vesturia's trade office said on Monday that the pier had been sold to a company from Oster."


def article(title: str, *sentences: str) -> str:
    """Return a page with a headline and a text."""
    body = "".join(f"<p>{sentence}</p>" for sentence in sentences)
    head = f"<title>{title}</title><meta property='og:site_name' content='Harbour Gazette'>"
    return f"<html><head>{head}</head><body><article><h1>{title}</h1>{body}</article></body></html>"


def feed(*paths: str) -> bytes:
    """Return a feed that leads to pages of the same server."""
    items = "".join(f"<item><title>{path}</title><link>{path}</link></item>" for path in paths)
    return page(f"<?xml version='1.0'?><rss version='2.0'><channel><title>Harbour Gazette</title>{items}</channel></rss>", ETag='"f"')


def conditional(body: str, tag: str) -> Route:
    """Return a route that sends a page once and then says that it has not changed."""

    def answer(request: Request) -> bytes:
        return response("304 Not Modified") if request.headers.get("if-none-match") == tag else page(body, ETag=tag)

    return answer


@dataclasses.dataclass
class Newsroom:
    """A ledger and its watch, with a time that passes only when somebody waits."""

    path: Path
    server: Server
    time: Passing = dataclasses.field(default_factory=Passing)
    lines: list[str] = dataclasses.field(default_factory=list)
    every: float = 900.0

    def moment(self) -> str:
        """The time of day."""
        return self.time.clock().moment().isoformat(timespec="seconds")

    def round(self, *paths: str, times: int = 1) -> dict[str, int]:
        """Do rounds in a process of its own, as it were: nothing is kept but what is on the disk. Return what came of the last."""
        clock = self.time.clock()
        fetcher = Fetcher(Line("sayso/test", Policy(frozenset({("127.0.0.1", self.server.port)})), now=clock.moment), clock)
        self.lines.clear()
        with (
            Ledger(self.path, clock=self.moment) as ledger,
            Archive(captures_folder(self.path), clock.moment) as archive,
            WatchState(state_file(self.path)) as state,
        ):
            watch = Watch(fetcher, state, Intake(ledger, archive), clock, self.every, self.lines.append)
            for _ in range(times):
                found = watch.round([self.server.url(path) for path in paths])
                self.time.sleep(self.every)
        return {kind: number for kind, number in found.items() if kind not in {"unchanged", "feed"}}

    def head(self) -> str:
        """Return the hash over everything recorded."""
        with Ledger(self.path) as ledger:
            return ledger.head()

    def texts(self) -> list[str]:
        """Return the texts of all articles, in the order of their capture."""
        with Store.open(self.path, clock=self.moment) as store:
            articles = sorted(store.articles(), key=lambda found: found.captured_at or "")
        return [found.text for found in articles]


@pytest.fixture
def newsroom(tmp_path: Path) -> Iterator[Newsroom]:
    """A newsroom that watches a site of its own."""
    with serving() as server:
        yield Newsroom(tmp_path / "desk.ledger", server)


def test_each_change_is_found_once(newsroom: Newsroom) -> None:
    """New pages, a page with other words and a page that is gone are each found in the round after they happen, and never again."""
    site = newsroom.server.routes
    site |= {"/feed": feed("/denial", "/talks", "/sale")}
    site |= {
        "/denial": page(article("Norland denies", DENIAL)),
        "/talks": page(article("Talks held", TALKS)),
        "/sale": page(article("Pier sold", SALE)),
    }
    assert newsroom.round("/feed") == {"new": 3}
    assert newsroom.round("/feed") == {}
    site["/talks"] = page(article("Talks held", TALKS, "It said that nothing had been signed."))
    assert newsroom.round("/feed") == {"changed": 1}
    assert newsroom.round("/feed") == {}
    del site["/sale"]
    assert newsroom.round("/feed") == {"gone": 1}
    assert newsroom.lines == [f"  gone: {newsroom.server.url('/sale')} (the address answers 404)"]
    assert newsroom.round("/feed", times=3) == {}
    assert [text.count("signed") for text in newsroom.texts() if "Talks" in text] == [0, 1]
    with Ledger(newsroom.path) as ledger:
        gone = [problem.input_id for problem in ledger.view().problems if problem.code == "gone"]
        states = {
            version.url.rpartition("/")[2]: version.state.value
            for version in ledger.view().versions
            if version.previous or version.number == 1
        }
    assert gone == [newsroom.server.url("/sale")]
    assert states == {"talks": "current", "sale": "gone"}


def test_a_page_that_comes_back_is_found(newsroom: Newsroom) -> None:
    """A page that was gone and is there again, with the same words, is told once; and once more when it goes again."""
    site = newsroom.server.routes
    site["/sale"] = page(article("Pier sold", SALE))
    assert newsroom.round("/sale") == {"new": 1}
    for kind in ("gone", "back", "gone"):
        site["/sale"] = response("410 Gone", b"gone") if kind == "gone" else page(article("Pier sold", SALE))
        newsroom.time.sleep(86_400)
        assert newsroom.round("/sale") == {kind: 1}
        assert newsroom.round("/sale") == {}
    with Ledger(newsroom.path) as ledger:
        states = [version.state.value for version in ledger.view().versions]
    assert states[-1] == "gone"


def test_other_bytes_with_the_same_words_are_no_change(newsroom: Newsroom) -> None:
    """A page whose markup differs on each visit is kept once."""
    visits = iter(range(100))
    newsroom.server.routes["/a"] = lambda _request: page(
        article("Norland denies", DENIAL).replace("<body>", f"<body data-n='{next(visits)}'>")
    )
    assert newsroom.round("/a") == {"new": 1}
    head = newsroom.head()
    for _ in range(3):
        assert newsroom.round("/a") == {}
    assert newsroom.head() == head


def test_what_has_not_changed_is_not_sent_again(newsroom: Newsroom) -> None:
    """In the second round a server that knows what we have sends no body."""
    newsroom.server.routes["/a"] = conditional(article("Norland denies", DENIAL), '"1"')
    assert newsroom.round("/a") == {"new": 1}
    assert newsroom.round("/a") == {}
    assert newsroom.server.requests[-1].headers["if-none-match"] == '"1"'


def test_young_pages_are_read_oftener(newsroom: Newsroom) -> None:
    """A page of a feed is asked for in each round at first, some times a day later, then once a day, and in the end no more."""
    newsroom.server.routes |= {"/feed": feed("/a"), "/a": conditional(article("Norland denies", DENIAL), '"1"')}

    def asked_in_a_day(every: float) -> int:
        newsroom.every = every
        before = newsroom.server.asked("/a")
        newsroom.round("/feed", times=int(86_400 / every))
        return newsroom.server.asked("/a") - before

    first_day = asked_in_a_day(3_600.0)
    newsroom.time.sleep(3 * 86_400)
    fourth_day = asked_in_a_day(3_600.0)
    newsroom.time.sleep(10 * 86_400)
    later_day = asked_in_a_day(3_600.0)
    newsroom.time.sleep(400 * 86_400)
    newsroom.round("/feed")
    assert (first_day, fourth_day, later_day) == (24, 4, 1)
    assert asked_in_a_day(21_600.0) == 0


def test_a_host_in_trouble_does_not_hold_up_the_others(newsroom: Newsroom) -> None:
    """A page that fails is told and tried again later, ever more seldom; the others are read."""
    newsroom.server.routes |= {"/a": response("500 Internal Server Error"), "/b": page(article("Norland denies", DENIAL))}
    assert newsroom.round("/a", "/b") == {"trouble": 1, "new": 1}
    newsroom.round("/a", "/b", times=16)
    assert newsroom.server.asked("/a") == 5
    newsroom.server.routes["/a"] = page(article("Talks held", TALKS))
    newsroom.time.sleep(86_400)
    assert newsroom.round("/a", "/b") == {"new": 1}


def test_a_page_taken_off_the_list_is_asked_for_no_more(newsroom: Newsroom) -> None:
    """What is no longer listed, and the pages that only a feed taken off led to, rest."""
    newsroom.server.routes |= {"/feed": feed("/a"), "/a": page(article("Talks held", TALKS)), "/b": page(article("Norland denies", DENIAL))}
    newsroom.round("/feed", "/b")
    before = len(newsroom.server.requests)
    newsroom.round("/b")
    assert [request.path for request in newsroom.server.requests[before:]] == ["/robots.txt", "/b"]


def test_a_link_of_a_feed_that_leads_inside_is_refused(newsroom: Newsroom) -> None:
    """A feed cannot lead the watch to an address that nobody allowed."""
    with serving({"/": page("inside")}) as canary:
        newsroom.server.routes["/feed"] = feed(
            f"http://127.0.0.1:{canary.port}/", "http://localhost/", "file:///etc/passwd", "javascript:alert(1)"
        )
        assert newsroom.round("/feed") == {"trouble": 2}
        assert canary.connections == 0


def test_a_page_that_moved_is_gone_only_when_its_new_place_is(newsroom: Newsroom) -> None:
    """Where an old address stops leading to a page that is still there, the page is not told to be gone."""
    site = newsroom.server.routes
    site |= {"/old": redirect("/new"), "/new": page(article("Talks held", TALKS))}
    assert newsroom.round("/old") == {"new": 1}
    del site["/old"]
    assert newsroom.round("/old") == {}
    del site["/new"]
    assert newsroom.round("/old") == {"gone": 1}
    assert newsroom.lines == [f"  gone: {newsroom.server.url('/old')} (the address answers 404)"]


def test_a_page_that_gives_another_address_for_itself_is_gone_too(newsroom: Newsroom) -> None:
    """It is the address that was asked for that vanishes; the page may have called itself otherwise."""
    canonical = f"<link rel='canonical' href='{newsroom.server.url('/pier')}'></head>"
    newsroom.server.routes["/p?id=7"] = page(article("Pier sold", SALE).replace("</head>", canonical))
    assert newsroom.round("/p?id=7") == {"new": 1}
    del newsroom.server.routes["/p?id=7"]
    assert newsroom.round("/p?id=7") == {"gone": 1}
    with Ledger(newsroom.path) as ledger:
        assert [(version.url, version.state.value) for version in ledger.view().versions] == [
            (f"127.0.0.1:{newsroom.server.port}/pier", "gone")
        ]


@pytest.mark.parametrize("step", ["keep", "read", "remember"])
def test_a_round_that_dies_goes_on_where_it_was(newsroom: Newsroom, step: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A death before or after a page is kept, read or remembered leaves a ledger that the next round makes the same as any other."""
    newsroom.server.routes["/a"] = page(article("Norland denies", DENIAL))

    class Death(BaseException):
        """Stands for a process that is killed."""

    def die(*_: object, **__: object) -> None:
        raise Death

    place = {"keep": (Archive, "keep"), "read": (Ledger, "read"), "remember": (WatchState, "keep")}[step]
    with monkeypatch.context() as patch:
        patch.setattr(*place, die)
        with pytest.raises(Death):
            newsroom.round("/a")
    found = newsroom.round("/a")
    assert found == {"new": 1}
    assert newsroom.round("/a") == {}
    assert set(newsroom.texts()) == {f"Norland denies\n{DENIAL}"}


def test_reading_the_archive_gives_the_same_ledger(newsroom: Newsroom, tmp_path: Path) -> None:
    """The web archive beside the ledger holds all that was fetched: pages, versions, and that one is gone."""
    site = newsroom.server.routes
    site |= {"/a": page(article("Norland denies", DENIAL)), "/b": page(article("Pier sold", SALE)), "/c": page("<p></p>")}
    newsroom.round("/a", "/b", "/c")
    site["/a"] = page(article("Norland denies", DENIAL, TALKS))
    del site["/b"]
    newsroom.round("/a", "/b", "/c")
    again = tmp_path / "again.ledger"
    with Ledger(again) as ledger:
        ledger.read([str(captures_folder(newsroom.path))])
        assert ledger.head() == newsroom.head()


def test_pages_asked_for_by_name_are_read_and_told(newsroom: Newsroom) -> None:
    """Fetching counts each address once: read, gone, or not to be had; only what was had is in the ledger."""
    newsroom.server.routes |= {"/a": page(article("Norland denies", DENIAL)), "/b": response("403 Forbidden")}
    clock = newsroom.time.clock()
    fetcher = Fetcher(Line("sayso/test", Policy(frozenset({("127.0.0.1", newsroom.server.port)})), now=clock.moment), clock)
    urls = [*(newsroom.server.url(path) for path in ("/a", "/b", "/c")), "http://localhost/"]
    with Ledger(newsroom.path, clock=newsroom.moment) as ledger, Archive(captures_folder(newsroom.path), clock.moment) as archive:
        summary = fetch_pages(urls, fetcher, Intake(ledger, archive))
        assert summary.total == 4
        assert [problem.code for problem in summary.problems if problem.code != "no-date"] == ["not-let-in", "gone", "address-refused"]
        assert [input_id for input_id, _ in ledger.view().readings] == urls[::2]


def test_a_busy_host_is_waited_for(newsroom: Newsroom) -> None:
    """A page that somebody asked for by name is got after a short wait."""
    answers = iter([response("429 Too Many Requests", Retry_After="40"), page(article("Norland denies", DENIAL))])
    newsroom.server.routes["/a"] = lambda _request: next(answers)
    clock = newsroom.time.clock()
    fetcher = Fetcher(Line("sayso/test", Policy(frozenset({("127.0.0.1", newsroom.server.port)})), now=clock.moment), clock)
    with Ledger(newsroom.path, clock=newsroom.moment) as ledger, Archive(captures_folder(newsroom.path), clock.moment) as archive:
        assert fetch_pages([newsroom.server.url("/a")], fetcher, Intake(ledger, archive)).quarantined == 0
    assert max(newsroom.time.waits) == pytest.approx(40.0)


def test_two_watches_of_one_ledger_do_not_mix(tmp_path: Path) -> None:
    """The second one is told that there is a first."""
    with WatchState(tmp_path / "desk.ledger.watch"), pytest.raises(LedgerLockedError, match="another `sayso watch`"):
        WatchState(tmp_path / "desk.ledger.watch")
    WatchState(tmp_path / "desk.ledger.watch").__exit__(None, None, None)


def test_a_damaged_memory_is_told(tmp_path: Path) -> None:
    """What is no memory of a watch is told with what to do."""
    (tmp_path / "desk.ledger.watch").write_bytes(b"nothing of the kind" * 500)
    with pytest.raises(UsageError, match="remove it"):
        WatchState(tmp_path / "desk.ledger.watch")


def test_the_archive_begins_a_new_file_when_one_is_full(tmp_path: Path) -> None:
    """No record is split, and two runs of one second do not write into one file."""
    moment = datetime.datetime(2031, 5, 29, tzinfo=datetime.UTC)
    for _ in range(2):
        with Archive(tmp_path / "captures", lambda: moment, largest=100) as archive:
            for _ in range(3):
                archive.keep(b"r" * 60)
    sizes = [path.stat().st_size for path in sorted((tmp_path / "captures").iterdir())]
    assert sizes == [60] * 6


OPML = b"""<?xml version="1.0"?>
<opml version="2.0"><head><title>Papers</title></head><body>
<outline text="North"><outline type="rss" xmlUrl="https://gazette.example/feed?a=1&b=2"/></outline>
<outline text="Twice" xmlUrl="https://gazette.example/feed?a=1&amp;b=2"/>
<outline text="No address"/><outline xmlUrl="https://echo.example/atom"/></body></opml>"""


def test_lists_are_read_as_people_keep_them() -> None:
    """OPML, also with the slips that exports have; plain lists with remarks, byte order marks and bare names."""
    assert addresses_in(OPML.replace(b"a=1&b=2", b"a=1&amp;b=2")) == ("https://gazette.example/feed?a=1&b=2", "https://echo.example/atom")
    assert "https://echo.example/atom" in addresses_in(OPML)
    assert addresses_in("\ufeff# papers\r\ngazette.example/feed\r\n\r\n  https://echo.example/\r\n".encode()) == (
        "https://gazette.example/feed",
        "https://echo.example/",
    )


def test_a_list_cannot_load_anything(tmp_path: Path) -> None:
    """An entity that names a file stays unread."""
    secret = tmp_path / "secret.txt"
    secret.write_text("https://secret.example/", encoding="utf-8")
    hostile = f'<!DOCTYPE opml [<!ENTITY e SYSTEM "{secret.as_uri()}">]><opml><body><outline xmlUrl="https://a.example/"/>&e;</body></opml>'
    assert "https://secret.example/" not in str(addresses_in(hostile.encode()))


ATOM = (
    b"<feed xmlns='http://www.w3.org/2005/Atom'><entry><link rel='edit' href='/e'/><link href='/a'/></entry>"
    b"<entry><link href='/b'/></entry></feed>"
)
RDF = (
    b"<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns='http://purl.org/rss/1.0/'>"
    b"<item><link>https://a.example/a</link></item></rdf:RDF>"
)
JSON = b'{"version": "https://jsonfeed.org/version/1.1", "items": [{"id": "1", "url": "https://a.example/a"}, {"id": "2"}, 3]}'


@pytest.mark.parametrize(("data", "links"), [(ATOM, ("/a", "/b")), (RDF, ("https://a.example/a",)), (JSON, ("https://a.example/a",))])
def test_links_of_feeds(data: bytes, links: tuple[str, ...]) -> None:
    """Each kind of feed gives the addresses of its entries."""
    assert is_feed(data)
    assert entry_links(data) == links


@pytest.mark.parametrize(
    "data",
    [
        b"<!DOCTYPE rss [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;'>]><rss><channel><item><link>&b;</link></item></channel></rss>",
        b"<rss><channel><item><link></link></item></channel></rss>",
        b"<rss",
        b'{"version": "https://jsonfeed.org/version/1.1", "items": 5}',
        b'{"version": "https://jsonfeed.org/version/1.1", "items": ' + b"[" * 100_000,
        b"",
    ],
)
def test_broken_feeds_lead_nowhere(data: bytes) -> None:
    """Feeds that declare entities, or that break off, give no address and no error."""
    assert entry_links(data) == ()
