"""The same event is one story, across feeds and languages; whatever else is two."""

from pathlib import Path

import pytest

from bot.news.catalog_stories import load_story_words
from bot.problems import CatalogProblems
from bot.rules.news.stories import LIFE_S, Recent
from bot.rules.news.story_life import FIRST_POLL_FRESH_S, FRESH_S, begun, grown, is_quiet
from bot.rules.news.story_telling import telling
from bot.rules.news.story_terms import StoryWords, terms_of
from storage.records.feeds import Entry
from storage.records.news import Decision
from storage.records.stories import Story, Told

CATALOG = Path("bot/catalog")
NOW = 1_795_000_000
KK = ("Қандыағашта еріктілер инклюзивті орталық ашты", "«Мейірім көпірі» қорының орталығы тегін.")
RU = (
    "В Кандыагаше волонтёры открыли инклюзивный центр",
    "Центр фонда «Мейірім көпірі» бесплатный.",
)


@pytest.fixture(scope="module")
def words() -> StoryWords:
    return load_story_words(CATALOG)


def told(
    words: StoryWords, title: str, lead: str = "", *, story: int = 1, feed: str = "a",
    language: str = "ru", at: int = NOW,
) -> Told:  # fmt: skip
    return Told(story, feed, language, at, terms_of(title, lead, words))


def story_of(words: StoryWords, known: Told, new: Told) -> int | None:
    return Recent([telling(known)]).story_of(telling(new))


def test_a_retelling_by_another_feed_is_the_same_story(words: StoryWords) -> None:
    known = told(words, "В Актобе прошёл XII Гражданский форум под девизом «Вместе»", story=7)
    new = told(words, "В Актобе состоялся XII Гражданский форум под девизом «Вместе»", feed="b")
    assert story_of(words, known, new) == 7


def test_kazakh_and_russian_tellings_of_one_event_are_one_story(words: StoryWords) -> None:
    known = told(words, *KK, story=3, language="kk")
    assert story_of(words, known, told(words, *RU, feed="b")) == 3


def test_what_is_told_every_other_day_is_no_story_without_end(words: StoryWords) -> None:
    days = [told(words, *RU, story=3, at=NOW + day * 86_400) for day in (0, 2, 4)]
    recent = Recent(telling(one) for one in days)
    assert recent.story_of(telling(told(words, *RU, at=NOW + LIFE_S))) == 3
    assert recent.story_of(telling(told(words, *RU, at=NOW + LIFE_S + 1))) is None
    recent.add(telling(told(words, *RU, story=4, at=NOW + LIFE_S + 1)))
    assert recent.story_of(telling(told(words, *RU, at=NOW + 6 * 86_400))) == 4


def test_common_words_alone_join_nothing_across_languages(words: StoryWords) -> None:
    known = told(words, "Ақтөбеде ұйымдар форумы өтті", language="kk")
    new = told(words, "В Актобе прошёл форум организаций", feed="b")
    assert story_of(words, known, new) is None


def test_titles_without_names_that_mean_the_same_are_one_story(words: StoryWords) -> None:
    title = "Ақтөбеде үкіметтік емес ұйымдарға арналған шағын гранттар байқауы басталды"
    known = told(words, title, story=4, language="kk")
    russian = "В Актобе начался конкурс малых грантов для неправительственных организаций"
    assert story_of(words, known, told(words, russian, feed="b")) == 4


def test_who_count_the_same_at_one_place_tell_one_accident(words: StoryWords) -> None:
    known = told(
        words,
        "Лобовое столкновение под Мартуком: пять погибших",
        "На трассе Актобе – Мартук не разъехались два внедорожника.",
        story=5,
    )
    new = told(
        words,
        "В страшной аварии на мартукской трассе погибли пять человек",
        "Полиция устанавливает личности погибших.",
        feed="b",
    )
    assert story_of(words, known, new) == 5


def test_a_village_that_both_name_joins_tellings_that_share_little_else(words: StoryWords) -> None:
    known = told(words, "Близ села Карасай столкнулись грузовик и микроавтобус", story=6)
    new = told(
        words, "Қарасай ауылы маңында жүк көлігі мен шағын автобус соқтығысты", "Жолда апат болды",
        feed="b", language="kk",
    )  # fmt: skip
    assert story_of(words, known, new) == 6


def test_the_ends_of_a_road_are_not_where_it_happened(words: StoryWords) -> None:
    assert "@" not in terms_of("Авария на трассе Актобе – Шымкент", "", words)
    assert "@" not in terms_of("Ақтөбе – Шымкент тасжолында апат болды", "", words)


def test_an_address_tells_what_a_title_leaves_out(words: StoryWords) -> None:
    link = "https://news.example/amp/649-avariya-s-12-pogibshimi-v-aktyubinskoy-oblasti.html"
    terms = set(terms_of("Возбуждено уголовное дело", "", words, link).split())
    assert {"l:~авари", "l:~погиб", "l:12", "l:@актобе"} <= terms
    assert "l:649" not in terms


@pytest.mark.parametrize(
    "link",
    ["", "https://a.kz/?p=84484", "https://a.kz/a-t-belik-zhastar-toy_21864", "http://[", "x"],
)
def test_an_address_without_a_headline_says_nothing(words: StoryWords, link: str) -> None:
    assert terms_of("", "", words, link) == ""


def test_two_events_of_one_day_share_no_count(words: StoryWords) -> None:
    known = told(words, "15 октября в Актобе пройдёт ярмарка вакансий", "Придут сорок заводов.")
    new = told(
        words, "Ақтөбеде 15 қазанда ҮЕҰ жобаларының жәрмеңкесі өтеді", "Жиырма ұйым келеді.",
        feed="b", language="kk",
    )  # fmt: skip
    assert story_of(words, known, new) is None


def test_a_child_found_is_another_story_than_the_search(words: StoryWords) -> None:
    known = told(words, "В степи под Шалкаром пропал мальчик", "Ребёнка ищут полиция и волонтёры.")
    new = told(
        words, "Шалқарда жоғалған бала аман табылды", "Баланы еріктілер қыстаудан тапқан.",
        feed="b", language="kk",
    )  # fmt: skip
    assert story_of(words, known, new) is None


def test_the_same_kind_of_event_in_another_district_is_another_story(words: StoryWords) -> None:
    known = told(words, "В Шалкаре открыли кабинет ранней помощи детям с инвалидностью")
    new = told(words, "Алғада мүгедек балаларға ерте көмек кабинеті ашылды", language="kk")
    assert story_of(words, known, new) is None


def test_the_outcome_of_a_contest_is_another_story_than_its_beginning(words: StoryWords) -> None:
    known = told(words, "Объявлен конкурс малых грантов фонда «Мейірім» для сельских НПО")
    new = told(words, "Названы победители конкурса малых грантов фонда «Мейірім»", feed="b")
    assert story_of(words, known, new) is None


def test_numbers_agree_in_words_and_digits_of_either_language(words: StoryWords) -> None:
    assert terms_of("он алты үй", "", words) == terms_of("16 домов", "", words)
    assert terms_of("бес жүз", "", words) == terms_of("пятьсот", "", words) == "t:500"
    assert "t:1400" in terms_of("1 400 фактов", "", words).split()


def test_a_short_beginning_counts_only_before_an_ending(words: StoryWords) -> None:
    assert terms_of("қоры", "", words) == "t:~фонд"
    assert "~фонд" not in terms_of("қорытынды", "", words)


def test_a_name_is_recognised_in_either_spelling(words: StoryWords) -> None:
    kazakh, russian = terms_of("бұл Жүсіпбекұлы", "", words), terms_of("это Жусипбек", "", words)
    assert "t:^жспб" in kazakh.split()
    assert "t:^жспб" in russian.split()


def test_the_same_notice_with_another_number_is_another_story(words: StoryWords) -> None:
    known = told(words, "Курсы валют Национального банка на 5 мая")
    new = told(words, "Курсы валют Национального банка на 6 мая", feed="b")
    assert story_of(words, known, new) is None


def test_a_story_lives_four_days(words: StoryWords) -> None:
    known = told(words, *RU)
    assert story_of(words, known, told(words, *RU, feed="b", at=NOW + LIFE_S)) == 1
    assert story_of(words, known, told(words, *RU, feed="b", at=NOW + LIFE_S + 1)) is None


def test_one_feed_must_repeat_itself_nearly_word_for_word(words: StoryWords) -> None:
    known = told(words, "Волонтёры Хромтау собрали тёплые вещи для сорока семей")
    again = told(words, "Волонтёры Хромтау собрали книги для сельских школ")
    assert story_of(words, known, again) is None
    assert story_of(words, known, known) == 1


def test_an_empty_title_tells_nothing(words: StoryWords) -> None:
    assert story_of(words, told(words, ""), told(words, "")) is None


def test_a_faulty_word_list_is_refused_with_its_lines(tmp_path: Path) -> None:
    text = "version: 2\ncommon: []\nconcepts:\n- қор\n- су | 1\n- ой | дума\n- ой | мысл\n"
    text += "places: []\nnumbers: []\nphases: []\n"
    (tmp_path / "story_words.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(CatalogProblems) as refused:
        load_story_words(tmp_path)
    assert [problem.line for problem in refused.value.problems] == [4, 5, 7]


def entry(age: int, *, dated: bool = True) -> Entry:
    published = NOW - age if dated else None
    return Entry("a", "id", "https://a.kz", "t", "l", "x", "h", NOW, published)


def test_an_archive_is_not_announced_but_for_its_newest_entries() -> None:
    assert not is_quiet(entry(FIRST_POLL_FRESH_S), announce=False)
    assert is_quiet(entry(FIRST_POLL_FRESH_S + 1), announce=False)
    assert is_quiet(entry(0, dated=False), announce=False)


def test_what_a_known_feed_tells_is_news_for_four_days() -> None:
    assert not is_quiet(entry(FRESH_S), announce=True)
    assert is_quiet(entry(FRESH_S + 1), announce=True)
    assert not is_quiet(entry(0, dated=False), announce=True)


def test_a_story_grows_and_nothing_said_of_it_is_taken_back() -> None:
    first = begun(decision("adjacent", ("rights",), ("KZ-15",)), NOW, quiet=True)
    story = Story(1, first.tier, first.topics, first.regions, first.districts, True, NOW, NOW, ())
    after = grown(story, decision("core", ("grants", "rights"), ()), NOW + 5, quiet=False)
    assert (after.tier, after.topics, after.regions) == ("core", ("rights", "grants"), ("KZ-15",))
    assert not after.quiet


def decision(tier: str, topics: tuple[str, ...], regions: tuple[str, ...]) -> Decision:
    assert tier in ("core", "adjacent")
    return Decision("core" if tier == "core" else "adjacent", topics, "kk", regions, (), ())
