"""A person in a request beside the same person on a paper: former and Latin names count, nothing is left out."""

from dataclasses import fields

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dsr.likeness import Hint, compare_people, tone_of
from dsr.persons import PersonDetails

H = Hint
HANA = PersonDetails(name="山田 花", kana="ヤマダ ハナ", latin_name="YAMADA Hana", former_name="佐藤 花")


def name_of(one: PersonDetails, other: PersonDetails) -> frozenset[Hint]:
    return compare_people(one, other)[0].found


@pytest.mark.parametrize(
    ("on_paper", "hints"),
    [
        ("山田 花", {H.SAME}),
        ("山田花", {H.SPACING}),
        ("佐藤 花", {H.FORMER_NAME}),
        ("佐藤花", {H.FORMER_NAME, H.SPACING}),
        ("Hana Yamada", {H.LATIN_NAME, H.ORDER, H.WRITING}),
        ("鈴木 花", {H.PART_SAME}),
        ("鈴木 一郎", {H.DIFFERENT}),
        ("", {H.NOT_GIVEN}),
    ],
)
def test_a_paper_may_show_another_name_of_the_same_person(on_paper: str, hints: set[Hint]) -> None:
    paper = PersonDetails(name=on_paper)
    assert name_of(HANA, paper) == hints
    assert name_of(paper, HANA) == hints


@pytest.mark.parametrize(
    ("current", "former", "on_paper", "hints"),
    [
        ("山田 花", "佐藤", "佐藤 花", {H.FORMER_NAME}),
        ("山田花", "佐藤", "佐藤花", {H.FORMER_NAME}),
        ("山田 花", "佐藤", "佐藤 月", {H.DIFFERENT}),
        ("山田 花", "佐藤", "佐藤", {H.FORMER_NAME}),
        ("山田 花", "", "佐藤 花", {H.PART_SAME}),
    ],
)
def test_a_former_surname_alone_is_enough(current: str, former: str, on_paper: str, hints: set[Hint]) -> None:
    typed, paper = PersonDetails(name=current, former_name=former), PersonDetails(name=on_paper)
    assert (name_of(typed, paper), name_of(paper, typed)) == (hints, hints)


def test_the_postal_code_is_compared_with_the_address() -> None:
    typed = PersonDetails(name="", postal_code="617-0002", address="京都府向日市寺戸町53")
    paper = PersonDetails(name="", address="〒617-0003　京都府向日市寺戸町五十三番地")
    (found,) = compare_people(typed, paper)
    assert (found.field, found.hints, found.tone) == (
        "address",
        [H.KANJI_DIGITS, H.BLOCK_STYLE, H.POSTAL_DIFFERS],
        "warning",
    )


def test_fields_that_neither_side_gives_are_left_out() -> None:
    assert [row.field for row in compare_people(HANA, PersonDetails(name="山田 花"))] == ["name", "kana"]


@pytest.mark.parametrize(
    ("hints", "tone"),
    [
        ({H.SAME}, "good"),
        ({H.VARIANTS}, "warning"),
        ({H.PART_SAME}, "warning"),
        ({H.OTHER_SCRIPT}, "info"),
        ({H.NOT_GIVEN}, "info"),
        ({H.DIFFERENT}, "late"),
        ({H.DIFFERENT, H.POSTAL_DIFFERS}, "late"),
    ],
)
def test_only_equal_texts_are_green(hints: set[Hint], tone: str) -> None:
    assert tone_of(hints) == tone


WORDS = st.sampled_from(["", "山田 花", "山田花", "佐藤", "佐藤 花", "Hana Yamada", "YAMADA Hana", "ハナ", "寺戸町53"])
PEOPLE = st.builds(PersonDetails, **{field.name: WORDS for field in fields(PersonDetails)})


@given(PEOPLE, PEOPLE)
def test_the_order_of_the_two_makes_no_difference(one: PersonDetails, other: PersonDetails) -> None:
    found, turned = compare_people(one, other), compare_people(other, one)
    assert [(row.field, row.found) for row in found] == [(row.field, row.found) for row in turned]


@given(PEOPLE)
def test_a_person_is_the_same_as_themselves(person: PersonDetails) -> None:
    assert {hint for row in compare_people(person, person) for hint in row.found} <= {H.SAME}
