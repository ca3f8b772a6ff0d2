"""Finds the case of a message of ours in a staff chat that we never learned had arrived there."""

from storage.records.consultation import CaseMessage, Post
from storage.records.delivery import Owed
from storage.records.staff_desk import Shown
from storage.stores import Stores


class Strays:
    """Strays within one transaction: the bot was killed, or the line broke, before the answer came.

    Such a message was sent again, and its first copy stands in the chat all the same. Who replies
    to that one cannot know.
    """

    def __init__(self, stores: Stores) -> None:
        self._stores = stores

    async def recognise(self, shown: Shown) -> Post | None:
        """Return what the message must be, and keep it; None: it is no stray, or could be two."""
        doubtful = await self._stores.flights.unsure(shown.chat_id)
        posts = [post for owed in doubtful for post in await self._posts(owed, shown)]
        if len({post.case_id for post in posts}) != 1:
            return None  # never the wrong person's
        await self._stores.case_posts.record(posts[0])
        return posts[0]

    async def _posts(self, owed: Owed, shown: Shown) -> list[Post]:
        place = (shown.chat_id, shown.message_id)
        if owed.effect == "case_copied":
            messages = await self._stores.case_messages.get(owed.effect_data["messages"])
            return [Post(*place, m.case_id, "copy", m.id) for m in messages if _is(m, shown)]
        is_card = owed.effect == "case_posted" and owed.effect_data.get("role") == "card"
        if is_card and owed.case_id is not None and owed.case_id == shown.card_of:
            return [Post(*place, owed.case_id, "card", None)]
        return []


def _is(message: CaseMessage, shown: Shown) -> bool:
    kept = message.content
    theirs = (kept["kind"], kept["html"], kept["file_key"])
    return theirs == (shown.kind, shown.html, shown.file_key)
