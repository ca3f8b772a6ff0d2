"""Serves the members of a tar archive on loopback by number, from a process of its own.

A process of its own, because the test measures whether the reader's event loop ever waits.
"""

from __future__ import annotations

import asyncio
import sys
import tarfile
from pathlib import Path

LEGAL = ("LICENSE", "COPYING", "README")


def feed_files(archive: Path) -> list[tuple[str, bytes]]:
    """Names and contents of every feed file of the archive, in its order."""
    with tarfile.open(archive) as tar:
        members = [member for member in tar if member.isfile()]
        return [
            (member.name, tar.extractfile(member).read())  # type: ignore[union-attr]
            for member in members
            if not Path(member.name).name.upper().startswith(LEGAL)
        ]


async def serve(archive: Path) -> None:
    """Prints its port, then answers `/<number>` until its input ends."""
    bodies = [body for _, body in feed_files(archive)]

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                body = bodies[int(head.split(b" ", 2)[1][1:])]
                writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(body) + body)
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    async with server:
        print(server.sockets[0].getsockname()[1], flush=True)  # noqa: T201 - for who started it
        await asyncio.to_thread(sys.stdin.read)


if __name__ == "__main__":
    asyncio.run(serve(Path(sys.argv[1])))
