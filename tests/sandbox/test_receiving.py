"""How the bot gets updates: long polling and its conflicts, confirmation, the webhook."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from typing import Any

from aiohttp import web

from tests.patience import Patience
from tests.sim_driver import AIGUL, IRINA, Json, Sim, polling, running_sandbox


async def ids(sim: Sim, **params: Any) -> list[int]:
    return [row["update_id"] for row in (await sim.api("getUpdates", **params))["result"]]


async def test_an_update_is_given_again_until_an_offset_confirms_it(sandbox: Sim) -> None:
    for text in ("бір", "екі", "үш"):
        await sandbox.send(AIGUL, text)
    first = await ids(sandbox)
    assert await ids(sandbox, limit=2) == first[:2]
    assert await ids(sandbox, offset=first[1]) == first[1:]
    assert await ids(sandbox, offset=-1) == first[2:]
    assert await ids(sandbox, offset=first[2] + 1) == []
    assert await ids(sandbox) == []


async def test_a_long_poll_ends_as_soon_as_somebody_writes(sandbox: Sim) -> None:
    poll = asyncio.create_task(ids(sandbox, timeout=50))
    await polling(sandbox)
    begun = asyncio.get_running_loop().time()
    await sandbox.send(AIGUL, "сәлем")
    assert len(await poll) == 1
    assert asyncio.get_running_loop().time() - begun < 25
    assert await ids(sandbox, timeout=1, offset=-1)


async def test_an_update_nobody_takes_is_forgotten_after_24_hours() -> None:
    now = [1_790_000_000.0]
    async with running_sandbox(clock=lambda: now[0]) as sim:
        await sim.send(AIGUL, "ескі")
        now[0] += 24 * 3600 - 1
        await sim.send(AIGUL, "жаңа")
        assert len(await ids(sim)) == 2
        now[0] += 2
        assert len(await ids(sim)) == 1


async def test_reactions_come_only_when_they_were_asked_for(sandbox: Sim) -> None:
    said = await sandbox.send(AIGUL, "сәлем")
    await sandbox.react(AIGUL, said, "👍")
    assert len(await ids(sandbox)) == 1
    await sandbox.api("getUpdates", allowed_updates=["message", "message_reaction"])
    await sandbox.react(AIGUL, said, None)
    updates = (await sandbox.api("getUpdates"))["result"]
    assert updates[-1]["message_reaction"]["old_reaction"] == [{"type": "emoji", "emoji": "👍"}]
    assert updates[-1]["message_reaction"]["new_reaction"] == []


async def test_an_update_can_be_delivered_twice(sandbox: Sim) -> None:
    await sandbox.send(AIGUL, "сәлем")
    (number,) = await ids(sandbox)
    assert await ids(sandbox, offset=number + 1) == []
    await sandbox.post("redeliver", update_id=number)
    assert await ids(sandbox, offset=number + 1) == [number]
    assert await ids(sandbox, offset=number + 1) == []


async def test_any_raw_update_can_be_pushed(sandbox: Sim) -> None:
    await sandbox.post("update", something_new={"a": 1})
    assert (await sandbox.api("getUpdates"))["result"][0]["something_new"] == {"a": 1}


@contextlib.asynccontextmanager
async def listening(answer: Callable[[Json], web.Response]) -> AsyncIterator[tuple[str, list[Any]]]:
    """A web server that keeps what it is sent: (update, headers)."""
    got: list[Any] = []

    async def hook(request: web.Request) -> web.Response:
        update = await request.json()
        got.append((update, request.headers))
        return answer(update)

    app = web.Application()
    app.router.add_post("/hook", hook)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}/hook", got
    await runner.cleanup()


async def until(true: Callable[[], bool]) -> None:
    patience = Patience()
    while not true():
        patience.look("not yet")
        await asyncio.sleep(0.01)


async def test_a_webhook_gets_updates_in_order_with_the_secret(sandbox: Sim) -> None:
    async with listening(lambda _: web.Response()) as (address, got):
        await sandbox.send(AIGUL, "0")
        await sandbox.api("setWebhook", url=address, secret_token="s3cret")
        for number in range(1, 5):
            await sandbox.send(AIGUL, str(number))
        await until(lambda: len(got) == 5)
        assert [update["message"]["text"] for update, _ in got] == ["0", "1", "2", "3", "4"]
        assert {h["X-Telegram-Bot-Api-Secret-Token"] for _, h in got} == {"s3cret"}
        info = (await sandbox.api("getWebhookInfo"))["result"]
        assert (info["url"], info["pending_update_count"]) == (address, 0)


async def test_a_webhook_that_fails_gets_the_same_update_again() -> None:
    bad = iter([500, 503])
    async with (
        running_sandbox(webhook_retry_seconds=0.01) as sim,
        listening(lambda _: web.Response(status=next(bad, 200))) as (address, got),
    ):
        await sim.api("setWebhook", url=address)
        await sim.send(AIGUL, "бір")
        await sim.send(AIGUL, "екі")
        await until(lambda: len(got) == 4)
        assert [u["message"]["text"] for u, _ in got] == ["бір", "бір", "бір", "екі"]
        info = (await sim.api("getWebhookInfo"))["result"]
        assert info["last_error_message"].startswith("Wrong response from the webhook: 503")


async def test_the_answer_to_a_webhook_may_be_a_call(sandbox: Sim) -> None:
    wish = {"method": "sendMessage", "chat_id": AIGUL, "text": "жауап"}
    async with listening(lambda _: web.json_response(wish)) as (address, _):
        await sandbox.api("setWebhook", url=address)
        await sandbox.send(AIGUL, "сұрақ")
        await sandbox.wait_for(AIGUL, "жауап")


async def test_without_the_webhook_polling_goes_on_where_it_stopped(sandbox: Sim) -> None:
    await sandbox.api("setWebhook", url="http://127.0.0.1:9/closed")
    await sandbox.send(AIGUL, "бір")
    await sandbox.api("deleteWebhook")
    assert len(await ids(sandbox)) == 1
    await sandbox.api("deleteWebhook", drop_pending_updates=True)
    assert await ids(sandbox) == []


async def test_the_newest_poll_lives_and_the_older_one_ends_with_409(sandbox: Sim) -> None:
    older = asyncio.create_task(sandbox.api("getUpdates", timeout=20))
    await polling(sandbox)
    newer = asyncio.create_task(sandbox.api("getUpdates", timeout=20))
    assert (await older)["error_code"] == 409
    await sandbox.send(IRINA, "сәлем")
    assert len((await newer)["result"]) == 1
