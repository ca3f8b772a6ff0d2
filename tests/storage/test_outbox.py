"""Promises of the outbox, on SQLite and PostgreSQL."""

import json
from dataclasses import replace
from typing import Any

from storage.database import Database
from storage.delivery.flights import Flights
from storage.delivery.outbox import Outbox
from storage.delivery.outbox_desk import OutboxDesk
from storage.records.delivery import Attachment, Call, DailyCount, Depth, Priority, Stream

NOW = 1_000_000


def say(chat_id: int, text: str = "x", **more: Any) -> Call:
    return Call("sendMessage", {"chat_id": chat_id, "text": text}, **more)


async def owe(database: Database, *calls: Call, now: int = NOW) -> list[int]:
    async with database.transaction() as transaction:
        return await Outbox(transaction).owe(calls, now)


async def states(database: Database) -> list[str]:
    async with database.reading() as transaction:
        rows = await transaction.all("SELECT state FROM outbox ORDER BY id")
    return [row["state"] for row in rows]


async def test_streams_show_what_is_due_in_the_order_of_ids(database: Database) -> None:
    ids = await owe(
        database,
        say(1, priority=Priority.CASE),
        say(1),
        Call("answerCallbackQuery", {"callback_query_id": "a"}),
        say(1, priority=Priority.DIGEST),
        say(1, due_at=NOW + 5),
    )
    async with database.reading() as transaction:
        outbox = Outbox(transaction)
        talk = await outbox.waiting(Stream.TALK, 0, NOW, 10)
        answers = await outbox.waiting(Stream.ANSWERS, 0, NOW, 10)
        digests = await outbox.waiting(Stream.DIGESTS, 0, NOW, 10)
        later = await outbox.waiting(Stream.TALK, ids[1], NOW + 5, 10)
        assert await outbox.next_due(NOW) == NOW + 5
    assert [row.id for row in talk] == ids[:2]
    assert [row.id for row in answers] == [ids[2]]
    assert [row.id for row in digests] == [ids[3]]
    assert [row.id for row in later] == [ids[4]]


async def test_a_call_that_makes_several_messages_says_how_many(database: Database) -> None:
    await owe(database, Call("copyMessages", {"chat_id": -1, "message_ids": [1, 2, 3]}))
    async with database.reading() as transaction:
        rows = await Outbox(transaction).waiting(Stream.TALK, 0, NOW, 10)
    assert [row.messages for row in rows] == [3]


async def test_only_what_is_still_owed_and_due_is_marked(database: Database) -> None:
    first, second, third = await owe(database, say(1, "a"), say(1, "b"), say(1, "c"))
    async with database.transaction() as transaction:
        outbox = Outbox(transaction)
        assert await outbox.withdraw(first)
        assert await outbox.rewrite(second, {"chat_id": 1, "text": "B"}, NOW + 9)
        marked = await outbox.mark_sending([first, second, third], NOW)
    assert [(one.id, json.loads(one.body)["text"], one.attempts) for one in marked] == [
        (third, "c", 1)
    ]
    async with database.transaction() as transaction:
        outbox = Outbox(transaction)
        assert [one.id for one in await Flights(transaction).in_flight()] == [third]
        assert not await outbox.withdraw(third)
        assert not await outbox.rewrite(third, {}, 0)


async def test_a_row_put_back_is_owed_as_it_is_said_now(database: Database) -> None:
    (row_id,) = await owe(database, say(1, "<b>"))
    async with database.transaction() as transaction:
        outbox = Outbox(transaction)
        (owed,) = await outbox.mark_sending([row_id], NOW)
        await outbox.put_back(replace(owed, body='{"text": "plain"}'), NOW + 60, "bad_formatting")
        # Rows of the chat stand behind it, so it is seen although it must rest.
        assert [one.id for one in await outbox.waiting(Stream.TALK, 0, NOW, 10)] == [row_id]
        (again,) = await outbox.mark_sending([row_id], NOW + 60)
    assert (again.body, again.attempts) == ('{"text": "plain"}', 2)


async def test_what_was_sent_keeps_no_text(database: Database) -> None:
    (row_id,) = await owe(database, say(1, "secret"))
    async with database.transaction() as transaction:
        await Outbox(transaction).mark_sending([row_id], NOW)
        await Outbox(transaction).sent([(row_id, 77)], NOW)
    async with database.reading() as transaction:
        row = await transaction.one("SELECT * FROM outbox")
    assert row
    assert (row["state"], row["message_id"], row["body"]) == ("sent", 77, "{}")


async def test_files_are_kept_with_their_call(database: Database) -> None:
    file = Attachment("f", "есеп.csv", b"\x00\x01")
    (row_id,) = await owe(database, say(1, files=(file,)))
    async with database.reading() as transaction:
        assert await Outbox(transaction).files(row_id) == (file,)


async def test_what_is_owed_moves_with_its_chat(database: Database) -> None:
    copy = Call("copyMessage", {"chat_id": -5, "from_chat_id": -5, "message_id": 3})
    (row_id,) = await owe(database, copy)
    async with database.transaction() as transaction:
        await Outbox(transaction).move(-5, -1005)
        (owed,) = await Outbox(transaction).mark_sending([row_id], NOW)
    assert owed.chat_id == -1005
    assert json.loads(owed.body) == {"chat_id": -1005, "from_chat_id": -1005, "message_id": 3}


async def test_an_edition_is_shared_by_reference(database: Database) -> None:
    async with database.transaction() as transaction:
        edition = await transaction.value(
            """
            INSERT INTO editions (fingerprint, body, stories, created_at)
            VALUES ('f', :body, '[]', 1) RETURNING id
            """,
            body='{"text": "news"}',
        )
        await transaction.run(
            """
            INSERT INTO outbox (chat_id, priority, kind, method, body, edition_id, created_at,
                due_at) VALUES (5, 3, 'digest', 'sendMessage', '{}', :edition, 1, 0)
            """,
            edition=edition,
        )
    async with database.transaction() as transaction:
        outbox = Outbox(transaction)
        (row,) = await outbox.waiting(Stream.DIGESTS, 0, NOW, 9)
        (owed,) = await outbox.mark_sending([row.id], NOW)
        assert owed.edition_id == edition
        assert await outbox.edition(edition) == '{"text": "news"}'


async def test_dead_letters_are_read_retried_and_dropped(database: Database) -> None:
    first, second = await owe(database, say(1), say(2))
    async with database.transaction() as transaction:
        outbox, desk = Outbox(transaction), OutboxDesk(transaction)
        await outbox.give_up(first, "blocked: 403", NOW)
        await outbox.give_up(second, "unknown", NOW, state="unknown")
        letters = await desk.dead_letters()
        assert [(one.id, one.state, one.error) for one in letters] == [
            (second, "unknown", "unknown"),
            (first, "failed", "blocked: 403"),
        ]
        assert await desk.retry(first)
        assert not await desk.retry(first)
        assert await desk.drop(second)
    assert await states(database) == ["owed"]


async def test_depth_names_each_priority_and_its_oldest(database: Database) -> None:
    await owe(database, say(1, priority=Priority.DIGEST), now=NOW - 9)
    await owe(database, say(1), say(1), say(1, priority=Priority.DIGEST), now=NOW)
    async with database.reading() as transaction:
        depth = await OutboxDesk(transaction).depth()
    assert depth == [Depth(0, 2, NOW), Depth(3, 2, NOW - 9)]


async def test_settled_rows_are_folded_into_days_and_pruned(database: Database) -> None:
    ids = await owe(database, *(say(n) for n in range(1, 8)))
    async with database.transaction() as transaction:
        outbox, desk = Outbox(transaction), OutboxDesk(transaction)
        await outbox.sent([(ids[0], 1), (ids[1], 2)], 86400 * 3)
        await outbox.sent([(ids[2], 1)], 86400 * 4)
        await outbox.give_up(ids[3], "x", 86400 * 4)
        await outbox.sent([(ids[6], 9)], 86400 * 4)
        assert await desk.fold(sent_before=86400 * 9, dead_before=86400 * 4) == 3
        assert await desk.fold(sent_before=86400 * 9, dead_before=86400 * 9) == 1
        assert await desk.daily(0) == [
            DailyCount(3, 0, "reply", "sent", 2),
            DailyCount(4, 0, "reply", "failed", 1),
            DailyCount(4, 0, "reply", "sent", 1),
        ]
    # The newest row stays, so that its number is not given twice.
    assert await states(database) == ["owed", "owed", "sent"]


async def test_a_day_is_folded_in_parts(database: Database) -> None:
    ids = await owe(database, *(say(n) for n in range(1, 8)))
    async with database.transaction() as transaction:
        await Outbox(transaction).sent([(row_id, 1) for row_id in ids[:3]], 100)
        await Outbox(transaction).sent([(row_id, 1) for row_id in ids[3:6]], 200)
        desk = OutboxDesk(transaction)
        assert await desk.fold(1000, 1000, limit=2) == 3
        assert await desk.fold(1000, 1000, limit=2) == 3
        assert await desk.daily(0) == [DailyCount(0, 0, "reply", "sent", 6)]


async def test_a_chats_doubtful_rows_are_known_also_after_they_were_sent(
    database: Database,
) -> None:
    ids = await owe(database, *(say(1, text) for text in "abcd"), say(2, "e"))
    async with database.transaction() as transaction:
        outbox = Outbox(transaction)
        sure, flying, again, given_up, elsewhere = await outbox.mark_sending(ids, NOW)
        await outbox.put_back(sure, 0, "flood")
        for owed in (again, elsewhere):
            await outbox.put_back(owed, 0, "unknown")
            await outbox.mark_sending([owed.id], NOW)
        await outbox.sent([(sure.id, 10), (again.id, 11)], NOW)
        await outbox.give_up(given_up.id, "unknown", NOW, state="unknown")
    async with database.reading() as transaction:
        doubtful = await Flights(transaction).unsure(1)
    assert sorted(one.id for one in doubtful) == [flying.id, again.id, given_up.id]
