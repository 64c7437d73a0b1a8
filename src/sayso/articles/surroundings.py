"""Parts of a page that stand around its article, told by its markup: captions, boxes, bars, lists of other stories.

An extractor drops most of them and keeps some, and what it keeps looks like the article once the markup is gone. So the blocks of text
that stand only in such parts are noted before extraction, and lines that are these blocks are cut from the extracted text afterwards,
each with the kind of part it came from. A part is believed by its name only as long as it holds little of the page's prose, because
themes call the article itself `subscriber-content` or `has-sidebar`.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from lxml.etree import iterwalk
from lxml.html import HtmlElement

from sayso.model import Cut, Span
from sayso.text import trim

__all__ = ["NOTHING_AROUND", "Surroundings", "read_surroundings"]

_PROSE_WORDS = 12
_LARGEST_SHARE = 0.4
"""Of the prose of a page that a part may hold and still be residue. The boxes of made-up pages held up to .3, wrappers of articles .9."""
_LONGEST_BLOCK = 2_000
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])|[-_]+")
_NOT_A_LETTER = re.compile(r"[\W_]+")
_SENTENCE_END = re.compile(r"[.!?…。！？۔।][\"'”’»)\]]*\s*$")
_BLOCKS = frozenset(
    "p div ul ol li h1 h2 h3 h4 h5 h6 section article header main table tr td th blockquote figure figcaption aside dd dt dl pre form"
    " footer nav address details summary fieldset".split()
)
_SKIPPED = frozenset({"script", "style", "template", "noscript", "svg", "head"})
_PATTERNS = tuple(
    (part["reason"], re.compile(rf"(?:^| )(?:{'|'.join(part['names'])})(?: |$)"))
    for part in tomllib.loads(Path(__file__).with_name("surroundings.toml").read_text(encoding="utf-8"))["part"]
)
_TAGS = {
    "figcaption": "caption",
    "nav": "navigation",
    "footer": "navigation",
    "form": "comment form",
    "button": "navigation",
    "aside": "aside",
}
# An aside may be a sidebar of facts that the article relies on, but its words are not the article's running text.
_ROLES = {"navigation": "navigation", "contentinfo": "navigation", "search": "navigation", "complementary": "aside"}


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Which blocks of a page stand only around its article, and why."""

    reasons: Mapping[str, str]
    """Reason by the letters of a block."""
    links: frozenset[str] = field(default_factory=frozenset)
    """The letters of blocks that are one link and no sentence."""
    prose: int = 0
    """How many words stand in paragraphs elsewhere."""

    def cuts(self, text: str) -> tuple[Cut, ...]:
        r"""Return the lines of an extracted text that are such blocks.

        >>> Surroundings({"fileview": "caption"}).cuts("Oster signs.\nFile view")
        (Cut(span=Span(start=13, end=22), reason='caption'),)
        """
        lines = (trim(text, Span(found.start(), found.end())) for found in re.finditer(r"[^\n]*\S[^\n]*", text))
        return tuple(Cut(span, reason) for span in lines if (reason := self._reason(span.cut(text))))

    def _reason(self, line: str) -> str:
        letters = _letters(line)
        if not letters:
            return ""
        return self.reasons.get(letters) or ("related stories" if letters in self.links else "")


NOTHING_AROUND = Surroundings({})
"""For a page that has no tree."""


def read_surroundings(tree: HtmlElement) -> Surroundings:
    """Return the blocks of a page that stand only in parts around its article.

    >>> from lxml.html import document_fromstring
    >>> page = document_fromstring("<p>Oster signed.</p><div class='author-bio'><p>Ada Quill said she likes Oster.</p></div>")
    >>> list(read_surroundings(page).reasons.values())
    ['about the author']
    """
    marked = _marked(tree)
    inside: dict[str, str] = {}
    outside: set[str] = set()
    links: set[str] = set()
    prose = 0
    for block, words, link in _text_blocks(tree):
        letters = _letters(words)
        if not letters or len(words) > _LONGEST_BLOCK:
            continue
        reason = next((marked[each] for each in (block, *block.iterancestors()) if each in marked), "")
        if reason:
            inside.setdefault(letters, reason)
        elif link and not _SENTENCE_END.search(words):
            links.add(letters)
        else:
            outside.add(letters)
            prose += _prose_words(block) if block.tag in {"p", "blockquote"} else 0
    kept = {key: reason for key, reason in inside.items() if key not in outside | links}
    return Surroundings(kept, frozenset(links - outside), prose)


def _marked(tree: HtmlElement) -> dict[HtmlElement, str]:
    """Return the elements that are parts around the article, with the kind of part; nothing inside such a part."""
    weights = _Weights.of(tree)
    found: dict[HtmlElement, str] = {}
    walk = iterwalk(tree, events=("start",))
    for _, element in walk:
        if not isinstance(element.tag, str) or element.tag in {"html", "body", "main", "article"}:
            continue
        reason = "" if element.tag == "head" else _reason(element)
        if element.tag == "head" or (reason and not weights.holds_article(element, reason)):
            found[element] = reason or "head"
            walk.skip_subtree()
    return found


@dataclass(frozen=True, slots=True)
class _Weights:
    """What stands inside each element, counted in one walk, since parts may nest in parts."""

    prose: Mapping[HtmlElement, int]
    """Words in paragraphs that are more than a line and mostly no link."""
    headed: frozenset[HtmlElement]
    """Elements that hold a main heading or an article."""
    total: int

    @classmethod
    def of(cls, tree: HtmlElement) -> _Weights:
        """Count the prose of a page, and note what holds its headings."""
        prose: dict[HtmlElement, int] = {}
        headed: set[HtmlElement] = set()
        for element in tree.iter("p", "blockquote", "h1", "article"):
            if element.tag in {"h1", "article"}:
                headed.update(element.iterancestors())
                continue
            count = _prose_words(element)
            for each in (element, *element.iterancestors()) if count else ():
                prose[each] = prose.get(each, 0) + count
        return cls(prose, frozenset(headed), max(1, prose.get(tree, 0)))

    def holds_article(self, element: HtmlElement, reason: str) -> bool:
        """Tell whether a part with such a name is the article itself or around it."""
        if element in self.headed or element.get("itemprop") == "articleBody":
            return True
        return not (reason == "comment form" and element.tag != "form") and self.prose.get(element, 0) > _LARGEST_SHARE * self.total


def _reason(element: HtmlElement) -> str:
    """Return the kind of part that an element says it is, or nothing."""
    names = _spoken(f"{element.get('class') or ''} {element.get('id') or ''}")
    for reason, pattern in _PATTERNS:
        if names and any(pattern.search(name) for name in names):
            return str(reason)
    return _ROLES.get(element.get("role") or "") or _TAGS.get(element.tag, "")


def _spoken(names: str) -> list[str]:
    """Return class names as words: `authorBio post-views` is `author bio` and `post views`."""
    return [" ".join(_HUMP.sub(" ", name).lower().split()) for name in names.split()[:40]]


def _prose_words(paragraph: HtmlElement) -> int:
    """Return the words of a paragraph, or 0 where it is a line or mostly links."""
    words = len(paragraph.text_content().split())
    linked = sum(len(link.text_content().split()) for link in paragraph.iter("a"))
    return words if words >= _PROSE_WORDS and linked * 2 < words else 0


def _text_blocks(tree: HtmlElement) -> Iterator[tuple[HtmlElement, str, bool]]:
    """Yield the blocks of text of a page in order: the element, its words, and whether all of them are links."""
    for element in tree.iter():
        if not isinstance(element.tag, str) or element.tag not in _BLOCKS:
            continue
        if any(isinstance(child.tag, str) and child.tag in _BLOCKS for child in element):
            loose = " ".join(part.strip() for part in (element.text, *(child.tail for child in element)) if part and part.strip())
            inline = [child for child in element if isinstance(child.tag, str) and child.tag not in _BLOCKS | _SKIPPED]
            words = " ".join([loose, *(child.text_content() for child in inline)]).strip()
            yield element, words, False
            continue
        words = " ".join(element.text_content().split())
        linked = "".join(link.text_content() for link in element.iter("a") if not (link.get("href") or "#").startswith(("#", "javascript")))
        yield element, words, bool(linked) and element.tag in {"p", "div", "li"} and _letters(linked) == _letters(words)


def _letters(words: str) -> str:
    """Return what two spellings of one block share: its letters and figures, without case."""
    return _NOT_A_LETTER.sub("", words).casefold()
