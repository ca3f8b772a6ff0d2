"""Every way in which Telegram fails the desk has a way on, and none loses a message."""

from __future__ import annotations

from tests.desk.at_work import Desk
from tests.sim_driver import ADMIN, AIGUL, BAKYT, GROUP, text_of


async def test_a_deleted_thread_is_made_again_and_nothing_is_lost(desk: Desk) -> None:
    number = await desk.ask(text="Бірінші хабарлама")
    await desk.answer(number, "Бірінші жауап")
    old = await desk.thread(number)
    await desk.sim.post("thread", as_=BAKYT, chat_id=GROUP, action="delete", thread_id=old)
    await desk.sim.send(AIGUL, "Екінші хабарлама")
    await desk.quiet()
    new = await desk.thread(number)
    assert new != old
    said = [text_of(one) for one in await desk.staff_sees(number)]
    assert any(f"№{number}" in text for text in said)
    for text in ("Бірінші хабарлама", "Екінші хабарлама"):
        assert text in said
    assert any(text.endswith("\nБірінші жауап") for text in said)
    to = next(index for index, text in enumerate(said) if text == "Екінші хабарлама")
    await desk.answer(number, "Жаңа тақырыптан жауап", to=to)
    assert (await desk.texts(AIGUL))[-1] == "Жаңа тақырыптан жауап"


async def test_a_closed_thread_still_takes_the_citizens_words(desk: Desk) -> None:
    number = await desk.ask()
    thread = await desk.thread(number)
    await desk.sim.post("thread", as_=BAKYT, chat_id=GROUP, action="close", thread_id=thread)
    await desk.sim.send(AIGUL, "Тағы сұрақ")
    await desk.quiet()
    assert text_of((await desk.staff_sees(number))[-1]) == "Тағы сұрақ"


async def test_threads_switched_off_go_on_in_the_plain_group(desk: Desk) -> None:
    number = await desk.ask(text="Бұрынғы")
    await desk.sim.post("forum", chat_id=GROUP, is_forum=False)
    await desk.sim.send(AIGUL, "Кейінгі")
    await desk.quiet()
    shown = await desk.texts(GROUP)
    assert "Кейінгі" in shown
    second = await desk.ask(text="Жаңа өтініш")
    cards = [one for one in await desk.said(GROUP) if f"№{second}" in text_of(one)]
    await desk.sim.send(BAKYT, "Жауап", chat_id=GROUP, reply_to=cards[-1]["message_id"])
    await desk.quiet()
    assert (await desk.texts(AIGUL))[-1] == "Жауап"
    assert number != second


async def test_a_group_that_became_a_supergroup_goes_on_with_its_cases(desk: Desk) -> None:
    made = await desk.sim.post(
        "chats", type="group", title="Шағын топ", members=[BAKYT], bot_status="administrator"
    )
    group = made["chat"]["id"] if "chat" in made else made["id"]
    await desk.bind(group=group)
    number = await desk.ask(text="Жалақымды көшкенге дейін төлемеді")
    answer = await desk.sim.post("migrate", chat_id=group)
    await desk.quiet()
    new = answer["chat"]["id"] if "chat" in answer else answer["new_chat_id"]
    await desk.sim.send(AIGUL, "Тағы бір сұрағым бар")
    await desk.quiet()
    shown = await desk.said(new)
    said = [text_of(one) for one in shown]
    assert any(f"№{number}" in text for text in said)
    assert {"Жалақымды көшкенге дейін төлемеді", "Тағы бір сұрағым бар"} <= set(said)
    await desk.sim.send(BAKYT, "Жауап", chat_id=new, reply_to=shown[-1]["message_id"])
    await desk.quiet()
    assert (await desk.texts(AIGUL))[-1] == "Жауап"


async def test_a_bot_taken_out_of_the_group_lets_cases_wait_and_admins_know(desk: Desk) -> None:
    await desk.sim.send(ADMIN, "/start")
    number = await desk.ask(text="Бірінші")
    await desk.sim.post("membership", chat_id=GROUP, user_id="bot", status="kicked")
    await desk.sim.send(AIGUL, "Ол жоқта жазылған")
    await desk.quiet()
    told = [text for text in await desk.texts(ADMIN) if "жаза алмайды" in text]
    assert len(told) == 1
    assert len(await desk.rows("SELECT * FROM case_messages WHERE way = 'waiting'")) == 1
    await desk.sim.post("membership", chat_id=GROUP, user_id="bot", status="administrator")
    await desk.bind()
    said = [text_of(one) for one in await desk.staff_sees(number)]
    assert said.count("Ол жоқта жазылған") == 1
    assert said.count("Бірінші") == 1


async def test_an_answer_to_a_citizen_who_stopped_the_bot_is_kept_and_sent_when_she_is_back(
    desk: Desk,
) -> None:
    number = await desk.ask()
    await desk.sim.post("block", user_id=AIGUL, blocked=True)
    await desk.quiet()
    sent = await desk.answer(number, "Сізге жауап")
    assert await desk.reactions(GROUP, sent) == []
    assert "жетпеді" in text_of((await desk.staff_sees(number))[-1])
    await desk.sim.post("block", user_id=AIGUL, blocked=False)
    await desk.quiet()
    assert (await desk.texts(AIGUL))[-1] == "Сізге жауап"
    assert await desk.reactions(GROUP, sent) == ["👌"]


async def test_whoever_writes_has_not_stopped_the_bot_whatever_telegram_said_before(
    desk: Desk,
) -> None:
    """She was back before the refusal was written down: no update tells of it any more."""
    number = await desk.ask()
    desk.now += 1  # her last word was said before the answer left
    rule = {"kind": "403", "method": "copyMessage", "chat_id": AIGUL}
    await desk.sim.post("faults", rules=[rule])
    await desk.answer(number, "Күтіп тұрған жауап")
    assert (await desk.texts(AIGUL))[-1] != "Күтіп тұрған жауап"
    await desk.sim.send(AIGUL, "/cases")
    await desk.quiet()
    assert "Күтіп тұрған жауап" in await desk.texts(AIGUL)


async def test_no_answer_overtakes_one_that_is_kept_for_who_stopped_the_bot(desk: Desk) -> None:
    number = await desk.ask()
    desk.now += 1
    answers = ["Бірінші", "Екінші", "Үшінші"]
    rules = [{"kind": "403", "method": "copyMessage", "chat_id": AIGUL}]
    rules.insert(0, {"kind": "500", "method": "copyMessage", "chat_id": AIGUL})
    await desk.sim.post("faults", rules=rules)
    to = (await desk.staff_sees(number))[0]["message_id"]
    where = {"thread_id": await desk.thread(number), "reply_to": to}
    for text in answers[:2]:  # the second is owed while the first is tried again
        await desk.sim.send(BAKYT, text, chat_id=GROUP, **where)
    await desk.quiet()
    await desk.answer(number, answers[2])
    await desk.sim.send(AIGUL, "/cases")
    await desk.quiet()
    assert [text for text in await desk.texts(AIGUL) if text in answers] == answers


async def test_where_reactions_are_refused_the_tick_is_said_in_words(desk: Desk) -> None:
    number = await desk.ask()
    await desk.sim.post(
        "faults",
        rules=[
            {
                "method": "setMessageReaction",
                "kind": "400",
                "description": "Bad Request: REACTION_INVALID",
                "times": 1,
            }
        ],
    )
    await desk.answer(number, "Жауап")
    assert "Жеткізілді" in text_of((await desk.staff_sees(number))[-1])


async def test_a_message_deleted_before_it_was_copied_is_said_from_what_was_kept(
    desk: Desk,
) -> None:
    await desk.sim.send(AIGUL, "Өшірілетін сұрақ")
    await desk.quiet()
    await desk.tap(AIGUL, "Алға", "Еңбек")
    mine = next(m for m in await desk.sim.messages(AIGUL) if text_of(m) == "Өшірілетін сұрақ")
    await desk.sim.post("delete", as_=AIGUL, chat_id=AIGUL, message_id=mine["message_id"])
    await desk.tap(AIGUL, "Жіберу")
    [case] = await desk.cases()
    assert text_of((await desk.staff_sees(case["id"]))[1]) == "Өшірілетін сұрақ"


async def test_a_connection_lost_after_sending_loses_no_question(desk: Desk) -> None:
    rules = [{"method": "copyMessage", "kind": "drop_after", "times": 1}]
    await desk.sim.post("faults", rules=rules)
    await desk.sim.send(AIGUL, "Сұрағым бар")
    await desk.quiet()
    await desk.tap(AIGUL, "Алға", "Еңбек")
    await desk.sim.press(AIGUL, await desk.screen(AIGUL), "Жіберу")
    await desk.later(10)
    [case] = await desk.cases()
    said = [text_of(one) for one in await desk.staff_sees(case["id"])]
    assert "Сұрағым бар" in said


async def test_an_update_that_comes_twice_is_acted_upon_once(desk: Desk) -> None:
    number = await desk.ask()
    await desk.answer(number, "Бір рет")
    updates = (await desk.sim.transcript())["updates"]
    await desk.sim.post("redeliver", update_id=updates[-1]["update"]["update_id"])
    await desk.quiet()
    assert (await desk.texts(AIGUL)).count("Бір рет") == 1


async def test_a_button_of_another_groups_case_does_nothing(desk: Desk) -> None:
    number = await desk.ask()
    card = (await desk.staff_sees(number))[0]
    async with desk.database.transaction() as transaction:
        await transaction.run("INSERT INTO offices (id) VALUES ('aqtobe_centre')")
        await transaction.run("UPDATE cases SET office_id = 'aqtobe_centre'")
    await desk.sim.press(BAKYT, card, "Өзіме алу")
    await desk.quiet()
    assert (await desk.cases())[0]["taken_by"] is None
