"""Every digest is one message that Telegram takes, read by the sandbox's rules for entities."""

from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.rules.news.digest_layout import (
    MOST_CHARACTERS,
    MOST_ENTITIES,
    Frame,
    Item,
    Moment,
    Telling,
    lay_out,
)
from sandbox.html import parse_html

FRAME = Frame(
    "Жаңалықтар шолуы · 22 қараша",
    ("Кешігіп жіберілді",),
    {"grants": "💰 Гранттар", "youth": "🎓 Жастар"},
    "тағы:",
    unfolded=6,
    briefly="Қысқаша",
)
WORDS = st.text(st.one_of(st.characters(), st.sampled_from("<>&«»\u202eאא😀ғ \n")), max_size=300)
TELLINGS = st.builds(
    Telling, WORDS, WORDS, st.one_of(WORDS, st.just("https://a.kz/1")), WORDS, WORDS, WORDS
)
MOMENTS = st.one_of(
    st.none(), st.builds(Moment, st.just("Соңғы күні:"), WORDS, st.integers(1, 2**31))
)


@st.composite
def items(draw: st.DrawFn) -> list[Item]:
    """As many stories as a digest may have, each told as feeds tell."""
    told = draw(st.lists(TELLINGS, min_size=1, max_size=6))
    pick, topic = st.sampled_from(told), st.sampled_from(["grants", "youth", "gone", ""])
    moment = draw(MOMENTS)
    return [
        Item(number, draw(topic), draw(pick), tuple(told[: draw(st.integers(0, 6))]), moment)
        for number in range(draw(st.integers(0, 40)))
    ]


# large digests are many choices: more than Hypothesis likes to draw
@settings(max_examples=40, suppress_health_check=list(HealthCheck))
@given(items(), st.integers(0, 20))
def test_whatever_feeds_write_the_message_is_one_that_telegram_takes(
    told: list[Item], unfolded: int
) -> None:
    page = lay_out(told, replace(FRAME, unfolded=unfolded))
    text, entities = parse_html(page.html)
    assert len(text.encode("utf-16-le")) // 2 <= MOST_CHARACTERS
    assert len(entities) <= MOST_ENTITIES
    assert text.count("\u2068") == text.count("\u2069")
    assert sorted((*page.stories, *page.rest)) == [item.number for item in told]
    starts = [line.split(". ")[0] for line in text.split("\n")]
    assert all(str(place) in starts for place in range(1, len(page.stories) + 1))
