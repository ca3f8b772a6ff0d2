"""What the staff have ready: texts for frequent answers, and bodies to which cases go."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import escape

from bot.rules.news.news_catalog import Names

# What a text may ask for: the case's number, today's date, the office's name.
PLACEHOLDERS = frozenset({"number", "date", "office"})
OFFERED = 6


@dataclass(frozen=True, slots=True)
class Template:
    """A ready text. `names` are for the button; empty `categories` mean every one."""

    id: str
    names: Names
    texts: Names
    categories: frozenset[str]


@dataclass(frozen=True, slots=True)
class Body:
    """A body to which cases are forwarded; empty `categories`: it is always offered."""

    id: str
    names: Names
    categories: frozenset[str]


def fitting(templates: Iterable[Template], category: str) -> list[Template]:
    """The texts for a category: its own first, then those for every one."""
    found = [one for one in templates if category in one.categories or not one.categories]
    return sorted(found, key=lambda one: not one.categories)


def offered(bodies: Mapping[str, Body], category: str) -> list[Body]:
    """The bodies for a category, at most OFFERED: its own first, then those of every one."""
    own = [one for one in bodies.values() if category in one.categories]
    every = [one for one in bodies.values() if not one.categories]
    others = [one for one in bodies.values() if one not in own and one not in every]
    return [*own, *every, *others][:OFFERED]


def filled(template: Template, language: str, facts: Mapping[str, str]) -> str:
    """The text as Telegram HTML in that language; `facts` fill PLACEHOLDERS."""
    text = {"ru": template.texts.ru, "en": template.texts.en}.get(language, template.texts.kk)
    return escape(text.format(**facts), quote=False)
