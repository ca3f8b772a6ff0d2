"""feeds.yaml: the shipped list is good, and a bad one is refused with all of its problems."""

from pathlib import Path

import pytest

from bot.news.feed_list import load_feed_list
from bot.problems import CatalogProblems
from storage.records.feeds import AUTO, PageSelectors

SHIPPED = Path(__file__).parents[2] / "feeds.yaml"

BAD = """feeds:
  - id: good
    name: Good
    lang: kk
    region: KZ-15
    url: https://good.example/rss
  - id: Bad Id
    name: One
    lang: [kk, tlh]
    region: KZ-99
    url: ftp://one.example/rss
    colour: red
  - id: good
    name: Again
    lang: ru
    region: KZ
    url: http://www.good.example/rss/
  - just a word
  - id: empty
    name: Empty
    lang: ru
    url:
    zone: Mars/Olympus
    enabled: maybe
    page: {list: div}
"""


def _problems(tmp_path: Path, text: str) -> list[tuple[int | None, str]]:
    path = tmp_path / "feeds.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(CatalogProblems) as caught:
        load_feed_list(path)
    return [(problem.line, problem.message) for problem in caught.value.problems]


def test_the_shipped_list_is_good_and_guesses_are_not_polled() -> None:
    feeds = load_feed_list(SHIPPED)
    assert len([feed for feed in feeds if feed.enabled]) >= 25
    assert {"aqtobegazeti", "avestnik"} <= {feed.id for feed in feeds if not feed.enabled}
    assert any(feed.langs[0] == "kk" and feed.enabled for feed in feeds)


def test_every_problem_is_told_with_its_line(tmp_path: Path) -> None:
    found = _problems(tmp_path, BAD)
    lines = [line for line, _ in found]
    for line in (7, 9, 10, 11, 12, 13, 18, 19, 23, 24, 25):
        assert line in lines, f"line {line} is not in {found}"
    text = " ".join(message for _, message in found)
    for word in ("tlh", "KZ-99", "ftp://", "colour", "already used on line 2", "Mars", "region"):
        assert word in text


def test_a_feed_written_with_and_without_www_is_one_feed(tmp_path: Path) -> None:
    assert any("address" in message for _, message in _problems(tmp_path, BAD))


@pytest.mark.parametrize(
    ("text", "line"), [("feeds: [", 1), ("feeds:\n  - id: a\n   b: c\n", 3), ("", None)]
)
def test_a_file_that_is_no_yaml_or_no_list_is_one_problem(
    tmp_path: Path, text: str, line: int | None
) -> None:
    assert [found for found, _ in _problems(tmp_path, text)] == [line]


def test_a_missing_file_is_a_problem_and_no_traceback(tmp_path: Path) -> None:
    with pytest.raises(CatalogProblems):
        load_feed_list(tmp_path / "nowhere.yaml")


def test_a_page_without_a_feed_has_selectors(tmp_path: Path) -> None:
    path = tmp_path / "feeds.yaml"
    path.write_text(
        "feeds:\n- {id: pg, name: P, lang: ru, region: KZ, url: 'https://p.example',"
        " page: {entry: .news, title: h2}}\n",
        encoding="utf-8",
    )
    assert load_feed_list(path)[0].page == PageSelectors(".news", title="h2")
    path.write_text(
        path.read_text(encoding="utf-8").replace("{entry: .news, title: h2}", "auto"),
        encoding="utf-8",
    )
    assert load_feed_list(path)[0].page == PageSelectors(AUTO)
