"""Lays out why stories were taken: the topic, and the words that were found in them."""

from collections.abc import Iterable, Iterator, Sequence

from bot.news.digest_composer import Composer
from bot.texts import Html, Voice
from storage.records.news import Decision
from storage.records.stories import Judged

MOST_CHARACTERS = 3_500
TITLE_CHARACTERS = 120
WORDS_SHOWN = 4
# What a reader understands; the other kinds are for whoever tunes the patterns.
TELLING = ("core", "model", "topic")


def reasons_text(judged: Sequence[Judged], composer: Composer, voice: Voice) -> Html:
    """Return the page; stories beyond the room of one message are left out."""
    if not judged:
        return voice("news.why_nothing")
    return Html("\n\n".join(_that_fit([voice("news.why_title"), *_parts(judged, composer, voice)])))


def _parts(judged: Iterable[Judged], composer: Composer, voice: Voice) -> Iterator[Html]:
    for one in judged:
        topics = [composer.topic_name(topic, voice.language) for topic in one.decision.topics[:2]]
        yield voice(
            "news.why_story",
            title=one.title[:TITLE_CHARACTERS],
            topics="; ".join(topics),
            words=", ".join(f"«{word}»" for word in _words(one.decision)) or "–",
        )


def _words(decision: Decision) -> list[str]:
    found = (reason.found for reason in decision.reasons if reason.kind in TELLING)
    return list(dict.fromkeys(word for word in found if word))[:WORDS_SHOWN]


def _that_fit(parts: Iterable[Html]) -> Iterator[Html]:
    room = MOST_CHARACTERS
    for part in parts:
        room -= len(part) + 2
        if room < 0:
            return
        yield part
