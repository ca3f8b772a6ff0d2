"""The history of a case, as its citizen reads it: nothing is left out, and every page is sent."""

from __future__ import annotations

from bot.rules.desk.case_history import history, pages
from bot.rules.text.telegram_html import bare, measured
from storage.records.consultation import CaseMessage, Side, Way


def message(html: str) -> CaseMessage:
    content = {"kind": "text", "html": html, "file_id": None, "file_key": None}
    return CaseMessage(1, 1, Side.STAFF, -1, 1, 0, None, 1, Way.DELIVERED, content)


def test_lines_stay_lines_and_words_of_any_kind_stay() -> None:
    html = "Қадамдар:\n1. Өтініш <b>жазыңыз</b>\n2. 3 &lt; 5 &amp; 7\nПодробнее"
    [said] = history([message(html)], [])
    assert said.text == "Қадамдар:\n1. Өтініш жазыңыз\n2. 3 < 5 & 7\nПодробнее"


def test_the_end_of_a_message_of_4096_letters_is_there() -> None:
    moments = history([message("а" * 4090 + " соңы")], [])
    assert "".join(one.text for one in moments).endswith(" соңы")


def test_a_page_of_emoji_alone_is_not_too_long_to_be_sent() -> None:
    found = pages(history([message("😊" * 2_048), message("😊" * 2_048)], []))
    assert sum(len(one.text) for page in found for one in page) == 2 * 2_048
    assert all(sum(measured(one.text) + 60 for one in page) <= 3_000 for page in found)


def test_marks_do_not_count_and_an_emoji_counts_twice() -> None:
    assert measured(bare('<a href="tg://user?id=1">Ғ</a>😊&amp;')) == 4
