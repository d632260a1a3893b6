"""Check digits: of a My Number, and of the machine-readable lines of passports and identity cards. Pure functions.

Sources: Ordinance of the Ministry of Internal Affairs and Communications No. 85 of 2014, article 5 (My Number); ICAO
Doc 9303, part 3 section 4.9 (check digits), parts 4 and 5 (passports of two lines of 44, cards of three lines of 30).
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

MY_NUMBER_DIGITS = 12
PASSPORT_LINE, CARD_LINE = 44, 30
FILLER = "<"

_WEIGHTS = (7, 3, 1)
_AS_DIGITS = str.maketrans("OQDILZSGBAT", "00011256847")
_PASSPORT_BODY = 28  # characters before the optional ones, which may all be fillers
_CARD_HEAD, _CARD_BODY = 15, 18


def is_my_number(digits: str) -> bool:
    """Say whether twelve digits are a My Number by their last one: 11 minus the weighted sum modulo 11, 10 and 11 as 0.

    P1 is the lowest of the first eleven digits; Qn is n + 1 up to the sixth and n - 5 after it.
    """
    if len(digits) != MY_NUMBER_DIGITS or not (digits.isascii() and digits.isdigit()):
        return False
    weights = [n + 1 if n <= 6 else n - 5 for n in range(1, MY_NUMBER_DIGITS)]  # noqa: PLR2004 - as the article has it
    rest = sum(int(digit) * weight for digit, weight in zip(reversed(digits[:-1]), weights, strict=True)) % 11
    return int(digits[-1]) == (0 if rest <= 1 else 11 - rest)


def mrz_digit(text: str) -> str:
    """Return the check digit of a piece of a machine-readable line: 0-9, A-Z as 10-35, the filler as 0."""
    values = (0 if sign == FILLER else int(sign, 36) for sign in text)
    return str(sum(value * _WEIGHTS[place % 3] for place, value in enumerate(values)) % 10)


def mrz_fits(lines: Sequence[str]) -> bool | None:
    """Say whether the check digits of machine-readable lines fit; None when these are no such lines, or not readable.

    `lines` are as a program has read them. What can only be a digit is taken as one (O as 0), and so is the number of a
    document if that makes it fit: a misreading must not look like a forgery.
    """
    for upper, lower in pairwise(lines):
        pieces = _passport(lower) if upper.startswith("P") else _card(upper, lower) if upper[:1] in set("IAC") else None
        if pieces:
            return any(all(mrz_digit(text) == digit for text, digit in reading) for reading in pieces)
    return None


Reading = list[tuple[str, str]]  # pieces, each with its check digit


def _passport(line: str) -> list[Reading] | None:
    """Return the ways to read the second line of a passport: number, birth, expiry; all of it if its end is there."""
    line = _filled(line, PASSPORT_LINE, _PASSPORT_BODY, tail=2)
    birth, expiry = _digits(line[13:20]), _digits(line[21:28])
    if len(line) < _PASSPORT_BODY or not (_digits(line[9]) + birth + expiry).isdigit():
        return None
    optional, check, whole = line[28:42], line[42:43], _digits(line[43:44])
    ends = len(line) == PASSPORT_LINE and whole.isdigit()
    extra = [(optional, _digits(check))] if ends and (check != FILLER or optional.strip(FILLER)) else []
    return [
        [
            *_checked(number, birth, expiry),
            *extra,
            *([(number + birth + expiry + optional + check, whole)] if ends else []),
        ]
        for number in _numbers(line[:9], _digits(line[9]))
    ]


def _card(upper: str, lower: str) -> list[Reading] | None:
    """Return the ways to read two lines of a card: number, birth, expiry; all of it if their ends are there."""
    upper, lower = _filled(upper, CARD_LINE, _CARD_HEAD, tail=0), _filled(lower, CARD_LINE, _CARD_BODY, tail=1)
    birth, expiry, whole = _digits(lower[:7]), _digits(lower[8:15]), _digits(lower[29:30])
    if min(len(upper), len(lower)) < _CARD_HEAD or not (_digits(upper[14]) + birth + expiry).isdigit():
        return None
    ends = len(upper) == len(lower) == CARD_LINE and whole.isdigit()
    return [
        [
            *_checked(number, birth, expiry),
            *([(number + upper[15:] + birth + expiry + lower[18:29], whole)] if ends else []),
        ]
        for number in _numbers(upper[5:14], _digits(upper[14]))
    ]


def _checked(*pieces: str) -> Reading:
    return [(piece[:-1], piece[-1]) for piece in pieces]


def _numbers(number: str, digit: str) -> Iterator[str]:
    """Yield a document's number with its check digit: as read, with digits after two letters, of digits alone."""
    yield number + digit
    yield number[:2] + _digits(number[2:]) + digit
    yield _digits(number) + digit


def _digits(text: str) -> str:
    return text.translate(_AS_DIGITS)


def _filled(line: str, length: int, body: int, *, tail: int) -> str:
    """Put right the number of fillers between the body of a line and its tail, when nothing else stands there."""
    end = len(line) - tail
    if len(line) == length or not re.fullmatch(f"{FILLER}{{4,}}", line[body:end]):
        return line
    return line[:body] + FILLER * (length - body - tail) + line[end:]
