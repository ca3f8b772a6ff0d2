"""The administrator gives the address of a site and has its feed polled two taps later."""

from __future__ import annotations

import asyncio

from storage.stores import stores
from tests.feeds.origin import Origin, item, response, rss
from tests.paths.house import serving
from tests.sim_driver import ADMIN, Sim, text_of

PAGE = '<html><head><link rel="alternate" type="application/rss+xml" href="/f"></head></html>'


async def test_a_site_becomes_a_feed_and_is_switched_off_again(sandbox: Sim) -> None:
    async with Origin() as origin, serving(sandbox, ports=[origin.port]) as house:
        origin.answers["/"] = response(200, PAGE.encode(), {"Content-Type": "text/html"})
        origin.answers["/f"] = response(200, rss(item(1), item(2)))
        await house.sim.send(ADMIN, "/start")
        asked = await house.sim.send(ADMIN, f"/feed_add {origin.url()} KZ-15")
        offer = await house.sim.wait_for(ADMIN, "Жаңалық 1", 15, asked["message_id"])
        assert origin.url("/f") in text_of(offer)
        await house.sim.press(ADMIN, offer, row=0, col=0)
        for _ in range(200):
            async with house.database.reading() as transaction:
                listed = await stores(transaction).feeds.listed()
            if any(one.state.url == origin.url("/f") for one in listed):
                break
            await asyncio.sleep(0.05)
        taken = next(one.state.id for one in listed if one.state.url == origin.url("/f"))
        asked = await house.sim.send(ADMIN, f"/feed_off {taken}")
        await house.sim.send(ADMIN, "/feeds")
        page = await house.sim.wait_for(ADMIN, "Sample (kk)", after=asked["message_id"])
        assert f": {taken}" in text_of(page)
