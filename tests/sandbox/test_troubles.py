"""Limits, faults on demand, and strictness about what Telegram would silently ignore."""

from __future__ import annotations

import asyncio
from typing import Any

import aiohttp
import pytest

from tests.sim_driver import AIGUL, GROUP, IRINA, Sim, SimRefusedError, running_sandbox


async def say(sim: Sim, chat_id: int = AIGUL, text: str = "x") -> Any:
    answer = await sim.api("sendMessage", chat_id=chat_id, text=text)
    return answer.get("error_code", 200)


async def test_limits_are_off_until_they_are_set(sandbox: Sim) -> None:
    await sandbox.send(AIGUL, "/start")
    assert {await say(sandbox) for _ in range(50)} == {200}


async def test_each_of_the_three_limits_answers_429_and_forgets_in_time() -> None:
    now = [1_790_000_000.0]
    async with running_sandbox(clock=lambda: now[0]) as sim:
        for person in (AIGUL, IRINA):
            await sim.send(person, "/start")
        await sim.post("limits", per_second=3)
        assert [await say(sim, GROUP) for _ in range(4)] == [200, 200, 200, 429]
        now[0] += 1
        assert await say(sim, GROUP) == 200
        await sim.post("limits", per_second=0, per_chat_per_second=1)
        assert [await say(sim), await say(sim), await say(sim, IRINA)] == [200, 429, 200]
        await sim.post("limits", per_chat_per_second=0, per_group_per_minute=20)
        assert [await say(sim, GROUP) for _ in range(21)] == [200] * 20 + [429]
        assert await say(sim) == 200
        answer = await sim.api("createForumTopic", chat_id=GROUP, name="x")
        assert answer["parameters"] == {"retry_after": 3}
        now[0] += 3
        assert await say(sim, GROUP) == 200
        assert (await sim.get("limits"))["errors"] == {"429": 4}


async def test_429_carries_the_header_too(sandbox: Sim) -> None:
    await sandbox.post("faults", rules=[{"kind": "429", "retry_after": 9}])
    url = f"{sandbox.url}/bot{sandbox.token}/getMe"
    async with sandbox.http.get(url) as answer:
        assert (answer.status, answer.headers["Retry-After"]) == (429, "9")


async def test_a_fault_hits_the_method_the_chat_and_the_times_it_names(sandbox: Sim) -> None:
    await sandbox.send(AIGUL, "/start")
    rule = {"kind": "403", "method": "sendMessage", "chat_id": AIGUL, "times": 2}
    await sandbox.post("faults", rules=[rule])
    assert await say(sandbox, GROUP) == 200
    assert (await sandbox.api("getMe"))["ok"]
    assert [await say(sandbox) for _ in range(3)] == [403, 403, 200]
    assert (await sandbox.get("faults"))["rules"] == []


@pytest.mark.parametrize(("kind", "status"), [("500_html", 500), ("502", 502)])
async def test_a_proxy_page_is_not_json(sandbox: Sim, kind: str, status: int) -> None:
    await sandbox.post("faults", rules=[{"kind": kind}])
    async with sandbox.http.get(f"{sandbox.url}/bot{sandbox.token}/getMe") as answer:
        assert (answer.status, answer.content_type) == (status, "text/html")
        assert f"{status}" in await answer.text()


@pytest.mark.parametrize(("kind", "stored"), [("drop_before", 0), ("drop_after", 1)])
async def test_a_lost_connection_says_nothing_of_what_was_stored(
    sandbox: Sim, kind: str, stored: int
) -> None:
    await sandbox.post("faults", rules=[{"kind": kind}])
    with pytest.raises(aiohttp.ClientError):
        await say(sandbox, GROUP)
    assert len(await sandbox.messages(GROUP)) == stored


async def test_delays_and_latency_slow_an_answer_down(sandbox: Sim) -> None:
    clock = asyncio.get_running_loop().time
    await sandbox.post("faults", rules=[{"kind": "delay", "seconds": 0.1}])
    begun = clock()
    assert await say(sandbox, GROUP) == 200
    assert clock() - begun >= 0.1
    await sandbox.post("limits", latency=[0.05, 0.01])
    begun = clock()
    await say(sandbox, GROUP)
    assert clock() - begun >= 0.04


async def test_a_fault_that_nobody_knows_is_refused(sandbox: Sim) -> None:
    with pytest.raises(SimRefusedError, match="unknown fault kind"):
        await sandbox.post("faults", rules=[{"kind": "meteor"}])
    with pytest.raises(SimRefusedError, match="unknown field"):
        await sandbox.post("faults", rules=[{"kind": "403", "when": 1}])


async def test_a_migration_can_be_told_by_a_fault(sandbox: Sim) -> None:
    rule = {"kind": "400", "description": "Bad Request: moved", "migrate_to": -1009}
    await sandbox.post("faults", rules=[rule])
    answer = await sandbox.api("sendMessage", chat_id=GROUP, text="x")
    assert answer["parameters"] == {"migrate_to_chat_id": -1009}


@pytest.mark.parametrize(
    ("params", "complaint"),
    [
        ({"txt": "x"}, 'method sendMessage has no parameter "txt"'),
        ({"text": "x", "disable_notification": "maybe"}, "must be a Boolean"),
        (
            {"text": "x", "reply_markup": {"inline_keyboard": [[{"text": "a", "data": "b"}]]}},
            'object "reply_markup.inline_keyboard[0][0]" has no field "data"',
        ),
        ({"text": "x", "business_connection_id": "b"}, "is not emulated"),
        ({"text": "x", "link_preview_options": {"off": True}}, 'has no field "off"'),
    ],
)
async def test_what_telegram_would_ignore_is_a_mistake_here(
    sandbox: Sim, params: dict[str, Any], complaint: str
) -> None:
    answer = await sandbox.api("sendMessage", chat_id=GROUP, **params)
    assert answer["error_code"] == 400
    assert complaint in answer["description"]
    assert await sandbox.messages(GROUP) == []


async def test_a_method_that_is_not_emulated_says_so_and_is_remembered(sandbox: Sim) -> None:
    answer = await sandbox.api("sendDice", chat_id=GROUP)
    assert answer == {
        "ok": False,
        "error_code": 501,
        "description": "Sandbox: method sendDice is not emulated",
    }
    assert (await sandbox.get("limits"))["not_emulated"] == ["sendDice"]


async def test_parameters_come_by_query_form_multipart_and_json_alike(sandbox: Sim) -> None:
    url = f"{sandbox.url}/bot{sandbox.token}/sendMessage"
    fields = {"chat_id": str(GROUP), "text": "<b>бірдей</b>", "parse_mode": "HTML"}
    parts = aiohttp.FormData(default_to_multipart=True)
    for name, value in fields.items():
        parts.add_field(name, value)
    requests: list[dict[str, Any]] = [
        {"method": "GET", "params": fields},
        {"method": "POST", "data": fields},
        {"method": "POST", "data": parts},
        {"method": "POST", "json": fields},
    ]
    for request in requests:
        async with sandbox.http.request(url=url, **request) as answer:
            assert (await answer.json())["result"]["text"] == "бірдей"
    async with sandbox.http.get(url.replace("sendMessage", "SENDMESSAGE"), params=fields) as answer:
        assert answer.status == 200
