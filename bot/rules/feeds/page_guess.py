"""Finds the list of news on a page that nobody has described; knows no site.

It is what repeats and bears long links to the same site.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from bot.rules.feeds.feed_dates import OLDEST
from bot.rules.feeds.feed_pages import address_of, joined
from bot.rules.feeds.said_dates import said_date
from storage.records.feeds import PageSelectors

# a title has words; a menu has one or two
_TITLE_LEAST, _WORDS_LEAST, _TITLE_COUNTS = 25, 3, 120
# a list is no list below this
_CARDS_LEAST = 5
# of what is looked at: links of a page, steps up from a link, elements of a card, letters of a date
_LINKS, _HEIGHT, _ELEMENTS, _DATE = 1_500, 10, 60, 60
# post-1234, is-first, active: what tells one card from its neighbours is no name of all
_OWN = re.compile(r"\d|^(?:first|last|odd|even|active|is-.*|has-.*|js-.*)$")
_NAME = re.compile(r"-?[a-zA-Z_][\w-]*")
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


@dataclass(slots=True)
class _Card:
    """The biggest element around a link in which every long link goes to the same place."""

    node: LexborNode
    link: LexborNode
    title: str


@dataclass(slots=True)
class _Links:
    """Long links by where they go, and which of them each element holds."""

    titled: dict[str, LexborNode] = field(default_factory=dict)
    inside: dict[int, set[str]] = field(default_factory=dict)


def guess_selectors(body: bytes, url: str) -> PageSelectors | None:
    """Selectors of the list that holds most of the page's titles; None where nothing repeats."""
    page = LexborHTMLParser(body)
    kinds: dict[str, list[_Card]] = {}
    for card in _cards(_long_links(page, url)):
        kinds.setdefault(_selector(card.node), []).append(card)
    lists = [(kind, cards) for kind, cards in kinds.items() if len(cards) >= _CARDS_LEAST]
    if not lists:
        return None
    entry, cards = max(lists, key=lambda one: _weight(one[1]))
    return PageSelectors(
        entry,
        _common(cards, lambda card: [card.link]) or "a",
        _common(cards, _heading),
        _common(cards, _dates),
    )


def _weight(cards: list[_Card]) -> int:
    return sum(min(len(card.title), _TITLE_COUNTS) for card in cards)


def _long_links(page: LexborHTMLParser, url: str) -> _Links:
    found = _Links()
    where = address_of(page, url)
    for link in islice(page.css("a[href]"), _LINKS):
        target = _target(joined(where, link), url)
        if target is None or not _is_title(_words(link)):
            continue
        known = found.titled.setdefault(target, link)
        if len(_words(known)) < len(_words(link)):
            found.titled[target] = link
        for element in _upwards(link):
            found.inside.setdefault(element.mem_id, set()).add(target)
    return found


def _target(link: str, url: str) -> str | None:
    """Where a link goes, if that is another page of this site."""
    try:
        target, own = urlsplit(link), urlsplit(url)
    except ValueError:
        return None
    same = _site(target.hostname) == _site(own.hostname)
    elsewhere = (target.path, target.query) != (own.path, own.query)
    return f"{target.path}?{target.query}" if same and elsewhere and target.path else None


def _site(host: str | None) -> str:
    return (host or "").removeprefix("www.")


def _is_title(words: str) -> bool:
    return len(words) >= _TITLE_LEAST and words.count(" ") >= _WORDS_LEAST


def _words(node: LexborNode) -> str:
    return " ".join(node.text(separator=" ")[:1_000].split())


def _upwards(node: LexborNode) -> Iterator[LexborNode]:
    """The element itself and those around it, up to the body."""
    current: LexborNode | None = node
    for _ in range(_HEIGHT):
        if current is None or current.tag in ("body", "html", "-document"):
            return
        yield current
        current = current.parent


def _cards(links: _Links) -> Iterator[_Card]:
    for link in links.titled.values():
        alone = [one for one in _upwards(link) if len(links.inside[one.mem_id]) == 1]
        yield _Card(alone[-1], link, _words(link))


def _selector(node: LexborNode) -> str:
    """Tag and lasting classes; those of the parent before them where it has none itself."""
    own = _name(node)
    parent = node.parent
    if own != node.tag or parent is None or parent.tag in ("body", "html", "-document"):
        return own
    return f"{_name(parent)} > {own}"


def _name(node: LexborNode) -> str:
    classes = (node.attributes.get("class") or "").split()
    lasting = [one for one in classes if _NAME.fullmatch(one) and not _OWN.search(one)]
    return ".".join((str(node.tag), *sorted(lasting)[:3]))


def _heading(card: _Card) -> list[LexborNode]:
    """The heading of a card, else what within its link holds a title and not all of its words."""
    heading = card.node.css_first(", ".join(_HEADINGS))
    if heading is not None:
        return [heading]
    inner = islice(card.link.css("* *"), _ELEMENTS)
    return [node for node in inner if _is_title(_words(node)) and _words(node) != card.title][-1:]


def _dates(card: _Card) -> list[LexborNode]:
    """The element of a card that says a day and least else."""
    said = (node for node in islice(card.node.css("*"), _ELEMENTS) if node.tag not in ("a", "img"))
    days = [(len(words), node) for node in said if _is_a_day(words := _when(node))]
    return [min(days, key=lambda one: one[0])[1]] if days else []


def _when(node: LexborNode) -> str:
    return (node.attributes.get("datetime") or node.text(separator=" ")).strip()


def _is_a_day(words: str) -> bool:
    return len(words) <= _DATE and said_date(words, "UTC", OLDEST) is not None


def _common(cards: list[_Card], parts: Callable[[_Card], list[LexborNode]]) -> str | None:
    """The selector that fits in most cards, or None."""
    found = Counter(name for card in cards for name in {_name(part) for part in parts(card)})
    best = max(found, key=lambda name: (found[name], len(name)), default=None)
    return best if best and found[best] * 2 > len(cards) else None
