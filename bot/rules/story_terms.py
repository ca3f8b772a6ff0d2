"""Turns an entry's words into terms that Kazakh and Russian tellings of one event share."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

# Only vowels and consonants of the Kazakh alphabet: names then agree with their Russian spelling.
KAZAKH_TO_RUSSIAN = str.maketrans("әғқңөұүһіё", "агкноуухие")
STEM = 6  # letters of an unlisted word that are compared: cases and suffixes begin after them
SHORTEST = 3
COMMON = "~"  # opens a term that stands for a listed, common word
TITLE, LEAD = "t:", "l:"
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class StoryWords:
    """Listed words: beginnings as typed (lower case) to the term they stand for."""

    terms: Mapping[str, str]
    lengths: tuple[int, ...]


def story_words(kazakh: Mapping[str, str], russian: Mapping[str, str]) -> StoryWords:
    """Build the list from Kazakh-to-Russian pairs and Russian forms."""
    listed: dict[str, str] = {}
    for meaning in (*kazakh.values(), *russian.values()):
        listed[_folded(meaning)] = meaning
    for word, meaning in (*russian.items(), *kazakh.items()):
        listed[_folded(word)] = meaning
    return StoryWords(listed, tuple(sorted({len(word) for word in listed}, reverse=True)))


def terms_of(title: str, lead: str, words: StoryWords) -> str:
    """Return the terms of an entry as one text, those of the title marked as such."""
    told = [*_marked(TITLE, title, words), *_marked(LEAD, lead, words)]
    return " ".join(dict.fromkeys(told))


def _marked(mark: str, text: str, words: StoryWords) -> Iterable[str]:
    for word in _WORD.findall(text.lower()):
        term = _term(_folded(word), words)
        if term:
            yield mark + term


def _term(word: str, words: StoryWords) -> str:
    if word.isdigit():
        return word
    for length in words.lengths:
        if length <= len(word) and word[:length] in words.terms:
            return COMMON + words.terms[word[:length]]
    return word[:STEM] if len(word) >= SHORTEST else ""


def _folded(word: str) -> str:
    return word.lower().translate(KAZAKH_TO_RUSSIAN)
