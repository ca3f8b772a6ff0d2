"""Shapes of posters: what was asked for."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PosterJob:
    """A poster somebody waits for: of an office or a topic (`kind`) by its id, in kk or ru."""

    id: int
    chat_id: int
    kind: str
    about: str
    language: str
