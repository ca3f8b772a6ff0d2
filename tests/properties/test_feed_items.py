"""What was seen of a feed before changes nothing of how its document is cut into items."""

from hypothesis import given
from hypothesis import strategies as st

from bot.rules.feeds.feed_items import cut

DOCUMENT = b"<rss><channel><title>t</title>%s</channel></rss>"
TELLING = st.lists(
    st.sampled_from(
        [b"<item><t>%d</t></item>" % n for n in range(4)]
        + [b"<item><![CDATA[</item>]]></item>", b"<item><item>in</item></item>", b"<item/>"]
        + [b"<!-- </item> -->", b"\n", b"text", b"</item>", b"<item>", b"<entry></entry>"]
    ),
    max_size=12,
)


@given(TELLING, TELLING)
def test_what_was_seen_before_changes_no_cut(before: list[bytes], now: list[bytes]) -> None:
    seen = cut(DOCUMENT % b"".join(before)).hashes
    body = DOCUMENT % b"".join(now)
    assert cut(body, seen) == cut(body)
    assert cut(body, seen[::-1]) == cut(body)
