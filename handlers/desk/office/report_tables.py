"""The tables of the monthly workbook, in the words of one language."""

from collections.abc import Sequence

from bot.desk.office.report_book import Cell, ChartKind, Table
from bot.rules.desk.case_report import Counted, Report
from bot.rules.desk.desk_catalog import Knowledge, said
from bot.rules.desk.suppression import ALL
from bot.texts import Voice
from handlers.desk.case_cards import LANGUAGE_NAMES, OUTCOMES, area_name
from storage.records.case_clocks import ANSWER, SOLUTION

SECRET = "*"  # noqa: S105 - stands for a hidden number
LANGUAGES = ("kk", "ru", "en")


def tables(report: Report, knowledge: Knowledge, voice: Voice, title: str) -> list[Table]:
    """All sheets, the most asked for first."""
    desk = _Sheets(report, knowledge, voice)
    return [
        desk.districts(title),
        desk.languages(),
        desk.times(),
        desk.outcomes(),
        desk.voices(),
        desk.everything(),
    ]


class _Sheets:
    def __init__(self, report: Report, knowledge: Knowledge, voice: Voice) -> None:
        self._report, self._knowledge, self._voice = report, knowledge, voice
        self._all = voice.plain("report.all")
        self._note = (voice.plain("report.secret"),)

    def districts(self, title: str) -> Table:
        categories = self._report.values(1)
        names = [self._category(one) for one in categories]
        rows = [
            [name, *(self._cases(one, category, ALL) for category in (ALL, *categories))]
            for one, name in self._districts()
        ]
        header = [self._voice.plain("report.district"), self._all, *names]
        sheet = self._voice.plain("report.sheet_districts")
        whole = title.replace("<b>", "").replace("</b>", "").replace("\n", " · ")
        return Table(sheet, whole, header, rows, "bar", totals=1, notes=self._note)

    def languages(self) -> Table:
        rows = [
            [name, *(self._cases(ALL, one, language) for language in (ALL, *LANGUAGES))]
            for one, name in self._categories()
        ]
        header = [self._voice.plain("report.category"), self._all, *self._languages()]
        return self._table("report.sheet_categories", header, rows, "bar", totals=1)

    def times(self) -> Table:
        rows: list[Sequence[Cell]] = []
        for one, name in self._categories():
            cells: list[Cell] = [name]
            for target in (ANSWER, SOLUTION):
                pace = self._report.paces.get((target, one))
                if pace is None:
                    cells += [None, None]
                else:
                    cells += [pace.share, pace.median_s / 3600]
            rows.append(cells)
        header = [
            self._voice.plain("report.category"),
            self._voice.plain("report.answer_in_time"),
            self._voice.plain("report.answer_hours"),
            self._voice.plain("report.solution_in_time"),
            self._voice.plain("report.solution_hours"),
        ]
        return self._table(
            "report.sheet_times", header, rows, "bar", totals=1, share=frozenset({1, 3})
        )

    def outcomes(self) -> Table:
        names = {one: self._voice.plain(key) for one, key in OUTCOMES.items()}
        names["open"] = self._voice.plain("report.open")
        rows = self._counts(self._report.outcomes, names)
        header = [self._voice.plain("report.outcome"), self._voice.plain("report.cases")]
        return self._table("report.sheet_outcomes", header, rows, "pie", totals=1)

    def voices(self) -> Table:
        rows: list[Sequence[Cell]] = [
            [self._voice.plain("report.good"), self._report.ratings.shown("yes")],
            [self._voice.plain("report.bad"), self._report.ratings.shown("no")],
            [self._voice.plain("report.did_help"), self._report.helped.shown("yes")],
            [self._voice.plain("report.did_not_help"), self._report.helped.shown("no")],
            [self._voice.plain("report.was_forwarded"), self._report.forwarded.shown("yes")],
            [self._voice.plain("report.was_moved"), self._report.moved.shown("yes")],
            [self._voice.plain("report.was_late"), self._report.late.shown("yes")],
        ]
        header = [self._voice.plain("report.what"), self._voice.plain("report.cases")]
        return self._table("report.sheet_voices", header, rows, "column")

    def everything(self) -> Table:
        rows: list[Sequence[Cell]] = [
            [place, topic, *(self._cases(one, about, lang) for lang in (ALL, *LANGUAGES))]
            for one, place in self._districts()
            for about, topic in self._categories()
            if (one, about, ALL) in self._report.cases.counts
        ]
        header = [self._voice.plain("report.district"), self._voice.plain("report.category")]
        header += [self._all, *self._languages()]
        return self._table("report.sheet_all", header, rows)

    def _table(
        self,
        key: str,
        header: Sequence[str],
        rows: Sequence[Sequence[Cell]],
        chart: ChartKind | None = None,
        totals: int = 0,
        share: frozenset[int] = frozenset(),
    ) -> Table:
        name = self._voice.plain(key)
        return Table(name, name, header, rows, chart, totals=totals, share=share, notes=self._note)

    def _cases(self, *key: str) -> int | None:
        return self._report.cases.shown(*key)

    def _counts(self, counted: Counted, names: dict[str, str]) -> list[Sequence[Cell]]:
        rows: list[Sequence[Cell]] = [[name, counted.shown(one)] for one, name in names.items()]
        return [*rows, [self._all, counted.shown(ALL)]]

    def _districts(self) -> list[tuple[str, str]]:
        names = [(one, area_name(one, self._knowledge, self._voice)) for one in self._values(0)]
        return [*names, (ALL, self._all)]

    def _categories(self) -> list[tuple[str, str]]:
        return [*((one, self._category(one)) for one in self._values(1)), (ALL, self._all)]

    def _values(self, place: int) -> list[str]:
        return self._report.values(place)

    def _category(self, category_id: str) -> str:
        category = self._knowledge.categories.get(category_id)
        return said(category.names, self._voice.language) if category else category_id

    def _languages(self) -> list[str]:
        return [self._voice.plain(LANGUAGE_NAMES[one]) for one in LANGUAGES]
