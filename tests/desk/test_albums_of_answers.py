"""An answer in several photos: whole when she is back, gone from her phone when she clears it."""

from __future__ import annotations

import re

from tests.desk.at_work import Desk
from tests.desk.test_privacy import covered_case
from tests.sim_driver import AIGUL, BAKYT, GROUP

DAY = 86_400


async def answers_with_photos(desk: Desk, case_id: int, *photos: bytes) -> None:
    card = (await desk.staff_sees(case_id))[0]
    await desk.sim.send_files(
        BAKYT,
        "photo",
        *photos,
        chat_id=GROUP,
        thread_id=await desk.thread(case_id),
        reply_to=card["message_id"],
    )
    await desk.later(3)


async def test_an_album_kept_while_she_was_away_comes_back_whole(desk: Desk) -> None:
    number = await desk.ask()
    await desk.sim.post("block", user_id=AIGUL, blocked=True)
    await desk.quiet()
    await answers_with_photos(desk, number, b"one", b"two", b"three")
    told = [text for text in await desk.texts(GROUP) if "тоқтатып" in text]
    assert len(told) == 1, await desk.texts(GROUP)
    await desk.sim.post("block", user_id=AIGUL, blocked=False)
    await desk.starts(AIGUL)
    photos = [one for one in await desk.said(AIGUL) if "photo" in one]
    assert len(photos) == 3
    assert len({one["media_group_id"] for one in photos}) == 1


async def test_clearing_takes_an_old_album_that_she_has_only_now_uncovered(desk: Desk) -> None:
    number = await covered_case(desk)
    await answers_with_photos(desk, number, b"one", b"two", b"three")
    notice = await desk.screen(AIGUL)
    await desk.later(3 * DAY)
    await desk.sim.press(AIGUL, notice, "Оқу")
    await desk.quiet()
    assert len([one for one in await desk.said(AIGUL) if "photo" in one]) == 3
    await desk.sim.send(AIGUL, "/clear")
    await desk.quiet()
    await desk.tap(AIGUL, "тазалау")
    shown = await desk.sim.messages(AIGUL)
    assert not [one for one in shown if "photo" in one and not one["sim"]["deleted"]]
    asked = str([one["params"]["message_ids"] for one in await desk.sim.calls("deleteMessages")])
    assert str(notice["message_id"]) not in re.findall(r"\d+", asked), "too old: all would stay"
