"""The coordinator changes her office in chat: hours and days off, with a way back."""

from __future__ import annotations

import pytest

from bot.rules.desk.office_hours import intervals, written
from tests.desk.at_work import MONDAY, Desk
from tests.sim_driver import ADMIN, AIGUL, BAKYT, GROUP, SVETLANA, text_of


async def open_page(desk: Desk, *labels: str) -> str:
    """`/office` in the group and the buttons pressed after it; the screen's text."""
    await desk.sim.send(BAKYT, "/office", chat_id=GROUP)
    await desk.quiet()
    return await press(desk, *labels)


async def press(desk: Desk, *labels: str, who: int = BAKYT) -> str:
    for label in labels:
        await desk.sim.press(who, await desk.screen(GROUP), label)
        await desk.quiet()
    return text_of(await desk.screen(GROUP))


async def due(desk: Desk) -> int:
    case = (await desk.cases())[-1]
    return int(case["answer_due_at"]) - MONDAY


async def test_hours_are_changed_by_buttons_and_new_questions_are_promised_by_them(
    desk: Desk,
) -> None:
    page = await open_page(desk)
    assert "дс–жм: 09:00-18:00" in page
    assert "📍 Ақтөбе облысы" in page
    assert "09:00-13:00, 14:00-18:00" in await press(desk, "Жұмыс уақыты", "дс", "13:00, 14:00")
    await desk.ask()
    assert await due(desk) == 9 * 3600  # eight hours of work and an hour of lunch


async def test_a_change_can_be_taken_back(desk: Desk) -> None:
    assert "жабық" in await open_page(desk, "Жұмыс уақыты", "дс", "жабық")
    assert "09:00-18:00" in await press(desk, "Болдырмау")


async def test_other_hours_and_days_off_are_written(desk: Desk) -> None:
    for words in ("mon 10:30-13:00, 14:00-18:30", "2026-11-24"):
        await desk.sim.send(BAKYT, f"/office {words}", chat_id=GROUP)
        await desk.quiet()
    page = (await desk.texts(GROUP))[-1]
    assert "10:30-13:00, 14:00-18:30" in page
    assert "24 қараша" in page
    await desk.ask()
    assert await due(desk) == (2 * 24 + 1) * 3600  # an hour is left over for Wednesday
    assert "24 қараша" not in await open_page(desk, "Демалыс", "24 қараша", "Артқа")


@pytest.mark.parametrize("words", ["mon 25:00-26:00", "mon tomorrow", "32.12", "mon 18-9"])
async def test_what_is_no_hours_and_no_day_is_refused_in_words(desk: Desk, words: str) -> None:
    await desk.sim.send(BAKYT, f"/office {words}", chat_id=GROUP)
    await desk.quiet()
    assert "мына түрде" in (await desk.texts(GROUP))[-1]
    assert not await desk.rows("SELECT * FROM office_settings")


async def test_a_week_without_work_is_refused(desk: Desk) -> None:
    for day in ("mon", "tue", "wed", "thu", "fri"):
        await desk.sim.send(BAKYT, f"/office {day} -", chat_id=GROUP)
        await desk.quiet()
    assert "мына түрде" in (await desk.texts(GROUP))[-1]


async def test_who_does_not_coordinate_sees_and_changes_nothing(desk: Desk) -> None:
    await open_page(desk, "Жұмыс уақыты")
    before = await desk.screen(GROUP)
    await press(desk, "дс", who=SVETLANA)
    assert text_of(await desk.screen(GROUP)) == text_of(before)
    await desk.sim.send(AIGUL, "/office")
    await desk.quiet()
    assert "үйлестіруші" in (await desk.texts(AIGUL))[-1]


async def test_an_administrator_looks_at_any_office_in_her_own_chat(desk: Desk) -> None:
    await desk.sim.send(ADMIN, "/office")
    await desk.quiet()
    await desk.sim.press(ADMIN, await desk.screen(ADMIN), "Шымкент")
    await desk.quiet()
    assert "Шымкент" in text_of(await desk.screen(ADMIN))


async def test_from_an_office_an_administrator_goes_back_to_all_of_them(desk: Desk) -> None:
    await desk.sim.send(ADMIN, "/office")
    await desk.quiet()
    await desk.tap(ADMIN, "Шымкент", "Жұмыс уақыты", "Артқа", "Барлық ұйым", "азаматтық орталығы")
    assert "азаматтық орталығы" in text_of(await desk.screen(ADMIN))
    await open_page(desk)
    assert "Барлық ұйым" not in str((await desk.screen(GROUP))["reply_markup"])


async def test_weekdays_and_days_are_written_as_coordinators_say_them(desk: Desk) -> None:
    for words in ("сс 10:00-13:00, 14:00-17:00", "СР. 10-12", "31.12.2026"):
        await desk.sim.send(BAKYT, f"/office {words}", chat_id=GROUP)
        await desk.quiet()
    page = text_of(await desk.screen(GROUP))
    assert "сс: 10:00-13:00, 14:00-17:00" in page
    assert "ср: 10:00-12:00" in page
    assert "2026 жылғы 31 желтоқсан" in page
    assert "/office дс " in await open_page(desk, "Жұмыс уақыты", "дс")


def test_hours_are_read_as_people_write_them() -> None:
    assert intervals("9-18") == ((540, 1080),)
    assert intervals("9.30 – 13:00; 14:00-18") == ((570, 780), (840, 1080))
    assert written(intervals("9-13,14-18")) == "09:00-13:00, 14:00-18:00"
    assert intervals("-") == ()
    assert written(()) == "-"
