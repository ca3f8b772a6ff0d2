"""Reads story_words.yaml; refuses it with every problem and its line at once."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import yaml

from bot.problems import CatalogProblems
from bot.rules.news.story_links import spelled
from bot.rules.news.story_terms import COMMON, CONCEPT, PHASE, PLACE, StoryWords, folded
from bot.yaml_nodes import Sheet

_LISTS = ("common", "concepts", "places", "numbers", "phases")


def load_story_words(folder: Path) -> StoryWords:
    """The words of a folder's story_words.yaml; raises CatalogProblems."""
    sheet = Sheet(str(folder / "story_words.yaml"))
    root = sheet.fields(sheet.root(folder / "story_words.yaml"), frozenset({"version", *_LISTS}))
    kazakh: dict[str, str] = {}
    russian: dict[str, str] = {}
    for name, mark in (("common", COMMON), ("concepts", CONCEPT)):
        _meanings(sheet, root.get(name), mark, kazakh, russian)
    named: dict[str, dict[str, str]] = {name: {} for name in ("places", "numbers", "phases")}
    for name, found in named.items():
        _forms(sheet, root.get(name), found)
    if sheet.problems:
        raise CatalogProblems(sheet.problems)
    numbers = {word: int(number) for word, number in named["numbers"].items() if number.isdigit()}
    places, phases = named["places"], named["phases"]
    return StoryWords(
        kazakh, russian, places, numbers, phases, _addresses(russian, places, numbers, phases)
    )


def _addresses(
    russian: Mapping[str, str],
    places: Mapping[str, str],
    numbers: Mapping[str, int],
    phases: Mapping[str, str],
) -> dict[str, str]:
    """What a link may spell, with the terms of it parted by spaces."""
    found = {
        spelled(word): f"{term} {PHASE}{phases[term[1:]]}" if term[1:] in phases else term
        for word, term in russian.items()
    }
    for word, place in places.items():
        found[spelled(word)] = f"{PLACE}{place.partition('/')[0]} {PLACE}{place}"
    return found | {spelled(word): str(number) for word, number in numbers.items()}


def _meanings(
    sheet: Sheet, node: yaml.Node | None, mark: str, kazakh: dict[str, str], russian: dict[str, str]
) -> None:
    """Lines of `Kazakh | Russian`; what they mean is called by the first Russian word."""
    for member, left, right in _lines(sheet, node):
        meaning = mark + folded(right.split()[0])
        _keep(sheet, member, left.split(), kazakh, meaning)
        _keep(sheet, member, right.split(), russian, meaning)
        for word in {folded(word) for word in left.split()}:
            if russian.get(word, meaning) != meaning:
                sheet.wrong(member, f"`{word}` is given twice")


def _forms(sheet: Sheet, node: yaml.Node | None, into: dict[str, str]) -> None:
    """Lines of `meaning | its forms`."""
    for member, left, right in _lines(sheet, node):
        _keep(sheet, member, right.split(), into, left.split()[0])


def _lines(sheet: Sheet, node: yaml.Node | None) -> Iterator[tuple[yaml.Node, str, str]]:
    for member in sheet.items(node):
        left, _, right = (part.strip() for part in sheet.text(member).partition("|"))
        if left and right:
            yield member, left, right
        else:
            sheet.wrong(member, "must be `words | words`")


def _keep(
    sheet: Sheet, member: yaml.Node, words: list[str], into: dict[str, str], meaning: str
) -> None:
    for word in words:
        if not word.isalpha():
            sheet.wrong(member, f"`{word}`: one word, letters only")
        elif into.setdefault(folded(word), meaning) != meaning:
            sheet.wrong(member, f"`{word}` is given twice")
