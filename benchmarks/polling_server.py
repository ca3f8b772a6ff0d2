"""Serves made-up feeds of 50 Cyrillic entries on loopback, from a process of its own.

`/feed/<n>` is a feed; `/set/etags/<0|1>` switches validators; `/set/version/<v>` puts another
new entry on top of every twentieth feed (0: of none).
"""

from __future__ import annotations

import asyncio
import random
import sys

ENTRIES = 50
CHANGED_EACH = 20
VOCABULARY = (
    "қоғамдық бірлестік облыс әкімдігі жаңа жоба тұрғындар көмек грант байқау қабылдау өтінім "
    "мүмкіндігі шектеулі балалар орталығы ауданында семинар өткізді общественный фонд области "
    "объявил конкурс социальных проектов жители района получили поддержку инвалидность семинар "
    "ветеран волонтёр заявка приём документов министерство культуры и информации диалог"
)


def paragraph(dice: random.Random, words: int) -> str:
    """Some sentences of made-up text."""
    known = VOCABULARY.split()
    text = [dice.choice(known) for _ in range(words)]
    return " ".join(w.capitalize() + "." if n % 12 == 0 else w for n, w in enumerate(text))


def entry(dice: random.Random, name: str) -> str:
    """About 1.9 KB of one entry."""
    words = paragraph(dice, 110)
    return (
        f"<item><title>{paragraph(dice, 9)}</title><guid>https://gazet.example/{name}</guid>"
        f"<link>https://gazet.example/{name}?utm_source=rss</link>"
        "<pubDate>Tue, 17 Nov 2026 10:00:00 +0500</pubDate>"
        f"<description>&lt;p&gt;{words[:400]}&lt;/p&gt;&lt;p&gt;{words[400:]}&lt;/p&gt;"
        "</description></item>\n"
    )


class Feeds:
    """The bodies, made once and told apart by number."""

    def __init__(self) -> None:
        dice = random.Random(7)
        self.items = "".join(entry(dice, f"news/@@/{number}") for number in range(ENTRIES))
        self.fresh = entry(dice, "news/@@/fresh-##")
        self.etags, self.version = True, 0

    def answer(self, path: str, head: bytes) -> bytes:
        """The whole HTTP answer to one request."""
        _, kind, *rest = path.split("/")
        if kind == "set":
            setattr(self, rest[0], int(rest[1]))
            return b"HTTP/1.1 204 OK\r\nContent-Length: 0\r\n\r\n"
        number = int(rest[0])
        version = 0 if number % CHANGED_EACH else self.version
        etag = f'"{number}-{version}"'.encode()
        if self.etags and etag in head:
            return b"HTTP/1.1 304 X\r\nETag: " + etag + b"\r\n\r\n"
        body = self.body(number, version)
        validator = b"ETag: " + etag + b"\r\n" if self.etags else b""
        size = b"Content-Type: application/rss+xml\r\nContent-Length: %d\r\n\r\n" % len(body)
        return b"HTTP/1.1 200 OK\r\n" + validator + size + body

    def body(self, number: int, version: int) -> bytes:
        """One feed of about 95 KB."""
        items = (self.fresh.replace("##", str(version)) if version else "") + self.items
        text = (
            '<?xml version="1.0" encoding="utf-8"?>\n<rss version="2.0"><channel>'
            f"<title>Газет @@</title><link>https://gazet.example/</link>{items}</channel></rss>"
        )
        return text.replace("@@", str(number)).encode()


async def serve() -> None:
    """Prints its port, then answers until its input ends."""
    feeds = Feeds()

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                writer.write(feeds.answer(head.split(b" ", 2)[1].decode(), head))
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    async with server:
        print(server.sockets[0].getsockname()[1], flush=True)
        await asyncio.to_thread(sys.stdin.read)


if __name__ == "__main__":
    asyncio.run(serve())
