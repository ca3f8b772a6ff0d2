"""Hides names in what another office may read. Hides a place too rather than show a person."""

import re
from collections.abc import Iterable
from functools import cache

# A word that begins with a capital and goes on small; an abbreviation in capitals is no name.
_WORD = r"[A-ZА-ЯЁӘҒҚҢӨҰҮҺІ][a-zа-яёәғқңөұүһі'ʼ-]+"
_INITIAL = r"[A-ZА-ЯЁӘҒҚҢӨҰҮҺІ]\."
_NAMES = re.compile(rf"\b(?:{_WORD}|{_INITIAL})(?:\s*(?:{_WORD}|{_INITIAL}))*")
# what only a person's name ends with
_OF_FATHER = re.compile(r"\w{2,}(?:ұлы|қызы|улы|кызы|ович|евич|овн|евн|ичн)\w{0,4}", re.IGNORECASE)
# Given names common here that are no other word, nor the beginning of one: they go in small letters
# and alone too, with any ending. A list is never whole: whoever reads a card looks for the rest.
_GIVEN = """
    айгүл айгул айжан айдана айнұр айнур айсұлу айсулу айгерім айгерим айдос айбек алмагүл алмагул
    алибек әлібек әлия алия әсел асель асхат асқар аскар ахмет әнуар ануар бағдат багдат балжан
    батырхан бауыржан бауржан бақытжан бахытжан бекзат бибігүл бибигуль ғалия галия гүлмира
    гульмира гүлнар гульнар гүлнәр гүлсім гульсим гүлжан гульжан дәурен даурен динара дидар дияр
    досжан ерболат ербол ержан ерлан ернұр ернур ерасыл есболат жанерке жансая жәнібек жанибек
    жасұлан жасулан зарина зәуре зауре зүлфия зульфия зухра инкар құралай куралай ләззат лаззат
    мадина мадияр майра марат мейрамбек мұхтар мухтар назерке назгүл назгуль нариман нұрбек нурбек
    нұргүл нургуль нұржан нуржан нұрлан нурлан нұрсұлтан нурсултан перизат рүстем рустем рустам
    сәбит сабит санжар сәкен сакен серікбол темірлан темирлан толғанай тоғжан тогжан ұлжан улжан
    фариза хадиша шолпан шыңғыс чингиз ысқақ александр алексей алёна анатолий андрей анна анастаси
    артём артем валентин валерий василий виталий владимир вячеслав галина геннадий григорий дарья
    денис дмитрий евгени екатерин елена елизавет иван илья ирина ксени лариса леонид людмил
    маргарит марина михаил наталь наталия николай оксана олег ольга павел пётр светлан сергей
    станислав степан татьян тамара ульян федор фёдор юлия юрий
"""
_ENDING = r"\w{0,5}"
_HIDDEN = "…"
_SENTENCE_ENDS = '.!?…:\n»"'
SHORT = 3


def nameless(text: str, known: Iterable[str] = ()) -> str:
    """The text without what looks like a name; `known` are names that go in any form.

    A capital in the middle of a sentence is a name; at its beginning only together with another,
    before a comma (somebody is addressed), or when the same word stands elsewhere as a name.
    """
    stems = {_stem(part) for name in known for part in name.split() if len(part) >= SHORT}
    stems |= {_stem(word) for found in _NAMES.finditer(text) for word in _sure(text, found)}
    hidden = _NAMES.sub(lambda found: _kept(found[0], stems), text)
    return _OF_FATHER.sub(_HIDDEN, _given().sub(_HIDDEN, hidden))


@cache
def _given() -> re.Pattern[str]:
    """The common names in any case; a last vowel may be another, but is not left out."""
    stems = [f"{name[:-1]}[аәеиоуыіюяй]" if name[-1] in "аяй" else name for name in _GIVEN.split()]
    return re.compile(rf"\b(?:{'|'.join(stems)}){_ENDING}\b", re.IGNORECASE)


def _sure(text: str, found: re.Match[str]) -> list[str]:
    words = found[0].split()
    before = text[: found.start()].rstrip(' «"(–—-')
    begins = not before or before[-1] in _SENTENCE_ENDS
    addressed = text[found.end() :].startswith(",")
    return words if not begins or len(words) > 1 or addressed else []


def _kept(words: str, stems: set[str]) -> str:
    named = any(word.lower().startswith(stem) for word in words.split() for stem in stems)
    return _HIDDEN if named else words


def _stem(word: str) -> str:
    """Without the end that cases change: «Айгүлге» is «Айгүл», «Ириной» is «Ирина»."""
    low = word.lower().rstrip(".")
    return low[: max(SHORT, len(low) - 1)] if len(low) > SHORT else low
