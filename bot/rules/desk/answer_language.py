"""Notices an answer in another language than its case."""

from bot.rules.text.language import language_of

# Shorter texts are names, numbers and greetings.
LEAST_WORDS = 4
LANGUAGES = ("kk", "ru")


def other_language(text: str, wanted: str) -> str | None:
    """The language of an answer that says nothing in the language wanted; None: all is well.

    A text in both languages, line by line, is well. Only Kazakh and Russian are told apart.
    """
    if wanted not in LANGUAGES:
        return None
    lines = [line for line in text.splitlines() if len(line.split()) >= LEAST_WORDS]
    found = [language_of(line) for line in lines] or (
        [language_of(text)] if len(text.split()) >= LEAST_WORDS else []
    )
    spoken = [one for one in found if one in LANGUAGES]
    return spoken[0] if spoken and wanted not in spoken else None
