"""Tells Kazakh and Russian from all else, also where Kazakh is typed without its own letters.

Kyrgyz, Tatar, Bashkir, Uzbek, Karakalpak, Latin and Arabic script are "other". A guess by letters
and by the commonest words of each language; needs no model.
"""

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

from storage.records.news import Language

_WORD = re.compile(r"[^\W\d_]+")
# of the languages around us only Kazakh has them all; see _is_uzbek for қ and ғ
_OURS = frozenset("қғұі")
_SHARED = frozenset("өүңәһ")  # Kazakh letters that Kyrgyz or Tatar write too
_BORROWED = frozenset("вфцчщёъьэ")  # Kazakh writes them in loanwords only
# letters that neither Kazakh nor Russian has: Uzbek and Karakalpak, Tatar and Bashkir, Tajik,
# Ukrainian and Belarusian
_STRANGE = frozenset("ўҳҷӣҗҡҙҫєґ")
# of them those that stand beside і
_SLAVIC = frozenset("їєґў")
_ALL = _OURS | _SHARED | _STRANGE
_OURS_ALONE, _UZBEK, _NOT_UZBEK = frozenset("іұ"), frozenset("қғ"), frozenset("ыіұ")
_LONG_VOWELS = ("үү", "өө", "уу", "ээ", "аа")  # Kyrgyz writes them in every other word
_QUOTED = re.compile(r"«[^»]{1,60}»|“[^”]{1,60}”|\"[^\"]{1,60}\"")  # names, in whatever language
# what Kazakh words look like when қ ғ ң ө ұ ү ә һ і are typed as к г н о у у а х и; жы and шы no
# Russian word has
_KAZAKH_LOOK = re.compile(
    r"[жш]ы|[лтнрс][дт]ы$|[дт]и$|[аеы]ды$|еди$|[лдт][ае]р(?!о)|[гк][ае]н$|[гк]анд|л[ыи]к|[ыи]нд[аеы]"
    r"|[ндт][ыи]н$|[ыи]м[ыи]з|[ыи]л[аеды]|[аеыи]п$|у[гк]?[ае]$|уы|уи$|дагы|деги|[ыи]с[ыи]|[ыи]ш"
)
# Bashkir begins words with й, Karakalpak writes и where Kazakh has і, Kyrgyz has ч in native words
_NEIGHBOUR_LOOK = re.compile(r"^й(?!о[гд])|[өүә]\w*и|ч[ыуө][лкнр]|ыш[тс][ыи]$")
_RUSSIAN_LOOK = re.compile(
    r"(?:[оеы]го|[ыи]х|[оеыи]й|[ая]я|[ыи]е|ть|ся|ов|[ая]ми|[ая]х|[ео]м|ли|ло|ла|ют|ет|ит|сь|[ыи]м"
    r"|ую|ю|ние)$"
    r"|^(?:при|пере|раз|рас|под|пред|вы|об|от)|[щъё]|ств|[бвгдзлмнрст]л[иа]$|стр|зд|кт"
)
# weights of one word's testimony
_OURS_SAY, _STRANGE_SAYS, LOOK_SAYS, LETTER_SAYS = 1.5, 2.0, 0.5, 0.25
# letters of the shortest text that is Uzbek for what it lacks: of 11,000 Kazakh sentences so long
# only lists of names lack it too
UZBEK_LEAST = 30
KEPT_WORDS = 16_384
LEAST_WORDS = 3  # of a text without its quoted names, to be judged without them


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
        "жардам мыйзам мыйзамга мыйзамы шаар шаарында шаардык бишкек бишкекте ош жогорку кенеш "
        "тууралуу окуу айыл айылында окмот катышты колдоо уюштурду беришти кылмыш жаран "
        "жарандар укугу "
        "жана менен учун боюнча болгон болуп эмес деп кыргызстан кыргызстанда кыргыз бул анын "
        "алар жылы ошондой эле катары тарабынан бар жок эле экен турган жарандык коом уюм "
        "кайрымдуулук балдарга балдарды белек фонду ыктыярдуу ыктыярдуулар окуучулар мугалим "
        "болду койду турду журду болот жатат келишти уюмдун окулдору "
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


class _Testimony(NamedTuple):
    """What one word says, or all of a text together: how many words, but `cyrillic` is letters.

    The last three are of words with Russian letters only.
    """

    cyrillic: int
    ours: int
    strange: int
    slavic: int
    shared: int
    long_vowels: int
    neighbour_look: int
    kyrgyz: int
    tatar: int
    uzbek: int
    karakalpak: int
    kazakh: int
    kazakh_look: int
    russian: int
    russian_look: int
    borrowed: int


def language_of(text: str) -> Language:
    """The language of a title and summary given as one text; Russian when only names are left."""
    whole = unicodedata.normalize("NFC", text).casefold()
    words = _WORD.findall(_QUOTED.sub(" ", whole))
    if len(words) < LEAST_WORDS:
        words = _WORD.findall(whole)
    every = "".join(words)
    if not every:
        return "other"
    said = _Testimony(*map(sum, zip(*map(_testimony, words), strict=True)))
    if said.cyrillic * 2 < len(every) or not said.cyrillic:
        return "other"
    votes = _votes(said, len(words), every)
    best = max(votes.values())
    if votes["kk"] == best and (best or _has(every, _OURS)):
        return "kk"
    return "ru" if votes["ru"] == best else "other"


# most of every text are words that its language always says
@lru_cache(KEPT_WORDS)
def _testimony(word: str) -> _Testimony:
    folded = word.translate(_FOLD)
    plain = not _has(word, _ALL)
    return _Testimony(
        cyrillic=sum("Ѐ" <= letter <= "ԯ" for letter in word),
        ours=_has(word, _OURS),
        strange=_has(word, _STRANGE),
        slavic=_has(word, _SLAVIC),
        shared=_has(word, _SHARED),
        long_vowels=any(vowels in word for vowels in _LONG_VOWELS),
        neighbour_look=_NEIGHBOUR_LOOK.search(word) is not None,
        kyrgyz=folded in _WORDS["ky"],
        tatar=folded in _WORDS["tatar"],
        uzbek=folded in _WORDS["uzbek"],
        karakalpak=folded in _WORDS["karakalpak"],
        kazakh=folded in _WORDS["kk"],
        kazakh_look=_KAZAKH_LOOK.search(folded) is not None,
        russian=plain and word in _WORDS["ru"],
        russian_look=plain and _RUSSIAN_LOOK.search(word) is not None,
        borrowed=plain and _has(word, _BORROWED),
    )


def _votes(said: _Testimony, words: int, every: str) -> dict[Language, float]:
    ours = _OURS_SAY * said.ours
    others: float = max(said.kyrgyz, said.tatar, said.uzbek, said.karakalpak)
    others += _STRANGE_SAYS * said.strange + said.long_vowels
    if not _has(every, _OURS_ALONE):
        others += _STRANGE_SAYS * said.neighbour_look
    if (
        _is_slavic(said, words)
        or _is_uzbek(every)
        or (said.strange and not _has(every, _OURS_ALONE))
    ):
        return {"kk": 0.0, "ru": 0.0, "other": 1.0 + others + ours}
    kazakh = said.kazakh + LOOK_SAYS * said.kazakh_look
    russian = said.russian + LOOK_SAYS * said.russian_look + LETTER_SAYS * said.borrowed
    if ours:
        return {"kk": kazakh + ours + said.shared / 2, "ru": russian, "other": others}
    return {"kk": kazakh, "ru": russian, "other": others + said.shared * (1 + LOOK_SAYS)}


def _is_slavic(said: _Testimony, words: int) -> bool:
    """Ukrainian and Belarusian write і as Kazakh does; a Kazakh text quotes a name at most."""
    return said.slavic * 8 > words


def _is_uzbek(every: str) -> bool:
    """Uzbek has қ and ғ, but never ы, і or ұ, which a Kazakh clause can hardly do without."""
    return len(every) >= UZBEK_LEAST and _has(every, _UZBEK) and not _has(every, _NOT_UZBEK)


def _has(word: str, alphabet: frozenset[str]) -> bool:
    return not alphabet.isdisjoint(word)
