"""Plain text and leads from what publishers write."""

import pytest

from bot.rules.text.plaintext import LEAD, lead_of, one_line, plain_text
from tests.unit.thrown import texts


def test_blocks_become_lines_and_scripts_disappear() -> None:
    html = "<p>Бір &amp; екі</p><ul><li>үш<li>төрт</ul>бес<br>алты<script>x()</script><b>ж</b>ыл"
    assert plain_text(html) == "Бір & екі\n• үш\n• төрт\nбес\nалтыжыл"


def test_a_text_that_is_no_html_stays_as_it_is() -> None:
    assert plain_text("10 < 20 & 5\n> 3") == "10 < 20 & 5 > 3"


def test_entities_are_letters_and_invisible_ones_go() -> None:
    assert one_line("Жур&shy;нал&nbsp;«Ана&#x20;тілі»​") == "Журнал «Ана тілі»"


def test_a_lead_ends_at_a_sentence() -> None:
    first = "Қоғамдық бірлестіктер жаңа жобаларын таныстырды. " * 5
    lead = lead_of(first + "Келесі сөйлем " * 30)
    assert len(lead) <= LEAD
    assert lead.endswith("таныстырды.")


def test_an_abbreviation_is_no_end_of_a_sentence() -> None:
    text = "Собрание прошло в зале областного филиала " + "слово " * 30 + "по ул. Абая дом " * 9
    assert not lead_of(text).endswith("ул.")


def test_a_lead_without_a_sentence_ends_at_a_word() -> None:
    lead = lead_of("сөз " * 200)
    assert len(lead) <= LEAD
    assert lead.endswith("сөз…")


def test_the_title_is_not_said_twice_and_appended_lines_go() -> None:
    text = "Жаңа грант. Байқау басталды.\nThe post Жаңа грант appeared first on Газет."
    assert lead_of(text, "Жаңа грант") == "Байқау басталды."


@pytest.mark.parametrize(
    "last",
    [
        "«Ауданда жаңа орталық ашылды» жазбасы алғашында Газет сайтында жарияланған.",
        "Сообщение Ауданда жаңа орталық ашылды появились сначала на Газет.",
        "Wpis Ауданда жаңа орталық ашылды pochodzi z serwisu Газет.",
    ],
)
def test_a_last_line_that_only_names_the_entry_goes_in_any_language(last: str) -> None:
    title = "Ауданда жаңа орталық ашылды"
    assert lead_of(f"Орталыққа жүз бала келеді.\n{last}", title) == "Орталыққа жүз бала келеді."
    assert lead_of(f"Бірінші.\n{title} деп айтты әкім, {'сөз ' * 40}", title).startswith(
        "Бірінші. А"
    )


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Аким", "Акимат района рассказал о работе центра."),
        ("В Актобе открыли центр", "В Актобе открыли центр для детей. Он принял первых."),
        ("Гранты распределены", "Гранты распределены, рассказала директор фонда."),
        ("Ақтөбе", "Ақтөбе — батыстағы облыс орталығы."),
        ("Проект «Үміт»", "Проект «Үміт» поддержат ещё год."),
    ],
)
def test_a_sentence_that_begins_like_the_title_keeps_its_beginning(title: str, text: str) -> None:
    assert lead_of(text, title) == text


@pytest.mark.parametrize("between", [". ", ": ", "\n", " \n", "! ", ""])
def test_a_title_said_as_a_sentence_of_its_own_is_left_out(between: str) -> None:
    rest = "Байқау басталды." if between else ""
    assert lead_of(f"Жаңа грант{between}{rest}", "Жаңа грант") == rest
    assert lead_of("Не болды? Байқау.", "Не болды?") == "Байқау."


@pytest.mark.parametrize(
    "short", ["проф.", "долл.", "мкр.", "просп.", "янв.", "И.", "т.б.", "ж.", "каб.", "гос."]
)
def test_no_lead_ends_at_a_word_cut_short(short: str) -> None:
    text = "Собрание прошло в зале областного филиала и " + "слово " * 20 + f"{short} Есенин "
    assert not lead_of(text + "слово " * 40).endswith(short)


def test_no_text_turns_the_direction_of_others() -> None:
    assert one_line("а\u202eб\u202c \u2066в\u2069\u200f") == "аб в"


def test_no_text_makes_it_fail() -> None:
    for text in texts("<>&/#;x0! \n.аәЖbp='\u200b", 200):
        assert len(lead_of(plain_text(text), text[:5])) <= LEAD
