"""Unpacks gzip, deflate and brotli bodies step by step, and stops at a limit: no bomb goes off."""

from __future__ import annotations

import zlib
from typing import Protocol

import brotli

_STEP = 256 * 1024
_MEMBERS = 64
_LAYERS = 3
_GZIP_MARK = b"\x1f\x8b"
_GZIP = frozenset(("gzip", "x-gzip", "deflate"))
# what else stands in the header (a character set, "none") packs nothing
_PACKINGS = _GZIP | {"br", "zstd", "compress", "x-compress", "lzma", "xz", "bzip2", "dcb", "dcz"}


class TooBig(Exception):  # noqa: N818 - it is a finding, not a fault
    """The unpacked body is larger than the limit."""


class BrokenEncoding(Exception):  # noqa: N818 - it is a finding, not a fault
    """The body is not what its Content-Encoding says, or ends too early."""


class Unpacker(Protocol):
    """Takes a body as it arrives and gives it unpacked at the end."""

    def feed(self, data: bytes) -> None:
        """Raises TooBig or BrokenEncoding."""
        ...

    def finish(self) -> bytes:
        """The whole body; raises BrokenEncoding where its end is missing."""
        ...


def unpacker(encoding: str, limit: int) -> Unpacker:
    """The unpacker for a Content-Encoding header; `limit` is in unpacked bytes, of each layer."""
    layers = [name for part in encoding.split(",") if (name := part.strip().lower()) in _PACKINGS]
    if len(layers) > _LAYERS:
        raise BrokenEncoding("too many layers")
    return _Layers(layers, limit)


def _one(name: str, limit: int) -> Unpacker:
    if name in _GZIP:
        return _Zlib(limit)
    if name == "br":
        return _Brotli(limit)
    raise BrokenEncoding(name)


class _Layers:
    """What is packed several times, the last layer first; also what is gzip and says nothing."""

    def __init__(self, names: list[str], limit: int) -> None:
        self._limit, self._inner = limit, names[:-1]
        self._outer = _one(names[-1], limit) if names else _Plain(limit)

    def feed(self, data: bytes) -> None:
        self._outer.feed(data)

    def finish(self) -> bytes:
        body = self._outer.finish()
        for name in reversed(self._inner):
            body = self._unpacked(name, body)
        # packed twice and said once, or not at all: no feed begins so
        return self._unpacked("gzip", body) if body.startswith(_GZIP_MARK) else body

    def _unpacked(self, name: str, body: bytes) -> bytes:
        layer = _one(name, self._limit)
        layer.feed(body)
        return layer.finish()


class _Plain:
    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._room = limit
        self._parts: list[bytes] = []

    def feed(self, data: bytes) -> None:
        self._keep(data)

    def finish(self) -> bytes:
        return b"".join(self._parts)

    def _keep(self, data: bytes) -> None:
        self._room -= len(data)
        if self._room < 0:
            raise TooBig(self._limit)
        self._parts.append(data)


class _Zlib(_Plain):
    """gzip in any number of members, zlib, raw deflate, and a body that is not packed at all."""

    def __init__(self, limit: int) -> None:
        super().__init__(limit)
        self._wbits: int | None = None
        self._members = 0
        self._stream = zlib.decompressobj()
        self._start = b""

    def feed(self, data: bytes) -> None:
        if self._wbits is None:
            data = self._start = self._start + data
            if len(data) > 1:
                self._wbits = _window(data)
                self._stream = zlib.decompressobj(self._wbits or zlib.MAX_WBITS)
        if self._wbits == 0:
            self._keep(data)
        elif self._wbits:
            self._unpack(data, self._wbits)

    def _unpack(self, data: bytes, wbits: int) -> None:
        try:
            while data:
                data = self._unpack_member(data)
                # what follows the last member and is no member is padding
                if self._stream.eof and data.startswith(_GZIP_MARK):
                    self._members += 1
                    self._stream = zlib.decompressobj(wbits)
                else:
                    data = b""
        except zlib.error as error:
            raise BrokenEncoding("zlib") from error
        if self._members > _MEMBERS:
            raise BrokenEncoding("too many members")

    def _unpack_member(self, data: bytes) -> bytes:
        """Unpacks to the end of the data or of the member; what is left over after the member."""
        while not self._stream.eof:
            unpacked = self._stream.decompress(data, _STEP)
            self._keep(unpacked)
            data = self._stream.unconsumed_tail
            if not data and len(unpacked) < _STEP:
                break
        return self._stream.unused_data

    def finish(self) -> bytes:
        if self._wbits and not self._stream.eof:
            raise BrokenEncoding("ends too early")
        return super().finish() if self._wbits is not None else self._start


def _window(start: bytes) -> int:
    """zlib's window bits by the first two bytes; 0 is a body that is not packed."""
    if start.startswith(_GZIP_MARK):
        return 16 + zlib.MAX_WBITS
    if start[0] & 0x0F == 8 and int.from_bytes(start[:2], "big") % 31 == 0:
        return zlib.MAX_WBITS
    return 0 if start.lstrip()[:1] in (b"<", b"{", b"\xef") else -zlib.MAX_WBITS


class _Brotli(_Plain):
    def __init__(self, limit: int) -> None:
        super().__init__(limit)
        self._stream = brotli.Decompressor()

    def feed(self, data: bytes) -> None:
        try:
            self._keep(self._stream.process(data, output_buffer_limit=_STEP))
            while not self._stream.can_accept_more_data():
                self._keep(self._stream.process(b"", output_buffer_limit=_STEP))
        except brotli.error as error:
            raise BrokenEncoding("brotli") from error

    def finish(self) -> bytes:
        if not self._stream.is_finished():
            raise BrokenEncoding("ends too early")
        return super().finish()
