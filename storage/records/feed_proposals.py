"""The frozen records of proposals: a feed that an administrator wants, and what was found of it."""

from dataclasses import dataclass

from storage.records.feeds import PageSelectors


@dataclass(frozen=True, slots=True)
class Proposal:
    """A feed's or a site's address as the administrator gave it; `language` is that of the answer.

    `state` is asked, found, taken or closed; `url` and `langs` are the feed's, once it was found,
    `page` its selectors where it is a page without a feed.
    """

    id: int
    chat_id: int
    language: str
    address: str
    region: str
    state: str
    url: str | None = None
    langs: tuple[str, ...] = ()
    page: PageSelectors | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """What looking at an address came to. `url` None: no feed, for the `reason` (a key such as
    http_404). `titles` are those of the first entries, `notes` what is wrong with a feed that can
    be taken all the same, `page` the selectors of a list of news on a site without a feed."""

    url: str | None
    reason: str | None = None
    langs: tuple[str, ...] = ()
    entries: int = 0
    titles: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    page: PageSelectors | None = None
