"""Judges a storm by the sandbox's transcript and the people's own record of what they wrote.

Of the bot it only reads which message belongs to which case, for their order, and which of them
waited for an office's chat when their author took her case back.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from tests.desk.at_work import plan
from tests.desk.storm.people import CITIZENS, People, Said

TOKEN = re.compile(r"\b(?:cz|st|in|nt|bd)\d{6}\b")
NUMBER = re.compile(r"№(\d+)")
BUTTON = re.compile(r"case:\w+:(\d+):")  # a ready text that waits for Send names its case here only
COPYING = {"copyMessage": "message_id", "copyMessages": "message_ids"}
# What the bot says to a reply that it carries nowhere; in these languages.
REFUSALS = (
    *("staff.barred", "staff.elsewhere", "staff.chat_unbound", "staff.case_erased"),
    "staff.not_an_answer",
)
LANGUAGES = ("kk", "ru")


@dataclass(frozen=True)
class Carried:
    """A message of somebody's that the bot brought to a chat."""

    seq: int
    source: tuple[int, int]
    to_chat: int
    as_message: int | None


class Oracle:
    """Each method gives the broken promises of one kind, as sentences."""

    def __init__(self, people: People, messages: Sequence[Any]) -> None:
        """`messages`: what cases have of both sides, in the order in which it was given to them."""
        self._people, self._messages = people, messages
        world = people.world
        self._calls = [  # and those whose answer was lost after they were done
            row
            for row in world.transcript.calls
            if row["status"] == 200 or row["result_message_id"] is not None
        ]
        self._written = {
            (one.chat_id, one.message_id): one
            for one in (*people.citizens, *people.replies, *people.talk)
        }

    @cached_property
    def carried(self) -> list[Carried]:
        """Every copy that arrived, one for each message."""
        found = []
        for row in self._calls:
            name = COPYING.get(row["method"])
            if name is None:
                continue
            params = row["params"]
            ids = params[name] if isinstance(params[name], list) else [params[name]]
            for offset, message_id in enumerate(ids):
                first = row["result_message_id"]
                arrived = first + offset if first is not None else None
                source = (int(params["from_chat_id"]), int(message_id))
                found.append(Carried(row["seq"], source, int(params["chat_id"]), arrived))
        return found

    @cached_property
    def owner(self) -> dict[int, int]:
        """Whose case a number is: as she was told, or was to be told, in her receipt."""
        found: dict[int, int] = {}
        for row in self._people.world.transcript.calls:
            chat = row["params"].get("chat_id")
            if chat in CITIZENS:
                for number in NUMBER.findall(str(row["params"].get("text", ""))):
                    found.setdefault(int(number), int(chat))
        return found

    def strangers(self) -> Iterator[str]:
        """A citizen's words reach staff or herself; an answer reaches whom it was written for."""
        for one in self.carried:
            written = self._written.get(one.source)
            if written is None:
                if one.source[0] in CITIZENS or one.to_chat not in CITIZENS:
                    continue
                yield f"{one.source} was carried to {one.to_chat} and nobody wrote it"
            elif written.author in CITIZENS:
                if one.to_chat in CITIZENS and one.to_chat != written.author:
                    yield f"{written.token} of {written.author} reached {one.to_chat}"
            elif one.to_chat in CITIZENS and one.to_chat != self._meant_for(written):
                yield f"{written.token}, for {self._meant_for(written)}, reached {one.to_chat}"
        yield from self._strangers_in_texts()

    def _strangers_in_texts(self) -> Iterator[str]:
        author = {one.token: one for one in self._written.values()}
        for row in self._calls:
            chat = row["params"].get("chat_id")
            for token in TOKEN.findall(json.dumps(row["params"], ensure_ascii=False)):
                one = author.get(token)
                if one is None or chat not in CITIZENS:
                    continue
                if one.author in CITIZENS and chat != one.author:
                    yield f"{token} of {one.author} was said to {chat}"
                if one.author not in CITIZENS and one.to and chat != self._meant_for(one):
                    yield f"{token} was said to {chat}"

    def _meant_for(self, reply: Said) -> int | None:
        """The citizen of the post that was replied to: whose words it shows, or whose number."""
        return self._shows.get((self._group(reply.chat_id), reply.to or 0))

    def _group(self, chat_id: int) -> int:
        """A group that migrated counts as the one it became."""
        grown = self._people.world.chats[chat_id].migrated_to if chat_id < 0 else None
        return grown or chat_id

    @cached_property
    def _shows(self) -> dict[tuple[int, int], int]:
        found: dict[tuple[int, int], int] = {}
        for one in self.carried:
            if one.source[0] in CITIZENS and one.as_message is not None:
                found[(self._group(one.to_chat), one.as_message)] = one.source[0]
        photos = {one.file: one.author for one in self._people.citizens if one.file}
        for row in self._calls:
            chat, text = row["params"].get("chat_id"), str(row["params"].get("text", ""))
            pictured = photos.get(str(row["params"].get("photo")))  # one that was sent anew
            if pictured and row["result_message_id"]:
                found[(self._group(int(chat)), row["result_message_id"])] = pictured
            buttons = json.dumps(row["params"].get("reply_markup", {}))
            number = NUMBER.search(text) or BUTTON.search(buttons)
            if isinstance(chat, int) and chat < 0 and number and row["method"] == "sendMessage":
                whose = self.owner.get(int(number.group(1)))
                if whose is not None and row["result_message_id"]:
                    found.setdefault((self._group(chat), row["result_message_id"]), whose)
        return found

    def leaks(self) -> Iterator[str]:
        """What colleagues say among themselves leaves the group by no call, notes reach staff."""
        talk = {one.token: one.chat_id for one in self._people.talk}
        sources = {(one.chat_id, one.message_id) for one in self._people.talk}
        for one in self.carried:
            if one.source in sources:
                yield f"talk {one.source} was carried to {one.to_chat}"
        for row in self._calls:
            said = json.dumps(row["params"], ensure_ascii=False)
            for token in TOKEN.findall(said):
                outside = (row["params"].get("chat_id") or 0) > 0
                if token in talk and (outside or token.startswith("in")):
                    yield f"{token} was said by {row['method']}"

    def lost(self) -> Iterator[str]:
        """Every word of a citizen stands in a staff group, every answer at its citizen.

        But for words that no group could take before their author took her case back.
        """
        taken_back = {
            (row["chat_id"], row["message_id"]) for row in self._messages if row["taken_back"]
        }
        seen = {(one.source, one.to_chat < 0) for one in self.carried}
        for one in self._people.citizens:
            here = (one.chat_id, one.message_id)
            if here in taken_back:
                continue
            if (here, True) not in seen and not self._anew(one, True):
                yield f"{one.token} of {one.author}: {one.message_id} reached no group"
        for reply in self._people.replies:
            here = (reply.chat_id, reply.message_id)
            if (self._group(reply.chat_id), reply.to) not in self._answerable:
                continue  # a line of the bot's that asks for no answer
            if (here, False) in seen or here in self.refused or self._anew(reply, False):
                continue
            yield f"{reply.token} in {reply.chat_id}: {reply.message_id} reached nobody"

    def _anew(self, one: Said, to_group: bool) -> bool:
        """Whether it was said in words of the bot's, in this version or a later one."""
        names = [one.token, *self._people.edits[one.token], *([one.file] if one.file else ())]
        return any((name, to_group) in self._named for name in names)

    @cached_property
    def _named(self) -> set[tuple[str, bool]]:
        """Tokens and photos that calls carried, and whether into a group."""
        found = set()
        for row in self._calls:
            params = row["params"]
            to_group = (params.get("chat_id") or 0) < 0
            names = TOKEN.findall(json.dumps(params, ensure_ascii=False))
            found |= {(name, to_group) for name in (*names, str(params.get("photo")))}
        return found

    @cached_property
    def _answerable(self) -> set[tuple[int, int]]:
        """Copies of citizens' words, and cards."""
        found = {
            (self._group(one.to_chat), one.as_message)
            for one in self.carried
            if one.source in self._written and one.as_message and one.source[0] in CITIZENS
        }
        for row in self._calls:
            chat, made = row["params"].get("chat_id"), row["result_message_id"]
            card = "case:close:" in json.dumps(row["params"].get("reply_markup", {}))
            if card and made and row["method"] == "sendMessage" and int(chat) < 0:
                found.add((self._group(int(chat)), made))
        return found

    @cached_property
    def refused(self) -> set[tuple[int, int]]:
        """Replies whose author was told, or was to be told, that they go to nobody.

        Who has thrown the bot out is told nothing, and a deleted reply cannot be pointed at.
        """
        voices = [plan().texts.voice(one) for one in LANGUAGES]
        words = tuple(
            voice.plain(key, number=0, office="")[:15] for voice in voices for key in REFUSALS
        )
        return {
            (int(row["params"]["chat_id"]), int(_reply(row)))
            for row in self._people.world.transcript.calls
            if _reply(row) and str(row["params"].get("text", "")).startswith(words)
        }

    def disorder(self) -> Iterator[str]:
        """What was given to a case arrives first in the order in which it was given."""
        first: dict[tuple[tuple[int, int], bool], int] = {}
        for one in self.carried:
            first.setdefault((one.source, one.to_chat < 0), one.seq)
        last: dict[tuple[int, str], int] = defaultdict(int)
        for row in self._messages:
            lane = (row["case_id"], row["side"])
            source = (row["chat_id"], row["message_id"])
            seq = first.get((source, row["side"] == "citizen"))
            if seq is None:
                continue
            if seq < last[lane]:
                yield f"{source} of case {row['case_id']} came before an earlier one"
            last[lane] = max(last[lane], seq)


def _reply(row: Any) -> int:
    """The message that a call replies to, 0: none."""
    about = row["params"].get("reply_parameters") or {}
    about = json.loads(about) if isinstance(about, str) else about
    return int(about.get("message_id") or 0)
