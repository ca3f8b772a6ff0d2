"""Lays the stories of one digest out as one Telegram message. Knows no catalogue and no clock."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from urllib.parse import urlsplit

# Telegram allows 4,096 characters and 100 entities; the rest is room for a mark or a footer.
MOST_CHARACTERS = 3_900
MOST_ENTITIES = 90
TITLE_CHARACTERS = 180
LEAD_CHARACTERS = 120
LINK_CHARACTERS = 600
ALSO_LINKS = 3
# First strong isolate … pop: a right-to-left title must not turn its neighbours around.
ISOLATE, POP = "\u2068", "\u2069"
# Control characters, halves of surrogate pairs, and the signs that turn the direction of writing.
HIDDEN = re.compile("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
# Hebrew, Arabic and their neighbours.
RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefe\U00010800-\U00010fff]")
# The same story stands in many editions: its text is made once.
KEPT_TEXTS = 4096


@dataclass(frozen=True, slots=True)
class Telling:
    """One feed's telling of a story, as people see it; `day` and `language` are words."""

    title: str
    lead: str
    link: str
    feed: str
    day: str
    language: str


@dataclass(frozen=True, slots=True)
class Item:
    """A story to lay out: the telling that is shown, the others that are named beside it."""

    number: int
    topic: str
    shown: Telling
    others: tuple[Telling, ...] = ()


@dataclass(frozen=True, slots=True)
class Frame:
    """What surrounds the stories: plain text, in the digest's language.

    `topics` are headings by topic id; `also` is the words before other feeds' names.
    """

    title: str
    notes: tuple[str, ...]
    topics: Mapping[str, str]
    also: str


@dataclass(frozen=True, slots=True)
class Page:
    """The finished text as Telegram HTML, and the numbers of the stories that found room."""

    html: str
    stories: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Piece:
    html: str
    characters: int
    entities: int


def lay_out(items: Sequence[Item], frame: Frame) -> Page:
    """Group the items by topic in the order they come; those beyond the room are left out whole."""
    head = _joined((_bold(frame.title), *(_italic(note) for note in frame.notes)), "\n")
    chosen = _that_fit(items, frame, head)
    pieces = [head]
    for topic, group in _grouped(chosen):
        pieces.append(_bold(frame.topics.get(topic, "")) if frame.topics.get(topic) else _text(""))
        pieces.extend(_story(item.shown, item.others, frame.also) for item in group)
    text = _joined((piece for piece in pieces if piece.html), "\n\n").html
    return Page(text, tuple(item.number for _, group in _grouped(chosen) for item in group))


def _that_fit(items: Sequence[Item], frame: Frame, head: _Piece) -> list[Item]:
    characters, entities = head.characters, head.entities
    chosen: list[Item] = []
    topics: set[str] = set()
    for item in items:
        piece = _story(item.shown, item.others, frame.also)
        heading = _bold(frame.topics.get(item.topic, "")) if item.topic not in topics else _text("")
        more = piece.characters + heading.characters + 4  # and the blank lines before both
        if characters + more > MOST_CHARACTERS:
            continue
        if entities + piece.entities + heading.entities > MOST_ENTITIES:
            break
        characters, entities = characters + more, entities + piece.entities + heading.entities
        chosen.append(item)
        topics.add(item.topic)
    return chosen


def _grouped(items: Iterable[Item]) -> Iterable[tuple[str, list[Item]]]:
    groups: dict[str, list[Item]] = {}
    for item in items:
        groups.setdefault(item.topic, []).append(item)
    return groups.items()


@lru_cache(KEPT_TEXTS)
def _story(shown: Telling, others: tuple[Telling, ...], also: str) -> _Piece:
    title = _link(shown.title, shown.link, TITLE_CHARACTERS)
    lead = _text(_cut(_one_line(shown.lead), LEAD_CHARACTERS))
    lines = [title, *([lead] if lead.html else []), _source_line(shown, others, also)]
    return _joined(lines, "\n")


def _source_line(shown: Telling, others: tuple[Telling, ...], also: str) -> _Piece:
    source = _italic(", ".join(part for part in (_one_line(shown.feed), shown.day) if part))
    named = list(_also(others))
    if not named:
        return source
    return _joined((source, _text(f" · {also} "), _joined(named, ", ")), "")


def _also(others: Iterable[Telling]) -> Iterator[_Piece]:
    for telling in list(others)[:ALSO_LINKS]:
        name = f"{_one_line(telling.feed)} ({telling.language})" if telling.language else None
        yield _link(name or telling.feed, telling.link, 80)


def _link(words: str, address: str, most: int) -> _Piece:
    text = _isolated(_cut(_one_line(words), most))
    if not text:
        text = _cut(address, 60)
    if not _web_address(address):
        return _bold(text)
    return _Piece(
        f'<a href="{escape(address, quote=True)}">{escape(text, False)}</a>', _size(text), 1
    )


def _web_address(address: str) -> bool:
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return (
        bool(parts.scheme in ("http", "https") and parts.netloc) and len(address) <= LINK_CHARACTERS
    )


def _bold(words: str) -> _Piece:
    return _marked("b", words)


def _italic(words: str) -> _Piece:
    return _marked("i", words)


def _marked(tag: str, words: str) -> _Piece:
    if not words:
        return _text("")
    return _Piece(f"<{tag}>{escape(words, False)}</{tag}>", _size(words), 1)


def _text(words: str) -> _Piece:
    return _Piece(escape(words, False), _size(words), 0)


def _joined(pieces: Iterable[_Piece], between: str) -> _Piece:
    parts = list(pieces)
    characters = sum(part.characters for part in parts) + len(between) * max(0, len(parts) - 1)
    html = between.join(part.html for part in parts)
    return _Piece(html, characters, sum(part.entities for part in parts))


def _size(words: str) -> int:
    """Length as Telegram counts it: in UTF-16 units."""
    return len(words.encode("utf-16-le")) // 2


def _one_line(words: str) -> str:
    return " ".join(HIDDEN.sub(" ", words).split())


def _isolated(words: str) -> str:
    return f"{ISOLATE}{words}{POP}" if RIGHT_TO_LEFT.search(words) else words


def _cut(words: str, most: int) -> str:
    """Cut at a word's end, an ellipsis in place of the rest."""
    if len(words) <= most:
        return words
    head = words[: most - 1]
    space = head.rfind(" ")
    return (head[:space] if space > most // 2 else head).rstrip(" .,;:–—-") + "…"
