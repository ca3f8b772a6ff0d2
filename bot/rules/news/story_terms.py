"""Turns an entry's words into terms that Kazakh and Russian tellings of one event share."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from bot.rules.news.story_links import said_by

# Only vowels and consonants of the Kazakh alphabet: names then agree with their Russian spelling.
KAZAKH = frozenset("әғқңөұүһі")
KAZAKH_TO_RUSSIAN = str.maketrans("әғқңөұүһіё", "агкноуухие")
STEM = 6  # letters of an unlisted word that are compared: cases and suffixes begin after them
SHORTEST = 3
# a listed beginning of so few letters counts only before an ending: «қор» is not in «қорытынды»
SHORT, LONGEST = 4, 14
# what opens a term: a listed word, a word that everything says, a place, a name, a phase, a
# village, station or the like that is not listed
CONCEPT, COMMON, PLACE, NAME, PHASE, VILLAGE = "~", "-", "@", "^", "!", "#"
TITLE, LEAD = "t:", "l:"

_WORD = re.compile(r"[^\W_]+")
_OPENS = re.compile(r"[«\"“„][^«»\"“”„]{2,60}[»\"”]")
_THOUSANDS = re.compile(r"(?<=\d)[ \u00a0\u202f](?=\d{3}(?!\d))")
_SENTENCE = re.compile(r"(?:^|[.!?:]\s+)[«\"“]?\s*$")
# ends of a road are not where it happened: «на трассе Актобе – Орск», «Ақтөбе – Орал тасжолында»
_ENDS = r"([А-ЯЁӘҒҚҢӨҰҮІ]\w+)\s*[-–—]\s*([А-ЯЁӘҒҚҢӨҰҮІ]\w+)"
_DASH = re.compile(r"[-–—]")
_SETTLED = re.compile(r"сел|ос[её]л|ауыл|аул|ент|стан|раз[ъь]|бекет")
_ROAD = re.compile(
    rf"\b(?:[Тт]расс|[Аа]втодорог|[Аа]втотрасс|[Дд]орог|[Шш]оссе|[Пп]оезд|[Рр]ейс)\w*\s+[«\"]?{_ENDS}"
    rf"|{_ENDS}[»\"]?\s+(?:\w+\s+)?(?:трасса|тасжол|автожол|жол|пойыз|рейс|бағыт)"
)
# «близ села Белкопа», «Белқопа ауылы»
_NEAR = re.compile(
    r"\b(?:[Сс]ел[аоеу]м?|[Пп]ос[её]л(?:ок|к)\w*|[Аа]ул[аеу]?|[Сс]танци\w+|[Рр]азъезд\w*)"
    r"\s+[«\"]?([А-ЯЁӘҒҚҢӨҰҮІ]\w+)"
    r"|([А-ЯЁӘҒҚҢӨҰҮІ]\w+)[»\"]?\s+(?:ауыл|кент|станса|бекет|разъезі)(?!дық|дастар)"
)
# Kazakh and Russian endings in folded letters: plural, possessive and case; adjective; verb
_ENDING = re.compile(
    r"(?:(?:[лдт][ае]р)?(?:ы|и|сы|си|[ыи]м[ыи]з|[ыи]н)?"
    r"(?:[ндт][ыи]н|[гкн][ае]|н?[дт][ае]|[дтн][ае]н|[ндт][ыи]|н|[мбп]ен|н?[дт][ае]г[ыи]|[лдт][ыи]|[лдт][ыи]к|с[ыи]з)?"
    r"|н{0,2}(?:а|у|ы|и|е|о|я|ю|ь|й|ом|ем|ой|ей|ам|ям|ах|ях|ами|ями|ов|ев|ые|ый|ая|ое|ий|ых|их|ого|ому|ую|ыми)"
    r"|(?:[ыи]л)?(?:[тд][ыи]|[ае]д[ыи]|[кг][ае]н|у|[ыи]?п|м[ае]к|с[ае]|[ае]т[ыи]н)"
    r"|[ыие]?л(?:[аио]?(?:с[ья])?)|ы?т[аоыь]?|[еи]?тся|[еию]т|[ыо]?в?ш[иа]?[ехй]?|ны?)?"
)
_HARD = re.compile(r"[аоуыиеэюяйьъ]")


@dataclass(frozen=True, slots=True)
class StoryWords:
    """Listed words by what they begin with, folded; those of the text's language are asked first.

    `numbers` are forms in full. `phases` say of a meaning that an event begins with it or ends.
    `addresses` are the Russian beginnings as links spell them, with whole terms.
    """

    kazakh: Mapping[str, str]
    russian: Mapping[str, str]
    places: Mapping[str, str] = field(default_factory=dict)
    numbers: Mapping[str, int] = field(default_factory=dict)
    phases: Mapping[str, str] = field(default_factory=dict)
    addresses: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Said:
    """A word, folded, as it stands in its text."""

    word: str
    capital: bool
    name: bool
    acronym: bool


def folded(word: str) -> str:
    """The word in letters that both languages have."""
    return word.lower().translate(KAZAKH_TO_RUSSIAN)


def terms_of(title: str, lead: str, words: StoryWords, link: str = "") -> str:
    """Return the terms of an entry as one text, those of the title marked as such.

    What its link says counts as the lead.
    """
    reader = _Reader(words, kazakh=_is_kazakh(f"{title} {lead}"))
    told = [TITLE + term for term in reader.read(title)]
    told += [LEAD + term for term in reader.read(lead)]
    told += [LEAD + term for meant in said_by(link, words.addresses) for term in meant.split()]
    return " ".join(dict.fromkeys(told))


def _is_kazakh(text: str) -> bool:
    """Whether every fourth word has a letter that Russian lacks: a Russian text quotes a few."""
    said = _WORD.findall(text.lower())
    return 4 * sum(not KAZAKH.isdisjoint(word) for word in said) > len(said)


class _Reader:
    """Reads texts of one language into terms."""

    def __init__(self, words: StoryWords, *, kazakh: bool) -> None:
        self._words = words
        both = (words.kazakh, words.russian)
        self._own, self._other = both if kazakh else both[::-1]

    def read(self, text: str) -> Iterator[str]:
        """The terms in the order of the text."""
        text = _THOUSANDS.sub("", text)
        roads = _starts(_ROAD, text) if _DASH.search(text) else frozenset()
        villages = _starts(_NEAR, text) if _SETTLED.search(text) else frozenset()
        quoted = {place for match in _OPENS.finditer(text) for place in range(*match.span())}
        number = 0
        for match in _WORD.finditer(text):
            word = folded(match[0])
            spelled = self._words.numbers.get(word, 0)
            if number and not _goes_on(number, spelled):
                yield str(number)
                number = 0
            if spelled:
                number = number * 100 if number and spelled == 100 else number + spelled
            elif match.start() in roads:
                yield from self._road_end(word)
            else:
                if match.start() in villages:
                    yield VILLAGE + skeleton(word)
                name = match.start() in quoted or _is_name(text, match)
                yield from self._terms(_Said(word, match[0][0].isupper(), name, match[0].isupper()))
        if number:
            yield str(number)

    def _road_end(self, word: str) -> Iterable[str]:
        """A name, and faintly its region: what happens on a road may be far from its end."""
        place = self._words.places.get(_beginning(word, self._words.places))
        return (NAME + skeleton(word), *((COMMON + place.partition("/")[0],) if place else ()))

    def _terms(self, said: _Said) -> Iterable[str]:
        word = said.word
        if word.isdigit():
            return (word.lstrip("0") or "0",)
        beginning, found = self._meaning(word)
        place = _beginning(word, self._words.places) if said.capital or len(word) > STEM else ""
        if place and len(place) >= len(beginning):
            region, _, _ = self._words.places[place].partition("/")
            return tuple(dict.fromkeys((PLACE + region, PLACE + self._words.places[place])))
        return _word_terms(said, found, self._words.phases)

    def _meaning(self, word: str) -> tuple[str, str]:
        """The listed beginning and what it means: in the text's language, else a long one."""
        own = _beginning(word, self._own)
        if own:
            return own, self._own[own]
        other = _beginning(word, self._other) if len(word) > SHORT else ""
        return (other, self._other[other]) if len(other) > SHORT else ("", "")


def _word_terms(said: _Said, found: str, phases: Mapping[str, str]) -> list[str]:
    terms = [found] if found else []
    if found and found[1:] in phases:
        terms.append(PHASE + phases[found[1:]])
    if said.name and len(said.word) >= SHORTEST and not (found and said.acronym):
        terms.append(NAME + skeleton(said.word))
    elif not found and len(said.word) > SHORTEST:
        terms.append(said.word[:STEM])
        if said.capital:
            # what opens a sentence may be a name too
            terms.append(NAME + skeleton(said.word))
    return terms


def _starts(pattern: re.Pattern[str], text: str) -> frozenset[int]:
    """Where the names that a pattern catches begin."""
    caught = range(1, pattern.groups + 1)
    return frozenset(match.start(one) for match in pattern.finditer(text) for one in caught)


def _goes_on(number: int, spelled: int) -> bool:
    """«он алты», «двадцать два», «бес жүз»."""
    return 0 < spelled < 10 <= number < 100 or (spelled == 100 and number < 10)


def _is_name(text: str, match: re.Match[str]) -> bool:
    """Whether a word is capitalised though no sentence begins with it, or is in Latin letters."""
    word = match[0]
    if word.isascii() and not word.isdigit():
        return len(word) >= SHORTEST
    opening = text[max(0, match.start() - 4) : match.start()]
    return word[0].isupper() and match.start() > 0 and not _SENTENCE.search(opening)


def skeleton(word: str) -> str:
    """A name as both alphabets spell it alike: its first letter, then four consonants."""
    first = "и" if word[0] == "ы" else "е" if word[0] == "э" else word[0]
    return (first + _HARD.sub("", word[1:STEM].replace("дж", "ж")))[:5]


def _beginning(word: str, listed: Mapping[str, object]) -> str:
    """The longest listed beginning of a word; empty when there is none."""
    for length in range(min(len(word), LONGEST), 1, -1):
        if word[:length] in listed and (length > SHORT or _ENDING.fullmatch(word[length:])):
            return word[:length]
    return ""
