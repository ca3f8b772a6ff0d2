"""Bytes of feeds become text whatever their headers claim."""

import codecs

import pytest

from bot.rules.feeds.decoding import decode, looks_garbled
from tests.unit.thrown import bodies

RU = "Актюбинские общественники обсудили поддержку людей с инвалидностью и новые гранты"
KK = "Ақтөбе облысында үкіметтік емес ұйымдар жаңа гранттар туралы айтты"


@pytest.mark.parametrize("header", ["", "text/xml; charset=windows-1251", "text/xml; charset=x"])
def test_a_utf8_body_is_utf8_whatever_the_header_says(header: str) -> None:
    body = f'<?xml version="1.0" encoding="windows-1251"?><rss>{KK}</rss>'.encode()
    assert decode(body, header).text.endswith(f"{KK}</rss>")


@pytest.mark.parametrize("codec", ["cp1251", "koi8-r"])
def test_undeclared_russian_is_told_apart_by_its_letters(codec: str) -> None:
    found = decode(f"<rss>{RU}</rss>".encode(codec))
    assert (found.text, found.encoding) == (f"<rss>{RU}</rss>", codec)


def test_a_western_header_over_cyrillic_is_not_believed() -> None:
    assert RU in decode(RU.encode("cp1251"), "text/xml; charset=ISO-8859-1").text


def test_a_western_text_under_a_western_header_is_believed() -> None:
    text = "Le café près de la forêt où naît la rivière"
    assert decode(text.encode("latin-1"), "text/xml; charset=ISO-8859-1").text == text


def test_kazakh_letters_in_the_old_single_byte_encoding_are_kazakh_letters() -> None:
    body = f'<?xml version="1.0" encoding="windows-1251"?>{KK}'.encode("kz1048")
    assert decode(body).text.endswith(KK)


@pytest.mark.parametrize("codec", ["utf-16", "utf-16-be", "utf-16-le", "utf-32", "utf-8-sig"])
def test_wide_encodings_are_read_with_and_without_their_mark(codec: str) -> None:
    assert decode(f"<rss>{KK}</rss>".encode(codec)).text == f"<rss>{KK}</rss>"


def test_a_letter_cut_in_half_does_not_turn_the_rest_into_nonsense() -> None:
    body = f"{KK} {RU}".encode() + "ж".encode()[:1]
    found = decode(body)
    assert found.text.startswith(KK)
    assert found.damaged


def test_a_codec_that_is_no_text_encoding_is_refused() -> None:
    assert RU in decode(RU.encode("cp1251"), "text/xml; charset=hex").text


def test_text_that_was_spoilt_before_is_noticed() -> None:
    assert looks_garbled(RU.encode().decode("latin-1"))
    assert looks_garbled(RU.encode().decode("cp1251", "replace"))
    assert not looks_garbled(RU)
    assert not looks_garbled(KK)


@pytest.mark.parametrize("header", ["", "text/xml; charset=koi8-r"])
def test_no_bytes_make_it_fail(header: str) -> None:
    for body in bodies(300):
        decode(codecs.BOM_UTF8 + body, header)
        decode(body, header)
