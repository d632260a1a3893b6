"""Numbers that nobody should send, and slips in mail addresses."""

import pytest

from dsr.web.public.cautions import is_card_number, is_my_number, likelier_address, numbers_in


@pytest.mark.parametrize(
    ("digits", "expected"),
    [
        ("123456789018", True),
        ("123456789010", False),
        ("000000000000", True),
        ("12345678901", False),
        ("1234567890188", False),
    ],
)
def test_knows_the_check_digit_of_my_number(digits, expected):
    assert is_my_number(digits) is expected


def test_every_eleven_digits_have_one_check_digit():
    assert {
        sum(is_my_number(f"{body:011d}{check}") for check in range(10)) for body in range(0, 10**11, 987_654_321)
    } == {1}


@pytest.mark.parametrize(
    ("digits", "expected"),
    [
        ("4242424242424242", True),
        ("4242424242424241", False),
        ("378282246310005", True),
        ("30569309025904", True),
        ("0000000000000000", False),
        ("4242", False),
    ],
)
def test_knows_the_check_of_cards(digits, expected):
    assert is_card_number(digits) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", set()),
        ("123456789018", {"my_number"}),
        ("会員1234-5678-9018です", {"my_number"}),
        ("１２３４　５６７８　９０１８", {"my_number"}),
        ("4242 4242 4242 4242 と 123456789018", {"card", "my_number"}),
        ("a1234567890182", set()),
        ("9" * 60_000, set()),
        ("1 " * 50_000, set()),
    ],
)
def test_finds_numbers_in_free_text(text, expected):
    assert numbers_in([text]) == expected


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("a@gmial.com", "a@gmail.com"),
        ("a@docomo.ne.jo", "a@docomo.ne.jp"),
        ("a@GMAIL.com", ""),
        ("a@example.co.jp", ""),
        ("", ""),
        ("nonsense", ""),
    ],
)
def test_guesses_the_address_that_was_meant(address, expected):
    assert likelier_address(address) == expected
