"""The log of an office: who did what to which case and when; never a text, never another's."""

from __future__ import annotations

import re

from handlers.desk.office.audit import AuditButton
from tests.desk.at_work import Desk, plan
from tests.desk.two_offices import second_group
from tests.sim_driver import ADMIN, AIGUL, BAKYT, GROUP, SVETLANA, text_of

SECRET = "Жалақымды бермей жүр, бұл құпия сөз"
HOME = "aqtobe_association"


async def log(desk: Desk, who: int, words: str, chat: int) -> str:
    await desk.sim.send(who, words, chat_id=chat)
    await desk.quiet()
    return (await desk.texts(chat))[-1]


async def test_who_did_what_is_told_without_a_word_of_the_citizen(desk: Desk) -> None:
    number = await desk.ask(text=SECRET)
    await desk.answer(number, "Мұндай жауап", who=SVETLANA)
    shown = await log(desk, BAKYT, "/audit", GROUP)
    assert f"№{number} жауап берді · Светлана" in shown
    assert f"№{number} сұрақ келді · азамат" in shown
    assert "топты байлады · Бақыт" in shown
    assert "құпия сөз" not in shown
    assert "Мұндай жауап" not in shown
    assert "Айгүл" not in shown


async def test_every_line_is_in_words_and_an_answer_is_one_line(desk: Desk) -> None:
    number = await desk.ask(text=SECRET)
    answer = await desk.answer(number, "Мұндай жауап")
    await desk.sim.edit(BAKYT, answer, "Басқа жауап")
    await desk.quiet()
    await desk.sim.send(AIGUL, "Рақмет")
    await desk.quiet()
    shown = await log(desk, BAKYT, f"/audit {number}", GROUP)
    assert shown.count("жауап берді") == 1
    assert not re.search("[a-z]{3}", shown.replace("/audit", "")), shown


async def test_one_case_is_followed_by_its_number(desk: Desk) -> None:
    first, second = await desk.ask(text="Бірінші"), await desk.ask(text="Екінші")
    await desk.answer(second, "Жауап")
    assert "жауап берді" not in await log(desk, BAKYT, f"/audit {first}", GROUP)
    assert "жауап берді · Бақыт" in await log(desk, BAKYT, f"/audit №{second}", GROUP)
    assert "/audit 147" in await log(desk, BAKYT, "/audit кеше", GROUP)


async def test_older_lines_are_a_page_away(desk: Desk) -> None:
    for number in range(18):
        await desk.sim.send(BAKYT, f"/office mon 09:{number:02d}-18:00", chat_id=GROUP)
    await desk.quiet()
    newest = await log(desk, BAKYT, "/audit", GROUP)
    assert newest.count("жұмыс уақытын өзгертті") == 15
    await desk.sim.press(BAKYT, await desk.screen(GROUP), "Ертерек")
    await desk.quiet()
    older = text_of(await desk.screen(GROUP))
    assert older.count("жұмыс уақытын өзгертті") == 3
    assert "топты байлады" in older
    await desk.sim.press(BAKYT, await desk.screen(GROUP), "Кейінірек")
    await desk.quiet()
    assert text_of(await desk.screen(GROUP)) == newest


async def test_another_offices_log_stays_with_it(desk: Desk) -> None:
    group = await second_group(desk)
    number = await desk.ask()
    assert f"№{number}" not in await log(desk, 2003, "/audit", group)
    assert "жазба жоқ" in await log(desk, 2003, f"/audit {number}", group)
    assert "үйлестіруші" in await log(desk, SVETLANA, "/audit", GROUP)
    assert "үйлестіруші" in await log(desk, AIGUL, "/audit", AIGUL)


async def test_an_administrator_reads_the_log_of_every_office(desk: Desk) -> None:
    number = await desk.ask()
    assert f"№{number}" in await log(desk, ADMIN, "/audit", ADMIN)
    name = plan().knowledge.offices[HOME].names.kk
    assert f"байлау кодын берді: {name} · бот әкімшісі" in await log(desk, ADMIN, "/audit", ADMIN)


def test_every_button_of_the_log_fits_into_64_bytes() -> None:
    for office in plan().knowledge.offices:
        data = AuditButton(office=office, case=10**15, page=10**6).pack()
        assert len(data.encode()) <= 64
