"""Cases are found by number, mail, phone and name, in whatever writing, and only at one's own desks."""

import pytest

from dsr.models import Case
from dsr.persons import PersonDetails
from dsr.queries.search import search_filter
from dsr.vocabulary import RequesterType, Role
from tests.factories import NET_ONE, desk, received, staff

pytestmark = pytest.mark.django_db

PEOPLE = {
    "yamada": PersonDetails(name="山田 太郎", kana="ヤマダ タロウ", email="taro@example.com", phone="075-925-0000"),
    "takahashi": PersonDetails(name="髙橋 花子", kana="タカハシ ハナコ", email="hanako@example.com"),
    "hayashi": PersonDetails(name="林", kana="ハヤシ"),
    "kobayashi": PersonDetails(name="小林 一", former_name="山本 一", phone="03-1234-5678"),
    "fernandez": PersonDetails(name="María José Fernández", email="Maria@Example.COM"),
    "arab": PersonDetails(name="محمد علي"),
}


@pytest.fixture
def numbers() -> dict[str, str]:
    return {received(principal=person).case.number: key for key, person in PEOPLE.items()}


def found(typed: str, numbers: dict[str, str]) -> set[str]:
    return {numbers[number] for number in Case.objects.filter(search_filter(typed)).values_list("number", flat=True)}


FOUND = {
    "山田": {"yamada"},
    "ﾔﾏﾀﾞ": {"yamada"},
    "やまだ": {"yamada"},
    "ヤマダ　タロウ": {"yamada"},
    "山田太郎": {"yamada"},
    "太郎 山田": {"yamada"},
    "髙橋": {"takahashi"},
    "高橋": {"takahashi"},
    "林": {"hayashi"},
    "小林": {"kobayashi"},
    "山本": {"kobayashi"},
    "fernandez": {"fernandez"},
    "ＦＥＲＮＡＮＤＥＺ": {"fernandez"},
    "jose": {"fernandez"},
    "محمد": {"arab"},
    "taro@example.com": {"yamada"},
    "TARO@EXAMPLE.COM": {"yamada"},
    "maria@example.com": {"fernandez"},
    "taro@example": set(),
    "075-925-0000": {"yamada"},
    "０７５９２５００００": {"yamada"},
    "(075) 925 0000": {"yamada"},
    "925-0000": set(),
    "佐藤": set(),
    "%": set(),
    "_": set(),
    "' OR 1=1 --": set(),
    "👨‍👩‍👧": set(),
    "\u200b": set(),
    "a" * 120: set(),
}


def test_search_finds_people_in_any_writing(numbers: dict[str, str]) -> None:
    assert {typed: found(typed, numbers) for typed in FOUND} == FOUND


def test_search_reads_a_case_number_tolerantly(numbers: dict[str, str]) -> None:
    number = next(number for number, key in numbers.items() if key == "arab")
    for typed in (number, number.lower(), number.replace("-", " "), number.removeprefix("DSR-"), f" {number} "):
        assert found(typed, numbers) == {"arab"}


def test_search_finds_principal_and_agent() -> None:
    case = received(
        principal=PEOPLE["hayashi"], agent=PEOPLE["yamada"], requester_type=RequesterType.APPOINTED_AGENT
    ).case
    for typed in ("林", "山田", "taro@example.com"):
        assert list(Case.objects.filter(search_filter(typed))) == [case]


def test_search_stays_at_the_own_desks() -> None:
    elsewhere = received(desk=desk(NET_ONE), principal=PEOPLE["yamada"]).case
    clerk = staff(Role.CLERK)
    for typed in ("山田", "taro@example.com", elsewhere.number):
        assert not Case.objects.visible_to(clerk).filter(search_filter(typed)).exists()
