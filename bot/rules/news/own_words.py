"""Words of a reader's own that bring or hide stories: read, refused, looked for. Runs no pattern.

«волонтёр» finds every form of the word and what begins with it, «=қор» only that very form,
«тегін кеңес» the words beside one another: the grammar of topics.yaml without its expressions.
"""

from dataclasses import dataclass
from functools import lru_cache

from bot.rules.text.normalise import Letters, Token, tokens
from bot.rules.text.stems import one_word
from storage.records.stories import Story

MOST_WORDS, MOST_CHARACTERS = 20, 64
# Shorter beginnings would find half the language.
SHORTEST, SHORTEST_BEGINNING = 2, 4
EXACT = "="
KEPT_STORIES, KEPT_LISTS = 4_096, 2_048


class BadWord(ValueError):  # noqa: N818 - says what is bad with it
    """A word that cannot be looked for; `reason` is long, short or many."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class OwnWords:
    """What one reader follows and mutes, ready to be looked for."""

    follow: tuple[str, ...]
    mute: tuple[str, ...]
    letters: Letters

    def followed(self, story: Story) -> str | None:
        """Return the first word she follows that the story says."""
        return self._said(self.follow, story)

    def muted(self, story: Story) -> str | None:
        """Return the first word she muted that the story says."""
        return self._said(self.mute, story)

    def _said(self, words: tuple[str, ...], story: Story) -> str | None:
        if not words:
            return None
        texts = [_read(text, _Table(self.letters)) for text in _texts(story)]
        return next((word for word in words if any(_says(text, word) for text in texts)), None)


class _Table:
    """Letters as something to remember by: there is one table in a process."""

    __slots__ = ("letters",)

    def __init__(self, letters: Letters) -> None:
        self.letters = letters

    def __hash__(self) -> int:
        return id(self.letters)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Table) and self.letters is other.letters


def read_word(typed: str, letters: Letters) -> str:
    """Return the word as it is kept: repaired, folded, one space between words. Raises BadWord."""
    if len(typed.strip()) > MOST_CHARACTERS:
        raise BadWord("long")
    parts = [token.folded for token in tokens(typed, letters)]
    if not parts or max(map(len, parts)) < SHORTEST:
        raise BadWord("short")
    return (EXACT if typed.strip().startswith(EXACT) else "") + " ".join(parts)


def read_words(typed: str, letters: Letters, kept: tuple[str, ...]) -> tuple[str, ...]:
    """Return the kept words and the typed ones, commas or lines between them. Raises BadWord."""
    parts = [part for part in typed.replace("\n", ",").replace(";", ",").split(",") if part.strip()]
    if len(parts) > MOST_WORDS:
        raise BadWord("many")
    words = dict.fromkeys((*kept, *(read_word(part, letters) for part in parts)))
    if not parts:
        raise BadWord("short")
    if len(words) > MOST_WORDS:
        raise BadWord("many")
    return tuple(sorted(words))


def _texts(story: Story) -> list[str]:
    return [f"{entry.title}\n{entry.lead}" for entry in story.entries]


@lru_cache(KEPT_STORIES)
def _read(text: str, table: _Table) -> tuple[Token, ...]:
    return tokens(text, table.letters)


def _says(text: tuple[Token, ...], word: str) -> bool:
    exact = word.startswith(EXACT)
    parts = word.removeprefix(EXACT).split()
    last = len(text) - len(parts)
    return any(
        all(_is(text[at + place].folded, part, exact=exact) for place, part in enumerate(parts))
        for at in range(last + 1)
    )


@lru_cache(KEPT_LISTS * 32)
def _is(said: str, word: str, *, exact: bool) -> bool:
    if said == word or exact:
        return said == word
    if len(word) >= SHORTEST_BEGINNING and said.startswith(word):
        return True
    return one_word(said, word)
