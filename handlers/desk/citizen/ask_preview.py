"""The last screen before Send, and the receipt after it. Draws; decides nothing."""

from collections.abc import Sequence

from aiogram.types import CopyTextButton, InlineKeyboardButton

from bot.desk.citizen.cases import Promise
from bot.rules.desk.desk_catalog import Knowledge, OfficeFacts
from bot.texts import Html, Voice
from handlers.desk.case_cards import area_name, category_name, office_name
from handlers.desk.citizen.ask_buttons import ask_button, foot
from handlers.desk.citizen.safety import clear_button
from handlers.screens import Keyboard, Screen
from storage.records.consultation import Case, Draft


def preview_screen(
    voice: Voice,
    knowledge: Knowledge,
    draft: Draft,
    promise: Promise,
    offers: Sequence[Sequence[InlineKeyboardButton]] = (),
) -> Screen:
    """Show what will be sent, to whom, and by when the answer comes; sending is consent.

    `offers` are buttons of knowledge cards that fit: above Send, never instead of it.
    """
    office = knowledge.offices[promise.route.office]
    text = voice(
        "ask.preview",
        district=area_name(draft.district or "", knowledge, voice),
        category=category_name(draft.category or "", knowledge, voice),
        messages=voice("ask.messages", n=len(draft.messages)),
        office=office_name(office.id, knowledge, voice),
        moment=voice.moment(promise.answer_due_at, office.calendar.zone),
        name=voice("ask.name_hidden" if draft.anonymous else "ask.name_shown"),
    )
    rows: Keyboard = [
        *(list(row) for row in offers),
        [ask_button(voice.plain("ask.send"), "send", style="success")],
        [
            ask_button(voice.plain("ask.change_district"), "district"),
            ask_button(voice.plain("ask.change_category"), "category"),
        ],
    ]
    cancel, last = foot(voice, "preview", back=False)
    choices = _choices(voice, knowledge, draft)
    # one choice leaves room beside it: every row saved is a row of text seen
    rows += [[*choices, *cancel]] if len(choices) == 1 else [choices, cancel]
    consent = consent_text(voice, knowledge, office, draft)
    return Screen(Html(f"{text}\n\n{consent}"), [*rows, last])


def consent_text(voice: Voice, knowledge: Knowledge, office: OfficeFacts, draft: Draft) -> Html:
    """Everything that the law wants to be said before personal data is taken; folded on screen."""
    category = knowledge.categories.get(draft.category or "")
    sensitive = draft.sensitive or (category is not None and category.sensitive)
    name = office_name(office.id, knowledge, voice)
    return voice(
        "ask.consent",
        version=knowledge.consent_version,
        office=voice("ask.office_bin", office=name, bin=office.bin) if office.bin else name,
        name=voice("ask.consent_no_name" if draft.anonymous else "ask.consent_name"),
        months=knowledge.kept_months(draft.category or "", sensitive=sensitive),
    )


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
    rows = [[InlineKeyboardButton(text=words, copy_text=copy)]]
    return Screen(text, [*rows, [clear_button(voice, case.id)]] if case.covered else rows)


def _choices(voice: Voice, knowledge: Knowledge, draft: Draft) -> list[InlineKeyboardButton]:
    """Her name, and for a sensitive question whether answers wait behind a button."""
    name = ("ask.show_name", "shown") if draft.anonymous else ("ask.hide_name", "hidden")
    row = [ask_button(voice.plain(name[0]), "name", name[1])]
    category = knowledge.categories.get(draft.category or "")
    if draft.sensitive or (category is not None and category.sensitive):
        covered = draft.covered is not False
        cover = ("ask.uncover", "open") if covered else ("ask.cover", "covered")
        row.append(ask_button(voice.plain(cover[0]), "cover", cover[1]))
    return row
