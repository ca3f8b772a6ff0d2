"""Reads the address of a feed: whom to connect to and what to ask; refuses what is none."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from functools import lru_cache

from aiohttp import encode_basic_auth
from yarl import URL

# a name as DNS has it, an address of four numbers, or one of IPv6
_HOST = re.compile(r"[\w.-]{1,253}|[\da-f:.]{2,45}", re.A | re.I)
# 127.1 and 0x7f000001 are addresses to the system, though not to whoever reads them
_NUMBER = re.compile(r"0x[\da-f]*|\d+", re.A | re.I)


@dataclass(frozen=True, slots=True)
class WebAddress:
    """`host` is a name in ASCII or an address, `head` the first lines of a request."""

    secure: bool
    host: str
    port: int
    head: bytes

    @property
    def server(self) -> tuple[bool, str, int]:
        """What a kept connection belongs to."""
        return self.secure, self.host, self.port


@lru_cache(maxsize=4_096)
def web_address(text: str) -> WebAddress:
    """Raises ValueError for what is no address of the web."""
    url = URL(text)
    host, port = url.raw_host or "", url.port
    if url.scheme not in ("http", "https") or not port or not _HOST.fullmatch(host):
        raise ValueError("no address of the web")
    if _NUMBER.fullmatch(host.rstrip(".").rpartition(".")[2]) and not is_numeric(host):
        raise ValueError("a number that hides an address")
    return WebAddress(url.scheme == "https", host, port, _head(url))


def is_numeric(host: str) -> bool:
    """Whether a host is an address rather than a name."""
    try:
        return bool(ipaddress.ip_address(host))
    except ValueError:
        return False


def _head(url: URL) -> bytes:
    lines = [f"GET {url.raw_path_qs} HTTP/1.1", f"Host: {url.host_port_subcomponent}"]
    if url.user is not None:
        lines.append(f"Authorization: {encode_basic_auth(url.user, url.password or '')}")
    # UnicodeEncodeError is a ValueError
    head = "".join(f"{line}\r\n" for line in lines).encode("ascii")
    if len(head.splitlines()) != len(lines):
        raise ValueError("no address of the web")
    return head
