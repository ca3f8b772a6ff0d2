"""Routing, catalogues of the desk, and where a question being written stands."""

import re
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from bot.desk.knowledge import load_knowledge
from bot.problems import CatalogProblems
from bot.rules.desk.asking import next_step, wants_screen
from bot.rules.desk.routing import route
from storage.records.consultation import Draft, DraftMessage
from tests.shipped import catalog, knowledge

FOLDER = Path(__file__).parents[2] / "bot" / "catalog"
EMPTY = Draft(1, None, None, False, False, True, None, None, None)


def test_every_area_and_category_resolves_to_an_office_whoever_is_bound() -> None:
    known = knowledge()
    for area in (*known.districts.values(), *known.regions.values()):
        for category in known.categories.values():
            for bound in ([], ["aqtobe_association"], list(known.offices)):
                found = route(known, area, category, bound)
                assert found.office in known.offices
                assert found.waits is (found.office not in bound)
                assert found.hops


def test_shymkent_is_answered_by_its_own_alliance_once_it_has_a_chat() -> None:
    known = knowledge()
    area, labour = known.regions["shymkent"], known.categories["labour"]
    assert route(known, area, labour, ["shymkent_alliance"]).office == "shymkent_alliance"
    passed_on = route(known, area, labour, ["aqtobe_association"])
    assert passed_on.office == "aqtobe_association"
    assert [hop.reason for hop in passed_on.hops] == ["serves_area", "fallback"]


def test_an_office_that_names_a_category_goes_before_one_that_serves_the_area() -> None:
    known = knowledge()
    alga, volunteering = known.districts["alga"], known.categories["volunteering"]
    both = ["aqtobe_association", "aqtobe_centre"]
    assert route(known, alga, volunteering, both).office == "aqtobe_centre"
    assert route(known, alga, known.categories["labour"], both).office == "aqtobe_association"


def test_a_cell_whose_offices_have_no_chat_waits_for_the_first_of_them() -> None:
    known = knowledge()
    found = route(known, known.districts["alga"], known.categories["labour"], [])
    assert (found.office, found.waits, found.hops[-1].reason) == (
        "aqtobe_association",
        True,
        "waits",
    )


@pytest.mark.parametrize(
    "text",
    [
        "Күйеуім мені ұрды, не істеймін",
        "Муж избил меня и детей",
        "не хочу жить",
        "Ол пышақпен қорқытты",
        "спасите, пропал ребёнок",
    ],
)
def test_words_of_danger_are_noticed(text: str) -> None:
    assert knowledge().triage(text).sensitive


def test_an_ordinary_question_is_no_emergency() -> None:
    assert not knowledge().triage("Жалақымды үш айдан бері төлемей жүр").sensitive
    assert not knowledge().triage("Как зарегистрировать общественный фонд?").sensitive


def test_only_confirmed_numbers_are_shown() -> None:
    confirmed = {"112", "101", "102", "103", "104", "111", "1414"}
    assert set(knowledge().hotlines) == confirmed
    assert [line.number for line in knowledge().emergency()] == ["112", "102", "103", "111"]


def test_violence_and_children_are_sensitive_and_urgent() -> None:
    for name in ("domestic_violence", "child_rights"):
        category = knowledge().categories[name]
        assert category.sensitive
        assert category.pace == "urgent"
        assert knowledge().hotlines_of(category)


def test_the_next_screen_asks_for_what_is_missing() -> None:
    written = (DraftMessage(1, None, {}),)
    assert next_step(EMPTY, []) == "district"
    assert next_step(replace(EMPTY, district="alga"), []) == "category"
    chosen = replace(EMPTY, district="alga", category="labour")
    assert next_step(chosen, []) == "write"
    assert next_step(replace(chosen, messages=written), []) == "preview"


def test_a_burst_of_messages_is_answered_by_one_screen() -> None:
    assert wants_screen(replace(EMPTY, screen_at=None), 100)
    assert not wants_screen(replace(EMPTY, screen_at=99), 100)
    assert wants_screen(replace(EMPTY, screen_at=90), 100)


def test_a_bad_catalogue_is_refused_with_every_problem_and_its_line(tmp_path: Path) -> None:
    shutil.copytree(FOLDER, tmp_path, dirs_exist_ok=True)
    offices = (tmp_path / "offices.yaml").read_text(encoding="utf-8")
    offices = offices.replace("areas: [shymkent]", "areas: [shimkent]")
    offices = offices.replace('fri: "09:00-18:00"', 'fri: "9-18"').replace(
        "urgent: 15", "urgent: x"
    )
    (tmp_path / "offices.yaml").write_text(offices, encoding="utf-8")
    (tmp_path / "categories.yaml").write_text("version: 1\ncategories: maybe\n", encoding="utf-8")
    templates = (tmp_path / "templates.yaml").read_text(encoding="utf-8")
    templates = templates.replace("№{number}", "№{nomer}", 1)
    (tmp_path / "templates.yaml").write_text(templates, encoding="utf-8")
    with pytest.raises(CatalogProblems) as refused:
        load_knowledge(tmp_path, catalog())
    said = str(refused.value)
    assert "there is no area `shimkent`" in said
    assert "`9-18` is not an interval" in said
    assert "must be a whole number above zero" in said
    assert "must be a list" in said
    assert "unknown placeholder {nomer}" in said
    assert all(re.match(r".+\.yaml:\d+: ", line) for line in said.splitlines())
