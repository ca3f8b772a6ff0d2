"""What administrators look at and decide: health, feeds, proposals, the log of a report."""

from __future__ import annotations

from storage.database import Database
from storage.records.delivery import Call, Incoming
from storage.records.feed_proposals import Finding
from storage.records.feeds import FeedSpec, PageSelectors
from storage.records.health import Depth
from storage.stores import stores
from tests.storage.test_desk_stores import NOW, a_case

LIST = PageSelectors("article", title="h2")
PAPER = FeedSpec(id="paper", name="Газет", url="https://a.kz/rss", langs=("kk",), region="aqtobe")


async def test_a_proposal_is_looked_at_by_one_and_decided_once(database: Database) -> None:
    async with database.transaction() as transaction:
        proposals = stores(transaction).feed_proposals
        number = await proposals.ask(1, "kk", "a.kz", "aqtobe", NOW)
        claimed = await proposals.claim(NOW, 60)
        assert claimed is not None
        assert (claimed.id, claimed.state, claimed.url) == (number, "asked", None)
        assert await proposals.claim(NOW + 59, 60) is None
        assert await proposals.claim(NOW + 60, 60) is not None
        found = Finding("https://a.kz/news", langs=("kk", "ru"), page=LIST)
        assert await proposals.answered(number, found)
        assert not await proposals.answered(number, found)
        await proposals.decide(number, "taken")
        decided = await proposals.get(number)
        assert decided is not None
        assert (decided.state, decided.langs, decided.page) == ("taken", ("kk", "ru"), LIST)


async def test_a_feed_stays_as_the_administrator_switched_it(database: Database) -> None:
    async with database.transaction() as transaction:
        feeds = stores(transaction).feeds
        await feeds.list_file([PAPER], NOW)
        assert await feeds.switch("paper", on=False, now=NOW)
        assert not await feeds.switch("unheard_of", on=False, now=NOW)
        await feeds.list_file([PAPER], NOW)
        assert await feeds.off() == ["paper"]
        assert await feeds.claim_due(NOW, 10, 60) == []
        assert await feeds.switch("paper", on=True, now=NOW + 5)
        assert [one.name for one in await feeds.claim_due(NOW + 5, 10, 60)] == ["Газет"]


async def test_health_counts_what_waits_and_names_what_fails(database: Database) -> None:
    async with database.transaction() as transaction:
        opened = stores(transaction)
        health = opened.health
        assert (await health.inbox(NOW), await health.outbox(NOW)) == (Depth(0, None),) * 2
        await opened.feeds.list_file([PAPER], NOW)
        await transaction.run("UPDATE feeds SET failures = 3, last_error = 'timeout'")
        [sick] = await health.sick_feeds()
        assert (sick.name, sick.error, sick.failures) == ("Газет", "timeout", 3)
        assert await health.feeds() == 1
        await opened.inbox.take([Incoming(7, 1, "{}")], NOW)
        ids = await opened.outbox.owe([Call("sendMessage", {"chat_id": 1})] * 2, NOW)
        assert await health.inbox(NOW) == Depth(1, NOW)
        assert await health.outbox(NOW) == Depth(2, NOW)
        await opened.outbox.give_up(ids[0], "refused: 400", NOW + 1)
        [failed] = await health.failed_calls(NOW, 5)
        assert (failed.method, failed.error, failed.at) == ("sendMessage", "refused: 400", NOW + 1)
        assert await health.failed_calls(NOW + 2, 5) == []


async def test_a_report_reads_the_events_of_the_cases_of_its_month(database: Database) -> None:
    async with database.transaction() as transaction:
        opened = stores(transaction)
        case, reports = await a_case(opened), opened.reports
        await opened.cases.note(case.id, "opened", NOW)
        await opened.cases.note(case.id, "answered", NOW + 90)
        await opened.cases.note(case.id, "closed", NOW + 900, data={"outcome": "solved"})
        told = await reports.log(NOW, NOW + 1, NOW + 100)
        assert told[-2:] == [(case.id, NOW, "opened", {}), (case.id, NOW + 90, "answered", {})]
        assert await reports.log(NOW + 1, NOW + 2, NOW + 1000) == []
        assert (await reports.log(NOW, NOW + 1, NOW + 900))[-1][3] == {"outcome": "solved"}
