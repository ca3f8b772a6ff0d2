"""What people send while inbound work is measured: each asks a question, step by step."""

from collections.abc import Iterator
from typing import Any

Update = dict[str, Any]
NAME = {"is_bot": False, "first_name": "Айгүл", "language_code": "kk"}
QUESTION = "Сәлеметсіз бе! Жұмыс беруші үш айдан бері жалақымды төлемей жүр, қайда барсам болады?"
# What a citizen does, in her order; a step that begins with ">" presses the button of that data.
STEPS = (
    *("/ask", ">ask:in:alga", ">ask:about:labour", QUESTION),
    *("Еңбек шартының көшірмесі бар", ">ask:send:", "Тағы бір сұрағым бар еді", "/cases"),
)
FIRST_PERSON, AT = 500_000, 1_795_406_400


def scene(people: int, first_update: int = 1) -> list[Update]:
    """All steps of all people, interleaved as they would arrive: neighbours are strangers."""
    number = first_update
    found = []
    for step in range(len(STEPS)):
        for index in range(people):
            found.append(_update(number, FIRST_PERSON + index, step))
            number += 1
    return found


def batches(updates: list[Update], size: int = 100) -> Iterator[list[Update]]:
    """As getUpdates hands them over."""
    for begin in range(0, len(updates), size):
        yield updates[begin : begin + size]


def _update(number: int, person: int, step: int) -> Update:
    who = {**NAME, "id": person}
    chat = {"id": person, "type": "private", "first_name": NAME["first_name"]}
    words = STEPS[step]
    message = {"message_id": 10 + step, "date": AT, "chat": chat, "from": who, "text": words}
    if words.startswith("/"):
        message["entities"] = [{"type": "bot_command", "offset": 0, "length": len(words)}]
    if not words.startswith(">"):
        return {"update_id": number, "message": message}
    screen = {**message, "from": {**NAME, "id": 42, "is_bot": True}, "text": "…"}
    query = {"id": str(number), "from": who, "message": screen, "chat_instance": "1"}
    return {"update_id": number, "callback_query": {**query, "data": words[1:]}}
