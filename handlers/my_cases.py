"""A citizen's own cases: the list, and each with its history and what she may do. Draws only."""

from collections.abc import Sequence

from bot.rules.desk.desk_catalog import Knowledge
from bot.texts import Html, Voice
from handlers.case_cards import STATES, office_name
from storage.records.consultation import Case


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
