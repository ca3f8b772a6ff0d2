"""Lays out why stories were taken or were not: the topic, the words found, her own choices."""

from collections.abc import Iterable, Iterator, Sequence

from bot.news.digest_composer import Composer
from bot.rules.news.whys import Explanation, Fate
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


REFUSAL_KEYS = {
    "language": "why.not_language",
    "feed": "why.not_feed",
    "muted": "why.not_muted",
    "without": "why.not_without",
    "tier": "why.not_tier",
    "topic": "why.not_topic",
    "region": "why.not_region",
}
FATE_KEYS = {
    Fate.ALERTED: "why.alerted",
    Fate.OLD: "why.old",
    Fate.TOLD: "why.told",
    Fate.NO_ROOM: "why.no_room",
    Fate.EARLIER: "why.earlier",
    Fate.NO_NEWS: "why.no_news",
}


def explanation_text(
    found: Explanation, composer: Composer, voice: Voice, when: str | None = None
) -> Html:
    """Return what became of one story; `when` is her next digest in words, None: there is none."""
    parts = list(_parts(found.judged[:1], composer, voice))
    if not parts:
        parts.append(Html(voice("why.story", title=found.title[:TITLE_CHARACTERS])))
    if found.fate is Fate.COMING:
        parts.append(voice("why.coming", when=when) if when else voice("why.stopped"))
    elif found.fate is not Fate.REFUSED:
        parts.append(voice(FATE_KEYS[found.fate]))
    if found.fate is Fate.REFUSED:
        lines = [voice("why.refused"), *(_against(one, found, voice) for one in found.refusals)]
        parts.append(Html("\n".join(lines)))
    return Html("\n\n".join(parts))


def _against(refusal: str, found: Explanation, voice: Voice) -> Html:
    line = voice(REFUSAL_KEYS[refusal], word=found.word or "")
    return Html(f"• {line}")


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
    reasons = (reason for reason in decision.reasons if reason.kind in TELLING and reason.found)
    found = {reason.found.casefold(): reason.found for reason in reasons}
    whole = [
        found[one] for one in found if not any(one != other and one in other for other in found)
    ]
    return whole[:WORDS_SHOWN]


def _that_fit(parts: Iterable[Html]) -> Iterator[Html]:
    room = MOST_CHARACTERS
    for part in parts:
        room -= len(part) + 2
        if room < 0:
            return
        yield part
