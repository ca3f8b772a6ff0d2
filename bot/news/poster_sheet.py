"""Prints a poster: one A4 page in black with a QR code. Knows no words of its own."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from reportlab.graphics import renderPDF
from reportlab.graphics.barcode.qr import QrCodeWidget
from reportlab.graphics.shapes import Drawing
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.lib.utils import simpleSplit
from reportlab.pdfbase.pdfmetrics import registerFont, stringWidth
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

FONTS = Path(__file__).parents[1] / "fonts"
PLAIN, BOLD = "DejaVuSans", "DejaVuSans-Bold"
WIDE, MIDDLE = A4[0] - 40 * mm, A4[0] / 2
TOP, FRAME = A4[1] - 20 * mm, 10 * mm
# The code with its quiet zone, which ISO/IEC 18004 wants four modules wide.
CODE, CODE_AT, QUIET = 105 * mm, 31 * mm, 4
LINK_AT = 30 * mm
SMALLEST = 6


@dataclass(frozen=True, slots=True)
class Poster:
    """What stands on it from top to bottom; `link` is coded and printed."""

    language: str
    name: str
    heading: str
    subject: str
    lines: Sequence[str]
    scan: str
    link: str


def print_poster(poster: Poster) -> bytes:
    """The PDF's bytes: the same poster gives the same bytes."""
    for font in (PLAIN, BOLD):
        registerFont(TTFont(font, FONTS / f"{font}.ttf"))
    stream = io.BytesIO()
    page = Canvas(stream, pagesize=A4, invariant=True, lang=poster.language)
    page.setTitle(f"{poster.heading} {poster.subject}")
    page.setAuthor(poster.name)
    page.rect(FRAME, FRAME, A4[0] - 2 * FRAME, A4[1] - 2 * FRAME)
    _words(page, poster)
    _code(page, poster)
    page.showPage()
    page.save()
    return stream.getvalue()


def _words(page: Canvas, poster: Poster) -> None:
    below = _centred(page, TOP, poster.name, PLAIN, 18, 1)
    below = _centred(page, below - 8 * mm, poster.heading, BOLD, 40, 2)
    below = _centred(page, below - 4 * mm, poster.subject, BOLD, 20, 2) - 8 * mm
    for line in poster.lines:
        below = _centred(page, below, line, PLAIN, 18, 1) - 1.5 * mm


def _code(page: Canvas, poster: Poster) -> None:
    code = QrCodeWidget(poster.link, barLevel="Q", barBorder=QUIET, barWidth=CODE, barHeight=CODE)
    renderPDF.draw(Drawing(CODE, CODE, code), page, MIDDLE - CODE / 2, CODE_AT)
    _centred(page, CODE_AT + CODE + 7 * mm, poster.scan, BOLD, 16, 1)
    _centred(page, LINK_AT, poster.link, PLAIN, 13, 1)
    page.linkURL(poster.link, (MIDDLE - WIDE / 2, LINK_AT - 7 * mm, MIDDLE + WIDE / 2, CODE_AT))


def _centred(page: Canvas, top: float, text: str, font: str, size: int, most: int) -> float:
    """Write in `most` lines at most, smaller if needed; the lower edge."""
    lines = simpleSplit(text, font, size, WIDE)
    while size > SMALLEST and (len(lines) > most or _widest(lines, font, size) > WIDE):
        size -= 1
        lines = simpleSplit(text, font, size, WIDE)
    page.setFont(font, size)
    for line in lines:
        page.drawCentredString(MIDDLE, top - size, line)
        top -= size * 1.3
    return top


def _widest(lines: Sequence[str], font: str, size: int) -> float:
    return max((stringWidth(line, font, size) for line in lines), default=0.0)
