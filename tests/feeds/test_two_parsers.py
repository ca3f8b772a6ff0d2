"""The fast reader of plain feeds says what feedparser says, on two thousand real files."""

from __future__ import annotations

from dataclasses import asdict

import pytest

from bot.rules.feeds.feed_documents import prepare
from bot.rules.feeds.feed_parsing import read_any_xml
from bot.rules.feeds.plain_feeds import read_plain_xml
from storage.records.feeds import Parsed, ParseTask
from tests.feeds.corpus_server import feed_files
from tests.feeds.origin import item, rss
from tests.feeds.test_feed_corpus import CORPUS


def _both(body: bytes) -> tuple[Parsed | None, Parsed] | None:
    prepared = prepare(body, "", (), page=False)
    if prepared.kind != "xml" or not prepared.pieces:
        return None
    task = ParseTask("xml", prepared.pieces[0].body, "https://a.example/feed", "Asia/Aqtobe")
    quick = read_plain_xml(task)
    return (quick, read_any_xml(task)) if quick else None


def _difference(quick: Parsed, slow: Parsed) -> list[str]:
    if len(quick.entries) != len(slow.entries):
        return ["count"]
    pairs = [(asdict(a), asdict(b)) for a, b in zip(quick.entries, slow.entries, strict=True)]
    return [
        f"{name}: {one[name]!r} is not {two[name]!r}"
        for one, two in pairs
        for name in one
        if one[name] != two[name]
    ]


def test_a_plain_feed_is_read_by_the_fast_reader_to_the_same_end() -> None:
    body = rss(*(item(n, "<pubDate>Tue, 17 Nov 2026 10:00:00 +0500</pubDate>") for n in range(3)))
    found = _both(body)
    assert found is not None
    assert found[0] == found[1]


@pytest.mark.skipif(not CORPUS.exists(), reason="the feed corpus lies beside the repository")
def test_both_readers_agree_wherever_the_fast_one_takes_a_file() -> None:
    wrong, taken = {}, 0
    for name, body in feed_files(CORPUS):
        found = _both(body)
        if found and found[0]:
            taken += 1
            if different := _difference(found[0], found[1]):
                wrong[name] = different
    assert taken > 300
    assert wrong == {}, f"{len(wrong)} of {taken}"
