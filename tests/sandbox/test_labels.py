"""The words of the chat page stand in three languages."""

import json

from tests.house.tree import ROOT

LABELS = ROOT / "sandbox" / "page" / "labels"


def test_the_labels_of_the_page_are_the_same_in_three_languages() -> None:
    kk, ru, en = (json.loads((LABELS / f"{c}.json").read_text("utf-8")) for c in ("kk", "ru", "en"))
    assert list(kk) == list(ru) == list(en)
    assert all(text.strip() for words in (kk, ru, en) for text in words.values())
    assert len(kk["months"].split()) == len(ru["months"].split()) == 12
