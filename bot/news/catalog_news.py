"""Reads the files of news facts and the model; names every problem and its line at once."""

from pathlib import Path

import yaml

from bot.news.catalog_model import load_model
from bot.problems import CatalogProblems
from bot.rules.news.news_catalog import (
    ContextMask,
    District,
    Gate,
    Names,
    NewsCatalog,
    Region,
    Topic,
    index_of,
)
from bot.rules.news.news_model import NewsModel
from bot.rules.text.normalise import Letters, letters
from bot.rules.text.patterns import BadPattern, parse
from bot.yaml_nodes import Sheet

_NAMES = frozenset({"kk", "ru", "en"})
_LANGUAGES = frozenset({"kk", "ru"})
# With its sign a label of so many letters stands whole on a button 360 points wide.
BUTTON_LETTERS = 24


def load_news_catalog(folder: Path) -> NewsCatalog:
    """A folder's three files of facts and its news_model.json; raises CatalogProblems."""
    return load_news_facts(folder, load_model(folder / "news_model.json"))


def load_news_facts(folder: Path, model: NewsModel) -> NewsCatalog:
    """The three files of facts beside a given model; raises CatalogProblems."""
    topics_sheet = Sheet(str(folder / "topics.yaml"))
    regions_sheet = Sheet(str(folder / "regions.yaml"))
    root = topics_sheet.fields(
        topics_sheet.root(folder / "topics.yaml"),
        frozenset({"version", "default_topic", "normalisation", "gate", "topics"}),
    )
    table = _letters(topics_sheet, root.get("normalisation"))
    reader = _PatternReader(topics_sheet, table)
    gate = _gate(reader, root.get("gate"))
    topics = _topics(reader, root.get("topics"))
    default = _default_topic(topics_sheet, root.get("default_topic"), topics)
    mask, regions = _regions(_PatternReader(regions_sheet, table), folder / "regions.yaml")
    words_sheet = Sheet(str(folder / "news_words.yaml"))
    meanings = _meanings(_PatternReader(words_sheet, table), folder / "news_words.yaml")
    problems = topics_sheet.problems + regions_sheet.problems + words_sheet.problems
    if problems:
        raise CatalogProblems(problems)
    index = index_of(table, gate, topics, regions, mask, meanings)
    return NewsCatalog(table, gate, topics, default, regions, mask, meanings, index, model)


class _PatternReader:
    """Reads lists of patterns, each tried by the grammar."""

    def __init__(self, sheet: Sheet, table: Letters) -> None:
        self.sheet = sheet
        self._table = table

    def patterns(self, node: yaml.Node | None) -> tuple[str, ...]:
        return tuple(
            text for member in self.sheet.items(node) if (text := self._pattern(member)) is not None
        )

    def by_language(self, node: yaml.Node | None) -> tuple[str, ...]:
        """Patterns under `kk` and `ru`; which language they are of matters only to readers."""
        found = self.sheet.fields(node, _LANGUAGES)
        return self.patterns(found.get("kk")) + self.patterns(found.get("ru"))

    def _pattern(self, node: yaml.Node) -> str | None:
        text = self.sheet.text(node)
        try:
            return parse(text, self._table).text if text else None
        except BadPattern as error:
            self.sheet.wrong(node, str(error))
            return None


def _letters(sheet: Sheet, node: yaml.Node | None) -> Letters:
    found = sheet.fields(node, frozenset({"inside_cyrillic_words", "everywhere", "drop"}))
    return letters(
        _swaps(sheet, found.get("inside_cyrillic_words")),
        _swaps(sheet, found.get("everywhere")),
        [_character(sheet, member) for member in sheet.items(found.get("drop"))],
    )


def _swaps(sheet: Sheet, node: yaml.Node | None) -> dict[str, str]:
    return {_character(sheet, key): _character(sheet, value) for key, value in sheet.pairs(node)}


def _character(sheet: Sheet, node: yaml.Node) -> str:
    text = sheet.text(node)
    if len(text) == 1:
        return text
    sheet.wrong(node, "must be one character")
    return " "


def _gate(reader: _PatternReader, node: yaml.Node | None) -> Gate:
    names = frozenset({"core", "mask", "context_mask", "foreign", "home"})
    found = reader.sheet.fields(node, names)
    return Gate(
        core=reader.by_language(found.get("core")),
        mask=reader.patterns(found.get("mask")),
        context_masks=tuple(
            _context_mask(reader, member)
            for member in reader.sheet.items(found.get("context_mask"))
        ),
        foreign=reader.patterns(found.get("foreign")),
        home=reader.patterns(found.get("home")),
    )


def _context_mask(reader: _PatternReader, node: yaml.Node) -> ContextMask:
    found = reader.sheet.fields(node, frozenset({"pattern", "cues"}))
    return ContextMask(reader.sheet.text(found.get("pattern")), reader.patterns(found.get("cues")))


def _topics(reader: _PatternReader, node: yaml.Node | None) -> tuple[Topic, ...]:
    topics: dict[str, Topic] = {}
    for member in reader.sheet.items(node):
        topic = _topic(reader, member)
        if topic.id in topics:
            reader.sheet.wrong(member, f"topic `{topic.id}` is given twice")
        topics[topic.id] = topic
    return tuple(topics.values())


def _topic(reader: _PatternReader, node: yaml.Node) -> Topic:
    lists = frozenset({"core_only", "mask", "adjacent_only_with"})
    flags = frozenset({"needs_core", "adjacent"})
    required = _NAMES | {"id", "emoji", "patterns"}
    found = reader.sheet.fields(node, required, lists | flags | {"button"})
    names = _names(reader.sheet, found)
    return Topic(
        id=reader.sheet.text(found.get("id")),
        names=names,
        emoji=reader.sheet.text(found.get("emoji")),
        button=_button(reader.sheet, node, names, found.get("button")),
        patterns=reader.by_language(found.get("patterns")),
        core_only=reader.patterns(found.get("core_only")),
        mask=reader.patterns(found.get("mask")),
        adjacent_only_with=reader.patterns(found.get("adjacent_only_with")),
        needs_core=reader.sheet.flag(found.get("needs_core")),
        adjacent=reader.sheet.flag(found.get("adjacent")),
    )


def _names(sheet: Sheet, found: dict[str, yaml.Node]) -> Names:
    return Names(*(sheet.text(found.get(language)) for language in ("kk", "ru", "en")))


def _button(sheet: Sheet, topic: yaml.Node, names: Names, node: yaml.Node | None) -> Names:
    short = names if node is None else _names(sheet, sheet.fields(node, _NAMES))
    for name in (short.kk, short.ru, short.en):
        if len(name) > BUTTON_LETTERS:
            what = f"`{name}` is too long for a button, more than {BUTTON_LETTERS} letters"
            sheet.wrong(node or topic, what)
    return short


def _default_topic(sheet: Sheet, node: yaml.Node | None, topics: tuple[Topic, ...]) -> str:
    default = sheet.text(node)
    if default and default not in {topic.id for topic in topics}:
        sheet.wrong(node, f"`default_topic`: there is no topic `{default}`")
    return default


def _meanings(reader: _PatternReader, path: Path) -> dict[str, tuple[str, ...]]:
    """For each pattern of news_words.yaml the meanings that list it."""
    sheet = reader.sheet
    root = sheet.fields(sheet.root(path), frozenset({"version", "meanings"}))
    found: dict[str, tuple[str, ...]] = {}
    for key, listed in sheet.pairs(root.get("meanings")):
        for pattern in dict.fromkeys(reader.patterns(listed)):
            found[pattern] = (*found.get(pattern, ()), sheet.text(key))
    return found


def _regions(reader: _PatternReader, path: Path) -> tuple[tuple[str, ...], tuple[Region, ...]]:
    sheet = reader.sheet
    root = sheet.fields(sheet.root(path), frozenset({"version", "mask", "regions"}))
    regions: dict[str, Region] = {}
    for member in sheet.items(root.get("regions")):
        region = _region(reader, member)
        if region.code in regions:
            sheet.wrong(member, f"region `{region.code}` is given twice")
        regions[region.code] = region
    return reader.patterns(root.get("mask")), tuple(regions.values())


def _region(reader: _PatternReader, node: yaml.Node) -> Region:
    required = _NAMES | {"code", "id", "stems"}
    found = reader.sheet.fields(node, required, frozenset({"districts"}))
    return Region(
        code=reader.sheet.text(found.get("code")),
        id=reader.sheet.text(found.get("id")),
        names=_names(reader.sheet, found),
        stems=reader.patterns(found.get("stems")),
        districts=tuple(
            _district(reader, member) for member in reader.sheet.items(found.get("districts"))
        ),
    )


def _district(reader: _PatternReader, node: yaml.Node) -> District:
    required = _NAMES | {"id", "stems"}
    found = reader.sheet.fields(node, required, frozenset({"shared_name"}))
    return District(
        id=reader.sheet.text(found.get("id")),
        names=_names(reader.sheet, found),
        stems=reader.patterns(found.get("stems")),
        shared_name=reader.sheet.flag(found.get("shared_name")),
    )
