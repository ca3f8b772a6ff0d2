"""What is hers and how it goes, on both engines: exports, clearing, older cards, drafts left."""

from __future__ import annotations

from storage.database import Database
from storage.records.consultation import Case, Post
from storage.records.delivery import Call
from storage.stores import Stores, stores
from tests.storage.test_desk_stores import CITIZEN, GROUP, NOW, a_case, a_message, words


async def said(opened: Stores, method: str, message_id: int, at: int) -> None:
    body = {"chat_id": CITIZEN}
    [row] = await opened.outbox.owe([Call(method, body, chat_id=CITIZEN)], at)
    await opened.outbox.sent([(row, message_id)], at)


async def test_clearing_names_every_part_of_an_album_and_no_old_screen(database: Database) -> None:
    async with database.transaction() as transaction:
        opened = stores(transaction)
        case = await a_case(opened)
        message = await a_message(opened, case, words(1))
        await said(opened, "copyMessages", 20, NOW)
        await said(opened, "editMessageText", 3, NOW)
        for copy in (5, 20, 21, 22):
            await opened.case_posts.record(Post(CITIZEN, copy, case.id, "copy", message.id))
        assert sorted(await opened.erasing.said_to(CITIZEN, NOW - 60)) == [20, 21, 22]
        assert await opened.erasing.said_to(CITIZEN, NOW + 60) == []


async def test_an_older_card_goes_with_the_copies_and_the_newest_stays(database: Database) -> None:
    async with database.transaction() as transaction:
        opened = stores(transaction)
        case = await a_case(opened)
        message = await a_message(opened, case, words(1))
        for number, role, origin in ((7, "card", None), (8, "copy", message.id), (9, "card", None)):
            await opened.case_posts.record(Post(GROUP, number, case.id, role, origin))
        assert await opened.erasing.copies(case.id) == {GROUP: [7, 8]}


async def test_a_draft_is_left_once_nothing_was_added_for_so_long(database: Database) -> None:
    async with database.transaction() as transaction:
        opened = stores(transaction)
        await opened.chats.meet(CITIZEN, "private", "kk", NOW)
        await opened.drafts.begin(CITIZEN, None, True, NOW)
        await opened.drafts.change(CITIZEN, screen_at=NOW + 50)
        await opened.drafts.forget_left(NOW + 50)
        assert await opened.drafts.get(CITIZEN) is not None
        await opened.drafts.forget_left(NOW + 51)
        assert await opened.drafts.get(CITIZEN) is None


async def test_her_cases_speak_the_language_she_chose_and_her_export_names_all(
    database: Database,
) -> None:
    async with database.transaction() as transaction:
        opened = stores(transaction)
        case = await a_case(opened)
        await opened.citizens.speak(CITIZEN, "ru")
        found: Case | None = await opened.cases.get(case.id)
        assert found is not None
        assert found.language == "ru"
        await opened.offices.seen("aqtobe_association", CITIZEN, "Айгүл", "staff", NOW)
        everything = (await opened.erasing.everything(CITIZEN)).tables
        assert [row["language"] for row in everything["cases"]] == ["ru"]
        assert [row["name"] for row in everything["staff"]] == ["Айгүл"]
