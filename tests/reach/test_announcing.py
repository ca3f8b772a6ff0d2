"""Announcements: drafted, agreed to by a second person, sent once to whom they are meant."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.news.announcement_rounds import AnnouncementRounds
from bot.news.digest_composer import Composer
from handlers.news.announce_screens import AnnouncementWords
from storage.records.people import Preferences, Schedule, SubscriberState
from storage.stores import stores
from tests.desk.at_work import Desk, desk_at_work, plan
from tests.sim_driver import ADMIN, AIGUL, IRINA, SVETLANA, Sim, text_of

KK, RU = "Жиналыс ертең сағат 10:00-де", "Собрание завтра в 10:00"


@pytest.fixture
async def two(sandbox: Sim, tmp_path: Path) -> AsyncIterator[Desk]:
    """A bot with two administrators."""
    async with desk_at_work(sandbox, tmp_path, (ADMIN, SVETLANA)) as desk:
        await desk.starts(SVETLANA)
        yield desk


@pytest.fixture
async def alone(sandbox: Sim, tmp_path: Path) -> AsyncIterator[Desk]:
    """A bot with one administrator."""
    async with desk_at_work(sandbox, tmp_path) as desk:
        yield desk


def rounds_of(desk: Desk) -> AnnouncementRounds:
    words = AnnouncementWords(plan().texts, Composer(plan().texts, plan().news))
    return AnnouncementRounds(desk.database, words, lambda: desk.now, desk.sender.wake)


async def subscribe(desk: Desk, who: int, language: str, *topics: str) -> None:
    await desk.starts(who)
    async with desk.database.transaction() as transaction:
        people = stores(transaction).subscribers
        hours = Schedule((480,))
        wishes = Preferences(language, topics)
        await people.join(who, wishes, hours, desk.now)
        await people.prefer(who, wishes)
        await people.arrange(who, hours, SubscriberState.ACTIVE, desk.now + 9_000)


async def crowd(desk: Desk, count: int) -> None:
    """So many subscribers who never opened a chat with the bot: each is refused."""
    async with desk.database.transaction() as transaction:
        opened = stores(transaction)
        for who in range(70_001, 70_001 + count):
            await opened.chats.meet(who, "private", "kk", desk.now)
            await opened.subscribers.join(who, Preferences("kk"), Schedule((480,)), desk.now)
            await opened.subscribers.arrange(
                who, Schedule((480,)), SubscriberState.ACTIVE, desk.now + 9
            )


async def draft(desk: Desk, kk: str = KK, ru: str = RU) -> None:
    for text in ("/announce", kk, ru):
        await desk.sim.send(ADMIN, text)
        await desk.quiet()


async def go(desk: Desk) -> None:
    await draft(desk)
    await desk.tap(ADMIN, "Келісуге")
    await desk.tap(SVETLANA, "Согласен")


async def play(desk: Desk, times: int = 4) -> None:
    for _ in range(times):
        await rounds_of(desk).run()
        await desk.quiet()
        desk.now += 10


async def test_each_gets_it_once_in_the_language_in_which_she_reads(two: Desk) -> None:
    await subscribe(two, AIGUL, "kk")
    await subscribe(two, IRINA, "ru")
    await go(two)
    await play(two)
    assert (await two.texts(AIGUL)).count(KK) == 1
    assert RU not in await two.texts(AIGUL)
    assert (await two.texts(IRINA)).count(RU) == 1
    report = (await two.texts(ADMIN))[-1]
    assert "Есеп" in report
    assert "Жеткізілді: 2" in report


async def test_a_test_reaches_the_author_alone_as_people_will_get_it(two: Desk) -> None:
    await subscribe(two, AIGUL, "kk")
    bold = [{"type": "bold", "offset": 0, "length": 8}]
    await two.sim.send(ADMIN, "/announce")
    await two.quiet()
    await two.sim.send(ADMIN, KK, entities=bold)
    await two.quiet()
    await two.tap(ADMIN, "Бұл тілсіз", "сынап")
    [shown] = [one for one in await two.said(ADMIN) if text_of(one) == KK]
    assert shown["entities"] == bold
    await play(two)
    assert KK not in await two.texts(AIGUL)


async def test_a_photo_with_its_caption_is_announced(two: Desk) -> None:
    await subscribe(two, AIGUL, "kk")
    await two.sim.send(ADMIN, "/announce")
    await two.quiet()
    await two.sim.send_files(ADMIN, "photo", b"picture", caption=KK)
    await two.quiet()
    await two.tap(ADMIN, "Бұл тілсіз", "Келісуге")
    await two.tap(SVETLANA, "Согласен")
    await play(two)
    [shown] = [one for one in await two.said(AIGUL) if one.get("caption") == KK]
    assert shown["photo"]


async def test_the_author_cannot_agree_and_refused_words_go_to_nobody(two: Desk) -> None:
    await subscribe(two, AIGUL, "kk")
    await draft(two)
    await two.tap(ADMIN, "Келісуге")
    await two.tap(SVETLANA, "Не согласен")
    assert "берілмеді" in (await two.texts(ADMIN))[-1]
    await play(two)
    assert KK not in await two.texts(AIGUL)


async def test_the_only_administrator_looks_again_after_ten_minutes(alone: Desk) -> None:
    await subscribe(alone, AIGUL, "kk")
    await draft(alone)
    await alone.tap(ADMIN, "Келісуге", "Жіберу")
    await play(alone, 1)
    assert KK not in await alone.texts(AIGUL)
    alone.now += 600
    await alone.tap(ADMIN, "Жіберу")
    await play(alone)
    assert (await alone.texts(AIGUL)).count(KK) == 1


async def test_the_audience_is_counted_and_nobody_else_is_reached(two: Desk) -> None:
    await subscribe(two, AIGUL, "kk", "grants")
    await subscribe(two, IRINA, "ru", "youth")
    await draft(two)
    assert "саны: 2" in text_of(await two.screen(ADMIN))
    await two.tap(ADMIN, "Тақырыбы", "Гранттар", "Дайын")
    assert "саны: 1" in text_of(await two.screen(ADMIN))
    await two.tap(ADMIN, "Келісуге")
    await two.tap(SVETLANA, "Согласен")
    await play(two)
    assert (await two.texts(AIGUL)).count(KK) == 1
    assert RU not in await two.texts(IRINA)


async def test_whoever_has_quiet_hours_gets_it_when_they_end(two: Desk) -> None:
    await subscribe(two, AIGUL, "kk")
    await subscribe(two, IRINA, "ru")
    local = (two.now + 5 * 3600) % 86_400 // 60  # Asia/Aqtobe
    async with two.database.transaction() as transaction:
        quiet = Schedule((480,), quiet=((local - 60) % 1440, (local + 60) % 1440))
        people = stores(transaction).subscribers
        await people.arrange(AIGUL, quiet, SubscriberState.ACTIVE, two.now + 9_000)
    await go(two)
    await play(two)
    assert KK not in await two.texts(AIGUL)
    assert (await two.texts(IRINA)).count(RU) == 1
    said = len(await two.texts(ADMIN))
    await play(two)
    assert len(await two.texts(ADMIN)) == said, "nothing has changed, so nothing is said"
    two.now += 3_700
    two.sender.wake()
    await play(two)
    assert (await two.texts(AIGUL)).count(KK) == 1
    assert "Жеткізілді: 2" in (await two.texts(ADMIN))[-1]


async def test_stopping_takes_back_at_once_what_has_not_left(two: Desk) -> None:
    await subscribe(two, AIGUL, "kk")
    await crowd(two, 30)
    await go(two)
    await two.sender.stop()  # nothing leaves any more
    await rounds_of(two).run()
    [before] = await two.rows("SELECT count(*) AS rows FROM outbox WHERE kind = 'announcement'")
    assert before["rows"] == 31
    [one] = await two.rows("SELECT id FROM announcements")
    press = {"data": f"announce:stop:{one['id']}"}
    async with two.database.transaction() as transaction:
        from bot.news.announcing import Announcing

        words = AnnouncementWords(plan().texts, Composer(plan().texts, plan().news))
        announcing = Announcing(stores(transaction), words, (ADMIN,), two.now)
        await announcing.stop(int(press["data"].rsplit(":", 1)[1]), ADMIN)
    [after] = await two.rows("SELECT count(*) AS rows FROM outbox WHERE kind = 'announcement'")
    assert after["rows"] == 0
    await rounds_of(two).run()
    [found] = await two.rows("SELECT state, owed FROM announcements")
    assert dict(found) == {"state": "done", "owed": 0}


async def test_a_crash_at_any_slice_doubles_and_loses_nothing(
    two: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    await crowd(two, 60)
    await go(two)
    monkeypatch.setattr("bot.news.announcement_rounds.SLICE", 7)
    for killed_after in range(0, 12, 3):
        task = asyncio.create_task(rounds_of(two).run())
        for _ in range(killed_after * 9):
            await asyncio.sleep(0)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
    await play(two)
    rows = await two.rows(
        "SELECT chat_id, count(*) AS n FROM outbox WHERE kind = 'announcement' GROUP BY chat_id"
    )
    assert [row["n"] for row in rows] == [1] * 60
    [found] = await two.rows("SELECT state, owed, blocked, failed FROM announcements")
    assert found["state"] == "done"
    assert found["owed"] == found["blocked"] + found["failed"] == 60
