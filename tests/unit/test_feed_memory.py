"""New, known and edited entries are told apart, also in feeds whose ids are bad."""

from dataclasses import replace

import pytest

from bot.rules.feeds.feed_memory import Sighting, Sorted, recall, sort_out, unreadable
from bot.rules.feeds.identity import canonical_link, identity_of, same_address
from storage.records.feeds import IdKind, RawEntry


def _entry(number: int, guid: str | None = None, title: str = "Title") -> RawEntry:
    link = f"https://a.example/news/{number}"
    name = f"{title} {number}"
    return RawEntry(f"id-{number}" if guid is None else guid, link, name, "", "words")


def _source(entry: RawEntry) -> bytes:
    return abs(hash(entry)).to_bytes(8, "big")


def _poll(entries: list[RawEntry], before: Sorted | None = None) -> Sorted:
    known = recall(before.memory) if before else ()
    sources = {item.source for item in known}
    unseen = [Sighting(_source(e), e) for e in entries if _source(e) not in sources]
    kind = before.id_kind if before else IdKind.GUID
    return sort_out(known, [_source(entry) for entry in entries], unseen, kind)


def _numbers(found: tuple[tuple[str, RawEntry], ...]) -> list[str]:
    return [entry.link.rsplit("/", 1)[1] for _, entry in found]


def test_what_was_not_there_before_is_new() -> None:
    first = _poll([_entry(1), _entry(2)])
    second = _poll([_entry(3), _entry(1), _entry(2)], first)
    assert _numbers(first.new) == ["1", "2"]
    assert _numbers(second.new) == ["3"]


def test_an_edited_entry_keeps_its_identity_and_is_not_new() -> None:
    first = _poll([_entry(1)])
    second = _poll([_entry(1, title="Changed")], first)
    assert second.new == ()
    assert second.edited[0][0] == first.new[0][0]


def test_a_source_that_changed_without_its_words_is_neither() -> None:
    first = _poll([_entry(1)])
    second = _poll([replace(_entry(1), published_at=5)], first)
    assert second.new == second.edited == ()


def test_an_item_that_left_and_comes_back_is_known() -> None:
    first = _poll([_entry(1), _entry(2)])
    third = _poll([_entry(1), _entry(2)], _poll([_entry(2)], first))
    assert third.new == ()


def test_one_guid_for_every_item_loses_none() -> None:
    first = _poll([_entry(number, guid="same") for number in range(5)])
    assert len({identity for identity, _ in first.new}) == 5
    assert first.id_kind is IdKind.LINK
    second = _poll([_entry(number, guid="same") for number in range(6)], first)
    assert _numbers(second.new) == ["5"]


def test_guids_that_change_at_every_poll_announce_nothing_twice() -> None:
    result = _poll([_entry(number, guid=f"0-{number}") for number in range(5)])
    for poll in range(1, 4):
        entries = [_entry(number, guid=f"{poll}-{number}") for number in range(poll, 5 + poll)]
        result = _poll(entries, result)
        assert _numbers(result.new) == [str(4 + poll)]
    assert result.bad_ids


def test_items_without_guid_or_link_go_by_their_words() -> None:
    words = [RawEntry("", "", f"Title {number}", "", "") for number in range(3)]
    first = _poll(words)
    assert len(first.new) == 3
    changed = [replace(entry, updated_at=7) for entry in words]
    assert _poll(changed, first).new == ()


def test_the_same_words_at_another_address_are_another_entry() -> None:
    rates = [RawEntry("", f"https://a.example/rates/{day}", "Rates", "", "") for day in (1, 2)]
    assert len(_poll([rates[1]], _poll([rates[0]])).new) == 1


def test_the_front_page_as_everyones_link_identifies_nobody() -> None:
    first = _poll([RawEntry("", "https://a.example/", f"T{n}", "", "") for n in range(4)])
    assert len({identity for identity, _ in first.new}) == 4


def test_an_unreadable_item_is_not_tried_again() -> None:
    assert recall(unreadable(b"12345678"))[0].source == b"12345678"


def test_a_damaged_memory_is_an_empty_one() -> None:
    assert recall(b"123") == ()


@pytest.mark.parametrize(
    ("link", "clean"),
    [
        ("https://A.kz/x?utm_source=rss&id=7&fbclid=q#top", "https://a.kz/x?id=7"),
        ("http://a.kz:80/x?from=rss", "http://a.kz/x"),
        ("https://a.kz/x?from=aktobe", "https://a.kz/x?from=aktobe"),
        ("https://a.kz/#!/news/5", "https://a.kz/#!/news/5"),
        ("https://қазақ.kz/жаңалық", "https://қазақ.kz/жаңалық"),
        ("https://a.kz/x?PHPSESSID=8f&id=7", "https://a.kz/x?id=7"),
        ("https://a.kz/x;jsessionid=8F.n1?id=7", "https://a.kz/x?id=7"),
        ("https://a.kz/x?id=7&ysclid=m1&_ga=2.1&sphrase_id=5", "https://a.kz/x?id=7"),
        ("https://a.kz/x?id=7&amp;utm_source=rss&amp;l=kk", "https://a.kz/x?id=7&l=kk"),
        ("https://a.kz/x?pk_id=7&sid=kk", "https://a.kz/x?pk_id=7&sid=kk"),
        ("javascript:alert(1)", ""),
        ("https://[bad", ""),
    ],
)
def test_links_are_cleaned_of_tracking(link: str, clean: str) -> None:
    assert canonical_link(link) == clean


def test_twins_of_an_address_are_one_identity() -> None:
    assert same_address("http://www.a.kz/x/") == same_address("https://A.kz/x?utm_medium=feed")
    for twin_link in ("https://m.a.kz/x", "https://amp.a.kz/x", "https://a.kz/x/amp/"):
        assert same_address(twin_link) == same_address("https://a.kz/x")
    assert same_address("https://m.kz/x") != same_address("https://kz/x")
    assert same_address("https://a.kz/amp/x") != same_address("https://a.kz/x")
    entry = RawEntry("", "http://www.a.kz/x/", "t", "", "")
    twin = replace(entry, link="https://a.kz/x")
    assert identity_of(entry, IdKind.GUID) == identity_of(twin, IdKind.LINK)
