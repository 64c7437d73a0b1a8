"""Every record of sayso, in one place, so that the stages share words and nothing else.

The records follow the way of the data: an `Article` is read, `Statement`s are found in it, statements are matched to `Claim`s,
`Origin`s are counted and a `Standing` is derived. All records are frozen; a change is a new record. This module imports nothing of
ours. Text positions are code points, end exclusive. Dates are ISO 8601 strings that keep their precision: `2025`, `2025-05`,
`2025-05-30` and `2025-05-30T09:00:00+00:00` are four different values.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from enum import StrEnum

__all__ = [
    "Act",
    "Article",
    "ArticleState",
    "ArticleVersion",
    "Certainty",
    "Change",
    "ChangeKind",
    "Claim",
    "Cut",
    "DateBasis",
    "Detail",
    "Evidence",
    "EvidenceKind",
    "Family",
    "Judgement",
    "JudgementKind",
    "LedgerView",
    "Match",
    "Modality",
    "Naming",
    "Origin",
    "OriginRange",
    "Outcome",
    "OutletStance",
    "Overview",
    "Polarity",
    "Position",
    "Problem",
    "Reading",
    "Reference",
    "Sdqc",
    "Source",
    "Span",
    "Stance",
    "Standing",
    "StandingState",
    "Statement",
    "StatementKind",
    "TrackedClaim",
    "When",
    "WhenBasis",
    "content_id",
]


def content_id(kind: str, *parts: object) -> str:
    """Return a stable identifier: a hash of meaning, so that reading the same thing twice changes nothing.

    `kind` is a one-word prefix that keeps identifiers of different records apart.

    >>> content_id("claim", "a contract was signed") == content_id("claim", "a contract was signed")
    True
    >>> content_id("claim", "x").startswith("claim-")
    True
    """
    digest = hashlib.sha256("\x1f".join(str(part) for part in parts).encode("utf-8", "surrogatepass"))
    return f"{kind}-{digest.hexdigest()[:16]}"


class Outcome(StrEnum):
    """How reading one input ended; the three sum to the inputs."""

    OK = "ok"
    PARTIAL = "partial"
    QUARANTINED = "quarantined"


class DateBasis(StrEnum):
    """What a publication date rests on, best-founded first; a `GUESSED` date never decides who was first."""

    STATED = "stated"
    JSONLD = "json-ld"
    META = "meta"
    TIME_ELEMENT = "time-element"
    FEED = "feed"
    URL = "url"
    TEXT = "text"
    CAPTURE = "capture"
    GUESSED = "guessed"
    UNKNOWN = "unknown"


class Naming(StrEnum):
    """How a source is identified. On the record: `NAMED`, `OFFICE`, or a `DOCUMENT` that is given out, such as a news release."""

    NAMED = "named"
    OFFICE = "office"
    UNNAMED = "unnamed"
    MEDIA = "media"
    DOCUMENT = "document"
    SELF = "self"


class Act(StrEnum):
    """What a source does by a statement, read off its cue alone, before any claim is considered."""

    SAYS = "says"
    CONFIRMS = "confirms"
    ADMITS = "admits"
    DENIES = "denies"
    DOUBTS = "doubts"
    RETRACTS = "retracts"
    RELAYS = "relays"
    DECLINES = "declines"
    ASKS = "asks"
    ACCUSES = "accuses"
    PRAISES = "praises"
    PROMISES = "promises"
    THREATENS = "threatens"


class StatementKind(StrEnum):
    """Whether somebody speaks, or a writer tells what somebody thinks, intends or does.

    The first three are the kinds of attribution in the Penn Discourse Treebank (Prasad et al. 2007: assertions, beliefs and feelings,
    intentions). Corpora of attribution mark deeds too (`signed a contract`, `imposed sanctions`), though nobody says anything by them.
    """

    SPEECH = "speech"
    ATTITUDE = "attitude"
    PLAN = "plan"
    DEED = "deed"


class Modality(StrEnum):
    """Tense and mood of what is said: has it happened, is it so, will it, may it."""

    DID = "did"
    DOES = "does"
    WILL = "will"
    MAY = "may"
    UNSTATED = "unstated"


class WhenBasis(StrEnum):
    """What a time found in the text rests on, best-founded first."""

    STATED = "stated"
    """The words give the date: `on 14 May 2031`, `the 1970s`."""
    PUBLICATION = "publication"
    """The words are read from the day of publication: `on Thursday`, `earlier in May`."""
    TEXT = "text"
    """The words are read from another time of the same text: `a day after`."""


class Polarity(StrEnum):
    """Grammar only: is the content positive or negated."""

    POSITIVE = "positive"
    NEGATED = "negated"


class Certainty(StrEnum):
    """How sure the source says it is; our own sureness is called confidence."""

    CERTAIN = "certain"
    PROBABLE = "probable"
    POSSIBLE = "possible"
    UNSTATED = "unstated"


class Stance(StrEnum):
    """What a source does with one claim. `UNCLEAR` is said rather than forced."""

    ASSERTS = "asserts"
    CONFIRMS = "confirms"
    CONCEDES = "concedes"
    DENIES = "denies"
    DOUBTS = "doubts"
    RETRACTS = "retracts"
    RELAYS = "relays"
    UNCLEAR = "unclear"

    @property
    def sdqc(self) -> Sdqc:
        """The stance in the four-way scheme of RumourEval.

        >>> Stance.CONCEDES.sdqc
        <Sdqc.SUPPORT: 'support'>
        """
        return _SDQC[self]


class Sdqc(StrEnum):
    """Support, deny, query, comment: the scheme of RumourEval 2017 and 2019, used for exchange."""

    SUPPORT = "support"
    DENY = "deny"
    QUERY = "query"
    COMMENT = "comment"


_SDQC = {
    Stance.ASSERTS: Sdqc.SUPPORT,
    Stance.CONFIRMS: Sdqc.SUPPORT,
    Stance.CONCEDES: Sdqc.SUPPORT,
    Stance.DENIES: Sdqc.DENY,
    Stance.RETRACTS: Sdqc.DENY,
    Stance.DOUBTS: Sdqc.QUERY,
    Stance.RELAYS: Sdqc.COMMENT,
    Stance.UNCLEAR: Sdqc.COMMENT,
}


class EvidenceKind(StrEnum):
    """Why one article is taken to depend on another text or source."""

    REPRINT = "reprint"
    """The whole text stands in the other, and the other's in it."""
    CUT_REPRINT = "cut-reprint"
    """The whole text stands in a longer one."""
    REPRINT_WITH_ADDITIONS = "reprint-with-additions"
    """The other's text, or a block of it, with paragraphs of its own."""
    REWRITE = "rewrite"
    """Keeps sentences or parts of them."""
    PARAPHRASE = "paraphrase"
    """Tells the same in other words: the same matters in the same order, with the same figures, names and quotations."""
    RESEMBLES = "resembles"
    """May be a paraphrase: not enough for one family, enough not to count as independent."""
    QUOTATION = "quotation"
    """Shares the words of a quotation with another text, as two reporters of one occasion do."""
    WIRE = "wire"
    """Credits its text to an agency or outlet."""
    CITES = "cites"
    """Names another outlet for what it reports."""
    LINK = "link"
    """Links to a page of another outlet."""
    FEED = "feed"
    """The feed or the page's data name another outlet as its source."""
    CANONICAL = "canonical"
    """The page gives another outlet's address as its own."""
    OWNER = "owner"
    """Its outlet has the same owner as another, or belongs to one family of sites."""
    VERSION = "version"
    """Another capture of the same page."""
    JUDGED = "judged"
    """A person has said so."""


class StandingState(StrEnum):
    """The six states used for exchange and scoring; never a verdict on the matter itself."""

    REPORTED = "reported"
    CORROBORATED = "corroborated"
    CONFIRMED = "confirmed"
    DENIED = "denied"
    DISPUTED = "disputed"
    RETRACTED = "retracted"


class ArticleState(StrEnum):
    """What became of a page after it was captured."""

    CURRENT = "current"
    """The latest capture of its address."""
    REPLACED = "replaced"
    """A later capture of the same address has other words."""
    CORRECTED = "corrected"
    """A later capture, or the outlet elsewhere, says that it corrects this text."""
    WITHDRAWN = "withdrawn"
    """The outlet says that it takes the text back."""
    GONE = "gone"
    """Its address no longer gives the page."""


class ChangeKind(StrEnum):
    """What can change between two moments of a ledger."""

    NEW_CLAIM = "new-claim"
    NEW_PARTY = "new-party"
    """A party takes a position on a claim for the first time."""
    POSITION = "position"
    """A party's latest voice stands elsewhere than before."""
    STANDING = "standing"
    NEW_ORIGIN = "new-origin"
    TEXT_CHANGED = "text-changed"
    CORRECTION = "correction"
    JUDGEMENT = "judgement"


class JudgementKind(StrEnum):
    """What a person can decide; `docs/judgements.md` says what each takes and does."""

    MERGE = "merge"
    SPLIT = "split"
    SET_STANCE = "set-stance"
    SET_SOURCE = "set-source"
    SET_PARTY = "set-party"
    SAME_FAMILY = "same-family"
    NOT_SAME_FAMILY = "not-same-family"
    SAME_OWNER = "same-owner"
    DISMISS = "dismiss"
    APPROVE_WORDING = "approve-wording"
    RATE = "rate"
    REVOKE = "revoke"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A range of code points in an article's text."""

    start: int
    """First code point of the range."""
    end: int
    """One past the last code point of the range."""

    def cut(self, text: str) -> str:
        """Return the exact words of the range.

        >>> Span(0, 6).cut("Moscow denied it.")
        'Moscow'
        """
        return text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class When:
    """A time told in a text, as precise as the words are."""

    value: str
    """ISO 8601: `2031`, `2031-05`, `2031-05-14`, or an interval of two such dates, `1970/1979`, both ends included."""
    basis: WhenBasis
    """What it rests on."""
    span: Span
    """The words."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Trouble in the input, as a value: where, what, and what to do next."""

    code: str
    """A short stable word for the kind of trouble, such as `empty-text`."""
    message: str
    """One sentence for the person at the desk, with what to do next."""
    input_id: str
    """The input it concerns: a path, or the id given in a JSONL line."""


@dataclass(frozen=True, slots=True)
class Cut:
    """A part of an article's text that is kept but never read for statements."""

    span: Span
    """Where it stands."""
    reason: str
    """Why it is left out, such as `comment form`."""


@dataclass(frozen=True, slots=True)
class Reference:
    """What a page or feed says in its markup about another page: a link, a canonical address, the source of a feed entry."""

    kind: EvidenceKind
    """`LINK`, `CANONICAL` or `FEED`."""
    target: str
    """An address; for a feed's source its name where no address is given."""
    span: Span | None = None
    """The words that are linked, where they stand once in the text."""


@dataclass(frozen=True, slots=True)
class Article:
    """Any published text: one capture with one extracted, immutable text."""

    id: str
    """Hash of the capture and of who published it where and when."""
    input_id: str
    """The path, or the id given in the input."""
    digest: str
    """SHA-256 of the raw bytes, in hexadecimal."""
    text: str
    """The extracted text; every span of every record cuts this string."""
    title: str | None = None
    """The headline, if one was found; it may or may not also stand in the text."""
    outlet: str | None = None
    """Who published it, as the site or the input names it."""
    url: str | None = None
    """Where it was published."""
    language: str = "und"
    """BCP 47 code; `und` where it could not be told."""
    published_at: str | None = None
    """When the public could know, with its precision."""
    published_basis: DateBasis = DateBasis.UNKNOWN
    """What that date rests on."""
    cuts: tuple[Cut, ...] = ()
    """Residue such as comment forms: in the text, but never read for statements."""
    references: tuple[Reference, ...] = ()
    """Links of the text to other pages, and what the page or feed names as its source."""
    author: str | None = None
    """Who wrote it, as the page, feed, mail or post names them."""
    modified_at: str | None = None
    """When the page says that it was last changed, with its precision."""
    captured_at: str | None = None
    """When a web archive or crawler took the page; None where the capture does not say."""

    @property
    def readable(self) -> bool:
        """Whether the article is in a language that the attribution stage reads."""
        return self.language == "en"


@dataclass(frozen=True, slots=True)
class Reading:
    """What became of one input."""

    input_id: str
    """The path, or the id given in the input."""
    outcome: Outcome
    """ok, partial or quarantined."""
    article: Article | None = None
    """The article, unless the input was quarantined."""
    raw: bytes = b""
    """The bytes that were read."""
    problems: tuple[Problem, ...] = ()
    """Why the outcome is not ok."""


@dataclass(frozen=True, slots=True)
class Source:
    """Who speaks, as the text has it."""

    text: str
    """The words of the source, such as `he` or `Sources in Moscow`; empty for the article's own voice."""
    naming: Naming
    """How it is identified."""
    span: Span | None = None
    """Where the words stand; None for the article's own voice."""
    name: str | None = None
    """The fuller name or description that the words refer to in this article; None where it was left open."""
    described: str = ""
    """What the article says of it anywhere: roles, offices, appositions, joined by ` | `."""
    open_reason: str = ""
    """Why a pronoun or role was left open, such as `two could be meant`; empty where it was not."""


@dataclass(frozen=True, slots=True)
class Statement:
    """One attributed utterance at one place in one article."""

    id: str
    """Hash of article, spans and source."""
    article_id: str
    """The article it stands in."""
    extent: Span
    """The sentence or sentences that hold source, cue and content."""
    source: Source
    """The immediate speaker."""
    content: tuple[Span, ...]
    """What is said; more than one span where the source interrupts it."""
    cue: tuple[Span, ...] = ()
    """The words that attribute; empty for the article's own voice."""
    cue_text: str = ""
    """The cue in its dictionary form, such as `deny`."""
    act: Act = Act.SAYS
    """What the source does by it."""
    polarity: Polarity = Polarity.POSITIVE
    """Whether the content is negated."""
    certainty: Certainty = Certainty.UNSTATED
    """How sure the source says it is."""
    chain: tuple[Source, ...] = ()
    """Nested sources, outermost first, the immediate speaker last; empty where there is only one."""
    headline: bool = False
    """Whether it stands in the headline."""
    said_on: When | None = None
    """When it was said, if the text tells."""
    confidence: float = 1.0
    """How sure the extractor is that source and content are right, 0 to 1, calibrated on labelled news."""
    kind: StatementKind = StatementKind.SPEECH
    """Speech, or an attitude, a plan or a deed that a writer ascribes to the source."""
    modality: Modality = Modality.UNSTATED
    """Tense and mood of the content's main clause."""
    negation: Span | None = None
    """What a negation in the content covers, from the negating word to the end of its clause; None where the content is positive."""
    happened: When | None = None
    """When what the content tells of took place or is to take place, if the text tells."""
    sure: bool = False
    """Whether the confidence is in the range in which at least 92 of 100 statements were right on labelled news."""


@dataclass(frozen=True, slots=True)
class TrackedClaim:
    """A claim that a person wrote down to follow."""

    id: str
    """The person's own id, or a hash of the text."""
    text: str
    """The claim in words."""
    parties: tuple[str, ...] = ()
    """The actors inside the claim."""


@dataclass(frozen=True, slots=True)
class Detail:
    """A value on which tellings of one claim may differ."""

    kind: str
    """amount, count, share, date, place, party or stage."""
    value: str
    """Normalised, such as `USD 2600000000`."""
    quote: str
    """The words."""
    article_id: str
    """Where it stands."""
    span: Span
    """Where in the text."""
    measures: str = ""
    """What an amount or count measures, such as `deal` or `saving a year`; only like is compared with like. Empty where nothing says so."""


@dataclass(frozen=True, slots=True)
class Claim:
    """The proposition that statements share; free of polarity."""

    id: str
    """Hash of the text and parties, or of the statements it was discovered in."""
    text: str
    """The claim in words."""
    parties: tuple[str, ...] = ()
    """The actors inside the claim."""
    tracked_id: str | None = None
    """The id given to `track`; None for a discovered claim."""
    story: str = ""
    """Claims of one story share this id."""
    stage: str = "unstated"
    """The rung of the ladder, such as `talks` or `signed`."""
    details: tuple[Detail, ...] = ()
    """Values that tellings give."""
    reason: str = ""
    """Why it is listed: tracked, or what challenged or repeated it."""
    wording: str = ""
    """The words that a person approved for it; empty where nobody did."""
    dismissed: str = ""
    """Who dismissed it and why, in one sentence; it is then no longer listed among challenged claims. Empty where nobody did."""
    judgements: tuple[str, ...] = ()
    """The judgements in force that bear on it or on its statements, in the order in which they were made."""


@dataclass(frozen=True, slots=True)
class Match:
    """One statement matched to one claim, with what its source does to it and why we think so."""

    claim_id: str
    """The claim."""
    statement_id: str
    """The statement."""
    article_id: str
    """The article of the statement."""
    span: Span
    """The words that bear on the claim."""
    stance: Stance
    """What the source does with the claim."""
    party: str | None
    """The claim's party that speaks, or None."""
    confidence: float
    """How sure the matcher is, 0 to 1."""
    reasons: tuple[str, ...] = ()
    """Shared words, cues and scores, each a short sentence."""


@dataclass(frozen=True, slots=True)
class OutletStance:
    """An outlet's own voice on a claim in one article: for, against or observing."""

    claim_id: str
    """The claim."""
    article_id: str
    """The article."""
    headline: str
    """for, against or observing."""
    body: str
    """for, against or observing."""

    @property
    def differs(self) -> bool:
        """Whether headline and body do different things: a headline that asserts what its text only relays, or the other way round."""
        return self.headline != self.body


@dataclass(frozen=True, slots=True)
class Family:
    """Articles whose text derives from one text."""

    id: str
    """Hash of the sorted article ids."""
    articles: tuple[str, ...]
    """Article ids, earliest well-founded date first."""
    root: str
    """The article taken as the first telling."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """One article depends on another article or on a named source, and where that can be read."""

    article_id: str
    """The dependent article."""
    kind: EvidenceKind
    """Why it is taken to depend."""
    target: str
    """An article id, or the name of an agency or outlet that may not be in this ledger."""
    in_ledger: bool
    """Whether the target is an article of this ledger."""
    strength: float
    """Share of text in common; for what is stated how surely it says that the text rests on the target, 0 to 1."""
    because: str
    """One sentence."""
    span: Span | None = None
    """Where the dependence is stated; None for text reuse."""
    passages: tuple[tuple[Span, Span], ...] = ()
    """For text reuse the matching passages: (in this article, in the target), in the order of this article."""


@dataclass(frozen=True, slots=True)
class Origin:
    """The root of an attribution chain; what independence is counted in."""

    id: str
    """Hash of kind and name."""
    name: str
    """A person, office, document or outlet, such as `Harbour Gazette`."""
    kind: str
    """party, person, office, agency, outlet or unresolved."""
    articles: tuple[str, ...]
    """Articles that trace to it."""
    history: bool
    """Whether it may count at the low end: a speaker or document that is named, an agency's text, an outlet with work of its own here."""
    reason: str = ""
    """Why it adds nothing to the low end; empty where it counts."""
    open: bool = False
    """Whether it is an outlet or agency that no article of this ledger is published by: its chain ends outside."""


@dataclass(frozen=True, slots=True)
class OriginRange:
    """How many independent origins stand behind a claim's support."""

    low: int
    """Joins everything that may depend on another."""
    high: int
    """Joins only what provably depends."""
    because: str
    """One sentence that explains the range."""
    origins: tuple[Origin, ...] = ()
    """The origins at the high end."""


@dataclass(frozen=True, slots=True)
class Position:
    """Where one party stood on one claim by a date."""

    claim_id: str
    """The claim."""
    party: str
    """The party."""
    stances: tuple[Stance, ...]
    """Latest voice; more than one where two voices of one date differ; empty means silent."""
    statements: tuple[str, ...]
    """The statements of that latest voice."""
    earlier: tuple[str, ...] = ()
    """Older statements, latest first."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a claim stood by a date; derived by rule, with reasons; never a verdict."""

    claim_id: str
    """The claim."""
    published_by: str
    """Statements published by this date were used."""
    support: str
    """unsupported, single-origin, corroborated or confirmed."""
    challenge: str
    """unchallenged, doubted, denied, partly conceded or retracted."""
    state: StandingState
    """One of six states for exchange."""
    rule: str
    """The name of the rule that held."""
    because: str
    """The rule's reason, filled in."""
    would_change: str
    """What would change it."""
    statements: tuple[str, ...] = ()
    """The statements used."""
    origins: OriginRange | None = None
    """The count of independent origins by that date."""

    @property
    def label(self) -> str:
        """Both axes in one printed label.

        >>> Standing("c", "2025-05-30", "single-origin", "denied", StandingState.DENIED, "r", "b", "w").label
        'single-origin, denied'
        """
        return f"{self.support}, {self.challenge}"


@dataclass(frozen=True, slots=True)
class Judgement:
    """A person's decision, kept for ever; it outranks the machine and can be revoked but not erased."""

    id: str
    """Hash of all other fields."""
    kind: str
    """A word of `JudgementKind`; a text, so that a ledger with a kind of a later version can still be read."""
    targets: tuple[str, ...]
    """Claim ids, article ids, outlet names, or places of statements written `ARTICLE:START-END`."""
    value: str
    """The decision, such as a stance; empty where the kind says it all."""
    who: str
    """Who decided."""
    why: str
    """The reason given."""
    recorded_at: str
    """When this ledger learned of it."""
    traces: tuple[tuple[str, ...], ...] = ()
    """For each claim among the targets what finds it again under another id: id, tracked id or "", text, places of its statements."""


@dataclass(frozen=True, slots=True)
class ArticleVersion:
    """One capture among those of one address, in the order in which this ledger saw them."""

    article_id: str
    """The capture."""
    url: str
    """The address in the form in which captures are compared."""
    number: int
    """1 for the first capture."""
    previous: str | None
    """The article id of the capture before; None for the first."""
    state: ArticleState
    """What became of it."""
    because: str
    """One sentence: what shows that state."""
    extraction_only: bool = False
    """Whether the page's bytes are those of the capture before and only our reading of them differs."""


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that is otherwise than it was at an earlier moment of this ledger."""

    id: str
    """Hash of what changed; the same change has the same id whenever it is asked for."""
    kind: ChangeKind
    """What kind of thing changed."""
    moment: str
    """When this ledger knew."""
    sentence: str
    """What changed, in words."""
    claim_id: str | None = None
    """The claim it concerns, if one."""
    article_id: str | None = None
    """The article that brought it, if one did."""
    before: str = ""
    """How it stood before; empty where there was nothing."""
    after: str = ""
    """How it stands now."""
    because: str = ""
    """The rule's reason, where a rule gave the new standing."""


@dataclass(frozen=True, slots=True)
class LedgerView:
    """Everything that a report, an export or the web app shows, derived from the ledger in one pass.

    Tuples are sorted, so that the same inputs in any order give the same bytes.
    """

    articles: tuple[Article, ...]
    """All articles, by id."""
    recorded_at: tuple[tuple[str, str], ...]
    """(article id, when this ledger knew), by id."""
    readings: tuple[tuple[str, str], ...]
    """(input id, outcome) of every input, quarantined ones too."""
    problems: tuple[Problem, ...]
    """All problems met."""
    families: tuple[Family, ...]
    """Groups of articles with one text behind them; singletons too."""
    evidence: tuple[Evidence, ...]
    """Edges from articles to what they rest on."""
    statements: tuple[Statement, ...]
    """All statements."""
    claims: tuple[Claim, ...]
    """Tracked first, then discovered, ranked."""
    matches: tuple[Match, ...]
    """Statements matched to claims."""
    outlet_stances: tuple[OutletStance, ...]
    """The outlets' own voices."""
    positions: tuple[Position, ...]
    """Where each party stands at the latest date."""
    origins: tuple[tuple[str, OriginRange], ...]
    """(claim id, its range) at the latest date."""
    statement_origins: tuple[tuple[str, str], ...]
    """(statement id, name of the root of its chain)."""
    standings: tuple[Standing, ...]
    """One for each claim and date on which something changed."""
    versions: tuple[ArticleVersion, ...] = ()
    """Captures of addresses that were read more than once, or of pages that were corrected, withdrawn or are gone."""
    judgements: tuple[Judgement, ...] = ()
    """What people decided, revoked decisions too, by when it was recorded."""


@dataclass(frozen=True, slots=True)
class Overview:
    """What stands at the head of a list of claims: light enough to ask for at every page, whatever the size of the ledger."""

    head: str
    """The hash over everything recorded by then."""
    known_at: str
    """When the newest of it was recorded; empty for an empty ledger."""
    inputs: int
    """How many inputs were read."""
    outcomes: tuple[tuple[str, int], ...]
    """(outcome, count), the three of them; they sum to the inputs."""
    articles: int
    """How many articles came of them."""
    statements: int
    """How many statements stand in these."""
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
    problems: int
    """How many problems were met."""
    claims: tuple[tuple[Claim, Standing | None], ...]
    """Each claim without its details, and its latest standing without the lists of statements and origins."""
