"""A message whose arrival the bot never learned stands in the staff chat all the same."""

from __future__ import annotations

from typing import Any

from tests.desk.at_work import Desk
from tests.sim_driver import AIGUL, BAKYT, GROUP, IRINA, SVETLANA, Json, text_of

COPY_LOST = {"kind": "drop_after", "method": "copyMessage"}
WORDS = "Еңбек шартының көшірмесі де бар"


async def faults(desk: Desk, *rules: Json) -> None:
    await desk.sim.post("faults", rules=list(rules))


async def plain_group(desk: Desk) -> int:
    """The office moves into a group without threads."""
    made = await desk.sim.post(
        "chats", type="supergroup", title="Жай топ", is_forum=False, members=[BAKYT, SVETLANA]
    )
    group = int(made.get("chat", made)["id"])
    await desk.bind(group=group)
    return group


async def copies(desk: Desk, chat: int, words: str) -> list[Json]:
    return [one for one in await desk.said(chat) if text_of(one) == words]


async def reply(desk: Desk, to: Json, words: str, **where: Any) -> None:
    place = {"chat_id": to["chat"]["id"], "reply_to": to["message_id"], **where}
    if to.get("is_topic_message"):
        place["thread_id"] = to["message_thread_id"]
    await desk.sim.send(BAKYT, words, **place)


async def test_a_reply_to_either_of_two_copies_is_an_answer(desk: Desk) -> None:
    """The connection was lost after the copy was made, so it was made again."""
    await desk.ask()
    await faults(desk, COPY_LOST)
    await desk.sim.send(AIGUL, WORDS)
    await desk.quiet()
    first, second = await copies(desk, GROUP, WORDS)
    await reply(desk, first, "Бірінші көшірмеге жауап")
    await desk.quiet()
    await reply(desk, second, "Екіншісіне жауап")
    await desk.quiet()
    answers = (await desk.said(AIGUL))[-2:]
    assert [text_of(one) for one in answers] == ["Бірінші көшірмеге жауап", "Екіншісіне жауап"]
    assert {text_of(one["reply_to_message"]) for one in answers} == {WORDS}


async def test_a_reply_that_is_faster_than_the_news_of_the_copy_is_an_answer(desk: Desk) -> None:
    """As a kill leaves it: the copy was made, and its row is still on its way."""
    await desk.ask()
    await desk.sim.send(AIGUL, WORDS)
    await desk.quiet()
    [copy] = await copies(desk, GROUP, WORDS)
    place = {"chat_id": GROUP, "message_id": copy["message_id"]}
    async with desk.database.transaction() as transaction:
        await transaction.run(
            "DELETE FROM case_posts WHERE chat_id = :chat_id AND message_id = :message_id", **place
        )
        await transaction.run(
            """
            UPDATE outbox SET state = 'sending', settled_at = NULL
            WHERE chat_id = :chat_id AND message_id = :message_id
            """,
            **place,
        )
    await reply(desk, copy, "Көрдік")
    await desk.sim.wait_for(AIGUL, "Көрдік")


async def test_a_picture_is_known_again_by_its_file_and_its_words(desk: Desk) -> None:
    await desk.ask()
    await faults(desk, COPY_LOST)
    await desk.sim.send_files(AIGUL, "photo", b"page", caption="<b>Келісімшарт</b>")
    await desk.quiet()
    first, _ = [one for one in await desk.said(GROUP) if "photo" in one]
    await reply(desk, first, "Суретті көрдік")
    await desk.quiet()
    assert (await desk.texts(AIGUL))[-1] == "Суретті көрдік"


async def test_in_a_plain_group_the_first_of_two_cards_takes_answers_and_notes(desk: Desk) -> None:
    group = await plain_group(desk)
    await faults(desk, {"kind": "drop_after", "method": "sendMessage", "chat_id": group})
    number = await desk.ask()
    first, _ = [one for one in await desk.said(group) if f"№{number}" in text_of(one)]
    await reply(desk, first, "/note Қайта хабарласу керек")
    await reply(desk, first, "Біз тексереміз")
    await desk.quiet()
    assert (await desk.texts(AIGUL))[-1] == "Біз тексереміз"
    assert await desk.rows("SELECT 1 FROM case_notes WHERE case_id = :id", id=number)


async def test_where_it_could_be_two_people_nobody_is_answered_and_the_staff_are_told(
    desk: Desk,
) -> None:
    group = await plain_group(desk)
    await desk.ask()
    await desk.ask(IRINA, "Не платят", "Работа")
    for who in (AIGUL, IRINA):
        await faults(desk, COPY_LOST)
        await desk.sim.send(who, "???")
        await desk.quiet()
    before = await desk.texts(AIGUL), await desk.texts(IRINA)
    first, *_ = await copies(desk, group, "???")
    await reply(desk, first, "Түсінбедім")
    await desk.quiet()
    assert (await desk.texts(AIGUL), await desk.texts(IRINA)) == before
    assert "жіберілмеді" in text_of((await desk.said(group))[-1])


async def test_our_own_lines_for_the_staff_are_never_taken_for_a_card(desk: Desk) -> None:
    """What is not known to be a card or a copy is not answered with."""
    group = await plain_group(desk)
    await desk.ask()
    await faults(desk, {"kind": "drop_after", "method": "sendMessage", "chat_id": group})
    await desk.sim.send(BAKYT, "/mine", chat_id=group)
    await desk.quiet()
    before = await desk.texts(AIGUL)
    await reply(desk, (await desk.said(group))[-1], "Мұны мен аламын")
    await desk.quiet()
    assert await desk.texts(AIGUL) == before
    assert "жіберілмеді" in text_of((await desk.said(group))[-1])


async def test_lost_answers_are_no_tries_to_find_a_thread(desk: Desk) -> None:
    number = await desk.ask(text="Бірінші")
    description = "Bad Request: TOPIC_DELETED"
    rule = {"method": "copyMessage", "kind": "400", "description": description, "times": 1}
    await faults(desk, rule)
    async with desk.database.transaction() as transaction:
        await transaction.run(
            """
            CREATE TRIGGER answers_were_lost AFTER INSERT ON outbox WHEN NEW.method = 'copyMessage'
            BEGIN UPDATE outbox SET attempts = 9, unsure = 9 WHERE id = NEW.id; END
            """
        )
    await desk.sim.send(AIGUL, "Екінші")
    await desk.sim.send(AIGUL, "Үшінші")
    await desk.quiet()
    said = [text_of(one) for one in await desk.staff_sees(number)]
    assert [one for one in said if one in ("Екінші", "Үшінші")] == ["Екінші", "Үшінші"]
    assert not await desk.rows("SELECT * FROM outbox WHERE state = 'failed'")
