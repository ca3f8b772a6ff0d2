"""The oracle of storms names what it must: words lost, gone astray, said outside, out of order."""

from __future__ import annotations

from random import Random
from typing import Any

from sandbox.options import SandboxOptions
from sandbox.world import World
from tests.desk.storm.oracle import Oracle
from tests.desk.storm.people import CITIZENS, STAFF, People, Said

HERS, OTHER, COLLEAGUE = CITIZENS[0], CITIZENS[1], STAFF[0]


def given(message_id: int, *, taken_back: bool = False) -> dict[str, Any]:
    """A word of hers as a case has it."""
    case = {"case_id": 1, "side": "citizen", "chat_id": HERS}
    return {**case, "message_id": message_id, "taken_back": taken_back}


def crowd() -> tuple[People, int]:
    people = People(World(SandboxOptions()), Random(1), CITIZENS[:2])
    people.arrive()
    return people, next(iter(people.groups))


def called(people: People, method: str, result: int | None, **params: Any) -> None:
    row = people.world.transcript.call(0.0, method, params, 200, None)
    assert row is not None
    row["result_message_id"] = result


def asked(people: People, group: int, message_id: int = 1, copy: int = 100) -> None:
    """She writes, and the bot brings it to the group."""
    token = people.token("cz")
    people.citizens.append(Said(HERS, HERS, message_id, 1, token))
    ways = {"chat_id": group, "from_chat_id": HERS, "message_id": message_id}
    called(people, "copyMessage", copy, **ways)


def answered(people: People, group: int, at: int, to: int = 100) -> Said:
    """Somebody replies to the copy."""
    said = Said(COLLEAGUE, group, at, 2, people.token("st"), to)
    people.replies.append(said)
    return said


def carried(people: People, said: Said, to: int) -> None:
    where = {"chat_id": to, "from_chat_id": said.chat_id, "message_id": said.message_id}
    called(people, "copyMessage", 500, **where)


def broken(people: People, messages: Any = ()) -> dict[str, int]:
    oracle = Oracle(people, list(messages))
    kinds = {name: getattr(oracle, name) for name in ("lost", "strangers", "leaks", "disorder")}
    return {name: count for name, kind in kinds.items() if (count := len(list(kind())))}


def test_what_arrives_where_it_was_meant_to_breaks_nothing() -> None:
    people, group = crowd()
    asked(people, group)
    carried(people, answered(people, group, 7), HERS)
    assert not broken(people)


def test_a_word_that_reached_no_group_is_lost() -> None:
    people, _ = crowd()
    people.citizens.append(Said(HERS, HERS, 1, 1, people.token("cz")))
    assert broken(people, [given(1)]) == {"lost": 1}


def test_a_word_taken_back_before_a_group_could_take_it_is_not_lost() -> None:
    people, _ = crowd()
    people.citizens.append(Said(HERS, HERS, 1, 1, people.token("cz")))
    assert not broken(people, [given(1, taken_back=True)])


def test_an_answer_that_reached_nobody_is_lost_unless_its_author_was_told() -> None:
    people, group = crowd()
    asked(people, group)
    answered(people, group, 7)
    assert broken(people) == {"lost": 1}
    told = "Азаматқа жіберілмеді: №1 өтінішке енді басқа ұйым жауап береді (X)."
    called(people, "sendMessage", 9, chat_id=group, text=told, reply_parameters={"message_id": 7})
    assert not broken(people)


def test_an_answer_at_somebody_else_is_at_a_wrong_person() -> None:
    people, group = crowd()
    asked(people, group)
    carried(people, answered(people, group, 7), OTHER)
    assert broken(people) == {"strangers": 1}


def test_a_reply_to_a_ready_text_is_meant_for_whose_case_its_buttons_name() -> None:
    people, group = crowd()
    called(people, "sendMessage", 90, chat_id=HERS, text="№7")
    send = {"inline_keyboard": [[{"text": "Жіберу", "callback_data": "case:send:7:"}]]}
    called(people, "sendMessage", 100, chat_id=group, text="Дайын мәтін", reply_markup=send)
    carried(people, answered(people, group, 7), HERS)
    assert not broken(people)
    carried(people, people.replies[0], OTHER)
    assert broken(people) == {"strangers": 1}


def test_talk_and_notes_at_a_citizen_are_internal_words_outside() -> None:
    people, group = crowd()
    for kind in ("in", "nt"):
        token = people.token(kind)
        people.talk.append(Said(COLLEAGUE, group, 8, 3, token))
        called(people, "sendMessage", 10, chat_id=HERS, text=f"{token} өзара")
    assert broken(people)["leaks"] == 2


def test_a_note_may_be_said_in_another_offices_group_and_talk_may_not() -> None:
    people, group = crowd()
    for kind in ("in", "nt"):
        token = people.token(kind)
        people.talk.append(Said(COLLEAGUE, group, 8, 3, token))
        called(people, "sendMessage", 10, chat_id=group, text=f"{token} өзара")
    assert broken(people) == {"leaks": 1}


def test_words_of_one_case_that_change_places_are_out_of_order() -> None:
    people, group = crowd()
    asked(people, group, message_id=2, copy=101)
    asked(people, group, message_id=1, copy=102)
    assert broken(people, [given(1), given(2)]) == {"disorder": 1}
