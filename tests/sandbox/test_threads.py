"""Forum threads and albums as a bot meets them: implicit replies, service messages, ends."""

from __future__ import annotations

from typing import Any

from tests.sim_driver import AIGUL, BAKYT, GROUP, SVETLANA, Json, Sim


async def made(sim: Sim, name: str = "№147") -> int:
    answer = await sim.api("createForumTopic", chat_id=GROUP, name=name)
    return int(answer["result"]["message_thread_id"])


async def updates(sim: Sim) -> list[Json]:
    rows = (await sim.api("getUpdates"))["result"]
    if rows:
        await sim.api("getUpdates", offset=rows[-1]["update_id"] + 1)
    return list(rows)


async def test_a_plain_message_in_a_thread_replies_to_what_made_the_thread(sandbox: Sim) -> None:
    thread = await made(sandbox)
    said = await sandbox.send(BAKYT, "кім алады?", chat_id=GROUP, thread_id=thread)
    assert (said["message_thread_id"], said["is_topic_message"]) == (thread, True)
    assert said["reply_to_message"]["message_id"] == thread
    assert said["reply_to_message"]["forum_topic_created"]["name"] == "№147"


async def test_a_real_reply_in_a_thread_names_the_message_and_the_quote(sandbox: Sim) -> None:
    thread = await made(sandbox)
    card = await sandbox.api(
        "sendMessage", chat_id=GROUP, message_thread_id=thread, text="Сұрақ: жалақы"
    )
    number = card["result"]["message_id"]
    said = await sandbox.send(BAKYT, "жауап", chat_id=GROUP, reply_to=number, quote="жалақы")
    assert said["reply_to_message"]["message_id"] == number
    assert "reply_to_message" not in said["reply_to_message"]
    assert said["message_thread_id"] == thread
    assert said["quote"] == {"text": "жалақы", "position": 7, "is_manual": True}


async def test_each_step_of_a_thread_is_a_service_message_the_bot_gets(sandbox: Sim) -> None:
    thread = await made(sandbox)
    for action, more in (("edit", {"name": "№148"}), ("close", {}), ("reopen", {})):
        body: dict[str, Any] = {"chat_id": GROUP, "thread_id": thread, "action": action, **more}
        await sandbox.post("thread", as_=BAKYT, **body)
    messages = [row["message"] for row in await updates(sandbox)]
    kinds = [name for m in messages for name in m if name.startswith("forum_topic")]
    assert kinds == [
        "forum_topic_created", "forum_topic_edited", "forum_topic_closed", "forum_topic_reopened",
    ]  # fmt: skip
    assert messages[1]["forum_topic_edited"] == {"name": "№148"}


async def test_the_bot_goes_on_writing_in_a_closed_thread_it_may_manage(sandbox: Sim) -> None:
    thread = await made(sandbox)
    await sandbox.api("closeForumTopic", chat_id=GROUP, message_thread_id=thread)
    sent = await sandbox.api("sendMessage", chat_id=GROUP, message_thread_id=thread, text="x")
    assert sent["ok"]
    await sandbox.post("membership", chat_id=GROUP, user_id="bot", status="member")
    foreign = await sandbox.post("thread", as_=BAKYT, chat_id=GROUP, action="create", name="a")
    number = foreign["thread"]["id"]
    await sandbox.post("thread", as_=BAKYT, chat_id=GROUP, action="close", thread_id=number)
    sent = await sandbox.api("sendMessage", chat_id=GROUP, message_thread_id=number, text="x")
    assert sent["description"] == "Bad Request: TOPIC_CLOSED"


async def test_a_deleted_thread_takes_its_messages_with_it_and_tells_nobody(sandbox: Sim) -> None:
    thread = await made(sandbox)
    await sandbox.api("sendMessage", chat_id=GROUP, message_thread_id=thread, text="x")
    await updates(sandbox)
    await sandbox.post("thread", as_=BAKYT, chat_id=GROUP, action="delete", thread_id=thread)
    assert await updates(sandbox) == []
    shown = await sandbox.messages(GROUP, thread_id=thread)
    assert {message["sim"]["deleted"] for message in shown} == {True}
    for method, text in (
        ("sendMessage", "message thread not found"),
        ("sendChatAction", "message thread not found"),
        ("closeForumTopic", "TOPIC_ID_INVALID"),
    ):
        more = {"sendMessage": {"text": "x"}, "sendChatAction": {"action": "typing"}}
        answer = await sandbox.api(
            method, chat_id=GROUP, message_thread_id=thread, **more.get(method, {})
        )
        assert answer["description"] == f"Bad Request: {text}"


async def test_the_general_thread_is_written_to_without_an_id(sandbox: Sim) -> None:
    first = await sandbox.api("sendMessage", chat_id=GROUP, text="бәріне")
    assert "message_thread_id" not in first["result"]
    assert first["result"]["message_id"] > 1
    answer = await sandbox.api("sendMessage", chat_id=GROUP, text="x", message_thread_id=1)
    assert answer["description"] == "Bad Request: message thread not found"


async def test_with_forum_off_no_thread_is_found(sandbox: Sim) -> None:
    thread = await made(sandbox)
    await sandbox.post("forum", chat_id=GROUP, is_forum=False)
    answer = await sandbox.api("sendMessage", chat_id=GROUP, text="x", message_thread_id=thread)
    assert answer["description"] == "Bad Request: message thread not found"
    said = await sandbox.send(SVETLANA, "сәлем", chat_id=GROUP)
    assert "is_topic_message" not in said
    assert "is_forum" not in said["chat"]


async def test_a_thread_name_is_cut_at_128_characters(sandbox: Sim) -> None:
    answer = await sandbox.api("createForumTopic", chat_id=GROUP, name="я" * 200)
    assert answer["result"]["name"] == "я" * 128


async def test_an_album_arrives_message_by_message_and_is_copied_whole(sandbox: Sim) -> None:
    album = await sandbox.send_files(AIGUL, "photo", b"1", b"2", b"3", caption="құжаттар")
    rows = await updates(sandbox)
    assert len(rows) == 3
    assert len({row["message"]["media_group_id"] for row in rows}) == 1
    assert [row["message"].get("caption") for row in rows] == ["құжаттар", None, None]
    thread = await made(sandbox)
    ids = [message["message_id"] for message in album]
    answer = await sandbox.api(
        "copyMessages",
        chat_id=GROUP,
        from_chat_id=AIGUL,
        message_ids=ids,
        message_thread_id=thread,
    )
    copies = await sandbox.messages(GROUP, thread_id=thread, after=thread)
    assert [m["message_id"] for m in copies] == [m["message_id"] for m in answer["result"]]
    assert len({message["media_group_id"] for message in copies}) == 1
    assert copies[0]["media_group_id"] != album[0]["media_group_id"]
    late = await sandbox.send_files(AIGUL, "photo", b"4", media_group_id=album[0]["media_group_id"])
    assert late[0]["media_group_id"] == album[0]["media_group_id"]


async def test_messages_that_are_gone_are_left_out_of_a_copy(sandbox: Sim) -> None:
    said = await sandbox.send(AIGUL, "бар")
    answer = await sandbox.api(
        "copyMessages", chat_id=GROUP, from_chat_id=AIGUL, message_ids=[said["message_id"], 999]
    )
    assert len(answer["result"]) == 1
    answer = await sandbox.api(
        "copyMessages", chat_id=GROUP, from_chat_id=AIGUL, message_ids=[998, 999]
    )
    assert answer["description"] == "Bad Request: there are no messages to copy"
