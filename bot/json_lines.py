"""Reads objects from a file of JSON lines and says what was made of each, in JSON lines."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, BinaryIO

from bot.problems import Refusal

Line = Mapping[str, Any]
_LONGEST = 100_000


def as_json(line: Line) -> str:
    """One line, letters as they are; half a letter, which no output takes, is a question mark."""
    return json.dumps(line, ensure_ascii=False).encode("utf-8", "replace").decode("utf-8")


def judge_file(
    name: str,
    standard_input: BinaryIO,
    judge: Callable[[Line], Line],
    say: Callable[[str], object],
) -> int:
    """Say each line of the file `name` (`-`: standard input) judged; 1 when one was none, else 0.

    Raises Refusal for a file that cannot be read.
    """
    try:
        given = standard_input if name == "-" else Path(name).open("rb")  # noqa: SIM115 - below
    except OSError as error:
        raise Refusal(f"{name} cannot be read: {error.strerror}.") from error
    all_good = True
    with given as lines:
        for line, good in judged(lines, judge):
            say(as_json(line))
            all_good = all_good and good
    return 0 if all_good else 1


def judged(lines: Iterable[bytes], judge: Callable[[Line], Line]) -> Iterator[tuple[Line, bool]]:
    """Yield each object with what `judge` added, and True; empty lines are skipped.

    For a line that is no object, or of which `judge` raises ValueError: its number, the error, and
    False.
    """
    for number, line in enumerate(lines, 1):
        if not line.strip(b" \t\r\n\xef\xbb\xbf"):
            continue
        try:
            given = _object(line)
            yield {**given, **judge(given)}, True
        except ValueError as error:
            yield {"line": number, "error": str(error)}, False


def text_of(given: Line, name: str) -> str:
    """The text of that name, empty when absent. Raises ValueError."""
    value = given.get(name)
    if not isinstance(value, str | None):
        raise ValueError(f"`{name}` is not a text")
    text = value or ""
    if len(text) > _LONGEST:
        raise ValueError(f"`{name}` is longer than {_LONGEST} characters")
    # a lone surrogate is legal in JSON and in no output
    return text.encode("utf-8", "replace").decode("utf-8")


def _object(line: bytes) -> dict[str, Any]:
    try:
        given = json.loads(line.decode("utf-8-sig"), parse_constant=_no_number)
    except UnicodeDecodeError as error:
        raise ValueError(f"is not UTF-8: {error.reason}") from error
    except RecursionError as error:
        raise ValueError("is not JSON: nested too deeply") from error
    except json.JSONDecodeError as error:
        raise ValueError(f"is not JSON: {error.msg}, column {error.colno}") from error
    except ValueError as error:
        # Python's own words for it are of no use here
        raise ValueError("is not JSON: a number that is none, or too long") from error
    if not isinstance(given, dict):
        raise ValueError("is not an object")
    return given


def _no_number(name: str) -> None:
    """NaN and Infinity are numbers to Python only."""
    raise ValueError(name)
