"""Tells one entry from another for good: guid, else canonical link, else its words."""

from __future__ import annotations

import hashlib
import re
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from storage.records.feeds import IdKind, RawEntry

# what advertisers, feed tools and servers that count visits add to an address; the page is the
# same without it
_TRACKING = re.compile(
    r"(?:utm_\w+|at_(?:medium|campaign)|fbclid|gclid|gbraid|wbraid|dclid|yclid|ymclid|msclkid|"
    r"twclid|ttclid|igshid|igsh|_openstat|mc_[ce]id|_hs(?:enc|mi)|mkt_tok|oly_(?:enc|anon)_id|"
    r"vero_id|wt_mc|cmpid|ns_\w+|__twitter_impression|spm|ysclid|etext|srsltid|_g[al]|_ym\w*|"
    r"(?:mtm|pk)_(?:campaign|kwd|keyword|source|medium|content)|sphrase_id|"
    r"phpsessid|jsessionid|aspsessionid\w*)$",
    re.I,
)
_FROM_FEED = re.compile(r"(?:from|ref|source|src|rss)$", re.I)
_SESSION = re.compile(r";(?:jsessionid|phpsessid)=[^/;]*", re.I)
# the same page on small screens; m.kz itself is a site
_SMALL = re.compile(r"^(?:www|m|mobile|amp)\.(?=[^.]+\.)")
_PORTS = {"http": 80, "https": 443}
_LONGEST = 2_000


def canonical_link(link: str) -> str:
    """The address as people may be given it: http(s) only, no tracking, no fragment; else ""."""
    # escaped once more than markup asks for; no address has these letters
    link = link.strip().replace("&amp;", "&")
    try:
        parts = urlsplit(link)
        host, port = parts.hostname, parts.port
    except ValueError:
        return ""
    if parts.scheme.lower() not in _PORTS or not host or len(link) > _LONGEST:
        return ""
    netloc = f"[{host}]" if ":" in host else host
    if port and port != _PORTS[parts.scheme.lower()]:
        netloc = f"{netloc}:{port}"
    # a #!-address is the page itself on sites that draw everything by script
    fragment = parts.fragment if parts.fragment.startswith("!") else ""
    path = re.sub(r"\s", "%20", _SESSION.sub("", parts.path)) or "/"
    return urlunsplit((parts.scheme.lower(), netloc, path, _clean_query(parts.query), fragment))


def same_address(link: str) -> str:
    """A key equal for twins: no scheme, no www. or m., no closing slash or /amp, small host."""
    parts = urlsplit(canonical_link(link) or link)
    query = f"?{parts.query}" if parts.query else ""
    fragment = f"#{parts.fragment}" if parts.fragment else ""
    path = parts.path.rstrip("/").removesuffix("/amp")
    return _SMALL.sub("", parts.netloc.lower()) + path + query + fragment


def identity_of(entry: RawEntry, kind: IdKind) -> str:
    """32 hex digits: by `kind`, or by the next one down where the entry lacks it."""
    if kind is IdKind.GUID and entry.guid:
        return _digest(f"guid\0{entry.guid}")
    if kind is not IdKind.TEXT and entry.link:
        return _digest(f"link\0{same_address(entry.link)}")
    return _digest(f"text\0{words_of(entry)}")


def words_of(entry: RawEntry) -> str:
    """Title and text: what an edit changes."""
    return f"{entry.title}\n{entry.text}"


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:32]


def _clean_query(query: str) -> str:
    """The query as it was, unless something in it is tracking."""
    if not query:
        return ""
    pairs = parse_qsl(query, keep_blank_values=True)
    kept = [pair for pair in pairs if not _is_tracking(*pair)]
    return query if len(kept) == len(pairs) else urlencode(kept)


def _is_tracking(name: str, value: str) -> bool:
    return bool(
        _TRACKING.match(name) or (_FROM_FEED.match(name) and value.lower() in ("rss", "feed"))
    )
