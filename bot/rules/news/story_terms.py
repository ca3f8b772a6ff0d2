"""Turns an entry's words into terms that Kazakh and Russian tellings of one event share."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

# Only vowels and consonants of the Kazakh alphabet: names then agree with their Russian spelling.
KAZAKH_TO_RUSSIAN = str.maketrans("әғқңөұүһіё", "агкноуухие")
STEM = 6  # letters of an unlisted word that are compared: cases and suffixes begin after them
SHORTEST = 3
# a listed beginning of so few letters counts only before an ending: «қор» is not in «қорытынды»
SHORT = 4
# what opens a term: a listed word, a word that everything says, a place, a name, a phase
CONCEPT, COMMON, PLACE, NAME, PHASE = "~", "-", "@", "^", "!"
TITLE, LEAD = "t:", "l:"

_WORD = re.compile(r"[^\W_]+")
_OPENS = re.compile(r"[«\"“„][^«»\"“”„]{2,60}[»\"”]")
_THOUSANDS = re.compile(r"(?<=\d)[ \u00a0\u202f](?=\d{3}(?!\d))")
_SENTENCE = re.compile(r"(?:^|[.!?:]\s+)[«\"“]?\s*$")
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
    """Listed words by what they begin with, folded; `names` count where they are capitalised.

    `numbers` are forms in full. `phases` say of a meaning that an event begins with it or ends.
    """

    terms: Mapping[str, str]
    places: Mapping[str, str] = field(default_factory=dict)
    numbers: Mapping[str, int] = field(default_factory=dict)
    phases: Mapping[str, str] = field(default_factory=dict)


def folded(word: str) -> str:
    """The word in letters that both languages have."""
    return word.lower().translate(KAZAKH_TO_RUSSIAN)


def terms_of(title: str, lead: str, words: StoryWords) -> str:
    """Return the terms of an entry as one text, those of the title marked as such."""
    told = [*_marked(TITLE, title, words), *_marked(LEAD, lead, words)]
    return " ".join(dict.fromkeys(told))


def _marked(mark: str, text: str, words: StoryWords) -> Iterator[str]:
    text = _THOUSANDS.sub("", text)
    quoted = {place for match in _OPENS.finditer(text) for place in range(*match.span())}
    number = 0
    for match in _WORD.finditer(text):
        word = folded(match[0])
        spelled = words.numbers.get(word, 0)
        if number and not _goes_on(number, spelled):
            yield f"{mark}{number}"
            number = 0
        if spelled:
            number = number * 100 if number and spelled == 100 else number + spelled
            continue
        name = match.start() in quoted or _is_name(text, match)
        capital, acronym = match[0][0].isupper(), match[0].isupper()
        for term in _terms(word, words, capital=capital, name=name, acronym=acronym):
            yield mark + term
    if number:
        yield f"{mark}{number}"


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


def _terms(
    word: str, words: StoryWords, *, capital: bool, name: bool, acronym: bool
) -> Iterable[str]:
    if word.isdigit():
        return (word.lstrip("0") or "0",)
    place = _listed(word, words.places) if capital or len(word) > STEM else None
    if place:
        region = place.partition("/")[0]
        return tuple(dict.fromkeys((PLACE + region, PLACE + place)))
    found = _listed(word, words.terms)
    terms = [found] if found else []
    if found and found[1:] in words.phases:
        terms.append(PHASE + words.phases[found[1:]])
    if name and len(word) >= SHORTEST and not (found and acronym):
        terms.append(NAME + skeleton(word))
    elif not found and len(word) > SHORTEST:
        terms.append(word[:STEM])
        if capital:
            # what opens a sentence may be a name too
            terms.append(NAME + skeleton(word))
    return terms


def skeleton(word: str) -> str:
    """A name as both alphabets spell it alike: its first letter, then four consonants."""
    first = "и" if word[0] == "ы" else "е" if word[0] == "э" else word[0]
    return (first + _HARD.sub("", word[1:STEM].replace("дж", "ж")))[:5]


def _listed(word: str, beginnings: Mapping[str, str]) -> str | None:
    """The meaning of the longest listed beginning of a word."""
    for length in range(len(word), 1, -1):
        found = beginnings.get(word[:length])
        if found and (length > SHORT or _ENDING.fullmatch(word[length:])):
            return found
    return None
