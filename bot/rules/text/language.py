"""Tells Kazakh and Russian from all else, also where Kazakh is typed without its own letters.

Kyrgyz, Tatar, Bashkir, Uzbek, Karakalpak, Latin and Arabic script are "other". A guess by letters
and by the commonest words of each language; needs no model.
"""

import re
import unicodedata

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
LEAST_WORDS = 3  # of a text without its quoted names, to be judged without them


def _listed(words: str) -> frozenset[str]:
    return frozenset(words.split())


_NEIGHBOURS = ("ky", "tatar", "uzbek", "karakalpak")
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


def language_of(text: str) -> Language:
    """The language of a title and summary given as one text; Russian when only names are left."""
    whole = unicodedata.normalize("NFC", text).casefold()
    words = _WORD.findall(_QUOTED.sub(" ", whole))
    if len(words) < LEAST_WORDS:
        words = _WORD.findall(whole)
    every = "".join(words)
    cyrillic = sum("Ѐ" <= letter <= "ԯ" for letter in every)
    if cyrillic * 2 < len(every) or not cyrillic:
        return "other"
    votes = _votes(words, every)
    best = max(votes.values())
    if votes["kk"] == best and (best or _has(every, _OURS)):
        return "kk"
    return "ru" if votes["ru"] == best else "other"


def _votes(words: list[str], every: str) -> dict[Language, float]:
    folded = [word.translate(_FOLD) for word in words]
    ours = _OURS_SAY * sum(_has(word, _OURS) for word in words)
    others: float = max(sum(w in _WORDS[name] for w in folded) for name in _NEIGHBOURS)
    others += _STRANGE_SAYS * sum(_has(word, _STRANGE) for word in words)
    others += sum(any(vowels in word for vowels in _LONG_VOWELS) for word in words)
    if not _has(every, _OURS_ALONE):
        others += _STRANGE_SAYS * sum(_NEIGHBOUR_LOOK.search(word) is not None for word in words)
    shared = sum(_has(word, _SHARED) for word in words)
    kazakh: float = sum(w in _WORDS["kk"] for w in folded)
    kazakh += LOOK_SAYS * sum(_KAZAKH_LOOK.search(word) is not None for word in folded)
    if (
        _is_slavic(words)
        or _is_uzbek(every)
        or (_has(every, _STRANGE) and not _has(every, _OURS_ALONE))
    ):
        return {"kk": 0.0, "ru": 0.0, "other": 1.0 + others + ours}
    plain = [word for word in words if not _has(word, _ALL)]
    russian: float = sum(word in _WORDS["ru"] for word in plain)
    russian += LOOK_SAYS * sum(_RUSSIAN_LOOK.search(word) is not None for word in plain)
    russian += LETTER_SAYS * sum(_has(word, _BORROWED) for word in plain)
    if ours:
        return {"kk": kazakh + ours + shared / 2, "ru": russian, "other": others}
    return {"kk": kazakh, "ru": russian, "other": others + shared * (1 + LOOK_SAYS)}


def _is_slavic(words: list[str]) -> bool:
    """Ukrainian and Belarusian write і as Kazakh does; a Kazakh text quotes a name at most."""
    return sum(_has(word, _SLAVIC) for word in words) * 8 > len(words)


def _is_uzbek(every: str) -> bool:
    """Uzbek has қ and ғ, but never ы, і or ұ, which a Kazakh clause can hardly do without."""
    return len(every) >= UZBEK_LEAST and _has(every, _UZBEK) and not _has(every, _NOT_UZBEK)


def _has(word: str, alphabet: frozenset[str]) -> bool:
    return not alphabet.isdisjoint(word)
