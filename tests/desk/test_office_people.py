"""A coordinator adds colleagues by a reply, names coordinators, and removes who has left."""

from __future__ import annotations

from handlers.desk.office.people_screens import PersonButton
from tests.desk.at_work import Desk, plan
from tests.desk.two_offices import ZARINA, alerts
from tests.sim_driver import ADMIN, AIGUL, BAKYT, GROUP, SVETLANA, text_of

HOME = "aqtobe_association"


async def staff_of(desk: Desk) -> dict[int, str]:
    rows = await desk.rows("SELECT user_id, role FROM staff WHERE left_at IS NULL")
    return {row["user_id"]: row["role"] for row in rows}


async def press(desk: Desk, *labels: str, who: int = BAKYT) -> str:
    for label in labels:
        await desk.sim.press(who, await desk.screen(GROUP), label)
        await desk.quiet()
    return text_of(await desk.screen(GROUP))


async def open_people(desk: Desk, *labels: str) -> str:
    await desk.sim.send(BAKYT, "/staff", chat_id=GROUP)
    await desk.quiet()
    return await press(desk, *labels)


async def test_a_colleague_is_added_by_a_reply_to_her_message(desk: Desk) -> None:
    hers = await desk.sim.send(SVETLANA, "Здравствуйте, коллеги", chat_id=GROUP)
    await desk.sim.send(BAKYT, "/staff", chat_id=GROUP, reply_to=hers["message_id"])
    await desk.quiet()
    assert "Светлана" in (await desk.texts(GROUP))[-1]
    assert (await staff_of(desk))[SVETLANA] == "staff"
    assert "⭐" not in await open_people(desk, "Светлана")


async def test_who_only_joined_is_added_by_a_reply_to_the_line_that_says_so(desk: Desk) -> None:
    await desk.sim.post("users", id=ZARINA, first_name="Зарина", language_code="kk")
    await desk.sim.post("membership", chat_id=GROUP, user_id=ZARINA, status="member")
    shown = await desk.sim.messages(GROUP)
    joined = [one for one in shown if one.get("new_chat_members")][-1]
    await desk.sim.send(BAKYT, "/staff", chat_id=GROUP, reply_to=joined["message_id"])
    await desk.quiet()
    assert (await staff_of(desk))[ZARINA] == "staff"


async def test_a_reply_to_the_bot_adds_nobody_and_shows_how(desk: Desk) -> None:
    before = await staff_of(desk)
    said = (await desk.said(GROUP))[-1]
    await desk.sim.send(BAKYT, "/staff", chat_id=GROUP, reply_to=said["message_id"])
    await desk.quiet()
    assert await staff_of(desk) == before
    assert "/staff" in (await desk.texts(GROUP))[-1]


async def test_only_a_coordinator_adds_and_removes(desk: Desk) -> None:
    hers = await desk.sim.send(BAKYT, "Сәлем", chat_id=GROUP)
    await desk.sim.send(SVETLANA, "/staff", chat_id=GROUP, reply_to=hers["message_id"])
    await desk.quiet()
    assert "үйлестіруші" in (await desk.texts(GROUP))[-1]
    await open_people(desk, "Бақыт")
    await press(desk, "Кезекке", who=SVETLANA)
    assert not await desk.rows("SELECT * FROM staff WHERE on_duty = 1")


async def test_coordinators_are_appointed_and_one_always_remains(desk: Desk) -> None:
    case = await desk.ask()
    await desk.answer(case, "Жауап", who=SVETLANA)
    await open_people(desk, "Светлана", "Үйлестіруші ету")
    await press(desk, "босату", who=SVETLANA)  # she may now, and releases herself
    await press(desk, "Артқа", "⭐", "босату")
    assert "кемінде бір" in (await alerts(desk))[-1]
    await press(desk, "Тізімнен шығару", "Тізімнен шығару")
    assert (await staff_of(desk))[BAKYT] == "coordinator"


async def test_a_duty_set_on_the_page_is_named_on_the_cards(desk: Desk) -> None:
    await open_people(desk, "Бақыт", "Кезекке")
    number = await desk.ask()
    assert "Бақыт" in text_of((await desk.staff_sees(number))[0])


async def test_a_removed_colleague_frees_her_cases_and_can_be_added_again(desk: Desk) -> None:
    case = await desk.ask()
    await desk.answer(case, "Жауап", who=SVETLANA)
    await open_people(desk, "Светлана")
    assert "1" in await press(desk, "Тізімнен шығару")
    assert SVETLANA in await staff_of(desk)  # nothing happens before the second tap
    await press(desk, "Тізімнен шығару")
    assert SVETLANA not in await staff_of(desk)
    assert (await desk.cases())[0]["taken_by"] is None
    assert "Светлана" not in text_of((await desk.staff_sees(case))[0])
    await press(desk, "Қайта қосу")
    assert SVETLANA in await staff_of(desk)


async def test_who_leaves_the_group_speaks_for_the_office_no_more(desk: Desk) -> None:
    await desk.sim.send(ADMIN, "/start")
    await desk.sim.post("membership", chat_id=GROUP, user_id=BAKYT, status="left")
    await desk.quiet()
    assert BAKYT not in await staff_of(desk)
    assert any("үйлестіруші жоқ" in text for text in await desk.texts(ADMIN))
    await desk.sim.send(BAKYT, "/office")
    await desk.quiet()
    assert "үйлестіруші" in (await desk.texts(BAKYT))[-1]
    assert not await desk.rows("SELECT * FROM staff WHERE user_id = :id", id=AIGUL)


def test_every_button_of_people_fits_into_64_bytes() -> None:
    for office in plan().knowledge.offices:
        data = PersonButton(do="remove", office=office, who=2**52).pack()
        assert len(data.encode()) <= 64
