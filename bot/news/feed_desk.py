"""The administrator's hand on the list of feeds: proposed, taken, switched off and on.

An address is looked at outside of her update's transaction; the answer is owed when it is known.
"""

import re
from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

from bot.errors import BotError
from bot.ports.delivery import Stores
from bot.ports.feed_view import FeedView
from bot.rules.feeds.identity import canonical_link, same_address
from storage.database import Database
from storage.records.feed_proposals import Finding, Proposal
from storage.records.feeds import FeedSpec
from storage.stores import stores

# longer than all that is tried of one site may take
LEASE_S = 300
Look = Callable[[str, int], Awaitable[Finding]]


class NoFeed(BotError):  # noqa: N818 - named by what is missing
    """No feed has this id."""

    key = "error.no_feed"


class BadFeedAddress(BotError):  # noqa: N818 - named by what is wrong
    """What was given is no web address."""

    key = "error.bad_feed_address"


class FeedKnown(BotError):  # noqa: N818 - named by what is so
    """A feed of this address is listed; `feed` is its id."""

    key = "error.feed_known"


class FeedDesk:
    """What she does within one transaction."""

    def __init__(self, opened: Stores, now: int) -> None:
        self._stores, self._now = opened, now

    async def propose(self, chat_id: int, language: str, text: str, region: str) -> None:
        """Have an address looked at. Raises BadFeedAddress, FeedKnown."""
        address = canonical_link(text if "://" in text else f"https://{text}")
        if "." not in (urlsplit(address).hostname or ""):
            raise BadFeedAddress
        await self._refuse_known(address)
        await self._stores.feed_proposals.ask(chat_id, language, address, region, self._now)

    async def take(self, number: int, chat_id: int) -> str | None:
        """Poll the feed that was found from now on; return its id, None if that is decided."""
        proposal = await self._open(number, chat_id)
        if proposal is None or proposal.url is None:
            return None
        await self._refuse_known(proposal.url)
        spec = FeedSpec(
            id=await self._free_id(proposal.url),
            name=(urlsplit(proposal.url).hostname or "").removeprefix("www."),
            langs=proposal.langs,
            region=proposal.region,
            url=proposal.url,
            page=proposal.page,
        )
        await self._stores.feeds.add(spec, self._now)
        await self._stores.feed_proposals.decide(number, "taken")
        return spec.id

    async def leave(self, number: int, chat_id: int) -> None:
        """Take it not; once it was taken nothing changes."""
        if await self._open(number, chat_id):
            await self._stores.feed_proposals.decide(number, "closed")

    async def switch(self, feed_id: str, *, on: bool) -> None:
        """Poll a feed or leave it, whatever feeds.yaml says. Raises NoFeed."""
        if not await self._stores.feeds.switch(feed_id, on=on, now=self._now):
            raise NoFeed

    async def _open(self, number: int, chat_id: int) -> Proposal | None:
        proposal = await self._stores.feed_proposals.get(number)
        mine = proposal is not None and proposal.chat_id == chat_id
        return proposal if mine and proposal and proposal.state == "found" else None

    async def _refuse_known(self, url: str) -> None:
        for feed_id, known in (await self._stores.feeds.addresses()).items():
            if same_address(known) == same_address(url):
                raise FeedKnown(feed=feed_id)

    async def _free_id(self, url: str) -> str:
        """A name made of the host, numbered where it is taken."""
        host = (urlsplit(url).hostname or "").removeprefix("www.")
        name = re.sub(r"[^a-z0-9]+", "_", host.rpartition(".")[0].lower()).strip("_")[:30]
        name = name if name[:1].isalpha() else f"feed_{name}"
        taken = await self._stores.feeds.addresses()
        numbered = (f"{name}_{number}" for number in range(2, len(taken) + 3))
        return next(one for one in (name, *numbered) if one not in taken)


class ProposalRounds:
    """Works off what was proposed: looks, keeps what was found, owes the answer."""

    def __init__(
        self,
        database: Database,
        look: Look,
        view: FeedView,
        clock: Callable[[], int],
        wake: Callable[[], object],
    ) -> None:
        self._database, self._look, self._view = database, look, view
        self._clock, self._wake = clock, wake

    async def run(self) -> int:
        """Work off all that waits; return how many."""
        done = 0
        while proposal := await self._claim():
            finding = await self._look(proposal.address, self._clock())
            await self._answer(proposal, finding)
            done += 1
        return done

    async def _claim(self) -> Proposal | None:
        async with self._database.transaction() as transaction:
            return await stores(transaction).feed_proposals.claim(self._clock(), LEASE_S)

    async def _answer(self, proposal: Proposal, finding: Finding) -> None:
        async with self._database.transaction() as transaction:
            opened = stores(transaction)
            if await opened.feed_proposals.answered(proposal.id, finding):
                await opened.outbox.owe([self._view.found(proposal, finding)], self._clock())
        self._wake()
