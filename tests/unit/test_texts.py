"""A mistake in a catalogue of sentences stops the start, with its file and line."""

from pathlib import Path

import pytest

from bot.problems import CatalogProblems, Problem
from bot.texts import LANGUAGES, LOCALES_FOLDER, load_texts


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The head of each catalogue and its sentences of the menu: reading them all takes a while."""
    for language in LANGUAGES:
        head, *rest = (LOCALES_FOLDER / f"{language}.po").read_text(encoding="utf-8").split("\n\n")
        few = [head, *(sentence for sentence in rest if 'msgid "menu.' in sentence)]
        (tmp_path / f"{language}.po").write_text("\n\n".join(few) + "\n", encoding="utf-8")
    return tmp_path


def problems_of(folder: Path) -> list[Problem]:
    with pytest.raises(CatalogProblems) as caught:
        load_texts(folder)
    return list(caught.value.problems)


def test_a_malformed_line_is_told_with_its_number(folder: Path) -> None:
    text = (folder / "ru.po").read_text(encoding="utf-8")
    (folder / "ru.po").write_text(text + "nonsense\n", encoding="utf-8")
    (problem,) = problems_of(folder)
    assert Path(problem.file).name == "ru.po"
    assert problem.line == text.count("\n") + 1


def test_all_catalogues_are_read_before_anything_is_said(folder: Path) -> None:
    (folder / "kk.po").unlink()
    (folder / "en.po").write_bytes(b'msgid "a"\nmsgstr "\xff"\n')
    text = (folder / "ru.po").read_text(encoding="utf-8")
    (folder / "ru.po").write_text(text + "nonsense\n", encoding="utf-8")
    assert {Path(one.file).name for one in problems_of(folder)} == {"kk.po", "ru.po", "en.po"}


def test_a_sentence_that_one_language_lacks_is_named(folder: Path) -> None:
    text = (folder / "ru.po").read_text(encoding="utf-8")
    (folder / "ru.po").write_text(text.replace('"menu.ask"', '"menu.axe"'), encoding="utf-8")
    told = {(Path(one.file).name, one.message) for one in problems_of(folder)}
    assert ("ru.po", "has no sentence for menu.ask") in told
    assert ("kk.po", "has no sentence for menu.axe") in told
