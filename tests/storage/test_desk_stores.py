"""Drafts, cases, offices and their links, on both engines; the schema forbids the impossible."""

from __future__ import annotations

import pytest

from storage.database import Database
from storage.records.consultation import (
    Case,
    CaseMessage,
    CaseState,
    NewCase,
    Post,
    Side,
    StaffPerson,
    Way,
    Written,
)
from storage.records.delivery import Call
from storage.stores import Stores, stores

NOW, CITIZEN, GROUP = 1_795_327_200, 1001, -1001000000001
ADMIN = StaffPerson(9001, "Admin")


def words(message_id: int, text: str = "сұрақ", album: str | None = None) -> Written:
    return Written(CITIZEN, message_id, CITIZEN, "text", text, text, album=album)


async def a_case(opened: Stores, office: str = "aqtobe_association") -> Case:
    await opened.chats.meet(CITIZEN, "private", "kk", NOW)
    await opened.offices.ensure(office)
    new = NewCase(CITIZEN, office, "alga", "labour", "kk", False, False, True, 1, NOW, None)
    return await opened.cases.open(new, NOW)


async def a_message(opened: Stores, case: Case, written: Written) -> CaseMessage:
    added = await opened.case_messages.add(case.id, Side.CITIZEN, written, Way.OWED, NOW)
    assert added is not None
    return added


async def test_a_draft_keeps_everything_in_order_and_edits_replace(database: Database) -> None:
    async with database.transaction() as transaction:
        opened = stores(transaction)
        await opened.chats.meet(CITIZEN, "private", "kk", NOW)
        await opened.drafts.begin(CITIZEN, None, True, NOW)
        for message_id, text in ((7, "екінші"), (5, "бірінші"), (7, "екінші, түзетілген")):
            await opened.drafts.add(words(message_id, text))
        await opened.drafts.change(CITIZEN, district="alga", undecided=False, screen_at=NOW)
        draft = await opened.drafts.get(CITIZEN)
        assert draft is not None
        assert [m.content["html"] for m in draft.messages] == ["бірінші", "екінші, түзетілген"]
        assert (draft.district, draft.undecided, draft.screen_at) == ("alga", False, NOW)
        await opened.drafts.drop(CITIZEN)
        assert await opened.drafts.get(CITIZEN) is None


async def test_numbers_are_small_and_a_case_lives_from_taking_to_reopening(
    database: Database,
) -> None:
    async with database.transaction() as transaction:
        opened = stores(transaction)
        first, second = await a_case(opened), await a_case(opened)
        assert (first.id, second.id) == (1, 2)
        await opened.case_work.take(first.id, 2001, CaseState.WORKING, None)
        await opened.cases.answered(first.id, NOW + 5)
        await opened.cases.answered(first.id, NOW + 9)
        assert await opened.cases.close(first.id, "advised", NOW + 10)
        assert not await opened.cases.close(first.id, "solved", NOW + 11)
        closed = await opened.cases.get(first.id)
        assert closed is not None
        assert (closed.outcome, closed.first_answer_at, closed.taken_by) == (
            "advised",
            NOW + 5,
            2001,
        )
        assert [case.id for case in await opened.cases.open_of(first.office_id)] == [second.id]
        await opened.cases.set_state(first.id, CaseState.WORKING)
        reopened = await opened.cases.get(first.id)
        assert reopened is not None
        assert (reopened.state, reopened.closed_at) == (CaseState.WORKING, None)


async def test_a_message_is_kept_once_and_its_copies_lead_back_to_it(database: Database) -> None:
    async with database.transaction() as transaction:
        opened = stores(transaction)
        case = await a_case(opened)
        message = await a_message(opened, case, words(5))
        again = await opened.case_messages.add(case.id, Side.CITIZEN, words(5), Way.OWED, NOW)
        assert again is None
        for copy in (90, 95):
            await opened.case_posts.record(Post(GROUP, copy, case.id, "copy", message.id))
        newest = await opened.case_posts.copy_of(message.id, GROUP)
        found = await opened.case_posts.find(GROUP, 90)
        assert newest is not None
        assert found is not None
        assert (newest.message_id, found.origin_id) == (95, message.id)
        changed = await opened.case_messages.change(message, words(5, "басқа").content)
        assert (changed.version, changed.content["html"]) == (2, "басқа")


async def test_an_album_is_gathered_until_its_row_has_left(database: Database) -> None:
    async with database.transaction() as transaction:
        opened = stores(transaction)
        case = await a_case(opened)
        parts = [await a_message(opened, case, words(number, album="a")) for number in (5, 6)]
        [row] = await opened.outbox.owe([Call("copyMessages", {"chat_id": GROUP})], NOW)
        await opened.case_messages.owed_as([part.id for part in parts], row)
        assert await opened.case_messages.gathering(CITIZEN, "a") == row
        assert [one.message_id for one in await opened.case_messages.owed_in(row)] == [5, 6]
        await opened.outbox.mark_sending([row], NOW)
        assert await opened.case_messages.gathering(CITIZEN, "a") is None


async def test_an_office_is_bound_lost_and_moved(database: Database) -> None:
    async with database.transaction() as transaction:
        opened = stores(transaction)
        offices = opened.offices
        case = await a_case(opened)
        assert (await offices.get(case.office_id)).chat_id is None
        assert [one.id for one in await opened.cases.without_chat()] == [case.id]
        await offices.bind(case.office_id, GROUP, "forum", "kk", 2001, NOW)
        await opened.outbox.owe([Call("sendMessage", {"chat_id": GROUP}, case_id=case.id)], NOW)
        await offices.withdraw(GROUP)
        assert await transaction.value("SELECT state FROM outbox") == "failed"
        await offices.move(GROUP, GROUP - 1)
        moved = await offices.in_chat(GROUP - 1)
        assert moved is not None
        assert moved.layout == "plain"
        await offices.lose(case.office_id, "kicked")
        assert await offices.bound() == []
        await offices.seen(case.office_id, 2001, "Бақыт", "coordinator", NOW)
        await offices.seen(case.office_id, 2001, "Бақыт Б.", "staff", NOW)
        member = await offices.member(case.office_id, 2001)
        assert member is not None
        assert (member.name, member.role) == ("Бақыт Б.", "coordinator")


async def test_a_new_code_voids_the_unused_one_and_a_spent_one_stays_spent(
    database: Database,
) -> None:
    async with database.transaction() as transaction:
        codes = stores(transaction).binding_codes
        await codes.issue("office", "old", ADMIN, NOW, NOW + 60)
        await codes.issue("office", "new", ADMIN, NOW, NOW + 60)
        assert await codes.office_of("old", NOW) is None
        assert await codes.office_of("new", NOW) == "office"
        assert await codes.office_of("new", NOW + 60) is None
        assert await codes.use("new", GROUP, NOW)
        assert not await codes.use("new", GROUP, NOW)


@pytest.mark.parametrize(
    "impossible",
    [
        "UPDATE cases SET state = 'closed'",
        "UPDATE cases SET state = 'sleeping'",
        "UPDATE cases SET thread_id = 5",
        "UPDATE cases SET office_id = 'nowhere'",
        "UPDATE offices SET chat_id = 5",
        "INSERT INTO case_posts (chat_id, message_id, case_id, role) VALUES (1, 1, 1, 'copy')",
    ],
)
async def test_the_schema_forbids_the_impossible(database: Database, impossible: str) -> None:
    async with database.transaction() as transaction:
        await a_case(stores(transaction))
    with pytest.raises(Exception, match=r"(?i)constraint|violates|foreign"):
        async with database.transaction() as transaction:
            await transaction.run(impossible)


async def test_both_logs_are_read_as_one_from_their_ends(database: Database) -> None:
    async with database.transaction() as transaction:
        opened = stores(transaction)
        case = await a_case(opened)
        await opened.offices.seen(case.office_id, ADMIN.id, ADMIN.name, "staff", NOW)
        await opened.cases.note(case.id, "taken", NOW + 1, ADMIN.id)
        await opened.cases.note(case.id, "met", NOW + 2)
        await opened.audit.note(
            "staff_added", NOW + 3, 7, office_id=case.office_id, subject_id=ADMIN.id
        )
        await opened.audit.note("hours_changed", NOW + 4, 7, office_id="another")
        lines = await opened.audit.happened(case.office_id, None, 0, 9)
        assert [one.what for one in lines] == ["staff_added", "taken"]
        assert (lines[0].subject_name, lines[1].actor_name) == (ADMIN.name, ADMIN.name)
        of_case = await opened.audit.happened(None, case.id, 0, 9)
        assert [one.what for one in of_case] == ["taken"]
        assert [one.what for one in await opened.audit.happened(None, None, 1, 1)] == [
            "staff_added"
        ]


async def test_who_left_is_listed_no_more_and_still_has_a_name(database: Database) -> None:
    async with database.transaction() as transaction:
        opened = stores(transaction)
        case = await a_case(opened)
        await opened.offices.seen(case.office_id, ADMIN.id, ADMIN.name, "coordinator", NOW)
        assert await opened.staff.leave(case.office_id, ADMIN.id, NOW)
        assert not await opened.staff.leave(case.office_id, ADMIN.id, NOW)
        assert await opened.staff.of_office(case.office_id) == []
        member = await opened.offices.member(case.office_id, ADMIN.id)
        assert member is not None
        assert (member.name, member.role) == (ADMIN.name, "staff")
        await opened.offices.seen(case.office_id, ADMIN.id, ADMIN.name, "staff", NOW)
        assert len(await opened.staff.of_office(case.office_id)) == 1


async def test_what_is_withdrawn_while_it_is_on_its_way_is_not_owed_again(
    database: Database,
) -> None:
    async with database.transaction() as transaction:
        opened = stores(transaction)
        case = await a_case(opened)
        message = await a_message(opened, case, words(5))
        call = Call(
            "copyMessage",
            {"chat_id": GROUP},
            case_id=case.id,
            effect="case_copied",
            effect_data={"messages": [message.id]},
        )
        rows = await opened.outbox.owe([call, call], NOW)
        [owed] = await opened.outbox.mark_sending(rows[:1], NOW)
        assert await opened.case_messages.brought_after(rows[0], [message]) == {message.id}
        assert await opened.case_messages.brought_after(rows[1], [message]) == set()
        await opened.case_notes.not_again(case.id, GROUP)
        await opened.outbox.put_back(owed, 0, "flood")
        assert await opened.outbox.mark_sending(rows[:1], NOW) == []
        assert [one.id for one in await opened.flights.unsure(GROUP)] == rows[:1]
        await opened.cases.note(case.id, "changed", NOW + 5, data={"message": message.id})
        assert await opened.case_log.changed_at(message) == NOW + 5
