"""The administrator gives the address of a site and has its feed polled two taps later."""

from __future__ import annotations

import asyncio

from storage.stores import stores
from tests.feeds.origin import Origin, item, response, rss
from tests.paths.house import House, serving
from tests.patience import Patience
from tests.sim_driver import ADMIN, Sim, text_of

PAGE = '<html><head><link rel="alternate" type="application/rss+xml" href="/f"></head></html>'


async def listed(house: House, url: str) -> str:
    """Wait until that address is polled; the name of its feed."""
    patience = Patience()
    while True:
        async with house.database.reading() as transaction:
            feeds = await stores(transaction).feeds.listed()
        for one in feeds:
            if one.state.url == url:
                return one.state.id
        patience.look(len(feeds))
        await asyncio.sleep(0.05)


async def test_a_site_becomes_a_feed_and_is_switched_off_again(sandbox: Sim) -> None:
    async with Origin() as origin, serving(sandbox, ports=[origin.port]) as house:
        origin.answers["/"] = response(200, PAGE.encode(), {"Content-Type": "text/html"})
        origin.answers["/f"] = response(200, rss(item(1), item(2)))
        await house.sim.send(ADMIN, "/start")
        asked = await house.sim.send(ADMIN, f"/feed_add {origin.url()} KZ-15")
        offer = await house.sim.wait_for(ADMIN, "Жаңалық 1", after=asked["message_id"])
        assert origin.url("/f") in text_of(offer)
        await house.sim.press(ADMIN, offer, row=0, col=0)
        taken = await listed(house, origin.url("/f"))
        asked = await house.sim.send(ADMIN, f"/feed_off {taken}")
        await house.sim.send(ADMIN, "/feeds")
        page = await house.sim.wait_for(ADMIN, "Sample (kk)", after=asked["message_id"])
        assert f": {taken}" in text_of(page)
