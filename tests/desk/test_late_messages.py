"""Everything sent before Send is counted, however late; one screen stands at the bottom."""

from __future__ import annotations

from tests.desk.at_work import Desk
from tests.sim_driver import AIGUL, Json, text_of


async def screens(desk: Desk) -> list[Json]:
    shown = [one for one in await desk.said(AIGUL) if one.get("reply_markup")]
    return [one for one in shown if not one["sim"]["deleted"]]


async def asking(desk: Desk) -> list[Json]:
    """Screens of a question; what is said about a photo is none."""
    return [one for one in await screens(desk) if "ask:" in str(one["reply_markup"])]


async def test_a_burst_ends_with_one_screen_that_counts_all_of_it(desk: Desk) -> None:
    await desk.sim.send(AIGUL, "/ask")
    await desk.quiet()
    await desk.tap(AIGUL, "Алға", "Еңбек")
    for words in ("Бірінші", "Екінші", "Үшінші"):
        await desk.sim.send(AIGUL, words)
        await desk.quiet()
    assert "1 хабарлама" in text_of((await screens(desk))[-1])
    await desk.later(3)
    last = (await screens(desk))[-1]
    assert "3 хабарлама" in text_of(last)
    assert not any("1 хабарлама" in text_of(one) for one in await screens(desk))


async def test_an_album_is_answered_by_one_screen_when_it_is_whole(desk: Desk) -> None:
    await desk.sim.send(AIGUL, "/ask")
    await desk.quiet()
    await desk.tap(AIGUL, "Алға", "Еңбек")
    before = len(await asking(desk))
    await desk.sim.send_files(AIGUL, "photo", b"1", b"2", b"3")
    await desk.later(3)
    assert len(await asking(desk)) == before + 1
    assert "3 хабарлама" in text_of((await asking(desk))[-1])


async def test_send_counts_what_came_after_the_screen_and_leaves_none_behind(desk: Desk) -> None:
    await desk.sim.send(AIGUL, "Бірінші")
    await desk.quiet()
    await desk.tap(AIGUL, "Алға", "Еңбек")
    await desk.sim.send(AIGUL, "Екінші")
    await desk.quiet()
    await desk.tap(AIGUL, "Жіберу")
    assert "2 хабарлама" in text_of((await screens(desk))[-1])
    await desk.later(5)
    assert "2 хабарлама" in text_of((await desk.said(AIGUL))[-1])
    [case] = await desk.cases()
    assert len(await desk.staff_sees(case["id"])) == 3


async def test_a_part_of_an_album_that_comes_after_send_joins_the_case(desk: Desk) -> None:
    await desk.sim.send(AIGUL, "/ask")
    await desk.quiet()
    await desk.tap(AIGUL, "Алға", "Еңбек")
    first = await desk.sim.send_files(AIGUL, "photo", b"1", b"2")
    await desk.later(3)
    await desk.tap(AIGUL, "Жіберу")
    await desk.sim.send_files(AIGUL, "photo", b"3", media_group_id=first[0]["media_group_id"])
    await desk.later(3)
    [case] = await desk.cases()
    assert len([one for one in await desk.staff_sees(case["id"]) if "photo" in one]) == 3


async def test_a_place_a_sticker_and_a_contact_begin_a_question_too(desk: Desk) -> None:
    await desk.sim.send_files(AIGUL, "sticker", b"sticker")
    await desk.quiet()
    assert "Қай ауданда" in text_of((await screens(desk))[-1])
