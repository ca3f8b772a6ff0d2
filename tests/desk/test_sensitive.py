"""A person in danger: numbers at once, nothing shown outside, and she decides what happens next."""

from __future__ import annotations

from bot.desk.citizen.cases import Cases
from handlers.desk.case_view import CaseWords
from storage.stores import stores
from tests.desk.at_work import Desk, plan
from tests.sim_driver import AIGUL, BAKYT, GROUP, text_of

PAST, NOW = "Күйеуім мені ұрды", "Күйеуім мені ұрып жатыр"


async def writes(desk: Desk, text: str) -> None:
    await desk.sim.send(AIGUL, text)
    await desk.quiet()


async def titles(desk: Desk) -> list[str]:
    world = await desk.sim.get("world")
    [group] = [chat for chat in world["chats"] if chat["id"] == GROUP]
    return [str(thread["name"]) for thread in group["threads"]]


async def test_what_is_past_makes_a_case_sensitive_and_not_urgent(desk: Desk) -> None:
    await writes(desk, PAST)
    await desk.tap(AIGUL, "Алға", "Басқа / білмеймін", "Жіберу")
    [case] = await desk.cases()
    assert (case["sensitive"], case["urgent"], case["covered"]) == (1, 0, 1)


async def test_a_threat_at_this_moment_makes_it_urgent_too(desk: Desk) -> None:
    await writes(desk, NOW)
    await desk.tap(AIGUL, "Алға", "Басқа / білмеймін", "Жіберу")
    [case] = await desk.cases()
    assert (case["sensitive"], case["urgent"]) == (1, 1)
    assert case["answer_due_at"] - desk.now <= 15 * 60


async def test_in_danger_is_a_button_beside_the_numbers(desk: Desk) -> None:
    await writes(desk, PAST)
    block = next(one for one in await desk.said(AIGUL) if "112" in text_of(one))
    await desk.sim.press(AIGUL, block, "қауіп төніп тұр")
    await desk.quiet()
    await desk.tap(AIGUL, "Алға", "Басқа / білмеймін", "Жіберу")
    [case] = await desk.cases()
    assert case["urgent"] == 1


async def test_a_false_alarm_is_taken_back_calmly(desk: Desk) -> None:
    await writes(desk, PAST)
    block = next(one for one in await desk.said(AIGUL) if "112" in text_of(one))
    await desk.sim.press(AIGUL, block, "Қауіп жоқ")
    await desk.quiet()
    await writes(desk, "Бұл фильм туралы еді")
    await desk.tap(AIGUL, "Алға", "Басқа / білмеймін", "Жіберу")
    [case] = await desk.cases()
    assert (case["sensitive"], case["urgent"], case["covered"]) == (0, 0, 0)
    assert not any("112" in text for text in await desk.texts(AIGUL))


async def test_the_numbers_are_not_said_twice(desk: Desk) -> None:
    await writes(desk, PAST)
    await desk.tap(AIGUL, "Алға", "Тұрмыстық зорлық")
    assert sum("102" in text for text in await desk.texts(AIGUL)) == 1
    await writes(desk, "Ол мені тағы ұрды")
    assert sum("102" in text for text in await desk.texts(AIGUL)) == 1


async def test_mediation_is_not_offered_where_there_is_violence(desk: Desk) -> None:
    await desk.sim.send(AIGUL, "/ask")
    await desk.quiet()
    await desk.tap(AIGUL, "Алға")
    assert "Медиация" in str((await desk.screen(AIGUL))["reply_markup"])
    await desk.tap(AIGUL, "Медиация")
    await writes(desk, PAST)
    screen = await desk.screen(AIGUL)
    assert "Сұрағыңыз не туралы" in text_of(screen)
    assert "Медиация" not in str(screen["reply_markup"])


async def test_one_tap_of_the_staff_hides_what_a_case_is_about(desk: Desk) -> None:
    number = await desk.ask()
    assert any("Еңбек" in title for title in await titles(desk))
    words = CaseWords(plan().texts, plan().knowledge, ())
    async with desk.database.transaction() as transaction:
        opened = stores(transaction)
        cases = Cases(opened, plan().knowledge, words, desk.now)
        await opened.outbox.owe(await cases.make_sensitive(number, BAKYT), desk.now)
    desk.sender.wake()
    await desk.quiet()
    [case] = await desk.cases()
    assert (case["sensitive"], case["covered"]) == (1, 1)
    assert not any("Еңбек" in title for title in await titles(desk))
    [event] = await desk.rows("SELECT actor_id FROM case_events WHERE kind = 'sensitive'")
    assert event["actor_id"] == BAKYT


async def test_staff_see_a_number_unless_she_shows_her_name(desk: Desk) -> None:
    first = await desk.ask()
    assert "Айгүл" not in str(await desk.staff_sees(first))
    await desk.sim.send(AIGUL, "/ask")
    await desk.quiet()
    await desk.tap(AIGUL, "Еңбек")
    await writes(desk, "Екінші сұрақ")
    await desk.tap(AIGUL, "Атымды көрсету", "Жіберу")
    second = int((await desk.cases())[-1]["id"])
    card, question = await desk.staff_sees(second)
    assert "Айгүл" in text_of(card)
    assert "forward_origin" not in question


async def test_a_trained_team_with_a_chat_of_its_own_answers_whoever_is_in_danger(
    desk: Desk,
) -> None:
    made = await desk.sim.post(
        "chats", type="group", title="Сенім тобы", members=[BAKYT], bot_status="administrator"
    )
    team = int((made.get("chat") or made)["id"])
    await desk.bind("aqtobe_team", team)
    await writes(desk, PAST)
    await desk.tap(AIGUL, "Алға", "Тұрмыстық зорлық", "Жіберу")
    assert (await desk.cases())[-1]["office_id"] == "aqtobe_team"
    assert PAST in await desk.texts(team)
    assert PAST not in await desk.texts(GROUP)
    await desk.ask()
    assert (await desk.cases())[-1]["office_id"] == "aqtobe_association"


async def test_without_a_team_the_coordinators_are_named_beside_a_sensitive_case(
    desk: Desk,
) -> None:
    number = await desk.ask(about="Отбасы", text="Алимент төлемейді")
    said = await desk.staff_sees(number)
    assert any("құпия өтініш" in text_of(one) and "Бақыт" in text_of(one) for one in said)
