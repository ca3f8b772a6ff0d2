"""Judges messages from a file of JSON lines as /ask would, so that lists are tuned without code."""

from collections.abc import Callable
from typing import BinaryIO

from bot.json_lines import Line, judge_file, text_of
from bot.rules.desk.desk_catalog import GUESSES, Knowledge


def triage_file(
    name: str, standard_input: BinaryIO, knowledge: Knowledge, say: Callable[[str], object]
) -> int:
    """Say each object with a `text` judged; 1 when a line was none, else 0. Raises Refusal."""
    return judge_file(name, standard_input, lambda given: _judged(given, knowledge), say)


def _judged(given: Line, knowledge: Knowledge) -> Line:
    if "text" not in given:
        raise ValueError("has no `text`")
    found = knowledge.triage(text_of(given, "text"))
    return {
        "category": [name for name, _ in found.categories[:GUESSES]],
        "shares": [round(share, 3) for _, share in found.categories[:GUESSES]],
        "sensitive": found.sensitive,
        "urgent": found.urgent,
        "phrase": found.phrase,
        "reasons": list(found.reasons),
    }
