"""The screens on which a question is asked. Draws; decides nothing."""

from collections.abc import Iterable, Sequence

from aiogram.filters.callback_data import CallbackData
from aiogram.types import CopyTextButton, InlineKeyboardButton

from bot.desk.cases import Promise
from bot.rules.desk.asking import Step
from bot.rules.desk.desk_catalog import Area, Category, Knowledge, said
from bot.rules.text.plaintext import plain_text
from bot.texts import Html, Voice
from handlers.case_cards import STATES, area_name, category_name, office_name
from handlers.case_view import hotlines
from handlers.screens import Keyboard, Screen
from storage.records.consultation import Case, Draft

NEW = "new"
HELP = {
    "which": "ask.help_which",
    "district": "ask.help_district",
    "category": "ask.help_category",
    "write": "ask.help_write",
    "preview": "ask.help_preview",
}
BACK: dict[Step, Step] = {"category": "district", "write": "category", "preview": "category"}


class Ask(CallbackData, prefix="ask"):
    """A button of these screens; `of` is an area, a category, a case, or the step of the help."""

    do: str
    of: str = ""


def which_screen(voice: Voice, knowledge: Knowledge, cases: Sequence[Case]) -> Screen:
    """Ask whether the message continues one of her cases."""
    rows: Keyboard = []
    for case in cases[:5]:
        about = "" if case.sensitive else category_name(case.category, knowledge, voice)
        state = voice.plain(STATES[case.state])
        words = " · ".join(part for part in (f"№{case.id}", about, state) if part)
        rows.append([_button(words, "continue", str(case.id))])
    rows.append([_button(voice.plain("ask.new_question"), "new", style="primary")])
    return Screen(voice("ask.which"), [*rows, *_foot(voice, "which")])


def district_screen(voice: Voice, knowledge: Knowledge, draft: Draft) -> Screen:
    """Ask where she lives: districts of the home region, two in a row."""
    rows = _areas(voice, knowledge.districts.values(), draft.district)
    rows.append([_button(voice.plain("ask.other_region"), "regions")])
    return Screen(
        _kept(voice("ask.choose_district"), voice, draft), [*rows, *_foot(voice, "district")]
    )


def regions_screen(voice: Voice, knowledge: Knowledge, draft: Draft) -> Screen:
    """Ask for another region."""
    rows = _areas(voice, knowledge.regions.values(), draft.district)
    back = [_button(voice.plain("ask.back"), "district")]
    return Screen(voice("ask.choose_region"), [*rows, back, *_foot(voice, "district")])


def category_screen(voice: Voice, knowledge: Knowledge, draft: Draft) -> Screen:
    """Ask what it is about: the best guess first, two in a row; not to know is an answer too."""
    guessed = knowledge.likeliest(_words(draft))
    named = [one for one in knowledge.categories.values() if one.id != "other"]
    buttons = [_category(voice, one) for one in dict.fromkeys((*guessed, *named))]
    first = len(guessed[:1])
    rows = [[button] for button in buttons[:first]] + _pairs(buttons[first:])
    rows.append([_category(voice, knowledge.categories["other"])])
    where = voice("ask.where", district=area_name(draft.district or "", knowledge, voice))
    text = Html(f"{where}\n\n{voice('ask.choose_category')}")
    return Screen(_kept(text, voice, draft), [*rows, *_foot(voice, "category")])


def write_screen(voice: Voice, knowledge: Knowledge, draft: Draft) -> Screen:
    """Ask for the question itself, with what helps to write it."""
    category = knowledge.categories[draft.category or "other"]
    lines = [voice("ask.about", category=category_name(category.id, knowledge, voice)), ""]
    lines += [voice("ask.write"), ""]
    lines += [voice("ask.hint", hint=said(one, voice.language)) for one in category.questions]
    if category.safety:
        lines += ["", voice("ask.safety", text=said(category.safety, voice.language))]
    lines += ["", voice("ask.privacy")]
    return Screen(Html("\n".join(lines)), _foot(voice, "write"))


def preview_screen(voice: Voice, knowledge: Knowledge, draft: Draft, promise: Promise) -> Screen:
    """Show what will be sent, to whom, and by when the answer comes; sending is consent."""
    office = knowledge.offices[promise.route.office]
    name = office_name(office.id, knowledge, voice)
    text = voice(
        "ask.preview",
        district=area_name(draft.district or "", knowledge, voice),
        category=category_name(draft.category or "", knowledge, voice),
        messages=voice("ask.messages", n=len(draft.messages)),
        office=name,
        moment=voice.moment(promise.answer_due_at, office.calendar.zone),
    )
    consent = voice("ask.consent", office=name, months=knowledge.keep_months)
    rows = [
        [_button(voice.plain("ask.send"), "send", style="success")],
        [
            _button(voice.plain("ask.change_district"), "district"),
            _button(voice.plain("ask.change_category"), "category"),
        ],
    ]
    return Screen(Html(f"{text}\n\n{consent}"), [*rows, *_foot(voice, "preview", back=False)])


def receipt_screen(voice: Voice, knowledge: Knowledge, case: Case, sent: int) -> Screen:
    """The number, how many messages were sent, who answers and by when; never what it is about."""
    office = knowledge.offices[case.office_id]
    text = voice(
        "ask.receipt",
        number=case.id,
        messages=voice("ask.messages", n=sent),
        office=office_name(office.id, knowledge, voice),
        moment=voice.moment(case.answer_due_at, office.calendar.zone),
    )
    copy = CopyTextButton(text=str(case.id))
    words = voice.plain("ask.copy_number", number=case.id)
    return Screen(text, [[InlineKeyboardButton(text=words, copy_text=copy)]])


def put_away_screen(voice: Voice) -> Screen:
    """Nothing was sent; a tap brings it back."""
    return Screen(voice("ask.put_away"), [[_button(voice.plain("ask.take_out"), "take_out")]])


def hotlines_text(voice: Voice, knowledge: Knowledge, category: Category) -> Html:
    """The numbers that belong to a category, said before any question is asked."""
    lines = hotlines(voice, knowledge.hotlines_of(category))
    return Html("\n".join([voice("ask.hotlines"), *lines]))


def cases_text(voice: Voice, knowledge: Knowledge, cases: Sequence[Case]) -> Html:
    """Her cases with their status in words, the newest first."""
    if not cases:
        return voice("case.none")
    lines = [voice("case.list")]
    for case in cases:
        office = knowledge.offices.get(case.office_id)
        zone = office.calendar.zone if office else "Asia/Aqtobe"
        lines.append(
            voice(
                "case.line",
                number=case.id,
                day=voice.day(case.created_at, zone),
                state=voice.plain(STATES[case.state]),
                office=office_name(case.office_id, knowledge, voice),
            )
        )
    return Html("\n\n".join([*lines, voice("case.list_end")]))


def _areas(voice: Voice, areas: Iterable[Area], own: str | None) -> Keyboard:
    return _pairs(
        [
            _button(
                ("✓ " if area.id == own else "") + said(area.button, voice.language), "in", area.id
            )
            for area in areas
        ]
    )


def _category(voice: Voice, category: Category) -> InlineKeyboardButton:
    words = f"{category.emoji} {said(category.button, voice.language)}"
    return _button(words, "about", category.id)


def _words(draft: Draft) -> str:
    """All that she has written, as plain text."""
    return "\n".join(plain_text(str(one.content["html"])) for one in draft.messages)


def _kept(text: Html, voice: Voice, draft: Draft) -> Html:
    """Say that what she has written is safe."""
    if not draft.messages:
        return text
    return Html(f"{voice('ask.kept')}\n\n{text}")


def _foot(voice: Voice, step: Step, *, back: bool = True) -> Keyboard:
    first = [_button(voice.plain("ask.cancel"), "cancel")]
    if back and step in BACK:
        first.insert(0, _button(voice.plain("ask.back"), BACK[step]))
    second = [
        _button(voice.plain("ask.sos"), "sos", style="danger"),
        _button(voice.plain("ask.help"), "help", step),
    ]
    return [first, second]


def _pairs(buttons: Sequence[InlineKeyboardButton]) -> Keyboard:
    return [list(buttons[place : place + 2]) for place in range(0, len(buttons), 2)]


def _button(words: str, do: str, of: str = "", style: str | None = None) -> InlineKeyboardButton:
    return InlineKeyboardButton(text=words, callback_data=Ask(do=do, of=of).pack(), style=style)
