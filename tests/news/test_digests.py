"""Digests come at their hour, once, in her words; nothing new is silence."""

from storage.records.people import SubscriberState
from tests.news.town import AIGUL, IRINA, NOW, Town, buttons_of, texts_of

DAY, HOUR = 86_400, 3600
OWED = "SELECT count(*) FROM outbox WHERE kind = 'digest' AND edition_id IS NOT NULL"
FIRST = ("Шалқарда қоғамдық қор тегін заң кеңесін ашты", "Заңгерлер аптасына екі күн қабылдайды.")
SECOND = ("Хромтауда еріктілер өзен жағасын тазартты", "Сенбілікке жүзден астам адам шықты.")
DUE = NOW + 21 * HOUR  # Monday, eight in the morning


async def test_the_digest_comes_at_the_chosen_hour_and_only_once(town: Town) -> None:
    await town.poll()
    await town.joins()
    town.publish("gazet", *FIRST)
    await town.poll()
    town.now = DUE - 1
    assert await town.rounds.run() == 0
    town.now = DUE
    assert await town.rounds.run() == 1
    assert await town.rounds.run() == 0
    (digest,) = await town.owed(AIGUL)
    assert FIRST[0] in digest
    assert town.woken == 1
    assert (await town.subscriber()).next_due_at == DUE + DAY


async def test_a_story_is_told_once_and_a_day_without_news_is_silent(town: Town) -> None:
    await town.poll()
    await town.joins()
    for day, story in enumerate((FIRST, None, SECOND)):
        if story:
            town.publish("gazet", *story)
            await town.poll()
        town.now = DUE + day * DAY
        await town.rounds.run()
    first, second = await town.owed(AIGUL)
    assert FIRST[0] in first
    assert FIRST[0] not in second
    assert SECOND[0] in second


async def test_what_the_first_digest_showed_does_not_come_again(town: Town) -> None:
    town.publish("gazet", *FIRST)
    await town.poll()
    await town.joins()
    town.now = DUE
    await town.rounds.run()
    assert await town.owed(AIGUL) == []


async def test_equal_wishes_share_one_edition_and_others_get_their_own(town: Town) -> None:
    await town.poll()
    await town.joins()
    await town.joins(1003)
    await town.joins(IRINA, "ru")
    town.publish("gazet", *FIRST)
    await town.poll()
    town.now = DUE
    assert await town.rounds.run() == 3
    async with town.database.transaction() as transaction:
        rows = await transaction.all("SELECT edition_id, body FROM outbox WHERE kind = 'digest'")
    assert len(rows) == 3
    assert len({row["edition_id"] for row in rows}) == 2
    assert {row["body"] for row in rows} == {"{}"}


async def test_a_digest_up_to_three_hours_late_says_so(town: Town) -> None:
    await town.poll()
    await town.joins()
    town.publish("gazet", *FIRST)
    await town.poll()
    town.now = DUE + 2 * HOUR
    await town.rounds.run()
    (digest,) = await town.owed(AIGUL)
    assert "Кешігіп жіберілді" in digest


async def test_a_digest_later_than_that_is_merged_into_the_next(town: Town) -> None:
    await town.poll()
    await town.joins()
    town.publish("gazet", *FIRST)
    await town.poll()
    town.now = DUE + 4 * HOUR
    await town.rounds.run()
    assert await town.owed(AIGUL) == []
    town.publish("gazet", *SECOND)
    await town.poll()
    town.now = DUE + DAY
    await town.rounds.run()
    (digest,) = await town.owed(AIGUL)
    assert FIRST[0] in digest
    assert SECOND[0] in digest


async def test_a_clock_that_was_years_ahead_silences_nobody(town: Town) -> None:
    town.now = NOW + 900 * DAY
    await town.joins()
    town.now = NOW
    await town.rounds.run()
    assert (await town.subscriber()).next_due_at == DUE


async def test_a_clock_set_back_an_hour_sends_nothing_twice(town: Town) -> None:
    await town.poll()
    await town.joins()
    town.publish("gazet", *FIRST)
    await town.poll()
    for now in (DUE, DUE - HOUR, DUE):
        town.now = now
        await town.rounds.run()
    assert len(await town.owed(AIGUL)) == 1


async def test_whoever_paused_left_blocked_or_never_finished_is_not_due(town: Town) -> None:
    await town.poll()
    await town.says("/start", 1)
    for who, leave in ((2, "wish:pause"), (3, "wish:leave")):
        await town.joins(who)
        await town.taps(leave, who)
    await town.joins(4)
    await town.blocks(4)
    town.publish("gazet", *FIRST)
    await town.poll()
    town.now = DUE
    assert await town.rounds.run() == 0


async def test_only_her_topics_come(town: Town) -> None:
    await town.poll()
    await town.joins()
    await town.taps("follow:volunteering:1:0:s")
    town.publish("gazet", *FIRST)
    town.publish("gazet", *SECOND)
    await town.poll()
    town.now = DUE
    await town.rounds.run()
    (digest,) = await town.owed(AIGUL)
    assert SECOND[0] in digest
    assert FIRST[0] not in digest


async def test_digest_at_once_brings_what_is_new_and_then_the_latest_again(town: Town) -> None:
    await town.poll()
    await town.joins()
    town.publish("gazet", *FIRST)
    await town.poll()
    (new,) = texts_of(await town.says("/digest"))
    assert FIRST[0] in new
    (again,) = texts_of(await town.says("📰 Жаңалықтар шолуы"))
    assert "Жаңасы әзірге жоқ" in again
    assert FIRST[0] in again
    town.now = DUE
    await town.rounds.run()
    assert await town.owed(AIGUL) == []


async def test_an_archive_is_shown_on_request_and_never_announced(town: Town) -> None:
    await town.joins()
    town.publish("gazet", *FIRST, age=3 * DAY)
    await town.poll()
    town.now = DUE - HOUR
    (latest,) = texts_of(await town.says("/latest"))
    assert FIRST[0] in latest
    town.now = DUE
    await town.rounds.run()
    assert await town.owed(AIGUL) == []


async def test_without_any_story_she_is_told_so(town: Town) -> None:
    (answer,) = await town.says("/digest")
    assert "әзірге жаңалық жоқ" in answer["text"]


async def test_why_names_the_words_that_were_found(town: Town) -> None:
    town.publish("gazet", *FIRST)
    await town.poll()
    (nothing,) = await town.says("/why")
    assert "/latest" in nothing["text"]
    *_, digest = await town.joins()
    _, which = await town.taps(buttons_of(digest)["Маған емес"])
    _, ways = await town.taps(next(iter(buttons_of(which).values())))
    _, told = await town.taps(buttons_of(ways)["Бұл неге келді?"])
    for answer in ((await town.says("/why"))[0], told):
        assert FIRST[0] in answer["text"]
        assert "«қоғамдық қор»" in answer["text"]


async def test_a_thousand_and_more_people_are_moved_on_in_pages(town: Town) -> None:
    await town.poll()
    await town.joins()
    async with town.database.transaction() as transaction:
        people = [{"id": who} for who in range(10_000, 12_500)]
        await transaction.run_many(
            "INSERT INTO chats (id, kind, created_at) VALUES (:id, 'private', 0)", people
        )
        await transaction.run_many(
            """
            INSERT INTO subscribers (chat_id, preferences_id, schedule_id, state, next_due_at,
                seen_through, last_edition_id, created_at)
            SELECT :id, preferences_id, schedule_id, state, next_due_at,
                seen_through, NULL, 0 FROM subscribers WHERE chat_id = 1001
            """,
            people,
        )
    town.publish("gazet", *FIRST)
    await town.poll()
    town.now = DUE
    assert await town.rounds.run() == 2_501
    async with town.database.transaction() as transaction:
        assert await transaction.value("SELECT count(*) FROM editions") == 1
        assert await transaction.value(OWED) == 2_501
    assert (await town.subscriber()).state is SubscriberState.ACTIVE
