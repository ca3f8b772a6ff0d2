"""Digests in groups, threads and channels: set by administrators only, paused when shut out."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.links import DeepLinks
from bot.news.digest_composer import Composer
from bot.news.digest_rounds import DigestRounds
from handlers.news.digest_view import DigestMessage
from storage.records.stories import NewStory
from storage.stores import stores
from tests.desk.at_work import Desk, desk_at_work, plan
from tests.sim_driver import BAKYT, GROUP, IRINA, SVETLANA, Json, Sim, text_of

DAY = 86_400
KK, RU = "Ауылда еріктілер орталығы ашылды", "В селе открылся центр волонтёров"


@pytest.fixture
async def desk(sandbox: Sim, tmp_path: Path) -> AsyncIterator[Desk]:
    async with desk_at_work(sandbox, tmp_path) as opened:
        await opened.starts(BAKYT)
        yield opened


async def publish(desk: Desk, title: str, language: str) -> None:
    async with desk.database.transaction() as transaction:
        opened = stores(transaction)
        story = NewStory("core", ("volunteering",), (), (), False, desk.now)
        number = await opened.stories.begin(story)
        await transaction.run(
            """
            INSERT INTO feeds (id, name, langs, region, url, zone, origin, enabled, memory, id_kind,
                next_poll_at, interval_s, failures, first_poll_done, notes, arrivals)
            VALUES ('gazet', 'Газет', '[]', 'KZ-15', 'https://a.example', 'Asia/Aqtobe', 'file', 0,
                :memory, 'guid', 0, 900, 0, 1, '[]', '[]') ON CONFLICT DO NOTHING
            """,
            memory=b"",
        )
        await transaction.run(
            """
            INSERT INTO entries (feed_id, identity, content_hash, story_id, tier, link, title, lead,
                language, terms, decision, published_at, seen_at)
            VALUES ('gazet', :title, '', :story, 'core', 'https://a.example/1', :title, '',
                :language, '', '{}', :now, :now)
            """,
            title=title,
            story=number,
            language=language,
            now=desk.now,
        )


async def next_day(desk: Desk) -> None:
    desk.now += DAY
    composer, links = Composer(plan().texts, plan().news), DeepLinks("sandbox_bot")
    view = DigestMessage(plan().texts, links)
    rounds = DigestRounds(desk.database, composer, view, lambda: desk.now, desk.sender.wake)
    await rounds.run()
    await desk.quiet()


async def here(desk: Desk, who: int = BAKYT, chat_id: int = GROUP, **more: int) -> None:
    await desk.sim.send(who, "/digest_here", chat_id=chat_id, **more)
    await desk.quiet()


async def digests(desk: Desk, chat_id: int, title: str) -> list[Json]:
    return [one for one in await desk.said(chat_id) if title in text_of(one)]


async def opened(desk: Desk, title: str) -> None:
    await desk.sim.send(BAKYT, "/places")
    await desk.quiet()
    await desk.tap(BAKYT, title)


async def channel(desk: Desk) -> int:
    made = await desk.sim.post(
        "chats", type="channel", title="Қауымдастық", members=[BAKYT], bot_status=None
    )
    await desk.sim.post(
        "membership", chat_id=made["id"], user_id="bot", status="administrator", as_=BAKYT
    )
    await desk.quiet()
    return int(made["id"])


async def test_only_an_administrator_of_the_group_sets_it(desk: Desk) -> None:
    await desk.sim.post("membership", chat_id=GROUP, user_id=IRINA, status="member")
    await here(desk, IRINA)
    assert "әкімшісі" in (await desk.texts(GROUP))[-1]
    await publish(desk, KK, "kk")
    await next_day(desk)
    assert await digests(desk, GROUP, KK) == []


async def test_the_digest_comes_into_the_thread_in_which_it_was_set(desk: Desk) -> None:
    made = await desk.sim.post("thread", as_=BAKYT, chat_id=GROUP, action="create", name="Жаңалық")
    thread = made["thread"]["id"]
    await here(desk, thread_id=thread)
    await publish(desk, KK, "kk")
    await next_day(desk)
    [digest] = await digests(desk, GROUP, KK)
    assert digest["message_thread_id"] == thread
    buttons = digest["reply_markup"]["inline_keyboard"]
    assert [list(one) for row in buttons for one in row] == [["text", "url"]]


async def test_a_place_outlives_its_owner_and_another_administrator_takes_it_over(
    desk: Desk,
) -> None:
    await here(desk)
    await desk.sim.send(BAKYT, "/delete")
    await desk.quiet()
    await desk.tap(BAKYT, "Иә, бәрін жою")
    [place] = await desk.rows("SELECT owner_id FROM places")
    assert place["owner_id"] == 0
    await publish(desk, KK, "kk")
    await next_day(desk)
    assert len(await digests(desk, GROUP, KK)) == 1  # its readers lose nothing
    before = len(await desk.texts(BAKYT))
    await desk.sim.post("membership", chat_id=GROUP, user_id="bot", status="kicked")
    await desk.sim.post("membership", chat_id=GROUP, user_id="bot", status="administrator")
    await desk.quiet()
    assert len(await desk.texts(BAKYT)) == before  # who left is told of nothing
    await desk.sim.post("membership", chat_id=GROUP, user_id=SVETLANA, status="administrator")
    await here(desk, SVETLANA)
    [place] = await desk.rows("SELECT owner_id FROM places")
    assert place["owner_id"] == SVETLANA


async def test_a_deleted_thread_falls_back_and_the_owner_is_told_once(desk: Desk) -> None:
    made = await desk.sim.post("thread", as_=BAKYT, chat_id=GROUP, action="create", name="Жаңалық")
    thread = made["thread"]["id"]
    await here(desk, thread_id=thread)
    await desk.sim.post("thread", as_=BAKYT, chat_id=GROUP, action="delete", thread_id=thread)
    for title in (KK, RU):
        await publish(desk, title, "kk")
        await next_day(desk)
        assert len(await digests(desk, GROUP, title)) == 1
    assert sum("жойылған" in text for text in await desk.texts(BAKYT)) == 1


async def test_a_channel_is_arranged_in_private_and_gets_a_post_in_each_language(
    desk: Desk,
) -> None:
    where = await channel(desk)
    assert "Қауымдастық" in (await desk.texts(BAKYT))[-1]
    await opened(desk, "Қауымдастық")
    await desk.tap(BAKYT, "Екеуі", "бастау")
    await publish(desk, KK, "kk")
    await publish(desk, RU, "ru")
    await next_day(desk)
    [kazakh], [russian] = await digests(desk, where, KK), await digests(desk, where, RU)
    assert kazakh["message_id"] < russian["message_id"]
    await next_day(desk)
    assert len(await digests(desk, where, KK)) == 1


async def test_a_place_that_shuts_the_bot_out_is_paused_and_its_owner_told_once(
    desk: Desk,
) -> None:
    await here(desk)
    await desk.sim.post("membership", chat_id=GROUP, user_id="bot", status="kicked", as_=BAKYT)
    await desk.quiet()
    for title in (KK, RU):
        await publish(desk, title, "kk")
        await next_day(desk)
    told = [text for text in await desk.texts(BAKYT) if "шолу тоқтады" in text]
    assert len(told) == 1
    await desk.sim.post("membership", chat_id=GROUP, user_id="bot", status="member", as_=BAKYT)
    await desk.quiet()
    await next_day(desk)
    assert len(await digests(desk, GROUP, KK)) == 1


async def test_a_channel_that_takes_the_right_to_post_is_paused(desk: Desk) -> None:
    where = await channel(desk)
    await opened(desk, "Қауымдастық")
    await desk.tap(BAKYT, "бастау")
    await desk.sim.post("membership", chat_id=where, user_id="bot", status="left", as_=BAKYT)
    await desk.quiet()
    assert sum("шолу тоқтады" in text for text in await desk.texts(BAKYT)) == 1


async def test_a_group_that_migrates_keeps_its_digest(desk: Desk) -> None:
    made = await desk.sim.post(
        "chats", type="group", title="Топ", members=[BAKYT], bot_status="member"
    )
    await here(desk, chat_id=made["id"])
    moved = await desk.sim.post("migrate", chat_id=made["id"])
    await desk.quiet()
    await publish(desk, KK, "kk")
    await next_day(desk)
    assert len(await digests(desk, moved["migrated_to"], KK)) == 1


async def test_who_is_no_administrator_any_more_arranges_nothing(desk: Desk) -> None:
    await here(desk)
    await desk.sim.send(BAKYT, "/places")
    await desk.quiet()
    await desk.sim.post("membership", chat_id=GROUP, user_id=BAKYT, status="member")
    await desk.quiet()
    await desk.tap(BAKYT, "Ақтөбе")
    assert "әкімші демейді" in (await desk.texts(BAKYT))[-1]
