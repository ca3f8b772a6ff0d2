"""The facts that decide about questions, in the form that the rules read them."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.rules.desk.ready_answers import Body, Template
from bot.rules.desk.triage import Triage, TriageModel, UrgentWords, triage
from bot.rules.desk.working_time import WorkingCalendar
from bot.rules.news.news_catalog import Names
from storage.records.knowledge_cards import Card

GUESSES = 3


@dataclass(frozen=True, slots=True)
class Category:
    """What a case can be about. `pace` is normal, social or urgent: the time to the first answer.

    `hotlines` are numbers shown at once; `safety` is None where nothing must be said first;
    `keep_months` None: as long as all others.
    """

    id: str
    emoji: str
    names: Names
    button: Names
    pace: str
    sensitive: bool
    questions: tuple[Names, ...]
    safety: Names | None = None
    hotlines: tuple[str, ...] = ()
    keep_months: int | None = None


@dataclass(frozen=True, slots=True)
class Hotline:
    """A number whose work was confirmed; `urgent` ones make the emergency block."""

    number: str
    names: Names
    urgent: bool


@dataclass(frozen=True, slots=True)
class OfficeFacts:
    """An office as the catalogue describes it, whether or not its staff chat is bound.

    `areas` are ids of districts and regions; empty `categories` mean all that no other office of
    the area names. By pace: `first_answer` is minutes of working time, `solution_days` is days.
    `urgent_calendar` are the hours in which urgent cases are answered, None: the usual ones. `bin`
    is the number under which the state knows the organisation; `team`: trained people who answer
    only whoever may be in danger.
    """

    id: str
    names: Names
    areas: frozenset[str]
    categories: frozenset[str]
    calendar: WorkingCalendar
    first_answer: Mapping[str, int]
    solution_days: Mapping[str, int]
    urgent_calendar: WorkingCalendar | None = None
    site: str | None = None
    bin: str | None = None
    team: bool = False

    def calendar_for(self, pace: str) -> WorkingCalendar:
        """The hours in which cases of that pace are worked on."""
        return self.urgent_calendar or self.calendar if pace == "urgent" else self.calendar


@dataclass(frozen=True, slots=True)
class Area:
    """A district of the home region, or a whole region; `region` is the region's id.

    `button` is the name without the word that every button of the list would repeat.
    """

    id: str
    names: Names
    region: str
    button: Names


@dataclass(frozen=True, slots=True)
class Knowledge:
    """All facts of the consultation desk. Ids are unique; every mapping keeps the file's order.

    `districts` are those of the `home` region; `regions` the other ones; a card of `cards` that was
    not read for `cards_months` is not shown.
    """

    categories: Mapping[str, Category]
    hotlines: Mapping[str, Hotline]
    offices: Mapping[str, OfficeFacts]
    districts: Mapping[str, Area]
    regions: Mapping[str, Area]
    fallback: str
    consent_version: int
    keep_months: int
    keep_months_sensitive: int
    urgent: UrgentWords
    model: TriageModel
    templates: tuple[Template, ...] = ()
    bodies: Mapping[str, Body] = field(default_factory=dict)
    cards: tuple[Card, ...] = ()
    cards_months: int = 12
    home: Area | None = None

    def area(self, area_id: str) -> Area | None:
        """The district or region of that id."""
        return self.districts.get(area_id) or self.regions.get(area_id)

    def kept_months(self, category_id: str, *, sensitive: bool) -> int:
        """How many months after its closing a case keeps its texts and its person."""
        category = self.categories.get(category_id)
        months = (category.keep_months if category else None) or self.keep_months
        return min(months, self.keep_months_sensitive) if sensitive else months

    def triage(self, text: str) -> Triage:
        """What a message is about, and whether it speaks of danger.

        That is incomplete by nature; a false alarm costs little.
        """
        return triage(text, self.model, self.urgent)

    def likeliest(self, text: str) -> tuple[Category, ...]:
        """The categories a message may be about, at most GUESSES, the likeliest first.

        Never `other`, which stays at its own place; none for a message without words.
        """
        if not text.strip():
            return ()
        found = [name for name, _ in self.triage(text).categories if name != "other"]
        return tuple(self.categories[name] for name in found[:GUESSES])

    def emergency(self) -> tuple[Hotline, ...]:
        """The numbers of the emergency block."""
        return tuple(line for line in self.hotlines.values() if line.urgent)

    def hotlines_of(self, category: Category) -> tuple[Hotline, ...]:
        """The numbers to show with a category."""
        return tuple(self.hotlines[number] for number in category.hotlines)


def without_kind(names: Names) -> Names:
    """«Алға ауданы» as «Алға», «Алгинский район» as «Алгинский»."""
    return Names(
        names.kk.removesuffix(" ауданы"),
        names.ru.removesuffix(" район"),
        names.en,
    )


def said(names: Names, language: str) -> str:
    """The name in that language; an unknown one is answered in Kazakh."""
    return {"ru": names.ru, "en": names.en}.get(language, names.kk)
