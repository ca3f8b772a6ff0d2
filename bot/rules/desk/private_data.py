"""Finds what nobody needs to send: identity numbers, bank cards, papers that prove who one is."""

import re
from collections.abc import Collection
from typing import Literal

from storage.records.consultation import CaseMessage, DraftMessage

Kind = Literal["iin", "card", "paper", "photo"]
TWELVE = re.compile(r"(?<![\d+])\d(?:[ -]?\d){11}(?![ -]?\d)")
# whoever names it means it, with a slip of the finger too
NAMED = re.compile(r"\b(?:иин|жсн|iin|jsn)\w{0,4}(?:-\w{1,5})?\W{0,4}\d(?:[ -]?\d){11}(?!\d)")
CARD = re.compile(r"(?<![\d+])\d(?:[ -]?\d){12,18}(?!\d)")
PAPER = re.compile(
    r"паспорт|удостоверени\w* личности|жеке куәлі|жеке куали|төлқұжат|толкужат|\bжсн\b|\bиин\b|"
    r"уд[\W_]?личн|passport|\bid[\W_]?card|udost|kualik|свидетельств\w* о рождении|туу туралы куәл"
)
FIRST, SECOND = range(1, 12), (3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2)


def private_data(text: str, file_name: str | None = None) -> frozenset[Kind]:
    """Return what a message seems to hold. `file_name` None: it is no file, its text no caption."""
    found: set[Kind] = set()
    if NAMED.search(text.lower()) or any(
        is_iin(re.sub(r"\D", "", one)) for one in TWELVE.findall(text)
    ):
        found.add("iin")
    if any(is_card(digits) for digits in CARD.findall(text)):
        found.add("card")
    if file_name is not None and PAPER.search(f"{text} {file_name}".lower()):
        found.add("paper")
    return frozenset(found)


def unknown_photo(messages: Collection[DraftMessage | CaseMessage], newest: int) -> bool:
    """Whether the newest message is the question's first photo without a word of what it shows.

    Nobody looks at pictures here, so she is asked, once in a question.
    """
    silent = [one.message_id for one in messages if _is_silent_photo(one)]
    return silent == [newest]


def _is_silent_photo(one: DraftMessage | CaseMessage) -> bool:
    return bool(one.content["kind"] == "photo" and not one.content["html"])


def is_iin(digits: str) -> bool:
    """Whether twelve digits are a person's number: a birthday, a century, a check digit.

    An organisation's number has the month of its registration and a 4, 5 or 6 where a person's
    has the day, so it is none.
    """
    month, day, century = int(digits[2:4]), int(digits[4:6]), int(digits[6])
    if not (1 <= month <= 12 and 1 <= day <= 31 and 0 <= century <= 6):
        return False
    values = [int(digit) for digit in digits]
    for weights in (FIRST, SECOND):
        rest = sum(value * weight for value, weight in zip(values, weights, strict=False)) % 11
        if rest < 10:
            return rest == values[11]
    return False


def is_card(written: str) -> bool:
    """Whether 13 to 19 digits are a bank card's number, by Luhn's sum."""
    digits = [int(digit) for digit in written if digit.isdigit()]
    if digits[0] not in (2, 3, 4, 5, 6, 9) or len(set(digits)) < 3:
        return False
    doubled = [sum(divmod(digit * 2, 10)) for digit in digits[-2::-2]]
    return (sum(digits[-1::-2]) + sum(doubled)) % 10 == 0
