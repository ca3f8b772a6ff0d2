"""Says in words what is wrong with a feed and what to do; docs/FEEDS.md says more by its codes."""

from collections.abc import Iterator, Sequence

from bot.texts import Html, Voice

_SAID_BY: dict[str, tuple[str, ...]] = {
    "feed_trouble.our_network": ("our_network",),
    "feed_trouble.no_answer": (
        "timeout",
        "unreachable",
        "connection_lost",
        "name_unknown",
        "os_error",
        "never_answered",
    ),
    "feed_trouble.chain": ("certificate_chain_incomplete",),
    "feed_trouble.certificate": (
        "certificate_expired",
        "certificate_other_name",
        "certificate_self_signed",
        "certificate_invalid",
        "tls_failed",
    ),
    "feed_trouble.gone": ("http_404", "http_410", "gone"),
    "feed_trouble.shut": ("http_401", "http_402", "http_403", "http_451"),
    "feed_trouble.busy": ("http_429",),
    "feed_trouble.no_feed": ("html_page", "not_a_feed", "empty_body"),
    "feed_trouble.refused": (
        "too_big",
        "broken_encoding",
        "broken_http",
        "too_many_redirects",
        "bad_address",
    ),
    "feed_trouble.private": ("address_refused",),
    "feed_trouble.ours": (
        "parse_timeout",
        "parse_memory",
        "parse_failed",
        "parse_starved",
        "unreadable",
        "internal",
    ),
    "feed_trouble.markup": ("broken_xml",),
    "feed_trouble.undated": ("undated",),
    "feed_trouble.ids": ("bad_ids",),
    "feed_trouble.garbled": ("garbled",),
    "feed_trouble.empty": ("unreadable_items", "empty_items", "no_items"),
    "feed_trouble.page": ("no_entries_on_page", "bad_selector"),
}


def troubles_in_words(codes: Sequence[str], voice: Voice) -> Iterator[Html]:
    """A few words for each trouble, those of one kind once; none for an unknown code."""
    found = (_key(code) for code in codes)
    for key in dict.fromkeys(key for key in found if key):
        yield voice(key)


def _key(code: str) -> str | None:
    known = next((key for key, codes in _SAID_BY.items() if code in codes), None)
    if known or not code.startswith("http_"):
        return known
    return "feed_trouble.busy" if code.startswith("http_5") else "feed_trouble.status"
