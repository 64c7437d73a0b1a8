"""Sites that look like another: none of thirty is taken for it, whatever it calls itself."""

from __future__ import annotations

import pytest

from sayso.articles.captures import finish
from sayso.articles.html import read_page
from sayso.domains import mixed_scripts, registrable_domain
from sayso.ledger import identified, lookalikes
from sayso.ledger.outlets import outlet_key, publisher
from sayso.model import Article

REAL = "harbourgazette.example"
NAME = "The Harbour Gazette"
LOOKALIKES = (
    "harbourgazette.co",
    "harbourgazette.com.co",
    "harbourgazette.ltd",
    "harbourgazette.net",
    "harbour-gazette.example",
    "harbour-gazette.com",
    "harbourgazete.example",
    "harbourgazettte.example",
    "harborgazette.example",
    "harbourgaz3tte.example",
    "harb0urgazette.example",
    "hаrbourgazette.example",  # Cyrillic a
    "harbоurgazette.example",  # Cyrillic o
    "harbourgаzette.example",
    "hаrbоurgаzеttе.example",
    "harbοurgazette.example",  # Greek omicron
    "harbourgazette-news.example",
    "news-harbourgazette.example",
    "theharbourgazette.com",
    "harbourgazette.blogspot.com",
    "harbourgazette.wordpress.com",
    "harbourgazette.substack.com",
    "harbourgazette.example.evil.test",
    "www.harbourgazette.example.co",
    "harbourgazette.example-news.com",
    "amp.harbourgazette.info",
    "harbourgazette.github.io",
    "xn--harbourgazett-4cb.example",
    "rnharbourgazette.example",
    "harbourgazette.uk.com",
)


def page_at(host: str, name: str = NAME, canonical: str = "") -> Article:
    """A page got from a host, which calls itself by a name."""
    link = f'<link rel="canonical" href="{canonical}">' if canonical else ""
    markup = (
        f'<html><head>{link}<meta property="og:site_name" content="{name}"><title>Mill</title></head><body><article><h1>Mill</h1>'
        f"<p>The mill of {host} has not been sold, the ministry said on Friday, and nobody has seen a contract.</p></article></body></html>"
    )
    article = finish(read_page(markup, host, host.encode(), url=f"https://{host}/1")).article
    assert article is not None
    return article


def key(article: Article) -> str:
    return outlet_key(publisher(article) or "")


def test_there_are_thirty_sites_of_their_own() -> None:
    """Thirty, and none of them on the real domain."""
    domains = {registrable_domain(f"https://{host}/") for host in LOOKALIKES}
    assert len(LOOKALIKES) == len(domains) == 30
    assert REAL not in domains


@pytest.mark.parametrize("host", LOOKALIKES)
def test_a_lookalike_is_not_the_real_outlet(host: str) -> None:
    """By itself beside the real site: shown with its domain, counted as another outlet, and yet joined at the low end of origins."""
    real, fake = identified([page_at(REAL), page_at(host)])
    assert key(real) != key(fake)
    domain = registrable_domain(fake.url)
    assert domain is not None
    assert domain in (fake.outlet or "")
    assert (real.outlet, fake.outlet) in lookalikes([real, fake]) or (fake.outlet, real.outlet) in lookalikes([real, fake])


def test_all_of_them_at_once() -> None:
    """The real one is none of thirty, and no two of the thirty are one."""
    pages = identified([page_at(REAL), *map(page_at, LOOKALIKES)])
    assert len({key(page) for page in pages}) == 31


def test_the_real_site_keeps_its_name_beside_one_of_another_label() -> None:
    """Only the domain that a name is the label of keeps it."""
    real, fake = identified([page_at(REAL), page_at("harbourgazete.example")])
    assert (real.outlet, fake.outlet) == (NAME, f"{NAME} (harbourgazete.example)")


def test_the_order_of_pages_does_not_matter() -> None:
    """Who is read first has no better claim."""
    pages = [page_at(REAL), *map(page_at, LOOKALIKES)]
    assert identified(reversed(pages)) == tuple(reversed(identified(pages)))


@pytest.mark.parametrize("host", ["reuters.co", "reuters.example.org", "reuters-news.com", "apnews.example.org"])
def test_nobody_else_is_an_agency(host: str) -> None:
    """Not even where no page of the agency is in the pile."""
    (fake,) = identified([page_at(host, "Reuters")])
    assert outlet_key(publisher(fake) or "") != outlet_key("Reuters")


def test_an_agencys_own_page_keeps_its_name() -> None:
    """Its sites are in the reviewed table."""
    (real,) = identified([page_at("www.reuters.com", "Reuters")])
    assert real.outlet == "Reuters"


def test_a_page_has_no_right_to_an_address_of_another_site() -> None:
    """A canonical address elsewhere is kept as a reference, and is not who published."""
    fake = page_at("evil.test", canonical="https://harbourgazette.example/1")
    assert registrable_domain(fake.url) == "evil.test"
    assert [reference.target for reference in fake.references] == ["https://harbourgazette.example/1"]


@pytest.mark.parametrize("host", [host for host in LOOKALIKES if not host.isascii()])
def test_letters_of_two_scripts_are_told(host: str) -> None:
    """The domain is shown in punycode and the page is marked."""
    assert mixed_scripts(host)
    assert (registrable_domain(f"https://{host}/") or "").startswith("xn--")


@pytest.mark.parametrize(
    "name", ["The Harbour Gazette", "Новости порта", "Εφημερίδα", "港報", "Gazette 24", "harbourgazette.example", "новости.рф"]
)
def test_names_of_one_script_are_not(name: str) -> None:
    """A name in its own script is nothing odd."""
    assert not mixed_scripts(name)
