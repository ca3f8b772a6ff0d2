"""An office takes categories and gives them up by buttons; each keeps somebody who answers."""

from __future__ import annotations

import itertools
import random

from bot.rules.desk.routing import route
from bot.rules.desk.serving import Turned, answering, turn
from handlers.desk.office.categories import CategoryButton
from storage.records.office_settings import Overrides
from tests.desk.at_work import Desk, plan
from tests.desk.two_offices import CENTRE, ZARINA, alerts, second_group
from tests.sim_driver import BAKYT, GROUP, SVETLANA, Json, text_of

HOME = "aqtobe_association"
SHYMKENT = "shymkent_alliance"


async def open_page(desk: Desk, who: int, group: int, *labels: str) -> str:
    """`/office`, its page of categories and the buttons pressed there; the screen's text."""
    await desk.sim.send(who, "/office", chat_id=group)
    await desk.quiet()
    return await press(desk, who, group, "🏷", *labels)


async def press(desk: Desk, who: int, chat: int, *labels: str) -> str:
    for label in labels:
        await desk.sim.press(who, await page(desk, chat), label)
        await desk.quiet()
    return text_of(await page(desk, chat))


async def page(desk: Desk, chat: int) -> Json:
    """The newest page of an office: a line about a change may stand below it."""
    shown = await desk.said(chat)
    return [one for one in shown if '"o' in str(one.get("reply_markup")).replace("'", '"')][-1]


async def office_of_new_question(desk: Desk) -> str:
    number = await desk.ask()
    return str(next(case["office_id"] for case in await desk.cases() if case["id"] == number))


async def test_a_category_is_taken_and_given_back_by_one_tap(desk: Desk) -> None:
    group = await second_group(desk)
    await open_page(desk, ZARINA, group)
    await press(desk, ZARINA, group, "Еңбек")
    assert await office_of_new_question(desk) == CENTRE
    await press(desk, ZARINA, group, "Еңбек")
    assert await office_of_new_question(desk) == HOME
    [row] = await desk.rows("SELECT categories FROM office_settings")
    assert row["categories"] is None  # what she has is what the catalogue says, again


async def test_the_other_office_is_told_and_open_cases_stay(desk: Desk) -> None:
    group = await second_group(desk)
    number = await desk.ask()
    await open_page(desk, ZARINA, group, "Еңбек")
    told = [text for text in await desk.texts(GROUP) if text.startswith("🏷")]
    assert "азаматтық орталығы" in told[-1]
    [case] = [one for one in await desk.cases() if one["id"] == number]
    assert case["office_id"] == HOME


def test_what_is_given_up_is_answered_by_the_fallback_office() -> None:
    known = plan().knowledge
    turned = turn(known, SHYMKENT, "labour", Overrides())
    assert isinstance(turned, Turned)
    assert (turned.before, turned.after) == (SHYMKENT, known.fallback)
    given_up = Overrides({}, {SHYMKENT: turned.categories or frozenset()})
    area, every = known.regions["shymkent"], list(known.offices)
    assert route(known, area, known.categories["labour"], every, given_up).office == known.fallback
    assert route(known, area, known.categories["housing"], every, given_up).office == SHYMKENT


async def test_who_does_not_coordinate_changes_nothing(desk: Desk) -> None:
    group = await second_group(desk)
    await open_page(desk, ZARINA, group)
    await press(desk, SVETLANA, group, "Еңбек")
    assert not await desk.rows("SELECT * FROM office_settings")


async def test_the_last_office_of_a_category_keeps_it_and_hears_why(desk: Desk) -> None:
    await second_group(desk)
    await open_page(desk, BAKYT, GROUP, "Еңбек")
    assert "басқа ешкім" in (await alerts(desk))[-1]
    await press(desk, BAKYT, GROUP, "Ерікті")
    assert "басқа ұйым" in (await alerts(desk))[-1]
    assert not await desk.rows("SELECT * FROM office_settings WHERE categories IS NOT NULL")


async def test_who_gave_up_a_category_that_another_took_sees_who_answers(desk: Desk) -> None:
    group = await second_group(desk)
    await open_page(desk, ZARINA, group, "Еңбек")
    shown = await open_page(desk, BAKYT, GROUP)
    assert "Еңбек" in shown
    assert "азаматтық орталығы" in shown


def test_an_office_cannot_give_up_everything_nor_take_what_another_names() -> None:
    known = plan().knowledge
    assert turn(known, CENTRE, "volunteering", Overrides()) == "last"
    assert turn(known, HOME, "volunteering", Overrides()) == "taken"
    assert turn(known, HOME, "labour", Overrides()) == "only"


def test_whatever_is_tapped_every_area_and_category_resolves() -> None:
    known, chance = plan().knowledge, random.Random(4)
    offices = [HOME, CENTRE, SHYMKENT, "bqo_alliance"]
    overrides = Overrides()
    for _ in range(60):
        office = chance.choice(offices)
        turned = turn(known, office, chance.choice(list(known.categories)), overrides)
        if not isinstance(turned, Turned):
            continue
        rest = {key: one for key, one in overrides.categories.items() if key != office}
        mine = {} if turned.categories is None else {office: turned.categories}
        overrides = Overrides({}, {**rest, **mine})
        assert answering(known, office, overrides)
    areas = (known.districts["alga"], known.regions["shymkent"], known.regions["bqo"])
    for area, category in itertools.product(areas, known.categories.values()):
        for bound in ([], [HOME], offices):
            found = route(known, area, category, bound, overrides)
            assert found.office in known.offices
            assert found.waits is (found.office not in bound)


def test_every_button_of_categories_fits_into_64_bytes() -> None:
    known = plan().knowledge
    for office, category in itertools.product(known.offices, known.categories):
        data = CategoryButton(do="turn", office=office, category=category).pack()
        assert len(data.encode()) <= 64
