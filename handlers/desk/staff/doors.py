"""All doors of a staff chat, in the order in which they are asked."""

from aiogram import Router

from handlers.desk.staff import days, find, good_answers, menu, replies, templates, transfers


def build_router() -> Router:
    """Return the router of staff chats; a word that none of the commands took comes last."""
    router = Router(name="staff_doors")
    router.include_routers(
        menu.build_router(),
        transfers.build_router(),
        templates.build_router(),
        find.build_router(),
        good_answers.build_router(),
        days.build_router(),
        replies.build_router(),
    )
    return router
