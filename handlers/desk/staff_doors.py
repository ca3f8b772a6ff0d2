"""All doors of a staff chat, in the order in which they are asked."""

from aiogram import Router

from handlers.desk import (
    staff,
    staff_days,
    staff_find,
    staff_knowledge,
    staff_menu,
    staff_templates,
    staff_transfer,
)


def build_router() -> Router:
    """Return the router of staff chats; a word that none of the commands took comes last."""
    router = Router(name="staff_doors")
    router.include_routers(
        staff_menu.build_router(),
        staff_transfer.build_router(),
        staff_templates.build_router(),
        staff_find.build_router(),
        staff_knowledge.build_router(),
        staff_days.build_router(),
        staff.build_router(),
    )
    return router
