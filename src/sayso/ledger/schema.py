"""The tables of a ledger, the same for every database that can hold one.

Three kinds of tables. The *recorded* ones hold what came in and only grow; each row carries `mark`, the hash of its content, and `entry`,
the number of the journal entry that brought it. The *journal* says when, and chains its entries. *Editions* keep what was derived at a
moment, so that an answer once given stays. `tally` holds one row: the running sum from which the head is made, so that asking for the head
costs nothing. What only one database has (pragmas, triggers, the word index) stands in `sayso.ledger.migrations` for SQLite and in
`sayso.ledger.postgresql_schema`. Records are text and not JSON columns: their hashes stand for each sign of them.
"""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, LargeBinary, MetaData, String, Table, Text, UniqueConstraint

from sayso.ledger.escaping import EscapedText

__all__ = [
    "APPEND_ONLY",
    "EDITION_TABLES",
    "RECORDED",
    "annotated",
    "articles",
    "captures",
    "edition_parts",
    "editions",
    "inputs_read",
    "journal",
    "judgements",
    "metadata",
    "part_standings",
    "parts",
    "problems",
    "readings",
    "redactions",
    "statements",
    "tally",
    "tracked_claims",
]

metadata = MetaData()
# Compared by code points on both databases, so that what comes first does not depend on a server's language.
_HASH = String().with_variant(String(collation="C"), "postgresql")
_NAME = String().with_variant(EscapedText(), "postgresql")


def _entry() -> Column[int]:
    # Deferred: the entry is written last, when it knows the marks of its rows.
    return Column("entry", Integer, ForeignKey("journal.number", deferrable=True, initially="DEFERRED"), nullable=False)


def _redacted() -> Column[int]:
    return Column("redacted", Integer, ForeignKey("journal.number", deferrable=True, initially="DEFERRED"))


def _recorded(name: str, *columns: Column[str] | Column[int], unique: str | None = None) -> Table:
    """A table of records as JSON text, each with its hash, its entry, and whether a redaction emptied it."""
    return Table(
        name,
        metadata,
        Column("number", Integer, primary_key=True),
        *columns,
        _entry(),
        Column("record", Text, nullable=False),
        Column("mark", _HASH, nullable=False),
        _redacted(),
        *([UniqueConstraint(unique)] if unique else []),
    )


journal = Table(
    "journal",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("kind", _NAME, nullable=False),
    Column("recorded_at", _NAME, nullable=False),
    Column("marks", LargeBinary, nullable=False),
    Column("link", _HASH, nullable=False),
    Column("head", _HASH, nullable=False),
    Index("journal_by_moment", "recorded_at", "number"),
)
tally = Table("tally", metadata, Column("number", Integer, primary_key=True), Column("sum", LargeBinary, nullable=False))
captures = Table(
    "captures",
    metadata,
    Column("digest", _HASH, primary_key=True),
    _entry(),
    Column("raw", LargeBinary, nullable=False),
    Column("mark", _HASH, nullable=False),
    _redacted(),
)
articles = _recorded(
    "articles", Column("id", _NAME, nullable=False), Column("digest", _HASH, ForeignKey("captures.digest"), nullable=False), unique="id"
)
annotated = _recorded("annotated", Column("article_id", _NAME, ForeignKey("articles.id"), nullable=False))
Index("annotated_by_article", annotated.c.article_id)
statements = _recorded(
    "statements", Column("id", _NAME, nullable=False), Column("article_id", _NAME, ForeignKey("articles.id"), nullable=False)
)
Index("statements_by_article", statements.c.article_id)
readings = Table(
    "readings",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("input_id", _NAME, nullable=False),
    Column("outcome", _NAME, nullable=False),
    Column("article_id", _NAME, ForeignKey("articles.id")),
    Column("digest", _HASH, ForeignKey("captures.digest"), nullable=False),
    _entry(),
    Column("mark", _HASH, nullable=False),
    _redacted(),
    UniqueConstraint("mark"),
)
Index("readings_by_article", readings.c.article_id)
Index("readings_by_input", readings.c.input_id)
problems = _recorded("problems", Column("input_id", _NAME, nullable=False), unique="mark")
Index("problems_by_input", problems.c.input_id)
tracked_claims = _recorded("tracked_claims", Column("id", _NAME, nullable=False), unique="id")
judgements = _recorded("judgements", Column("id", _NAME, nullable=False), unique="id")
redactions = _recorded("redactions", Column("id", _NAME, nullable=False), unique="id")

editions = Table(
    "editions",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("entry", Integer, nullable=False),  # 0 stands for the time before the first entry
    Column("head", _HASH, nullable=False),
    Column("machine", _NAME, nullable=False),
    Column("derived_at", _NAME, nullable=False),
    Column("overview", LargeBinary, nullable=False),
    Column("rest", LargeBinary, nullable=False),
    Column("mark", _HASH, nullable=False),
    Index("editions_by_entry", "entry"),
)
parts = Table(
    "parts",
    metadata,
    Column("mark", _HASH, primary_key=True),
    Column("claim", LargeBinary, nullable=False),
    Column("payload", LargeBinary, nullable=False),
)
edition_parts = Table(
    "edition_parts",
    metadata,
    Column("edition", Integer, ForeignKey("editions.number"), primary_key=True),
    Column("place", Integer, primary_key=True),
    Column("claim_id", _NAME, nullable=False),
    Column("story", _NAME, nullable=False),
    Column("part", _HASH, ForeignKey("parts.mark"), nullable=False),
    Index("edition_parts_by_claim", "edition", "claim_id"),
    Index("edition_parts_by_story", "edition", "story"),
)
part_standings = Table(
    "part_standings",
    metadata,
    Column("part", _HASH, ForeignKey("parts.mark"), primary_key=True),
    Column("place", Integer, primary_key=True),
    Column("day", _NAME, nullable=False),
    Column("challenge", _NAME, nullable=False),
    Column("record", LargeBinary, nullable=False),
    Column("mark", _HASH, nullable=False),
)
inputs_read = Table(
    "inputs_read",
    metadata,
    Column("key", _NAME, primary_key=True),
    Column("ok", Integer, nullable=False),
    Column("partial", Integer, nullable=False),
    Column("quarantined", Integer, nullable=False),
)
"""Files that were read to their end, by a hash, with how many inputs they held: lets a run go on where it was stopped; may be dropped."""

RECORDED: tuple[Table, ...] = (
    captures,
    articles,
    annotated,
    statements,
    readings,
    problems,
    tracked_claims,
    judgements,
    redactions,
)
"""The tables of what came in, in an order in which none refers to a later one."""
EDITION_TABLES: tuple[Table, ...] = (editions, parts, edition_parts, part_standings)
"""The tables of what was derived."""
APPEND_ONLY: tuple[Table, ...] = (journal, *RECORDED, *EDITION_TABLES)
"""The tables in which nothing is ever changed, save by a redaction."""
