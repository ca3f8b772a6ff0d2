"""Tells where danger was seen; whoever is hurt is never asked to come to terms."""

from bot.rules.desk.desk_catalog import Category
from storage.records.consultation import Case, Draft

MEDIATION = "mediation"


def is_violent(category: Category | None) -> bool:
    """Whether the category itself speaks of violence or of a child in need."""
    return category is not None and category.sensitive and category.pace == "urgent"


def draft_in_danger(draft: Draft, category: Category | None) -> bool:
    """Whether her words, or what she chose it to be about, speak of danger."""
    return draft.sensitive or is_violent(category)


def case_in_danger(case: Case, category: Category | None) -> bool:
    """Whether danger was seen in a case: by its words, by its category, or by the staff."""
    hidden = case.sensitive and not (category is not None and category.sensitive)
    return case.urgent or hidden or case.emergency_at is not None or is_violent(category)
