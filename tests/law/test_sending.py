"""Every answer of Telegram has a way on, and one bad row never stops the rest."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any

import pytest

from bot.ports.delivery import Stores
from bot.rules.delivery.limits import Limits
from storage.records.delivery import Attachment, Call, Outcome, Owed, Priority
from storage.stores import stores
from tests.law.conftest import Start
from tests.sim_driver import AIGUL, GROUP, IRINA, Sim, text_of


def say(chat_id: int, text: str, **more: Any) -> Call:
    fields = {name: more.pop(name) for name in list(more) if name not in Call.__slots__}
    return Call("sendMessage", {"chat_id": chat_id, "text": text, **fields}, **more)


async def texts(sandbox: Sim, chat_id: int) -> list[str]:
    shown = await sandbox.messages(chat_id)
    return [text_of(message) for message in shown if message["sim"]["by_bot"]]


@pytest.fixture(autouse=True)
async def acquainted(sandbox: Sim) -> None:
    """A bot may write only to those who wrote to it."""
    for person in (AIGUL, IRINA):
        await sandbox.send(person, "/start")


async def fault(sandbox: Sim, kind: str, **more: Any) -> None:
    await sandbox.post("faults", rules=[{"kind": kind, **more}])


async def test_order_is_kept_in_each_chat(sandbox: Sim, bot_on: Start) -> None:
    async with bot_on() as bot:
        calls = [say(chat, str(n)) for n in range(20) for chat in (AIGUL, IRINA)]
        await bot.owe(*calls)
        bot.start(polling=False)
        await bot.settled()
        assert await texts(sandbox, AIGUL) == [str(n) for n in range(20)]
        assert await texts(sandbox, IRINA) == [str(n) for n in range(20)]


async def test_a_flood_wait_is_obeyed_and_only_that_chat_rests(sandbox: Sim, bot_on: Start) -> None:
    async with bot_on() as bot:
        await fault(sandbox, "429", chat_id=AIGUL, retry_after=1)
        await bot.owe(say(AIGUL, "1"), say(AIGUL, "2"), say(IRINA, "1"))
        bot.start(polling=False)
        rows = await bot.settled()
        assert await texts(sandbox, AIGUL) == ["1", "2"]
        assert [row["state"] for row in rows] == ["sent"] * 3
        calls = [(c["params"]["chat_id"], c["at"]) for c in await sandbox.calls("sendMessage")]
        assert sorted(chat for chat, _ in calls[:2]) == [AIGUL, IRINA]
        assert [chat for chat, _ in calls[2:]] == [AIGUL, AIGUL]
        assert calls[2][1] - dict(calls[:2])[AIGUL] >= 1.0


async def test_who_blocked_the_bot_is_not_written_to_and_the_effect_hears_why(
    sandbox: Sim, bot_on: Start
) -> None:
    heard: list[Outcome] = []

    async def effect(s: Stores, owed: Owed, outcome: Outcome, now: int) -> Sequence[Call]:
        heard.append(outcome)
        return [say(IRINA, f"not delivered: {outcome.reason} {owed.effect_data['n']}")]

    async with bot_on(effects={"tell": effect}) as bot:
        await sandbox.post("block", user_id=AIGUL, blocked=True)
        async with bot.database.transaction() as transaction:
            await stores(transaction).chats.meet(AIGUL, "private", "kk", 1)
        await bot.owe(say(AIGUL, "x", effect="tell", effect_data={"n": 7}))
        bot.start(polling=False)
        await sandbox.wait_for(IRINA, "not delivered: blocked 7")
        rows = await bot.settled()
        assert (rows[0]["state"], rows[0]["error"][:13]) == ("failed", "blocked: 403 ")
        assert heard == [Outcome(False, reason="blocked")]
        assert (await bot.rows("chats"))[0]["blocked_at"] is not None


async def test_a_failing_effect_does_not_send_the_message_again(
    sandbox: Sim, bot_on: Start
) -> None:
    async def broken(s: Stores, owed: Owed, outcome: Outcome, now: int) -> Sequence[Call]:
        raise ZeroDivisionError

    async with bot_on(effects={"broken": broken}) as bot:
        await bot.owe(say(AIGUL, "once", effect="broken"), say(AIGUL, "after"))
        bot.start(polling=False)
        rows = await bot.settled()
        assert await texts(sandbox, AIGUL) == ["once", "after"]
        assert [row["state"] for row in rows] == ["sent", "sent"]
        assert "ZeroDivisionError" in rows[0]["error"]


async def test_broken_formatting_is_sent_as_plain_text(sandbox: Sim, bot_on: Start) -> None:
    async with bot_on() as bot:
        await bot.owe(
            say(AIGUL, "<b>bold <i>and &lt;open&gt;", parse_mode="HTML"), say(AIGUL, "next")
        )
        bot.start(polling=False)
        await bot.settled()
        assert await texts(sandbox, AIGUL) == ["bold and <open>", "next"]


async def test_a_bad_keyboard_and_a_lost_original_do_not_hold_the_message_back(
    sandbox: Sim, bot_on: Start
) -> None:
    async with bot_on() as bot:
        keyboard = {"inline_keyboard": [[{"text": "x", "callback_data": "y" * 65}]]}
        await bot.owe(
            say(AIGUL, "without buttons", reply_markup=keyboard),
            say(AIGUL, "without original", reply_parameters={"message_id": 99999}),
        )
        bot.start(polling=False)
        await bot.settled()
        assert await texts(sandbox, AIGUL) == ["without buttons", "without original"]


async def test_an_html_error_page_and_a_refused_connection_only_delay(
    sandbox: Sim, bot_on: Start
) -> None:
    async with bot_on() as bot:
        await fault(sandbox, "500_html", chat_id=AIGUL, times=1)
        await bot.owe(say(AIGUL, "1"), say(AIGUL, "2"))
        bot.start(polling=False)
        await bot.settled()
        assert await texts(sandbox, AIGUL) == ["1", "2"]


async def test_a_reply_of_unknown_outcome_goes_again_and_a_digest_does_not(
    sandbox: Sim, bot_on: Start
) -> None:
    heard: list[Outcome] = []

    async def effect(s: Stores, owed: Owed, outcome: Outcome, now: int) -> Sequence[Call]:
        heard.append(outcome)
        return ()

    async with bot_on(effects={"told": effect}) as bot:
        rules = [{"kind": "drop_after", "chat_id": chat} for chat in (AIGUL, IRINA)]
        await sandbox.post("faults", rules=rules)
        await bot.owe(
            say(AIGUL, "answer"),
            say(IRINA, "digest", priority=Priority.DIGEST, kind="digest", effect="told"),
        )
        bot.start(polling=False)
        rows = await bot.settled()
        assert await texts(sandbox, AIGUL) == ["answer", "answer"]
        assert await texts(sandbox, IRINA) == ["digest"]
        assert [row["state"] for row in rows] == ["sent", "unknown"]
        assert heard == [Outcome(False, reason="unknown")]


async def test_a_group_that_moved_gets_what_was_owed_to_it(sandbox: Sim, bot_on: Start) -> None:
    moved: list[tuple[int, int]] = []

    class Hooks:
        async def on_blocked(self, stores: Stores, chat_id: int, now: int) -> None: ...

        async def on_migrated(self, stores: Stores, old: int, new: int, now: int) -> None:
            moved.append((old, new))

    async with bot_on(hooks=[Hooks()]) as bot:
        made = await sandbox.post(
            "chats", type="group", title="g", members=[2001], bot_status="member"
        )
        old = made["id"]
        new = (await sandbox.post("migrate", chat_id=old))["chat"]["id"]
        await bot.owe(*(say(old, str(n)) for n in range(5)))
        bot.start(polling=False)
        rows = await bot.settled()
        assert await texts(sandbox, new) == list("01234")
        assert {row["chat_id"] for row in rows} == {new}
        assert moved == [(old, new)]


async def test_a_thread_is_made_first_and_a_deleted_one_again(sandbox: Sim, bot_on: Start) -> None:
    async with bot_on() as bot:
        bot.start(polling=False)
        await bot.owe(*(say(GROUP, str(n), priority=Priority.CASE, case_id=3) for n in range(3)))
        await bot.settled()
        thread = bot.threads.known[3]
        shown = await sandbox.messages(GROUP, thread_id=thread)
        assert [text_of(m) for m in shown if text_of(m)] == list("012")
        await sandbox.post("thread", as_=2001, chat_id=GROUP, action="delete", thread_id=thread)
        await bot.owe(say(GROUP, "later", priority=Priority.CASE, case_id=3))
        await bot.settled()
        assert bot.threads.known[3] != thread
        shown = await sandbox.messages(GROUP, thread_id=bot.threads.known[3])
        assert "later" in [text_of(m) for m in shown]


async def test_a_forum_that_was_switched_off_gets_it_in_the_plain_group(
    sandbox: Sim, bot_on: Start
) -> None:
    async with bot_on() as bot:
        await sandbox.post("forum", chat_id=GROUP, is_forum=False)
        bot.start(polling=False)
        await bot.owe(say(GROUP, "plain", priority=Priority.CASE, case_id=3))
        await bot.settled()
        assert bot.threads.known[3] == 0
        assert "plain" in await texts(sandbox, GROUP)


async def test_a_file_goes_out_with_its_call(sandbox: Sim, bot_on: Start) -> None:
    async with bot_on() as bot:
        file = Attachment("report", "есеп.csv", b"a;b\n")
        body = {"chat_id": AIGUL, "document": "attach://report", "caption": "Есеп"}
        await bot.owe(Call("sendDocument", body, files=(file,)))
        bot.start(polling=False)
        rows = await bot.settled()
        message = (await sandbox.messages(AIGUL))[-1]
        assert (message["document"]["file_name"], rows[0]["message_id"]) == (
            "есеп.csv",
            message["message_id"],
        )


async def test_an_album_tells_its_effect_every_id(sandbox: Sim, bot_on: Start) -> None:
    heard: list[Outcome] = []

    async def effect(s: Stores, owed: Owed, outcome: Outcome, now: int) -> Sequence[Call]:
        heard.append(outcome)
        return ()

    async with bot_on(effects={"album": effect}) as bot:
        album = await sandbox.send_files(AIGUL, "photo", b"1", b"2")
        ids = [message["message_id"] for message in album]
        body = {"chat_id": GROUP, "from_chat_id": AIGUL, "message_ids": ids}
        await bot.owe(Call("copyMessages", body, effect="album"))
        bot.start(polling=False)
        await bot.settled()
        assert heard[0].sent
        assert len(heard[0].message_ids) == 2
        assert heard[0].message_ids[0] == heard[0].message_id


async def test_stopping_finishes_what_is_in_flight_and_leaves_the_rest_owed(
    sandbox: Sim, bot_on: Start
) -> None:
    slow = Limits(per_second=10, bucket=1)
    async with bot_on(limits=slow) as bot:
        await sandbox.post("limits", latency=[0.3, 0])
        await bot.owe(*(say(1000 + n % 2 + 1, str(n)) for n in range(10)))
        bot.start(polling=False)
        while not await texts(sandbox, AIGUL):  # noqa: ASYNC110 - nobody tells that it arrived
            await asyncio.sleep(0.01)
        await bot.sender.stop()
        states = [row["state"] for row in await bot.rows()]
        assert states.count("sent") >= 1
        assert states.count("sent") + states.count("owed") == 10


async def test_a_call_put_off_waits_for_its_second(sandbox: Sim, bot_on: Start) -> None:
    now = [1_000_000]
    async with bot_on(clock=lambda: now[0]) as bot:
        bot.start(polling=False)
        await bot.owe(say(AIGUL, "later", due_at=now[0] + 2), say(AIGUL, "now"))
        await sandbox.wait_for(AIGUL, "now")
        assert await texts(sandbox, AIGUL) == ["now"]
        now[0] += 2
        bot.sender.wake()
        await bot.settled()
        assert await texts(sandbox, AIGUL) == ["now", "later"]
