"""Shapes of monthly reports: what was asked for."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ReportJob:
    """A report somebody waits for; `month` is 2026-11, `office_id` None: all offices."""

    id: int
    chat_id: int
    office_id: str | None
    month: str
    language: str
    asked_at: int
