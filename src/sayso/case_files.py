"""Case files: one contested report in Markdown that an editor can read, dated articles first, then what is expected of them.

The grammar stands in `docs/cases.md`; `sayso.testing` runs the cases.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sayso.errors import UsageError
from sayso.model import ArticleState, Stance, StandingState, TrackedClaim

__all__ = ["Case", "CaseArticle", "Expectation", "load_case"]

_HEADING = re.compile(
    r"## (?P<date>undated|\d{4}(?:-\d\d(?:-\d\d)?)?) (?P<outlet>.+?)(?: <(?P<address>https?://[^\s<>]+)>)?"
    r"(?: \[(?P<language>[a-z]{2})\])?"
)
_CLAIM = re.compile(r"claim (?P<id>[a-z][a-z0-9-]*): (?P<text>.+)")
_EXPECTED = re.compile(r"=> (?P<kind>[a-z]+) (?P<rest>.+)")
_RANGE = re.compile(r"(\d+)-(\d+)")
_MANY = range(1, 100)
_SHAPES = {
    "apart": (_MANY, range(100)),
    "article": (range(3, 4), range(1, 2)),
    "cell": (range(3, 4), range(0)),
    "family": (_MANY, range(100)),
    "origins": (range(2, 3), range(0)),
    "position": (range(3, 4), range(0)),
    "standing": (range(3, 5), range(0)),
    "state": (range(2, 3), range(1)),
    "unread": (_MANY, range(100)),
}
"""For each kind: how many fields it may have, and which of them are article numbers."""
_FORMS = {
    "apart": "'=> apart 1, 2'",
    "article": "'=> article CLAIM | 3 | deny'",
    "cell": "'=> cell CLAIM | ACTOR | denies'",
    "family": "'=> family 1, 3'",
    "origins": "'=> origins CLAIM | 1-2'",
    "position": "'=> position CLAIM | PARTY | denies'",
    "standing": "'=> standing CLAIM | 2031-05-28 | reported' with '| single-origin, unchallenged' after it if wished",
    "state": "'=> state 1 | corrected'",
    "unread": "'=> unread 3'",
}
_STANCE_WORDS = {*(stance.value for stance in Stance), "support", "deny", "query", "silent"}


@dataclass(frozen=True, slots=True)
class CaseArticle:
    """One article of a case."""

    number: int
    """Its place in the file, from 1; expectations name it so."""
    published: str | None
    """The date in its heading; None for `undated`."""
    outlet: str
    """The outlet in its heading."""
    language: str | None
    """The code in brackets, if any."""
    title: str | None
    """Its headline, if the text begins with one."""
    text: str
    """Everything between the heading and the next."""
    address: str | None = None
    """The address in angle brackets, if any; articles of one address are captures of one page."""


@dataclass(frozen=True, slots=True)
class Expectation:
    """One line of what is expected."""

    line: int
    """Where it stands in the file."""
    kind: str
    """cell, position, article, origins, standing, family, apart, state or unread."""
    fields: tuple[str, ...]
    """What stands between the bars."""


@dataclass(frozen=True, slots=True)
class Case:
    """One contested report with what is expected of it."""

    path: Path
    """The file."""
    title: str
    """Its first line."""
    parties: tuple[str, ...]
    """The actors inside its claims."""
    claims: tuple[TrackedClaim, ...]
    """Its claims."""
    articles: tuple[CaseArticle, ...]
    """Its articles."""
    expected: tuple[Expectation, ...]
    """What it expects."""


class _Reader:
    """Takes a case file line by line."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.line = 0
        self.title = ""
        self.parties: tuple[str, ...] = ()
        self.claims: list[TrackedClaim] = []
        self.headings: list[re.Match[str]] = []
        self.bodies: list[list[str]] = []
        self.expected: list[Expectation] = []

    def wrong(self, message: str) -> UsageError:
        return UsageError(f"{self.path}:{self.line}: {message}; the grammar stands in docs/cases.md")

    def take(self, line: str) -> None:
        """Take one line."""
        if line.startswith("=>"):
            self.expected.append(self._expectation(line))
        elif line.startswith("## "):
            self._heading(line)
        elif self.bodies:
            self._body(line)
        elif line.strip():
            self._head(line)

    def _heading(self, line: str) -> None:
        found = _HEADING.fullmatch(line.rstrip())
        if not found:
            raise self.wrong("an article begins with '## 2031-05-27 Outlet' or '## undated Outlet'")
        if not self.claims:
            raise self.wrong("a claim is needed before the first article: 'claim contract: Norland signed a contract.'")
        self.headings.append(found)
        self.bodies.append([])

    def _body(self, line: str) -> None:
        if self.expected and line.strip():
            raise self.wrong("only lines that begin with '=>' may follow the first expectation")
        self.bodies[-1].append(line.rstrip("\n"))

    def _head(self, line: str) -> None:
        claim = _CLAIM.fullmatch(line.strip())
        if line.startswith("# ") and not self.title:
            self.title = line[2:].strip()
        elif line.startswith("parties:"):
            self.parties = tuple(name.strip() for name in line.removeprefix("parties:").split(",") if name.strip())
        elif claim:
            self.claims.append(TrackedClaim(claim["id"], claim["text"], self.parties))
        else:
            raise self.wrong("before the first article stand '# Title', 'parties: A, B' and 'claim id: text'")

    def _expectation(self, line: str) -> Expectation:
        found = _EXPECTED.fullmatch(line.strip())
        if not found or found["kind"] not in _SHAPES:
            raise self.wrong(f"an expectation is '=> ' and one of {', '.join(sorted(_SHAPES))}")
        commas = found["kind"] in {"apart", "family", "unread"}
        fields = tuple(field.strip() for field in found["rest"].split("," if commas else "|"))
        problem = self._problem(found["kind"], fields)
        if problem:
            raise self.wrong(problem)
        return Expectation(self.line, found["kind"], fields)

    def _problem(self, kind: str, fields: tuple[str, ...]) -> str:
        """Return what is wrong with the fields of an expectation, or nothing."""
        count, numbers = _SHAPES[kind]
        if len(fields) not in count:
            return f"'{kind}' has the form {_FORMS[kind]}"
        known = {str(number) for number in range(1, len(self.headings) + 1)}
        if any(not fields[place].isdigit() or fields[place] not in known for place in numbers if place < len(fields)):
            return f"'{kind}' names an article that is not there; articles are numbered 1 to {len(known)}"
        if kind not in {"apart", "family", "state", "unread"} and fields[0] not in {claim.id for claim in self.claims}:
            return f"no claim has the id {fields[0]!r}"
        return _wrong_words(kind, fields)

    def case(self) -> Case:
        """Return what was taken."""
        if not self.title or not self.expected:
            raise self.wrong("a case needs a '# Title' and at least one expectation")
        numbered = enumerate(zip(self.headings, self.bodies, strict=True), start=1)
        articles = tuple(_case_article(number, heading, body) for number, (heading, body) in numbered)
        return Case(self.path, self.title, self.parties, tuple(self.claims), articles, tuple(self.expected))


def _case_article(number: int, heading: re.Match[str], body: Sequence[str]) -> CaseArticle:
    text = "\n".join(body).strip()
    title = None
    if text.startswith("### "):
        title = text.split("\n", 1)[0].removeprefix("### ").strip()
        text = text.removeprefix("### ")
    date = None if heading["date"] == "undated" else heading["date"]
    return CaseArticle(number, date, heading["outlet"].strip(), heading["language"], title, text, heading["address"])


def load_case(path: str | Path) -> Case:
    r"""Return a case file as records. Raises `UsageError` with file and line where the file does not follow the grammar.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = Path(folder) / "pier.md"
    ...     lines = ["# Pier", "parties: Norland", "claim pier: Norland sold a pier.", "## 2031-05-27 Post", "It did.", "=> unread 1"]
    ...     _ = file.write_text("\n".join(lines), encoding="utf-8")
    ...     load_case(file).claims[0].parties
    ('Norland',)
    """
    reader = _Reader(Path(path))
    for number, line in enumerate(Path(path).read_text(encoding="utf-8").split("\n"), start=1):
        reader.line = number
        reader.take(line)
    return reader.case()


def _wrong_words(kind: str, fields: Sequence[str]) -> str:
    """Return what is wrong with the words of an expectation, or nothing."""
    if kind in {"article", "cell", "position"}:
        unknown = [word for part in fields[2].split(",") for word in part.strip().split(" or ") if word not in _STANCE_WORDS]
        return f"{unknown[0]!r} is not a stance; there are {', '.join(sorted(_STANCE_WORDS))}" if unknown else ""
    if kind == "origins" and not _RANGE.fullmatch(fields[1]):
        return "origins are a range such as 1-2"
    if kind == "state" and fields[1] not in set(ArticleState):
        return f"{fields[1]!r} is not a state of an article; there are {', '.join(sorted(ArticleState))}"
    states = {*(state.value for state in StandingState), "none"}
    if kind == "standing" and fields[2] not in states:
        return f"{fields[2]!r} is not a state; there are {', '.join(sorted(states))}"
    return ""
