"""Faults on demand: which call fails next, and how."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

from sandbox.errors import ApiError, SimError, too_many
from sandbox.records import Json

KINDS = (
    "429", "403", "400", "401", "409", "500", "500_html", "502", "413",
    "drop_before", "drop_after", "delay", "timeout",
)  # fmt: skip
TEXTS = {
    400: "Bad Request: chat not found",
    401: "Unauthorized",
    403: "Forbidden: bot was blocked by the user",
    409: "Conflict: terminated by other getUpdates request; "
    "make sure that only one bot instance is running",
    413: "Request Entity Too Large",
    500: "Internal Server Error",
}


@dataclass(slots=True)
class Fault:
    """One rule; it fires `times` times for calls that match."""

    kind: str
    method: str = "*"
    chat_id: int | None = None
    times: int = 1
    retry_after: int = 1
    description: str | None = None
    seconds: float = 1.0
    migrate_to: int | None = None
    code: int | None = None
    held: bool = False  # the answer is on its way until the rules are set anew

    def matches(self, method: str, chat_id: object) -> bool:
        if self.times <= 0 or self.method.lower() not in ("*", method.lower()):
            return False
        return self.chat_id is None or str(self.chat_id) == str(chat_id)

    async def released(self) -> None:
        """Keep an answer that is held."""
        while self.held:  # noqa: ASYNC110 - no bell rings when rules are set
            await asyncio.sleep(0.01)

    def error(self) -> ApiError:
        """The JSON refusal this rule stands for."""
        if self.kind == "429":
            return too_many(self.retry_after)
        code = self.code or int(self.kind)
        more = {"migrate_to_chat_id": self.migrate_to} if self.migrate_to else {}
        return ApiError(code, self.description or TEXTS[code], **more)


@dataclass(slots=True)
class Faults:
    rules: list[Fault] = field(default_factory=list)

    def replace(self, rows: list[Json]) -> None:
        """Sets the rules anew; refuses unknown kinds and fields."""
        rules = []
        for row in rows:
            row = {**row, "kind": str(row.get("kind"))}
            if row["kind"] not in KINDS:
                raise SimError(f"unknown fault kind {row['kind']}; one of {', '.join(KINDS)}")
            unknown = set(row) - set(Fault.__slots__)
            if unknown:
                raise SimError(f"unknown field in a fault rule: {', '.join(sorted(unknown))}")
            rules.append(Fault(**row))
        for rule in self.rules:
            rule.held = False
        self.rules = rules

    def take(self, method: str, chat_id: object) -> Fault | None:
        """The rule that fires for this call, counted down."""
        if method == "getUpdates" and not any(r.method.lower() == "getupdates" for r in self.rules):
            return None
        for rule in self.rules:
            if rule.matches(method, chat_id):
                rule.times -= 1
                return rule
        return None

    def left(self) -> list[Json]:
        names = Fault.__slots__
        return [{n: getattr(r, n) for n in names} for r in self.rules if r.times > 0]
