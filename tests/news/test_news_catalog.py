"""A mistake in the files of news facts stops the start, with every line named."""

from pathlib import Path
from shutil import copy

import pytest

from bot.news.catalog_news import BUTTON_LETTERS, load_news_catalog
from bot.problems import CatalogProblems, Problem

FOLDER = Path(__file__).parents[2] / "bot" / "catalog"


def problems_of(folder: Path) -> list[Problem]:
    with pytest.raises(CatalogProblems) as caught:
        load_news_catalog(folder)
    return list(caught.value.problems)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("topics.yaml", "regions.yaml", "news_words.yaml", "news_model.json"):
        copy(FOLDER / name, tmp_path)
    return tmp_path


def test_the_catalog_that_ships_is_whole() -> None:
    catalog = load_news_catalog(FOLDER)
    assert len(catalog.regions) == 20
    assert len({topic.id for topic in catalog.topics}) == 15
    aktobe = next(region for region in catalog.regions if region.code == "KZ-15")
    assert len(aktobe.districts) == 15


def test_all_problems_are_listed_with_their_lines(folder: Path) -> None:
    text = (folder / "topics.yaml").read_text(encoding="utf-8")
    lines = text.splitlines()
    grants = lines.index("- id: grants") + 1
    core = next(number for number, line in enumerate(lines, 1) if line == "    - волонтер")
    text = text.replace("- id: grants\n", "- id: grants\n  colour: red\n", 1)
    text = text.replace("    - волонтер\n", "    - ~3 волонтер\n", 1)
    (folder / "topics.yaml").write_text(text, encoding="utf-8")
    (folder / "regions.yaml").write_text("version: 1\nregions:\n- code: 7\n", encoding="utf-8")
    found = {(Path(problem.file).name, problem.line) for problem in problems_of(folder)}
    assert {("topics.yaml", core), ("topics.yaml", grants + 1)} <= found
    assert {("regions.yaml", 3), ("regions.yaml", 1)} <= found


def test_a_missing_file_and_broken_yaml_are_problems_too(folder: Path) -> None:
    (folder / "regions.yaml").unlink()
    (folder / "topics.yaml").write_text("gate: [\n", encoding="utf-8")
    found = {Path(problem.file).name: problem for problem in problems_of(folder)}
    assert found["regions.yaml"].line is None
    assert found["topics.yaml"].line is not None


def test_a_model_that_training_did_not_write_is_refused(folder: Path) -> None:
    (folder / "news_model.json").write_text('{"labels": ["relevant"]}', encoding="utf-8")
    (problem,) = problems_of(folder)
    assert Path(problem.file).name == "news_model.json"
    assert "train.py" in problem.message


def test_every_topic_has_a_name_that_fits_on_a_button() -> None:
    for topic in load_news_catalog(FOLDER).topics:
        for name in (topic.button.kk, topic.button.ru, topic.button.en):
            assert 0 < len(name) <= BUTTON_LETTERS


def test_a_topic_with_a_long_name_needs_a_short_one_for_its_button(folder: Path) -> None:
    text = (folder / "topics.yaml").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("  button:")]
    (folder / "topics.yaml").write_text("\n".join(lines), encoding="utf-8")
    found = {problem.line for problem in problems_of(folder)}
    assert lines.index("- id: grants") + 1 in found
    assert lines.index("- id: youth") + 1 not in found
