"""Posts of channels and accounts, as Telegram and X export them: each an article with an author, by the channel as its outlet."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from sayso.articles.readers.documents import Document, Hints, Request, label, with_notice
from sayso.articles.readers.entries import Entry, entry_document, web_address
from sayso.model import DateBasis, EvidenceKind, Reference
from sayso.text import clean

__all__ = ["is_posts", "read_posts"]

_MOST_LINKS = 50
_TELEGRAM = frozenset({"public_channel", "private_channel", "public_supergroup", "private_supergroup", "private_group", "personal_chat"})
_X_DATE = re.compile(r"[A-Z][a-z]{2} ([A-Z][a-z]{2}) (\d{2}) (\d{2}:\d{2}:\d{2}) ([+-]\d{4}) (\d{4})")


def is_posts(value: object) -> bool:
    """Tell whether a JSON value is an export of Telegram or X.

    >>> is_posts({"name": "Pier Watch", "type": "public_channel", "messages": []}), is_posts({"data": [{"id": "1", "text": "Oster"}]})
    (True, True)
    """
    return bool(_telegram_chats(value)) or bool(_x_posts(value))


def read_posts(value: object, request: Request) -> Iterator[Document]:
    """Yield the posts that have words; how many had none is told with the last."""
    entries = _telegram(value, request) if _telegram_chats(value) else _x(value, request)
    wordless = 0
    last: Document | None = None
    for entry in entries:
        if not entry.text.strip():
            wordless += 1
            continue
        if last:
            yield last
        last = entry_document(entry)
    if last:
        told = f"{request.name}: passed over {wordless} posts without words, such as pictures."
        yield with_notice(last, "passed-over", told) if wordless else last


def _telegram_chats(value: object) -> list[dict[str, Any]]:
    """Return the chats of an export of Telegram Desktop: of one chat, or of a whole account."""
    if not isinstance(value, dict):
        return []
    chats = value.get("chats")
    listed = chats.get("list") if isinstance(chats, dict) else [value]
    found = [chat for chat in listed if isinstance(chat, dict)] if isinstance(listed, list) else []
    return [chat for chat in found if isinstance(chat.get("messages"), list) and (chat.get("type") in _TELEGRAM or "name" in chat)]


def _telegram(value: object, request: Request) -> Iterator[Entry]:
    for chat in _telegram_chats(value):
        for number, post in enumerate(chat["messages"], start=1):
            if isinstance(post, dict) and post.get("type", "message") == "message":
                yield _telegram_post(post, chat, request, number)


def _telegram_post(post: Mapping[str, Any], chat: Mapping[str, Any], request: Request, number: int) -> Entry:
    channel = _plain(chat.get("name")) or _plain(post.get("from"))
    text, links = _telegram_text(post.get("text"))
    forwarded = _plain(post.get("forwarded_from"))
    references = [Reference(EvidenceKind.FEED, forwarded)] if forwarded else []
    references += [Reference(EvidenceKind.LINK, link) for link in dict.fromkeys(links)]
    hints = Hints(
        outlet=channel or None,
        author=_plain(post.get("author")) or _plain(post.get("from")) or None,
        published_basis=DateBasis.STATED,
        references=tuple(references[:_MOST_LINKS]),
    )
    input_id = label(request.name, f"{channel}#{post.get('id', number)}")
    published = _plain(post.get("date_unixtime")) or _plain(post.get("date"))
    modified = _plain(post.get("edited_unixtime")) or _plain(post.get("edited"))
    return Entry(input_id, {"channel": channel, **post}, text, "", published, modified, hints)


def _telegram_text(value: object) -> tuple[str, list[str]]:
    """Return the words of a post, which come in pieces where some are marked, and the addresses behind its links."""
    words: list[str] = []
    links: list[str] = []
    for piece in value if isinstance(value, list) else [value]:
        if isinstance(piece, str):
            words.append(piece)
        elif isinstance(piece, dict) and isinstance(piece.get("text"), str):
            words.append(piece["text"])
            if address := web_address(piece.get("href")) or (web_address(piece["text"]) if piece.get("type") == "link" else None):
                links.append(address)
    return "".join(words), links


def _x_posts(value: object) -> list[dict[str, Any]]:
    """Return the posts of what X's interfaces give (versions 1.1 and 2), or of an account's own archive."""
    wrapped = isinstance(value, dict) and "data" in value
    data = value.get("data", [value]) if isinstance(value, dict) else value
    listed = data if isinstance(data, list) else [data]
    found = [each.get("tweet", each) for each in listed if isinstance(each, dict)]
    return [post for post in found if isinstance(post, dict) and _is_x_post(post, bare=wrapped)]


def _is_x_post(post: Mapping[str, Any], *, bare: bool) -> bool:
    """Tell whether an object is a post; `bare` is for what a field of their interface wraps, which may have number and text only."""
    has_words = isinstance(post.get("text"), str) or isinstance(post.get("full_text"), str)
    numbered = str(post.get("id_str") or post.get("id") or "").isdigit()
    told = not {"id_str", "author_id", "edit_history_tweet_ids", "public_metrics", "full_text", "conversation_id"}.isdisjoint(post)
    return has_words and numbered and (told or (bare and set(post) <= {"id", "text", "created_at", "lang"}))


def _x(value: object, request: Request) -> Iterator[Entry]:
    included = value.get("includes") if isinstance(value, dict) else None
    users = _by_id(included, "users")
    posts = _by_id(included, "tweets")
    for post in _x_posts(value):
        yield _x_post(post, users, posts, request)


def _by_id(included: object, name: str) -> dict[str, dict[str, Any]]:
    listed = included.get(name) if isinstance(included, dict) else None
    return {str(each.get("id")): each for each in listed if isinstance(each, dict)} if isinstance(listed, list) else {}


def _x_post(post: Mapping[str, Any], users: Mapping[str, Any], posts: Mapping[str, Any], request: Request) -> Entry:
    inside = post.get("user")
    user: Mapping[str, Any] = inside if isinstance(inside, dict) else users.get(str(post.get("author_id")), {})
    handle = _plain(user.get("screen_name") or user.get("username"))
    number = str(post.get("id_str") or post.get("id"))
    long_form = post.get("note_tweet")
    words = long_form.get("text") if isinstance(long_form, dict) else ""
    text = _whole(words) or _whole(post.get("full_text")) or _whole(post.get("text"))
    hints = Hints(
        url=f"https://x.com/{handle or 'i/web'}/status/{number}",
        outlet=f"@{handle}" if handle else None,
        author=_plain(user.get("name")) or (f"@{handle}" if handle else None),
        published_basis=DateBasis.STATED,
        language=lang if re.fullmatch("[a-z]{2}", lang := _plain(post.get("lang"))) else None,
        references=tuple(_x_sources(post, users, posts, text)),
    )
    values = {**post, "user": user} if user else post
    return Entry(label(request.name, f"{handle}#{number}"), values, text, "", _x_date(_plain(post.get("created_at"))), "", hints)


def _x_sources(post: Mapping[str, Any], users: Mapping[str, Any], posts: Mapping[str, Any], text: str) -> Iterator[Reference]:
    """Yield what a post repeats or quotes: accounts where they are told, else addresses of posts."""
    if repeated := re.match(r"RT @(\w{1,30}):", text):
        yield Reference(EvidenceKind.FEED, f"@{repeated[1]}")
    listed = post.get("referenced_tweets")
    for each in listed[:5] if isinstance(listed, list) else ():
        if isinstance(each, dict) and each.get("type") in {"retweeted", "quoted"}:
            author = users.get(str(posts.get(str(each.get("id")), {}).get("author_id")), {})
            handle = _plain(author.get("username"))
            if not repeated or f"@{handle}" != f"@{repeated[1]}":
                yield Reference(EvidenceKind.FEED, f"@{handle}" if handle else f"https://x.com/i/web/status/{each.get('id')}")
    entities = post.get("entities")
    urls = entities.get("urls") if isinstance(entities, dict) else None
    for each in urls[:_MOST_LINKS] if isinstance(urls, list) else ():
        if isinstance(each, dict) and (address := web_address(each.get("expanded_url"))):
            yield Reference(EvidenceKind.LINK, address)


def _x_date(value: str) -> str:
    """Return the date of version 1.1, `Fri May 30 09:00:00 +0000 2031`, in the order in which mail has it."""
    found = _X_DATE.fullmatch(value)
    return f"{found[2]} {found[1]} {found[5]} {found[3]} {found[4]}" if found else value


def _whole(value: object) -> str:
    return value if isinstance(value, str) else ""


def _plain(value: object) -> str:
    text = value if isinstance(value, str) else str(value) if isinstance(value, int) and not isinstance(value, bool) else ""
    return " ".join(clean(text)[0].split())[:300]
