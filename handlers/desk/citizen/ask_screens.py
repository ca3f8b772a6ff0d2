"""The screens on which a question is asked. Draws; decides nothing."""

from collections.abc import Iterable, Sequence

from aiogram.types import InlineKeyboardButton

from bot.rules.desk.danger import MEDIATION, draft_in_danger
from bot.rules.desk.desk_catalog import Area, Category, Hotline, Knowledge, said
from bot.rules.text.plaintext import plain_text
from bot.texts import Html, Voice
from handlers.desk.case_cards import area_name, category_name
from handlers.desk.citizen.ask_buttons import ask_button, foot, pairs
from handlers.desk.citizen.safety import hotlines, who_reads
from handlers.screens import Keyboard, Screen
from storage.records.consultation import Case, Draft

HELP = {
    "which": "ask.help_which",
    "district": "ask.help_district",
    "category": "ask.help_category",
    "write": "ask.help_write",
    "preview": "ask.help_preview",
}


def which_screen(voice: Voice, knowledge: Knowledge, cases: Sequence[Case]) -> Screen:
    """Ask whether the message continues one of her cases."""
    rows: Keyboard = []
    for case in cases[:5]:
        about = "" if case.sensitive else category_name(case.category, knowledge, voice)
        goes_on = voice.plain("ask.continue", number=case.id)
        words = " · ".join(part for part in (goes_on, about) if part)
        rows.append([ask_button(words, "continue", str(case.id))])
    rows.append([ask_button(voice.plain("ask.new_question"), "new", style="primary")])
    return Screen(voice("ask.which"), [*rows, *foot(voice, "which")])


def district_screen(voice: Voice, knowledge: Knowledge, draft: Draft) -> Screen:
    """Ask where she lives: districts of the home region, two in a row."""
    rows = _areas(voice, knowledge.districts.values(), draft.district)
    rows.append([ask_button(voice.plain("ask.other_region"), "regions")])
    return Screen(
        _kept(voice("ask.choose_district"), voice, draft), [*rows, *foot(voice, "district")]
    )


def regions_screen(voice: Voice, knowledge: Knowledge, draft: Draft) -> Screen:
    """Ask for another region."""
    rows = _areas(voice, knowledge.regions.values(), draft.district)
    back = [ask_button(voice.plain("ask.back"), "district")]
    return Screen(voice("ask.choose_region"), [*rows, back, *foot(voice, "district")])


def category_screen(voice: Voice, knowledge: Knowledge, draft: Draft) -> Screen:
    """Ask what it is about: the best guess first, two in a row; not to know is an answer too."""
    guessed = knowledge.likeliest(_words(draft))
    named = [one for one in knowledge.categories.values() if one.id != "other"]
    danger = draft_in_danger(draft, knowledge.categories.get(draft.category or ""))
    offered = [one for one in (*guessed, *named) if not (danger and one.id == MEDIATION)]
    buttons = [_category(voice, one) for one in {one.id: one for one in offered}.values()]
    first = len(guessed[:1])
    rows = [[button] for button in buttons[:first]] + pairs(buttons[first:])
    rows.append([_category(voice, knowledge.categories["other"])])
    where = voice("ask.where", district=area_name(draft.district or "", knowledge, voice))
    text = Html(f"{where}\n\n{voice('ask.choose_category')}")
    return Screen(_kept(text, voice, draft), [*rows, *foot(voice, "category")])


def write_screen(voice: Voice, knowledge: Knowledge, draft: Draft) -> Screen:
    """Ask for the question itself, with what helps to write it."""
    category = knowledge.categories[draft.category or "other"]
    lines = [voice("ask.about", category=category_name(category.id, knowledge, voice)), ""]
    lines += [voice("ask.write"), ""]
    lines += [voice("ask.hint", hint=said(one, voice.language)) for one in category.questions]
    if category.safety:
        lines += ["", voice("ask.safety", text=said(category.safety, voice.language))]
    lines += ["", voice("ask.privacy")]
    return Screen(Html("\n".join(lines)), foot(voice, "write"))


def put_away_screen(voice: Voice) -> Screen:
    """Nothing was sent; a tap brings it back."""
    return Screen(voice("ask.put_away"), [[ask_button(voice.plain("ask.take_out"), "take_out")]])


def hotlines_screen(voice: Voice, lines: tuple[Hotline, ...]) -> Screen:
    """The numbers that belong to a category, said before any question is asked."""
    text = Html("\n".join([voice("ask.hotlines"), *hotlines(voice, lines)]))
    if not any(line.urgent for line in lines):
        return Screen(text, [])
    return Screen(Html(f"{text}\n\n{voice('safety.who_reads')}"), who_reads(voice, 0))


def _areas(voice: Voice, areas: Iterable[Area], own: str | None) -> Keyboard:
    return pairs(
        [
            ask_button(
                ("✓ " if area.id == own else "") + said(area.button, voice.language), "in", area.id
            )
            for area in areas
        ]
    )


def _category(voice: Voice, category: Category) -> InlineKeyboardButton:
    words = f"{category.emoji} {said(category.button, voice.language)}"
    return ask_button(words, "about", category.id)


def _words(draft: Draft) -> str:
    """All that she has written, as plain text."""
    return "\n".join(plain_text(str(one.content["html"])) for one in draft.messages)


def _kept(text: Html, voice: Voice, draft: Draft) -> Html:
    """Say that what she has written is safe."""
    if not draft.messages:
        return text
    return Html(f"{voice('ask.kept')}\n\n{text}")
