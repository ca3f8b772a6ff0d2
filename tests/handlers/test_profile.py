"""What the bot tells Telegram of itself at start."""

import pytest

from bot.texts import Texts
from handlers.commands import (
    ADMIN,
    CITIZEN,
    COORDINATOR,
    STAFF,
    owe_profile,
    profile,
    profile_told,
    staff_commands,
)
from storage.opening import open_database
from storage.records.delivery import Outcome
from storage.stores import stores
from tests import shipped

ADMIN_ID = 9001
LIMITS = {"name": 64, "description": 512, "short_description": 120}


@pytest.fixture(scope="module")
def texts() -> Texts:
    return shipped.texts()


def test_profile_and_commands_are_told_in_three_languages(texts: Texts) -> None:
    calls = profile(texts, (), {})
    for method in ("setMyName", "setMyDescription", "setMyShortDescription"):
        bodies = [one.body for one in calls if one.method == method]
        assert [body["language_code"] for body in bodies] == ["", "ru", "en"]
    lists = [one.body for one in calls if one.method == "setMyCommands"]
    scopes = {body["scope"]["type"] for body in lists}
    assert "all_private_chats" in scopes
    private = [body for body in lists if body["scope"]["type"] == "all_private_chats"]
    for body in private:
        assert [one["command"] for one in body["commands"]] == list(CITIZEN)


def test_the_texts_fit_into_what_telegram_takes(texts: Texts) -> None:
    for one in profile(texts, (ADMIN_ID,), {}):
        for name, limit in LIMITS.items():
            assert len(one.body.get(name, "")) <= limit
        for command in one.body.get("commands", ()):
            assert 1 <= len(command["description"]) <= 256


def test_an_administrator_sees_her_own_commands_beside_the_others(texts: Texts) -> None:
    bodies = [one.body for one in profile(texts, (ADMIN_ID,), {}) if "scope" in one.body]
    own = [body for body in bodies if body["scope"].get("chat_id") == ADMIN_ID]
    assert len(own) == 3
    for body in own:
        assert [one["command"] for one in body["commands"]] == [*CITIZEN, *ADMIN]


def test_who_administers_a_staff_group_sees_the_coordinators_commands_too(texts: Texts) -> None:
    bodies = [one.body for one in staff_commands(texts, -100)]
    scopes = {one["scope"]["type"]: [two["command"] for two in one["commands"]] for one in bodies}
    assert scopes["chat"] == list(STAFF)
    assert scopes["chat_administrators"] == [*STAFF, *COORDINATOR]


async def test_a_second_start_says_only_what_changed_or_was_refused(texts: Texts) -> None:
    database = await open_database("sqlite://")
    try:
        async with database.transaction() as transaction:
            house = stores(transaction)
            await owe_profile(house, texts, (), 1)
            count = len(profile(texts, (), {}))
            owed = await house.outbox.mark_sending(range(1, count + 1), 1)
            accepted, refused = owed[:-1], owed[-1]
            for one in accepted:
                await profile_told(house, one, Outcome(sent=True), 2)
            await profile_told(house, refused, Outcome(sent=False, reason="refused"), 2)
            again = profile(texts, (), await house.profile.told())
            assert [one.effect_data for one in again] == [refused.effect_data]
    finally:
        await database.close()
