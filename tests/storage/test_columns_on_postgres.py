"""What news and the desk promise over SQLite, promised over PostgreSQL: their own tests, once more.

The town and the desk of this page stand on PostgreSQL; the tests imported are those that reach
statements which no store test of this folder runs.
"""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from storage.opening import open_database
from tests.desk.at_work import Desk, desk_over
from tests.desk.test_binding import (  # noqa: F401 - promised here too
    test_an_office_bound_to_another_group_takes_its_cases_along,
    test_codes_that_are_out_are_listed_and_one_tap_takes_them_back,
    test_guessing_codes_is_stopped_after_five,
)
from tests.desk.test_exports import (  # noqa: F401 - promised here too
    test_mydata_comes_as_a_page_and_as_json,
)
from tests.desk.test_late_cases import (  # noqa: F401 - promised here too
    test_at_the_end_of_the_time_the_citizen_is_told_honestly_with_a_new_date,
    test_cases_of_a_version_without_clocks_are_counted_too,
)
from tests.desk.test_lost_places import (  # noqa: F401 - promised here too
    test_a_bot_that_may_not_write_lets_cases_wait_and_comes_back_whole,
    test_threads_switched_off_and_on_again_lose_nothing,
)
from tests.desk.test_my_cases import (  # noqa: F401 - promised here too
    test_later_a_new_question_is_linked_to_the_old_case,
    test_two_thumbs_and_words_follow_a_closing,
    test_two_weeks_later_she_is_asked_once_if_it_helped_and_no_opens_it,
)
from tests.desk.test_office_people import (  # noqa: F401 - promised here too
    test_coordinators_are_appointed_and_one_always_remains,
    test_who_leaves_the_group_speaks_for_the_office_no_more,
)
from tests.desk.test_outbox_page import (  # noqa: F401 - promised here too
    test_a_dead_letter_is_read_on_demand_and_sent_again,
    test_a_mailing_under_way_shows_how_far_it_is,
)
from tests.desk.test_privacy import (  # noqa: F401 - promised here too
    test_delete_removes_her_and_her_words_everywhere_at_once,
    test_one_tap_clears_two_days_of_both_sides_and_loses_nothing,
    test_texts_go_when_the_term_of_their_category_is_over,
)
from tests.desk.test_reroute import (  # noqa: F401 - promised here too
    test_a_district_goes_with_its_open_cases_and_citizens_are_told,
    test_a_given_district_is_taken_back_with_its_cases,
)
from tests.desk.test_troubles import (  # noqa: F401 - promised here too
    test_a_group_that_became_a_supergroup_goes_on_with_its_cases,
    test_an_answer_to_a_citizen_who_stopped_the_bot_is_kept_and_sent_when_she_is_back,
)
from tests.news.test_alerts import (  # noqa: F401 - promised here too
    test_a_digest_offered_again_does_not_bring_what_came_as_an_alert,
    test_a_story_of_a_chosen_topic_comes_at_once_and_in_no_digest_again,
    test_an_alert_that_may_not_have_come_is_offered_by_the_digest,
    test_in_quiet_hours_an_alert_waits_until_they_end,
    test_people_of_equal_wishes_share_the_text_of_an_alert,
    test_several_stories_of_one_round_are_one_message,
    test_who_has_just_begun_to_listen_is_not_told_old_stories,
    test_who_paused_or_left_hears_nothing_and_later_finds_it_in_the_digest,
)
from tests.news.test_kept_and_found import (  # noqa: F401 - promised here too
    test_a_preview_shows_the_next_digest_and_changes_nothing,
    test_a_story_is_saved_listed_and_let_go,
    test_an_edited_entry_is_found_by_its_new_words_only,
    test_more_brings_the_stories_that_found_no_room,
    test_saved_stories_are_turned_page_by_page,
    test_search_asks_for_words_turns_pages_and_ends,
    test_search_finds_forms_translations_and_slips_of_the_finger,
    test_search_takes_any_words_calmly,
    test_why_names_her_own_choices_that_keep_a_story_away,
    test_why_one_did_not_come_is_answered_by_link_or_words,
)
from tests.news.test_long_memory import (  # noqa: F401 - promised here too
    test_a_poll_that_was_not_recorded_leaves_nothing_in_memory,
    test_an_edit_of_a_text_forgotten_long_ago_is_forgotten_again,
    test_an_edit_shows_its_new_title_and_is_sent_to_nobody_twice,
    test_an_entry_that_comes_back_after_four_hundred_days_is_no_news,
    test_an_event_is_recognised_after_a_restart,
    test_what_comes_after_a_split_joins_the_story_where_its_twin_is_now,
)
from tests.news.test_newsroom import (  # noqa: F401 - promised here too
    test_a_story_shows_its_entries_with_numbers_and_links,
    test_an_entry_that_does_not_belong_leaves_its_story,
    test_two_stories_become_one_and_the_other_is_gone,
    test_what_cannot_be_split_or_merged_is_refused,
)
from tests.news.test_unsent_digests import (  # noqa: F401 - promised here too
    test_a_digest_that_telegram_finds_faulty_does_not_spoil_the_next_one,
    test_a_digest_that_was_under_way_at_a_crash_is_offered_by_the_next_one,
    test_the_stories_of_a_digest_of_unknown_outcome_come_with_the_next_one,
    test_who_asked_for_the_news_meanwhile_is_not_told_twice,
)
from tests.news.town import Town, town_over
from tests.sim_driver import Sim

pytestmark = pytest.mark.postgres


@pytest_asyncio.fixture
async def town(postgres_url: str) -> AsyncIterator[Town]:
    async with town_over(await open_database(postgres_url)) as town:
        yield town


@pytest_asyncio.fixture
async def unbound(sandbox: Sim, postgres_url: str) -> AsyncIterator[Desk]:
    async with desk_over(await open_database(postgres_url), sandbox) as desk:
        yield desk


@pytest_asyncio.fixture
async def desk(unbound: Desk) -> Desk:
    await unbound.bind()
    return unbound
