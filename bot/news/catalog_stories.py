"""Reads story_words.yaml; refuses it with every problem and its line at once."""

from collections.abc import Callable
from pathlib import Path

import yaml

from bot.problems import CatalogProblems
from bot.rules.news.story_terms import COMMON, CONCEPT, StoryWords, folded
from bot.yaml_nodes import Sheet

_LISTS = ("common", "concepts", "places", "numbers", "phases")


def load_story_words(folder: Path) -> StoryWords:
    """The words of a folder's story_words.yaml; raises CatalogProblems."""
    sheet = Sheet(str(folder / "story_words.yaml"))
    root = sheet.fields(sheet.root(folder / "story_words.yaml"), frozenset({"version", *_LISTS}))
    terms: dict[str, str] = {}
    _read(sheet, root.get("common"), terms, lambda left, right: COMMON + (right or left))
    _read(sheet, root.get("concepts"), terms, lambda left, right: CONCEPT + (right or left))
    named: dict[str, dict[str, str]] = {name: {} for name in ("places", "numbers", "phases")}
    for name, found in named.items():
        _read(sheet, root.get(name), found, lambda left, _: left, only_right=True)
    if sheet.problems:
        raise CatalogProblems(sheet.problems)
    numbers = {word: int(number) for word, number in named["numbers"].items() if number.isdigit()}
    return StoryWords(terms, named["places"], numbers, named["phases"])


def _read(
    sheet: Sheet,
    node: yaml.Node | None,
    into: dict[str, str],
    term: Callable[[str, str], str],
    *,
    only_right: bool = False,
) -> None:
    """Lines of `left | right`; what words mean is made of the first of each side."""
    for member in sheet.items(node):
        left, bar, right = (part.strip() for part in sheet.text(member).partition("|"))
        words = right.split() if only_right else [*left.split(), *right.split()]
        if not (left and bar and right):
            sheet.wrong(member, "must be `words | words`")
            continue
        meaning = term(left.split()[0], folded(right.split()[0]))
        for word in words:
            if not word.isalpha():
                sheet.wrong(member, f"`{word}`: one word, letters only")
            elif into.setdefault(folded(word), meaning) != meaning:
                sheet.wrong(member, f"`{word}` is given twice")
