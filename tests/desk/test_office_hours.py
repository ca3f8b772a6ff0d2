"""What offices.yaml says of hours: an office without any is refused, nights only by choice."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from bot.desk.knowledge import load_knowledge
from bot.problems import CatalogProblems
from bot.rules.desk.desk_catalog import Knowledge
from bot.rules.desk.routing import route
from tests.shipped import catalog, knowledge

CATALOG = Path("bot/catalog")


def changed(folder: Path, old: str, new: str) -> Knowledge:
    """The catalogue with one line of offices.yaml written anew."""
    shutil.copytree(CATALOG, folder, dirs_exist_ok=True)
    text = (CATALOG / "offices.yaml").read_text(encoding="utf-8")
    assert old in text
    (folder / "offices.yaml").write_text(text.replace(old, new, 1), encoding="utf-8")
    return load_knowledge(folder, catalog())


@pytest.mark.parametrize(
    ("hours", "complaint"),
    [
        ("{}", "an office must work some time of the week"),
        ('{mon: ""}', "must be a text"),
        ('{mon: "09:00-18:00, 17:00-19:00"}', "intervals must follow one another"),
        ('{mon: "22:00-06:00"}', "is not an interval"),
        ('{monday: "09:00-18:00"}', "is no weekday"),
    ],
)
def test_an_office_without_sound_hours_is_refused_at_the_start(
    tmp_path: Path, hours: str, complaint: str
) -> None:
    with pytest.raises(CatalogProblems, match=complaint):
        changed(tmp_path, "  site: npoaktobe.kz", f"  hours: {hours}")


def test_urgent_questions_keep_the_offices_hours_unless_somebody_is_on_duty(
    tmp_path: Path,
) -> None:
    awake = changed(tmp_path, "  site: npoaktobe.kz", '  urgent_hours: {sun: "00:00-24:00"}')
    office = awake.offices["aqtobe_association"]
    assert office.calendar_for("urgent").hours == {7: ((0, 1440),)}
    assert office.calendar_for("normal") == office.calendar
    asleep = awake.offices["aqtobe_centre"]
    assert asleep.calendar_for("urgent") == asleep.calendar


def test_each_office_alone_and_all_together_leave_no_question_without_an_office() -> None:
    known = knowledge()
    everybody = [[], list(known.offices), *([office] for office in known.offices)]
    for area in (*known.districts.values(), *known.regions.values()):
        for category in known.categories.values():
            for bound in everybody:
                found = route(known, area, category, bound)
                assert found.office in known.offices
                assert found.hops[-1].office == found.office
                assert all(hop.reason for hop in found.hops)
                assert found.waits is (found.office not in bound)
