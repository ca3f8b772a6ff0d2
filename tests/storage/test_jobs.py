"""Reports and posters that were made are forgotten after their term; those that wait stay."""

from __future__ import annotations

from storage.database import Database
from storage.stores import stores

NOW, DAY = 1_795_327_200, 86_400


async def test_settled_jobs_go_and_waiting_ones_stay(database: Database) -> None:
    async with database.transaction() as transaction:
        opened = stores(transaction)
        for store in (opened.reports, opened.posters):
            for month in ("2026-09", "2026-10", "2026-11"):
                await store.ask(9001, "office", month, "kk", NOW)
            for settled in (NOW - 40 * DAY, NOW):
                job = await store.next()
                assert job is not None
                await store.done(job.id, settled)
            assert await store.forget_done(NOW - 30 * DAY) == 1
            assert await store.next() is not None
        for table in ("report_jobs", "poster_jobs"):
            left = await transaction.value(f"SELECT count(*) FROM {table}")
            assert left == 2


async def test_what_waits_already_is_not_asked_for_twice(database: Database) -> None:
    async with database.transaction() as transaction:
        reports = stores(transaction).reports
        for office in ("office", None):
            assert await reports.ask(9001, office, "2026-11", "kk", NOW)
            assert not await reports.ask(9001, office, "2026-11", "kk", NOW + 1)
        waiting = await reports.next()
        assert waiting is not None
        assert (waiting.office_id, waiting.month, waiting.asked_at) == ("office", "2026-11", NOW)
        assert await reports.done(waiting.id, NOW + 2)
        assert not await reports.done(waiting.id, NOW + 3)
        assert await reports.ask(9001, "office", "2026-11", "kk", NOW + 4)
