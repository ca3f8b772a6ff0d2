"""What staff do in a storm: answer, talk, take, transfer, wait, forward, close, stand aside."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sandbox.control import arranging, speaking
from sandbox.records import Post
from tests.desk.storm.people import People, Said, newest

NUMBER = re.compile(r"№(\d+)")
# How lines begin that ask for a reply of their own kind: why a case was transferred, and to whom.
GIVEN_AWAY, WHICH_BODY = re.compile(r"➡️ №\d"), re.compile(r"№\d+ қайда")
COMMANDS = ("/mine", "/queue", "/duty", "/find жалақы", "/vacation", "/help")


@dataclass
class Staff:
    """Their deeds; every word of theirs is written down in `people`."""

    people: People

    def deeds(self) -> list[tuple[Callable[[], object], int]]:
        """Each deed and how often it is done."""
        return [
            (self.answer, 14), (self.chat_along, 5), (self.edit_answer, 2), (self.any_button, 5),
            (self.take, 3), (self.transfer, 2), (self.reason, 1), (self.wait, 2), (self.note, 2),
            (self.forward, 2), (self.which_body, 1), (self.close, 3), (self.reopen, 1),
            (self.conflict, 1), (self.dispute, 1), (self.ready_text, 1), (self.command, 1),
            (self.delete_thread, 1), (self.take_back, 1),
        ]  # fmt: skip

    def _posts(self, group: int) -> list[Post]:
        return list(newest(self.people.world.chats[group], 120))

    def _reply(self, group: int, to: Post, kind: str, text: str) -> Said:
        token = self.people.token(kind)
        who = self.people.staff_of(group)
        posted = self.people.write(who, group, text.format(token), to)
        return self.people.said(posted, token, to.id)

    def answer(self) -> None:
        """A reply to something that the bot put there."""
        group = self.people.group()
        posts = [one for one in self._posts(group) if not _asks(one)]
        if posts:
            to = self.people.dice.choice(posts[:60])
            self.people.replies.append(self._reply(group, to, "st", "{} жауап"))

    def chat_along(self) -> None:
        """Talk, in a thread or beside it; nobody else may ever read that."""
        people, group = self.people, self.people.group()
        threads = [one.id for one in people.world.chats[group].threads.values() if not one.deleted]
        token = people.token("in")
        body: dict[str, Any] = {"as": people.staff_of(group), "chat_id": group}
        if threads and people.dice.random() < 0.7:
            body["thread_id"] = people.dice.choice(threads)
        [posted] = speaking.send(people.world, {**body, "text": f"{token} әңгіме"}, [])["messages"]
        people.talk.append(people.said(posted, token))

    def note(self) -> None:
        """`/note`: a word that colleagues read, of another office too, and no citizen."""
        group = self.people.group()
        posts = self._posts(group)
        if posts:
            to = self.people.dice.choice(posts)
            self.people.talk.append(self._reply(group, to, "nt", "/note {} ішкі жазба"))

    def edit_answer(self) -> None:
        if self.people.replies:
            self.people.edit(self.people.dice.choice(self.people.replies), "st", "түзетілді")

    def take_back(self) -> None:
        """She deletes an answer of hers, of which the bot is not told."""
        if self.people.replies:
            one = self.people.dice.choice(self.people.replies[-10:])
            body = {"as": one.author, "chat_id": one.chat_id, "message_id": one.message_id}
            speaking.delete(self.people.world, body)

    def _press(self, *wanted: str) -> str | None:
        group = self.people.group()
        return self.people.toward(self.people.staff_of(group), group, *wanted)

    def any_button(self) -> None:
        self._press("case:")

    def take(self) -> None:
        self._press(*self.people.dice.choice((("case:take:",), ("case:over:", "case:more:"))))

    def transfer(self) -> None:
        """Two taps: which office, or what else it is about. A third one takes it back."""
        ways = ("case:to:", "case:to:", "case:about:", "case:recall:")
        self._press(self.people.dice.choice(ways), "case:transfer:")

    def reason(self) -> None:
        """Why a case was given away, by reply to the line that says so."""
        self._as_asked(GIVEN_AWAY, "nt", "{} себебі", self.people.talk)

    def which_body(self) -> None:
        """The name of a body outside, by reply to the line that asks for it."""
        self._as_asked(WHICH_BODY, "bd", "{} басқармасы", None)

    def _as_asked(self, line: re.Pattern[str], kind: str, text: str, kept: Any) -> None:
        group = self.people.group()
        asking = [one for one in self._posts(group) if line.match(_text(one))]
        if asking:
            said = self._reply(group, self.people.dice.choice(asking), kind, text)
            if kept is not None:
                kept.append(said)

    def wait(self) -> None:
        self._press(*self.people.dice.choice((("case:wait:", "case:more:"), ("case:resume:",))))

    def forward(self) -> None:
        """Another body has it: one of the list, or one that is named in words."""
        way = self.people.dice.choice(("case:at:", "case:at:", "case:elsewhere:"))
        self._press(way, "case:forward:", "case:more:")

    def close(self) -> None:
        self._press("case:done:", "case:close:")

    def reopen(self) -> None:
        self._press("case:reopen:")

    def conflict(self) -> None:
        """She must not work on a case; sometimes that was a mistake."""
        self._press("case:conflict:", "case:more:")

    def dispute(self) -> None:
        """Two cases are the sides of one dispute."""
        group = self.people.group()
        numbers = [found.group(1) for one in self._posts(group) if (found := _number(one))]
        cards = [one for one in self._posts(group) if "reply_markup" in one.data]
        if cards and numbers:
            other = self.people.dice.choice(numbers)
            who, to = self.people.staff_of(group), self.people.dice.choice(cards)
            self.people.write(who, group, f"/dispute {other}", to)

    def ready_text(self) -> None:
        self._press("case:send:", "case:text:", "case:template:")

    def command(self) -> None:
        group = self.people.group()
        self.people.write(self.people.staff_of(group), group, self.people.dice.choice(COMMANDS))

    def delete_thread(self) -> None:
        group = self.people.group()
        chat = self.people.world.chats[group]
        there = [one.id for one in chat.threads.values() if not one.deleted]
        if chat.is_forum and there:
            who = min(chat.members, key=lambda one: one == self.people.world.bot.id)
            thread = self.people.dice.choice(there)
            body = {"as": who, "chat_id": group, "action": "delete", "thread_id": thread}
            arranging.thread(self.people.world, body)


def _text(post: Post) -> str:
    return str(post.data.get("text") or "")


def _number(post: Post) -> re.Match[str] | None:
    return NUMBER.search(_text(post))


def _asks(post: Post) -> bool:
    """A reply to that line is no answer to a citizen."""
    return bool(GIVEN_AWAY.match(_text(post)) or WHICH_BODY.match(_text(post)))
