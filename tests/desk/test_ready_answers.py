"""Ready texts, similar cases, search and lists: what saves the staff typing."""

from __future__ import annotations

from tests.desk.at_work import Desk
from tests.desk.two_offices import card, press, reply_in, second_group, words
from tests.sim_driver import AIGUL, BAKYT, GROUP, IRINA, SVETLANA, text_of

TEXT = ("Үлгі", "Еңбек құжаттары")


async def test_a_ready_text_is_shown_first_and_sent_by_one_more_tap(desk: Desk) -> None:
    number = await desk.ask()
    before = await desk.texts(AIGUL)
    await press(desk, BAKYT, await card(desk, number), *TEXT)
    assert await desk.texts(AIGUL) == before
    shown = (await desk.staff_sees(number))[-1]
    assert "Әлі жіберілген жоқ" in text_of(shown)
    await press(desk, BAKYT, shown, "Азаматқа жіберу")
    assert (await desk.texts(AIGUL))[-1].startswith("Сәлеметсіз бе! Өтініш дайындауға")
    assert "Әлі жіберілген жоқ" not in text_of((await desk.staff_sees(number))[-1])
    [case] = await desk.cases()
    assert (case["state"], case["taken_by"]) == ("answered", BAKYT)


async def test_a_ready_text_is_sent_once_however_often_and_by_whomever_it_is_pressed(
    desk: Desk,
) -> None:
    number = await desk.ask()
    await press(desk, BAKYT, await card(desk, number), *TEXT)
    shown = (await desk.staff_sees(number))[-1]
    for who in (BAKYT, BAKYT, SVETLANA):
        await desk.sim.press(who, shown, "Азаматқа жіберу")
    await desk.quiet()
    sent = [text for text in await desk.texts(AIGUL) if "Өтініш дайындауға" in text]
    assert len(sent) == 1


async def test_it_speaks_the_language_of_the_case_and_names_its_number(desk: Desk) -> None:
    number = await desk.ask(IRINA, "Не платят", "Работа")
    await press(desk, BAKYT, await card(desk, number), "Үлгі", "Нақтылау керек")
    shown = (await desk.staff_sees(number))[-1]
    assert f"Мы прочитали ваше обращение №{number}" in text_of(shown)
    await press(desk, BAKYT, shown, "Азаматқа жіберу")
    assert f"№{number}" in (await desk.texts(IRINA))[-1]


async def test_own_words_in_reply_to_a_ready_text_go_instead_of_it(desk: Desk) -> None:
    number = await desk.ask()
    await press(desk, BAKYT, await card(desk, number), *TEXT)
    shown = (await desk.staff_sees(number))[-1]
    await reply_in(desk, BAKYT, shown, "Шартыңыз бен үзіндіні алып келіңіз")
    assert (await desk.texts(AIGUL))[-1] == "Шартыңыз бен үзіндіні алып келіңіз"
    assert all("Өтініш дайындауға" not in text for text in await desk.texts(AIGUL))


async def test_a_note_stays_with_the_case_and_never_reaches_the_citizen(desk: Desk) -> None:
    number = await desk.ask()
    before = await desk.texts(AIGUL)
    question = (await desk.staff_sees(number))[1]
    await desk.sim.send(
        SVETLANA,
        "/note Ағасы бұрын жүгінген",
        chat_id=GROUP,
        thread_id=await desk.thread(number),
        reply_to=question["message_id"],
    )
    await desk.quiet()
    assert await desk.texts(AIGUL) == before
    [note] = await desk.rows("SELECT case_id, html, name FROM case_notes")
    assert (note["case_id"], note["html"]) == (number, "Ағасы бұрын жүгінген")
    assert not await desk.rows("SELECT * FROM case_messages WHERE side = 'staff'")


async def test_an_answer_in_the_other_language_goes_out_with_a_word_of_warning(
    desk: Desk,
) -> None:
    number = await desk.ask()
    russian = "Вам нужно обратиться в инспекцию труда с заявлением"
    await desk.answer(number, russian)
    assert (await desk.texts(AIGUL))[-1] == russian
    said = words(await desk.staff_sees(number))
    assert any("қазақша" in text and "орысша" in text for text in said)
    await desk.answer(number, "Еңбек инспекциясына өтініш беруіңіз керек болады")
    warned = [text for text in words(await desk.staff_sees(number)) if "Өтініш тілі" in text]
    assert len(warned) == 1


async def test_cases_are_found_by_number_and_by_words_in_any_form(desk: Desk) -> None:
    first = await desk.ask(text="Зейнетақымды екі ай бермей жатыр")
    second = await desk.ask(IRINA, "Соседи затопили квартиру", "Жильё")
    for asked, found, not_found in (
        (f"/find {first}", first, second),
        ("/find зейнетақы", first, second),
        ("/find квартира соседка", second, first),
    ):
        await desk.sim.send(BAKYT, asked, chat_id=GROUP)
        await desk.quiet()
        said = (await desk.texts(GROUP))[-1]
        assert f"№{found}" in said, asked
        assert f"№{not_found}" not in said, asked


async def test_search_shows_no_case_of_another_office(desk: Desk) -> None:
    group = await second_group(desk)
    number = await desk.ask(text="Зейнетақы туралы")
    for asked in ("/find зейнетақы", f"/find {number}"):
        await desk.sim.send(SVETLANA, asked, chat_id=group)
        await desk.quiet()
        assert f"№{number}" not in (await desk.texts(group))[-1]


async def test_similar_cases_show_what_was_answered_and_hide_who_asked(desk: Desk) -> None:
    group = await second_group(desk)
    first = await desk.ask(
        text="Жалақымды екі ай бермеді, телефоным 87011234567, аты-жөнім Гүлнар Серікқызы"
    )
    await desk.answer(first, "Гүлнар, инспекцияға арыз жазыңыз, үлгісі бізде бар")
    second = await desk.ask(IRINA, "Жалақы бермей жүр", "Работа")
    await press(desk, BAKYT, await card(desk, second), "Тағы", "Ұқсас өтініштер")
    said = text_of((await desk.staff_sees(second))[-1])
    assert "арыз жазыңыз" in said
    assert f"№{first}" in said
    await press(desk, BAKYT, await card(desk, second), "Басқаға беру", "азаматтық орталығы")
    await press(desk, SVETLANA, await card(desk, second, group), "Тағы", "Ұқсас өтініштер")
    [row] = [one for one in await desk.cases() if one["id"] == second]
    said = text_of((await desk.said(group, row["thread_id"]))[-1])
    assert "арыз жазыңыз" in said
    assert "87011234567" not in said
    assert "Гүлнар" not in said
    assert "Серік" not in said
    assert f"№{first}" not in said


async def test_sensitive_cases_are_no_example_for_anybody(desk: Desk) -> None:
    first = await desk.ask(text="Жалақымды бермей жүр")
    await desk.answer(first, "Инспекцияға барыңыз")
    await press(desk, BAKYT, await card(desk, first), "Тағы", "Құпия ету")
    second = await desk.ask(IRINA, "Жалақы бермей жүр", "Работа")
    await press(desk, BAKYT, await card(desk, second), "Тағы", "Ұқсас өтініштер")
    assert "Инспекцияға барыңыз" not in text_of((await desk.staff_sees(second))[-1])


async def test_mine_and_queue_tell_who_has_what(desk: Desk) -> None:
    first = await desk.ask()
    second = await desk.ask(IRINA, "Не платят", "Работа")
    await press(desk, BAKYT, await card(desk, first), "Өзіме алу")
    await desk.sim.send(BAKYT, "/mine", chat_id=GROUP)
    await desk.quiet()
    mine = (await desk.texts(GROUP))[-1]
    assert f"№{first}" in mine
    assert f"№{second}" not in mine
    await desk.sim.send(BAKYT, "/queue", chat_id=GROUP)
    await desk.quiet()
    queue = (await desk.texts(GROUP))[-1]
    assert f"№{second}" in queue
    assert f"№{first}" not in queue


async def test_the_first_page_of_buttons_is_small(desk: Desk) -> None:
    number = await desk.ask()
    rows = (await card(desk, number))["reply_markup"]["inline_keyboard"]
    assert sum(len(row) for row in rows) <= 5
