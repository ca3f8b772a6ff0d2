"""A second office in a group of its own, beside the demo's, for what goes between the two."""

from __future__ import annotations

from tests.desk.at_work import Desk
from tests.sim_driver import GROUP, SVETLANA, Json, text_of

CENTRE = "aqtobe_centre"
ZARINA = 2003
TO_CENTRE = ("Басқаға беру", "азаматтық орталығы")


async def second_group(desk: Desk, office: str = CENTRE, *, is_forum: bool = True) -> int:
    """A group of the civic centre (or another office), with Zarina and Svetlana, bound to it."""
    await desk.sim.post("users", id=ZARINA, first_name="Зарина", language_code="kk")
    made = await desk.sim.post(
        "chats",
        type="supergroup",
        title="Орталық",
        is_forum=is_forum,
        members=[ZARINA, SVETLANA],
        bot_status="administrator",
    )
    group = int(made["chat"]["id"] if "chat" in made else made["id"])
    code = await desk.code(office)
    await desk.sim.send(ZARINA, f"/bind {code}", chat_id=group)
    await desk.quiet()
    return group


async def seen_in(desk: Desk, group: int, case_id: int) -> list[Json]:
    """The bot's messages of the case in that group."""
    [case] = [one for one in await desk.cases() if one["id"] == case_id]
    thread = case["thread_id"] if case["thread_chat_id"] == group else None
    return await desk.said(group, thread or None)


async def press(desk: Desk, who: int, message: Json, *labels: str) -> Json:
    """Press buttons of one message, one after the other, as it turns; return it."""
    chat = message["chat"]["id"]
    for label in labels:
        shown = await desk.sim.messages(chat)
        [message] = [one for one in shown if one["message_id"] == message["message_id"]]
        await desk.sim.press(who, message, label)
        await desk.quiet()
    return message


async def card(desk: Desk, case_id: int, group: int = GROUP) -> Json:
    """The case's newest card in a group."""
    [row] = await desk.rows(
        """
        SELECT message_id FROM case_posts WHERE case_id = :id AND role = 'card'
        AND chat_id = :group ORDER BY message_id DESC LIMIT 1
        """,
        id=case_id,
        group=group,
    )
    shown = await desk.sim.messages(group)
    [found] = [one for one in shown if one["message_id"] == row["message_id"]]
    return found


async def reply_in(desk: Desk, who: int, target: Json, text: str) -> Json:
    """Somebody replies in the group, in the thread of what she replies to."""
    thread = target.get("message_thread_id") if target.get("is_topic_message") else None
    more = {"thread_id": thread} if thread else {}
    sent = await desk.sim.send(
        who, text, chat_id=target["chat"]["id"], reply_to=target["message_id"], **more
    )
    await desk.quiet()
    return sent


async def alerts(desk: Desk) -> list[str]:
    """What buttons were answered with, in order."""
    calls = await desk.sim.calls("answerCallbackQuery")
    return [str(one["params"].get("text", "")) for one in calls]


def words(messages: list[Json]) -> list[str]:
    return [text_of(one) for one in messages]
