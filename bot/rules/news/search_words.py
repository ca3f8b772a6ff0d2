"""Says by which keys a word is found: its stems, its meaning in both languages, misspellings."""

from collections.abc import Iterator, Mapping

from bot.rules.news.story_terms import CONCEPT, PLACE, StoryWords, folded, terms_of
from bot.rules.text.normalise import Letters, tokens
from bot.rules.text.stems import stems

MOST_QUERY_WORDS = 6
# Misspellings are looked for in what is left of a word without its endings.
LEAST_SPELLED, MOST_SPELLED, CORES = 4, 10, 2
# A word of so many letters may have a second wrong one.
LONG_SPELLED = 7
LONGEST_WORD = 40
SPELLING = "*"


def said_words(title: str, lead: str, letters: Letters) -> Mapping[str, bool]:
    """Return the words of an entry in folded letters, and whether its title says them."""
    elsewhere = dict.fromkeys(_words(lead, letters), False)
    return {**elsewhere, **dict.fromkeys(_words(title, letters), True)}


def query_words(query: str, letters: Letters) -> list[str]:
    """Return the words that somebody typed, folded, each once; those beyond the sixth are left."""
    found = list(dict.fromkeys(_words(query, letters)))
    telling = [word for word in found if len(word) > 1]
    return (telling or found)[:MOST_QUERY_WORDS]


def near_keys(word: str) -> tuple[str, ...]:
    """Return the keys that only forms of the same word share."""
    return stems(word)


def meaning_keys(word: str, words: StoryWords) -> tuple[str, ...]:
    """Return the keys of what the word means or where it is, the same in both languages."""
    # capitals make a name of it: a place is known by them
    told = terms_of(f"– {word.capitalize()}", "", words).split()
    said = [term.partition(":")[2] for term in told]
    meant = [term for term in said if term.startswith((CONCEPT, PLACE))]
    # of a place its own name alone: its region is said by many others
    return tuple(one for one in meant if not any(other.startswith(f"{one}/") for other in meant))


def spelling_keys(word: str) -> tuple[str, ...]:
    """Return the word without its endings, and the same less any one letter."""
    found: dict[str, None] = {}
    for core in _cores(word):
        found[SPELLING + core] = None
        for place in range(len(core)):
            found[SPELLING + core[:place] + core[place + 1 :]] = None
    return tuple(found)


def misspelt(some: str, other: str) -> bool:
    """Whether one of two words is likely the other with a wrong, lost, added or swapped letter."""
    pairs = ((core, meant) for core in _cores(some) for meant in _cores(other))
    return any(_distance(*pair) <= 1 + (min(map(len, pair)) >= LONG_SPELLED) for pair in pairs)


def _words(text: str, letters: Letters) -> Iterator[str]:
    for token in tokens(text, letters):
        yield folded(token.folded)[:LONGEST_WORD]


def _cores(word: str) -> tuple[str, ...]:
    """The shortest stems that still say something; none for numbers and short words.

    More than one: an ending may only look like one, and so may a misspelt one.
    """
    if not word.isalpha():
        return ()
    long_enough = [stem[:MOST_SPELLED] for stem in stems(word) if len(stem) >= LEAST_SPELLED]
    return tuple(long_enough[-CORES:])


def _distance(some: str, other: str) -> int:
    """Letters to change, lose, add or swap to make one word of the other."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for place, letter in enumerate(some, 1):
        earlier, before, row = before, row, [place]
        for at, meant in enumerate(other, 1):
            cost = min(before[at] + 1, row[-1] + 1, before[at - 1] + (letter != meant))
            if place > 1 < at and letter == other[at - 2] and some[place - 2] == meant:
                cost = min(cost, earlier[at - 2] + 1)
            row.append(cost)
    return row[-1]
