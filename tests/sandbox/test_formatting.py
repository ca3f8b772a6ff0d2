"""Formatted texts: HTML, Markdown, explicit entities, trimming, what Telegram finds itself."""

from __future__ import annotations

from typing import Any

import pytest

from sandbox.errors import ApiError
from sandbox.html import parse_html, units
from sandbox.text import formatted, found_entities, message_text


def shown(raw: str, mode: str | None = "HTML", **more: Any) -> tuple[str, list[tuple[Any, ...]]]:
    result = formatted(raw, mode, **more)
    return result.text, [(e["type"], e["offset"], e["length"]) for e in result.entities]


@pytest.mark.parametrize(
    ("html", "kind"),
    [
        ("<b>x</b>", "bold"),
        ("<strong>x</strong>", "bold"),
        ("<i>x</i>", "italic"),
        ("<em>x</em>", "italic"),
        ("<u>x</u>", "underline"),
        ("<ins>x</ins>", "underline"),
        ("<s>x</s>", "strikethrough"),
        ("<strike>x</strike>", "strikethrough"),
        ("<del>x</del>", "strikethrough"),
        ('<span class="tg-spoiler">x</span>', "spoiler"),
        ("<tg-spoiler>x</tg-spoiler>", "spoiler"),
        ("<code>x</code>", "code"),
        ("<pre>x</pre>", "pre"),
        ("<blockquote>x</blockquote>", "blockquote"),
        ("<blockquote expandable>x</blockquote>", "expandable_blockquote"),
        ('<a href="https://example.org">x</a>', "text_link"),
        ('<tg-emoji emoji-id="5368324170671202286">x</tg-emoji>', "custom_emoji"),
        ('<tg-time unix="1647531900" format="wDT">x</tg-time>', "date_time"),
        ("<B>x</>", "bold"),
        ("<b>x</B >", "bold"),
    ],
)
def test_a_tag_becomes_its_entity(html: str, kind: str) -> None:
    assert shown(html) == ("x", [(kind, 0, 1)])


def test_offsets_are_counted_in_utf_16_units() -> None:
    assert shown("👨‍👩‍👧 <b>Әже</b>") == ("👨‍👩‍👧 Әже", [("bold", 9, 3)])


def test_nested_entities_are_sorted_from_the_outside_in() -> None:
    assert shown("<b>a<i>b</i></b>") == ("ab", [("bold", 0, 2), ("italic", 1, 1)])


def test_neighbours_of_one_kind_become_one_entity() -> None:
    assert shown("<b>a</b><b>b</b>") == ("ab", [("bold", 0, 2)])


def test_nothing_is_formatted_inside_code() -> None:
    assert shown("<code>a<b>b</b> /start</code>") == ("ab /start", [("code", 0, 9)])


def test_pre_with_code_inside_names_the_language() -> None:
    _, entities = parse_html('<pre><code class="language-python">x</code></pre>')
    assert entities == [{"type": "pre", "offset": 0, "length": 1, "language": "python"}]


@pytest.mark.parametrize(
    ("raw", "plain"),
    [
        ("&lt;b&gt; &amp; &quot;", '<b> & "'),
        ("&#1240; &#x4D8; &#0;", "Ә Ә &#0;"),
        ("a & b &nbsp; &copy", "a & b &nbsp; &copy"),
        ("AT&T &lt", "AT&T <"),
    ],
)
def test_character_references_are_those_telegram_knows(raw: str, plain: str) -> None:
    assert parse_html(raw)[0] == plain


@pytest.mark.parametrize(
    ("html", "refusal"),
    [
        ("<br>", 'Unsupported start tag "br" at byte offset 0'),
        ("a < b", 'Unsupported start tag "" at byte offset 2'),
        ("x <b", "Unclosed start tag at byte offset 2"),
        ('<a href="x"', "Unclosed start tag at byte offset 0"),
        ("<a href=", 'Unclosed start tag "a" at byte offset 0'),
        ("қ</b>", "Unexpected end tag at byte offset 2"),
        ("<b>x</b", "Unclosed end tag at byte offset 4"),
        ("<b>x</I>", 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
        (
            "&#xD800;",
            "Text contains invalid Unicode characters after decoding HTML entities, "
            "check for unmatched surrogate code units",
        ),
        (
            '<tg-emoji emoji-id="x">y</tg-emoji>',
            "Invalid custom emoji identifier specified",
        ),
    ],
)
def test_broken_markup_is_refused_with_telegrams_words(html: str, refusal: str) -> None:
    with pytest.raises(ApiError) as caught:
        parse_html(html)
    assert caught.value.description == f"Bad Request: can't parse entities: {refusal}"


def test_spaces_around_a_text_are_cut_and_entities_follow() -> None:
    assert shown("  <b> x </b> \n") == ("x", [("bold", 0, 1)])


def test_the_limit_counts_the_text_without_its_markup() -> None:
    assert len(message_text("<b>" + "я" * 4096 + "</b>", "HTML", None).text) == 4096
    with pytest.raises(ApiError, match="message is too long"):
        message_text("я" * 4097, None, None)


def test_only_a_hundred_entities_are_kept() -> None:
    text, entities = shown(" ".join("<b>x</b>" for _ in range(150)))
    assert (len(text), len(entities)) == (299, 100)


def test_a_link_without_a_host_is_only_text() -> None:
    assert shown('<a href="nowhere">x</a>') == ("x", [])


def test_explicit_entities_are_taken_as_they_are() -> None:
    entities = [{"type": "bold", "offset": 0, "length": 2}]
    assert shown("ab", None, entities=entities) == ("ab", [("bold", 0, 2)])


def test_links_commands_mentions_and_tags_are_found() -> None:
    text = "/start, @aktobe_ngo #грант https://gov.kz/a. help@gov.kz e.gov.kz"
    found = {e["type"]: text[e["offset"] : e["offset"] + e["length"]] for e in found_entities(text)}
    assert found == {
        "bot_command": "/start",
        "mention": "@aktobe_ngo",
        "hashtag": "#грант",
        "url": "e.gov.kz",
        "email": "help@gov.kz",
    }


def test_markdown_v2_is_understood() -> None:
    raw = "*қалың* _көлбеу_ __асты__ ~сызық~ ||жасырын|| `код` [сілтеме](https://gov.kz) \\."
    text, entities = shown(raw, "MarkdownV2")
    assert text == "қалың көлбеу асты сызық жасырын код сілтеме ."
    assert [kind for kind, _, _ in entities] == [
        "bold", "italic", "underline", "strikethrough", "spoiler", "code", "text_link",
    ]  # fmt: skip
    with pytest.raises(ApiError, match="Can't find end of Bold entity at byte offset 3"):
        formatted("ә *x", "MarkdownV2")


def test_the_old_markdown_is_understood() -> None:
    text, entities = shown("*a* _b_ `c` [d](https://gov.kz) e\\_f", "Markdown")
    assert text == "a b c d e_f"
    assert [kind for kind, _, _ in entities] == ["bold", "italic", "code", "text_link"]


def test_units_are_what_telegram_counts() -> None:
    assert (units("Ә"), units("👍"), units("")) == (1, 2, 0)


def test_half_a_surrogate_pair_is_not_a_text() -> None:
    with pytest.raises(ApiError, match="strings must be encoded in UTF-8"):
        formatted("\ud800")


def test_a_query_of_an_address_keeps_its_case() -> None:
    _, entities = parse_html('<a href="HTTPS://Gov.KZ?A=Б">x</a>')
    assert entities[0]["url"] == "https://gov.kz/?A=Б"
