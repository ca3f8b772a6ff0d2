"""Threads that vanish, groups that change, rights that are lost: each has a way on."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest

from bot.desk.citizen.my_cases import MyCases
from storage.records.delivery import Call
from storage.stores import stores
from tests.desk.at_work import Desk, plan
from tests.desk.two_offices import (
    CENTRE,
    TO_CENTRE,
    ZARINA,
    alerts,
    card,
    press,
    reply_in,
    second_group,
)
from tests.sim_driver import ADMIN, AIGUL, BAKYT, GROUP, SVETLANA, text_of

LATE = "Топқа жетпеген сөз"


async def hers(desk: Desk, deed: Callable[[MyCases], Awaitable[list[Call] | None]]) -> None:
    """She does it to a case of hers."""
    async with desk.database.transaction() as transaction:
        opened = stores(transaction)
        said = await deed(MyCases(opened, plan().knowledge, desk.words(), desk.now))
        await opened.outbox.owe(said or [], desk.now)


@pytest.mark.parametrize(
    "description", ["message thread not found", "TOPIC_DELETED", "TOPIC_ID_INVALID"]
)
async def test_each_way_of_saying_that_a_thread_is_gone_makes_another(
    desk: Desk, description: str
) -> None:
    number = await desk.ask(text="Бірінші")
    rules = [
        {
            "method": "copyMessage",
            "kind": "400",
            "description": f"Bad Request: {description}",
            "times": 1,
        }
    ]
    old = await desk.thread(number)
    await desk.sim.post("faults", rules=rules)
    await desk.sim.send(AIGUL, "Екінші")
    await desk.quiet()
    assert await desk.thread(number) != old
    said = [text_of(one) for one in await desk.staff_sees(number)]
    assert {"Бірінші", "Екінші"} <= set(said)


async def test_a_thread_that_takes_no_words_is_replaced(desk: Desk) -> None:
    number = await desk.ask(text="Бірінші")
    rules = [
        {
            "method": "copyMessage",
            "kind": "400",
            "description": "Bad Request: TOPIC_CLOSED",
            "times": 1,
        }
    ]
    await desk.sim.post("faults", rules=rules)
    await desk.sim.send(AIGUL, "Жабық тақырыпқа")
    await desk.quiet()
    said = [text_of(one) for one in await desk.staff_sees(number)]
    assert "Жабық тақырыпқа" in said


async def test_threads_switched_off_and_on_again_lose_nothing(desk: Desk) -> None:
    first = await desk.ask(text="Айлығым төленбеді")
    await desk.sim.post("forum", chat_id=GROUP, is_forum=False)
    await desk.sim.send(AIGUL, "Тақырыпсыз")
    await desk.quiet()
    await reply_in(desk, BAKYT, await card(desk, first), "Тақырыпсыз жауап")
    assert (await desk.texts(AIGUL))[-1] == "Тақырыпсыз жауап"
    await desk.sim.post("forum", chat_id=GROUP, is_forum=True)
    await desk.sim.send(BAKYT, "Тақырыптар қайтты", chat_id=GROUP)
    await desk.sim.send(AIGUL, "Қайта тақырыпта")
    await desk.quiet()
    shown = [one for one in await desk.said(GROUP) if text_of(one) == "Қайта тақырыпта"]
    assert shown
    await reply_in(desk, BAKYT, shown[-1], "Бәрі жетті")
    assert (await desk.texts(AIGUL))[-1] == "Бәрі жетті"
    second = await desk.ask(text="Жаңа сұрақ")
    assert await desk.thread(second) > 0


async def test_lost_rights_to_threads_turn_the_group_into_a_plain_one(desk: Desk) -> None:
    rights = {"can_manage_topics": False}
    await desk.sim.post(
        "membership", chat_id=GROUP, user_id="bot", status="administrator", rights=rights
    )
    number = await desk.ask(text="Құқықсыз")
    shown = [one for one in await desk.said(GROUP) if text_of(one) == "Құқықсыз"]
    assert shown
    await reply_in(desk, BAKYT, shown[-1], "Жауап")
    assert (await desk.texts(AIGUL))[-1] == "Жауап"
    assert number == 1


async def lost_with_a_word(desk: Desk) -> int:
    """A case of which a word waits, since the group was lost before it came."""
    number = await desk.ask(text="Бірінші")
    await desk.sim.post("membership", chat_id=GROUP, user_id="bot", status="kicked")
    await desk.quiet()
    await desk.sim.send(AIGUL, LATE)
    await desk.quiet()
    [waiting] = await desk.rows("SELECT count(*) AS words FROM case_messages WHERE way = 'waiting'")
    assert waiting["words"] == 1
    return number


async def back_in_its_group(desk: Desk) -> None:
    await desk.sim.post("membership", chat_id=GROUP, user_id="bot", status="administrator")
    await desk.bind()


async def test_words_withdrawn_before_they_arrived_arrive_when_the_case_opens_again(
    desk: Desk,
) -> None:
    number = await lost_with_a_word(desk)
    await hers(desk, lambda mine: mine.withdraw(AIGUL, number))
    await back_in_its_group(desk)
    assert LATE not in await desk.texts(GROUP)
    await hers(desk, lambda mine: mine.reopen(AIGUL, number))
    await desk.later(3)
    assert LATE in await desk.texts(GROUP)


async def test_words_of_a_case_that_was_closed_before_they_arrived_come_with_the_next_group(
    desk: Desk,
) -> None:
    number = await lost_with_a_word(desk)
    async with desk.database.transaction() as transaction:
        assert await stores(transaction).cases.close(number, "advised", desk.now)
    await back_in_its_group(desk)
    assert LATE in await desk.texts(GROUP)
    assert [row["state"] for row in await desk.cases()] == ["closed"]


async def test_a_closed_case_opens_again_whole_in_the_group_that_its_office_has_now(
    desk: Desk,
) -> None:
    number = await desk.ask(text="Бірінші")
    await desk.answer(number, "Мына қадам")
    await hers(desk, lambda mine: mine.withdraw(AIGUL, number))
    await desk.sim.post("membership", chat_id=GROUP, user_id="bot", status="kicked")
    await desk.heard()
    there = await second_group(desk, "aqtobe_association")
    assert "Бірінші" not in await desk.texts(there)
    await hers(desk, lambda mine: mine.reopen(AIGUL, number))
    await desk.later(3)
    said = await desk.texts(there)
    assert said.count("Бірінші") == 1
    assert "Мына қадам" in "".join(said[said.index("Бірінші") :])


async def test_a_bot_that_may_not_write_lets_cases_wait_and_comes_back_whole(desk: Desk) -> None:
    await desk.sim.send(ADMIN, "/start")
    number = await desk.ask(text="Бірінші")
    rules = [
        {
            "method": method,
            "kind": "400",
            "description": "Bad Request: not enough rights to send text messages to the chat",
            "times": 1,
        }
        for method in ("copyMessage",)
    ]
    await desk.sim.post("faults", rules=rules)
    await desk.sim.send(AIGUL, "Жазуға болмайды")
    await desk.quiet()
    assert any("жаза алмайды" in text for text in await desk.texts(ADMIN))
    await desk.bind()
    said = [text_of(one) for one in await desk.staff_sees(number)]
    assert said.count("Жазуға болмайды") == 1


async def test_an_answer_to_a_deactivated_citizen_says_so(desk: Desk) -> None:
    number = await desk.ask()
    desk.now += 1  # after her last word
    await desk.sim.post("users", id=AIGUL, deactivated=True)
    sent = await desk.answer(number, "Енді ешкім оқымайды")
    assert await desk.reactions(GROUP, sent) == []
    assert "жетпеді" in text_of((await desk.staff_sees(number))[-1])
    assert len(await desk.rows("SELECT * FROM case_messages WHERE way = 'held'")) == 1


async def test_a_group_is_the_staff_chat_of_one_office_only(desk: Desk) -> None:
    code = await desk.code(CENTRE)
    await desk.sim.send(BAKYT, f"/bind {code}", chat_id=GROUP)
    await desk.quiet()
    assert not await desk.rows("SELECT * FROM offices WHERE id = :id AND chat_id IS NOT NULL",
                               id=CENTRE)  # fmt: skip
    number = await desk.ask()
    assert len(await desk.staff_sees(number)) == 2


async def test_the_former_group_of_an_office_says_that_nothing_was_sent(desk: Desk) -> None:
    number = await desk.ask(text="Ескі топтағы сұрақ")
    question = (await desk.staff_sees(number))[1]
    made = await desk.sim.post(
        "chats",
        type="supergroup",
        title="Жаңа топ",
        is_forum=True,
        members=[BAKYT, SVETLANA],
        bot_status="administrator",
    )
    new = made["chat"]["id"] if "chat" in made else made["id"]
    await desk.bind(group=new)
    before = await desk.texts(AIGUL)
    await reply_in(desk, SVETLANA, question, "Ескі топтан жауап")
    assert await desk.texts(AIGUL) == before
    assert any("жұмыс тобы емес" in text for text in await desk.texts(GROUP))
    shown = [one for one in await desk.said(new) if text_of(one) == "Ескі топтағы сұрақ"]
    await reply_in(desk, SVETLANA, shown[-1], "Жаңа топтан жауап")
    assert (await desk.texts(AIGUL))[-1] == "Жаңа топтан жауап"


async def test_buttons_of_a_case_that_left_are_gone_and_old_ones_do_nothing(desk: Desk) -> None:
    await second_group(desk)
    number = await desk.ask()
    shown = await card(desk, number)
    await desk.sim.press(BAKYT, shown, "Жабу")
    await desk.quiet()
    outcomes = await card(desk, number)
    async with desk.database.transaction() as transaction:
        await transaction.run("UPDATE cases SET office_id = :id", id=CENTRE)
    await desk.sim.press(BAKYT, outcomes, "Кеңес берілді")
    await desk.quiet()
    assert (await desk.cases())[0]["state"] == "accepted"
    assert "ескірді" in (await alerts(desk))[-1]


async def test_a_card_that_was_passed_on_to_another_offices_group_does_nothing_there(
    desk: Desk,
) -> None:
    group = await second_group(desk)
    number = await desk.ask()
    markup = {"inline_keyboard": [[{"text": "Өзіме алу", "callback_data": f"case:take:{number}:"}]]}
    sent = await desk.sim.api("sendMessage", chat_id=group, text="карточка", reply_markup=markup)
    await desk.sim.press(ZARINA, sent["result"], "Өзіме алу")
    await desk.quiet()
    assert (await desk.cases())[0]["taken_by"] is None
    assert "ескірді" in (await alerts(desk))[-1]


async def test_the_card_that_stays_behind_has_no_buttons(desk: Desk) -> None:
    await second_group(desk)
    number = await desk.ask()
    await press(desk, BAKYT, await card(desk, number), *TO_CENTRE)
    left = await card(desk, number)
    assert not left.get("reply_markup")
    assert "азаматтық орталығы" in text_of(left)


async def test_a_caption_that_staff_edit_late_changes_at_the_citizens(desk: Desk) -> None:
    number = await desk.ask()
    place = {
        "chat_id": GROUP,
        "thread_id": await desk.thread(number),
        "reply_to": (await card(desk, number))["message_id"],
    }
    [sent] = await desk.sim.send_files(BAKYT, "document", b"form", caption="Үлгі", **place)
    await desk.later(3 * 24 * 3600)
    await desk.sim.edit(BAKYT, sent, "Жаңа үлгі")
    await desk.quiet()
    assert (await desk.said(AIGUL))[-1]["caption"] == "Жаңа үлгі"


async def test_an_edit_of_an_answer_that_she_deleted_is_said_anew(desk: Desk) -> None:
    number = await desk.ask()
    sent = await desk.answer(number, "Ертең келіңіз")
    copy = (await desk.said(AIGUL))[-1]
    await desk.sim.post("delete", as_=AIGUL, chat_id=AIGUL, message_id=copy["message_id"])
    await desk.sim.edit(BAKYT, sent, "Дүйсенбіде келіңіз")
    await desk.quiet()
    assert (await desk.texts(AIGUL))[-1] == "Дүйсенбіде келіңіз"
    assert number == 1
