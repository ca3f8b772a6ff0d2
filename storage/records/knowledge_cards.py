"""Shapes of knowledge cards: what a person can do herself, read by somebody of an office."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class CardText:
    """A card in one language, as plain text."""

    title: str
    body: str


@dataclass(frozen=True, slots=True)
class Card:
    """A card that may be shown: `texts` by language (kk, ru), at least one of them.

    `owner` is the office that answers for it, `reviewed_on` when somebody of it read it last;
    `words` are what people write who need it, `categories` what such questions are about.
    """

    id: str
    owner: str
    reviewed_on: date
    categories: frozenset[str]
    words: str
    texts: Mapping[str, CardText]

    def text(self, language: str) -> CardText:
        """The text in that language, else in the one there is; Kazakh before Russian."""
        return self.texts.get(language) or self.texts.get("kk") or self.texts["ru"]


@dataclass(frozen=True, slots=True)
class CardDraft:
    """A card made of an answer, until somebody has read it. Names no case and no person.

    `made_by` is the staff member who made it; the message at which it is read stands in `chat_id`.
    """

    id: int
    office_id: str
    category: str
    language: str
    title: str
    body: str
    state: str
    made_by: int
    chat_id: int | None
    message_id: int | None
