"""Reads what triage knows: words of one meaning, and weights; refuses them with every problem."""

from pathlib import Path
from typing import Any

from bot.news.catalog_model import linear_model, read_model, units
from bot.problems import CatalogProblems, Problem
from bot.rules.desk.triage import TriageModel
from bot.rules.desk.triage_features import Meanings, parse_spelt
from bot.rules.text.linear import LinearModel
from bot.rules.text.patterns import BadPattern, Pattern, PatternIndex
from bot.rules.text.units import Units
from bot.yaml_nodes import Sheet


def load_triage(folder: Path, categories: frozenset[str]) -> TriageModel:
    """The model of triage_model.json, which must know these categories. Raises CatalogProblems."""
    path = folder / "triage_model.json"
    meanings = load_meanings(folder / "triage_words.yaml")
    linear, danger = read_model(path, _weights)
    if frozenset(linear.labels) != categories | frozenset(danger.labels):
        message = "knows other categories than categories.yaml; run training/triage/train.py"
        raise CatalogProblems([Problem(str(path), None, message)])
    return TriageModel(linear, danger, meanings)


def _weights(read: dict[str, Any]) -> tuple[LinearModel, Units]:
    return linear_model(read), units(read, "danger")


def load_meanings(path: Path) -> Meanings:
    """The meanings of a triage_words.yaml. Raises CatalogProblems."""
    sheet = Sheet(str(path))
    root = sheet.fields(sheet.root(path), frozenset({"version", "meanings"}))
    patterns: dict[str, Pattern] = {}
    of: dict[str, tuple[str, ...]] = {}
    for key, node in sheet.pairs(root.get("meanings")):
        for member in sheet.items(node):
            text = sheet.text(member)
            if not text:
                continue
            try:
                patterns[text] = parse_spelt(text)
            except BadPattern as error:
                sheet.wrong(member, str(error))
            of[text] = tuple(dict.fromkeys((*of.get(text, ()), str(key.value))))
    if sheet.problems:
        raise CatalogProblems(sheet.problems)
    return Meanings(PatternIndex(patterns.values()), of)
