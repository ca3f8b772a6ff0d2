"""Fills a database for the digest benchmark: wishes, hours, many subscribers, a week of news."""

import json
import random
from collections.abc import Iterator
from dataclasses import asdict
from itertools import combinations

from storage.database import Database, Transaction
from storage.records.people import Preferences, Schedule
from storage.records.stories import NewStory
from storage.stores import stores

NOW = 1_795_406_400  # Monday 23 November 2026, 09:00 in Aqtobe
WISHES, STORIES, NEW = 2_000, 800, 100
DISTRICTS = (None, "aqtobe_city", "alga", "mugalzhar", "shalqar", "temir", "yrgyz")
TOPICS = ("grants", "ngo_law", "rights", "disability", "women_family", "youth", "volunteering")
TOPICS_OF_STORIES = (*TOPICS, "culture", "social_support", "events", "ngo_sector")
TITLE = "Ақтөбеде «Мейірім» еріктілері жалғызбасты қарттарға көмектесті"
LEAD = "Еріктілер отын жарып, азық-түлік жеткізді; бастаманы облыстық қауымдастық қолдады. "


def all_wishes() -> Iterator[Preferences]:
    """Yield so many distinct wishes: topics, languages, district."""
    groups = [one for count in (0, 1, 2, 3, 4) for one in combinations(TOPICS, count)]
    every = (
        Preferences(language, topics, languages=languages, district=district, tier=tier)
        for tier in ("core", "adjacent")
        for district in DISTRICTS
        for topics in groups
        for language, languages in (("kk", ("kk", "ru")), ("ru", ("kk", "ru")), ("kk", ("kk",)))
    )
    for _, one in zip(range(WISHES), every, strict=False):
        yield one


async def fill(database: Database, people: int) -> None:
    """Write so many subscribers, a fiftieth of them due now; one in ten reads on weekdays only."""
    async with database.transaction() as transaction:
        await _write_stories(transaction)
        await _write_shared(transaction, "preferences", list(map(asdict, all_wishes())))
        hours = [Schedule((540,)), Schedule((540,), (1, 2, 3, 4, 5)), Schedule((1080,))]
        await _write_shared(transaction, "schedules", list(map(asdict, hours)))
        await _write_people(transaction, people, people // 50)


async def _write_shared(
    transaction: Transaction, table: str, bodies: list[dict[str, object]]
) -> None:
    await transaction.run_many(
        f"INSERT INTO {table} (id, body) VALUES (:id, :body)",
        [
            {"id": number, "body": json.dumps(body, sort_keys=True, ensure_ascii=False)}
            for number, body in enumerate(bodies, 1)
        ],
    )


async def _write_people(transaction: Transaction, people: int, due: int) -> None:
    numbers = (
        f"WITH RECURSIVE n (id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM n WHERE id < {people})"
    )
    await transaction.run(
        f"INSERT INTO chats (id, kind, created_at) {numbers} SELECT id, 'private', 0 FROM n"
    )
    await transaction.run(
        f"""
        INSERT INTO subscribers (chat_id, preferences_id, schedule_id, state, next_due_at,
            seen_through, created_at)
        {numbers}
        SELECT id, id % {WISHES} + 1,
            CASE WHEN id > {due} THEN 3 WHEN id / {WISHES} % 10 = 9 THEN 2 ELSE 1 END,
            'active', CASE WHEN id <= {due} THEN {NOW} ELSE {NOW} + 32400 END, {STORIES - NEW}, 0
        FROM n
        """
    )


async def _write_stories(transaction: Transaction) -> None:
    dice, opened = random.Random(1), stores(transaction)
    await transaction.run_many(
        """
        INSERT INTO feeds (id, name, langs, region, url, zone, origin, enabled, memory, id_kind,
            next_poll_at, interval_s, failures, first_poll_done, notes, arrivals)
        VALUES (:id, :id, '[]', 'KZ-15', 'https://a.example', 'Asia/Aqtobe', 'file', 0, x'',
            'guid', 0, 900, 0, 1, '[]', '[]')
        """,
        [{"id": f"feed-{number}"} for number in range(12)],
    )
    for number in range(1, STORIES + 1):
        at = NOW - (STORIES - number) * 860
        topics = tuple(dice.sample(TOPICS_OF_STORIES, dice.randint(1, 3)))
        regions = dice.choice(((), ("KZ-15",), ("KZ-75",)))
        districts = (dice.choice(DISTRICTS[1:]) or "",) if regions == ("KZ-15",) else ()
        tier = dice.choice(("core", "core", "adjacent"))
        await opened.stories.begin(NewStory(tier, topics, regions, districts, False, at))
        await _write_entries(transaction, number, tier, at, dice)


async def _write_entries(
    transaction: Transaction, number: int, tier: str, at: int, dice: random.Random
) -> None:
    feeds = dice.sample(range(12), dice.randint(1, 3))
    await transaction.run_many(
        """
        INSERT INTO entries (feed_id, identity, content_hash, story_id, tier, link, title, lead,
            language, terms, decision, published_at, seen_at)
        VALUES (:feed, :identity, '', :story, :tier, :link, :title, :lead, :language, '', '{}',
            :at, :at)
        """,
        [
            {
                "feed": f"feed-{feed}",
                "identity": f"{number}-{feed}",
                "story": number,
                "tier": tier,
                "link": f"https://feed-{feed}.example/{number}",
                "title": f"{TITLE} {number}-{feed}",
                "lead": LEAD,
                "language": "kk" if feed % 2 else "ru",
                "at": at,
            }
            for feed in feeds
        ],
    )
