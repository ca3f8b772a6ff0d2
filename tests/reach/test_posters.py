"""Posters: what a camera reads on the printed page opens what it names, and nothing is lost."""

from __future__ import annotations

import string
import zlib
from collections.abc import AsyncIterator
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import pypdfium2
import pytest
import zxingcpp
from reportlab.pdfbase.ttfonts import TTFont

from bot.links import DeepLinks, Invitation, read_invitation
from bot.news.poster_rounds import PosterRounds
from bot.news.poster_sheet import BOLD, CODE, FONTS, PLAIN
from handlers.news.poster_view import PosterPages
from storage.records.posters import PosterJob
from tests.desk.at_work import MONDAY, Desk, desk_at_work, plan
from tests.sim_driver import ADMIN, AIGUL, BAKYT, GROUP, SVETLANA, Sim

if TYPE_CHECKING:
    from PIL.Image import Image

    from storage.records.delivery import Call

KAZAKH = "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя"
A4_POINTS = (595, 842)
DPI = 100
LINKS = DeepLinks("altyn_kopir_bot")
MINE = "aqtobe_association"


def pages() -> PosterPages:
    return PosterPages(plan().texts, plan().knowledge, plan().news, LINKS)


def printed(kind: str, about: str, language: str) -> pypdfium2.PdfDocument:
    [file] = pages().finished(PosterJob(1, ADMIN, kind, about, language)).files
    return pypdfium2.PdfDocument(file.content)


def seen(document: pypdfium2.PdfDocument) -> Image:
    """The page as a grey picture: a printer without colours."""
    picture: Image = document[0].render(scale=DPI / 72, grayscale=True).to_pil()
    return picture


def words(document: pypdfium2.PdfDocument) -> str:
    return " ".join(document[0].get_textpage().get_text_bounded().split())


@pytest.fixture
async def desk(sandbox: Sim, tmp_path: Path) -> AsyncIterator[Desk]:
    async with desk_at_work(sandbox, tmp_path) as opened:
        await opened.bind()
        yield opened


class Paper:
    """A view whose first attempt dies with the process."""

    def __init__(self) -> None:
        self.died = False

    def finished(self, job: PosterJob) -> Call:
        if not self.died:
            self.died = True
            raise SystemError("the process ends here")
        return pages().finished(job)

    def failed(self, job: PosterJob) -> Call:
        return pages().failed(job)


def rounds(desk: Desk, view: PosterPages | Paper) -> PosterRounds:
    return PosterRounds(desk.database, view, lambda: MONDAY, desk.sender.wake)


@pytest.mark.parametrize("language", ["kk", "ru"])
@pytest.mark.parametrize(("kind", "about"), [("office", MINE), ("topic", "grants")])
def test_a_camera_reads_the_link_and_a_person_reads_what_it_is(
    kind: str, about: str, language: str
) -> None:
    document = printed(kind, about, language)
    [code] = zxingcpp.read_barcodes(seen(document))
    assert code.text == LINKS.to(Invitation(kind, about))
    assert read_invitation(code.text.partition("start=")[2]) == Invitation(kind, about)
    said = words(document)
    assert pages().names(kind, language)[about] in said
    assert plan().texts.voice(language).plain("poster.scan") in said
    assert code.text in said


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_every_office_and_topic_fits_on_one_page_and_inside_its_frame(language: str) -> None:
    for kind in ("office", "topic"):
        for about in pages().names(kind, language):
            document = printed(kind, about, language)
            assert len(document) == 1
            assert tuple(map(round, document[0].get_size())) == A4_POINTS
            page = document[0]
            boxes = [one.get_bounds() for one in page.get_objects() if one.type == 1]
            assert boxes
            for left, bottom, right, top in boxes:
                assert 40 < left < right < 555, about
                assert 40 < bottom < top < 802, about
            edges = sorted((bottom, top) for _, bottom, _, top in boxes)
            assert all(one[1] <= next_one[0] for one, next_one in pairwise(edges)), about


def test_the_code_is_seven_centimetres_wide_at_least_within_a_quiet_zone() -> None:
    page = seen(printed("office", MINE, "kk"))
    [code] = zxingcpp.read_barcodes(page)
    corners = code.position
    left, right = corners.top_left.x, corners.top_right.x
    top, bottom = corners.top_left.y, corners.bottom_left.y
    assert (right - left) * 25.4 / DPI >= 70
    quiet = int((CODE / 72 * DPI - (right - left)) / 2) - 2
    for box in (
        (left - quiet, top, left - 2, bottom),
        (right + 3, top, right + quiet, bottom),
        (left, top - quiet, right, top - 2),
        (left, bottom + 3, right, bottom + quiet),
    ):
        assert page.crop(box).getextrema() == (255, 255)


@pytest.mark.parametrize("name", [PLAIN, BOLD])
def test_every_letter_of_kazakh_has_a_glyph_of_its_own(name: str) -> None:
    glyphs = TTFont(name, FONTS / f"{name}.ttf").face.charToGlyph
    said = {
        letter
        for kind in ("office", "topic")
        for one in pages().names(kind, "kk").values()
        for letter in one
    }
    letters = {*KAZAKH, *KAZAKH.upper(), *string.printable[:95], *"«»–—№“”", *said}
    assert [letter for letter in letters if not glyphs.get(ord(letter))] == []
    assert len({glyphs[ord(letter)] for letter in KAZAKH}) == len(KAZAKH)


def test_the_same_poster_is_the_same_file() -> None:
    job = PosterJob(1, ADMIN, "topic", "grants", "kk")
    first, second = (zlib.crc32(pages().finished(job).files[0].content) for _ in range(2))
    assert first == second


async def test_a_coordinator_orders_the_poster_of_her_office_in_the_group(desk: Desk) -> None:
    await desk.sim.send(BAKYT, "/poster", chat_id=GROUP)
    await desk.quiet()
    name = plan().knowledge.offices[MINE].names.kk
    for label in ("Ұйым", name, "Русский"):
        await desk.sim.press(BAKYT, await desk.screen(GROUP), label)
        await desk.quiet()
    assert "дайындалып жатыр" in (await desk.texts(GROUP))[-1]
    assert await rounds(desk, pages()).run() == 1
    await desk.quiet()
    [sent] = await desk.sim.calls("sendDocument")
    assert sent["status"] == 200
    assert await rounds(desk, pages()).run() == 0


async def test_she_sees_her_office_alone_and_the_administrator_all(desk: Desk) -> None:
    counted = []
    for who, chat in ((BAKYT, GROUP), (ADMIN, ADMIN)):
        await desk.sim.send(who, "/poster", chat_id=chat)
        await desk.quiet()
        await desk.sim.press(who, await desk.screen(chat), "Ұйым")
        await desk.quiet()
        counted.append(len((await desk.screen(chat))["reply_markup"]["inline_keyboard"]))
    assert counted == [1, len(plan().knowledge.offices)]


@pytest.mark.parametrize(("who", "chat"), [(AIGUL, AIGUL), (SVETLANA, GROUP)])
async def test_nobody_else_orders_a_poster(desk: Desk, who: int, chat: int) -> None:
    await desk.sim.send(who, "/poster", chat_id=chat)
    await desk.quiet()
    assert "үйлестіруші" in str(await desk.texts(who)) + str(await desk.texts(chat))
    assert not await desk.rows("SELECT * FROM poster_jobs")


async def ordered(desk: Desk, about: str = "grants") -> None:
    await desk.sim.send(ADMIN, "/poster")
    await desk.quiet()
    await desk.tap(ADMIN, "Жаңалықтар тақырыбы", pages().names("topic", "kk")[about], "Қазақша")


async def test_a_poster_outlives_the_process_that_was_making_it(desk: Desk) -> None:
    await ordered(desk)
    view = Paper()
    with pytest.raises(SystemError):
        await rounds(desk, view).run()
    assert not await desk.rows("SELECT id FROM outbox WHERE kind = 'poster'")
    assert await rounds(desk, view).run() == 1
    await desk.quiet()
    assert len(await desk.sim.calls("sendDocument")) == 1


async def test_the_same_order_twice_is_one_poster(desk: Desk) -> None:
    await ordered(desk)
    await ordered(desk)
    assert "Бұл плакат" in (await desk.texts(ADMIN))[-1]
    assert await rounds(desk, pages()).run() == 1


async def test_a_poster_of_what_is_gone_is_refused_in_words(desk: Desk) -> None:
    await ordered(desk)
    async with desk.database.transaction() as transaction:
        await transaction.run("UPDATE poster_jobs SET about = 'gone'")
    assert await rounds(desk, pages()).run() == 1
    await desk.quiet()
    assert "Плакат жасалмады" in (await desk.texts(ADMIN))[-1]
    [job] = await desk.rows("SELECT error FROM poster_jobs")
    assert job["error"] == "KeyError"
