"""Transfers, waits, notes, conflicts, words and lists of the staff, on both engines."""

from __future__ import annotations

from bot.rules.desk.case_terms import terms
from storage.database import Database
from storage.records.case_clocks import Clock
from storage.records.consultation import CaseState
from storage.records.delivery import Call
from storage.records.staff_desk import Note, Place, Prompt, Wait
from storage.stores import stores
from tests.storage.test_desk_stores import GROUP, NOW, a_case, a_message, words

CENTRE, BAKYT, SVETLANA = "aqtobe_centre", 2001, 2002


async def test_a_case_is_taken_by_the_first_and_transferred_once(database: Database) -> None:
    async with database.transaction() as transaction:
        opened = stores(transaction)
        case, work = await a_case(opened), opened.case_work
        assert await work.take(case.id, BAKYT, CaseState.WORKING, None)
        assert not await work.take(case.id, SVETLANA, CaseState.WORKING, None)
        await opened.offices.ensure(CENTRE)
        moved = ("aqtobe_association", CENTRE, "labour", CaseState.ACCEPTED)
        assert await work.transfer(case.id, *moved)
        assert not await work.transfer(case.id, *moved)
        [untaken] = await work.untaken(CENTRE)
        assert (untaken.id, untaken.taken_by, untaken.thread_id) == (case.id, None, None)
        assert await work.forward(case.id, "akimat", NOW)
        shown = await opened.cases.get(case.id)
        assert shown is not None
        assert (shown.forwarded_to, shown.forwarded_at) == ("akimat", NOW)
        await work.rename(case.id, "housing")
        await work.take(case.id, SVETLANA, CaseState.FORWARDED, None)
        assert [one.category for one in await work.of_taker(CENTRE, SVETLANA)] == ["housing"]
        await work.release(case.id)
        assert await work.of_taker(CENTRE, SVETLANA) == []


async def test_a_place_that_a_case_left_is_come_back_to_once(database: Database) -> None:
    async with database.transaction() as transaction:
        opened = stores(transaction)
        case, notes = await a_case(opened), opened.case_notes
        await notes.leave(Place(case.id, GROUP, 7, None))
        await notes.leave(Place(case.id, GROUP, 8, 5))
        assert await notes.stood(case.id, GROUP) == Place(case.id, GROUP, 8, 5)
        assert await notes.come_back(case.id, GROUP) == Place(case.id, GROUP, 8, 5)
        assert await notes.come_back(case.id, GROUP) is None
        owed = Call("sendMessage", {"chat_id": GROUP}, case_id=case.id, effect="case_posted")
        [row] = await opened.outbox.owe([owed], NOW)
        [left] = await notes.left_owed(case.id, GROUP)
        assert (left["id"], left["effect"]) == (row, "case_posted")
        await notes.say_apart(row, left["body"])
        assert await notes.left_owed(case.id, GROUP) == []


async def test_notes_and_awaited_replies_are_kept_once(database: Database) -> None:
    async with database.transaction() as transaction:
        opened = stores(transaction)
        case, notes = await a_case(opened), opened.case_notes
        note = Note(case.id, GROUP, 5, BAKYT, "Бақыт", "жазба", NOW)
        assert await notes.add(note)
        assert not await notes.add(note)
        assert await notes.change(GROUP, 5, "жазба, түзетілген")
        assert [one.html for one in await notes.of_case(case.id)] == ["жазба, түзетілген"]
        await notes.shown(GROUP, 5, GROUP - 1)
        assert [one.shown_in for one in await notes.of_case(case.id)] == [GROUP - 1]
        prompt = Prompt(GROUP, 6, case.id, "template", "мәтін")
        await notes.ask(prompt)
        await notes.ask(prompt)
        assert await notes.asked(GROUP, 6) == prompt
        assert await notes.asked(GROUP, 7) is None


async def test_a_wait_falls_due_twice_and_a_morning_comes_once(database: Database) -> None:
    async with database.transaction() as transaction:
        opened = stores(transaction)
        case, waits = await a_case(opened), opened.case_waits
        wait = Wait(case.id, NOW, NOW + 30, NOW + 100, reminded=False)
        assert await waits.begin(wait)
        assert not await waits.begin(wait)
        assert await waits.due(NOW + 29, 9) == []
        assert await waits.due(NOW + 30, 9) == [wait]
        await waits.reminded(case.id)
        assert await waits.due(NOW + 99, 9) == []
        assert [one.case_id for one in await waits.due(NOW + 100, 9)] == [case.id]
        assert await waits.end(case.id)
        assert not await waits.end(case.id)
        assert await waits.claim_morning(GROUP, 20_000)
        assert not await waits.claim_morning(GROUP, 20_000)
        assert await waits.claim_morning(GROUP, 20_001)


async def test_conflicts_disputes_duty_and_days_away(database: Database) -> None:
    async with database.transaction() as transaction:
        opened = stores(transaction)
        first, second, staff = await a_case(opened), await a_case(opened), opened.staff
        assert await staff.flag(first.id, BAKYT, NOW)
        assert not await staff.flag(first.id, BAKYT, NOW)
        assert await staff.flagged(first.id) == {BAKYT}
        assert await staff.unflag(first.id, BAKYT)
        assert await staff.link(second.id, first.id, NOW)
        assert not await staff.link(first.id, second.id, NOW)
        assert await staff.other_sides(first.id) == [second.id]
        assert await staff.other_sides(second.id) == [first.id]
        await opened.case_work.take(first.id, SVETLANA, CaseState.WORKING, None)
        assert await staff.worked_on(first.id) == {SVETLANA}
        office = "aqtobe_association"
        await opened.offices.seen(office, SVETLANA, "Светлана", "staff", NOW)
        await staff.set_duty(office, SVETLANA, on_duty=True)
        assert [one.user_id for one in await staff.on_duty(office, NOW)] == [SVETLANA]
        await staff.set_away(SVETLANA, NOW + 10)
        assert await staff.on_duty(office, NOW) == []
        member = await opened.offices.member(office, SVETLANA)
        assert member is not None
        assert (member.on_duty, member.away_until) == (True, NOW + 10)


async def test_words_are_indexed_by_version_and_found(database: Database) -> None:
    async with database.transaction() as transaction:
        opened = stores(transaction)
        case, index = await a_case(opened), opened.case_words
        message = await a_message(opened, case, words(5, "зейнетақымды бермейді"))
        assert await index.unread(9) == [(message.id, case.id, "зейнетақымды бермейді")]
        await index.read(message.id, case.id, terms("зейнетақымды бермейді"))
        assert await index.unread(9) == []
        [use] = await index.uses({"зейнетакы"})
        assert (use.case_id, use.side, use.times) == (case.id, "citizen", 1)
        assert await index.cases() == 1
        await opened.case_messages.change(message, {"kind": "text", "html": "жәрдемақы"})
        assert len(await index.unread(9)) == 1


async def test_what_is_due_names_each_case_once(database: Database) -> None:
    async with database.transaction() as transaction:
        opened = stores(transaction)
        case = await a_case(opened)
        clocks = [
            Clock(case.id, kind, 1, 60, 0, NOW, NOW + due, NOW + due, 0, None, None)
            for kind, due in (("answer", 60), ("solution", 30))
        ]
        await opened.case_clocks.keep(clocks)
        [due] = await opened.case_work.due("aqtobe_association", NOW + 100)
        assert (due.case.id, due.kind, due.due_at) == (case.id, "solution", NOW + 30)
        assert await opened.case_work.due("aqtobe_association", NOW + 30) == []
        assert await opened.case_work.last_said_by(case.id) is None
