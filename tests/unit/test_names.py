"""Names are hidden in what another office reads; what is no name stays."""

import pytest

from bot.rules.desk.names import nameless


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Менің атым Айгүл, жалақымды бермей жүр", "Айгүл"),
        ("Айгүл, сізге арыз жазу керек. Айгүлге тағы хабарласамыз", "Айгүл"),
        ("Серік Ахметов деген бастығым жұмыстан шығарды", "Ахметов"),
        ("меня зовут иван петрович, уволили", "петрович"),
        ("Здравствуйте. Директор Иванов не платит", "Иванов"),
        ("Құрметті Гүлнар Серікқызы! Өтінішіңіз қаралды", "Гүлнар"),
        ("Обратитесь к Ирине Сергеевне в кабинет", "Ирин"),
        ("Начальник А. К. Омаров отказал", "Омаров"),
    ],
)
def test_a_name_does_not_stay(text: str, name: str) -> None:
    assert name not in nameless(text)


@pytest.mark.parametrize(
    "text",
    [
        "Еңбек инспекциясына арыз жазыңыз, үлгісі бізде бар",
        "Подайте жалобу в инспекцию труда. Срок один год.",
        "АӘК алу үшін ХҚКО-ға барыңыз",
        "Не платят зарплату третий месяц, что делать?",
    ],
)
def test_what_is_no_name_stays(text: str) -> None:
    assert nameless(text) == text


def test_a_known_name_goes_in_any_form_and_place() -> None:
    assert "йгүл" not in nameless("Айгүлдің сұрағы бойынша жауап", ("Айгүл",))
