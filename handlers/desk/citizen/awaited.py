"""What she pressed last that waits for her words; any other button or command ends the wait."""

from typing import Any

from aiogram.fsm.context import FSMContext

# seconds that a pressed "add" or "say a word" stays in force
WAITS_S = 900


async def await_words(state: FSMContext, what: str, case_id: int, now: int) -> None:
    """What she writes next is meant so: `add_to` a case, or to `rate` it."""
    await state.set_data({what: case_id, "until": now + WAITS_S})


async def pressed(state: FSMContext, now: int) -> dict[str, Any]:
    """What waits for her words; it waits for one message."""
    data = await state.get_data()
    if "until" not in data:
        return {}
    await state.clear()
    return data if data["until"] >= now else {}


async def awaited_no_more(handler: Any, event: Any, data: dict[str, Any]) -> Any:
    """Middleware: she turned to something else; her next words are not for what she left."""
    state = data.get("state")
    if state is not None:
        await pressed(state, 0)
    return await handler(event, data)
