"""From a feed that is due to clean entries, over real sockets and real worker processes."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from bot.net.feeds import FeedFetcher, Limits
from bot.net.guard import AddressGuard
from bot.news.feed_reader import read_round
from storage.records.feeds import AUTO, FeedState, IdKind, Outcome, PageSelectors
from tests.feeds.conftest import NOW, Desk
from tests.feeds.origin import item, response, rss
from tests.feeds.test_page_guess import CARDS, TITLES, on_page

DATE = "<pubDate>Wed, 18 Nov 2026 10:00:00 +0500</pubDate>"


async def test_a_first_poll_brings_entries_and_announces_nothing(desk: Desk) -> None:
    desk.publish(rss(*(item(number, DATE) for number in range(3))))
    result = await desk.poll()
    assert (len(result.new), result.announce) == (3, False)
    entry = result.new[0]
    assert entry.title == "Жаңалық 0"
    assert entry.link == "https://gazet.example/news/0"
    assert entry.lead == "Ауданда қоғамдық бірлестік 0 жоба бастады."
    assert entry.published_at == 1_794_978_000
    assert len(entry.identity) == 32
    assert result.health.notes == ()


async def test_the_second_poll_announces_what_is_new_only(desk: Desk) -> None:
    desk.publish(rss(item(1), item(2)))
    await desk.poll()
    desk.publish(rss(item(3), item(1), item(2, "<category>x</category>")))
    result = await desk.poll(NOW + 3600)
    assert ([entry.title for entry in result.new], result.announce) == (["Жаңалық 3"], True)
    assert result.edited == ()


async def test_an_edited_entry_comes_back_as_edited_under_its_identity(desk: Desk) -> None:
    desk.publish(rss(item(1)))
    first = await desk.poll()
    desk.publish(rss(item(1).replace("бастады", "аяқтады")))
    second = await desk.poll()
    assert second.new == ()
    assert second.edited[0].identity == first.new[0].identity


async def test_a_body_that_did_not_change_is_not_parsed_again(desk: Desk) -> None:
    desk.publish(rss(item(1)))
    await desk.poll()
    result = await desk.poll(NOW + 60)
    assert result.health.outcome is Outcome.UNCHANGED
    assert result.state.last_success_at == NOW + 60


async def test_a_feed_that_becomes_a_web_page_is_a_health_line_and_forgets_nothing(
    desk: Desk,
) -> None:
    desk.publish(rss(item(1)))
    memory = (await desk.poll()).state.memory
    desk.publish(b"<!DOCTYPE html><html><body>Site is closed</body></html>", "text/html")
    result = await desk.poll()
    assert (result.health.outcome, result.health.reason) == (Outcome.REFUSED, "html_page")
    assert (result.state.memory, result.state.failures) == (memory, 1)
    desk.publish(rss(item(2), item(1)))
    assert [entry.title for entry in (await desk.poll()).new] == ["Жаңалық 2"]


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize("wish", ["7200", "Wed, 18 Nov 2026 13:06:40 GMT"])
async def test_a_feed_that_waits_is_obeyed(desk: Desk, status: int, wish: str) -> None:
    desk.origin.answers["/"] = response(status, headers={"Retry-After": wish})
    result = await desk.poll()
    assert result.state.next_poll_at == NOW + 7200
    assert result.health.reason == f"http_{status}"


async def test_a_feed_that_is_gone_is_asked_twice_a_day_and_may_come_back(desk: Desk) -> None:
    desk.origin.answers["/"] = response(410)
    result = await desk.poll()
    assert (result.health.outcome, result.health.reason) == (Outcome.GONE, "http_410")
    assert result.state.next_poll_at == NOW + 12 * 3_600
    desk.publish(rss(item(1)))
    assert len((await desk.poll()).new) == 1
    assert (desk.state.failures, desk.state.last_error) == (0, None)


async def test_what_a_feed_and_its_server_wish_is_obeyed_poll_after_poll(desk: Desk) -> None:
    desk.publish(rss(item(1), head="<ttl>600</ttl>"))
    assert (await desk.poll()).state.next_poll_at >= NOW + 36_000
    assert (await desk.poll(NOW + 36_000)).state.next_poll_at >= NOW + 72_000
    headers = {"Cache-Control": "max-age=50000", "ETag": '"1"'}
    desk.origin.answers["/"] = response(304, headers=headers)
    assert (await desk.poll()).state.next_poll_at >= NOW + 50_000


async def test_a_place_a_feed_moved_to_is_asked_next_and_left_when_it_dies(desk: Desk) -> None:
    desk.origin.answers["/"] = response(301, headers={"Location": "/new"})
    desk.origin.answers["/new"] = response(200, rss(item(1)))
    assert (await desk.poll()).state.address == desk.origin.url("/new")
    del desk.origin.answers["/new"]
    for _ in range(3):
        await desk.poll()
    assert desk.state.address == desk.origin.url("/")


ATOM = "<id>a</id><title>Грант</title><link href='/a'/><updated>2026-11-17T05:00:00Z</updated>"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
ITEM = "<item><title>Грант</title><link>/a</link></item>"
KINDS = {
    "RSS 0.91": f'<rss version="0.91"><channel><title>T</title>{ITEM}</channel></rss>',
    "RSS 0.92": f'<rss version="0.92"><channel><title>T</title>{ITEM}</channel></rss>',
    "RSS 1.0": f'<rdf:RDF xmlns:rdf="{RDF}" xmlns="http://purl.org/rss/1.0/">'
    f"<channel><title>T</title></channel>{ITEM}</rdf:RDF>",
    "RSS 2.0": f'<rss version="2.0"><channel><title>T</title>{ITEM}</channel></rss>',
    "Atom": f'<feed xmlns="http://www.w3.org/2005/Atom"><entry>{ATOM}</entry></feed>',
}


@pytest.mark.parametrize("kind", KINDS)
async def test_every_kind_of_feed_is_read_whatever_its_header_says(desk: Desk, kind: str) -> None:
    desk.publish(KINDS[kind].encode(), "text/html")
    (entry,) = (await desk.poll()).new
    assert (entry.title, entry.link) == ("Грант", desk.origin.url("/a"))


async def test_json_feeds_are_read(desk: Desk) -> None:
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "language": "kk-KZ",
        "items": [
            {"id": 7, "url": "/a?utm_source=x", "title": "Грант", "content_html": "<p>Сөз</p>"},
            {"id": "8", "content_text": "5 < 6 & <b>"},
            {"id": "9", "title": "Т", "content_text": "Бірінші жол\nЕкінші жол"},
            "nonsense",
        ],
    }
    desk.publish(json.dumps(feed).encode(), "text/plain")
    result = await desk.poll()
    assert [entry.title for entry in result.new] == ["Грант", "5 < 6 & <b>", "Т"]
    assert result.new[2].text == "Бірінші жол\nЕкінші жол"
    assert result.new[0].link == desk.origin.url("/a")
    assert result.new[0].language == "kk"


async def test_a_site_without_a_feed_is_read_by_its_selectors(desk: Desk) -> None:
    desk.state = replace(desk.state, page=PageSelectors(".n", "a", "h2", ".d"))
    desk.publish(
        "<html><body><div class=n><h2>Ұйым</h2><a href='/1'>оқу</a>"
        "<span class=d>17 қыркүйек 2026, 10:00</span></div>"
        "<div class=n>жоқ</div></body></html>".encode(),
        "text/html",
    )
    result = await desk.poll()
    assert [(entry.title, entry.link) for entry in result.new] == [("Ұйым", desk.origin.url("/1"))]
    assert result.new[0].published_at == 1_789_621_200


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("www.gazet.example/3", "http://www.gazet.example/3"),
        ("//gazet.example/3", "http://gazet.example/3"),
        (" https://мысал.қаз/жаңалық/1 2 ", "https://мысал.қаз/жаңалық/1%202"),
        ("javascript:alert(1)", ""),
        ("http://[broken", ""),
    ],
)
async def test_a_link_is_the_address_that_was_meant(desk: Desk, written: str, meant: str) -> None:
    desk.publish(rss(f"<title>Ұйым</title><link>{written}</link>"))
    assert (await desk.poll()).new[0].link == meant


PODCAST = (
    '<guid isPermaLink="false">7</guid><title>Ұйым</title>'
    '<enclosure url="/7.mp3" type="audio/mpeg" length="1"/>'
)


async def test_an_entry_that_is_only_heard_leads_to_what_is_heard(desk: Desk) -> None:
    desk.publish(rss(PODCAST))
    assert (await desk.poll()).new[0].link == desk.origin.url("/7.mp3")
    attached = {"id": "1", "title": "Ұйым", "attachments": [{"url": "/8.mp3"}, 5]}
    odd = {"id": "2", "title": "Қор", "attachments": "none"}
    desk.publish(json.dumps({"items": [attached, odd]}).encode())
    links = [entry.link for entry in (await desk.poll()).new]
    assert links == [desk.origin.url("/8.mp3"), ""]


async def test_a_page_may_say_yesterday(desk: Desk) -> None:
    desk.state = replace(desk.state, page=PageSelectors("li", "a", None, "i"))
    desk.publish("<ul><li><i>Кеше, 14:05</i><a href='/1'>Ұйым</a></ul>".encode(), "text/html")
    (entry,) = (await desk.poll()).new
    noon = NOW - (NOW + 5 * 3600) % 86_400 + 12 * 3600
    assert entry.published_at == noon - 86_400 + 2 * 3600 + 5 * 60


async def test_a_moment_far_from_here_is_the_same_moment(desk: Desk) -> None:
    body = (
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>T</title><entry><id>1</id><title>Ұ</title>'
        "<updated>2026-09-16T12:00:00+03:00</updated></entry></feed>"
    )
    desk.publish(body.encode(), "application/atom+xml")
    (entry,) = (await desk.poll()).new
    assert entry.published_at == 1_789_549_200


async def test_a_list_that_nobody_described_is_found_poll_after_poll(desk: Desk) -> None:
    desk.state = replace(desk.state, page=PageSelectors(AUTO))
    desk.publish(on_page(CARDS[1:]), "text/html")
    first = await desk.poll()
    desk.publish(on_page(CARDS), "text/html")
    second = await desk.poll(NOW + 3600)
    assert (len(first.new), first.announce) == (7, False)
    assert [entry.title for entry in second.new] == TITLES[:1]
    desk.publish(on_page([]), "text/html")
    assert (await desk.poll()).health.reason == "no_entries_on_page"


async def test_one_dead_feed_takes_nothing_from_the_others(desk: Desk) -> None:
    desk.publish(rss(item(1)))
    states = [replace(desk.state, id=f"f{number}") for number in range(5)]
    states.append(FeedState(id="dead", url="http://127.0.0.1:1/"))
    results = await read_round(states, desk.fetcher, desk.pool, NOW, lambda: 0.5)
    assert [result.health.outcome for result in results[:5]] == [Outcome.FRESH] * 5
    assert results[5].state.last_error == "address_refused"


async def test_when_our_own_network_is_down_no_feed_is_blamed(desk: Desk) -> None:
    hosts = [f"127.0.0.{number}:9" for number in range(1, 7)]
    states = [FeedState(host, f"http://{host}/rss") for host in hosts]
    async with FeedFetcher(AddressGuard(hosts), Limits(connect_s=1)) as fetcher:
        results = await read_round(states, fetcher, desk.pool, NOW, lambda: 0.5)
    assert {result.state.failures for result in results} == {0}
    assert {result.state.last_error for result in results} == {"our_network"}


async def test_guids_that_change_at_every_poll_are_noticed(desk: Desk) -> None:
    for poll in range(3):
        desk.publish(rss(*(item(number, guid=f"{poll}/{number}") for number in range(5))))
        result = await desk.poll()
        assert len(result.new) == (5 if poll == 0 else 0)
    assert desk.state.id_kind is IdKind.LINK
    assert "bad_ids" in result.health.notes
