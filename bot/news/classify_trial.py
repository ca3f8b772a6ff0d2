"""Judges texts from a file of JSON lines and says why, in JSON lines; stores nothing."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any, BinaryIO

from bot.problems import Refusal
from bot.rules.news.classify import classify
from bot.rules.news.news_catalog import NewsCatalog
from storage.records.news import Decision, EntryText

Line = Mapping[str, Any]
_LONGEST = 100_000


def as_json(line: Line) -> str:
    """One line, letters as they are."""
    return json.dumps(line, ensure_ascii=False)


def said_of(decision: Decision) -> dict[str, Any]:
    """A decision by the names of its record."""
    return asdict(decision)


def classify_file(
    name: str, standard_input: BinaryIO, catalog: NewsCatalog, say: Callable[[str], object]
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
        for line, good in classified(lines, catalog):
            say(as_json(line))
            all_good = all_good and good
    return 0 if all_good else 1


def classified(lines: Iterable[bytes], catalog: NewsCatalog) -> Iterator[tuple[Line, bool]]:
    """Judge objects with `title` and `summary`, one of JSON on a line; empty lines are skipped.

    Yields what was given with tier, topics, language, regions, districts and reasons, and True; or
    for a line that is none the error with its number, and False. `region` of an object is that of
    its feed, as in feeds.yaml.
    """
    for number, line in enumerate(lines, 1):
        if not line.strip(b" \t\r\n\xef\xbb\xbf"):
            continue
        try:
            given = _object(line)
            yield {**given, **said_of(_judged(given, catalog))}, True
        except ValueError as error:
            yield {"line": number, "error": str(error)}, False


def _object(line: bytes) -> dict[str, Any]:
    try:
        given = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise ValueError(f"is not UTF-8: {error.reason}") from error
    except RecursionError as error:
        raise ValueError("is not JSON: nested too deeply") from error
    except json.JSONDecodeError as error:
        raise ValueError(f"is not JSON: {error.msg}, column {error.colno}") from error
    if not isinstance(given, dict):
        raise ValueError("is not an object with `title` and `summary`")
    return given


def _judged(given: Mapping[str, Any], catalog: NewsCatalog) -> Decision:
    if not given.keys() & {"title", "summary"}:
        raise ValueError("has neither `title` nor `summary`")
    title, summary = _text(given, "title"), _text(given, "summary")
    region = given.get("region")
    if not isinstance(region, str | None):
        raise ValueError("`region` is not a text")
    return classify(EntryText(title, summary), region, catalog)


def _text(given: Mapping[str, Any], name: str) -> str:
    value = given.get(name)
    if not isinstance(value, str | None):
        raise ValueError(f"`{name}` is not a text")
    text = value or ""
    if len(text) > _LONGEST:
        raise ValueError(f"`{name}` is longer than {_LONGEST} characters")
    # a lone surrogate is legal in JSON and in no output
    return text.encode("utf-8", "replace").decode("utf-8")
