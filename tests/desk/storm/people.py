"""Who takes part in a storm, and the record of who wrote what, where, and to whom."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random
from typing import Any

from sandbox.control import arranging, speaking, touching
from sandbox.records import Chat, Post
from sandbox.world import World

OFFICES = (
    *("aqtobe_association", "aqtobe_centre", "bqo_alliance"),
    *("qostanay_alliance", "mangystau_alliance", "almaty_alliance"),
)
CITIZENS, STAFF = range(5_000, 5_200), range(7_000, 7_030)
PER_OFFICE = len(STAFF) // len(OFFICES)
FIRST_GROUP, FIRST_BASIC_GROUP = -1001000050000, -4_000_500
FORUMS, SUPERGROUPS = 3, 4  # the first offices are forums, the last two basic groups
LOOKED_AT = 40  # messages of a chat that a person scrolls through


@dataclass(frozen=True)
class Said:
    """Something somebody wrote. `to`: the bot's message that it replies to; `seq`: when.

    `file`: the photo's id, by which it is known where it is sent anew.
    """

    author: int
    chat_id: int
    message_id: int
    seq: int
    token: str
    to: int | None = None
    file: str | None = None


@dataclass
class People:
    """Everybody, driven by one seeded dice.

    Tokens tell kinds of words apart: `cz` of citizens, `st` to citizens, `in` talk among
    colleagues, `nt` notes and reasons for colleagues, `bd` names of bodies outside.
    """

    world: World
    dice: Random
    crowd: range = CITIZENS
    groups: dict[int, str] = field(default_factory=dict)
    citizens: list[Said] = field(default_factory=list)
    replies: list[Said] = field(default_factory=list)
    talk: list[Said] = field(default_factory=list)
    lost: dict[int, str] = field(default_factory=dict)
    edits: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    deeds: Counter[str] = field(default_factory=Counter)
    number: int = 0

    def arrive(self) -> None:
        """The crowd, 30 staff, a group for each of six offices; two of them basic groups."""
        for person in (*self.crowd, *STAFF):
            language = "kk" if person % 3 else "ru"
            fields = {"id": person, "first_name": f"P{person}", "language_code": language}
            arranging.add_user(self.world, fields)
        for index, office in enumerate(OFFICES):
            members = list(STAFF[index * PER_OFFICE : (index + 1) * PER_OFFICE])
            basic = index >= SUPERGROUPS
            body: dict[str, Any] = {"type": "group" if basic else "supergroup", "title": office}
            number = (FIRST_BASIC_GROUP if basic else FIRST_GROUP) - index
            body |= {"is_forum": index < FORUMS, "id": number, "members": members}
            arranging.add_chat(self.world, body)
            self.groups[number] = office

    def token(self, kind: str) -> str:
        """A word that was never said before."""
        self.number += 1
        return f"{kind}{self.number:06d}"

    @property
    def blockers(self) -> range:
        """Those who block the bot now and then; the others never do."""
        return self.crowd[: len(self.crowd) * 3 // 10]

    def said(self, posted: dict[str, Any], token: str, to: int | None = None) -> Said:
        """What the sandbox says of a message just written."""
        author, chat, at = posted["from"]["id"], posted["chat"]["id"], self.world.transcript.seq
        photo = posted["photo"][-1]["file_id"] if "photo" in posted else None
        return Said(int(author), int(chat), int(posted["message_id"]), at, token, to, photo)

    def edit(self, one: Said, kind: str, text: str) -> None:
        """Its author changes what she wrote."""
        token = self.token(kind)
        body = {"as": one.author, "chat_id": one.chat_id, "message_id": one.message_id}
        speaking.edit(self.world, {**body, "text": f"{token} {text}"})
        self.edits[one.token].append(token)

    def group(self) -> int:
        """One of the groups that the bot is in."""
        return self.dice.choice([one for one in self.groups if one not in self.lost])

    def staff_of(self, group: int) -> int:
        """Somebody of the group."""
        index = OFFICES.index(self.groups[group])
        return self.dice.choice(STAFF[index * PER_OFFICE : (index + 1) * PER_OFFICE])

    def write(self, who: int, chat_id: int, text: str, to: Post | None = None) -> dict[str, Any]:
        """Somebody writes a text; what the sandbox made of it."""
        body: dict[str, Any] = {"as": who, "chat_id": chat_id, "text": text}
        if to is not None:
            body["reply_to"] = to.id
            body |= {"thread_id": to.thread_id} if to.thread_id else {}
        [posted] = speaking.send(self.world, body, [])["messages"]
        return dict(posted)

    def press(self, who: int, chat_id: int, post: Post, data: str) -> None:
        """Somebody presses a button, which may be gone already."""
        body = {"as": who, "chat_id": chat_id, "message_id": post.id, "data": data}
        touching.press(self.world, body)

    def toward(self, who: int, chat_id: int, *wanted: str) -> str | None:
        """Press the first wanted button there is, by its beginning; which one it was."""
        shown = list(buttons(self.world.chats[chat_id]))
        for beginning in wanted:
            found = [one for one in shown if one[1].startswith(beginning)]
            if found:
                post, data = self.dice.choice(found[:6])
                self.press(who, chat_id, post, data)
                return data
        return None


def newest(chat: Chat, count: int = LOOKED_AT) -> Iterator[Post]:
    """The bot's last messages in a chat, the newest first."""
    for post in reversed(list(chat.posts.values())[-count:]):
        if post.by_bot and not post.deleted and "forum_topic_created" not in post.data:
            yield post


def buttons(chat: Chat, count: int = LOOKED_AT) -> Iterator[tuple[Post, str]]:
    """The buttons of these messages: where they are, and what they would say."""
    for post in newest(chat, count):
        for row in post.data.get("reply_markup", {}).get("inline_keyboard", []):
            for button in row:
                if "callback_data" in button:
                    yield post, str(button["callback_data"])
