"""The demo cast: two citizens, two members of staff, an administrator and their group."""

from __future__ import annotations

from sandbox.records import ADMIN_RIGHTS, Chat, Member, Person

GROUP_ID = -1001000000001
PEOPLE = (
    (1001, "Айгүл", "kk", "citizen"),
    (1002, "Ирина", "ru", "citizen"),
    (2001, "Бақыт", "kk", "staff"),
    (2002, "Светлана", "ru", "staff"),
    (9001, "Әкімші", "kk", "admin"),
)


def admin_rights(*without: str) -> dict[str, bool]:
    """All rights of an administrator but those named."""
    return {right: right not in without for right in ADMIN_RIGHTS}


def add_cast(
    people: dict[int, Person], chats: dict[int, Chat], bot_id: int, bot_in_group: bool
) -> None:
    for number, name, language, role in PEOPLE:
        people[number] = Person(number, name, language_code=language, role_hint=role)
    group = Chat(GROUP_ID, "supergroup", title="Ақтөбе · кеңес", is_forum=True)
    group.members[2001] = Member(2001, "creator")
    group.members[2002] = Member(2002, "member")
    group.members[9001] = Member(9001, "administrator", admin_rights())
    if bot_in_group:
        group.members[bot_id] = Member(bot_id, "administrator", admin_rights())
    chats[GROUP_ID] = group
