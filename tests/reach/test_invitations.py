"""Links that invite: short enough, understood, and each opens what it names."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.links import DeepLinks, Invitation, read_invitation
from tests.desk.at_work import Desk, desk_at_work
from tests.reach.test_places import KK, publish
from tests.sim_driver import AIGUL, Sim


@pytest.fixture
async def desk(sandbox: Sim, tmp_path: Path) -> AsyncIterator[Desk]:
    async with desk_at_work(sandbox, tmp_path) as opened:
        yield opened


async def opens(desk: Desk, kind: str, about: str) -> list[str]:
    await desk.sim.send(AIGUL, f"/start {Invitation(kind, about).payload}")
    await desk.quiet()
    return await desk.texts(AIGUL)


@pytest.mark.parametrize("kind", ["topic", "office", "story", "region", "district"])
def test_what_a_link_carries_is_read_again_and_is_short_enough(kind: str) -> None:
    invitation = Invitation(kind, "KZ-15_almaty_oblysy_centre")
    assert read_invitation(invitation.payload) == invitation
    assert len(invitation.payload) <= 64


@pytest.mark.parametrize(
    "payload", ["", "hello", "topic-", "fly-x", "story-ә", "topic-" + "x" * 60]
)
def test_what_is_none_of_ours_is_no_invitation(payload: str) -> None:
    assert read_invitation(payload) is None


async def test_a_topic_is_chosen_when_she_comes_to_the_topics(desk: Desk) -> None:
    assert "Гранттар" in (await opens(desk, "topic", "grants"))[-2]
    await desk.tap(AIGUL, "Қазақша")
    chosen = (await desk.screen(AIGUL))["reply_markup"]["inline_keyboard"]
    assert [one["text"] for row in chosen for one in row if "✓" in one["text"]] == [
        "✓ 💰 Гранттар, мемтапсырыс"
    ]


async def test_a_story_is_shown_before_she_is_asked_anything(desk: Desk) -> None:
    await publish(desk, KK, "kk")
    shown = await opens(desk, "story", "1")
    assert KK in shown[-2]
    assert "Тілді таңдаңыз" in shown[-1]


async def test_an_office_says_how_to_ask_it(desk: Desk) -> None:
    shown = await opens(desk, "office", "aqtobe_association")
    assert "ҮЕҰ қауымдастығы" in shown[-2]


async def test_what_is_gone_still_leads_into_the_bot(desk: Desk) -> None:
    for kind, about in (("topic", "gone"), ("office", "gone"), ("story", "999")):
        assert "Тілді таңдаңыз" in (await opens(desk, kind, about))[-1]


def test_a_story_is_passed_on_by_telegrams_own_dialog() -> None:
    link = DeepLinks("bridge_bot").pass_on(Invitation("story", "7"), "Тақырып & т.б.")
    assert link.startswith("https://t.me/share/url?url=https%3A%2F%2Ft.me%2Fbridge_bot%3Fstart%3D")
