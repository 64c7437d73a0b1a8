"""Read the hand-written, labelled stories of `training/claims/stories` (format: its README).

A story is what a labelled case is, in small: parties, claims, articles, and for each sentence what its speakers do with which claim.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from sayso.errors import UsageError
from sayso.model import Article, DateBasis, Span, TrackedClaim, content_id

__all__ = ["Label", "Story", "read_stories"]

_LABEL = re.compile(r"(\S+) (support|deny|query|comment) (.+?) @ (.+)")
_CLAIM = re.compile(r"claim (\S+): (.+?)(?: \(parties: (.+)\))?")


@dataclass(frozen=True, slots=True)
class Label:
    """What one voice in one sentence does with one claim."""

    claim: str
    stance: str
    party: str | None
    source: str
    """The words of the speaker; `self` for the outlet."""
    article: str
    """Id of the article."""
    span: Span
    """The sentence."""


@dataclass(slots=True)
class Story:
    """One made-up contested report."""

    name: str
    parties: tuple[str, ...] = ()
    claims: list[TrackedClaim] = field(default_factory=list)
    articles: list[Article] = field(default_factory=list)
    labels: list[Label] = field(default_factory=list)


@dataclass(slots=True)
class _Draft:
    """An article that is being read, line by line."""

    outlet: str
    published: str
    title: str
    text: str
    labelled: list[tuple[Span, str]]
    gap: str = "\n\n"

    def add(self, sentence: str, labels: str) -> None:
        self.text += self.gap
        self.gap = " "
        start = len(self.text)
        self.text += sentence
        self.labelled.append((Span(start, len(self.text)), labels))


def read_stories(path: Path) -> list[Story]:
    """Return the stories of one file; raises `UsageError` with the line for what does not follow the format."""
    stories: list[Story] = []
    draft: _Draft | None = None
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        try:
            draft = _take(line, stories, draft)
        except (ValueError, IndexError) as error:
            raise UsageError(f"{path}:{number}: {error}") from error
    _finish(stories, draft)
    return stories


def _take(line: str, stories: list[Story], draft: _Draft | None) -> _Draft | None:
    if line.startswith("- ") and draft is not None:
        sentence, _, labels = line[2:].partition(" > ")
        draft.add(sentence.strip(), labels)
    elif not line.strip():
        if draft is not None:
            draft.gap = "\n\n"
    elif line.startswith("article:"):
        _finish(stories, draft)
        return _begin(line)
    else:
        _finish(stories, draft)
        _head(line, stories)
        return None
    return draft


def _begin(line: str) -> _Draft:
    heading, _, labels = line.removeprefix("article:").partition(" > ")
    outlet, published, title = (part.strip() for part in heading.split("|", 2))
    return _Draft(outlet, published, title, title, [(Span(0, len(title)), labels)])


def _head(line: str, stories: list[Story]) -> None:
    if line.startswith("story:"):
        stories.append(Story(line.removeprefix("story:").strip()))
    elif line.startswith("parties:"):
        stories[-1].parties = tuple(party.strip() for party in line.removeprefix("parties:").split(";"))
    elif match := _CLAIM.fullmatch(line.strip()):
        parties = tuple(part.strip() for part in match[3].split(";")) if match[3] else stories[-1].parties
        stories[-1].claims.append(TrackedClaim(match[1], match[2], parties))
    else:
        raise ValueError(f"not a line of a story: {line[:60]!r}")


def _finish(stories: list[Story], draft: _Draft | None) -> None:
    if draft is None:
        return
    story = stories[-1]
    name = content_id("article", story.name, draft.outlet, draft.published, draft.text)
    story.articles.append(Article(name, name, "", draft.text, draft.title, draft.outlet, None, "en", draft.published, DateBasis.STATED))
    for span, labels in draft.labelled:
        story.labels.extend(_labels(labels, name, span, {claim.id for claim in story.claims}))


def _labels(line: str, article: str, span: Span, claims: Sequence[str] | set[str]) -> list[Label]:
    found = []
    for part in filter(None, (part.strip() for part in line.split("; "))):
        match = _LABEL.fullmatch(part)
        if match is None or match[1] not in claims:
            raise ValueError(f"not a label of this story: {part!r}")
        party = None if match[3] == "-" else match[3]
        found.append(Label(match[1], match[2], party, match[4].removeprefix("^").strip(), article, span))
    return found
