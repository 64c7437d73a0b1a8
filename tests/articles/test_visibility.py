"""What hides text, and what only looks as if it did: styles of elements, style sheets of the page, elements that stand in."""

from __future__ import annotations

import pytest
from lxml.html import document_fromstring

from sayso.articles.stylesheets import read_sheet
from sayso.articles.unseen import remove_unseen
from sayso.articles.visibility import is_hidden

HIDING = (
    "display:none",
    "display: none !important",
    "visibility: hidden",
    "visibility:collapse",
    "content-visibility:hidden",
    "opacity:0",
    "opacity: 0.00",
    "font-size:0",
    "font-size:2px",
    "font-size:.05em",
    "position:absolute; left:-9999px",
    "position:fixed;top:-2000px",
    "text-indent:-999em",
    "margin-left:-9999px",
    "transform:scale(0)",
    "transform: translateX(-9999px)",
    "clip:rect(0,0,0,0)",
    "clip:rect(1px 1px 1px 1px)",
    "clip-path:inset(50%)",
    "clip-path: circle(0)",
    "color:transparent",
    "color:rgba(0,0,0,0)",
    "color:#12345600",
    "color:#333;background:#333",
    "height:0;overflow:hidden",
    "max-height:0; overflow:hidden",
    "dis/**/play:no\\6e e",
    "DISPLAY:NONE",
)
SHOWING = (
    "",
    "display:block",
    "display:none;display:block",
    "opacity:0.4",
    "opacity:.01",
    "font-size:11px",
    "font-size:0.8em",
    "left:-20px",
    "margin-left:-15px",
    "text-indent:-1em",
    "transform:scale(0.9)",
    "clip:auto",
    "color:#333;background:#eee",
    "color:rgba(0,0,0,0.8)",
    "height:0",
    "color:transparent;-webkit-background-clip:text;background-clip:text",
)


@pytest.mark.parametrize("style", HIDING)
def test_a_style_that_hides(style: str) -> None:
    """By itself, and the same as a rule of the page's sheet."""
    assert is_hidden({"style": style})
    assert shown(f"<style>.a {{ {style} }}</style>", "<p class='a'>secret</p>") == ""


@pytest.mark.parametrize("style", SHOWING)
def test_a_style_that_shows(style: str) -> None:
    """Usual design, and what a later declaration takes back."""
    assert not is_hidden({"style": style})
    assert shown(f"<style>.a {{ {style} }}</style>", "<p class='a'>secret</p>") == "secret"


def shown(head: str, body: str) -> str:
    """The text of a page that is left."""
    tree = document_fromstring(f"<html><head>{head}</head><body><div id='page'>{body}</div></body></html>")
    remove_unseen(tree)
    return " ".join(tree.text_content().split())


@pytest.mark.parametrize(
    ("sheet", "hides"),
    [
        (".a{display:none}", True),
        ("p.a{display:none}", True),
        ("#page .a{display:none}", True),
        ("#page > .a{display:none}", True),
        ("body > .a{display:none}", False),
        ("section .a{display:none}", False),
        (".b, .a{display:none}", True),
        (".a.b{display:none}", False),
        ("@media screen{.a{display:none}}", True),
        ("@media print{.a{display:none}}", False),
        ("@media (max-width: 600px){.a{display:none}}", False),
        ("@supports (x:y){.a{display:none}}", False),
        (".a{display:none} p.a{display:block}", False),
        ("p.a{display:block} .a{display:none}", False),
        (".a{display:none !important} #page p.a{display:block}", True),
        (".a:hover{display:none}", False),
        (".a::before{display:none}", False),
        ("/* .a{display:none} */", False),
        (".a{color:red}.a{display:none", False),
        ("@import url(x.css); .a{display:none}", True),
        ("}}}{{{ .a{display:none}", False),
        ("@keyframes x{from{opacity:0}to{opacity:1}}", False),
    ],
)
def test_rules_of_the_pages_own_sheet(sheet: str, hides: bool) -> None:
    """Plain selectors by the cascade; everything else hides nothing."""
    assert shown(f"<style>{sheet}</style>", "<p class='a'>secret</p>") == ("" if hides else "secret")


def test_an_own_style_outranks_the_sheet() -> None:
    """As in a browser."""
    assert shown("<style>.a{display:none}</style>", "<p class='a' style='display:block'>secret</p>") == "secret"


@pytest.mark.parametrize("tag", ["template", "noscript", "datalist", "object", "iframe", "audio", "video", "canvas", "dialog"])
def test_elements_that_stand_in_are_not_read(tag: str) -> None:
    """Shown where something does not work, or not at all."""
    assert shown("", f"<p>open</p><{tag}><p>secret</p></{tag}>") == "open"


def test_white_on_a_page_whose_sheet_is_elsewhere_is_left() -> None:
    """What colour its ground has cannot be told."""
    assert shown("", "<p style='color:white'>secret</p>") == ""
    assert shown("<link rel='stylesheet' href='a.css'>", "<p style='color:white'>secret</p>") == "secret"


def test_a_hostile_sheet_ends_soon() -> None:
    """Many rules, long selectors and open brackets cost no more than their length."""
    sheet = ".a" * 50_000 + "{" * 50_000 + "".join(f".c{n} .d{n} > p.e{n}{{display:none}}" for n in range(20_000))
    assert len(read_sheet(document_fromstring(f"<style>{sheet}</style><p>x</p>")).rules) <= 5_000
