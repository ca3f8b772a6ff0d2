"""The administrator's tools: what would be taken from a feed, and how texts are judged."""

import io
import json
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bot.net.feeds import FeedFetcher
from bot.net.guard import AddressGuard
from bot.net.parsing import ParserPool
from bot.news.catalog_news import load_news_catalog
from bot.news.classify_trial import classify_file
from bot.news.feed_trial import FeedTrial
from bot.problems import Refusal
from bot.rules.feeds.feed_parsing import read_document
from storage.records.feeds import FeedSpec
from tests.feeds.conftest import NOW
from tests.feeds.test_page_guess import CARDS, on_page

CATALOG = load_news_catalog(Path("bot/catalog"))
FEED = """<?xml version="1.0"?><rss version="2.0"><channel><title>t</title>
<item><guid>1</guid><link>https://a.example/1?utm_source=rss</link>
<title>В Актобе начался конкурс грантов для НПО</title>
<description>Заявки принимаются до 25 января.</description>
<pubDate>Sat, 17 Jan 2026 10:00:00 +0500</pubDate></item>
<item><guid>2</guid><title>Футбол: «Ақтөбе» ұтты</title></item></channel></rss>"""


def judged(text: bytes | str) -> tuple[int, list[dict[str, Any]]]:
    said: list[str] = []
    given = text if isinstance(text, bytes) else text.encode()
    code = classify_file("-", io.BytesIO(given), CATALOG, said.append)
    return code, [json.loads(line) for line in said]


def test_texts_are_judged_and_what_was_given_is_kept() -> None:
    code, (line,) = judged('{"id": 7, "title": "Гранты для НПО Актобе", "summary": null}')
    assert code == 0
    assert (line["id"], line["tier"], line["language"]) == (7, "core", "ru")
    assert "grants" in line["topics"]
    assert line["regions"] == ["KZ-15"]
    assert {reason["kind"] for reason in line["reasons"]} >= {"core", "topic", "region"}


def test_a_bad_line_is_told_with_its_number_and_the_good_ones_are_judged() -> None:
    bad = ["{", "[1]", '{"title": 5}', '{"x": 1}', '{"title": "a", "region": 1}', "[" * 100_000]
    good = '{"title": "Гранты"}'
    code, lines = judged("\n".join(["\ufeff" + good, "", *bad, good]))
    assert code == 1
    assert [line["line"] for line in lines if "error" in line] == [3, 4, 5, 6, 7, 8]
    assert [line["title"] for line in lines if "error" not in line] == ["Гранты", "Гранты"]


def test_bytes_that_are_no_utf8_and_lone_surrogates_are_answered() -> None:
    code, lines = judged(b'{"title": "\xff"}\n{"title": "\\ud800 a"}')
    assert code == 1
    assert [("error" in line) for line in lines] == [True, False]
    said: list[str] = []
    classify_file("-", io.BytesIO(b'{"title": "\\ud800 a"}'), CATALOG, said.append)
    assert said[0].encode().startswith(b'{"title": "? a"')


@pytest.mark.parametrize("number", ["NaN", "-Infinity", "9" * 5_000])
def test_a_number_that_is_none_is_told_in_plain_words(number: str) -> None:
    code, (line,) = judged(f'{{"title": "a", "n": {number}}}')
    assert (code, line["error"]) == (1, "is not JSON: a number that is none, or too long")


def test_a_reader_who_leaves_ends_the_command_without_a_word(tmp_path: Path) -> None:
    given = tmp_path / "many.jsonl"
    given.write_text('{"title": "Гранты для НПО"}\n' * 3_000, encoding="utf-8")
    command = f"{sys.executable} main.py classify {given} | head -1"
    ended = subprocess.run(command, shell=True, capture_output=True, text=True, check=False)
    assert (ended.stdout.count("\n"), ended.stderr) == (1, "")


def test_a_file_that_is_not_there_is_told_in_one_sentence() -> None:
    with pytest.raises(Refusal, match=r"nowhere\.jsonl cannot be read"):
        classify_file("nowhere.jsonl", io.BytesIO(), CATALOG, print)


@pytest.fixture
async def trial() -> AsyncIterator[FeedTrial]:
    listed = [FeedSpec("ours", "Ours", ("ru",), "KZ-15", "http://10.0.0.1/rss")]
    async with FeedFetcher(AddressGuard(())) as fetcher, ParserPool(read_document) as parser:
        yield FeedTrial(fetcher, parser, CATALOG, listed)


async def shown(trial: FeedTrial, target: str) -> tuple[int, list[dict[str, Any]]]:
    said: list[str] = []
    code = await trial.show(target, NOW, said.append)
    return code, [json.loads(line) for line in said]


async def test_each_entry_of_a_file_is_shown_as_it_would_be_taken(
    trial: FeedTrial, tmp_path: Path
) -> None:
    (tmp_path / "feed.xml").write_text(FEED, encoding="utf-8")
    code, (grant, football) = await shown(trial, str(tmp_path / "feed.xml"))
    assert code == 0
    assert grant["link"] == "https://a.example/1"
    assert (grant["tier"], grant["language"], football["tier"]) == ("core", "ru", "none")
    assert grant["published_at"] == "2026-01-17T05:00:00+00:00"
    assert len(grant["identity"]) == 32
    assert [(fact["kind"], fact["day"]) for fact in grant["facts"]] == [("deadline", "2026-01-25")]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("", "empty_body"),
        ("<!doctype html><html><body>No feed</body></html>", "html_page"),
        ("plain words", "not_a_feed"),
        ('<rss version="2.0"><channel></channel></rss>', "no_items"),
        ("x" * (5 * 1024 * 1024 + 1), "too_big"),
    ],
)
async def test_a_file_that_is_refused_says_why(
    trial: FeedTrial, tmp_path: Path, content: str, reason: str
) -> None:
    (tmp_path / "file").write_text(content, encoding="utf-8")
    code, (line,) = await shown(trial, str(tmp_path / "file"))
    assert (code, line["refused"]) == (1, reason)


async def test_a_page_that_names_its_feeds_is_answered_with_them(
    trial: FeedTrial, tmp_path: Path
) -> None:
    head = '<link rel="alternate" type="application/rss+xml" href="https://a.example/rss">'
    page = f"<!doctype html><html><head>{head}</head><body></body></html>"
    (tmp_path / "page").write_text(page, encoding="utf-8")
    _, (line,) = await shown(trial, str(tmp_path / "page"))
    assert line["feeds_of_this_page"] == ["https://a.example/rss"]


async def test_a_page_without_a_feed_is_answered_with_selectors_for_the_list(
    trial: FeedTrial, tmp_path: Path
) -> None:
    (tmp_path / "page").write_bytes(on_page(CARDS))
    _, (line,) = await shown(trial, str(tmp_path / "page"))
    said = {"entry": "article.card.post", "link": "a", "title": "h2", "date": "time"}
    assert (line["refused"], line["page"]) == ("html_page", said)


async def test_an_address_on_a_private_network_is_refused_even_when_listed(
    trial: FeedTrial,
) -> None:
    code, (line,) = await shown(trial, "ours")
    assert (code, line["refused"]) == (1, "address_refused")


async def test_an_address_that_is_not_of_the_web_is_refused_as_such(trial: FeedTrial) -> None:
    code, (line,) = await shown(trial, "ftp://news.example/feed")
    assert (code, line["refused"]) == (1, "bad_address")
