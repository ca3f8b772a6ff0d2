"""The state of the emulated Telegram: who exists, which chats there are, what was said."""

from __future__ import annotations

from sandbox.cast import add_cast
from sandbox.errors import ApiError
from sandbox.events import EventLog
from sandbox.faults import Faults
from sandbox.files import FileStore
from sandbox.limits import Limits
from sandbox.options import SandboxOptions
from sandbox.profile import Profile
from sandbox.records import Callback, Chat, Json, Member, Person, Post
from sandbox.transcript import Transcript
from sandbox.updates import UpdateQueue


class World:
    """Everything one sandbox knows; `reset()` makes it new without losing who watches."""

    bot: Person
    people: dict[int, Person]
    chats: dict[int, Chat]
    callbacks: dict[str, Callback]
    files: FileStore
    updates: UpdateQueue
    profile: Profile
    transcript: Transcript
    faults: Faults
    limits: Limits
    not_emulated: list[str]

    def __init__(self, options: SandboxOptions) -> None:
        self.options = options
        self.clock = options.clock
        self.events = EventLog(options.keep_rows)
        self.reset()

    def reset(self) -> None:
        """The world as it was at the start: the demo cast when asked for, else empty."""
        options = self.options
        old = getattr(self, "updates", None)
        self.people, self.chats, self.callbacks, self.not_emulated = {}, {}, {}, []
        self.counter = 0
        self.own_ids = 0
        self.transcript = Transcript(options.keep_rows)
        self.files = FileStore(options.media_bytes)
        self.faults = Faults()
        self.limits = Limits(self.clock, options.seed)
        self.updates = UpdateQueue(self.clock, options.update_hours * 3600, self._record_update)
        self.profile = Profile(options.bot_first_name)
        self.bot = Person(
            options.bot_id,
            options.bot_first_name,
            username=options.bot_username,
            is_bot=True,
            role_hint="bot",
        )
        self.people[self.bot.id] = self.bot
        if options.cast:
            add_cast(self.people, self.chats, self.bot.id, options.bot_in_group)
        for person in list(self.people.values()):
            self.add_person(person)
        if old is not None:
            old.interrupt(ApiError(500, "Internal Server Error: restart"))
            old.bell.set()

    def _record_update(self, update: Json) -> None:
        self.transcript.update(self.clock(), update)

    def now(self) -> int:
        return int(self.clock())

    def number(self) -> int:
        """A number never given before in this world."""
        self.counter += 1
        return self.counter

    def add_person(self, person: Person) -> None:
        """A person and the (not yet started) private chat with the bot."""
        self.people[person.id] = person
        if not person.is_bot and person.id not in self.chats:
            self.chats[person.id] = Chat(person.id, "private")

    def member(self, chat: Chat, user_id: int) -> Member:
        return chat.members.get(user_id) or Member(user_id, "left")

    def bot_member(self, chat: Chat) -> Member:
        return self.member(chat, self.bot.id)

    def next_message_id(self, chat: Chat) -> int:
        """Supergroups and channels count for themselves, the rest is counted per account."""
        if chat.type in ("supergroup", "channel"):
            # 1 is taken: the message that made the chat, and the id of the General thread
            chat.last_id = max(chat.last_id, 1) + 1
            return chat.last_id
        self.own_ids += 1
        return self.own_ids

    def keep(self, chat: Chat, post: Post) -> None:
        chat.posts[post.id] = post
        while len(chat.posts) > self.options.keep_messages_per_chat:
            del chat.posts[next(iter(chat.posts))]
