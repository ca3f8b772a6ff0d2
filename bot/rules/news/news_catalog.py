"""The facts that decide about news, in the form that the rules read them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bot.rules.news.news_model import NewsModel
from bot.rules.text.normalise import Letters
from bot.rules.text.patterns import Pattern, PatternIndex, parse


@dataclass(frozen=True, slots=True)
class Names:
    """One thing's name in the three languages of the bot."""

    kk: str
    ru: str
    en: str


@dataclass(frozen=True, slots=True)
class ContextMask:
    """`pattern` counts for nothing in a text where one of `cues` occurs."""

    pattern: str
    cues: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Gate:
    """What makes an entry core, what hides words, and what makes it another country's news."""

    core: tuple[str, ...]
    mask: tuple[str, ...]
    context_masks: tuple[ContextMask, ...]
    foreign: tuple[str, ...]
    home: tuple[str, ...]

    def patterns(self) -> Iterable[str]:
        """Every pattern text that the gate uses."""
        yield from (*self.core, *self.mask, *self.foreign, *self.home)
        for context in self.context_masks:
            yield from context.cues


@dataclass(frozen=True, slots=True)
class Topic:
    """One topic; the meaning of its lists is explained at the head of topics.yaml.

    `button` is what fits on a button of a small phone: the names themselves where they are short.
    """

    id: str
    names: Names
    emoji: str
    button: Names
    patterns: tuple[str, ...]
    core_only: tuple[str, ...] = ()
    mask: tuple[str, ...] = ()
    adjacent_only_with: tuple[str, ...] = ()
    needs_core: bool = False
    adjacent: bool = False

    def all_patterns(self) -> Iterable[str]:
        """Every pattern text that the topic uses."""
        yield from (*self.patterns, *self.core_only, *self.mask, *self.adjacent_only_with)


@dataclass(frozen=True, slots=True)
class District:
    """A district; `shared_name` means other cities have one of that name, so context decides."""

    id: str
    names: Names
    stems: tuple[str, ...]
    shared_name: bool = False


@dataclass(frozen=True, slots=True)
class Region:
    """One of the twenty regions; `code` is ISO 3166-2, as in KZ-15."""

    code: str
    id: str
    names: Names
    stems: tuple[str, ...]
    districts: tuple[District, ...] = ()


@dataclass(frozen=True, slots=True)
class NewsCatalog:
    """All facts, the index that finds all their patterns in one walk, and what was learnt.

    `meanings` tell for a pattern what it speaks of, for the model alone.
    `model` knows what is relevant, and each topic it has learnt.
    """

    letters: Letters
    gate: Gate
    topics: tuple[Topic, ...]
    default_topic: str
    regions: tuple[Region, ...]
    region_mask: tuple[str, ...]
    meanings: Mapping[str, tuple[str, ...]]
    index: PatternIndex
    model: NewsModel


def index_of(
    letters: Letters,
    gate: Gate,
    topics: tuple[Topic, ...],
    regions: tuple[Region, ...],
    region_mask: tuple[str, ...],
    meanings: Iterable[str] = (),
) -> PatternIndex:
    """One index for all patterns; raises BadPattern on the first that cannot be read."""
    texts = [*gate.patterns(), *region_mask, *meanings]
    for topic in topics:
        texts.extend(topic.all_patterns())
    for region in regions:
        texts.extend(region.stems)
        texts.extend(stem for district in region.districts for stem in district.stems)
    return PatternIndex(_parsed(texts, letters))


def _parsed(texts: Iterable[str], letters: Letters) -> Iterable[Pattern]:
    return [parse(text, letters) for text in dict.fromkeys(texts)]
