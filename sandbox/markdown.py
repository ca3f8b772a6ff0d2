"""MarkdownV2 and the old Markdown parse modes: markup to plain text and entities."""

from __future__ import annotations

from sandbox.addresses import link
from sandbox.errors import ApiError, bad_request
from sandbox.html import units
from sandbox.records import Json

RESERVED = "_*[]()~`>#+-=|{}.!"
MARKS = {"__": "underline", "||": "spoiler", "*": "bold", "_": "italic", "~": "strikethrough"}


def _fail(text: str) -> ApiError:
    return bad_request(f"can't parse entities: {text}")


class _Scanner:
    """Walks over the text; open marks are kept on a stack with where they began."""

    def __init__(self, raw: str) -> None:
        self.raw = raw
        self.at = 0
        self.out = ""
        self.open: list[tuple[str, int, int]] = []
        self.entities: list[Json] = []
        self.quote: int | None = None

    def bytes_before(self, at: int) -> int:
        return len(self.raw[:at].encode())

    def unfinished(self, name: str, at: int) -> ApiError:
        return _fail(f"Can't find end of {name} entity at byte offset {self.bytes_before(at)}")

    def place(self, begin: int) -> Json:
        return {"offset": begin, "length": units(self.out) - begin}

    def add(self, kind: str, begin: int, **more: object) -> None:
        place = self.place(begin)
        if place["length"]:
            self.entities.append({"type": kind, **place, **more})

    def until(self, end: str, name: str) -> str:
        """Literal text up to `end`, backslashes removed; the cursor ends after it."""
        begin, text = self.at, ""
        while not self.raw.startswith(end, self.at):
            if self.at >= len(self.raw):
                raise self.unfinished(name, begin)
            if self.raw[self.at] == "\\" and self.at + 1 < len(self.raw):
                self.at += 1
            text += self.raw[self.at]
            self.at += 1
        self.at += len(end)
        return text

    def run(self) -> tuple[str, list[Json]]:
        while self.at < len(self.raw):
            self._quote_line()
            if self.at < len(self.raw):
                self._step()
        if self.open:
            mark, at, _ = self.open[-1]
            raise self.unfinished("Link" if mark == "[" else MARKS[mark].capitalize(), at)
        if self.quote is not None:
            self.add("blockquote", self.quote)
        return self.out, sorted(self.entities, key=lambda e: (e["offset"], -e["length"]))

    def _quote_line(self) -> None:
        if self.at and self.raw[self.at - 1] != "\n":
            return
        if self.raw[self.at] == ">":
            self.at += 1
            if self.quote is None:
                self.quote = units(self.out)
        elif self.quote is not None:
            self.add("blockquote", self.quote)
            self.quote = None

    def _step(self) -> None:
        char = self.raw[self.at]
        mark = next((m for m in MARKS if self.raw.startswith(m, self.at)), None)
        if char == "\\" and self.raw[self.at + 1 : self.at + 2] > "":
            self.out += self.raw[self.at + 1]
            self.at += 2
        elif char == "`":
            self._code()
        elif mark:
            self._toggle(mark)
        elif char == "[":
            self.open.append(("[", self.at, units(self.out)))
            self.at += 1
        elif char == "]" and self.open and self.open[-1][0] == "[":
            self._link()
        elif char in RESERVED:
            raise _fail(
                f"Character '{char}' is reserved and must be escaped with the preceding '\\'"
            )
        else:
            self.out += char
            self.at += 1

    def _toggle(self, mark: str) -> None:
        if self.open and self.open[-1][0] == mark:
            self.add(MARKS[mark], self.open.pop()[2])
        else:
            self.open.append((mark, self.at, units(self.out)))
        self.at += len(mark)

    def _code(self) -> None:
        begin = units(self.out)
        if not self.raw.startswith("```", self.at):
            self.at += 1
            self.out += self.until("`", "Code")
            self.add("code", begin)
            return
        self.at += 3
        body = self.until("```", "Pre")
        language, newline, rest = body.partition("\n")
        named = newline and language and not any(c.isspace() for c in language)
        self.out += rest if named or (newline and not language) else body
        self.add("pre", begin, **({"language": language} if named else {}))

    def _link(self) -> None:
        _, _, begin = self.open.pop()
        self.at += 1
        url = self.out[-(units(self.out) - begin) :]
        if self.raw.startswith("(", self.at):
            self.at += 1
            url = self.until(")", "a URL")
        entity = link(url, self.place(begin))
        if entity and entity["length"]:
            self.entities.append(entity)


def parse_markdown_v2(text: str) -> tuple[str, list[Json]]:
    """Plain text and entities; raises the refusal Telegram would send."""
    return _Scanner(text).run()


def parse_markdown(text: str) -> tuple[str, list[Json]]:
    """The legacy mode: no nesting; only _ * ` [ are special."""
    out, entities, at = "", [], 0
    while at < len(text):
        char = text[at]
        if char == "\\" and text[at + 1 : at + 2] in ("_", "*", "`", "["):
            out += text[at + 1]
            at += 2
        elif char in "_*`[":
            at, piece, entity = _legacy(text, at, units(out))
            out += piece
            entities += [entity] if entity else []
        else:
            out += char
            at += 1
    return out, entities


def _legacy(text: str, at: int, offset: int) -> tuple[int, str, Json | None]:
    mark = "```" if text.startswith("```", at) else text[at]
    end = text.find("]" if mark == "[" else mark, at + len(mark))
    if end < 0:
        begin = len(text[:at].encode())
        raise _fail(f"Can't find end of the entity starting at byte offset {begin}")
    piece = text[at + len(mark) : end]
    after = end + len(mark)
    place: Json = {"offset": offset, "length": units(piece)}
    if mark == "[":
        close = text.find(")", after) if text.startswith("(", after) else -1
        if close < 0:
            return after, piece, None
        return close + 1, piece, link(text[after + 1 : close], place)
    kind = {"_": "italic", "*": "bold", "`": "code", "```": "pre"}[mark]
    return after, piece, {"type": kind, **place} if piece else None
