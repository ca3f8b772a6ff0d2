"""Whatever a bot sends, the sandbox answers with JSON and a refusal, never with a crash."""

from __future__ import annotations

import random
from typing import Any

from sandbox.checks import known_methods
from sandbox.methods.table import emulated_methods
from tests.sim_driver import AIGUL, GROUP, Json, Sim

GARBAGE: tuple[Any, ...] = (
    None, "", 0, -1, "x", "null", "[]", "{", [], {}, [[]], [{}], [None], {"a": 1}, True, 1.5,
    "1" * 400, "\ud800", {"inline_keyboard": 1}, {"inline_keyboard": [[1]]}, {"keyboard": [[{}]]},
    {"message_id": "x"}, [{"type": "bold", "offset": "x"}], [{"type": "emoji"}], {"type": 5},
    ["a"], {"url": 1}, {"type": "photo"}, [{"type": "photo", "media": 5}],
    {"inline_keyboard": [[{"text": "a", "copy_text": 5}]]},
)  # fmt: skip
ROUNDS = 4


def sound(file_id: str) -> Json:
    """A value each parameter would be happy with."""
    return {
        "latitude": 1, "longitude": 1, "title": "a", "address": "b", "phone_number": "1",
        "first_name": "a", "question": "q", "options": ["a", "b"], "action": "typing",
        "from_chat_id": AIGUL, "message_ids": [1, 2], "photo": file_id, "text": "мәтін",
        "media": [{"type": "photo", "media": file_id}], "name": "x", "user_id": AIGUL,
        "commands": [{"command": "a", "description": "b"}], "message_id": 2,
        "reaction": [{"type": "emoji", "emoji": "👍"}],
    }  # fmt: skip


async def test_no_parameter_breaks_the_server(sandbox: Sim) -> None:
    dice = random.Random(20261122)
    sent = await sandbox.send_files(AIGUL, "photo", b"body")
    usual = sound(sent[0]["photo"][0]["file_id"])
    known = known_methods()
    for method in sorted(set(emulated_methods()) - {"getUpdates"}):
        names = list(known[method.lower()].model_fields)
        for _ in range(ROUNDS):
            params = {name: usual[name] for name in names if name in usual}
            if "chat_id" in names:
                params["chat_id"] = dice.choice((AIGUL, GROUP))
            for name in dice.sample(names, min(len(names), 2)):
                params[name] = dice.choice(GARBAGE)
            answer = await sandbox.api(method, **params)
            assert "ok" in answer, (method, params)
