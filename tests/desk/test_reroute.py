"""A whole district goes to another office with its open cases, and comes back."""

from __future__ import annotations

import json

from bot.rules.desk.routing import areas_of, route
from handlers.desk.office.reroute_screens import RerouteButton
from storage.records.office_settings import Overrides
from tests.desk.at_work import Desk, plan
from tests.desk.two_offices import CENTRE, ZARINA, second_group
from tests.sim_driver import ADMIN, AIGUL, BAKYT, GROUP, SVETLANA, Json, text_of

HOME = "aqtobe_association"
TO_OTHERS = ("Алға", "азаматтық орталығы")


async def open_districts(desk: Desk, who: int, group: int, *labels: str) -> str:
    """`/reroute` and the buttons pressed after it; the screen's text."""
    await desk.sim.send(who, "/reroute", chat_id=group)
    await desk.quiet()
    return await press(desk, who, group, *labels)


async def press(desk: Desk, who: int, chat: int, *labels: str) -> str:
    for label in labels:
        await desk.sim.press(who, await page(desk, chat), label)
        await desk.quiet()
    return text_of(await page(desk, chat))


async def page(desk: Desk, chat: int) -> Json:
    """The latest page of an office: lines about single cases stand below it."""
    shown = await desk.said(chat)
    pages = ('"rr:', '"office:')
    return [one for one in shown if any(mark in json.dumps(one) for mark in pages)][-1]


async def offices_of(desk: Desk) -> list[str]:
    return [row["office_id"] for row in await desk.cases()]


async def test_a_district_goes_with_its_open_cases_and_citizens_are_told(desk: Desk) -> None:
    group = await second_group(desk)
    await desk.ask(text="Бірінші")
    asked = await open_districts(desk, BAKYT, GROUP, *TO_OTHERS)
    assert "өтініштер: 1" in asked
    assert await offices_of(desk) == [HOME]  # nothing happens before the confirmation
    assert "өтініштер: 1" in await press(desk, BAKYT, GROUP, "Ауданды беру")
    assert await offices_of(desk) == [CENTRE]
    assert "азаматтық орталығы" in (await desk.texts(AIGUL))[-1]
    assert any("Бірінші" in text for text in await desk.texts(group))
    events = await desk.rows("SELECT data FROM case_events WHERE kind = 'transferred'")
    assert len(events) == 1


async def test_new_questions_of_a_given_district_come_to_the_other_office(desk: Desk) -> None:
    group = await second_group(desk)
    await open_districts(desk, BAKYT, GROUP, *TO_OTHERS, "Ауданды беру")
    await desk.ask(text="Жаңа сұрақ")
    assert await offices_of(desk) == [CENTRE]
    assert any("Жаңа сұрақ" in text for text in await desk.texts(group))


async def test_a_given_district_is_taken_back_with_its_cases(desk: Desk) -> None:
    await second_group(desk)
    await desk.ask(text="Бірінші")
    await open_districts(desk, BAKYT, GROUP, *TO_OTHERS, "Ауданды беру")
    await desk.ask(text="Екінші")
    assert "өтініштер: 2" in await press(desk, BAKYT, GROUP, "Болдырмау")
    await press(desk, BAKYT, GROUP, "Бұрынғы тәртіпке")
    assert await offices_of(desk) == [HOME, HOME]
    assert not await desk.rows("SELECT * FROM reroutes")
    await desk.ask(text="Үшінші")
    assert (await offices_of(desk))[-1] == HOME


async def test_the_other_office_gives_the_district_back(desk: Desk) -> None:
    group = await second_group(desk)
    await desk.ask()
    await open_districts(desk, BAKYT, GROUP, *TO_OTHERS, "Ауданды беру")
    await open_districts(desk, ZARINA, group, "⬅️ Алға", "Бұрынғы тәртіпке")
    assert await offices_of(desk) == [HOME]


async def test_only_a_coordinator_of_the_present_office_or_an_administrator_may(
    desk: Desk,
) -> None:
    await second_group(desk)
    before = await open_districts(desk, BAKYT, GROUP, *TO_OTHERS)
    assert await press(desk, SVETLANA, GROUP, "Ауданды беру") == before
    assert not await desk.rows("SELECT * FROM reroutes")
    await desk.sim.send(AIGUL, "/reroute")
    await desk.quiet()
    assert "үйлестіруші" in (await desk.texts(AIGUL))[-1]
    home = plan().knowledge.offices[HOME].names.kk
    await open_districts(desk, ADMIN, ADMIN, home, *TO_OTHERS, "Ауданды беру")
    assert len(await desk.rows("SELECT * FROM reroutes")) == 1
    staff = await desk.rows("SELECT * FROM staff WHERE user_id = :id", id=ADMIN)
    assert not staff  # acting for an office makes nobody one of its people


async def test_an_old_button_gives_nothing_twice(desk: Desk) -> None:
    await second_group(desk)
    await open_districts(desk, BAKYT, GROUP, *TO_OTHERS)
    shown = await page(desk, GROUP)
    for _ in range(2):
        await desk.sim.press(BAKYT, shown, "Ауданды беру")
    await desk.quiet()
    assert len(await desk.rows("SELECT * FROM reroutes")) == 1
    calls = await desk.sim.calls("answerCallbackQuery")
    assert "/reroute" in str(calls[-1]["params"])


async def test_the_page_of_an_office_leads_to_its_districts(desk: Desk) -> None:
    await desk.sim.send(BAKYT, "/office", chat_id=GROUP)
    await desk.quiet()
    assert "Қай ауданға" in await press(desk, BAKYT, GROUP, "Аудандар")
    assert "жұмыс тобы жоқ" in await press(desk, BAKYT, GROUP, "Алға")


def test_an_office_that_lost_its_group_leaves_a_given_district_to_its_own_office() -> None:
    known = plan().knowledge
    given = Overrides({("alga", HOME): CENTRE})
    area, category = known.districts["alga"], known.categories["labour"]
    assert route(known, area, category, {HOME, CENTRE}, given).office == CENTRE
    assert route(known, area, category, {HOME}, given).office == HOME
    other = known.districts["temir"]
    assert route(known, other, category, {HOME, CENTRE}, given).office == HOME


def test_offices_that_gave_a_district_to_one_another_still_leave_it_with_one() -> None:
    known = plan().knowledge
    ring = Overrides({("alga", HOME): CENTRE, ("alga", CENTRE): HOME})
    for category in known.categories.values():
        found = route(known, known.districts["alga"], category, {HOME, CENTRE}, ring)
        assert found.office in (HOME, CENTRE)


def test_every_button_of_districts_fits_into_64_bytes() -> None:
    known = plan().knowledge
    for office in known.offices:
        for area in areas_of(known, office):
            for to in known.offices:
                RerouteButton(do="give", office=office, area=area, to=to).pack()
