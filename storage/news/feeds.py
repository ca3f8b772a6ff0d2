"""Store of feeds: what is listed, what is due, how each one fares."""

import json
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any, cast

from storage.database import Row, Transaction
from storage.records.feeds import FeedSpec, FeedState, IdKind, ListedFeed, PageSelectors

FRESH_STATE = """
    moved_to = NULL, etag = NULL, last_modified = NULL, body_hash = NULL, memory = :empty,
    id_kind = 'guid', failures = 0, first_poll_done = 0, last_error = NULL, next_poll_at = :now,
    ttl_s = NULL
"""


STATE_COLUMNS = (
    "id", "url", "zone", "page", "moved_to", "etag", "last_modified", "body_hash", "memory",
    "id_kind", "next_poll_at", "interval_s", "failures", "first_poll_done", "last_poll_at",
    "last_success_at", "last_error", "notes", "arrivals", "ttl_s",
)  # fmt: skip
LISTED = ", ".join(("name", "region", *STATE_COLUMNS))
WRITTEN = tuple(name for name in STATE_COLUMNS if name not in ("zone", "page"))


class Feeds:
    """Statements on feeds within one transaction."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    async def list_file(self, specs: Iterable[FeedSpec], now: int) -> None:
        """Make the listed feeds those of the file; one that left it is polled no more.

        A feed with another address begins anew; the administrator's own feeds are left alone.
        """
        await self._transaction.run("UPDATE feeds SET enabled = 0 WHERE origin = 'file'")
        for spec in specs:
            await self._start_anew_if_moved(spec, now)
            await self._put(spec, "file", now)

    async def add(self, spec: FeedSpec, now: int) -> None:
        """List a feed that the administrator found; no file takes it away."""
        await self._put(spec, "admin", now)

    async def switch(self, feed_id: str, *, on: bool, now: int) -> bool:
        """Poll a feed or leave it, whatever its file says from now on; False: there is none."""
        touched = await self._transaction.run(
            """
            UPDATE feeds SET switched = :switched, enabled = :on, failures = 0,
                next_poll_at = CASE WHEN enabled = 1 THEN next_poll_at ELSE :now END
            WHERE id = :id
            """,
            id=feed_id,
            switched="on" if on else "off",
            on=int(on),
            now=now,
        )
        return touched > 0

    async def off(self) -> list[str]:
        """Return the ids of the feeds that are not polled."""
        rows = await self._transaction.all("SELECT id FROM feeds WHERE enabled = 0 ORDER BY id")
        return [row["id"] for row in rows]

    async def addresses(self) -> dict[str, str]:
        """Return the address of every feed by its id, those that are off included."""
        rows = await self._transaction.all("SELECT id, url FROM feeds")
        return {row["id"]: row["url"] for row in rows}

    async def _start_anew_if_moved(self, spec: FeedSpec, now: int) -> None:
        await self._transaction.run(
            f"UPDATE feeds SET {FRESH_STATE} WHERE id = :id AND url <> :url",  # noqa: S608 - a constant
            id=spec.id,
            url=spec.url,
            empty=b"",
            now=now,
        )

    async def _put(self, spec: FeedSpec, origin: str, now: int) -> None:
        await self._transaction.run(
            """
            INSERT INTO feeds (id, name, langs, region, url, site, zone, page, origin, enabled,
                memory, id_kind, next_poll_at, interval_s, failures, first_poll_done, notes,
                arrivals)
            VALUES (:id, :name, :langs, :region, :url, :site, :zone, :page, :origin, :enabled,
                :empty, 'guid', :now, 3600, 0, 0, '[]', '[]')
            ON CONFLICT (id) DO UPDATE SET name = excluded.name, langs = excluded.langs,
                region = excluded.region, url = excluded.url, site = excluded.site,
                zone = excluded.zone, page = excluded.page, origin = excluded.origin,
                enabled = CASE feeds.switched WHEN 'on' THEN 1 WHEN 'off' THEN 0
                    ELSE excluded.enabled END
            """,
            origin=origin,
            id=spec.id,
            name=spec.name,
            langs=json.dumps(spec.langs),
            region=spec.region,
            url=spec.url,
            site=spec.site,
            zone=spec.zone,
            page=json.dumps(asdict(spec.page)) if spec.page else None,
            enabled=int(spec.enabled),
            empty=b"",
            now=now,
        )

    async def claim_due(self, now: int, limit: int, lease_s: int) -> list[ListedFeed]:
        """Return feeds that are due; until `lease_s` is over nobody else gets them."""
        rows = await self._transaction.claim(
            f"""
            SELECT {LISTED} FROM feeds WHERE enabled = 1 AND next_poll_at <= :now
            ORDER BY next_poll_at LIMIT :limit
            """,  # noqa: S608 - a constant
            now=now,
            limit=limit,
        )
        found = [_listed(row) for row in rows]
        names = {f"f{place}": feed.state.id for place, feed in enumerate(found)}
        if names:
            ids = ", ".join(f":{name}" for name in names)
            await self._transaction.run(
                f"UPDATE feeds SET next_poll_at = :until WHERE id IN ({ids})",  # noqa: S608 - placeholders only
                until=now + lease_s,
                **names,
            )
        return found

    async def next_due_at(self) -> int | None:
        """Return when the next feed is due, or None when none is listed."""
        value: int | None = await self._transaction.value(
            "SELECT min(next_poll_at) FROM feeds WHERE enabled = 1"
        )
        return value

    async def polled(self, states: Iterable[FeedState]) -> None:
        """Keep what the poller knows now; an address that was changed meanwhile is left alone."""
        await self._transaction.run_many(
            """
            UPDATE feeds SET moved_to = :moved_to, etag = :etag, last_modified = :last_modified,
                body_hash = :body_hash, memory = :memory, id_kind = :id_kind,
                next_poll_at = :next_poll_at, interval_s = :interval_s, failures = :failures,
                first_poll_done = :first_poll_done, last_poll_at = :last_poll_at,
                last_success_at = :last_success_at, last_error = :last_error, notes = :notes,
                arrivals = :arrivals, ttl_s = :ttl_s
            WHERE id = :id AND url = :url
            """,
            [_columns(state) for state in states],
        )

    async def listed(self) -> list[ListedFeed]:
        """Return every feed that is polled, for the administrator."""
        rows = await self._transaction.all(
            f"SELECT {LISTED} FROM feeds WHERE enabled = 1 ORDER BY name"  # noqa: S608 - a constant
        )
        return [_listed(row) for row in rows]


def _columns(state: FeedState) -> dict[str, object]:
    columns = {name: getattr(state, name) for name in WRITTEN}
    columns["id_kind"] = state.id_kind.value
    columns["first_poll_done"] = int(state.first_poll_done)
    columns["notes"] = json.dumps(state.notes)
    columns["arrivals"] = json.dumps(state.arrivals)
    return columns


def _listed(row: Row) -> ListedFeed:
    # by place: a look-up by name costs a row of SQLite more than all the rest
    name, region, *values = cast("Iterable[Any]", row)
    state = dict(zip(STATE_COLUMNS, values, strict=True))
    page = state["page"]
    state["page"] = PageSelectors(**json.loads(page)) if page else None
    state["id_kind"] = IdKind(state["id_kind"])
    state["first_poll_done"] = bool(state["first_poll_done"])
    state["notes"] = tuple(json.loads(state["notes"]))
    state["arrivals"] = tuple(json.loads(state["arrivals"]))
    return ListedFeed(name, region, FeedState(**state))
