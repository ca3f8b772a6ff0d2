"""Words a poster of an office or a topic as a PDF to print. Implements PosterView."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from aiogram.methods import SendDocument, SendMessage
from aiogram.types import BufferedInputFile

from bot.links import DeepLinks, Invitation
from bot.rules.desk.desk_catalog import Knowledge
from bot.rules.news.news_catalog import NewsCatalog
from bot.texts import Texts
from handlers.calls import call
from storage.records.delivery import Call, Priority
from storage.records.posters import PosterJob

if TYPE_CHECKING:
    from bot.news.poster_sheet import Poster

KIND = "poster"
OFFICE_LINES = ("poster.office_first", "poster.office_second", "poster.office_third")
TOPIC_LINES = ("poster.topic_first", "poster.topic_second", "poster.topic_third")


@dataclass(frozen=True, slots=True)
class PosterPages:
    """What posters say, and what they are about."""

    texts: Texts
    knowledge: Knowledge
    news: NewsCatalog
    links: DeepLinks

    def names(self, kind: str, language: str) -> dict[str, str]:
        """Return what there are posters of, in the catalogue's order: name by id."""
        known = self.knowledge.offices.values() if kind == "office" else self.news.topics
        return {one.id: str(getattr(one.names, language)) for one in known}

    def finished(self, job: PosterJob) -> Call:
        """See PosterView."""
        # a library of 20 MB that only posters need
        from bot.news.poster_sheet import print_poster

        about = self.names(job.kind, job.language)[job.about]
        name = f"altyn-kopir-{job.kind}-{job.about}-{job.language}.pdf"
        method = SendDocument(
            chat_id=job.chat_id,
            document=BufferedInputFile(print_poster(self.poster(job)), filename=name),
            caption=self.texts.voice(job.language)("poster.caption", about=about),
        )
        return call(method, priority=Priority.CASE, kind=KIND)

    def failed(self, job: PosterJob) -> Call:
        """See PosterView."""
        text = self.texts.voice(job.language)("poster.failed")
        method = SendMessage(chat_id=job.chat_id, text=text)
        return call(method, priority=Priority.CASE, kind=KIND)

    def poster(self, job: PosterJob) -> "Poster":
        """Return what the poster says. KeyError: about nothing that the catalogues know."""
        from bot.news.poster_sheet import Poster

        voice = self.texts.voice(job.language)
        about = self.names(job.kind, job.language)[job.about]
        if job.kind == "office":
            heading, subject = voice.plain("poster.office"), about
            lines = [voice.plain(line) for line in OFFICE_LINES]
        else:
            heading, subject = about, voice.plain("poster.topic")
            lines = [voice.plain(line) for line in TOPIC_LINES]
        return Poster(
            language=job.language,
            name=voice.plain("bot.name"),
            heading=heading,
            subject=subject,
            lines=lines,
            scan=voice.plain("poster.scan"),
            link=self.links.to(Invitation(job.kind, job.about)),
        )
