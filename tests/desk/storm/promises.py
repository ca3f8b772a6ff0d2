"""Promises that the bot's own history must show: steps once, nobody barred answers, no mistakes."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Any

from tests.desk.storm.bot import StormBot

# What nobody does who stands aside from a case.
WORK = ("answer", "taken", "closed", "waiting", "forwarded")


async def kept_promises(bot: StormBot) -> dict[str, list[str]]:
    """Return what was broken, by kind."""
    events = await bot.rows("SELECT case_id, kind, actor_id, data FROM case_events ORDER BY id")
    mistakes = await bot.rows(
        "SELECT id, error FROM outbox WHERE error LIKE 'mistake%' OR error LIKE 'effect%'"
    )
    return {
        "escalated twice": list(_steps_twice(events)),
        "answered by who stands aside": list(_barred(events)),
        "mistakes": [f"row {row['id']}: {row['error']}" for row in mistakes],
    }


def _steps_twice(events: list[Any]) -> Iterator[str]:
    """Each step of a case is noted once in a round of its clock."""
    counts = Counter(
        (row["case_id"], *(json.loads(row["data"])[name] for name in ("kind", "percent", "round")))
        for row in events
        if row["kind"] == "step"
    )
    for step, count in counts.items():
        if count > 1:
            yield f"step {step} was said {count} times"


def _barred(events: list[Any]) -> Iterator[str]:
    """Whoever said that she must not work on a case does not, until she takes it back."""
    aside: dict[int, set[int]] = defaultdict(set)
    for row in events:
        case_id, who = row["case_id"], row["actor_id"]
        if row["kind"] == "conflict":
            aside[case_id].add(who)
        elif row["kind"] == "no_conflict":
            aside[case_id].discard(who)
        elif row["kind"] in WORK and who in aside[case_id]:
            yield f"{who} stands aside from case {case_id}: {row['kind']}"
