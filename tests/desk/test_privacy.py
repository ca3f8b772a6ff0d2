"""What she may take back: the chat on her phone, one message, her data, everything."""

from __future__ import annotations

import re

import pytest

from bot.desk.citizen.aftercare import Aftercare
from bot.rules.desk.private_data import is_card, is_iin, private_data
from storage.migrations import all_migrations
from tests.desk.at_work import Desk, plan
from tests.sim_driver import AIGUL, BAKYT, GROUP, text_of

DAY = 86_400
SECRET = "Құпия сөздер"
# made up, with a right check digit
IIN, CARD = "850314300122", "4400 4302 1234 5679"


async def writes(desk: Desk, text: str) -> None:
    await desk.sim.send(AIGUL, text)
    await desk.quiet()


async def covered_case(desk: Desk) -> int:
    return await desk.ask(about="Отбасы", text=SECRET)


async def left(desk: Desk, chat_id: int) -> list[str]:
    """What still stands in a chat."""
    shown = await desk.sim.messages(chat_id)
    return [text_of(one) for one in shown if not one["sim"]["deleted"]]


async def everything(desk: Desk) -> str:
    """The whole database as text."""
    steps = "".join(statement for step in all_migrations() for statement in step.statements)
    found = []
    for table in sorted(set(re.findall(r"CREATE TABLE (\w+)", steps))):
        rows = await desk.rows(f"SELECT * FROM {table}")
        found.append(str([dict(row) for row in rows]))
    return "\n".join(found)


async def test_an_answer_to_a_covered_case_shows_nothing_until_she_presses(desk: Desk) -> None:
    number = await covered_case(desk)
    sent = await desk.answer(number, "Алимент туралы жауап")
    assert (await desk.texts(AIGUL))[-1] == "Сізге хабарлама келді."
    assert await desk.reactions(GROUP, sent) == ["👌"]
    await desk.tap(AIGUL, "Оқу")
    answer = (await desk.said(AIGUL))[-1]
    assert text_of(answer) == "Алимент туралы жауап"
    await desk.sim.send(AIGUL, "Түсінбедім, қайда барамын?", reply_to=answer["message_id"])
    await desk.quiet()
    assert text_of((await desk.staff_sees(number))[-1]) == "Түсінбедім, қайда барамын?"
    await desk.sim.edit(BAKYT, sent, "Алимент туралы жаңа жауап")
    await desk.quiet()
    assert "Алимент туралы жаңа жауап" in await desk.texts(AIGUL)


async def test_who_reads_alone_gets_answers_as_they_are(desk: Desk) -> None:
    await desk.sim.send(AIGUL, "/ask")
    await desk.quiet()
    await desk.tap(AIGUL, "Алға", "Отбасы")
    await writes(desk, SECRET)
    await desk.tap(AIGUL, "Жауап ашық келсін", "Жіберу")
    await desk.answer(int((await desk.cases())[0]["id"]), "Ашық жауап")
    assert (await desk.texts(AIGUL))[-1] == "Ашық жауап"


async def test_one_tap_clears_two_days_of_both_sides_and_loses_nothing(desk: Desk) -> None:
    await covered_case(desk)
    assert len(await left(desk, AIGUL)) > 4
    await desk.tap(AIGUL, "Чатты тазалау")
    assert await left(desk, AIGUL) == []
    [message] = await desk.rows("SELECT content FROM case_messages")
    assert SECRET in message["content"]


async def test_an_identity_number_may_be_taken_out_before_it_is_sent(desk: Desk) -> None:
    await writes(desk, f"Менің ЖСН {IIN}")
    warned = next(one for one in await desk.said(AIGUL) if "ЖСН сияқты" in text_of(one))
    await writes(desk, "Жәрдемақы алсам бола ма?")
    await desk.sim.press(AIGUL, warned, "өшіру")
    await desk.quiet()
    await desk.tap(AIGUL, "Алға", "Жәрдемақы", "Жіберу")
    assert IIN not in str([dict(row) for row in await desk.rows("SELECT * FROM case_messages")])
    assert not any(IIN in text for text in await left(desk, AIGUL))


@pytest.mark.parametrize("text", [f"ИИН {IIN}", "850314 300122", f"карта {CARD}"])
def test_numbers_of_people_and_cards_are_found(text: str) -> None:
    assert private_data(text)


@pytest.mark.parametrize(
    "text",
    ["+7 701 123 45 67", "БСН 940240000417", "850314300123", "2026 жылы 4 маусым", "1000000"],
)
def test_phones_organisations_and_years_are_not(text: str) -> None:
    assert not private_data(text)


def test_a_number_that_is_called_so_is_noticed_with_a_slip_of_the_finger_too() -> None:
    assert not is_iin("850314300123")
    assert private_data("Менің ЖСН-ым: 850314300123") == {"iin"}
    assert private_data("ИИН 8503 1430 0123") == {"iin"}
    assert not private_data("БИН 850314300123")


def test_check_digits_are_counted() -> None:
    assert is_iin(IIN)
    assert not is_iin("850314300123")
    assert not is_iin("851314300122")
    assert is_card(CARD)
    assert not is_card("4400 4302 1234 5678")


def test_a_paper_is_known_by_its_caption_or_its_name() -> None:
    assert private_data("жеке куәлігім", "") == {"paper"}
    assert private_data("", "udostoverenie_scan.pdf") == {"paper"}
    assert not private_data("мой паспорт потерялся, что делать")


async def test_a_photo_without_a_word_is_asked_about_once_and_may_be_taken_out(desk: Desk) -> None:
    await desk.sim.send(AIGUL, "/ask")
    for _ in range(2):
        await desk.sim.send_files(AIGUL, "photo", b"x")
    await desk.quiet()
    asked = [one for one in await desk.said(AIGUL) if "куәлік" in text_of(one)]
    assert len(asked) == 1
    await desk.sim.press(AIGUL, asked[0], "өшіру")
    await desk.quiet()
    assert len(await desk.rows("SELECT * FROM draft_messages")) == 1


async def test_a_photo_with_words_and_a_voice_are_not_asked_about(desk: Desk) -> None:
    await desk.sim.send(AIGUL, "/ask")
    await desk.sim.send_files(AIGUL, "photo", b"x", caption="Есіктің алдындағы шұңқыр")
    await desk.sim.send_files(AIGUL, "voice", b"x")
    await desk.quiet()
    assert not [one for one in await desk.texts(AIGUL) if "куәлік" in one]


async def test_an_identity_number_in_an_open_case_is_noticed_and_taken_from_the_staff(
    desk: Desk,
) -> None:
    number = await desk.ask(text="Зейнетақы туралы")
    await writes(desk, "ЖСН 880101300123 осы")
    assert any("880101300123" in text_of(one) for one in await desk.staff_sees(number))
    await desk.tap(AIGUL, "өшіру")
    assert not any("880101300123" in text for text in await left(desk, GROUP))
    assert not any("880101300123" in text for text in await left(desk, AIGUL))
    assert "880101300123" not in await everything(desk)
    assert any("мамандардан да" in text for text in await desk.texts(AIGUL))
    await desk.answer(number, "Жауап")
    assert (await desk.texts(AIGUL))[-1] == "Жауап"


async def test_delete_removes_her_and_her_words_everywhere_at_once(desk: Desk) -> None:
    number = await desk.ask(text=SECRET)
    await desk.answer(number, "Жауап: құпия кеңес")
    await writes(desk, "Тағы бір құпия")
    await writes(desk, "/delete")
    await desk.tap(AIGUL, "Иә, бәрін жою")
    kept = await everything(desk)
    for words in (SECRET, "құпия кеңес", "Тағы бір құпия"):
        assert words not in kept
    [case] = await desk.cases()
    assert (case["state"], case["citizen_id"], case["district"]) == ("closed", None, "alga")
    assert not await desk.rows("SELECT * FROM chats WHERE id = :id", id=AIGUL)
    seen = await left(desk, GROUP)
    assert SECRET not in seen
    assert any("деректерін жойды" in text for text in seen)


async def test_a_reply_to_a_case_that_was_deleted_says_so(desk: Desk) -> None:
    number = await desk.ask(text=SECRET)
    await writes(desk, "/delete")
    await desk.tap(AIGUL, "Иә, бәрін жою")
    await desk.answer(number, "Кеш жауап")
    assert any("жойылған" in text for text in await desk.texts(GROUP))
    assert "Кеш жауап" not in await desk.texts(AIGUL)


async def test_texts_go_when_the_term_of_their_category_is_over(desk: Desk) -> None:
    plain, sensitive = await desk.ask(text="Жай сұрақ"), await covered_case(desk)
    for number in (plain, sensitive):
        for label in ("Жабу", "Кеңес берілді"):
            await desk.sim.press(BAKYT, (await desk.staff_sees(number))[0], label)
            await desk.quiet()
    desk.now += 7 * 30 * DAY
    after = Aftercare(
        desk.database, plan().knowledge, desk.words(), lambda: desk.now, desk.sender.wake
    )
    await after.run()
    await desk.quiet()
    kept = await everything(desk)
    assert SECRET not in kept
    assert "Жай сұрақ" in kept
    desk.now += 6 * 30 * DAY
    await after.run()
    await desk.quiet()
    assert "Жай сұрақ" not in await everything(desk)
    assert not await desk.rows("SELECT * FROM citizens")


async def test_the_consent_is_kept_with_its_version_and_its_moment(desk: Desk) -> None:
    await writes(desk, SECRET)
    await desk.tap(AIGUL, "Алға", "Еңбек")
    preview = text_of(await desk.screen(AIGUL))
    for part in (
        "Кім сақтайды",
        "Не үшін",
        "12 ай",
        "/mydata",
        "/delete",
        "басқа қауымдастыққа",
        "нұсқасы: 3",
    ):
        assert part in preview
    await desk.tap(AIGUL, "Жіберу")
    [case] = await desk.cases()
    assert (case["consent_version"], case["consented_at"]) == (3, desk.now)


def test_every_table_that_knows_a_chat_is_forgotten_or_excused() -> None:
    """A table that a later migration adds must be named here by whoever adds it."""
    made = [sql for step in all_migrations() for sql in step.statements if "CREATE TABLE" in sql]
    follows = "REFERENCES chats (id) ON DELETE CASCADE"
    tables = {
        sql.split()[2] for sql in made if re.search(r"\bchat_id\b", sql) and follows not in sql
    }
    forgotten = {"outbox", "draft_messages", "citizens", "exports"}
    cases = {"cases", "case_messages", "case_posts", "case_notes", "case_prompts"}
    staff = {"offices", "binding_codes", "binding_attempts", "feed_proposals", "report_jobs"}
    staff |= {"poster_jobs", "places"}  # groups and channels
    staff |= {"case_places", "morning_lists", "knowledge_cards"}  # groups of the staff
    assert tables <= forgotten | cases | staff, tables - forgotten - cases - staff


async def test_her_name_leaves_the_card_with_the_texts(desk: Desk) -> None:
    await desk.sim.send(AIGUL, "/ask")
    await desk.quiet()
    await desk.tap(AIGUL, "Алға", "Еңбек")
    await writes(desk, SECRET)
    await desk.tap(AIGUL, "Атымды көрсету", "Жіберу")
    [case] = await desk.cases()
    for label in ("Жабу", "Кеңес берілді"):
        await desk.sim.press(BAKYT, (await desk.staff_sees(int(case["id"])))[0], label)
        await desk.quiet()
    assert any("Айгүл" in text for text in await left(desk, GROUP))
    desk.now += 13 * 30 * DAY
    await Aftercare(
        desk.database, plan().knowledge, desk.words(), lambda: desk.now, desk.sender.wake
    ).run()
    await desk.quiet()
    assert not any("Айгүл" in text for text in await left(desk, GROUP))
