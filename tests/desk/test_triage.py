"""The desk reads what is written: the likeliest category stands first, danger is answered first."""

from __future__ import annotations

import pytest

from tests.desk.at_work import Desk
from tests.sim_driver import AIGUL, IRINA, text_of


def buttons(screen: dict[str, object]) -> list[str]:
    """The words of all buttons of a screen, in their order."""
    markup = screen["reply_markup"]
    assert isinstance(markup, dict)
    return [button["text"] for row in markup["inline_keyboard"] for button in row]


@pytest.mark.parametrize(
    ("person", "district", "text", "guess"),
    [
        (AIGUL, "Алға", "Жалақымды үш айдан бері төлемей жүр", "Еңбек"),
        (AIGUL, "Алға", "kuieuim aliment tolemeidi, kaida aryz beremin", "Отбасы"),
        (IRINA, "Алгинский", "Как открыть общественный фонд и какие нужны документы", "НПО"),
    ],
)
async def test_the_best_guess_is_the_first_button(
    desk: Desk, person: int, district: str, text: str, guess: str
) -> None:
    await desk.sim.send(person, text)
    await desk.quiet()
    await desk.tap(person, district)
    assert guess in buttons(await desk.screen(person))[0]


async def test_words_of_danger_that_no_list_has_bring_the_numbers_at_once(desk: Desk) -> None:
    await desk.sim.send(AIGUL, "Ол мені үйден шығармайды, телефонымды тартып алды")
    await desk.quiet()
    assert any("111" in text_of(one) and "102" in text_of(one) for one in await desk.said(AIGUL))


async def test_a_seminar_about_danger_brings_none(desk: Desk) -> None:
    await desk.sim.send(IRINA, "Когда пройдёт семинар по профилактике суицида для учителей?")
    await desk.quiet()
    assert not any(
        "112" in text_of(one) and "102" in text_of(one) for one in await desk.said(IRINA)
    )
