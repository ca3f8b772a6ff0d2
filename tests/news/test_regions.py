"""Regions and Aktobe's districts are found in the forms that news use, their namesakes are not."""

from pathlib import Path

import pytest

from bot.news.catalog_news import load_news_catalog
from bot.rules.news.news_catalog import NewsCatalog
from bot.rules.news.regions import places
from bot.rules.text.sightings import look
from storage.records.news import EntryText

FORMS = {
    "KZ-10": "Абай облысында; в области Абай; Семейде; из Семея",
    "KZ-11": "Ақмола облысының; Акмолинской области; Көкшетауда; в Кокшетау",
    "KZ-15": "Ақтөбе облысында; Актюбинской области; Ақтөбеден; в Актобе",
    "KZ-19": "Алматы облысында; в Алматинской области; Қонаевта; в Конаеве",
    "KZ-23": "Атырауда; в Атырау; Атырауской области",
    "KZ-27": "БҚО; ЗКО; Оралда; в Уральске; Орал қаласында",
    "KZ-31": "Жамбыл облысында; Жамбылской области; Таразда; в Таразе",
    "KZ-33": "Жетісу облысында; области Жетысу; Талдықорғанда; в Талдыкоргане",
    "KZ-35": "Қарағандыда; в Караганде; карагандинцы; Балқаш қаласында",
    "KZ-39": "Қостанайда; в Костанае; в Рудном",
    "KZ-43": "Қызылордада; в Кызылорде; Аральский район",
    "KZ-47": "Маңғыстауда; Мангистауской области; Ақтауда; в Актау; в Жанаозене",
    "KZ-55": "Павлодарда; в Павлодаре; Екібастұзда",
    "KZ-59": "СҚО; СКО; Петропавлда; в Петропавловске",
    "KZ-61": "Түркістанда; в Туркестане; Кентауда",
    "KZ-62": "Ұлытауда; области Улытау; Жезқазғанда; в Жезказгане",
    "KZ-63": "ШҚО; ВКО; Өскеменде; в Усть-Каменогорске",
    "KZ-71": "Астанада; Астанаға; елордада; в Астане; в Астану; под Астаной; астанинские врачи",
    "KZ-75": "Алматыда; алматылық; в Алматы; алматинские врачи; в Алма-Ате",
    "KZ-79": "Шымкентте; в Шымкенте; шымкентские",
}
DISTRICTS = {
    "aqtobe_city": "Ақтөбе қаласында; Ақтөбеде; Ақтөбеге; в Актобе",
    "alga": "Алға ауданында; Алғадан; Алгинский район; из Алги; в Алге; Бестамақ ауылы",
    "aiteke_bi": "Әйтеке би ауданы; Айтекебийского района; Қарабұтақта; Айтеке би ауданында; "
    "в районе Айтеке би",
    "baiganin": "Байғанинде; в Байганине",
    "qargaly": "Қарғалы ауданында; Каргалинского района; Бадамшада",
    "qobda": "Қобдада; в Кобде; жители Кобды; Кобдинский район",
    "martok": "Мәртөкте; в Мартуке",
    "mugalzhar": "Қандыағашта; в Кандыагаше; Ембіден; жители Эмбы",
    "oiyl": "Ойылда; Ойылға; в Уиле; из Уила",
    "temir": "Темір ауданында; Шұбарқұдықта; Темирского района; Кенкияк",
    "khromtau": "Хромтауда; в Хромтау",
    "shalqar": "Шалқарда; Шалқарға; в Шалкаре; из Шалкара",
    "yrgyz": "Ырғызда; в Иргизе",
    "aqtobe_almaty": "Ақтөбе қаласының Алматы ауданы; в районе Алматы города Актобе; "
    "Ақтөбе, р-н Алматы",
    "aqtobe_astana": "Ақтөбе қаласының Астана ауданы; в районе Астана города Актобе",
}
NAMESAKES = (
    "Қатар астанасы Доха; 18:00 по времени Астаны; Астана уақытымен; на улице Астана; Орал тауы; "
    "Орал Мұхамеджанов; Петропавловск-Камчатский; Балқаш көлі; Аральское море; улица Сатпаева; "
    "Абай атындағы мектеп; Алға, Қазақстан; Темір жол; Уральские горы; Жамбыл Жабаев"
)


def pairs(table: dict[str, str]) -> list[tuple[str, str]]:
    return [(form, name) for name, forms in table.items() for form in forms.split("; ")]


@pytest.fixture(scope="module")
def catalog() -> NewsCatalog:
    return load_news_catalog(Path("bot/catalog"))


@pytest.mark.parametrize(("text", "region"), pairs(FORMS))
def test_a_region_is_found(catalog: NewsCatalog, text: str, region: str) -> None:
    assert places(look(EntryText(text, ""), catalog), catalog, None).regions == (region,)


@pytest.mark.parametrize(("text", "district"), pairs(DISTRICTS))
def test_a_district_is_found(catalog: NewsCatalog, text: str, district: str) -> None:
    found = places(look(EntryText(text, ""), catalog), catalog, None)
    assert district in found.districts
    assert found.regions == ("KZ-15",)


@pytest.mark.parametrize("text", NAMESAKES.split("; "))
def test_a_namesake_is_no_region(catalog: NewsCatalog, text: str) -> None:
    assert places(look(EntryText(text, ""), catalog), catalog, None).regions == ()
