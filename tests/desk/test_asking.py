"""A citizen asks: every screen, every kind of message, nothing typed is lost."""

from __future__ import annotations

from tests.desk.at_work import Desk
from tests.sim_driver import AIGUL, GROUP, IRINA, text_of


async def test_a_question_becomes_a_thread_with_a_card_and_the_question_copied(desk: Desk) -> None:
    number = await desk.ask(text="Жалақымды үш ай төлемей жүр")
    card, question = await desk.staff_sees(number)
    assert f"№{number}" in text_of(card)
    assert "Алға ауданы" in text_of(card)
    assert "Еңбек мәселелері" in text_of(card)
    assert text_of(question) == "Жалақымды үш ай төлемей жүр"
    assert "forward_origin" not in question
    receipt = text_of((await desk.said(AIGUL))[-1])
    assert f"№{number}" in receipt
    assert "Ақтөбе облысының ҮЕҰ қауымдастығы" in receipt
    assert "18:00" in receipt or "17:00" in receipt


async def test_the_same_in_russian(desk: Desk) -> None:
    number = await desk.ask(IRINA, "Не платят зарплату", "Работа")
    receipt = text_of((await desk.said(IRINA))[-1])
    assert "Ваше обращение принято" in receipt
    assert "Ассоциация НПО Актюбинской области" in receipt
    assert "орысша" in text_of((await desk.staff_sees(number))[0])


async def test_the_district_is_remembered_so_the_next_question_is_shorter(desk: Desk) -> None:
    await desk.ask()
    await desk.sim.send(AIGUL, "/ask")
    await desk.quiet()
    assert "Сұрағыңыз не туралы" in text_of(await desk.screen(AIGUL))


async def test_words_before_any_button_start_a_question_and_are_kept(desk: Desk) -> None:
    await desk.sim.send(AIGUL, "Көршім шу шығарады")
    await desk.quiet()
    await desk.tap(AIGUL, "Алға", "Тұрғын үй", "Жіберу")
    [case] = await desk.cases()
    assert text_of((await desk.staff_sees(case["id"]))[1]) == "Көршім шу шығарады"


async def test_everything_sent_before_send_joins_the_question(desk: Desk) -> None:
    await desk.sim.send(AIGUL, "/ask")
    await desk.quiet()
    await desk.tap(AIGUL, "Алға", "Еңбек")
    await desk.sim.send(AIGUL, "Бірінші")
    await desk.sim.send_files(AIGUL, "voice", b"voice")
    await desk.sim.send_files(AIGUL, "photo", b"one", b"two", b"three")
    await desk.sim.send_files(AIGUL, "document", b"paper", caption="Шарт")
    await desk.quiet()
    await desk.tap(AIGUL, "Қалсын", "Жіберу")
    [case] = await desk.cases()
    seen = (await desk.staff_sees(case["id"]))[1:]
    kinds = [next(k for k in ("text", "voice", "photo", "document") if k in one) for one in seen]
    assert kinds == ["text", "voice", "photo", "photo", "photo", "document"]
    album = {one["media_group_id"] for one in seen if "photo" in one}
    assert len(album) == 1
    # the screen before came with the first of them: the receipt says that all have arrived
    assert "6 хабарлама" in text_of(await desk.sim.wait_for(AIGUL, "№1"))


async def test_cancel_sends_nothing_and_can_be_taken_back(desk: Desk) -> None:
    await desk.sim.send(AIGUL, "Маңызды сұрақ")
    await desk.quiet()
    await desk.tap(AIGUL, "Бас тарту")
    assert not await desk.cases()
    await desk.tap(AIGUL, "Жалғастыру", "Алға", "Еңбек", "Жіберу")
    [case] = await desk.cases()
    assert text_of((await desk.staff_sees(case["id"]))[1]) == "Маңызды сұрақ"


async def test_every_screen_has_help_cancel_and_the_emergency_button(desk: Desk) -> None:
    await desk.sim.send(AIGUL, "/ask")
    await desk.quiet()
    for label in ("Алға", "Еңбек", None):
        screen = await desk.screen(AIGUL)
        words = str(screen["reply_markup"])
        assert all(word in words for word in ("Бас тарту", "Шұғыл көмек", "Анықтама"))
        await desk.sim.press(AIGUL, screen, "Анықтама")
        if label:
            await desk.tap(AIGUL, label)
    await desk.tap(AIGUL, "Шұғыл көмек")
    assert "112" in text_of((await desk.said(AIGUL))[-1])


async def test_back_leads_to_the_earlier_choice_and_keeps_what_was_written(desk: Desk) -> None:
    await desk.sim.send(AIGUL, "Сұрағым бар")
    await desk.quiet()
    await desk.tap(AIGUL, "Алға", "Артқа", "Темір", "Гранттар", "Тақырыбы", "Отбасы")
    screen = await desk.screen(AIGUL)
    assert "Темір ауданы" in text_of(screen)
    assert "1 хабарлама" in text_of(screen)


async def test_a_sensitive_category_shows_verified_hotlines_first_and_hides_itself(
    desk: Desk,
) -> None:
    await desk.sim.send(AIGUL, "/ask")
    await desk.quiet()
    await desk.tap(AIGUL, "Алға", "Тұрмыстық зорлық")
    numbers, write = (await desk.said(AIGUL))[-2:]
    assert all(one in text_of(numbers) for one in ("112", "102", "111"))
    assert "150" not in text_of(numbers)
    assert "жазыңыз" in text_of(write)
    await desk.sim.send(AIGUL, "Көмек керек")
    await desk.quiet()
    await desk.tap(AIGUL, "Жіберу")
    world = await desk.sim.get("world")
    [group] = [chat for chat in world["chats"] if chat["id"] == GROUP]
    names = [thread["name"] for thread in group["threads"]]
    assert not any("орлық" in name for name in names)
    assert "зорлық" not in text_of((await desk.said(AIGUL))[-1])


async def test_words_of_danger_show_the_emergency_block_at_once_and_block_nothing(
    desk: Desk,
) -> None:
    await desk.sim.send(AIGUL, "Күйеуім мені ұрып жатыр")
    await desk.quiet()
    block, screen = (await desk.said(AIGUL))[-2:]
    assert "102" in text_of(block)
    assert "Қай ауданда" in text_of(screen)
    await desk.tap(AIGUL, "Алға", "Басқа / білмеймін", "Жіберу")
    [case] = await desk.cases()
    assert case["urgent"] == 1
    assert case["answer_due_at"] - desk.now <= 15 * 60


async def test_cases_lists_them_with_their_status_in_words(desk: Desk) -> None:
    await desk.sim.send(AIGUL, "/cases")
    await desk.quiet()
    assert "өтініш жоқ" in (await desk.texts(AIGUL))[-1]
    number = await desk.ask()
    await desk.sim.send(AIGUL, "/cases")
    await desk.quiet()
    assert f"№{number}" in (await desk.texts(AIGUL))[-1]
    assert "Қабылданды" in (await desk.texts(AIGUL))[-1]


async def test_send_pressed_twice_opens_one_case(desk: Desk) -> None:
    await desk.sim.send(AIGUL, "Сұрағым бар")
    await desk.quiet()
    await desk.tap(AIGUL, "Алға", "Еңбек")
    screen = await desk.screen(AIGUL)
    await desk.sim.press(AIGUL, screen, "Жіберу")
    await desk.sim.press(AIGUL, screen, "Жіберу")
    await desk.quiet()
    assert len(await desk.cases()) == 1
