"""Alerts come at once for chosen topics, once, and never in quiet hours."""

from bot.delivery.settling import Flight
from bot.news.digest_effects import EFFECTS
from bot.rules.delivery.outcomes import verdict
from tests.news.test_digests import DAY, DUE, FIRST, HOUR, SECOND
from tests.news.test_unsent_digests import LOST, digest_of, settling
from tests.news.town import AIGUL, IRINA, NOW, Town

TITLE = "Жаңа хабар"


async def listening(town: Town, who: int = AIGUL) -> None:
    await town.poll()
    await town.joins(who)
    await town.taps("alert:volunteering:1:0", who)


async def tick(town: Town) -> int:
    await town.poll()
    return await town.alerts.run()


async def test_a_story_of_a_chosen_topic_comes_at_once_and_in_no_digest_again(town: Town) -> None:
    await listening(town)
    town.publish("gazet", *SECOND)
    assert await tick(town) == 1
    assert await town.alerts.run() == 0
    town.publish("gazet", "Ақтөбеде үкіметтік емес ұйымдарға гранттар бөлінді")
    assert await tick(town) == 0
    town.now = DUE
    await town.rounds.run()
    alert, digest = await town.owed(AIGUL)
    assert TITLE in alert
    assert SECOND[0] in alert
    assert SECOND[0] not in digest
    assert "гранттар" in digest


async def test_several_stories_of_one_round_are_one_message(town: Town) -> None:
    await listening(town)
    town.publish("gazet", *SECOND)
    town.publish("gazet", "Мұғалжарда еріктілер қарттарға отын жарып берді")
    assert await tick(town) == 1
    (alert,) = await town.owed(AIGUL)
    assert SECOND[0] in alert
    assert "Мұғалжарда" in alert


async def test_in_quiet_hours_an_alert_waits_until_they_end(town: Town) -> None:
    await listening(town)
    await town.taps("quiet:1320:420")
    town.now = NOW + 12 * HOUR  # eleven at night
    town.publish("gazet", *SECOND)
    assert await tick(town) == 0
    town.now = NOW + 19 * HOUR  # six in the morning
    assert await town.alerts.run() == 0
    town.now = NOW + 20 * HOUR
    assert await town.alerts.run() == 1
    (alert,) = await town.owed(AIGUL)
    assert SECOND[0] in alert


async def test_who_has_just_begun_to_listen_is_not_told_old_stories(town: Town) -> None:
    town.publish("gazet", *SECOND)
    await listening(town)
    assert await tick(town) == 0


async def test_who_paused_or_left_hears_nothing_and_later_finds_it_in_the_digest(
    town: Town,
) -> None:
    await listening(town)
    await town.taps("wish:pause")
    town.publish("gazet", *SECOND)
    assert await tick(town) == 0
    await town.taps("wish:resume")
    assert await town.alerts.run() == 0
    town.now = DUE
    await town.rounds.run()
    (digest,) = await town.owed(AIGUL)
    assert SECOND[0] in digest


async def test_people_of_equal_wishes_share_the_text_of_an_alert(town: Town) -> None:
    await listening(town)
    await listening(town, 1003)
    await town.joins(IRINA, "ru")
    town.publish("gazet", *SECOND)
    assert await tick(town) == 2
    async with town.database.transaction() as transaction:
        rows = await transaction.all("SELECT edition_id, priority FROM outbox WHERE kind = 'alert'")
    assert len(rows) == 2
    assert len({row["edition_id"] for row in rows}) == 1


async def test_an_alert_that_may_not_have_come_is_offered_by_the_digest(town: Town) -> None:
    await listening(town)
    town.publish("gazet", *SECOND)
    await tick(town)
    owed = await digest_of(town, AIGUL)
    await settling(town).settle(
        Flight(owed, owed.method, owed.body), verdict(owed.method, LOST), LOST
    )
    assert "unsent_alert" in EFFECTS
    town.now = DUE
    await town.rounds.run()
    assert SECOND[0] in (await town.owed(AIGUL))[-1]


async def test_a_digest_offered_again_does_not_bring_what_came_as_an_alert(town: Town) -> None:
    await listening(town)
    town.publish("gazet", *FIRST)
    town.publish("gazet", "Ақтөбеде үкіметтік емес ұйымдарға гранттар бөлінді")
    await town.poll()
    town.publish("gazet", *SECOND)
    await tick(town)
    town.now = DUE
    await town.rounds.run()
    owed = await digest_of(town, AIGUL)
    await settling(town).settle(
        Flight(owed, owed.method, owed.body), verdict(owed.method, LOST), LOST
    )
    town.now = DUE + DAY
    await town.rounds.run()
    *_, first, again = await town.owed(AIGUL)
    assert "гранттар" in first
    assert "гранттар" in again
    assert SECOND[0] not in again
