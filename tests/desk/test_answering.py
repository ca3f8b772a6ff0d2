"""The staff answers in the thread: a reply is the answer, everything else stays there."""

from __future__ import annotations

from tests.desk.at_work import Desk
from tests.sim_driver import AIGUL, BAKYT, GROUP, IRINA, SVETLANA, text_of


async def test_a_reply_to_the_question_reaches_the_citizen_and_is_ticked(desk: Desk) -> None:
    number = await desk.ask()
    sent = await desk.answer(number, "Еңбек инспекциясына жүгініңіз", to=1)
    answer = (await desk.said(AIGUL))[-1]
    assert text_of(answer) == "Еңбек инспекциясына жүгініңіз"
    assert text_of(answer["reply_to_message"]) == "Жалақымды төлемей жүр"
    assert await desk.reactions(GROUP, sent) == ["👌"]
    [case] = await desk.cases()
    assert (case["state"], case["taken_by"]) == ("answered", BAKYT)
    assert "Бақыт" in text_of((await desk.staff_sees(number))[0])


async def test_a_reply_to_the_card_is_an_answer_too(desk: Desk) -> None:
    number = await desk.ask(IRINA, "Не платят", "Работа")
    await desk.answer(number, "Мы проверим", to=0, who=SVETLANA)
    assert (await desk.texts(IRINA))[-1] == "Мы проверим"


async def test_talk_in_the_thread_stays_among_colleagues(desk: Desk) -> None:
    number = await desk.ask()
    thread = await desk.thread(number)
    before = await desk.texts(AIGUL)
    plain = await desk.sim.send(BAKYT, "Кім алады?", chat_id=GROUP, thread_id=thread)
    await desk.sim.send(
        SVETLANA, "Мен", chat_id=GROUP, thread_id=thread, reply_to=plain["message_id"]
    )
    await desk.sim.send(BAKYT, "Жалпы әңгіме", chat_id=GROUP)
    await desk.quiet()
    assert await desk.texts(AIGUL) == before
    assert not await desk.rows("SELECT * FROM case_messages WHERE side = 'staff'")


async def test_media_is_copied_and_an_album_arrives_whole(desk: Desk) -> None:
    number = await desk.ask()
    card = (await desk.staff_sees(number))[0]
    thread = await desk.thread(number)
    place = {"chat_id": GROUP, "thread_id": thread, "reply_to": card["message_id"]}
    await desk.sim.send_files(BAKYT, "document", b"form", caption="Үлгі", **place)
    await desk.quiet()
    document = (await desk.said(AIGUL))[-1]
    assert document["caption"] == "Үлгі"
    await desk.sim.send_files(BAKYT, "photo", b"1", b"2", b"3", **place)
    await desk.later(3)
    photos = (await desk.said(AIGUL))[-3:]
    assert all("photo" in one for one in photos)
    assert len({one["media_group_id"] for one in photos}) == 1


async def test_more_words_of_the_citizen_come_into_the_thread_and_are_ticked(desk: Desk) -> None:
    number = await desk.ask()
    more = await desk.sim.send(AIGUL, "Тағы бір жайт")
    await desk.quiet()
    assert text_of((await desk.staff_sees(number))[-1]) == "Тағы бір жайт"
    assert await desk.reactions(AIGUL, more) == ["👌"]
    assert len(await desk.cases()) == 1


async def test_an_album_of_the_citizen_in_an_open_case_is_copied_whole(desk: Desk) -> None:
    number = await desk.ask()
    await desk.sim.send_files(AIGUL, "photo", b"1", b"2")
    await desk.later(3)
    photos = (await desk.staff_sees(number))[-2:]
    assert len({one["media_group_id"] for one in photos}) == 1


async def test_a_late_part_of_an_album_follows_the_rest(desk: Desk) -> None:
    number = await desk.ask()
    first = await desk.sim.send_files(AIGUL, "photo", b"1", b"2")
    await desk.later(3)
    group = first[0]["media_group_id"]
    await desk.sim.send_files(AIGUL, "photo", b"3", media_group_id=group)
    await desk.later(3)
    photos = [one for one in await desk.staff_sees(number) if "photo" in one]
    assert len(photos) == 3


async def test_words_written_after_an_album_do_not_overtake_it(desk: Desk) -> None:
    """Its copy waits for parts that are late; who writes on has no more of them."""
    number = await desk.ask()
    first = await desk.sim.send_files(AIGUL, "photo", b"1", b"2")
    await desk.sim.send(AIGUL, "Бұл еңбек шартым")
    await desk.heard()
    group = first[0]["media_group_id"]
    await desk.sim.send_files(AIGUL, "photo", b"3", media_group_id=group)
    await desk.later(3)
    last = (await desk.staff_sees(number))[-4:]
    assert ["photo" in one for one in last] == [True, True, False, True]
    sent = await desk.sim.send_files(BAKYT, "photo", b"4", b"5", **await _at(desk, number))
    await desk.answer(number, "Суреттерге қараңыз")
    await desk.later(3)
    hers = [one for one in await desk.said(AIGUL) if "photo" in one or text_of(one)][-3:]
    assert ["photo" in one for one in hers] == [True, True, False], sent


async def test_nor_do_they_when_its_second_came_and_the_sender_has_not_looked(desk: Desk) -> None:
    number = await desk.ask()
    await desk.sim.send_files(AIGUL, "photo", b"1", b"2")
    await desk.heard()
    desk.now += 3
    await desk.sim.send(AIGUL, "Бұл еңбек шартым")
    await desk.later(3)
    last = (await desk.staff_sees(number))[-3:]
    assert ["photo" in one for one in last] == [True, True, False]


async def _at(desk: Desk, number: int) -> dict[str, int]:
    [card, *_] = await desk.staff_sees(number)
    where = {"thread_id": await desk.thread(number), "reply_to": card["message_id"]}
    return {"chat_id": GROUP, **where}


async def test_the_citizens_edit_arrives_as_a_new_version(desk: Desk) -> None:
    number = await desk.ask()
    mine = [m for m in await desk.sim.messages(AIGUL) if text_of(m) == "Жалақымды төлемей жүр"]
    await desk.sim.edit(AIGUL, mine[0], "Жалақымды екі ай төлемей жүр")
    await desk.quiet()
    said = [text_of(one) for one in await desk.staff_sees(number)]
    assert said[1] == "Жалақымды төлемей жүр"
    assert "өзгертті" in said[2]
    assert said[3] == "Жалақымды екі ай төлемей жүр"


async def test_the_staffs_edit_reaches_the_citizen_in_place(desk: Desk) -> None:
    number = await desk.ask()
    sent = await desk.answer(number, "Ертең келіңіз")
    await desk.sim.edit(BAKYT, sent, "Дүйсенбіде келіңіз")
    await desk.quiet()
    assert (await desk.texts(AIGUL))[-1] == "Дүйсенбіде келіңіз"
    assert "Ертең келіңіз" not in await desk.texts(AIGUL)


async def test_two_taps_close_a_case_and_the_citizen_is_told(desk: Desk) -> None:
    number = await desk.ask()
    await desk.answer(number, "Мынау жауап")
    for label in ("Жабу", "Кеңес берілді"):
        await desk.sim.press(BAKYT, (await desk.staff_sees(number))[0], label)
        await desk.quiet()
    assert f"№{number}" in (await desk.texts(AIGUL))[-1]
    assert "жабылды" in (await desk.texts(AIGUL))[-1]
    [case] = await desk.cases()
    assert (case["state"], case["outcome"]) == ("closed", "advised")
    assert "Қайта ашу" in str((await desk.staff_sees(number))[0]["reply_markup"])


async def test_a_closed_case_goes_on_when_she_says_so(desk: Desk) -> None:
    number = await desk.ask()
    for label in ("Жабу", "Мәселе шешілді"):
        await desk.sim.press(BAKYT, (await desk.staff_sees(number))[0], label)
        await desk.quiet()
    await desk.sim.send(AIGUL, "Бірақ ақша әлі түскен жоқ")
    await desk.quiet()
    await desk.tap(AIGUL, f"№{number}")
    assert text_of((await desk.staff_sees(number))[-1]) == "Бірақ ақша әлі түскен жоқ"
    [case] = await desk.cases()
    assert case["state"] == "working"


async def test_with_two_open_cases_a_plain_message_is_asked_about_and_a_reply_is_not(
    desk: Desk,
) -> None:
    first, second = await desk.ask(text="Бірінші"), await desk.ask(text="Екінші")
    await desk.answer(first, "Біріншіге жауап")
    answer = (await desk.said(AIGUL))[-1]
    await desk.sim.send(AIGUL, "Рахмет, тағы бір сұрақ", reply_to=answer["message_id"])
    await desk.quiet()
    assert text_of((await desk.staff_sees(first))[-1]) == "Рахмет, тағы бір сұрақ"
    await desk.sim.send(AIGUL, "Бұл қайсысына?")
    await desk.quiet()
    await desk.tap(AIGUL, f"№{second}")
    assert text_of((await desk.staff_sees(second))[-1]) == "Бұл қайсысына?"


async def test_a_reply_to_a_note_of_the_bot_is_not_sent_and_that_is_said(desk: Desk) -> None:
    number = await desk.ask()
    mine = [m for m in await desk.sim.messages(AIGUL) if text_of(m) == "Жалақымды төлемей жүр"]
    await desk.sim.edit(AIGUL, mine[0], "Жалақымды бермейді")
    await desk.quiet()
    before = await desk.texts(AIGUL)
    await desk.answer(number, "Бұл не?", to=2)
    assert await desk.texts(AIGUL) == before
    assert "жіберілмеді" in (await desk.texts(GROUP))[-1]


async def test_words_of_danger_in_an_open_case_are_shown_to_both_sides(desk: Desk) -> None:
    number = await desk.ask()
    await desk.sim.send(AIGUL, "Ол мені өлтіремін деп қорқытты")
    await desk.quiet()
    assert any("112" in text for text in await desk.texts(AIGUL))
    assert any("қауіп туралы" in text_of(one) for one in await desk.staff_sees(number))
    assert (await desk.cases())[0]["urgent"] == 1


async def test_the_card_says_by_when_another_answer_or_the_solution_is_due(desk: Desk) -> None:
    case = await desk.ask()
    assert "17:00" in text_of((await desk.staff_sees(case))[0])
    await desk.answer(case, "Шартыңыз бар ма?")
    answered = text_of((await desk.staff_sees(case))[0])
    assert "Жауап беру мерзімі" not in answered
    assert "Мәселені шешу мерзімі: ср, 25 қараша, 18:00" in answered
    desk.now += 3600
    await desk.sim.send(AIGUL, "Бар, бірақ бермейді")
    await desk.quiet()
    assert "Жауап беру мерзімі: дс, 23 қараша, 18:00" in text_of((await desk.staff_sees(case))[0])
    await desk.sim.send(BAKYT, "/mine", chat_id=GROUP)
    await desk.quiet()
    assert "18:00" in (await desk.texts(GROUP))[-1]


async def test_the_card_says_who_is_waited_for_from_where_the_staff_stand(desk: Desk) -> None:
    case = await desk.ask()
    for label in ("Тағы", "Азаматты күту"):
        await desk.sim.press(BAKYT, (await desk.staff_sees(case))[0], label)
        await desk.quiet()
    shown = text_of((await desk.staff_sees(case))[0])
    assert "Азаматтың жауабын күтеміз" in shown
    assert "Сізден" not in shown
    assert "⏰" not in shown


async def test_an_anonymous_administrator_answers_in_the_name_of_the_group(desk: Desk) -> None:
    hidden = {"can_manage_topics": True, "is_anonymous": True}
    await desk.sim.post(
        "membership", chat_id=GROUP, user_id=SVETLANA, status="administrator", rights=hidden
    )
    case = await desk.ask()
    sent = await desk.answer(case, "Құжаттарды әкеліңіз", who=SVETLANA)
    assert (sent["from"]["id"], sent["sender_chat"]["id"]) == (1087968824, GROUP)
    assert (await desk.texts(AIGUL))[-1] == "Құжаттарды әкеліңіз"
    shown = text_of((await desk.staff_sees(case))[0])
    assert "Ақтөбе · кеңес" in shown
    assert "Светлана" not in shown
    await desk.sim.edit(SVETLANA, sent, "Құжаттарды ертең әкеліңіз")
    await desk.quiet()
    assert (await desk.texts(AIGUL))[-1] == "Құжаттарды ертең әкеліңіз"
