"""Who takes part in a storm and what they do; keeps a record of who wrote what, and to whom."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from random import Random
from typing import Any

from sandbox.control import arranging, speaking, touching
from sandbox.errors import ApiError, SimError
from sandbox.files import Upload
from sandbox.records import Chat, Post
from sandbox.world import World

OFFICES = (
    *("aqtobe_association", "aqtobe_centre", "bqo_alliance"),
    *("qostanay_alliance", "mangystau_alliance", "almaty_alliance"),
)
CITIZENS, STAFF = range(5_000, 5_200), range(7_000, 7_030)
FIRST_GROUP = -1001000050000
# Not sensitive ones: their answers wait behind a button of hers.
TOPICS = ("labour", "housing", "social_benefits", "appeals", "grants", "volunteering", "other")
FORWARD = ("ask:send:", "ask:new:", "ask:in:", "ask:about:", "ask:continue:", "ask:district:")
PHOTO = Upload("p.jpg", b"\xff\xd8\xff" + b"0" * 20, "image/jpeg")


@dataclass(frozen=True)
class Said:
    """Something somebody wrote. `to`: the bot's message that it replies to; `seq`: when."""

    author: int
    chat_id: int
    message_id: int
    seq: int
    token: str
    to: int | None = None
    edit: bool = False


@dataclass
class People:
    """Everybody, driven by one seeded dice."""

    world: World
    dice: Random
    groups: dict[int, str] = field(default_factory=dict)
    citizens: list[Said] = field(default_factory=list)
    replies: list[Said] = field(default_factory=list)
    talk: list[Said] = field(default_factory=list)
    lost: dict[int, str] = field(default_factory=dict)
    number: int = 0
    late: list[tuple[int, str]] = field(default_factory=list)

    def arrive(self) -> None:
        """200 citizens, 30 staff, a group for each of six offices; one of them a basic group."""
        for person in (*CITIZENS, *STAFF):
            language = "kk" if person % 3 else "ru"
            fields = {"id": person, "first_name": f"P{person}", "language_code": language}
            arranging.add_user(self.world, fields)
        for index, office in enumerate(OFFICES):
            members = list(STAFF[index * 5 : index * 5 + 5])
            kind = "group" if index == 5 else "supergroup"
            body: dict[str, Any] = {"type": kind, "title": office, "members": members}
            body |= {"is_forum": index < 4, "id": FIRST_GROUP - index if index < 5 else -4_000_500}
            arranging.add_chat(self.world, body)
            self.groups[int(body["id"])] = office

    def staff_of(self, group: int) -> int:
        """Somebody of the group."""
        index = OFFICES.index(self.groups[group])
        return self.dice.choice(STAFF[index * 5 : index * 5 + 5])

    def act(self) -> None:
        """One random deed; a refusal of Telegram is part of life."""
        deeds, weights = zip(
            (self.write, 26), (self.press, 30), (self.double_tap, 4), (self.album, 3),
            (self.edit, 5), (self.block, 2), (self.command, 7), (self.answer, 14),
            (self.chat_along, 5), (self.card, 8), (self.edit_answer, 2), (self.thread, 1),
            strict=True,
        )  # fmt: skip
        try:
            self.dice.choices(deeds, weights)[0]()
        except (SimError, ApiError):
            return

    def _token(self, who: str) -> str:
        self.number += 1
        return f"{who}{self.number:05d}"

    def _said(self, posted: dict[str, Any], token: str, to: int | None = None) -> Said:
        author, chat = int(posted["from"]["id"]), int(posted["chat"]["id"])
        return Said(author, chat, int(posted["message_id"]), self.world.transcript.seq, token, to)

    def write(self) -> None:
        """A citizen writes some words."""
        who, token = self.dice.choice(CITIZENS), self._token("cz")
        body = {"as": who, "chat_id": who, "text": f"{token} жалақы туралы сұрақ"}
        [posted] = speaking.send(self.world, body, [])["messages"]
        self.citizens.append(self._said(posted, token))

    def album(self) -> None:
        """An album whose last part comes late."""
        who, token = self.dice.choice(CITIZENS), self._token("cz")
        group = str(13_100_000_000 + self.number)
        body = {"as": who, "chat_id": who, "kind": "photo", "media_group_id": group}
        parts = [PHOTO] * self.dice.choice((2, 3))
        for posted in speaking.send(self.world, {**body, "caption": token}, parts)["messages"]:
            self.citizens.append(self._said(posted, token))
        if self.dice.random() < 0.5:
            self.late.append((who, group))

    def late_part(self) -> None:
        """What an album still lacks arrives."""
        if self.late:
            who, group = self.late.pop()
            body = {"as": who, "chat_id": who, "kind": "photo", "media_group_id": group}
            [posted] = speaking.send(self.world, body, [PHOTO])["messages"]
            self.citizens.append(self._said(posted, self._token("cz")))

    def edit(self) -> None:
        """A citizen changes what she wrote."""
        if self.citizens:
            one, token = self.dice.choice(self.citizens), self._token("cz")
            body = {"as": one.author, "chat_id": one.chat_id, "message_id": one.message_id}
            speaking.edit(self.world, {**body, "text": f"{token} түзетілді"})

    def block(self) -> None:
        """She blocks the bot, or lets it in again."""
        who = self.dice.choice(CITIZENS[:60])
        blocked = not self.world.chats[who].blocked
        arranging.block(self.world, {"user_id": who, "blocked": blocked})

    def command(self) -> None:
        who = self.dice.choice(CITIZENS)
        text = self.dice.choice(("/ask", "/ask", "/cases", "/help", "/start"))
        speaking.send(self.world, {"as": who, "chat_id": who, "text": text}, [])

    def press(self, who: int | None = None) -> bool:
        """She goes on with her question by a button of the last screen; False: none is there."""
        who = self.dice.choice(CITIZENS) if who is None else who
        found = forward_buttons(self.world.chats[who])
        if not found:
            return False
        post, datas = found
        best = min(datas, key=lambda data: [data.startswith(one) for one in FORWARD].index(True))
        same = [data for data in datas if data.split(":")[1] == best.split(":")[1]]
        body = {"as": who, "chat_id": who, "message_id": post.id, "data": self.dice.choice(same)}
        touching.press(self.world, body)
        return True

    def double_tap(self) -> None:
        who = self.dice.choice(CITIZENS)
        self.press(who)
        self.press(who)

    def _posts(self, group: int, *, cards: bool = False) -> list[Post]:
        chat = self.world.chats[group]
        posts = [one for one in chat.posts.values() if one.by_bot and not one.deleted]
        return [one for one in posts if "reply_markup" in one.data] if cards else posts

    def _group(self) -> int:
        return self.dice.choice([one for one in self.groups if one not in self.lost])

    def answer(self) -> None:
        """Somebody of the staff replies to something that the bot put there."""
        group = self._group()
        posts = [one for one in self._posts(group) if "forum_topic_created" not in one.data]
        if posts:
            who, to, token = self.staff_of(group), self.dice.choice(posts[-60:]), self._token("st")
            body = {"as": who, "chat_id": group, "text": f"{token} жауап", "reply_to": to.id}
            if to.thread_id:
                body["thread_id"] = to.thread_id
            [posted] = speaking.send(self.world, body, [])["messages"]
            self.replies.append(self._said(posted, token, to.id))

    def chat_along(self) -> None:
        """Colleagues talk, in a thread or beside it; nobody else may ever read that."""
        group = self._group()
        threads = [one.id for one in self.world.chats[group].threads.values() if not one.deleted]
        token = self._token("in")
        body = {"as": self.staff_of(group), "chat_id": group, "text": f"{token} өзара әңгіме"}
        if threads and self.dice.random() < 0.7:
            body["thread_id"] = self.dice.choice(threads)
        [posted] = speaking.send(self.world, body, [])["messages"]
        self.talk.append(self._said(posted, token))

    def card(self) -> None:
        """A button of a card is pressed."""
        group = self._group()
        cards = self._posts(group, cards=True)
        if cards:
            post = self.dice.choice(cards[-30:])
            rows = post.data["reply_markup"]["inline_keyboard"]
            row = self.dice.randrange(len(rows))
            body = {"as": self.staff_of(group), "chat_id": group, "message_id": post.id}
            touching.press(self.world, {**body, "row": row, "col": 0})

    def edit_answer(self) -> None:
        if self.replies:
            one, token = self.dice.choice(self.replies), self._token("st")
            body = {"as": one.author, "chat_id": one.chat_id, "message_id": one.message_id}
            speaking.edit(self.world, {**body, "text": f"{token} түзетілген жауап"})

    def thread(self) -> None:
        """A thread is deleted."""
        group = self._group()
        chat = self.world.chats[group]
        open_ones = [one.id for one in chat.threads.values() if not one.deleted]
        if chat.is_forum and open_ones:
            body: dict[str, Any] = {
                "as": min(chat.members, key=lambda one: one == self.world.bot.id)
            }
            body |= {"chat_id": group, "action": "delete", "thread_id": self.dice.choice(open_ones)}
            arranging.thread(self.world, body)

    def leave(self) -> None:
        """The bot is thrown out of a group."""
        group = self.dice.choice([one for one in self.groups if str(one).startswith("-100")])
        if len(self.lost) < 2 and group not in self.lost:
            self.lost[group] = self.groups[group]
            body = {"chat_id": group, "user_id": "bot", "status": "kicked"}
            arranging.membership(self.world, body)

    def come_back(self, group: int) -> None:
        """The bot is let in again; binding is another matter."""
        body = {"chat_id": group, "user_id": "bot", "status": "administrator"}
        arranging.membership(self.world, body)
        del self.lost[group]

    def migrate(self) -> None:
        """The basic group becomes a supergroup."""
        for group in [one for one in self.groups if not str(one).startswith("-100")]:
            grown = arranging.migrate_chat(self.world, {"chat_id": group})
            self.groups[int(grown["migrated_to"])] = self.groups.pop(group)

    def calm(self) -> None:
        """Everybody lets the bot in again; who had blocked it takes her question up."""
        self.world.faults.replace([])
        for who in CITIZENS:
            if self.world.chats[who].blocked:
                arranging.block(self.world, {"user_id": who, "blocked": False})
            if who < CITIZENS[60]:
                speaking.send(self.world, {"as": who, "chat_id": who, "text": "/ask"}, [])


def forward_buttons(chat: Chat) -> tuple[Post, list[str]] | None:
    """The newest screen of asking in a chat, and what its buttons that go on would say."""
    for post in reversed(list(chat.posts.values())):
        rows = post.data.get("reply_markup", {}).get("inline_keyboard", [])
        datas = [str(one.get("callback_data", "")) for row in rows for one in row]
        if not post.by_bot or post.deleted or not any(one.startswith("ask:") for one in datas):
            continue
        good = [one for one in datas if one.startswith(FORWARD) and not _sensitive(one)]
        return (post, good) if good else None
    return None


def _sensitive(data: str) -> bool:
    found = re.match(r"ask:about:(\w+)", data)
    return found is not None and found.group(1) not in TOPICS
