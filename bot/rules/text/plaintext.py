"""Makes plain text of what publishers write in HTML, and one short lead; never a full text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser, LexborNode

LEAD = 280
TEXT = 4_000
# far more than any text of 4,000 letters needs; deeper HTML costs the square of its length
_HTML = 40_000


def _names(*lists: str) -> frozenset[str]:
    return frozenset(" ".join(lists).split())


_BLOCKS = _names(
    "address article aside blockquote br center dd div dl dt fieldset figcaption figure footer",
    "form h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section table tbody tr ul",
)
_CELLS = _names("td th")
_HIDDEN = _names(
    "applet audio button embed head iframe math noembed noframes noscript object script select",
    "style svg template textarea title video",
)
_MARKUP = re.compile(r"<[a-zA-Z/!?]|&[#\w]")
_INVISIBLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u200b\u2028\u2029\u2060\ufeff\ufffc\ufffd"
    # what turns the direction of writing would turn that of a whole message
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]"
)
# what feed plug-ins append to every entry
_APPENDED = re.compile(
    r"(?:^The post .{1,300} (?:appeared first on|first appeared on) .{1,120}"
    r"|^(?:Запись|Сообщение) .{1,300} (?:впервые )?(?:появил\w+|опубликован\w+) .{1,120}"
    r"|(?:Читать (?:далее|полностью)|Толығырақ(?: оқу)?|Толық оқу|Подробнее|Continue reading"
    r"|Read more)[^\n]{0,120}|\[(?:…|\.\.\.|&hellip;)\])\s*$",
    re.M,
)
_ENDING = re.compile(r"[.!?…][»”\")\]]*(?=\s+[«“\"(\[—–-]?\s?[A-ZА-ЯЁӘҒҚҢӨҰҮҺІ\d]|\s*$)")
_SHORT = re.compile(
    r"\b(?:\w|ст|гг|жж|тг|руб|млн|млрд|трлн|тыс|ул|обл|им|др|пр|см|мин|тел|т\.б|т\.д|т\.п|т\.с\.с"
    r"|проф|акад|доц|долл|коп|просп|мкрн?|каб|корп|пос|стр|рис|напр|гос|зам|зав|нач|пер|бул|кв|оф|сағ"
    r"|янв|фев|февр|мар|апр|авг|сен|сент|окт|ноя|нояб|дек|пн|вт|ср|чт|пт|сб|вс|ред|авт|каз|рус|қаз)\.$",
    re.I,
)
# letters of the longest of these, with its point
_SHORTENED = 8
# behind a title that was a sentence of its own, and not the beginning of one
_APART = re.compile(r"[ \t]*(?:$|\n|[.:!?…]+(?=\s|$))")
_LEAST = 80
_TAIL = 600
# letters of a title that is not said by chance, and of what a plug-in says around it
_TELLING, _CREDIT = 15, 90


def plain_text(html: str, limit: int = TEXT) -> str:
    """Text with one line for each block, at most `limit` characters; scripts and forms left out."""
    html = html[:_HTML]
    if not _MARKUP.search(html):
        return _tidy(html.replace("\n", " "), limit)
    parts: list[str] = []
    length = 0
    for part in _pieces(html):
        parts.append(part)
        length += len(part)
        if length > limit * 2:
            break
    return _tidy("".join(parts), limit)


def one_line(html: str, limit: int = 300) -> str:
    """Plain text of a title: no line breaks, cut at a word with an ellipsis."""
    return cut_at_word(plain_text(html).replace("\n", " "), limit)


def lead_of(text: str, title: str = "") -> str:
    """The beginning of a plain text, at most 280 characters, ended at a sentence where possible;
    without what plug-ins append and without the title said again."""
    text = (text[:-_TAIL] + _APPENDED.sub("", text[-_TAIL:])).strip()
    text = _uncredited(title, text)
    text = _without(title, text).replace("\n", " ")
    if len(text) <= LEAD:
        return text
    ends = [found.end() for found in _ENDING.finditer(text, 0, LEAD + 1) if found.end() <= LEAD]
    for end in reversed(ends):
        if end >= _LEAST and not _SHORT.search(text, end - _SHORTENED, end):
            return text[:end]
    return cut_at_word(text, LEAD)


def _uncredited(title: str, text: str) -> str:
    """The text without a last line that says where this title stood first, in any language."""
    rest, line, last = text.rpartition("\n")
    credit = line and len(title) >= _TELLING and title in last
    return rest if credit and len(last) - len(title) <= _CREDIT else text


def _without(title: str, text: str) -> str:
    """The text without its title, where that stands for itself at the beginning."""
    end = len(title)
    if not title or text[:end].casefold() != title.casefold():
        return text
    closed = title.endswith((".", "!", "?", "…")) and text[end : end + 1].isspace()
    return text[end:].lstrip(" .:!?…—–-\n") if closed or _APART.match(text, end) else text


def cut_at_word(text: str, limit: int) -> str:
    """The text, or its beginning with an ellipsis: at most `limit` characters."""
    if len(text) <= limit:
        return text
    head = text[: limit - 1]
    words, space, _ = head.rpartition(" ")
    return (words if space and len(words) > limit // 2 else head).rstrip(" ,;:—–-") + "…"


def _tidy(text: str, limit: int) -> str:
    lines = (" ".join(line.split()) for line in _INVISIBLE.sub("", text).split("\n"))
    return "\n".join(line for line in lines if line)[:limit].rstrip()


def _pieces(html: str) -> Iterator[str]:
    """Text in document order, with a line break at each edge of a block."""
    node: LexborNode | None = LexborHTMLParser(html).body
    depth = 0
    while node is not None:
        if node.is_text_node:
            yield (node.text_content or "").replace("\n", " ")
        elif node.tag not in _HIDDEN:
            yield _edge(node.tag, opening=True)
            child = node.first_child
            if child is not None:
                node, depth = child, depth + 1
                continue
        while node is not None and node.next is None and depth:
            node, depth = node.parent, depth - 1
            yield _edge(node.tag if node else None, opening=False)
        node = node.next if node is not None and depth else None


def _edge(tag: str | None, *, opening: bool) -> str:
    if tag in _BLOCKS:
        return "\n• " if opening and tag == "li" else "\n"
    return " " if tag in _CELLS else ""
