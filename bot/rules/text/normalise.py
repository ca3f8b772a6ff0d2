"""Repairs how a text is typed and cuts it into tokens; changes no meaning and knows no language."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

KEPT_WORDS = 16_384
_WORD = re.compile(r"[^\W_]+")
_LATIN = re.compile(r"[A-Za-zÀ-ɏ]")
_CYRILLIC = re.compile(r"[Ѐ-ӿԀ-ԯ]")


@dataclass(frozen=True, slots=True, eq=False)
class Letters:
    """The repairs that topics.yaml lists under `normalisation`; keys are single characters.

    `lookalikes` (Latin to Cyrillic) apply inside words that also have Cyrillic letters,
    `everywhere` to every folded word, `drop` to every text.
    """

    lookalikes: dict[int, str]
    everywhere: dict[int, str]
    drop: dict[int, None]


@dataclass(frozen=True, slots=True)
class Token:
    """A run of letters and digits: `folded` for matching, `raw` for acronyms (repaired, cased)."""

    folded: str
    raw: str


def letters(lookalikes: dict[str, str], everywhere: dict[str, str], drop: list[str]) -> Letters:
    """Builds the tables from single characters; an upper-case look-alike follows its lower case."""
    upper = {small.upper(): good.upper() for small, good in lookalikes.items()}
    # capital Latin H looks like Н, though small h looks like һ
    both = {**upper, "H": "Н", **lookalikes} if "h" in lookalikes else {**upper, **lookalikes}
    return Letters(
        {ord(bad): good for bad, good in both.items()},
        {ord(bad): good for bad, good in everywhere.items()},
        {ord(character): None for character in drop},
    )


def clean(text: str, table: Letters) -> str:
    """NFC without soft hyphens and other invisible characters."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).translate(table.drop))


def repair(word: str, table: Letters) -> str:
    """A word that mixes alphabets gets its Latin look-alikes back as Cyrillic letters."""
    if _LATIN.search(word) and _CYRILLIC.search(word):
        return word.translate(table.lookalikes)
    return word


def fold(word: str, table: Letters) -> str:
    """The form that patterns are compared in."""
    return word.casefold().translate(table.everywhere)


def tokens(text: str, table: Letters) -> tuple[Token, ...]:
    """Cuts a text at hyphens, quotes, apostrophes and everything that is no letter or digit."""
    return tuple([_token(word, table) for word in _WORD.findall(clean(text, table))])


# most of every text are words that its language always says
@lru_cache(KEPT_WORDS)
def _token(word: str, table: Letters) -> Token:
    raw = repair(word, table)
    return Token(fold(raw, table), raw)
