"""Reads what the desk knows: categories, hotlines, offices; refuses them with every problem."""

from pathlib import Path

import yaml

from bot.desk.catalog_answers import load_bodies, load_templates
from bot.desk.catalog_calendar import check_zone, load_holidays, read_hours
from bot.desk.catalog_knowledge_cards import load_cards
from bot.desk.catalog_triage import load_triage
from bot.problems import CatalogProblems, Problem
from bot.rules.desk.desk_catalog import (
    Area,
    Category,
    Hotline,
    Knowledge,
    OfficeFacts,
    without_kind,
)
from bot.rules.desk.triage import UrgentWords
from bot.rules.desk.working_time import Holidays, WorkingCalendar
from bot.rules.news.news_catalog import District, Names, NewsCatalog
from bot.rules.text.patterns import BadPattern, Pattern, PatternIndex, parse
from bot.yaml_nodes import Sheet

HOME = "aqtobe"
PACES = frozenset({"normal", "social", "urgent"})
_NAMES = frozenset({"kk", "ru", "en"})
_DEFAULTS = frozenset({"zone", "hours", "first_answer", "solution_days"})
OFFICES_FILE = frozenset(
    {
        *("version", "defaults", "fallback", "offices"),
        *("consent_version", "keep_months", "keep_months_sensitive"),
    }
)


def load_knowledge(folder: Path, news: NewsCatalog) -> Knowledge:
    """The facts of a folder's yaml files; regions and letters are those of the news.

    Raises CatalogProblems.
    """
    problems: list[Problem] = []
    home = next(region for region in news.regions if region.id == HOME)
    districts = {place.id: _district(place) for place in home.districts}
    others = [region for region in news.regions if region.id != HOME]
    regions = {one.id: Area(one.id, one.names, one.id, one.names) for one in others}
    hotlines, urgent = _hotlines(folder / "hotlines.yaml", news, problems)
    categories = _categories(folder / "categories.yaml", hotlines, problems)
    names = frozenset(categories)
    templates = load_templates(folder / "templates.yaml", names, problems)
    bodies = load_bodies(folder / "bodies.yaml", names, problems)
    holidays = load_holidays(folder / "working_calendar.yaml", problems)
    areas = frozenset({HOME, *districts, *regions})
    reader = _Offices(folder / "offices.yaml", areas, frozenset(categories), holidays)
    offices, fallback = reader.read()
    cards, read_for = load_cards(
        folder / "knowledge_cards.yaml", frozenset(offices), names, problems
    )
    consent, months, fewer = reader.terms()
    problems.extend(reader.sheet.problems)
    if problems:
        raise CatalogProblems(problems)
    return Knowledge(
        categories=categories,
        hotlines=hotlines,
        offices=offices,
        districts=districts,
        regions=regions,
        fallback=fallback,
        consent_version=consent,
        keep_months=months,
        keep_months_sensitive=fewer,
        urgent=urgent,
        model=load_triage(folder, names),
        templates=templates,
        bodies=bodies,
        cards=cards,
        cards_months=read_for,
        home=Area(home.id, home.names, home.id, home.names),
    )


def _district(place: District) -> Area:
    # «Алматы» alone would be the city, not the district of Aktobe that has its name
    button = place.names if place.shared_name else without_kind(place.names)
    return Area(place.id, place.names, HOME, button)


def _hotlines(
    path: Path, news: NewsCatalog, problems: list[Problem]
) -> tuple[dict[str, Hotline], UrgentWords]:
    sheet = Sheet(str(path))
    required = frozenset({"version", "hotlines", "urgent_triggers", "threats"})
    root = sheet.fields(sheet.root(path), required, frozenset({"mask"}))
    lines: dict[str, Hotline] = {}
    for node in sheet.items(root.get("hotlines")):
        found = sheet.fields(node, _NAMES | {"number"}, frozenset({"urgent"}))
        number = sheet.text(found.get("number"))
        if number in lines:
            sheet.wrong(node, f"number {number} is given twice")
        lines[number] = Hotline(number, _names(sheet, found), sheet.flag(found.get("urgent")))
    urgent, threats, mask = (
        PatternIndex(_phrases(sheet, root.get(name), news))
        for name in ("urgent_triggers", "threats", "mask")
    )
    problems.extend(sheet.problems)
    return lines, UrgentWords(urgent, threats, news.letters, mask)


def _phrases(sheet: Sheet, root: yaml.Node | None, news: NewsCatalog) -> list[Pattern]:
    patterns: list[Pattern] = []
    for node in sheet.fields(root, frozenset({"kk", "ru"})).values():
        for member in sheet.items(node):
            try:
                patterns.append(parse(sheet.text(member) or "=", news.letters))
            except BadPattern as error:
                sheet.wrong(member, str(error))
    return patterns


def _categories(
    path: Path, hotlines: dict[str, Hotline], problems: list[Problem]
) -> dict[str, Category]:
    sheet = Sheet(str(path))
    root = sheet.fields(sheet.root(path), frozenset({"version", "categories"}))
    categories: dict[str, Category] = {}
    for node in sheet.items(root.get("categories")):
        category = _category(sheet, node, hotlines)
        if category.id in categories:
            sheet.wrong(node, f"category `{category.id}` is given twice")
        categories[category.id] = category
    if "other" not in categories and not sheet.problems:
        sheet.wrong(None, "there must be a category `other`, for who does not know")
    problems.extend(sheet.problems)
    return categories


def _category(sheet: Sheet, node: yaml.Node, hotlines: dict[str, Hotline]) -> Category:
    required = _NAMES | {"id", "emoji", "button", "pace", "sensitive", "questions"}
    found = sheet.fields(node, required, frozenset({"safety", "hotlines", "keep_months"}))
    pace = sheet.text(found.get("pace"))
    if pace and pace not in PACES:
        sheet.wrong(found.get("pace"), f"`pace`: {pace}; known: {', '.join(sorted(PACES))}")
    numbers = [(sheet.text(one), one) for one in sheet.items(found.get("hotlines"))]
    for number, one in numbers:
        if number and number not in hotlines:
            sheet.wrong(one, f"hotline {number} is not in hotlines.yaml")
    return Category(
        id=sheet.text(found.get("id")),
        emoji=sheet.text(found.get("emoji")),
        names=_names(sheet, found),
        button=_named(sheet, found.get("button")),
        pace=pace,
        sensitive=sheet.flag(found.get("sensitive")),
        questions=tuple(_named(sheet, one) for one in sheet.items(found.get("questions"))),
        safety=_named(sheet, found["safety"]) if "safety" in found else None,
        hotlines=tuple(number for number, _ in numbers),
        keep_months=_count(sheet, found["keep_months"]) if "keep_months" in found else None,
    )


class _Offices:
    """Reads offices.yaml against the areas and categories that exist."""

    def __init__(
        self, path: Path, areas: frozenset[str], categories: frozenset[str], holidays: Holidays
    ) -> None:
        self.sheet = Sheet(str(path))
        self._path, self._areas, self._categories = path, areas, categories
        self._holidays = holidays
        self._root = self.sheet.fields(self.sheet.root(path), OFFICES_FILE)

    def terms(self) -> tuple[int, int, int]:
        """The consent's version, the months cases are kept, and those that sensitive ones are."""
        names = ("consent_version", "keep_months", "keep_months_sensitive")
        version, months, fewer = (self._count(self._root.get(name)) for name in names)
        return version, months, fewer

    def read(self) -> tuple[dict[str, OfficeFacts], str]:
        """Offices by id, and the fallback's id."""
        sheet, root = self.sheet, self._root
        defaults = sheet.fields(root.get("defaults"), _DEFAULTS, frozenset({"urgent_hours"}))
        offices: dict[str, OfficeFacts] = {}
        for node in sheet.items(root.get("offices")):
            office = self._office(node, defaults)
            if office.id in offices:
                sheet.wrong(node, f"office `{office.id}` is given twice")
            offices[office.id] = office
        fallback = sheet.text(root.get("fallback"))
        if fallback and fallback not in offices:
            sheet.wrong(root.get("fallback"), f"`fallback`: there is no office `{fallback}`")
        return offices, fallback

    def _office(self, node: yaml.Node, defaults: dict[str, yaml.Node]) -> OfficeFacts:
        sheet = self.sheet
        optional = _DEFAULTS | {"site", "bin", "team", "categories", "urgent_hours"}
        found = {**defaults, **sheet.fields(node, _NAMES | {"id", "areas"}, optional)}
        zone, hours = check_zone(sheet, found.get("zone")), read_hours(sheet, found.get("hours"))
        return OfficeFacts(
            id=sheet.text(found.get("id")),
            names=_names(sheet, found),
            areas=self._known(found.get("areas"), self._areas, "area"),
            categories=self._known(found.get("categories"), self._categories, "category"),
            calendar=WorkingCalendar(zone, hours, self._holidays),
            first_answer=self._by_pace(found.get("first_answer")),
            solution_days=self._by_pace(found.get("solution_days")),
            urgent_calendar=self._urgent(zone, found.get("urgent_hours")),
            site=sheet.text(found["site"]) if "site" in found else None,
            bin=sheet.text(found["bin"]) if "bin" in found else None,
            team=sheet.flag(found.get("team")),
        )

    def _known(self, node: yaml.Node | None, known: frozenset[str], what: str) -> frozenset[str]:
        members = [(self.sheet.text(one), one) for one in self.sheet.items(node)]
        for name, one in members:
            if name and name not in known:
                self.sheet.wrong(one, f"there is no {what} `{name}`")
        return frozenset(name for name, _ in members)

    def _urgent(self, zone: str, node: yaml.Node | None) -> WorkingCalendar | None:
        if node is None:
            return None
        # somebody who is on duty for emergencies is so on holidays too
        return WorkingCalendar(zone, read_hours(self.sheet, node), Holidays.none())

    def _by_pace(self, node: yaml.Node | None) -> dict[str, int]:
        found = self.sheet.fields(node, PACES)
        return {pace: self._count(found.get(pace)) for pace in PACES}

    def _count(self, node: yaml.Node | None) -> int:
        return _count(self.sheet, node)


def _count(sheet: Sheet, node: yaml.Node | None) -> int:
    value = getattr(node, "value", "")
    if isinstance(value, str) and value.isdigit() and int(value) > 0:
        return int(value)
    if node is not None:
        sheet.wrong(node, "must be a whole number above zero")
    return 1


def _names(sheet: Sheet, found: dict[str, yaml.Node]) -> Names:
    return Names(*(sheet.text(found.get(language)) for language in ("kk", "ru", "en")))


def _named(sheet: Sheet, node: yaml.Node | None) -> Names:
    return _names(sheet, sheet.fields(node, _NAMES))
