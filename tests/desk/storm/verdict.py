"""Counts what a storm was, and lists each broken promise by its kind."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from tests.desk.storm.bot import StormBot
from tests.desk.storm.oracle import Oracle
from tests.desk.storm.people import People
from tests.desk.storm.promises import kept_promises
from tests.desk.storm.replay import differences
from tests.desk.storm.weather import Weather

# A citizen's chat stands behind a number of hers.
MESSAGES = """
    SELECT case_id, side, message_id, coalesce((SELECT citizens.chat_id FROM citizens
        WHERE citizens.id = case_messages.chat_id), chat_id) AS chat_id,
        EXISTS (SELECT * FROM cases JOIN case_events ON case_events.case_id = cases.id
            WHERE cases.id = case_messages.case_id AND cases.state = 'closed'
                AND case_events.kind = 'withdrawn' AND case_messages.way = 'waiting'
                AND case_events.at >= case_messages.created_at) AS taken_back
    FROM case_messages ORDER BY id
"""


@dataclass
class Verdict:
    """What came of a storm: counts, and broken promises by kind."""

    counts: dict[str, int]
    broken: dict[str, list[str]] = field(default_factory=dict)

    @property
    def calm(self) -> bool:
        """No promise was broken."""
        return not any(self.broken.values())


async def judged(people: People, weather: Weather, bot: StormBot, fresh: Path) -> Verdict:
    """Ask the oracle and the database; replay the log into the file `fresh`."""
    oracle = Oracle(people, await bot.rows(MESSAGES))
    failed = await bot.rows("SELECT update_id, error FROM inbox WHERE error IS NOT NULL")
    broken = {
        "lost": list(oracle.lost()),
        "to a wrong person": list(oracle.strangers()),
        "internal words outside": list(oracle.leaks()),
        "order": list(oracle.disorder()),
        **await kept_promises(bot),
        "failed": [f"{row['update_id']}: {row['error']}" for row in failed],
        "replay": await differences(bot.database, fresh),
    }
    return Verdict(await _counts(people, weather, bot, oracle), broken)


async def _counts(
    people: People, weather: Weather, bot: StormBot, oracle: Oracle
) -> dict[str, int]:
    [row] = await bot.rows(
        """
        SELECT (SELECT count(*) FROM cases) AS cases,
            (SELECT count(*) FROM case_events WHERE kind = 'step') AS escalations,
            (SELECT count(*) FROM storm_log) AS lines,
            (SELECT count(*) FROM outbox WHERE state = 'failed') AS refused
        """
    )
    world = people.world
    return {
        "updates": world.updates.next_id - 500_000_001,
        "cases": row["cases"],
        "copies": len(oracle.carried),
        "replies refused with a word": len(oracle.refused),
        "calls": world.transcript.count,
        "restarts": weather.seen["restarts"],
        "429": world.transcript.errors["429"],
        "blocked": people.deeds["blocked"],
        **{name: count for name, count in sorted(weather.seen.items()) if name != "restarts"},
        "escalations": row["escalations"],
        "calls refused for good": row["refused"],
        "lines of the log": row["lines"],
    }
