"""Case numbers and receipt secrets: their shape, what a tired reader may get wrong, and what is noticed."""

import re
from datetime import date
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dsr import crockford, receipts

NUMBER = "DSR-26-7KQ4-9M2X-" + crockford.check_character("267KQ49M2X")
SECRET = crockford.write_secret(bytes(range(17)))


def test_number_has_year_random_and_check():
    number = receipts.new_case_number(date(2026, 11, 22))
    assert re.fullmatch(r"DSR-26-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]", number)
    assert receipts.parse_case_number(number) == number


def test_numbers_differ():
    assert len({receipts.new_case_number(date(2026, 1, 1)) for _ in range(2000)}) == 2000


@pytest.mark.parametrize(
    "typed",
    [
        NUMBER,
        NUMBER.lower(),
        f"  {NUMBER} ",
        NUMBER.replace("-", ""),
        NUMBER.replace("-", " "),
        NUMBER.removeprefix("DSR-"),
        NUMBER.replace("-", "‐"),
        NUMBER.replace("-", "ー"),
        NUMBER.translate({ord(c): ord(c) + 0xFEE0 for c in NUMBER}),
    ],
)
def test_number_is_read_as_people_type_it(typed):
    expected = None if "ー" in typed else NUMBER
    assert receipts.parse_case_number(typed) == expected


def test_lookalikes_are_read():
    body = "2600001111"
    number = f"DSR-26-0000-1111-{crockford.check_character(body)}"
    assert receipts.parse_case_number(number.replace("0", "O").replace("1", "l")) == number
    assert receipts.parse_case_number(number.replace("1", "I")) == number


@pytest.mark.parametrize(
    "typed", ["", "DSR", NUMBER + "0", NUMBER[:-1], "DSR-26-7KQ4-9M2U-X", "🂡" * 11, "0" * 65, "\x00"]
)
def test_other_text_is_no_number(typed):
    assert receipts.parse_case_number(typed) is None


def test_every_wrong_letter_of_a_number_is_noticed():
    letters = NUMBER.replace("-", "").removeprefix("DSR")
    wrong = [letters[:at] + c + letters[at + 1 :] for at in range(11) for c in crockford.ALPHABET if c != letters[at]]
    assert [typed for typed in wrong if receipts.parse_case_number(typed)] == []


def test_every_swap_in_a_secret_is_noticed():
    letters = SECRET.replace("-", "")
    swapped = []
    for one, other in combinations(range(len(letters)), 2):
        typed = list(letters)
        typed[one], typed[other] = typed[other], typed[one]
        if typed[one] != typed[other]:
            swapped.append("".join(typed))
    assert [typed for typed in swapped if receipts.parse_secret(typed)] == []


@given(st.data())
def test_two_wrong_letters_in_a_secret_are_noticed(data):
    letters = list(SECRET.replace("-", ""))
    one, other = data.draw(st.lists(st.integers(0, 25), min_size=2, max_size=2, unique=True))
    for at in (one, other):
        letters[at] = data.draw(st.sampled_from([c for c in crockford.ALPHABET if c != letters[at]]))
    assert receipts.parse_secret("".join(letters)) is None


def test_secret_has_seven_groups_and_130_bits():
    assert crockford.SECRET.fullmatch(SECRET)
    assert len(SECRET.replace("-", "")) == 28
    assert crockford.SECRET_RANDOM * 5 == 130


@given(st.binary(min_size=17, max_size=32))
def test_secret_keeps_all_130_bits(raw):
    number = 0
    for letter in crockford.write_secret(raw).replace("-", "")[:26]:
        number = number << 5 | crockford.VALUES[letter]
    assert number == int.from_bytes(raw[:17], "big") >> 6


@pytest.mark.parametrize(
    "typed", [SECRET, SECRET.lower(), SECRET.replace("-", ""), SECRET.replace("0", "o").replace("1", "l")]
)
def test_secret_is_read_as_people_type_it(typed):
    assert receipts.parse_secret(typed) == SECRET


@pytest.mark.parametrize("typed", ["", SECRET[:-1], SECRET + "0", SECRET * 5, "0" * 1_000_000, "山" * 28])
def test_other_text_is_no_secret(typed):
    assert receipts.parse_secret(typed) is None


def test_secret_refuses_too_few_bytes():
    with pytest.raises(ValueError, match="130 bits"):
        crockford.write_secret(b"short")
