"""Reads an entry's address, which often spells in Latin letters the headline that a text lacks.

Only listed words are taken from it: a name comes back from Latin letters in too many spellings.
"""

import re
from collections.abc import Iterator, Mapping
from urllib.parse import unquote, urlsplit

# sounds that sites spell in different ways are one letter here, on both sides
_ONE_LETTER = str.maketrans("ыйэёщ", "ииееш", "ьъ")
_SOUNDS = (
    ("shch", "ш"), ("sch", "ш"), ("sh", "ш"), ("ch", "ч"), ("zh", "ж"), ("kh", "х"), ("ts", "ц"),
    ("yu", "ю"), ("ju", "ю"), ("iu", "ю"), ("ya", "я"), ("ja", "я"), ("ia", "я"), ("yo", "е"),
    ("jo", "е"),
)  # fmt: skip
_LETTERS = str.maketrans("abcdefghijklmnopqrstuvwxyz", "абцдефгхииклмнопкрстуввхиз")
_PARTS = re.compile(r"[a-z]+|\d+")
_ENDING = re.compile(r"\.[a-z]{3,5}$")
# fewer listed words, or a smaller share of its words, is chance: «a-t-belik-zhastar»
LEAST, SHARE = 3, 0.4
# of more digits is a number of the page
DIGITS = 3
# a beginning of so few letters counts before an ending, shorter ones alone: «dtp», «pogibli»
SHORT, ENDING = 4, 3


def spelled(word: str) -> str:
    """A Cyrillic beginning in the letters that an address can give back."""
    return word.translate(_ONE_LETTER)


def said_by(link: str, listed: Mapping[str, str]) -> Iterator[str]:
    """The listed words of an address, by their meaning, and the numbers between them."""
    parts = _PARTS.findall(_ENDING.sub("", _headline(link)))
    words = [part for part in parts if part.isalpha() and len(part) > 1]
    known = {word: listed[found] for word in words if (found := _beginning(word, listed))}
    if len(known) < LEAST or len(known) < SHARE * len(words):
        return
    for place, part in enumerate(parts):
        if part in known:
            yield known[part]
        elif part.isdigit() and len(part) <= DIGITS and 0 < place < len(parts) - 1:
            yield part.lstrip("0") or "0"


def _headline(link: str) -> str:
    """The part of the path with most words."""
    try:
        path = unquote(urlsplit(link).path).lower()
    except ValueError:  # not an address: «http://[»
        return ""
    return max(path.split("/"), key=lambda part: len(re.findall(r"[-_]", part)))


def _beginning(word: str, listed: Mapping[str, str]) -> str:
    cyrillic = word
    for sound, letter in _SOUNDS:
        cyrillic = cyrillic.replace(sound, letter)
    cyrillic = cyrillic.translate(_LETTERS)
    for length in range(len(cyrillic), SHORT - 1, -1):
        if cyrillic[:length] in listed and (length > SHORT or len(cyrillic) - length <= ENDING):
            return cyrillic[:length]
    return cyrillic if cyrillic in listed else ""
