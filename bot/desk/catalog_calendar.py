"""Reads working_calendar.yaml and the hours of an office, noting each problem with its line."""

import re
from datetime import date
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import yaml

from bot.problems import Problem
from bot.rules.desk.working_time import Holidays, Interval, YearlyDay
from bot.yaml_nodes import Sheet

WEEKDAYS = {"mon": 1, "tue": 2, "wed": 3, "thu": 4, "fri": 5, "sat": 6, "sun": 7}
_INTERVAL = re.compile(r"([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-4]):([0-5]\d)")


def load_holidays(path: Path, problems: list[Problem]) -> Holidays:
    """The days without work; problems are appended."""
    sheet = Sheet(str(path))
    names = frozenset({"version", "yearly", "days_off", "working_days"})
    root = sheet.fields(sheet.root(path), names)
    holidays = Holidays(
        tuple(_yearly(sheet, node) for node in sheet.items(root.get("yearly"))),
        frozenset(_date(sheet, node) for node in sheet.items(root.get("days_off"))),
        frozenset(_date(sheet, node) for node in sheet.items(root.get("working_days"))),
    )
    problems.extend(sheet.problems)
    return holidays


def read_hours(sheet: Sheet, node: yaml.Node | None) -> dict[int, tuple[Interval, ...]]:
    """Intervals by ISO weekday, written as `mon: "09:00-13:00, 14:00-18:00"`."""
    hours: dict[int, tuple[Interval, ...]] = {}
    for key, value in sheet.pairs(node):
        if key.value not in WEEKDAYS:
            sheet.wrong(key, f"`{key.value}` is no weekday; known: {', '.join(WEEKDAYS)}")
            continue
        parts = [part.strip() for part in sheet.text(value).split(",") if part.strip()]
        intervals = [_interval(sheet, value, part) for part in parts]
        if any(later[0] < earlier[1] for earlier, later in pairwise(intervals)):
            sheet.wrong(value, "intervals must follow one another")
        hours[WEEKDAYS[key.value]] = tuple(intervals)
    if node is not None and not any(hours.values()):
        sheet.wrong(node, "an office must work some time of the week")
    return hours


def check_zone(sheet: Sheet, node: yaml.Node | None) -> str:
    """An IANA zone that exists."""
    name = sheet.text(node)
    try:
        if name:
            ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        sheet.wrong(node, f"unknown time zone `{name}`")
    return name


def _interval(sheet: Sheet, node: yaml.Node, text: str) -> Interval:
    found = _INTERVAL.fullmatch(text)
    numbers = [int(part) for part in found.groups()] if found else [0, 0, 0, 0]
    begin, end = numbers[0] * 60 + numbers[1], numbers[2] * 60 + numbers[3]
    if not begin < end <= 24 * 60:
        sheet.wrong(node, f"`{text}` is not an interval such as 09:00-18:00")
        return 0, 0
    return begin, end


def _yearly(sheet: Sheet, node: yaml.Node) -> YearlyDay:
    found = sheet.fields(node, frozenset({"day", "moves"}), frozenset({"since", "until"}))
    text = sheet.text(found.get("day"))
    day = _parsed(f"2024-{text}")
    if day is None:
        sheet.wrong(found.get("day"), f"`{text}` is not a month and a day such as 03-08")
        day = date(2024, 1, 1)
    moves = sheet.flag(found.get("moves"))
    since, until = _year(sheet, found.get("since"), 1), _year(sheet, found.get("until"), 9999)
    return YearlyDay(day.month, day.day, moves, since, until)


def _year(sheet: Sheet, node: yaml.Node | None, default: int) -> int:
    if node is None:
        return default
    text = str(node.value)
    if len(text) == 4 and text.isdigit():
        return int(text)
    sheet.wrong(node, "must be a year")
    return default


def _date(sheet: Sheet, node: yaml.Node) -> date:
    text = sheet.text(node)
    day = _parsed(text)
    if day is None:
        sheet.wrong(node, f"`{text}` is not a day such as 2026-05-27, in quotes")
    return day or date(1970, 1, 1)


def _parsed(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
