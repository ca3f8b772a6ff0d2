"""One message that old phones and screen readers make sense of, whatever the feeds write."""

from dataclasses import replace

from bot.rules.news.digest_layout import (
    Frame,
    Item,
    Moment,
    Page,
    Telling,
    lay_out,
)
from sandbox.html import parse_html
from sandbox.records import Json

FRAME = Frame(
    "Жаңалықтар шолуы · 22 қараша",
    (),
    {"grants": "💰 Гранттар", "youth": "🎓 Жастар"},
    "тағы:",
    unfolded=6,
    briefly="Қысқаша",
)
TELLING = Telling(
    "Шағын гранттар байқауы басталды",
    "Өтінім екі апта бойы қабылданады.",
    "https://a.kz/1",
    "Ақтөбе газеті",
    "21 қараша",
    "",
)


def item(number: int, topic: str = "grants", **changes: str) -> Item:
    return Item(number, topic, replace(TELLING, **changes))


def read(page: Page) -> tuple[str, list[Json]]:
    """As Telegram reads it; bad HTML raises."""
    return parse_html(page.html)


def test_stories_stand_under_their_topics_title_as_link_lead_and_source() -> None:
    page = lay_out([item(1), item(2, "youth"), item(3)], FRAME)
    text, _ = read(page)
    assert page.stories == (1, 3, 2)
    assert text.index("Гранттар") < text.index("Жастар")
    assert text.count("Гранттар") == 1
    assert '<a href="https://a.kz/1">Шағын гранттар байқауы басталды</a>' in page.html
    assert "Өтінім екі апта бойы қабылданады.\nАқтөбе газеті, 21 қараша" in text


def test_stories_beyond_the_first_are_lines_in_one_folded_quote() -> None:
    page = lay_out([item(n, "youth" if n == 3 else "grants") for n in range(1, 10)], FRAME)
    text, entities = read(page)
    assert page.stories == (1, 2, 4, 5, 6, 3, 7, 8, 9)
    (quote,) = [one for one in entities if one["type"] == "expandable_blockquote"]
    assert text.encode("utf-16-le")[quote["offset"] * 2 :].decode("utf-16-le").startswith("7. Ш")
    assert text.count("Өтінім екі апта бойы қабылданады.") == 6
    assert "7. Шағын гранттар байқауы басталды – Ақтөбе газеті, 21 қараша\n8. Шағын" in text
    assert "Қысқаша\n\n7. " in text


def test_a_deadline_stands_in_words_with_its_second_for_the_phones_calendar() -> None:
    moment = Moment("Соңғы күні:", "2026 жылғы 30 қараша, 18:00", 1_796_043_600)
    page = lay_out([replace(item(1), moment=moment)], FRAME)
    text, entities = read(page)
    assert "Соңғы күні: 2026 жылғы 30 қараша, 18:00" in text
    (day,) = [one for one in entities if one["type"] == "date_time"]
    # without a format every phone shows the words as they are
    assert (day["unix_time"], day.get("date_time_format")) == (1_796_043_600, None)


def test_other_feeds_are_named_beside_the_one_that_is_shown() -> None:
    other = Telling("Начался конкурс", "", "https://b.kz/2", "Диапазон", "21 ноября", "орысша")
    page = lay_out([replace(item(1), others=(other,))], FRAME)
    assert '· тағы: <a href="https://b.kz/2">Диапазон (орысша)</a>' in page.html


def test_markup_in_other_peoples_words_is_shown_as_it_is_written() -> None:
    page = lay_out(
        [item(1, title='<b>5 < 6</b> & "so on"', lead="</a><script>", link='https://a.kz/"><b>')],
        FRAME,
    )
    text, _ = read(page)
    assert '<b>5 < 6</b> & "so on"' in text
    assert "</a><script>" in text


def test_a_story_without_a_web_address_has_a_bold_title() -> None:
    for link in ("", "javascript:alert(1)", "file:///etc/passwd", "https://", "https://[bad"):
        page = lay_out([item(1, link=link)], FRAME)
        assert "<b>Шағын гранттар байқауы басталды</b>" in page.html
        assert "<a " not in page.html


def test_a_story_without_date_lead_or_title_still_makes_sense() -> None:
    page = lay_out([item(1, title=" ", lead="", day="")], FRAME)
    text, _ = read(page)
    assert "https://a.kz/1\nАқтөбе газеті" in text


def test_a_title_of_three_thousand_characters_is_cut_at_a_word() -> None:
    text, _ = read(lay_out([item(1, title="ұзақ сөз " * 400)], FRAME))
    title = text.split("\n")[4]
    assert len(title) <= 180
    assert title.endswith("…")


def test_a_right_to_left_title_does_not_turn_its_neighbours_around() -> None:
    text, _ = read(lay_out([item(1, title="أخبار \u202e المنظمات")], FRAME))
    assert "\u2068أخبار المنظمات\u2069" in text


def test_a_story_that_finds_no_room_is_left_out_whole() -> None:
    page = lay_out([item(n, lead="ұ" * 150) for n in range(60)], FRAME)
    text, _ = read(page)
    assert 20 < len(page.stories) < 60
    assert text.count("Ақтөбе газеті, 21 қараша") == len(page.stories)
    assert page.rest == tuple(range(len(page.stories), 60))
