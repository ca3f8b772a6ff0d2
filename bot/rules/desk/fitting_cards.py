"""Decides which knowledge cards fit a question, and what a card keeps of an answer."""

from collections.abc import Collection, Iterable
from datetime import date, timedelta
from functools import lru_cache

from bot.rules.desk.case_terms import asked, terms
from bot.rules.desk.finding import hidden, lead
from storage.records.knowledge_cards import Card, CardText

OFFERED = 3
# A word that the card names as a sign of its question tells more than one of its text.
SIGN = 3
TITLE_LENGTH, BODY_LENGTH = 60, 1_500


def fresh(cards: Iterable[Card], today: date, months: int) -> list[Card]:
    """The cards that were read lately enough to be shown; a month is 30 days here."""
    since = today - timedelta(days=30 * months)
    return [card for card in cards if card.reviewed_on >= since]


def offered(cards: Iterable[Card], category: str, text: str) -> list[Card]:
    """At most OFFERED cards of the category, the best first.

    Words decide, in any of their forms and in either language; a question without words (a voice
    message) is offered what its category has.
    """
    wanted = asked(text)
    scored = [(_score(card, wanted), card) for card in cards if category in card.categories]
    fit = [(score, card) for score, card in scored if score or not wanted]
    fit.sort(key=lambda one: (-one[0], one[1].id))
    return [card for _, card in fit[:OFFERED]]


def _score(card: Card, wanted: Iterable[tuple[str, ...]]) -> int:
    texts = card.texts.values()
    signs = _stems(" ".join((card.words, *(text.title for text in texts))))
    told = _stems(" ".join(text.body for text in texts))
    return sum(
        SIGN if any(stem in signs for stem in stems) else any(stem in told for stem in stems)
        for stems in wanted
    )


@lru_cache(maxsize=512)  # cards change seldom and are compared with every question
def _stems(text: str) -> frozenset[str]:
    return frozenset(terms(text))


def card_of(answer: str, names: Collection[str]) -> CardText:
    """What a card keeps of an answer in plain text: no number, address or link, no known name.

    Somebody must still read it: a story can tell who a person is without naming her.
    """
    text = hidden(answer).strip()
    for word in {part for name in names for part in name.split() if len(part) > 2}:
        text = text.replace(word, "…")
    return written(text)


def written(text: str) -> CardText:
    """Title and body as somebody wrote them: a short first line is the title."""
    lines = text.strip().split("\n", 1)
    if len(lines) == 2 and len(lines[0]) <= TITLE_LENGTH:
        return CardText(lines[0].strip(), lines[1].strip()[:BODY_LENGTH])
    return CardText(lead(text, TITLE_LENGTH), text.strip()[:BODY_LENGTH])
