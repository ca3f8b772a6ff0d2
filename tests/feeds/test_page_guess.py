"""Where the news stand on a page that nobody has described: found by what repeats."""

from __future__ import annotations

import time

import pytest

from bot.rules.feeds.feed_pages import named_feeds, page_entries
from bot.rules.feeds.page_guess import guess_selectors
from storage.records.feeds import PageSelectors
from tests.pace import within

URL = "https://gazet.example/news"
TITLES = [f"Аудандағы қоғамдық бірлестік {n} жаңа жобасын бастады" for n in range(8)]
MENU = (
    "<ul class=menu>"
    + "".join(f"<li><a href=/m{n}>Мәзір {n}</a></li>" for n in range(12))
    + "</ul>"
)
MAKER = "Сайтты жасаған және қолдайтын студия туралы"
FOOTER = f"<footer><p><a href=https://maker.example/>{MAKER}</a></p></footer>"


def on_page(cards: list[str], around: str = "<div class=list>{}</div>") -> bytes:
    body = MENU + around.format("".join(cards)) + FOOTER
    return f"<!doctype html><html><body>{body}</body></html>".encode()


CARDS = [
    f'<article class="post post-{n} card"><a href=/2026/{n}><img src=x></a>'
    f'<h2><a href=/2026/{n}>{title}</a></h2><time datetime="2026-11-1{n % 3}T10:00:00+05:00">кеше'
    f"</time><a class=more href=/2026/{n}>Толығырақ</a><p>Мәтіннің басы осында</p></article>"
    for n, title in enumerate(TITLES)
]
ROWS = [
    f"<li><span class=when>1{n % 3}.11.2026, 10:00</span> "
    f"<a href='/a/{n}?utm_source=x'>{title}</a></li>"
    for n, title in enumerate(TITLES)
]
WHOLE = [
    f'<a class="tile" href="https://www.gazet.example/n/{n}"><div class=t>{title}</div>'
    f"<div class=d>1{n % 3} қараша 2026</div></a>"
    for n, title in enumerate(TITLES)
]
PAGES = {
    "cards": on_page(CARDS),
    "rows": on_page(ROWS, "<ol>{}</ol>"),
    "tiles": on_page(WHOLE),
    "a list among others": on_page(
        [
            *CARDS,
            "<div class=popular>",
            *(f"<p><a href=/2026/{n}>{TITLES[n]}</a></p>" for n in range(3)),
            "</div>",
        ]
    ),
}


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
def test_the_list_of_news_is_found_with_titles_links_and_dates(page: bytes) -> None:
    selectors = guess_selectors(page, URL)
    assert selectors is not None
    rows = page_entries(page, URL, selectors)
    assert [" ".join(row.title.split()) for row in rows] == TITLES
    assert len({row.link for row in rows}) == 8
    assert all("2026" in row.date for row in rows)


def test_a_page_of_menus_and_one_text_has_no_list() -> None:
    assert guess_selectors(on_page(["<h1>Байланыс</h1><p>Мекенжай</p>"]), URL) is None
    assert guess_selectors(b"", URL) is None
    assert guess_selectors(b"\xff\x00<a", "not an address") is None


@pytest.mark.parametrize(
    "said", ["Кеше, 14:05", "1{n} қараша", "14:05", "3 сағат бұрын", "Вчера в 10:00"]
)
def test_dates_are_found_as_a_list_says_them(said: str) -> None:
    rows = [
        f"<li><i class=when>{said.format(n=n % 3)}</i> <a href='/a/{n}'>{title}</a></li>"
        for n, title in enumerate(TITLES)
    ]
    selectors = guess_selectors(on_page(rows, "<ol>{}</ol>"), URL)
    assert selectors is not None
    assert selectors.date == "i.when"


def test_links_are_relative_to_the_base_that_a_page_names() -> None:
    rows = [f"<li><a href='a/{n}'>{title}</a></li>" for n, title in enumerate(TITLES)]
    page = on_page(['<base href="/kz/">', *rows], "<ol>{}</ol>")
    found = page_entries(page, URL, PageSelectors("li", "a"))
    assert found[-1].link == "https://gazet.example/kz/a/7"
    assert guess_selectors(page, URL) is not None


def test_a_link_that_goes_nowhere_is_passed_over() -> None:
    page = (
        "<li><a href='#'><img></a><a href='javascript:x()'>ашу</a><a href=/1>Бір жаңалық</a></li>"
        "<li><a href='#'>жоқ</a></li><li><a href='http://[broken'>екі</a></li>"
    )
    found = page_entries(page.encode(), URL, PageSelectors("li", "a"))
    assert [(row.link, row.title) for row in found] == [
        ("https://gazet.example/1", "Бір жаңалық"),
        ("", "екі"),
    ]


def test_the_way_to_an_entry_is_the_link_that_says_most_or_its_heading() -> None:
    page = (
        "<li><a href=/society>Қоғам</a><a href=/1><img></a><a href=/1>Бір жаңалық</a></li>"
        "<li><a href=/society>Қоғам</a><h2><a href=/2>Екі</a></h2><a href=/t>ұзын мәтін</a></li>"
    )
    found = page_entries(page.encode(), URL, PageSelectors("li", "a", "h2"))
    assert [(row.link[-2:], row.title) for row in found] == [("/1", "Бір жаңалық"), ("/2", "Екі")]
    found = page_entries(page.encode(), URL, PageSelectors("li", "h2 + a", "h2"))
    assert [(row.link[-2:], row.title) for row in found] == [("/t", "Екі")]


def test_what_stands_twice_on_a_page_is_one_entry() -> None:
    page = (
        "<li><a href=/1>Бір…</a></li><li><a href=/2>Екі</a><i>кеше</i></li>"
        "<li><a href=/1>Бір жаңалық</a><i>17.11.2026</i></li><li><a href=/2>Екі</a></li>"
    )
    found = page_entries(page.encode(), URL, PageSelectors("li", "a", None, "i"))
    assert [(row.link[-2:], row.title, row.date) for row in found] == [
        ("/1", "Бір жаңалық", "17.11.2026"),
        ("/2", "Екі", "кеше"),
    ]


def test_feeds_of_comments_are_none_of_a_sites_news() -> None:
    link = "<link rel='Alternate' type='application/rss+xml; charset=utf-8' href='{}' title='{}'>"
    page = "".join(
        link.format(*pair)
        for pair in (
            ("feed/", "Газет"),
            ("/comments/feed/", "Газет"),
            ("/1/feed/", "Газет » Комментарии: Бір"),
            ("http://[broken", ""),
            ("", ""),
        )
    )
    named = named_feeds(f"<head><base href=/kz/>{page}</head>".encode(), URL)
    assert named == ("https://gazet.example/kz/feed/",)


def test_links_to_other_sites_are_no_news_of_this_one() -> None:
    away = [card.replace("href=/", "href=https://other.example/") for card in CARDS]
    assert guess_selectors(on_page(away), URL) is None


def test_a_page_made_to_hurt_is_left_soon() -> None:
    start = time.process_time()
    deep = "<div>" * 3_000 + "".join(CARDS * 30) + "<a href=/x>" * 5_000
    guess_selectors(deep.encode(), URL)
    assert within(time.process_time() - start, 1)
