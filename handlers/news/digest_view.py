"""How a digest is shown: one message, its buttons. Implements bot.ports.digest_view.DigestView."""

from aiogram.methods import SendMessage
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from bot.links import DeepLinks
from bot.texts import Texts, Voice
from handlers.calls import call
from handlers.news.choices import Back
from handlers.news.story_buttons import FEWER, KEEP, Choose, More, Share
from handlers.screens import Keyboard, button
from storage.records.delivery import Call, Priority


class DigestMessage:
    """Wraps a digest into sendMessage, without any chat: many chats share the body."""

    def __init__(self, texts: Texts, links: DeepLinks) -> None:
        self._texts, self._links = texts, links

    def edition(
        self, html: str, edition_id: int, language: str, rest: int, *, shared: bool = False
    ) -> Call:
        """Return the call that shows the digest; a shared one invites each who reads it."""
        voice = self._texts.voice(language)
        rows = self._invitation(voice) if shared else _rows(voice, edition_id, rest)
        method = SendMessage(
            chat_id=0, text=html, reply_markup=InlineKeyboardMarkup(inline_keyboard=rows)
        )
        body = dict(call(method).body)
        del body["chat_id"]
        return Call("sendMessage", body, priority=Priority.REPLY, kind="digest")

    def _invitation(self, voice: Voice) -> Keyboard:
        words = voice.plain("digest.read_alone")
        return [[InlineKeyboardButton(text=words, url=self._links.plain())]]


def _rows(voice: Voice, edition_id: int, rest: int) -> Keyboard:
    more = voice.plain("digest.more", n=rest)
    keep = Choose(what=KEEP, edition=edition_id).pack()
    fewer = Choose(what=FEWER, edition=edition_id).pack()
    return [
        *([[button(more, More(edition=edition_id).pack(), "primary")]] if rest else []),
        [button(voice.plain("digest.keep"), keep), button(voice.plain("digest.fewer"), fewer)],
        [
            button(voice.plain("digest.share"), Share(edition=edition_id).pack()),
            button(voice.plain("menu.settings"), Back(anew=True).pack()),
        ],
    ]
