"""Tells by the words around a day whether it ends an application, is an event's, or is neither."""

import re

from bot.rules.news.fact_dates import Mention
from storage.records.facts import FactKind

_RU_WEEKDAY = (
    r"(?:понедельника?|вторника?|сред[ыау]|четверга?|пятниц[ыау]|суббот[ыау]|воскресенья?)"
)
_KK_WEEKDAY = r"(?:дүй|сей|сәр|бей|жек)?(?:сенбі|жұма)"
_HOUR = r"\d{1,2}(?:[:.-]\d\d(?:\s*(?:час\w*|ч\.?))?|\s*(?:час\w*|ч\.?))"
_UNTIL = re.compile(
    rf"(?:\bдо|не позднее|не позже|по|включительно до)(?:\s+{_HOUR},?)?(?:\s+{_RU_WEEKDAY},?)?\s*$",
    re.I,
)
_UNTIL_AFTER = re.compile(
    rf"^(?:-?[гқкғ][ае])?(?:\s*жыл\w*|\s*ж\.)?(?:,?\s*\(?{_KK_WEEKDAY}\w*\)?)?(?:,?\s*күні(?:не)?)?"
    r"(?:,?\s*\(?(?:сағат|в|с)?\s*\d{1,2}[:.]\d\d\)?(?:-?[гқкғ][ае])?)?\s*[-–]?\s*"
    r"(?:күні(?:не)?\s+)?(?:дейін|шейін|кешік|қалмай|дейінгі|аралығында|включительно)",
    re.I,
)
_HARD = re.compile(
    r"дедлайн|deadline|крайн\w+ (?:срок|дат|день)|последн\w+ (?:срок|день|дат)|"
    r"срок\w* (?:подач|при[её]м)|"
    r"соңғы (?:мерзім|күн)|тапсыру мерзімі|қабылдау мерзімі|өтінім\w* мерзімі",
    re.I,
)
_ENDING = re.compile(
    r"заверш|законч|заканч|оканч|оконч|закро|закры|истека|продл|прекра|тоқтат|аяқтал|жабыл|бітеді|тәмамдал",
    re.I,
)
_APPLYING = re.compile(
    r"заявк|заявок|заявлен|\bпри[её]ма?\b|приём[ау]? (?:док|раб|анк|предл)|"
    r"принима(?:ют|ет|ем)|подать|пода(?:ва|ч|й)|"
    r"регистрац|регистрир|зарегистрир|анкет|прислать|присыла|пришли|отправ(?:ить|ля|ьт)|"
    r"направ(?:ить|ля|ьт)|сдать|"
    r"предостав|представить|уплат|оплатить|откликн|записат|запиш|успе(?:й|ть)|проголосов|голосован|"
    r"приня(?:ть|вш)\w* участ|поучаств|срок\b|"
    r"өтін(?:ім|іш)|құжат|қабылда|тапсыру|тапсыра|тапсырыңыз|тапсыруға|жібер|жолда|тіркел|"
    r"тіркеу|сауалнама|"
    r"ұсын(?:ыс|у|а)|дауыс бер|жазыл|қатыса ал|қатысуға|үлгер|өткіз(?:іп|у)|төле",
    re.I,
)
_NOT_OURS = re.compile(
    r"итог|результат|победител|подвед|рассмотр|поруч|обяза|\bсуд\b|уголовн|отчита|исполнит|"
    r"нәтиже|қорытынды|жеңімпаз|тапсырды|тапсырма|тапсырған|міндетте|сот\b|орындау",
    re.I,
)
_HAPPENS = re.compile(
    r"состо(?:ится|ятся|ялс|ялас|ялос|ялис|яться)|пройд[её]т|пройдут|прош[её]л|прошл[аио]\b|"
    r"проходи|проведут|"
    r"провед[её]|провел|провод(?:ит|ят)|откро(?:ется|ются|ют|ет)|открыл|стартует|старту[ею]т|"
    r"начн[её]тся|"
    r"запланирован|намечен|назначен|приглаша|пригласил|жд[её]м|собер[её]т|соберутс|встретятся|"
    r"презентуют|отметят|организу|вруч(?:ат|ит|ена|или)|наград[ия]т|покаж[уе]т|"
    r"өтеді|өтті|өтпек|өткен|өткізеді|өткізіл|өткізді|өтетін|болады|болмақ|болды|ұйымдастыр|"
    r"бастал(?:ады|ды|мақ)|"
    r"ашыл(?:ады|ды|мақ)|табыстал(?:ады|ды)|тапсырылмақ|жоспарлан|белгілен|шақыр|"
    r"күтеміз|жинал(?:ады|ды)|бас қосады",
    re.I,
)
_HAPPENED = re.compile(
    r"состоял(?:ся|ась|ось|ись)|прош(?:[её]л|л[аио])\b|провел[аио]?\b|пров[её]л\b|"
    r"открыл(?:ся|ась|ось|ись)|стартовал[аио]?|начал(?:ся|ась|ось|ись)|"
    r"(?:өт|бол|өткізіл|бастал|ашыл|ұйымдастырыл|өткіз)[тд][іы]\b",
    re.I,
)
_BEGINS = re.compile(
    r"пройд[её]т|пройдут|начн[её]тся|старту[ею]т|откро(?:ется|ются)|стартовал|начал(?:ся|ась|ось|ись)",
    re.I,
)
_EVENTS = re.compile(
    r"форум|семинар|тренинг|вебинар|конференц|ярмарк|жәрмеңке|акци|слушани|тыңдау|концерт|"
    r"марафон|лекци|дәріс|"
    r"кругл\w+ стол|дөңгелек үстел|мастер-класс|шеберлік сағат|заседани|отырыс|собрани|жиналыс|"
    r"жиын|выставк|көрме|"
    r"фестивал|презентац|тұсаукесер|открыт\w+ двер|ашық есік|субботник|сенбілік|встреч|кездесу|"
    r"хакатон|слет|слёт|"
    r"курс(?:ы|тар|ов)?\b|консультаци|кеңес беру|тұсаукесер|шеру|қабылдау күні|при[её]м граждан|"
    r"\bшара|месячник|декадник|айлы[қғ]ы?\b|онкүндік|апталы[қғ]|призыв\b",
    re.I,
)
_WHEN = re.compile(
    r"(?:когда|дата(?: и время| проведения)?|қашан|күні|өтетін күні|уақыты)\s*[:–—-]\s*$", re.I
)
_NO_EVENT = re.compile(
    r"родил|рожден|родивш|туған|дүниеге кел|скончал|қайтыс|основан|создан[ао]?\b|учрежд|"
    r"құрылған|құрылды|"
    r"негізі қалан|вступ(?:ает|ит|ил|ают)|күшіне ен|в силу|приобрет|куплен|с изменениями",
    re.I,
)
# what befalls people is no appointment
_BEFELL = re.compile(
    r"\bавари|\bдтп\b|\bпожар(?!н)|погиб|произош|пропал|убий|краж|взрыв|нападени|"
    r"\bапат|\bөрт(?! қауіп| сөнд)(?:і|тен|ке)?\b|қаза тап|мерт бол|көз жұм|жоғал|"
    r"кісі өлтір|ұрлық|жарылыс",
    re.I,
)
_PAPER_BEFORE = re.compile(r"(?:\bот|№\s*\S+|по состоянию на|на дату|начиная с)\s*$", re.I)
_SINCE = re.compile(rf"\bс(?:\s+{_HOUR},?)?\s*$", re.I)
_FROM = re.compile(r"[дтн][ае]н$", re.I)
_PAPER_AFTER = re.compile(
    r"^\s*(?:№|n\s*\d|\S*\s*(?:заң|қаулы|бұйры|жарлы|шешім|жағдай|деректе|мәлімет)|күнгі жағдай)",
    re.I,
)
_ADJECTIVE = re.compile(r"[дт][ае]ғы|[дт]егі$", re.I)
# letters between «срок –» and its day: «до 18:00 »
_NAMED_BEFORE = 16
_RECEIVED = re.compile(r"заявк|заявок|документ|регистрац|өтінім|өтініш|құжат|тіркел", re.I)
_CLAUSE = re.compile(r"[;—–]\s|,\s(?=[^\d\s]{2})|\s(?:а|но|ал|және)\s|[()]")


def is_told_as_past(sentence: str, mention: Mention) -> bool:
    """«прошёл 12 марта»: such a day lies behind the publication."""
    return bool(_HAPPENED.search(_clause(sentence, mention)))


def kind_of(sentence: str, mention: Mention, before: str) -> FactKind | None:
    """What the day is; `before` is the sentence ahead of this one, read when this one is short."""
    if _is_of_a_paper(sentence, mention):
        return None
    clause = _clause(sentence, mention)
    around = f"{before} {sentence}" if len(sentence) < 60 else sentence
    if _is_deadline(sentence, mention, clause, around):
        return "deadline"
    until = _UNTIL.search(sentence[: mention.start]) and not mention.ranged
    if until or (_UNTIL_AFTER.match(sentence[mention.end :]) and not mention.ranged):
        return None
    return "event_date" if _is_event(sentence, mention, clause) else None


def _is_deadline(sentence: str, mention: Mention, clause: str, around: str) -> bool:
    if _NOT_OURS.search(clause):
        return False
    until = _UNTIL.search(sentence[: mention.start]) or _UNTIL_AFTER.match(sentence[mention.end :])
    if _HARD.search(clause):
        return not _is_a_beginning(sentence, mention) or bool(until)
    if not (until or mention.ranged or _ENDING.search(clause)):
        return False
    if _APPLYING.search(clause):
        return not (mention.ranged and _HAPPENS.search(clause)) or bool(_RECEIVED.search(clause))
    named = _APPLYING.search(around) and not _HAPPENS.search(clause) and not _ENDING.search(clause)
    return bool(named and until)


def _is_a_beginning(sentence: str, mention: Mention) -> bool:
    """«с 10:00 20 ноября», «20 қарашадан»: where a time begins, and no range was read."""
    before, written = sentence[: mention.start], sentence[mention.start : mention.end]
    return not mention.ranged and bool(_SINCE.search(before) or _FROM.search(written))


def _is_event(sentence: str, mention: Mention, clause: str) -> bool:
    if _NO_EVENT.search(clause) or _BEFELL.search(clause):
        return False
    if _SINCE.search(sentence[: mention.start]) and not mention.ranged:
        return bool(_BEGINS.search(clause) and _EVENTS.search(sentence))
    if _RECEIVED.search(clause) and not _EVENTS.search(clause):
        return False
    if _HAPPENS.search(clause) or _WHEN.search(sentence[: mention.start]):
        return True
    if _NOT_OURS.search(clause) or _NO_EVENT.search(sentence):
        return False
    return bool(_EVENTS.search(sentence) or _HAPPENS.search(sentence))


def _is_of_a_paper(sentence: str, mention: Mention) -> bool:
    """«приказ от 12 марта», «12 наурыздағы қаулы», «по состоянию на 1 января»."""
    written = sentence[mention.start : mention.end]
    adjective = _ADJECTIVE.search(written) and re.search(
        r"заң|қаулы|бұйры|жарлы|шешім|жағдай|дерек|мәлімет|хаттама",
        sentence[mention.end :][:60],
        re.I,
    )
    return bool(
        adjective
        or _PAPER_BEFORE.search(sentence[: mention.start])
        or _PAPER_AFTER.match(sentence[mention.end :])
    )


def _clause(sentence: str, mention: Mention) -> str:
    """The part of the sentence between commas and dashes in which the day stands."""
    start, end = 0, len(sentence)
    for cut in _CLAUSE.finditer(sentence):
        if cut.end() <= mention.start:
            # «крайний срок – 20 декабря»: the dash stands for «is»
            if cut[0][0] not in "–—" or mention.start - cut.end() > _NAMED_BEFORE:
                start = cut.end()
        elif cut.start() >= mention.end:
            end = cut.start()
            break
    return sentence[start:end]
