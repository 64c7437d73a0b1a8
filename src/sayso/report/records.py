"""What the views hand to terminal, page and web app: plain frozen records, so that no two faces can show different things.

They are derived from a `LedgerView` and never stored. An `anchor` names a place on a page: it is a hash, so that no text from
outside ever becomes a part of an address.
"""

from __future__ import annotations

from dataclasses import dataclass

from sayso.model import Article, ArticleVersion, Claim, Naming, OriginRange, Problem, Span, Stance, Standing

__all__ = [
    "Branch",
    "CaptureChange",
    "Cell",
    "Gap",
    "GapItem",
    "Header",
    "JobView",
    "Link",
    "Matrix",
    "Row",
    "Run",
    "Segment",
    "SentencePart",
    "Telling",
    "Timeline",
    "TimelineEntry",
    "Tree",
    "Voice",
]


@dataclass(frozen=True, slots=True)
class Segment:
    """A run of an article's words and the part it plays."""

    text: str
    """The words, exactly."""
    role: str
    """content, source, cue or context."""


@dataclass(frozen=True, slots=True)
class Link:
    """One link of an attribution chain."""

    text: str
    """The words of the source, or the outlet's name."""
    naming: Naming
    """How it is identified."""
    open: bool
    """Whether the text leaves open who that is."""


@dataclass(frozen=True, slots=True)
class Voice:
    """What one statement does to one claim, with all that is needed to show it."""

    anchor: str
    """Where the statement stands on a page."""
    claim_id: str
    """The claim."""
    statement_id: str
    """The statement."""
    article: Article
    """The article it stands in."""
    stance: Stance
    """What its source does with the claim."""
    party: str | None
    """The claim's party that speaks, or None."""
    speaker: str
    """Who speaks, in words; the outlet for its own voice."""
    kind: str
    """party, outlet or speaker: which group of rows it belongs to."""
    naming: Naming
    """How the speaker is identified."""
    on_record: bool
    """Whether somebody answers for the words: a named person, an office, or a paper that it gives out."""
    quote: str
    """The words that bear on the claim."""
    start: int
    """First code point of the quote in the article."""
    end: int
    """One past its last code point."""
    said: Span
    """What is said, by which a judgement names the statement: a sentence may hold several."""
    context: tuple[Segment, ...]
    """The sentence or sentences around it, in order."""
    chain: tuple[Link, ...]
    """Outlet first, then each source named inside the other."""
    reasons: tuple[str, ...]
    """Why it was matched and read so."""
    certainty: str
    """How sure the source says it is."""
    confidence: float
    """How sure the matcher is, 0 to 1."""
    said_on: str | None
    """When it was said, if the text tells."""
    date: str | None
    """When the public could know; where unknown, when it was said."""
    date_basis: str
    """What that date rests on."""
    headline: bool
    """Whether it stands in the headline."""
    origin: str | None
    """The root of its chain."""


@dataclass(frozen=True, slots=True)
class Run:
    """A run of words that two texts share or do not."""

    text: str
    """The words, exactly, with the white space after them."""
    role: str
    """kept, removed or added."""


@dataclass(frozen=True, slots=True)
class CaptureChange:
    """What one capture of a page has otherwise than the one before it."""

    earlier: Article
    """The capture before."""
    later: Article
    """The capture."""
    version: ArticleVersion
    """Number and state of the later one; `extraction_only` where only our reading of the same bytes differs."""
    headline: tuple[Run, ...]
    """The headlines, word by word; empty where neither has one."""
    body: tuple[Run, ...]
    """The texts."""
    date: tuple[Run, ...]
    """The dates that the page gives."""
    changed_after: Voice | None = None
    """The last denial of what the earlier capture supports that was public before the later one was seen."""


@dataclass(frozen=True, slots=True)
class Cell:
    """What one row's actor does with one claim."""

    claim_id: str
    """The claim of the column."""
    stances: tuple[Stance, ...]
    """More than one where two voices differ; empty means silent."""
    voices: tuple[Voice, ...]
    """The statements that give it."""
    earlier: tuple[Voice, ...] = ()
    """Older statements of the same actor."""


@dataclass(frozen=True, slots=True)
class Row:
    """One actor of the matrix."""

    name: str
    """Its name in words."""
    kind: str
    """party, outlet or speaker."""
    cells: tuple[Cell, ...]
    """One a column, in the columns' order."""


@dataclass(frozen=True, slots=True)
class Matrix:
    """Who stands where: actors by claims."""

    claims: tuple[Claim, ...]
    """The columns, lowest rung first."""
    standings: tuple[Standing | None, ...]
    """The latest standing of each column."""
    rows: tuple[Row, ...]
    """Parties first, then outlets, then other speakers."""


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """One dated or undated voice on the timeline."""

    lane: str
    """above for support, below for denials and doubts, beside for what is neither."""
    first_day: int | None
    """First day that its date allows, as a proleptic ordinal; None if undated."""
    last_day: int | None
    """Last day that its date allows."""
    copied: bool
    """Whether its article is a copy of another article's text."""
    voice: Voice
    """The statement."""


@dataclass(frozen=True, slots=True)
class Timeline:
    """A claim's voices in the order in which the public could know."""

    dated: tuple[TimelineEntry, ...]
    """By day."""
    undated: tuple[TimelineEntry, ...]
    """Those without any date."""


@dataclass(frozen=True, slots=True)
class Branch:
    """One node of the origin tree."""

    kind: str
    """root, end, or the kind of evidence, such as reprint or cites."""
    label: str
    """Outlet, agency or cited source in words."""
    article_id: str | None
    """The article, or None for a target outside this ledger."""
    title: str
    """The article's headline; empty if there is none."""
    date: str | None
    """When the article was published."""
    language: str
    """The language of label and title."""
    share: float | None
    """Share of text in common with the root, 0 to 1; None where text is not compared."""
    because: str
    """Why it stands here."""
    open: bool
    """Whether the chain ends here without its source being in this ledger."""
    children: tuple[Branch, ...] = ()
    """What derives from it (for a root) or what it rests on."""


@dataclass(frozen=True, slots=True)
class Tree:
    """The texts behind a claim, copies under the text that they derive from."""

    roots: tuple[Branch, ...]
    """One a family, earliest first."""
    range: OriginRange | None
    """The count of independent origins at the latest date."""
    sentence: str
    """The count in words."""
    ends: tuple[Branch, ...] = ()
    """Agencies and outlets that the articles credit or cite, each with the articles that trace to it."""


@dataclass(frozen=True, slots=True)
class SentencePart:
    """A run of the printable sentence and the statements that it rests on."""

    text: str
    """The words."""
    voices: tuple[Voice, ...] = ()
    """Those statements; empty for connecting words."""
    outside: bool = False
    """Whether the words are a source's or the claim's and not ours."""

    @property
    def anchors(self) -> tuple[str, ...]:
        """Where those statements stand on a page."""
        return tuple(dict.fromkeys(voice.anchor for voice in self.voices))


@dataclass(frozen=True, slots=True)
class Telling:
    """One value that tellings of a claim give for one detail."""

    kind: str
    """amount, count, share, date, place, party or stage."""
    value: str
    """The normalised value."""
    quotes: tuple[tuple[str, Article], ...]
    """The words, each with its article; first users first."""
    differs: bool
    """Whether another telling gives another value for the same kind and measure."""
    measures: str = ""
    """What the value measures, such as `deal`."""
    first: tuple[Article, ...] = ()
    """Who gave this value first, by well-founded dates; more than one where they share the day, none where no article is dated."""


@dataclass(frozen=True, slots=True)
class GapItem:
    """One thing that is missing, with where to look."""

    label: str
    """The input, outlet or speaker in words."""
    note: str = ""
    """What is known of it, or what to do next."""
    article_id: str | None = None
    """The article it concerns."""


@dataclass(frozen=True, slots=True)
class Gap:
    """One kind of missing knowledge."""

    kind: str
    """A short stable word, such as `undated`."""
    sentence: str
    """What it means for a reader."""
    items: tuple[GapItem, ...]
    """What it concerns."""


@dataclass(frozen=True, slots=True)
class Header:
    """What a ledger is made of."""

    inputs: int
    """How many inputs were read."""
    outcomes: tuple[tuple[str, int], ...]
    """(outcome, count), the three of them; they sum to the inputs."""
    articles: int
    """How many articles came of them."""
    families: int
    """How many texts stand behind the articles."""
    outlets: int
    """How many outlets published them."""
    languages: tuple[tuple[str, int], ...]
    """(language, count), most frequent first."""
    first_date: str | None
    """The earliest publication date."""
    last_date: str | None
    """The latest publication date."""
    undated: int
    """How many articles have no date, or only a guessed one."""
    unread: int
    """How many articles are in a language that is kept but not read."""


@dataclass(frozen=True, slots=True)
class JobView:
    """How far a piece of work has come that takes longer than a page may wait."""

    title: str
    """What the work is."""
    sentence: str
    """How it goes, or how it ended and what to do next."""
    done: int = 0
    """Inputs done."""
    total: int = 0
    """Inputs in all; 0 where they are not counted."""
    name: str = ""
    """The input at hand."""
    outcomes: tuple[tuple[str, int], ...] = ()
    """(outcome, count), once it ended."""
    problems: tuple[Problem, ...] = ()
    """What was amiss, with the next step."""
    finished: bool = False
    """Whether it ended."""
    back: str = "/"
    """Where the form stood that began it."""
    articles: tuple[tuple[str, str], ...] = ()
    """(article id, headline or name) of what was read, in the order read."""
    left: int = 0
    """Articles read that are not among these."""
