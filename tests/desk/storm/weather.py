"""What befalls a storm from outside: refusals of Telegram, lost and migrated groups, kills."""

from __future__ import annotations

from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from random import Random

from sandbox.control import arranging
from sandbox.faults import Fault
from tests.desk.storm.bot import StormBot
from tests.desk.storm.people import People

# What goes wrong with one call, and with which. A 403 says of a citizen that she has blocked the
# bot: she was back before it was written down, so no update tells of it.
FAULTS = ("429", "429", "500", "502", "drop_before", "drop_after", "403")
SENDING = ("copyMessage", "sendMessage", "editMessageText", "copyMessages")
LOST_AT_ONCE = 2
REPEATED = 300  # updates back, of which Telegram may repeat one


@dataclass
class Weather:
    """Chances are those of one handful of deeds."""

    people: People
    bot: StormBot
    dice: Random
    seen: Counter[str] = field(default_factory=Counter)

    async def change(self) -> None:
        """Let happen what happens between two handfuls."""
        for chance, befall in self._kinds():
            if self.dice.random() < chance:
                await befall()

    def _kinds(self) -> list[tuple[float, Callable[[], Awaitable[None]]]]:
        return [
            (0.25, self.fault),
            (0.10, self.repeat),
            (0.15, self.bot.look),
            (0.02, self.kill),
            (0.01, self.leave),
            (0.05, self.come_back),
            (0.01, self.migrate),
            (0.01, self.switch_forum),
        ]

    async def fault(self) -> None:
        kind, method = self.dice.choice(FAULTS), self.dice.choice(SENDING)
        fault = Fault(kind, method)
        if kind == "403":
            fault = Fault(kind, "copyMessage", chat_id=self.dice.choice(self.people.crowd))
        self.people.world.faults.rules.append(fault)

    async def repeat(self) -> None:
        """Telegram delivers an update once more."""
        updates = self.people.world.updates
        self.seen["repeated"] += updates.redeliver(
            self.dice.randrange(max(1, updates.next_id - REPEATED), updates.next_id)
        )

    async def kill(self) -> None:
        """The bot dies in the middle of what it does, and starts again."""
        self.seen["restarts"] += 1
        await self.bot.kill()
        await self.bot.start()

    async def leave(self) -> None:
        """The bot is thrown out of a group."""
        group = self.dice.choice(list(self.people.groups))
        if len(self.people.lost) < LOST_AT_ONCE and group not in self.people.lost:
            self.seen["groups lost"] += 1
            self.people.lost[group] = self.people.groups[group]
            body = {"chat_id": group, "user_id": "bot", "status": "kicked"}
            arranging.membership(self.people.world, body)

    async def come_back(self) -> None:
        if self.people.lost:
            await self.return_to(self.dice.choice(list(self.people.lost)))

    async def return_to(self, group: int) -> None:
        """The bot is let into a group again, which is bound anew."""
        await self.bot.quiet()
        body = {"chat_id": group, "user_id": "bot", "status": "administrator"}
        arranging.membership(self.people.world, body)
        del self.people.lost[group]
        await self.bot.quiet()
        await self.bind(group)

    async def bind(self, group: int) -> None:
        """The group answers for its office."""
        chat = self.people.world.chats[group]
        by = min(chat.members, key=lambda one: one == self.people.world.bot.id)
        await self.bot.bind(self.people.groups[group], group, by, forum=chat.is_forum)

    async def migrate(self) -> None:
        """A basic group becomes a supergroup."""
        basic = [one for one in self.people.groups if not str(one).startswith("-100")]
        there = [one for one in basic if one not in self.people.lost]
        if there:
            self.seen["groups migrated"] += 1
            group = self.dice.choice(there)
            grown = arranging.migrate_chat(self.people.world, {"chat_id": group})
            self.people.groups[int(grown["migrated_to"])] = self.people.groups.pop(group)

    async def switch_forum(self) -> None:
        """Threads are switched off in a group, or on again."""
        group = self.dice.choice(list(self.people.groups))
        chat = self.people.world.chats[group]
        if chat.type == "supergroup" and group not in self.people.lost:
            self.seen["forums switched"] += 1
            body = {"chat_id": group, "is_forum": not chat.is_forum}
            arranging.forum(self.people.world, body)
