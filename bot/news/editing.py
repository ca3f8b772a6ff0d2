"""Keeps a composed page as an edition: equal wishes, stories, day and occasion have one text."""

from dataclasses import dataclass

from bot.news.digest_composer import Composer, Occasion, fingerprint
from bot.ports.digest_view import DigestView
from bot.rules.news.digest_layout import Page
from storage.records.people import Preferences
from storage.stores import Stores


@dataclass(frozen=True, slots=True)
class Editor:
    """Writes editions within one transaction; `composer` and `view` say how they read and look."""

    stores: Stores
    composer: Composer
    view: DigestView

    async def edition(
        self, page: Page, preferences_id: int, wishes: Preferences, occasion: Occasion
    ) -> int:
        """Return the id of the edition that shows this page."""
        day = self.composer.texts.voice(wishes.language).date(occasion.now, occasion.zone)
        name = fingerprint(preferences_id, page.stories, day, occasion)
        editions = self.stores.editions
        edition_id, new = await editions.reserve(name, page.stories, occasion.now)
        if not new:
            return edition_id
        call = self.view.edition(
            page.html, edition_id, wishes.language, len(page.rest), shared=wishes.shared
        )
        await editions.write(edition_id, call.body)
        if page.rest:
            await editions.leave_over(edition_id, page.rest)
        return edition_id
