"""Refuses connections to addresses that are not on the public internet, when connecting.

A name is resolved once by the connector and the very address that is about to be connected to is
checked, so that an answer of DNS that changes in between (rebinding) gains nothing.
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Iterable
from typing import Any

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
# not public, though Python 3.11 takes them for it: site-local, protocol assignments, documentation
_INNER = (
    ipaddress.IPv6Network("fec0::/10"),
    ipaddress.IPv4Network("192.0.0.0/24"),
    ipaddress.IPv6Network("3fff::/20"),
    ipaddress.IPv6Network("::/96"),
)
_LOOPBACK_NAMES = {"localhost": ("127.0.0.1", "::1")}


class AddressRefused(OSError):  # noqa: N818 - it says what happened to the address
    """The address is private, loopback, link-local, shared (CGNAT), reserved or multicast."""


class AddressGuard:
    """Decides whether an address may be connected to. `allowed` are `host:port` pairs of exceptions
    for the demo and tests, as in FEEDS_ALLOW_PRIVATE; hosts are addresses or `localhost`."""

    def __init__(self, allowed: Iterable[str] = ()) -> None:
        self._allowed = frozenset(pair for text in allowed for pair in _pairs(text))

    def permits(self, host: str, port: int) -> bool:
        """Whether the numeric address `host` may be connected to at `port`."""
        address = ipaddress.ip_address(host.partition("%")[0])
        return (str(address), port) in self._allowed or is_public(address)

    def socket_for(self, info: tuple[Any, ...]) -> socket.socket:
        """A socket for the connector; raises AddressRefused before anything is sent."""
        family, kind, protocol, _, target = info
        if not self.permits(str(target[0]), int(target[1])):
            raise AddressRefused("the address is not on the public internet")
        return socket.socket(family, kind, protocol)


def is_public(address: IPAddress) -> bool:
    """Whether an address is on the public internet, looking into IPv4 wrapped in IPv6."""
    inner = _wrapped(address) if isinstance(address, ipaddress.IPv6Address) else None
    if inner is not None:
        return is_public(inner)
    if any(address in network for network in _INNER):
        return False
    return address.is_global and not address.is_multicast and not address.is_reserved


def _wrapped(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    if address in _NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFF_FFFF)
    teredo = address.teredo[1] if address.teredo else None
    return address.ipv4_mapped or address.sixtofour or teredo


def _pairs(text: str) -> Iterable[tuple[str, int]]:
    host, _, port = text.strip().rpartition(":")
    for name in _LOOPBACK_NAMES.get(host, (host.strip("[]"),)):
        yield str(ipaddress.ip_address(name)), int(port)
