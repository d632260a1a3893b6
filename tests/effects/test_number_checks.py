"""Check digits, against numbers worked out by hand and the examples of ICAO Doc 9303."""

import pytest

from dsr.effects.jail.programs.number_checks import is_my_number, mrz_digit, mrz_fits

PASSPORT = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10"
CARD = "I<UTOD231458907<<<<<<<<<<<<<<<", "7408122F1204159UTO<<<<<<<<<<<6", "ERIKSSON<<ANNA<MARIA<<<<<<<<<<"
NUMBER_ALONE = "P<JPNTAKASAKI<<YOSHIO<<<<<<<<<<<<<<<<<<<<<<<", "TR12345672JPN8504010M3001019<<<<<<<<<<<<<<<0"


@pytest.mark.parametrize(
    ("digits", "fits"),
    [
        ("123456789018", True),
        ("000000000000", True),
        ("000000000019", True),  # 1 x 2: 11 - 2
        ("000000000060", True),  # 6 x 2 = 12, 1 left: 0
        ("000001000004", True),  # the sixth: 1 x 7
        ("000010000009", True),  # the seventh: 1 x 2
        ("100000000005", True),  # the eleventh: 1 x 6
        ("123456789012", False),
        ("000000000001", False),
        ("12345678901", False),
        ("1234567890189", False),
        ("12345678901x", False),
        ("１２３４５６７８９０１８", False),
        ("", False),
    ],
)
def test_my_number(digits, fits):
    assert is_my_number(digits) is fits


def test_only_one_last_digit_fits():
    assert [digit for digit in "0123456789" if is_my_number("12345678901" + digit)] == ["8"]


@pytest.mark.parametrize(
    ("text", "digit"), [("520727", "3"), ("AB2134<<<", "5"), ("L898902C3", "6"), ("D23145890", "7"), ("<<<<<<", "0")]
)
def test_digit_of_doc_9303(text, digit):
    assert mrz_digit(text) == digit


def changed(lines, line, place, sign):
    return tuple(
        text[:place] + sign + text[place + 1 :] if number == line else text for number, text in enumerate(lines)
    )


@pytest.mark.parametrize(
    ("lines", "fits"),
    [
        (PASSPORT, True),
        (CARD, True),
        (NUMBER_ALONE, True),
        (changed(PASSPORT, 1, 15, "1"), False),  # born in another month
        (changed(PASSPORT, 1, 9, "5"), False),
        (changed(PASSPORT, 1, 22, "9"), False),  # valid for longer
        (changed(PASSPORT, 1, 30, "9"), False),  # the optional part
        (changed(PASSPORT, 1, 43, "1"), False),
        (changed(CARD, 0, 14, "1"), False),
        (changed(CARD, 1, 1, "5"), False),
        (changed(CARD, 1, 29, "7"), False),
        # what a reader takes for another sign is no forgery
        (changed(PASSPORT, 1, 43, "O"), True),
        (changed(PASSPORT, 1, 13, "T"), True),
        (changed(NUMBER_ALONE, 1, 4, "Z"), False),
        (changed(NUMBER_ALONE, 1, 3, "Z"), True),
        ((NUMBER_ALONE[0], NUMBER_ALONE[1][:30] + NUMBER_ALONE[1][33:]), True),  # three fillers not seen
        ((NUMBER_ALONE[0] + "<", NUMBER_ALONE[1]), True),
        # without its end, a line is judged by the rest
        ((PASSPORT[0], PASSPORT[1][:-3]), True),
        ((PASSPORT[0], changed(PASSPORT, 1, 15, "1")[1][:-3]), False),
        ((CARD[0], CARD[1][:-1]), True),
        ((CARD[0], changed(CARD, 1, 1, "5")[1][:-1]), False),
        # and what cannot be read is not judged
        (changed(PASSPORT, 1, 13, "X"), None),
        ((PASSPORT[0], PASSPORT[1][:27]), None),
        (PASSPORT[:1], None),
        ((), None),
        (("RECEIPT", "OF", "PAYMENT"), None),
        (("noise", *PASSPORT), True),
    ],
)
def test_machine_readable_lines(lines, fits):
    assert mrz_fits(lines) is fits
