"""Reads templates.yaml and bodies.yaml; refuses them with every problem."""

from pathlib import Path
from string import Formatter

import yaml

from bot.problems import Problem
from bot.rules.desk.ready_answers import PLACEHOLDERS, Body, Template
from bot.rules.news.news_catalog import Names
from bot.yaml_nodes import Sheet

_NAMES = frozenset({"kk", "ru", "en"})


def load_templates(
    path: Path, categories: frozenset[str], problems: list[Problem]
) -> tuple[Template, ...]:
    """The ready texts in the file's order."""
    sheet = Sheet(str(path))
    root = sheet.fields(sheet.root(path), frozenset({"version", "templates"}))
    found: dict[str, Template] = {}
    for node in sheet.items(root.get("templates")):
        fields = sheet.fields(node, frozenset({"id", "name", "text"}), frozenset({"categories"}))
        template = Template(
            sheet.text(fields.get("id")),
            _names(sheet, fields.get("name")),
            _texts(sheet, fields.get("text")),
            _known(sheet, fields.get("categories"), categories),
        )
        if template.id in found:
            sheet.wrong(node, f"template `{template.id}` is given twice")
        found[template.id] = template
    problems.extend(sheet.problems)
    return tuple(found.values())


def load_bodies(path: Path, categories: frozenset[str], problems: list[Problem]) -> dict[str, Body]:
    """The bodies by id, in the file's order."""
    sheet = Sheet(str(path))
    root = sheet.fields(sheet.root(path), frozenset({"version", "bodies"}))
    found: dict[str, Body] = {}
    for node in sheet.items(root.get("bodies")):
        fields = sheet.fields(node, _NAMES | {"id"}, frozenset({"categories"}))
        names = Names(*(sheet.text(fields.get(language)) for language in ("kk", "ru", "en")))
        known = _known(sheet, fields.get("categories"), categories)
        body = Body(sheet.text(fields.get("id")), names, known)
        if body.id in found:
            sheet.wrong(node, f"body `{body.id}` is given twice")
        found[body.id] = body
    problems.extend(sheet.problems)
    return found


def _names(sheet: Sheet, node: yaml.Node | None) -> Names:
    found = sheet.fields(node, _NAMES)
    return Names(*(sheet.text(found.get(language)).strip() for language in ("kk", "ru", "en")))


def _texts(sheet: Sheet, node: yaml.Node | None) -> Names:
    texts = _names(sheet, node)
    for text in (texts.kk, texts.ru, texts.en):
        try:
            asked = {name for _, name, _, _ in Formatter().parse(text) if name is not None}
        except ValueError as error:
            sheet.wrong(node, f"a text is not well formed: {error}")
            continue
        for name in sorted(asked - PLACEHOLDERS):
            known = ", ".join(sorted(PLACEHOLDERS))
            sheet.wrong(node, f"unknown placeholder {{{name}}}; known: {known}")
    return texts


def _known(sheet: Sheet, node: yaml.Node | None, known: frozenset[str]) -> frozenset[str]:
    members = [(sheet.text(one), one) for one in sheet.items(node)]
    for name, one in members:
        if name and name not in known:
            sheet.wrong(one, f"there is no category `{name}`")
    return frozenset(name for name, _ in members)
