"""The catalogues: parity of kk, ru and en, and that code and catalogues name the same keys."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from string import Formatter

from babel.messages.catalog import Catalog, Message

from bot.texts import LANGUAGES, LOCALES_FOLDER, read_catalog
from sandbox.html import parse_html
from tests.house.tree import ROOT, Module, assert_none, in_package, nodes, product, texts_in

KEY = re.compile(r"[a-z][a-z0-9_]*(\.[a-z0-9_]+)+")
# keys that code completes with a name from data: the beginning, and where the rest comes from
DYNAMIC: dict[str, str] = {
    "command.": "the lists of handlers/commands.py",
    "data.column_": "the columns of an export, storage/desk/erasing.py",
    "data.table_": "the tables of an export, storage/desk/erasing.py",
    "admin.health_": "inbox and outbox, each empty or not",
}
# files whose Cyrillic is data that rules compare with, never a sentence for people
LETTERS = {
    "bot/rules": "alphabets, months and endings that the rules look for",
    "bot/texts.py": "a date pattern of the Kazakh language",
    "sandbox": "the cast and the sample news of the emulator: its own little world",
}
CYRILLIC = re.compile(r"[\u0400-\u04ff]")


@cache
def catalog(language: str) -> Catalog:
    return read_catalog(LOCALES_FOLDER, language)


def messages(language: str) -> dict[str, Message]:
    return {key_of(message): message for message in catalog(language) if message.id}


def key_of(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def forms(message: Message) -> tuple[str, ...]:
    string = message.string
    return (string,) if isinstance(string, str) else tuple(string or ())


def sentences() -> Iterator[tuple[str, str, str]]:
    """Every (language, key, sentence), each plural form by itself."""
    for language in LANGUAGES:
        for key, message in messages(language).items():
            for sentence in forms(message):
                yield language, key, sentence


def placeholders(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name is not None}


def test_the_three_catalogues_have_the_same_keys() -> None:
    keys = {language: set(messages(language)) for language in LANGUAGES}
    for language in LANGUAGES:
        assert_none(f"{language} lacks {key}" for key in sorted(keys["kk"] - keys[language]))
        assert_none(f"kk lacks {key} of {language}" for key in sorted(keys[language] - keys["kk"]))


def test_no_key_stands_twice_in_a_catalogue() -> None:
    for language in LANGUAGES:
        text = (LOCALES_FOLDER / f"{language}.po").read_text(encoding="utf-8")
        keys = re.findall(r'^msgid "(.+)"$', text, re.M)
        assert_none(f"{language}: {key}" for key in sorted({k for k in keys if keys.count(k) > 1}))


def test_no_sentence_is_empty_or_marked_fuzzy() -> None:
    assert_none(f"{lang}: {key}" for lang, key, sentence in sentences() if not sentence.strip())
    for language in LANGUAGES:
        assert_none(f"{language}: {key}" for key, m in messages(language).items() if m.fuzzy)


def test_a_sentence_has_the_same_placeholders_in_each_language() -> None:
    wrong = []
    for language, key, sentence in sentences():
        model = messages("kk")[key]
        wanted = set().union(*map(placeholders, forms(model)))
        # a form for exactly one may leave the number out: «one story», not «1 story»
        missing = wanted - placeholders(sentence) - ({"n"} if model.pluralizable else set())
        extra = placeholders(sentence) - wanted
        if missing or extra:
            wrong.append(f"{language}: {key}: missing {missing or '-'}, extra {extra or '-'}")
    assert_none(wrong)


def test_plurals_have_as_many_forms_as_their_language() -> None:
    for language in LANGUAGES:
        plural = [m for m in messages(language).values() if m.pluralizable]
        wanted = catalog(language).num_plurals
        assert_none(f"{language}: {key_of(m)}" for m in plural if len(forms(m)) != wanted)
        assert_none(f"{language}: {key_of(m)}" for m in plural if m.id[0] != m.id[1])


def test_a_key_is_plural_in_each_language_or_in_none() -> None:
    plural = {
        language: {key for key, m in messages(language).items() if m.pluralizable}
        for language in LANGUAGES
    }
    assert plural["kk"] == plural["ru"] == plural["en"]


def test_every_sentence_is_telegram_html() -> None:
    for language, key, sentence in sentences():
        sample = sentence.format(**dict.fromkeys(placeholders(sentence), "7"))
        try:
            parse_html(sample)
        except Exception as error:
            raise AssertionError(f"{language}: {key}: {error}") from error


def test_no_kazakh_ending_is_glued_to_a_placeholder() -> None:
    glued = re.compile(r"\}(?:</\w+>|»)*[-‐‑–]?[а-яёәіңғүұқөһ]", re.I)
    assert_none(
        f"{key}: {text}" for lang, key, text in sentences() if lang == "kk" and glued.search(text)
    )


@cache
def speakers() -> tuple[Module, ...]:
    """Modules that may name keys: all but the sandbox, which knows nothing of ours."""
    return tuple(module for module in product() if not in_package(module.name, "sandbox"))


@cache
def prefixes() -> set[str]:
    return {key.split(".")[0] for key in messages("kk")}


def pieces_of_f_strings(module: Module) -> set[int]:
    return {
        id(piece)
        for node in nodes(module)
        if isinstance(node, ast.JoinedStr)
        for piece in node.values
    }


def named_keys() -> Iterator[tuple[str, str]]:
    """Every (place, key) that stands whole in the code."""
    for module in speakers():
        pieces = pieces_of_f_strings(module)
        for text in texts_in(module):
            value = str(text.value)
            if id(text) not in pieces and KEY.fullmatch(value) and is_key(value):
                yield f"{module}:{text.lineno}", value


@cache
def is_key(value: str) -> bool:
    """A dotted name that begins like a key and is not the name of a file or a module."""
    path = ROOT.joinpath(*value.split("."))
    is_file = (ROOT / value).exists() or path.with_suffix(".py").exists()
    return value.split(".")[0] in prefixes() and not is_file


def begun_keys() -> Iterator[tuple[str, str]]:
    """Every (place, beginning) of a key that an f-string completes."""
    for module in speakers():
        for node in nodes(module):
            if isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
                beginning = str(node.values[0].value)
                if re.fullmatch(r"[a-z][a-z0-9_]*\.[a-z0-9_.]*", beginning) and is_key(beginning):
                    yield f"{module}:{node.lineno}", beginning


def test_every_key_in_the_code_is_in_the_catalogues() -> None:
    known = messages("kk")
    assert_none(f"{place}: {key}" for place, key in named_keys() if key not in known)


def test_every_key_built_from_data_is_declared() -> None:
    used = {beginning: place for place, beginning in begun_keys()}
    assert_none(f"{place}: {begun}…" for begun, place in used.items() if begun not in DYNAMIC)
    assert_none(f"no code builds {begun}…" for begun in DYNAMIC if begun not in used)


def test_every_key_in_the_catalogues_is_used() -> None:
    used = {key for _, key in named_keys()}
    idle = [key for key in messages("kk") if key not in used]
    assert_none(key for key in idle if not key.startswith(tuple(DYNAMIC)))


def test_no_sentence_for_people_stands_in_code() -> None:
    assert_none(
        f"{module}:{text.lineno} {str(text.value)[:40]!r}"
        for module in product()
        if not str(module).startswith(tuple(LETTERS))
        for text in texts_in(module)
        if CYRILLIC.search(str(text.value))
    )
