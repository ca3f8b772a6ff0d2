"""Reads story_words.yaml; refuses it with every problem and its line at once."""

from pathlib import Path

import yaml

from bot.problems import CatalogProblems
from bot.rules.story_terms import StoryWords, story_words
from bot.yaml_nodes import Sheet


def load_story_words(folder: Path) -> StoryWords:
    """The words of a folder's story_words.yaml; raises CatalogProblems."""
    sheet = Sheet(str(folder / "story_words.yaml"))
    root = sheet.fields(
        sheet.root(folder / "story_words.yaml"), frozenset({"version", "words", "russian_forms"})
    )
    kazakh, russian = _pairs(sheet, root.get("words")), _pairs(sheet, root.get("russian_forms"))
    if sheet.problems:
        raise CatalogProblems(sheet.problems)
    return story_words(kazakh, russian)


def _pairs(sheet: Sheet, node: yaml.Node | None) -> dict[str, str]:
    found: dict[str, str] = {}
    for key, value in sheet.pairs(node):
        word = sheet.text(key)
        if word in found:
            sheet.wrong(key, f"`{word}` is given twice")
        found[word] = sheet.text(value)
        for node_of, text in ((key, word), (value, found[word])):
            if text and not text.isalpha():
                sheet.wrong(node_of, f"`{text}`: one word, letters only")
    return found
