"""python main.py triage: what the association reads when it tunes the lists."""

import io
import json
from pathlib import Path
from typing import Any

import pytest

from bot.desk.triage_trial import triage_file
from bot.problems import Refusal
from tests.shipped import knowledge

FOLDER = Path(__file__).parents[2] / "bot" / "catalog"


def told(given: str) -> tuple[int, list[dict[str, Any]]]:
    """The exit code and the lines of the command for this standard input."""
    said: list[str] = []
    code = triage_file("-", io.BytesIO(given.encode()), knowledge(), said.append)
    return code, [json.loads(line) for line in said]


def test_each_message_comes_back_with_guesses_sensitive_and_the_phrase() -> None:
    code, [danger, calm] = told(
        '{"id": 7, "text": "Муж избил меня"}\n{"text": "Как открыть общественный фонд?"}\n'
    )
    assert code == 0
    assert danger["id"] == 7
    assert (danger["sensitive"], danger["phrase"]) == (True, "избил")
    assert danger["category"][0] == "domestic_violence"
    assert len(calm["category"]) == 3
    assert "ngo_register" in calm["category"]
    assert (calm["sensitive"], calm["phrase"]) == (False, None)


def test_bad_lines_are_named_good_ones_still_judged_and_the_end_is_one() -> None:
    code, lines = told('nonsense\n{"message": 1}\n{"text": 5}\n[]\n\n{"text": "Рақмет"}\n')
    assert code == 1
    assert [line.get("line") for line in lines] == [1, 2, 3, 4, None]
    assert lines[-1]["sensitive"] is False


def test_a_file_that_is_not_there_is_refused_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="cannot be read"):
        triage_file(str(tmp_path / "none.jsonl"), io.BytesIO(), knowledge(), print)
