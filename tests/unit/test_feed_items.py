"""Bodies are told apart by content and cut into items without parsing."""

import pytest

from bot.rules.feeds.decoding import decode
from bot.rules.feeds.feed_items import cut, item_hash, sniff, unseen_pieces, without_declaration
from tests.unit.thrown import bodies

RSS = b"<rss><channel><title>t</title>%s</channel></rss>"
ITEMS = [b"<item><guid>%d</guid></item>" % number for number in range(5)]


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b'<?xml version="1.0"?><!-- x --><rss version="2.0"/>', "xml"),
        (b'<!DOCTYPE rss [<!ENTITY a "b">]>\n<rss></rss>', "xml"),
        (b'<feed xmlns="http://www.w3.org/2005/Atom"></feed>', "xml"),
        (b"<rdf:RDF></rdf:RDF>", "xml"),
        (b"<![CDATA[<?xml version='1.0'?><rss></rss>]]>", "xml"),
        (b"Warning: mysql gone away<br /><?xml version='1.0'?><rss></rss>", "xml"),
        (b'{"version": "https://jsonfeed.org/version/1.1", "items": []}', "json"),
        (b"<!DOCTYPE html><html><body><p>RSS</p></body></html>", "html"),
        (b"<html><head><title>404</title></head><body>see our <rss> feed</body></html>", "html"),
        (b"<kml></kml>", "other"),
        (b"<?xml version='1.0'?><opml><head><title>a</title></head></opml>", "other"),
        (b"plain words", "other"),
        (b" \r\n", "empty"),
    ],
)
def test_what_a_body_is_is_seen_in_its_content(body: bytes, kind: str) -> None:
    assert sniff(body)[0] == kind


def test_what_stands_around_the_document_is_left_out() -> None:
    assert sniff(b"Notice: x <?xml version='1.0'?><rss>")[1].startswith(b"<rss")
    assert sniff(b"<![CDATA[<rss></rss>]]>")[1] == b"<rss></rss>"


def test_a_document_is_cut_at_its_items_and_loses_nothing() -> None:
    body = RSS % b"\n".join(ITEMS)
    found = cut(body)
    assert list(found.items) == ITEMS
    assert found.head + b"\n".join(found.items) + found.tail == body


def test_an_end_of_item_inside_cdata_or_a_comment_is_text() -> None:
    tricky = b"<item><![CDATA[</item><item>]]><!-- </item> --><t>1</t></item>"
    assert cut(RSS % tricky).items == (tricky,)


def test_atom_entries_with_a_prefix_are_items_and_their_children_are_not() -> None:
    entry = b"<a:entry><source><x:item>1</x:item></source></a:entry>"
    assert cut(b"<a:feed>" + entry * 2 + b"</a:feed>").items == (entry, entry)


@pytest.mark.parametrize(
    "inside",
    [
        b"<item><t>never closed",
        b"<item></item><link>between</link><item></item>",
        b"",
    ],
)
def test_what_cannot_plainly_be_cut_stays_whole(inside: bytes) -> None:
    assert cut(RSS % inside) == cut(RSS % inside).__class__(RSS % inside)


def test_only_unseen_items_go_to_the_parser() -> None:
    seen = {item_hash(item) for item in ITEMS[:4]}
    document = cut(RSS % b"".join(ITEMS))
    pieces = unseen_pieces(document, seen)
    assert document.hashes == tuple(map(item_hash, ITEMS))
    assert [piece.body for piece in pieces] == [RSS % ITEMS[4]]


def test_nothing_is_parsed_when_every_item_is_known() -> None:
    document = cut(RSS % b"".join(ITEMS))
    assert unseen_pieces(document, {item_hash(item) for item in ITEMS}) == ()


def test_many_items_go_in_several_pieces() -> None:
    items = [b"<item>%d</item>" % number for number in range(5_000)]
    pieces = unseen_pieces(cut(RSS % b"".join(items)), ())
    assert len(pieces) == 50
    assert sum(len(piece.hashes) for piece in pieces) == 5_000


def test_the_xml_declaration_does_not_outlive_the_encoding_it_names() -> None:
    body = "<?xml version='1.0' encoding='koi8-r'?><rss>газета</rss>".encode("koi8-r")
    assert without_declaration(decode(body).text.encode()) == "<rss>газета</rss>".encode()


def test_an_item_that_was_edited_in_the_middle_is_the_only_one_unseen() -> None:
    seen = cut(RSS % b"\n".join(ITEMS)).hashes
    edited = [*ITEMS[:2], b"<item><guid>other</guid></item>", *ITEMS[3:]]
    document = cut(RSS % b" ".join(edited), seen)
    assert document.items == tuple(edited)
    assert [piece.hashes for piece in unseen_pieces(document, seen)] == [(item_hash(edited[2]),)]


@pytest.mark.parametrize("start", [b"<item>", b"<rss><item/>", b"<entry>", b"<!--"])
def test_no_bytes_make_it_fail(start: bytes) -> None:
    for body in bodies(300):
        cut(sniff(start + body)[1])
