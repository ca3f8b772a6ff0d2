"""What the scout finds at an address: a feed, the feeds of a site, or a reason."""

from __future__ import annotations

from bot.news.feed_scout import FeedScout
from storage.records.feed_proposals import Finding
from storage.records.feeds import PageSelectors
from tests.feeds.conftest import NOW, Desk
from tests.feeds.origin import item, response, rss
from tests.feeds.test_page_guess import CARDS, TITLES, on_page

PAGE = "<!DOCTYPE html><html><head>{head}</head><body>Газет</body></html>"
LINK = '<link rel="alternate" type="application/rss+xml" href="{href}">'


async def look(desk: Desk, path: str = "/") -> Finding:
    return await FeedScout(desk.fetcher, desk.pool).look(desk.origin.url(path), NOW)


async def test_a_feed_is_found_at_its_own_address(desk: Desk) -> None:
    desk.publish(rss(*(item(number) for number in range(5))))
    found = await look(desk)
    assert (found.url, found.entries, found.langs) == (desk.origin.url(), 5, ("kk",))
    assert found.titles == ("Жаңалық 0", "Жаңалық 1", "Жаңалық 2")
    assert found.notes == ("undated",)


async def test_a_site_leads_to_the_first_good_feed_that_it_names(desk: Desk) -> None:
    head = LINK.format(href="/gone") + LINK.format(href="/comments") + LINK.format(href="/news")
    desk.publish(PAGE.format(head=head).encode(), "text/html")
    desk.origin.answers["/comments"] = response(200, rss())
    desk.origin.answers["/news"] = response(200, rss(item(1)))
    assert (await look(desk)).url == desk.origin.url("/news")


async def test_a_site_that_names_none_may_have_one_where_most_have(desk: Desk) -> None:
    desk.publish(PAGE.format(head="").encode(), "text/html")
    desk.origin.answers["/rss"] = response(200, rss(item(1)))
    assert (await look(desk)).url == desk.origin.url("/rss")


async def test_a_site_that_only_shows_a_link_to_its_feed_is_read_too(desk: Desk) -> None:
    links = "<a href=/kz/rss-feed.php?lang=kz>RSS</a><a href='/rss-news-of-birds'>Құстар</a>"
    away = "<a href=https://other.example/rss>RSS</a><a href=/comments/rss>Пікірлер</a>"
    desk.publish(f"<!DOCTYPE html><html><body>{away}{links}</body></html>".encode(), "text/html")
    desk.origin.answers["/kz/rss-feed.php?lang=kz"] = response(200, rss(item(1)))
    assert (await look(desk)).url == desk.origin.url("/kz/rss-feed.php?lang=kz")
    asked = [path for path, _ in desk.origin.requests]
    assert asked == ["/", "/kz/rss-feed.php?lang=kz"]


async def test_a_feed_that_moved_for_good_is_taken_where_it_is(desk: Desk) -> None:
    desk.origin.answers["/"] = response(301, headers={"Location": "/new"})
    desk.origin.answers["/new"] = response(200, rss(item(1)))
    assert (await look(desk)).url == desk.origin.url("/new")


async def test_a_site_without_any_feed_is_read_by_the_list_on_its_page(desk: Desk) -> None:
    desk.publish(on_page(CARDS), "text/html")
    found = await look(desk)
    assert (found.url, found.entries, found.langs) == (desk.origin.url(), 8, ("kk",))
    assert found.titles == tuple(TITLES[:3])
    assert found.page == PageSelectors("article.card.post", "a", "h2", "time")
    assert "undated" not in found.notes


async def test_the_dates_of_a_page_in_an_old_encoding_are_found(desk: Desk) -> None:
    rows = [
        f"<li><i>1{n} ноября 2026</i> <a href='/{n}'>В районе открыли новый центр {n}</a></li>"
        for n in range(6)
    ]
    desk.publish(on_page(rows, "<ol>{}</ol>").decode().encode("cp1251", "replace"), "text/html")
    found = await look(desk)
    assert found.page is not None
    assert found.page.date == "i"


async def test_where_there_is_no_feed_there_is_a_reason_and_few_requests(desk: Desk) -> None:
    links = "".join(LINK.format(href=f"/{number}") for number in range(50))
    desk.publish(PAGE.format(head=links).encode(), "text/html")
    found = await look(desk)
    assert (found.url, found.reason) == (None, "html_page")
    assert len(desk.origin.requests) == 7
    assert (await look(desk, "/missing")).reason == "http_404"
    desk.publish(rss())
    assert (await look(desk)).reason == "no_items"
