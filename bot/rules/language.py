"""Tells Kazakh and Russian from all else, also where Kazakh is typed without its own letters.

Kyrgyz, Tatar, Bashkir, Uzbek, Karakalpak, Latin and Arabic script are "other". A guess by letters
and by the commonest words of each language; needs no model.
"""

import re
from collections import Counter
from collections.abc import Iterable

from storage.records.news import Language

_WORD = re.compile(r"[^\W\d_]+")
_KAZAKH = "әғқңөұүһі"
_ONLY_KAZAKH = "ұі"  # none of the neighbours below writes them (Ukrainian і: see _STRANGE)
_ONLY_RUSSIAN_ENDINGS = ("ого", "его", "ых", "ой", "ая", "ие", "ия", "ый", "ить", "ать", "ет", "ся")
# letters that neither Kazakh nor Russian has: Uzbek and Karakalpak, Tatar and Bashkir, Tajik,
# Ukrainian and Belarusian
_STRANGE = "ўҳҷӣҗҡҙҫєґ"


def _listed(words: str) -> frozenset[str]:
    return frozenset(words.split())


_WORDS: dict[str, frozenset[str]] = {
    # written in the letters that remain when қ ғ ң ө ұ ү ә һ і are typed as к г н о у у а х и
    "kk": _listed(
        "жане мен болып екен емес ушин туралы отти отип бойынша жылы билди берди келеди болды "
        "барлык осы казир биыл оз онын олар бул бир кезинде сондай ак деп хабарлайды арналган "
        "казакстан облысы ауданы калалык аудандык облыстык адам халык журт уйым жоба жастар "
        "отбасы балалар аким акимдик мектеп бала кала коп тагы гана ушинши бирак сонын бугин "
        "кун кол узак жуз мын менген атап айтты деди калды келди етти корсетти жумыс"
    ),
    "ru": _listed(
        "и в на с по для не что из от о об к у за как это его их до при или также все уже был "
        "была были будет году года лет областа области района города казахстана казахстане том "
        "сообщает передает человек детей который которые после во со а но чтобы она они"
    ),
    "ky": _listed(
        "жана менен учун боюнча болгон болуп эмес деп кыргызстан кыргызстанда кыргыз бул анын "
        "алар жылы ошондой эле катары тарабынан бар жок эле экен турган жарандык коом уюм "
        "уюмдар аялдар балдар олко мамлекеттик жонундо билдирди айтты берилген каржы"
    ),
    "tatar": _listed(
        "ham хам белан белэн очен эчен булган буенча татарстан фонды ел елга турында итэ "
        "торган кеше тугел алар мондый шулай ук аша игълан оешма"
    ),
    "uzbek": _listed(
        "ва билан учун булган буйича узбекистон бу хам килиш йил эълон лойиха тумани вилояти "
        "давлат фукаро ташкилот маориф томонидан жамият халк"
    ),
    "karakalpak": _listed("хам менен ушын бойынша болган халык район турган пукара каракалпакстан"),
}
_FOLD = str.maketrans("қғңөұүәһіёүұҡҙҫҗҳўi", "кгноууахиеуукзсжхуи")


def language_of(text: str) -> Language:
    """The language of a title and summary given as one text; Russian when only names are left."""
    words = [word.casefold() for word in _WORD.findall(text)]
    counted = Counter("".join(words))
    cyrillic = sum(n for letter, n in counted.items() if "Ѐ" <= letter <= "ԯ")
    if cyrillic * 2 < sum(counted.values()) or not cyrillic:
        return "other"
    if _share(counted, _STRANGE) > max(1, _share(counted, _ONLY_KAZAKH)):
        return "other"
    own = sum(any(letter in word for letter in _KAZAKH) for word in words)
    if _share(counted, _ONLY_KAZAKH) * 100 >= cyrillic and own * 10 >= 3 * len(words):
        return "kk"
    return _by_words(words, own * 2 > len(words))


def _share(counted: Counter[str], alphabet: Iterable[str]) -> int:
    return sum(counted[letter] for letter in alphabet)


def _by_words(words: list[str], turkic: bool) -> Language:
    folded = [word.translate(_FOLD) for word in words]
    votes = {name: sum(word in known for word in folded) for name, known in _WORDS.items()}
    votes["ru"] += sum(word.endswith(_ONLY_RUSSIAN_ENDINGS) for word in words if len(word) > 4)
    best = max(votes, key=lambda name: votes[name])
    if best == "kk" or (best != "ru" and votes[best] == votes["kk"]):
        return "kk"
    if best == "ru":
        return "other" if turkic else "ru"
    return "other"
