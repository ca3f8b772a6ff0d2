"""Reads knowledge_cards.yaml; refuses it with every problem."""

from datetime import date
from pathlib import Path

import yaml

from bot.problems import Problem
from bot.rules.desk.fitting_cards import BODY_LENGTH, TITLE_LENGTH
from bot.yaml_nodes import Sheet
from storage.records.knowledge_cards import Card, CardText

_FIELDS = frozenset({"id", "owner", "reviewed_on", "categories", "words", "kk", "ru"})
_ROOT = frozenset({"version", "reviewed_for_months", "cards"})


def load_cards(
    path: Path, offices: frozenset[str], categories: frozenset[str], problems: list[Problem]
) -> tuple[tuple[Card, ...], int]:
    """The cards in the file's order, and for how many months a review counts."""
    sheet = Sheet(str(path))
    root = sheet.fields(sheet.root(path), _ROOT)
    found: dict[str, Card] = {}
    for node in sheet.items(root.get("cards")):
        card = _card(sheet, node, offices, categories)
        if card.id in found:
            sheet.wrong(node, f"card `{card.id}` is given twice")
        found[card.id] = card
    months = _months(sheet, root.get("reviewed_for_months"))
    problems.extend(sheet.problems)
    return tuple(found.values()), months


def _card(
    sheet: Sheet, node: yaml.Node, offices: frozenset[str], categories: frozenset[str]
) -> Card:
    fields = sheet.fields(node, _FIELDS)
    owner = sheet.text(fields.get("owner"))
    if owner and owner not in offices:
        sheet.wrong(fields.get("owner"), f"there is no office `{owner}`")
    about = [(sheet.text(one), one) for one in sheet.items(fields.get("categories"))]
    for name, one in about:
        if name and name not in categories:
            sheet.wrong(one, f"there is no category `{name}`")
    return Card(
        id=sheet.text(fields.get("id")),
        owner=owner,
        reviewed_on=_day(sheet, fields.get("reviewed_on")),
        categories=frozenset(name for name, _ in about),
        words=" ".join(sheet.text(one) for one in sheet.items(fields.get("words"))),
        texts={language: _text(sheet, fields.get(language)) for language in ("kk", "ru")},
    )


def _text(sheet: Sheet, node: yaml.Node | None) -> CardText:
    fields = sheet.fields(node, frozenset({"title", "text"}))
    title, body = (sheet.text(fields.get(name)).strip() for name in ("title", "text"))
    if len(title) > TITLE_LENGTH or len(body) > BODY_LENGTH:
        sheet.wrong(node, f"a title has {TITLE_LENGTH} letters at most, a text {BODY_LENGTH}")
    return CardText(title, body)


def _day(sheet: Sheet, node: yaml.Node | None) -> date:
    try:
        return date.fromisoformat(sheet.text(node))
    except ValueError:
        sheet.wrong(node, "`reviewed_on` is a day such as 2026-11-22, in quotes")
        return date.min


def _months(sheet: Sheet, node: yaml.Node | None) -> int:
    said = str(node.value) if isinstance(node, yaml.ScalarNode) else ""
    if not said.isdecimal() or int(said) < 1:
        sheet.wrong(node, "`reviewed_for_months` is a whole number from 1")
        return 1
    return int(said)
