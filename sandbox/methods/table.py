"""The table of emulated methods; what is not in it answers that it is not emulated."""

from __future__ import annotations

from typing import Any

from sandbox.methods import (
    chats,
    copying,
    editing,
    identity,
    media_methods,
    messages,
    receiving,
    removing,
    topics,
)

FAMILIES = (
    chats,
    copying,
    editing,
    identity,
    media_methods,
    messages,
    receiving,
    removing,
    topics,
)


def emulated_methods() -> dict[str, Any]:
    """Handlers by the exact name of the method."""
    return {name: handler for family in FAMILIES for name, handler in family.METHODS.items()}
