"""Two thousand real feed files of other projects' tests: each is taken or refused with a reason."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.net.feeds import FeedFetcher, Limits
from bot.net.guard import AddressGuard
from bot.net.parsing import ParserPool
from bot.news.feed_reader import read_round
from bot.rules.feeds.feed_parsing import read_document
from storage.records.feeds import FeedState, Outcome, PollResult
from tests.feeds.conftest import NOW
from tests.feeds.corpus_server import feed_files
from tests.feeds.ticking import Ticker

ROOT = Path(__file__).parents[2]
CORPUS = ROOT.parent / "shared" / "data" / "feed_corpus_dev.tar.gz"
STALL_S = 0.1
# files whose whole point is that they are no feed are a small part of the corpus
REFUSED_SHARE = 0.12

pytestmark = [
    pytest.mark.slow(10),
    pytest.mark.skipif(not CORPUS.exists(), reason="the feed corpus lies beside the repository"),
]


@pytest.fixture(scope="module")
def server() -> Iterator[int]:
    command = [sys.executable, "-m", "tests.feeds.corpus_server", str(CORPUS)]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        yield int(process.stdout.readline())
        process.kill()


async def _read_all(port: int, count: int) -> tuple[list[PollResult], Ticker]:
    states = [FeedState(id=f"f{n}", url=f"http://127.0.0.1:{port}/{n}") for n in range(count)]
    guard = AddressGuard([f"127.0.0.1:{port}"])
    async with (
        FeedFetcher(guard, Limits(per_host=16)) as fetcher,
        ParserPool(read_document) as pool,
        Ticker() as ticker,
    ):
        return await read_round(states, fetcher, pool, NOW, lambda: 0.5), ticker


async def test_every_file_is_taken_or_refused_with_a_reason_and_the_loop_never_stalls(
    server: int, caplog: pytest.LogCaptureFixture
) -> None:
    names = [name for name, _ in feed_files(CORPUS)]
    results, ticker = await _read_all(server, len(names))
    assert len(results) == len(names) >= 2_200
    bugs = [record.getMessage() for record in caplog.records if record.levelname == "ERROR"]
    assert bugs == []
    refused = Counter(r.health.reason for r in results if r.health.outcome is not Outcome.FRESH)
    assert None not in refused
    assert set(refused) <= {"html_page", "empty_body", "not_a_feed"}, refused
    assert refused.total() < REFUSED_SHARE * len(names), refused
    explained = {"no_items", "empty_items"}
    assert all(
        result.new or result.health.reason or explained & {*result.health.notes}
        for result in results
    )
    brought = [len(result.new) for result in results]
    assert sum(brought) > 1_000
    with_entries = sum(1 for count in brought if count)
    print(  # noqa: T201 - what pytest -s shows of the run
        f"{len(names)} files: {with_entries} with {sum(brought)} entries, "
        f"{len(names) - with_entries - refused.total()} feeds without any, {dict(refused)}; "
        f"longest hold {ticker.worst_work * 1000:.0f} ms"
    )
    # a busy machine may take the processor away from us; our own work may not hold the loop
    assert ticker.worst_work < STALL_S
    assert ticker.worst_held < 1
