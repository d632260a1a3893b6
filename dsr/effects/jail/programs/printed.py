"""What is printed on a page: words with their boxes, put into rows, and the numbers in them. No library needed."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from .number_checks import CARD_LINE, FILLER, PASSPORT_LINE, is_my_number, mrz_fits

# digits as a reader mistakes them, inside what is a number otherwise
_AS_DIGITS = str.maketrans("OQDoIl|ZzSsBG", "0000111225586")
_NUMBER_LIKE = re.compile(r"[0-9OQDoIl|ZzSsBG]+")
# alone, and in one piece or in three of four, as on the card and in letters
_TWELVE = re.compile(r"(?<![0-9])(?<![0-9]-)([0-9]{4})[ -]?([0-9]{4})[ -]?([0-9]{4})(?!-?[0-9])")
_NOT_MACHINE_READABLE = re.compile(r"[^0-9A-Z<]")


@dataclass(frozen=True)
class Word:
    """A word and its box in pixels: edges, not measures."""

    text: str
    left: int
    top: int
    right: int
    bottom: int


Box = tuple[int, int, int, int]  # left, top, width, height
Row = list[Word]


def rows_of(words: list[Word]) -> list[Row]:
    """Put words that stand beside each other into rows, from top to bottom, whatever columns they were read in."""
    rows: list[Row] = []
    for word in sorted(words, key=lambda one: one.top + one.bottom):
        middle = (word.top + word.bottom) / 2
        if rows and rows[-1][-1].top < middle < rows[-1][-1].bottom:
            rows[-1].append(word)
        else:
            rows.append([word])
    return [sorted(row, key=lambda one: one.left) for row in rows]


def find_my_numbers(rows: list[Row]) -> Iterator[Box]:
    """Yield the box of each twelve digits with the right check digit."""
    for row in rows:
        text = ""
        places: list[tuple[int, int, Word]] = []
        for word in row:
            start = len(text)
            text += _digits(word.text) + " "
            places.append((start, len(text) - 1, word))
        for found in _TWELVE.finditer(text):
            if is_my_number("".join(found.groups())):
                yield box_of([word for start, end, word in places if start < found.end() and found.start() < end])


def _digits(text: str) -> str:
    """Return a word with its letters taken for digits, if at least three of four signs are digits."""
    plain = text.replace("-", "")
    if _NUMBER_LIKE.fullmatch(plain) and 4 * sum(sign.isdigit() for sign in plain) >= 3 * len(plain):
        return text.translate(_AS_DIGITS)
    return text


def find_mrz(rows: list[Row], read_again: Callable[[Box], str]) -> Iterator[tuple[str, Box]]:
    """Yield a mark for machine-readable lines whose check digits do not fit.

    `read_again` reads a box anew as one such line.
    """
    candidates = [row for row in rows if _looks_machine_readable(row)]
    lines = [_NOT_MACHINE_READABLE.sub("", read_again(box_of(row))) for row in candidates]
    if mrz_fits(lines) is False:
        yield "mrz_wrong", box_of([word for row in candidates for word in row])


def _looks_machine_readable(row: Row) -> bool:
    text = "".join(word.text for word in row).upper()
    signs = len(_NOT_MACHINE_READABLE.sub("", text))
    return text.count(FILLER) > 1 and CARD_LINE - 4 <= signs <= PASSPORT_LINE + 6 and 4 * signs > 3 * len(text)


def box_of(words: list[Word]) -> Box:
    """Return the box around words."""
    left, top = min(word.left for word in words), min(word.top for word in words)
    return left, top, max(word.right for word in words) - left, max(word.bottom for word in words) - top
