"""What is different when the bot plays: sample feeds, nothing kept, an office that is bound."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.desk.office.offices import Door, Offices
from bot.news.gathering import Reader
from bot.plan import Plan
from bot.settings import Address
from storage.records.consultation import StaffPerson
from storage.records.feeds import FeedSpec, FeedState, PollResult

FEEDS_S = 2


@dataclass(frozen=True, slots=True)
class Stage:
    """The emulated Telegram: its address and token, its administrators, its staff group.

    `feeds` are the names of its sample feeds by their language.
    """

    url: str
    token: str
    admin_ids: tuple[int, ...]
    group: Door
    feeds: tuple[tuple[str, str], ...] = (("kk", "Sample (kk)"), ("ru", "Sample (ru)"))


def demo_plan(plan: Plan, stage: Stage, folder: str) -> Plan:
    """Return the plan for that stage; the database is a file in `folder`."""
    settings = replace(
        plan.settings,
        bot_token=stage.token,
        telegram_api_url=stage.url,
        database_url=f"sqlite:///{folder}/demo.sqlite3",
        admin_ids=stage.admin_ids,
        feeds_allow_private=(Address("127.0.0.1", int(stage.url.rpartition(":")[2])),),
        webhook_url="",
    )
    samples = tuple(
        FeedSpec(f"sample_{lang}", name, (lang,), "KZ-15", f"{stage.url}/feeds/{lang}.xml")
        for lang, name in stage.feeds
    )
    return replace(plan, settings=settings, feeds=samples)


def eager(read: Reader) -> Reader:
    """A feed is due again at once: what a person publishes on the page is news in seconds."""

    async def soon(states: Sequence[FeedState], now: int) -> list[PollResult]:
        return [
            replace(one, state=replace(one.state, next_poll_at=now + FEEDS_S))
            for one in await read(states, now)
        ]

    return soon


async def bind_office(offices: Offices, office_id: str, group: Door) -> None:
    """Let the group be the office's staff chat, by a one-time code as ever."""
    code = await offices.issue_code(office_id, StaffPerson(group.by, group.name))
    await offices.bind(await offices.check_code(code, group), group)
