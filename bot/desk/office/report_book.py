"""Writes a workbook: tables with a chart beside each. Knows no words of its own."""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

Cell = str | int | float | None
ChartKind = Literal["bar", "column", "pie"]
WIDTH, NARROW = 34, 13
# The height of a bar with its label, in pixels.
BAR = 22
LINES = {"border": 1, "border_color": "#C8D0D8"}
LOOKS = {
    "title": {"bold": True, "font_size": 14},
    "header": {"bold": True, "bg_color": "#E8EEF4", "text_wrap": True, "valign": "top", **LINES},
    "cell": LINES,
    "hours": {**LINES, "num_format": "0.0"},
    "share": {**LINES, "num_format": "0%"},
    "secret": {**LINES, "align": "right", "font_color": "#888888"},
    "note": {"italic": True, "font_color": "#555555"},
}


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet: a title, a header, rows. `chart` draws column `drawn` of the rows but `totals`.

    None as a cell is a hidden number. `share`: the columns that are shares of one.
    """

    name: str
    title: str
    header: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    chart: ChartKind | None = None
    drawn: int = 1
    totals: int = 0
    share: frozenset[int] = frozenset()
    notes: Sequence[str] = ()


def write_book(tables: Sequence[Table], secret: str, at: int) -> bytes:
    """The workbook's bytes; `secret` stands for hidden numbers, `at` is when it was asked for."""
    stream = io.BytesIO()
    book = Workbook(stream, {"in_memory": True})
    book.set_properties({"created": datetime.fromtimestamp(at, UTC)})
    formats = {name: book.add_format(look) for name, look in LOOKS.items()}
    for table in tables:
        _sheet(book, table, formats, secret)
    book.close()
    return stream.getvalue()


def _sheet(book: Workbook, table: Table, formats: Mapping[str, Format], secret: str) -> None:
    sheet = book.add_worksheet(table.name[:31])
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_column(0, 0, WIDTH)
    sheet.set_column(1, max(1, len(table.header) - 1), NARROW)
    sheet.write(0, 0, table.title, formats["title"])
    for column, words in enumerate(table.header):
        sheet.write(2, column, words, formats["header"])
    for row, cells in enumerate(table.rows, start=3):
        for column, cell in enumerate(cells):
            if cell is None:
                sheet.write_string(row, column, secret, formats["secret"])
            else:
                sheet.write(row, column, cell, formats[_look(cell, column in table.share)])
    for offset, note in enumerate(table.notes):
        sheet.write(4 + len(table.rows) + offset, 0, note, formats["note"])
    if table.header:
        sheet.freeze_panes(3, 1)
    if table.chart:
        _chart(book, sheet, table)


def _look(cell: str | int | float, is_share: bool) -> str:
    if isinstance(cell, str):
        return "cell"
    return "share" if is_share else ("hours" if isinstance(cell, float) else "cell")


def _chart(book: Workbook, sheet: Worksheet, table: Table) -> None:
    last = 2 + len(table.rows) - table.totals
    if last < 3:
        return
    chart = book.add_chart({"type": table.chart})
    if chart is None:
        raise TypeError(f"no such chart: {table.chart}")
    chart.add_series(
        {
            "name": [table.name[:31], 2, table.drawn],
            "categories": [table.name[:31], 3, 0, last, 0],
            "values": [table.name[:31], 3, table.drawn, last, table.drawn],
            "data_labels": {"value": True},
        }
    )
    chart.set_title({"name": table.title, "name_font": {"size": 11}})
    if table.chart != "pie":
        chart.set_legend({"none": True})
    if table.chart == "bar":
        chart.set_y_axis({"reverse": True})
    chart.set_size({"width": 620, "height": max(280, 120 + BAR * (last - 2))})
    sheet.insert_chart(2, len(table.header) + 1, chart)
