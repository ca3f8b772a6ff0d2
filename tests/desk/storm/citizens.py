"""What citizens do in a storm: ask, add, edit, change their minds, rate, block, come back."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

from sandbox.control import arranging, speaking
from sandbox.files import Upload
from sandbox.records import Chat, Post
from tests.desk.storm.people import People, buttons, newest

# So many are at their phones; now and then one of them goes and another one comes.
AT_IT, COMES = 12, 0.1
# Not sensitive ones, whose answers wait behind a button of hers: staff make some so.
TOPICS = ("labour", "housing", "social_benefits", "appeals", "grants", "volunteering", "other")
FORWARD = ("ask:send:", "ask:new:", "ask:in:", "ask:about:", "ask:continue:", "ask:district:")
COVERED = "show:"
PHOTO = Upload("p.jpg", b"\xff\xd8\xff" + b"0" * 20, "image/jpeg")


@dataclass
class Citizens:
    """Their deeds; every word of theirs is written down in `people`."""

    people: People
    late: list[tuple[int, str]] = field(default_factory=list)
    at_it: deque[int] = field(default_factory=lambda: deque(maxlen=AT_IT))

    def deeds(self) -> list[tuple[Callable[[], object], int]]:
        """Each deed and how often it is done."""
        return [
            (self.write, 22), (self.go_on, 30), (self.double_tap, 4), (self.album, 3),
            (self.edit, 5), (self.block, 2), (self.command, 6), (self.late_part, 2),
            (self.reply, 3), (self.thank, 1), (self.withdraw, 2), (self.reopen, 2),
            (self.add, 2), (self.rate, 3), (self.rate_in_words, 2), (self.ask_on, 1),
            (self.read, 2),
        ]  # fmt: skip

    def _who(self) -> int:
        """One of those who are at it: a question takes a person several deeds in a row."""
        dice = self.people.dice
        if len(self.at_it) < AT_IT or dice.random() < COMES:
            self.at_it.append(dice.choice(self.people.crowd))
        return dice.choice(self.at_it)

    def _keep(self, who: int, text: str, to: Post | None = None) -> None:
        token = self.people.token("cz")
        posted = self.people.write(who, who, f"{token} {text}", to)
        self.people.citizens.append(self.people.said(posted, token))

    def write(self) -> None:
        """Some words."""
        self._keep(self._who(), "жалақы туралы сұрақ")

    def reply(self) -> None:
        """A reply to something that the bot said to her."""
        who = self._who()
        shown = list(newest(self.people.world.chats[who]))
        if shown:
            self._keep(who, "жауап", self.people.dice.choice(shown[:8]))

    def thank(self) -> None:
        """A word of thanks: it opens nothing."""
        who = self._who()
        self.people.write(who, who, "Рақмет!")

    def album(self) -> None:
        """An album whose last part may come late."""
        people, who = self.people, self._who()
        token = people.token("cz")
        group = str(13_100_000_000 + people.number)
        body = {"as": who, "chat_id": who, "kind": "photo", "media_group_id": group}
        parts = [PHOTO] * people.dice.choice((2, 3))
        posts = speaking.send(people.world, {**body, "caption": token}, parts)["messages"]
        people.citizens += [people.said(posted, token) for posted in posts]
        if people.dice.random() < 0.5:
            self.late.append((who, group))

    def late_part(self) -> None:
        """What an album still lacks arrives."""
        if self.late:
            who, group = self.late.pop()
            body = {"as": who, "chat_id": who, "kind": "photo", "media_group_id": group}
            [posted] = speaking.send(self.people.world, body, [PHOTO])["messages"]
            token = self.people.token("cz")
            self.people.citizens.append(self.people.said(posted, token))

    def edit(self) -> None:
        """She changes what she wrote."""
        if self.people.citizens:
            self.people.edit(self.people.dice.choice(self.people.citizens), "cz", "түзетілді")

    def block(self) -> None:
        """She blocks the bot, or lets it in again."""
        who = self.people.dice.choice(self.people.blockers)
        blocked = not self.people.world.chats[who].blocked
        arranging.block(self.people.world, {"user_id": who, "blocked": blocked})
        self.people.deeds["blocked"] += blocked

    def command(self) -> None:
        who = self._who()
        text = self.people.dice.choice(("/ask", "/ask", "/cases", "/cases", "/help", "/start"))
        self.people.write(who, who, text)

    def go_on(self) -> None:
        """She goes on with her question by a button of the last screen."""
        self.forward(self._who())

    def double_tap(self) -> None:
        who = self._who()
        self.forward(who)
        self.forward(who)

    def forward(self, who: int) -> bool:
        """Press what brings a question on; False: nothing does."""
        found = forward_buttons(self.people.world.chats[who])
        if not found:
            return False
        post, datas = found
        best = min(datas, key=lambda data: [data.startswith(one) for one in FORWARD].index(True))
        same = [data for data in datas if data.split(":")[1] == best.split(":")[1]]
        self.people.press(who, who, post, self.people.dice.choice(same))
        return True

    def _of_hers(self, *wanted: str) -> tuple[int, str] | None:
        """Somebody who sees one of these buttons presses it."""
        who = self._who()
        data = self.people.toward(who, who, *wanted)
        return (who, data) if data else None

    def withdraw(self) -> None:
        """She takes her question back, screen by screen."""
        self._of_hers("my:withdrawn:", "my:withdraw:", "my:open:")

    def reopen(self) -> None:
        self._of_hers("my:reopen:", "my:no:", "my:open:")

    def add(self) -> None:
        """She presses "add" and writes."""
        pressed = self._of_hers("my:add:", "my:open:")
        if pressed and pressed[1].startswith("my:add:"):
            self._keep(pressed[0], "тағы бір нәрсе")

    def rate(self) -> None:
        thumb = self.people.dice.choice(("my:good:", "my:bad:"))
        self._of_hers(thumb, "my:yes:", "my:open:")

    def rate_in_words(self) -> None:
        """She says more about her rating: words that the staff read."""
        pressed = self._of_hers("my:words:", "my:good:")
        if pressed and pressed[1].startswith("my:words:"):
            self._keep(pressed[0], "пікірім")

    def read(self) -> None:
        """She reads an answer that waits behind a button."""
        self._of_hers(COVERED)

    def read_all(self, who: int) -> None:
        """She reads whatever still waits behind a button."""
        chat = self.people.world.chats[who]
        for post, data in list(buttons(chat, len(chat.posts))):
            if data.startswith(COVERED):
                self.people.press(who, who, post, data)

    def ask_on(self) -> None:
        """She begins a question that goes on from an earlier case."""
        self._of_hers("my:linked:", "my:open:")


def forward_buttons(chat: Chat) -> tuple[Post, list[str]] | None:
    """The newest screen of asking in a chat, and what its buttons that go on would say."""
    for post in newest(chat):
        rows = post.data.get("reply_markup", {}).get("inline_keyboard", [])
        datas = [str(one.get("callback_data", "")) for row in rows for one in row]
        if any(one.startswith("ask:") for one in datas):
            good = [one for one in datas if one.startswith(FORWARD) and not _sensitive(one)]
            return (post, good) if good else None
    return None


def _sensitive(data: str) -> bool:
    found = re.match(r"ask:about:(\w+)", data)
    return found is not None and found.group(1) not in TOPICS
