"""Bodies are completed by splicing and simplified only where Telegram refused something."""

import json

import pytest

from bot.rules.delivery.bodies import below, in_chat, in_thread, simplified, untagged


@pytest.mark.parametrize("own", ["{}", '{"disable_notification": true}'])
@pytest.mark.parametrize("shared", ["{}", '{"text": "a } b", "parse_mode": "HTML"}'])
def test_an_edition_is_addressed_without_being_read(shared: str, own: str) -> None:
    assert json.loads(in_chat(7, shared, own)) == {
        "chat_id": 7,
        **json.loads(shared),
        **json.loads(own),
    }


def test_a_thread_is_put_in_front_and_the_plain_group_has_none() -> None:
    assert json.loads(in_thread('{"chat_id": -1}', 5)) == {"message_thread_id": 5, "chat_id": -1}
    assert in_thread('{"chat_id": -1}', 0) == '{"chat_id": -1}'


def test_a_reply_to_the_card_is_put_in_front_and_survives_the_loss_of_the_card() -> None:
    reply = json.loads(below('{"chat_id": -1}', 5))["reply_parameters"]
    assert reply == {"message_id": 5, "allow_sending_without_reply": True}


def test_broken_html_is_said_in_plain_words_with_its_links() -> None:
    html = '<b>Қор <a href="https://a.kz/?x=1&amp;y=2">грант</a> &lt;2026&gt;<i>'
    assert untagged(html) == "Қор грант (https://a.kz/?x=1&y=2) <2026>"
    assert untagged("<b></b>") == "<b></b>"


def test_only_what_was_refused_is_left_out() -> None:
    media = [{"type": "photo", "media": "x", "caption": "<b>a", "parse_mode": "HTML"}]
    body = json.dumps({"media": media, "reply_markup": {}, "reply_parameters": {"message_id": 1}})
    plain = json.loads(simplified(body, "formatting"))
    assert plain["media"] == [{"type": "photo", "media": "x", "caption": "a"}]
    assert "reply_markup" in plain
    assert "reply_markup" not in json.loads(simplified(body, "markup"))
    assert "reply_parameters" not in json.loads(simplified(body, "reply"))
