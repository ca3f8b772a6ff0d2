"""Reads feeds.yaml into feed records and refuses it with all of its problems at once."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import yaml

from bot.problems import CatalogProblems, Problem
from bot.rules.feeds.identity import same_address
from storage.records.feeds import AUTO, FeedSpec, PageSelectors

LANGS = frozenset({"kk", "ru", "en"})
# ISO 3166-2:KZ, seventeen regions and three cities; then the country, Central Asia, the world
REGIONS = frozenset(
    f"KZ-{code}"
    for code in (10, 11, 15, 19, 23, 27, 31, 33, 35, 39, 43, 47, 55, 59, 61, 62, 63, 71, 75, 79)
) | {"KZ", "CA", "INT"}
_ID = re.compile(r"[a-z][a-z0-9_]{1,39}")
_SELECTORS = frozenset({"entry", "link", "title", "date"})


def load_feed_list(path: Path) -> tuple[FeedSpec, ...]:
    """Every feed of the file in its order; raises CatalogProblems naming each problem's line."""
    sheet = _Sheet(str(path))
    specs = tuple(_specs(sheet, _entries(sheet, path)))
    if sheet.problems:
        raise CatalogProblems(sheet.problems)
    return specs


@dataclass(slots=True)
class _Sheet:
    """One file being read, and the problems found so far."""

    file: str
    problems: list[Problem] = field(default_factory=list)

    def wrong(self, line: int | None, message: str) -> None:
        self.problems.append(Problem(self.file, line, message))


@dataclass(frozen=True, slots=True)
class _Row:
    """One feed's plain values and the line of each field; `line` is where it begins."""

    line: int
    values: Mapping[str, object]
    lines: Mapping[str, int]

    def at(self, name: str) -> int:
        return self.lines.get(name, self.line)


def _entries(sheet: _Sheet, path: Path) -> list[yaml.Node]:
    try:
        root = yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.SafeLoader)
    except (OSError, UnicodeDecodeError) as error:
        sheet.wrong(None, f"cannot be read: {error}")
        return []
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        sheet.wrong(mark.line + 1 if mark else None, f"is not YAML: {error.problem}")
        return []
    except yaml.YAMLError as error:
        sheet.wrong(None, f"is not YAML: {error}")
        return []
    return _list_of_feeds(sheet, root)


def _list_of_feeds(sheet: _Sheet, root: yaml.Node | None) -> list[yaml.Node]:
    if not isinstance(root, yaml.MappingNode):
        sheet.wrong(None, "must be a mapping with the key `feeds`")
        return []
    for key, value in root.value:
        if key.value != "feeds":
            sheet.wrong(key.start_mark.line + 1, f"unknown field `{key.value}`; only `feeds`")
        elif isinstance(value, yaml.SequenceNode):
            return list(value.value)
    sheet.wrong(None, "`feeds` must be a list of feeds")
    return []


def _specs(sheet: _Sheet, nodes: list[yaml.Node]) -> Iterator[FeedSpec]:
    first_line: dict[str, int] = {}
    for node in nodes:
        row = _row(sheet, node)
        spec = _spec(sheet, row) if row else None
        if row is None or spec is None:
            continue
        for what in (f"id `{spec.id}`", f"address `{same_address(spec.url)}`"):
            if what in first_line:
                sheet.wrong(row.line, f"{what} is already used on line {first_line[what]}")
            first_line.setdefault(what, row.line)
        yield spec


def _row(sheet: _Sheet, node: yaml.Node) -> _Row | None:
    line = node.start_mark.line + 1
    if not isinstance(node, yaml.MappingNode):
        sheet.wrong(line, "a feed must be a mapping with id, name, lang, region, url")
        return None
    lines = {str(key.value): key.start_mark.line + 1 for key, _ in node.value}
    if len(lines) < len(node.value):
        sheet.wrong(line, "a field is given twice")
    # the nodes were composed by SafeLoader: nothing but plain values can come out
    loader = yaml.SafeLoader("")
    try:
        values = loader.construct_document(node)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        sheet.wrong(mark.line + 1 if mark else line, f"cannot be understood: {error.problem}")
        return None
    finally:
        loader.dispose()
    return _Row(line, {str(key): value for key, value in values.items()}, lines)


def _spec(sheet: _Sheet, row: _Row) -> FeedSpec | None:
    before = len(sheet.problems)
    for name in row.values.keys() - _FIELDS.keys():
        sheet.wrong(row.at(name), f"unknown field `{name}`; known: {', '.join(_FIELDS)}")
    for name in _REQUIRED:
        if row.values.get(name) in (None, "", []):
            sheet.wrong(row.at(name), f"`{name}` is missing")
    for name, value in row.values.items():
        complaint = _FIELDS[name](value) if name in _FIELDS and value is not None else None
        if complaint:
            sheet.wrong(row.at(name), f"`{name}`: {complaint}")
    return None if len(sheet.problems) > before else _build(row.values)


def _build(values: Mapping[str, object]) -> FeedSpec:
    """The record of a row in which every field has been found good."""
    return FeedSpec(
        id=str(values["id"]),
        name=str(values["name"]),
        langs=tuple(_as_list(values["lang"])),
        region=str(values["region"]),
        url=str(values["url"]),
        enabled=values.get("enabled") is not False,
        site=str(values["site"]) if values.get("site") else None,
        zone=str(values.get("zone") or "Asia/Aqtobe"),
        page=_page(values.get("page")),
    )


def _page(value: object) -> PageSelectors | None:
    if isinstance(value, dict):
        return PageSelectors(**value)
    return PageSelectors(AUTO) if value == AUTO else None


def _as_list(value: object) -> list[str]:
    return [str(part) for part in value] if isinstance(value, list) else [str(value)]


def _check_id(value: object) -> str | None:
    return None if _ID.fullmatch(str(value)) else "small Latin letters, digits and _, 2 to 40"


def _check_name(value: object) -> str | None:
    return None if isinstance(value, str) and len(value) <= 120 else "a text of at most 120 letters"


def _check_langs(value: object) -> str | None:
    unknown = [lang for lang in _as_list(value) if lang not in LANGS]
    return f"unknown language {', '.join(unknown)}; known: en, kk, ru" if unknown else None


def _check_region(value: object) -> str | None:
    return None if value in REGIONS else f"unknown region `{value}`; KZ, KZ-nn, CA or INT"


def _check_url(value: object) -> str | None:
    try:
        parts = urlsplit(str(value))
        good = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError as error:
        return f"is not an address: {error}"
    if not good or re.search(r"[\s{}]", str(value)):
        return f"`{value}` is not an address beginning with http:// or https://"
    return "an address with a name and password is refused" if parts.username else None


def _check_flag(value: object) -> str | None:
    return None if isinstance(value, bool) else "true or false"


def _check_zone(value: object) -> str | None:
    try:
        ZoneInfo(str(value))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return f"unknown time zone `{value}`"
    return None


def _check_page(value: object) -> str | None:
    if value == AUTO:
        return None
    if not isinstance(value, dict) or "entry" not in value:
        return "must be `auto` or a mapping with at least `entry`, a CSS selector"
    unknown = [str(name) for name in value if name not in _SELECTORS]
    if unknown:
        return f"unknown selector {', '.join(unknown)}; known: entry, link, title, date"
    texts = all(isinstance(selector, str) for selector in value.values())
    return None if texts else "each selector is a text"


_REQUIRED = ("id", "name", "lang", "region", "url")
_FIELDS: Mapping[str, Callable[[object], str | None]] = {
    "id": _check_id,
    "name": _check_name,
    "lang": _check_langs,
    "region": _check_region,
    "url": _check_url,
    "site": _check_url,
    "zone": _check_zone,
    "enabled": _check_flag,
    "page": _check_page,
}
