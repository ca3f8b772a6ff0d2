"""What docs/models/triage.md claims of the messages kept apart from training, less a little."""

from functools import cache

import pytest

from benchmarks.triage_quality import (
    KEPT,
    KEPT_ALL,
    KEPT_BLIND,
    KEPT_EVERYDAY,
    KEPT_LAST,
    KEPT_LATER,
    Message,
    among_first,
    false_alarms,
    kept_apart,
    recall,
    shipped_knowledge,
)
from bot.rules.desk.desk_catalog import Knowledge


@cache
def messages() -> tuple[Message, ...]:
    return tuple(kept_apart())


@cache
def later() -> tuple[Message, ...]:
    return tuple(kept_apart(KEPT_LATER))


@cache
def last() -> tuple[Message, ...]:
    return tuple(kept_apart(KEPT_LAST))


@cache
def knowledge() -> Knowledge:
    return shipped_knowledge()


def alarm(text: str) -> bool:
    return knowledge().triage(text).sensitive


def test_no_message_kept_apart_is_trained_on() -> None:
    tables = KEPT.parent.rglob("sitting_*.tsv")
    learnt = {
        row.split("\t")[0]
        for path in tables
        for row in path.read_text(encoding="utf-8").splitlines()
    }
    assert not learnt & {one.text for path in KEPT_ALL for one in kept_apart(path)}


def test_danger_is_noticed_far_more_often_than_by_the_list_alone() -> None:
    ours = recall(messages(), alarm)
    listed = recall(messages(), lambda text: knowledge().urgent.phrase(text) is not None)
    assert ours >= 0.88
    assert listed < ours


def test_calm_messages_are_left_alone() -> None:
    assert false_alarms(messages(), alarm) <= 0.13


def test_the_right_category_is_among_the_first_three() -> None:
    assert among_first(messages(), knowledge(), 3) >= 0.88


def test_the_messages_kept_apart_later_are_judged_no_worse() -> None:
    assert recall(later(), alarm) >= 0.93
    assert false_alarms(later(), alarm) <= 0.12
    assert among_first(later(), knowledge(), 3) >= 0.9


def test_the_messages_of_a_writer_who_had_read_no_line_are_judged_no_worse() -> None:
    assert recall(last(), alarm) >= 0.95
    assert false_alarms(last(), alarm) <= 0.1
    assert among_first(last(), knowledge(), 3) >= 0.93


def test_ordinary_lines_and_danger_without_its_words_are_told_apart() -> None:
    everyday = kept_apart(KEPT_EVERYDAY)
    assert recall(everyday, alarm) >= 0.94
    assert false_alarms(everyday, alarm) <= 0.16  # 0.1 is wanted
    assert among_first(everyday, knowledge(), 3) >= 0.9


def test_a_table_written_blind_is_judged_within_the_goals() -> None:
    blind = kept_apart(KEPT_BLIND)
    assert recall(blind, alarm) >= 0.95
    assert false_alarms(blind, alarm) <= 0.1
    assert among_first(blind, knowledge(), 3) >= 0.9


def test_over_all_tables_danger_is_heard_and_calm_left_alone() -> None:
    every = [one for path in KEPT_ALL for one in kept_apart(path)]
    assert recall(every, alarm) >= 0.95
    assert false_alarms(every, alarm) <= 0.1


@pytest.mark.parametrize(
    "word", ["Рақмет", "Сәлем", "Спасибо", "Здравствуйте", "Ок", "Жоқ", "рахмет", "Саламатсыз ба"]
)
def test_a_word_of_courtesy_raises_no_alarm(word: str) -> None:
    assert not alarm(word)
