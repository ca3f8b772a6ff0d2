"""Lays the stories of one digest out as one Telegram message. Knows no catalogue and no clock."""

import re
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from urllib.parse import urlsplit

from bot.rules.text.telegram_html import measured

# Telegram allows 4,096 characters and 100 entities; the rest is room for a mark or a footer.
MOST_CHARACTERS = 3_900
MOST_ENTITIES = 90
TITLE_CHARACTERS = 180
LEAD_CHARACTERS = 90
LINE_CHARACTERS = 110
FEED_CHARACTERS = 60
# no topic is called so
FOLDED = "\n"
# the number before a title, the blank lines before a story and its topic
ROOM_AROUND = 10
LINK_CHARACTERS = 600
ALSO_LINKS = 3
# First strong isolate … pop: a right-to-left title must not turn its neighbours around.
ISOLATE, POP = "\u2068", "\u2069"
# Control characters, halves of surrogate pairs, and the signs that turn the direction of writing.
HIDDEN = re.compile("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
# Words of one or two letters at the end.
SHORT_WORD = re.compile(r"(?:\s\w{1,2})+\Z")
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
class Moment:
    """A day that matters: words before it, the day in words, and its UTC second."""

    label: str
    words: str
    at: int


@dataclass(frozen=True, slots=True)
class Item:
    """A story to lay out: the telling that is shown, the others that are named beside it."""

    number: int
    topic: str
    shown: Telling
    others: tuple[Telling, ...] = ()
    moment: Moment | None = None


@dataclass(frozen=True, slots=True)
class Frame:
    """What surrounds the stories: plain text, in the digest's language.

    `topics` are headings by topic id; `also` is the words before other feeds' names; `unfolded`
    is how many stories are told with their lead; the others are lines in a folded quote, `briefly`
    are the words above it.
    """

    title: str
    notes: tuple[str, ...]
    topics: Mapping[str, str]
    also: str
    unfolded: int
    briefly: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """The finished text as Telegram HTML, and the numbers of the stories as they stand in it.

    `rest` are the stories that fitted the wishes and found no room.
    """

    html: str
    stories: tuple[int, ...]
    rest: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class _Piece:
    html: str
    characters: int
    entities: int


@dataclass(frozen=True, slots=True)
class _Chosen:
    """A story that found room, and whether it is one line in a quote."""

    item: Item
    piece: _Piece
    folded: bool


def lay_out(items: Sequence[Item], frame: Frame) -> Page:
    """Group the items by topic in the order they come; those beyond the room are left out whole."""
    head = _joined((_bold(frame.title), *(_italic(note) for note in frame.notes)), "\n")
    chosen = _that_fit(items, frame, head)
    pieces = [head]
    numbers: list[int] = []
    for topic, group in _grouped(one for one in chosen if not one.folded):
        pieces.append(_heading(topic, frame))
        pieces.extend(_numbered(group, numbers))
    if lines := _numbered([one for one in chosen if one.folded], numbers):
        pieces += [_bold(frame.briefly), _quote(lines)]
    text = _joined((piece for piece in pieces if piece.html), "\n\n").html
    left = tuple(item.number for item in items if item.number not in numbers)
    return Page(text, tuple(numbers), left)


def _numbered(chosen: Iterable[_Chosen], numbers: list[int]) -> list[_Piece]:
    """The stories with the place of each in the text; `numbers` grows by them."""
    pieces = []
    for one in chosen:
        numbers.append(one.item.number)
        pieces.append(_joined((_text(f"{len(numbers)}. "), one.piece), ""))
    return pieces


def _that_fit(items: Sequence[Item], frame: Frame, head: _Piece) -> list[_Chosen]:
    characters, entities = head.characters, head.entities
    chosen: list[_Chosen] = []
    topics: set[str] = set()
    for item in items:
        folded = len(chosen) >= frame.unfolded
        piece = _line(item.shown) if folded else _story(item, frame.also)
        heading = _above(item.topic, topics, frame, folded=folded)
        more = piece.characters + heading.characters + ROOM_AROUND
        if characters + more > MOST_CHARACTERS:
            continue
        if entities + piece.entities + heading.entities > MOST_ENTITIES:
            break
        characters, entities = characters + more, entities + piece.entities + heading.entities
        chosen.append(_Chosen(item, piece, folded))
        topics.add(FOLDED if folded else item.topic)
    return chosen


def _above(topic: str, topics: Container[str], frame: Frame, *, folded: bool) -> _Piece:
    """What a story costs besides itself: its topic's heading, or the quote and its heading."""
    if not folded:
        return _text("") if topic in topics else _heading(topic, frame)
    if FOLDED in topics:
        return _text("")
    words = _bold(frame.briefly)
    return _Piece(words.html, words.characters + 2, words.entities + 1)


def _heading(topic: str, frame: Frame) -> _Piece:
    return _bold(frame.topics.get(topic, ""))


def _grouped(chosen: Iterable[_Chosen]) -> Iterable[tuple[str, list[_Chosen]]]:
    groups: dict[str, list[_Chosen]] = {}
    for one in chosen:
        groups.setdefault(one.item.topic, []).append(one)
    return groups.items()


def _quote(lines: Sequence[_Piece]) -> _Piece:
    inside = _joined(lines, "\n")
    html = f"<blockquote expandable>{inside.html}</blockquote>"
    return _Piece(html, inside.characters, inside.entities + 1)


@lru_cache(KEPT_TEXTS)
def _story(item: Item, also: str) -> _Piece:
    shown = item.shown
    title = _link(shown.title, shown.link, TITLE_CHARACTERS)
    lead = _text(_isolated(_cut(_one_line(shown.lead), LEAD_CHARACTERS)))
    day = _moment(item.moment) if item.moment else _text("")
    lines = (title, lead, day, _source_line(shown, item.others, also))
    return _joined((line for line in lines if line.html), "\n")


@lru_cache(KEPT_TEXTS)
def _line(shown: Telling) -> _Piece:
    """A story of a folded quote: its title, its feed and day."""
    title = _link(shown.title, shown.link, LINE_CHARACTERS)
    source = ", ".join(part for part in (_isolated(_feed(shown)), shown.day) if part)
    return _joined((title, _text(f" – {source}")), "") if source else title


def _moment(moment: Moment) -> _Piece:
    """No format is asked for: every phone shows our words, a new one offers its calendar too."""
    words = _one_line(moment.words)
    inside = escape(words, False)
    html = f'{escape(moment.label, False)} <tg-time unix="{moment.at}">{inside}</tg-time>'
    return _Piece(html, measured(moment.label) + 1 + measured(words), 1)


def _source_line(shown: Telling, others: tuple[Telling, ...], also: str) -> _Piece:
    source = _italic(", ".join(part for part in (_isolated(_feed(shown)), shown.day) if part))
    named = list(_also(others))
    if not named:
        return source
    return _joined((source, _text(f" · {also} "), _joined(named, ", ")), "")


def _also(others: Iterable[Telling]) -> Iterator[_Piece]:
    for telling in list(others)[:ALSO_LINKS]:
        name = f"{_feed(telling)} ({telling.language})" if telling.language else _feed(telling)
        yield _link(name, telling.link, FEED_CHARACTERS + 20)


def _feed(telling: Telling) -> str:
    return _cut(_one_line(telling.feed), FEED_CHARACTERS)


def _link(words: str, address: str, most: int) -> _Piece:
    text = _isolated(_cut(_one_line(words), most))
    if not text:
        text = _cut(address, 60)
    if not _web_address(address):
        return _bold(text)
    return _Piece(
        f'<a href="{escape(address, quote=True)}">{escape(text, False)}</a>', measured(text), 1
    )


def _web_address(address: str) -> bool:
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return (
        bool(parts.scheme in ("http", "https") and parts.netloc)
        and len(address) <= LINK_CHARACTERS
        and not HIDDEN.search(address)
    )


def _bold(words: str) -> _Piece:
    return _marked("b", words)


def _italic(words: str) -> _Piece:
    return _marked("i", words)


def _marked(tag: str, words: str) -> _Piece:
    if not words:
        return _text("")
    return _Piece(f"<{tag}>{escape(words, False)}</{tag}>", measured(words), 1)


def _text(words: str) -> _Piece:
    return _Piece(escape(words, False), measured(words), 0)


def _joined(pieces: Iterable[_Piece], between: str) -> _Piece:
    parts = list(pieces)
    characters = sum(part.characters for part in parts) + len(between) * max(0, len(parts) - 1)
    html = between.join(part.html for part in parts)
    return _Piece(html, characters, sum(part.entities for part in parts))


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
    whole = head[:space] if space > most // 2 else head
    # «в среду с…»: a word so short says nothing without the next
    return SHORT_WORD.sub("", whole).rstrip(" .,;:–—-") + "…"
