"""Binding a staff group: only with the administrator's code, only where the bot may work."""

from __future__ import annotations

from tests.desk.at_work import Desk, plan
from tests.sim_driver import ADMIN, AIGUL, BAKYT, GROUP, IRINA, SVETLANA, text_of


async def test_a_one_time_code_binds_the_group_and_admins_are_told(unbound: Desk) -> None:
    await unbound.bind()
    [office] = await unbound.rows("SELECT * FROM offices WHERE chat_id IS NOT NULL")
    assert (office["id"], office["chat_id"], office["layout"]) == (
        "aqtobe_association",
        GROUP,
        "forum",
    )
    assert any("байланды" in text for text in await unbound.texts(GROUP))
    assert any("байланды" in text for text in await unbound.texts(ADMIN))


async def test_nobody_but_an_administrator_gets_a_code(unbound: Desk) -> None:
    await unbound.sim.send(AIGUL, "/binding")
    await unbound.sim.send(BAKYT, "/binding", chat_id=GROUP)
    await unbound.quiet()
    assert not await unbound.rows("SELECT * FROM binding_codes")


async def test_a_code_works_once_and_for_a_day(unbound: Desk) -> None:
    code = await unbound.code()
    unbound.now += 24 * 3600 + 1
    await unbound.sim.send(BAKYT, f"/bind {code}", chat_id=GROUP)
    await unbound.quiet()
    assert "дұрыс емес" in (await unbound.texts(GROUP))[-1]
    await unbound.bind()
    spent = await unbound.rows("SELECT * FROM binding_codes WHERE used_at IS NOT NULL")
    assert len(spent) == 1
    assert code not in str([dict(row) for row in await unbound.rows("SELECT * FROM binding_codes")])


async def test_codes_that_are_out_are_listed_and_one_tap_takes_them_back(unbound: Desk) -> None:
    code = await unbound.code()
    await unbound.sim.send(ADMIN, "/binding")
    await unbound.quiet()
    await unbound.tap(ADMIN, "Берілген кодтар: 1")
    page = text_of(await unbound.screen(ADMIN))
    [admin] = [one for one in unbound.sim.world.people.values() if one.id == ADMIN]
    assert admin.first_name in page
    assert plan().knowledge.offices["aqtobe_association"].names.kk in page
    assert code not in page
    await unbound.tap(ADMIN, "✖️")
    assert "Қолданылмаған код жоқ" in text_of(await unbound.screen(ADMIN))
    await unbound.sim.send(BAKYT, f"/bind {code}", chat_id=GROUP)
    await unbound.quiet()
    assert "дұрыс емес" in (await unbound.texts(GROUP))[-1]
    log = [row["what"] for row in await unbound.rows("SELECT what FROM audit ORDER BY id")]
    assert log == ["code_issued", "code_revoked"]


async def test_a_spent_or_old_code_is_not_listed(unbound: Desk) -> None:
    await unbound.bind()
    await unbound.code("aqtobe_centre")
    unbound.now += 24 * 3600 + 1
    await unbound.sim.send(ADMIN, "/binding")
    await unbound.quiet()
    assert "Берілген кодтар" not in str(await unbound.screen(ADMIN))


async def test_guessing_codes_is_stopped_after_five(unbound: Desk) -> None:
    code = await unbound.code()
    for number in range(5):
        await unbound.sim.send(BAKYT, f"/bind WRONG{number}", chat_id=GROUP)
    await unbound.sim.send(BAKYT, f"/bind {code}", chat_id=GROUP)
    await unbound.quiet()
    assert "Тым көп әрекет" in (await unbound.texts(GROUP))[-1]
    assert not await unbound.rows("SELECT * FROM offices WHERE chat_id IS NOT NULL")
    unbound.now += 3601
    await unbound.sim.send(BAKYT, f"/bind {code}", chat_id=GROUP)
    await unbound.quiet()
    assert await unbound.rows("SELECT * FROM offices WHERE chat_id IS NOT NULL")


async def test_a_bot_without_the_right_to_threads_says_what_to_switch_on(unbound: Desk) -> None:
    rights = {"can_manage_topics": False}
    await unbound.sim.post(
        "membership", chat_id=GROUP, user_id="bot", status="administrator", rights=rights
    )
    await unbound.bind()
    assert "«Тақырыптарды басқару»" in (await unbound.texts(GROUP))[-1]
    await unbound.sim.post("membership", chat_id=GROUP, user_id="bot", status="member")
    await unbound.bind()
    assert "әкімшісі етіңіз" in (await unbound.texts(GROUP))[-1]
    assert not await unbound.rows("SELECT * FROM offices WHERE chat_id IS NOT NULL")


async def test_adding_the_bot_to_a_group_binds_nothing(desk: Desk) -> None:
    answer = await desk.sim.post(
        "chats", type="supergroup", title="Бөтен", is_forum=True, members=[IRINA]
    )
    stranger = answer["chat"]["id"] if "chat" in answer else answer["id"]
    await desk.sim.post("membership", chat_id=stranger, user_id="bot", status="administrator")
    await desk.sim.send(IRINA, "/bind ABCDEFGH", chat_id=stranger)
    await desk.quiet()
    number = await desk.ask()
    assert all(f"№{number}" not in text for text in await desk.texts(stranger))
    assert len(await desk.staff_sees(number)) == 2


async def test_questions_wait_for_a_staff_chat_and_come_into_it_when_it_is_bound(
    unbound: Desk,
) -> None:
    await unbound.sim.send(ADMIN, "/start")
    number = await unbound.ask(text="Жауапты күтемін")
    assert any(f"№{number}" in text for text in await unbound.texts(ADMIN))
    await unbound.sim.send(AIGUL, "Тағы қостым")
    await unbound.quiet()
    await unbound.bind()
    card, *questions = await unbound.staff_sees(number)
    assert f"№{number}" in text_of(card)
    assert [text_of(one) for one in questions] == ["Жауапты күтемін", "Тағы қостым"]


async def test_a_question_of_another_region_comes_to_the_coordinators_office(desk: Desk) -> None:
    await desk.sim.send(AIGUL, "Шымкенттен сұрақ")
    await desk.quiet()
    await desk.tap(AIGUL, "Басқа өңір", "Шымкент қаласы", "Гранттар", "Жіберу")
    [case] = await desk.cases()
    assert case["office_id"] == plan().knowledge.fallback
    assert len(await desk.staff_sees(case["id"])) == 2


async def test_an_office_bound_to_another_group_takes_its_cases_along(desk: Desk) -> None:
    number = await desk.ask(text="Бірге көшемін")
    await desk.answer(number, "Ескі топтағы жауап")
    answer = await desk.sim.post(
        "chats",
        type="supergroup",
        title="Жаңа топ",
        is_forum=True,
        members=[BAKYT, SVETLANA],
        bot_status="administrator",
    )
    new = answer["chat"]["id"] if "chat" in answer else answer["id"]
    await desk.bind(group=new)
    shown = await desk.texts(new)
    assert any("Бірге көшемін" in text for text in shown)
    assert any("Ескі топтағы жауап" in text for text in shown)
    [case] = await desk.cases()
    assert case["thread_chat_id"] == new
