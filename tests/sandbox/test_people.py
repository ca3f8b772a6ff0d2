"""People, groups and watchers: privacy mode, rights, edits, keyboards, events, transcript."""

from __future__ import annotations

import json

import pytest

from tests.sim_driver import ADMIN, AIGUL, BAKYT, GROUP, Sim, SimRefusedError, running_sandbox

BUTTONS = {
    "inline_keyboard": [
        [{"text": "Иә", "callback_data": "yes"}, {"text": "Сайт", "url": "https://gov.kz/a"}],
        [{"text": "№147", "copy_text": {"text": "147"}}],
    ]
}


async def test_a_deep_link_comes_as_the_text_of_start(sandbox: Sim) -> None:
    await sandbox.send(AIGUL, "/start office_aktobe")
    message = (await sandbox.api("getUpdates"))["result"][0]["message"]
    assert message["text"] == "/start office_aktobe"
    assert message["entities"] == [{"type": "bot_command", "offset": 0, "length": 6}]


async def test_a_bot_in_privacy_mode_hears_only_what_is_meant_for_it(sandbox: Sim) -> None:
    await sandbox.post("membership", chat_id=GROUP, user_id="bot", status="member")
    asked = (await sandbox.api("sendMessage", chat_id=GROUP, text="?"))["result"]
    await sandbox.send(BAKYT, "өзара әңгіме", chat_id=GROUP)
    await sandbox.send(BAKYT, "/queue", chat_id=GROUP)
    await sandbox.send(BAKYT, "жауап", chat_id=GROUP, reply_to=asked["message_id"])
    await sandbox.send(BAKYT, "@altyn_kopir_bot қайдасың", chat_id=GROUP)
    rows = (await sandbox.api("getUpdates"))["result"]
    texts = [row["message"]["text"] for row in rows if "message" in row]
    assert texts == ["/queue", "жауап", "@altyn_kopir_bot қайдасың"]


async def test_a_bot_outside_a_group_hears_nothing(sandbox: Sim) -> None:
    await sandbox.post("membership", chat_id=GROUP, user_id="bot", status="kicked", as_=BAKYT)
    await sandbox.send(BAKYT, "/queue", chat_id=GROUP)
    rows = (await sandbox.api("getUpdates"))["result"]
    assert [next(name for name in row if name != "update_id") for row in rows] == ["my_chat_member"]
    change = rows[0]["my_chat_member"]
    assert change["from"]["id"] == BAKYT
    assert change["new_chat_member"]["status"] == "kicked"


async def test_nobody_speaks_where_they_are_not(sandbox: Sim) -> None:
    with pytest.raises(SimRefusedError, match="not a member"):
        await sandbox.send(AIGUL, "сәлем", chat_id=GROUP)
    await sandbox.post("block", user_id=AIGUL)
    with pytest.raises(SimRefusedError, match="blocked"):
        await sandbox.send(AIGUL, "сәлем")
    with pytest.raises(SimRefusedError, match='"as" is missing'):
        await sandbox.post("send", text="x")


async def test_a_long_text_goes_out_in_pieces_as_the_apps_send_it(sandbox: Sim) -> None:
    body = await sandbox.post("send", as_=AIGUL, chat_id=AIGUL, text="я" * 5000)
    assert [len(message["text"]) for message in body["messages"]] == [4096, 904]


async def test_buttons_open_copy_and_call_back(sandbox: Sim) -> None:
    await sandbox.send(AIGUL, "/start")
    sent = (await sandbox.api("sendMessage", chat_id=AIGUL, text="?", reply_markup=BUTTONS))[
        "result"
    ]
    assert await sandbox.press(AIGUL, sent, "Сайт") == {"url": "https://gov.kz/a"}
    assert await sandbox.press(AIGUL, sent, "№147") == {"copied": "147"}
    pressed = await sandbox.press(AIGUL, sent, "Иә")
    stale = await sandbox.post(
        "press", as_=AIGUL, chat_id=AIGUL, message_id=sent["message_id"], data="old:1"
    )
    rows = (await sandbox.api("getUpdates"))["result"][1:]
    assert [row["callback_query"]["data"] for row in rows] == ["yes", "old:1"]
    assert rows[0]["callback_query"]["id"] == pressed["callback_query_id"]
    assert rows[1]["callback_query"]["id"] == stale["callback_query_id"]
    with pytest.raises(SimRefusedError, match="no button"):
        await sandbox.press(AIGUL, sent, row=5, col=0)


async def test_a_message_with_a_reply_keyboard_cannot_be_edited(sandbox: Sim) -> None:
    await sandbox.send(AIGUL, "/start")
    keyboard = {"keyboard": [[{"text": "Мәзір"}]], "resize_keyboard": True}
    sent = await sandbox.api("sendMessage", chat_id=AIGUL, text="a", reply_markup=keyboard)
    number = sent["result"]["message_id"]
    assert (await sandbox.messages(AIGUL))[-1]["sim"]["keyboard"] == keyboard
    answer = await sandbox.api("editMessageText", chat_id=AIGUL, message_id=number, text="b")
    assert answer["description"] == "Bad Request: message can't be edited"
    await sandbox.api(
        "sendMessage", chat_id=AIGUL, text="c", reply_markup={"remove_keyboard": True}
    )
    assert (await sandbox.messages(AIGUL))[-1]["sim"]["keyboard"] is None


async def test_commands_and_menu_are_resolved_by_chat_and_language(sandbox: Sim) -> None:
    for scope, code, name in (
        ({"type": "default"}, "", "help"),
        ({"type": "all_private_chats"}, "kk", "sura"),
        ({"type": "chat_administrators", "chat_id": GROUP}, "", "queue"),
    ):
        commands = [{"command": name, "description": name}]
        await sandbox.api("setMyCommands", commands=commands, scope=scope, language_code=code)
    chats = {chat["id"]: chat for chat in (await sandbox.get("world"))["chats"]}
    own = {code: rows[0]["command"] for code, rows in chats[AIGUL]["commands"].items()}
    assert own == {"": "help", "kk": "sura"}
    assert chats[GROUP]["commands"][""][0]["command"] == "queue"


async def test_watchers_see_everything_that_happens_in_order(sandbox: Sim) -> None:
    since = (await sandbox.get("world"))["seq"]
    said = await sandbox.send(AIGUL, "сәлем")
    await sandbox.api("sendChatAction", chat_id=AIGUL, action="typing")
    await sandbox.edit(AIGUL, said, "сәлеметсіз бе")
    kinds: list[str] = []
    async with sandbox.http.get(f"{sandbox.url}/sim/events", params={"since": since}) as stream:
        assert stream.content_type == "text/event-stream"
        while len(kinds) < 4:
            line = (await stream.content.readline()).decode()
            if line.startswith("data: "):
                row = json.loads(line.removeprefix("data: "))
                kinds.append(row["kind"])
                assert row["chat_id"] == AIGUL
    assert kinds == ["message", "chat_action", "api_call", "edit"]


async def test_the_transcript_names_calls_and_updates_but_never_the_token(sandbox: Sim) -> None:
    await sandbox.send(AIGUL, "/start")
    sent = await sandbox.api("sendMessage", chat_id=AIGUL, text="жауап")
    await sandbox.api("sendMessage", chat_id=77, text="жоқ")
    log = await sandbox.transcript()
    assert [(row["status"], row["result_message_id"]) for row in log["calls"]] == [
        (200, sent["result"]["message_id"]),
        (400, None),
    ]
    assert [row["update"]["message"]["text"] for row in log["updates"]] == ["/start"]
    assert "SANDBOX" not in json.dumps(log)
    assert (await sandbox.transcript(log["calls"][0]["seq"]))["calls"] == log["calls"][1:]


async def test_a_reset_makes_the_world_new(sandbox: Sim) -> None:
    await sandbox.send(AIGUL, "/start")
    await sandbox.post("reset")
    assert await sandbox.messages(AIGUL) == []
    assert (await sandbox.transcript()) == {"calls": [], "updates": []}
    assert (await sandbox.api("sendMessage", chat_id=AIGUL, text="x"))["error_code"] == 400


async def test_memory_is_bounded() -> None:
    async with running_sandbox(keep_rows=50, keep_messages_per_chat=10) as sim:
        for number in range(80):
            await sim.api("sendMessage", chat_id=GROUP, text=str(number))
        assert len((await sim.transcript())["calls"]) == 50
        assert len(await sim.messages(GROUP)) == 10


async def test_files_come_back_byte_for_byte(sandbox: Sim) -> None:
    (said,) = await sandbox.send_files(AIGUL, "document", b"\x00\x01 body", caption="құжат")
    answer = await sandbox.api("getFile", file_id=said["document"]["file_id"])
    path = answer["result"]["file_path"]
    async with sandbox.http.get(f"{sandbox.url}/file/bot{sandbox.token}/{path}") as file:
        assert await file.read() == b"\x00\x01 body"
    again = await sandbox.api("sendDocument", chat_id=GROUP, document=said["document"]["file_id"])
    assert again["result"]["document"]["file_unique_id"] == said["document"]["file_unique_id"]


async def test_a_new_group_tells_who_added_the_bot(sandbox: Sim) -> None:
    chat = await sandbox.post("chats", type="group", title="Жаңа", members=[ADMIN, BAKYT])
    rows = (await sandbox.api("getUpdates"))["result"]
    assert rows[0]["my_chat_member"]["from"]["id"] == ADMIN
    assert rows[0]["my_chat_member"]["chat"]["id"] == chat["id"]
    assert rows[1]["message"]["new_chat_members"][0]["is_bot"] is True


async def test_the_page_gets_files_without_a_token(sandbox: Sim) -> None:
    (photo,) = await sandbox.send_files(AIGUL, "photo", b"picture")
    url = f"{sandbox.url}/sim/file/{photo['photo'][-1]['file_id']}"
    async with sandbox.http.get(url) as file:
        assert (file.content_type, await file.read()) == ("image/jpeg", b"picture")
    async with sandbox.http.get(f"{sandbox.url}/sim/file/nothing") as file:
        assert file.status == 404


async def test_another_site_cannot_play_people(sandbox: Sim) -> None:
    url = f"{sandbox.url}/sim/send"
    body = {"as": AIGUL, "chat_id": AIGUL, "text": "x"}
    for origin, status in (("https://elsewhere.example", 403), (sandbox.url, 200)):
        async with sandbox.http.post(url, json=body, headers={"Origin": origin}) as answer:
            assert answer.status == status


async def test_a_watcher_that_leaves_is_no_error(
    sandbox: Sim, caplog: pytest.LogCaptureFixture
) -> None:
    for _ in range(3):
        watching = await sandbox.http.get(f"{sandbox.url}/sim/events")
        await watching.content.readline()
        watching.close()
        await sandbox.send(AIGUL, "сәлем")
        await sandbox.send(AIGUL, "тағы сәлем")
    assert [row.message for row in caplog.records if row.levelname == "ERROR"] == []
