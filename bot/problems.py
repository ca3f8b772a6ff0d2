"""One fault in a file that a person wrote: where it is and what to do. Formats nothing."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """`line` counts from 1; None means the whole file."""

    file: str
    line: int | None
    message: str

    def __str__(self) -> str:
        place = self.file if self.line is None else f"{self.file}:{self.line}"
        return f"{place}: {self.message}"


class CatalogProblems(Exception):  # noqa: N818 - it carries problems, all of them at once
    """Every fault of one or more files; the start stops before anything is opened."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = tuple(problems)


class Refusal(Exception):  # noqa: N818 - what is printed is a sentence, not a class name
    """Why a command cannot go on and what to do: one sentence for who typed it."""
