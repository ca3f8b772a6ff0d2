"""What the administrator sees and does in /outbox, and nobody else."""

from __future__ import annotations

from storage.records.delivery import Call, Priority
from storage.stores import stores
from tests.desk.at_work import MONDAY, Desk
from tests.sim_driver import ADMIN, AIGUL, GROUP, IRINA, text_of

NO_RIGHTS = "Bad Request: not enough rights to send text messages to the chat"


async def owe(desk: Desk, *calls: Call) -> None:
    async with desk.database.transaction() as transaction:
        await stores(transaction).outbox.owe(calls, desk.now)
    desk.sender.wake()


async def refused(desk: Desk, text: str) -> None:
    """Let a message to Irina become a dead letter."""
    await desk.starts(IRINA)
    rule = {"kind": "400", "description": "Bad Request: message is too long", "chat_id": IRINA}
    await desk.sim.post("faults", rules=[{**rule, "times": 1}])
    await owe(desk, Call("sendMessage", {"chat_id": IRINA, "text": text}, kind="answer"))
    await desk.quiet()


async def test_a_dead_letter_is_read_on_demand_and_sent_again(desk: Desk) -> None:
    await refused(desk, "<b>Құпия</b> сөз")
    await desk.sim.send(ADMIN, "/outbox")
    await desk.quiet()
    page = text_of(await desk.screen(ADMIN))
    assert "1" in page
    assert "Құпия" not in page
    await desk.tap(ADMIN, "мәтін тым ұзын")
    letter = text_of(await desk.screen(ADMIN))
    assert "sendMessage" in letter
    assert "too long" in letter
    assert "Құпия" not in letter
    await desk.tap(ADMIN, "Мәтінін")
    assert "Құпия сөз" in text_of(await desk.screen(ADMIN))
    await desk.sim.press(ADMIN, await desk.screen(ADMIN), "Қайта жіберу")
    await desk.later(3)
    await desk.sim.wait_for(IRINA, "Құпия</b> сөз")
    await desk.tap(ADMIN, "Жаңарту")
    assert "Жетпеген" not in text_of(await desk.screen(ADMIN))


async def test_a_dropped_letter_is_gone_and_a_second_tap_is_told_so(desk: Desk) -> None:
    await refused(desk, "x")
    await desk.sim.send(ADMIN, "/outbox")
    await desk.quiet()
    await desk.tap(ADMIN, "мәтін тым ұзын")
    letter = await desk.screen(ADMIN)
    await desk.sim.press(ADMIN, letter, "Өшіру")
    await desk.quiet()
    assert not await desk.rows("SELECT id FROM outbox WHERE state = 'failed'")
    assert "Жетпеген" not in text_of(await desk.screen(ADMIN))


async def test_a_mailing_under_way_shows_how_far_it_is(desk: Desk) -> None:
    async with desk.database.transaction() as transaction:
        for n in range(8):
            await transaction.run(
                """
                INSERT INTO outbox (chat_id, priority, kind, method, body, created_at, due_at,
                    state, settled_at) VALUES (1, 3, 'digest', 'sendMessage', '{}', :at, :due,
                    :state, :settled)
                """,
                at=MONDAY - 60,
                due=MONDAY + 999_999,
                state="sent" if n < 6 else "owed",
                settled=MONDAY - 30 if n < 6 else None,
            )
    await desk.sim.send(ADMIN, "/outbox")
    await desk.heard()
    said = await desk.sim.wait_for(ADMIN, "75%")
    assert "█" * 9 + "░" * 3 in text_of(said)


async def test_nobody_but_an_administrator_sees_the_outbox(desk: Desk) -> None:
    await desk.sim.send(AIGUL, "/outbox")
    await desk.quiet()
    assert not [one for one in await desk.said(AIGUL) if "Жіберілетін хабарлар" in text_of(one)]


async def test_a_staff_group_that_may_not_be_written_to_is_told_and_its_cases_wait(
    desk: Desk,
) -> None:
    rule = {"kind": "400", "description": NO_RIGHTS, "chat_id": GROUP, "method": "sendMessage"}
    await desk.sim.post("faults", rules=[{**rule, "times": 50}])
    await owe(
        desk, Call("sendMessage", {"chat_id": GROUP, "text": "x"}, Priority.CASE, kind="case")
    )
    await desk.quiet()
    told = [text_of(one) for one in await desk.said(ADMIN)]
    assert len([one for one in told if "жаза алмайды" in one]) == 1, told
    number = await desk.ask()
    await desk.sim.post("faults", rules=[])
    await desk.bind()
    assert "Жалақымды" in "".join(text_of(one) for one in await desk.staff_sees(number))
