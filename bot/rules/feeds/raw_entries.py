"""Builds a raw entry from the fields of a feed, whichever way they were read: plain text only."""

from __future__ import annotations

from urllib.parse import urljoin

from bot.rules.feeds.identity import canonical_link
from bot.rules.text.plaintext import cut_at_word, lead_of, one_line, plain_text
from storage.records.feeds import ParseTask, RawEntry

_SHORT_LEAD = 60
_GUID = 500
_TITLE_FROM_TEXT = 120


def raw_entry(
    task: ParseTask,
    *,
    link: str,
    title: str,
    guid: str = "",
    summary: str = "",
    content: str = "",
    published_at: int | None = None,
    updated_at: int | None = None,
) -> RawEntry:
    """Plain text of the fields; the publisher's own summary is the lead unless it says nothing."""
    short = plain_text(summary)
    full = plain_text(content) if content and content != summary else short
    heading = one_line(title) or cut_at_word((full or short).replace("\n", " "), _TITLE_FROM_TEXT)
    lead = lead_of(short, heading)
    return RawEntry(
        guid=guid.strip()[:_GUID],
        link=_absolute(task.url, link),
        title=heading,
        lead=lead if len(lead) >= _SHORT_LEAD else lead_of(full, heading) or lead,
        text=max(full, short, key=len),
        published_at=published_at,
        updated_at=updated_at,
    )


def _absolute(base: str, link: str) -> str:
    link = link.strip()
    if link[:4].lower() == "www.":
        # written by hand; no site has a folder of that name
        link = f"http://{link}"
    try:
        return canonical_link(urljoin(base, link)) if link else ""
    except ValueError:
        return ""


def literal(text: str) -> str:
    """Text in which `<b>` means these letters, as markup that says so."""
    return text.replace("&", "&amp;").replace("<", "&lt;")


def minutes(ttl: str) -> int | None:
    """Seconds of a `<ttl>`, which is in minutes; None where it is no number."""
    digits = ttl.strip()
    return int(digits[:6]) * 60 if digits.isascii() and digits.isdigit() else None


def language_code(value: str) -> str | None:
    """Two letters of a language tag such as `kk-KZ`."""
    return value.strip().lower()[:2] or None
