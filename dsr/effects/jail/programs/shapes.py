"""Where on a page a long number or a machine-readable line may stand, by the shapes of its signs: nothing is read.

Reading a page costs ten times as much as finding its signs, and few lines look like twelve digits: all of one height on
one line, each narrower than high. Whatever looks so is read; a line that is read in vain costs time and nothing else.
"""

from collections.abc import Iterator
from itertools import pairwise
from statistics import median

from .printed import Word, box_of

Box = tuple[int, int, int, int]  # left, top, width, height

SMALLEST = 8  # pixels: dust, dots and dashes are lower
WINDOW, DIGITS = 13, 12  # of so many signs in a row so many look like digits: one more may be dust
# width by height: of a digit at most, of two or more that touch at least, and of each of these
NARROW, JOINED, ONE_DIGIT = 0.9, 1.07, 0.6
ALIKE = 0.14  # by how much of their height digits of a number differ
LONG_GAP = 4  # heights of a sign
MACHINE_READABLE, EVEN = 24, 0.6  # signs of a line, and the part of them that stands in even steps


def lines_to_read(words: list[list[Word]]) -> list[Box]:
    """Return the boxes of what may hold a number or be machine-readable, given every word: its box, then its signs."""
    signs = [sign for _word, *inside in words for sign in inside if _height(sign) >= SMALLEST]
    lines = [line for line in _lines(signs) if _may_be_number(line) or _may_be_machine_readable(line)]
    return [_roomy(line) for line in [*lines, *([word] for word, *inside in words if _hides_signs(word, inside))]]


def _hides_signs(word: Word, signs: list[Word]) -> bool:
    """Say whether a long part of a word has no sign: a frame is drawn there, and what it holds is not told."""
    ends, reach = [], word.left
    for sign in sorted(signs, key=lambda one: one.left):
        ends.append(sign.left - reach)
        reach = max(reach, sign.right)
    usual = median([_height(sign) for sign in signs] or [_height(word)])
    return max([*ends, word.right - reach]) > LONG_GAP * usual


def _height(sign: Word) -> int:
    return sign.bottom - sign.top


def _lines(signs: list[Word]) -> list[list[Word]]:
    """Put signs into lines from left to right, following a line that rises or falls a little."""
    lines: list[list[Word]] = []
    for sign in sorted(signs, key=lambda one: one.left):
        line = min((line for line in lines if _goes_on(line[-1], sign)), key=lambda one: _gap(one, sign), default=None)
        if line is None:
            lines.append([sign])
        else:
            line.append(sign)
    return [_mended(line) for line in lines]


def _mended(line: list[Word]) -> list[Word]:
    """Put pieces of one sign together that lie above each other: print that is thin or copied often falls apart."""
    whole: list[Word] = []
    for sign in line:
        above = whole and sign.left < (whole[-1].left + whole[-1].right) / 2
        whole.append(_around(whole.pop(), sign) if above else sign)
    return whole


def _around(*signs: Word) -> Word:
    left, top, width, height = box_of(list(signs))
    return Word("", left, top, left + width, top + height)


def _goes_on(last: Word, sign: Word) -> bool:
    """Say whether a sign stands on the line of another one: about as high, and beside it."""
    tall, short = max(_height(last), _height(sign)), min(_height(last), _height(sign))
    middles_apart = abs(last.top + last.bottom - sign.top - sign.bottom) / 2
    return tall <= 2.5 * short and middles_apart < 0.5 * tall


def _gap(line: list[Word], sign: Word) -> float:
    return abs(line[-1].top + line[-1].bottom - sign.top - sign.bottom) + max(0, sign.left - line[-1].right) / 20


def _may_be_number(line: list[Word]) -> bool:
    as_digits = [sign for sign in line for _digit in range(max(1, _digits(sign)))]
    windows = (as_digits[at : at + WINDOW] for at in range(max(1, len(as_digits) - WINDOW + 1)))
    return any(_alike(window) >= DIGITS for window in windows)


def _digits(sign: Word) -> int:
    """Return how many digits a sign may be: one, several that touch each other, or none."""
    shape = (sign.right - sign.left) / _height(sign)
    if shape <= NARROW:
        return 1
    return round(shape / ONE_DIGIT) if shape >= JOINED else 0


def _alike(signs: list[Word]) -> int:
    """Count the signs that may be digits and are about as high as most of them."""
    heights = [_height(sign) for sign in signs if _digits(sign)]
    usual = median(heights) if heights else 0
    return sum(abs(height - usual) <= ALIKE * usual for height in heights)


def _may_be_machine_readable(line: list[Word]) -> bool:
    """Say whether many narrow signs stand in even steps, as those of a passport do and those of a sentence do not."""
    narrow = sum(_digits(sign) == 1 for sign in line)
    if len(line) < MACHINE_READABLE or narrow < EVEN * len(line):
        return False
    middles = [(sign.left + sign.right) / 2 for sign in line]
    steps = [after - before for before, after in pairwise(middles)]
    usual = median(steps)
    return sum(abs(step - usual) <= ALIKE * usual for step in steps) >= EVEN * len(steps)


def _roomy(line: list[Word]) -> Box:
    left, top, width, height = box_of(line)
    above = int(0.8 * median(_height(sign) for sign in line))
    beside = 4 * above  # a sign that is cut in two would be read as a digit
    return max(0, left - beside), max(0, top - above), width + 2 * beside, height + 2 * above


def joined(boxes: list[Box]) -> Iterator[Box]:
    """Yield the boxes, those that overlap as one: lines below each other are read together."""
    waiting = sorted(boxes, key=lambda one: one[1])
    while waiting:
        left, top, width, height = waiting.pop(0)
        right, bottom, rest = left + width, top + height, []
        for other in waiting:
            if other[1] < bottom and other[0] < right and left < other[0] + other[2]:
                left, right = min(left, other[0]), max(right, other[0] + other[2])
                bottom = max(bottom, other[1] + other[3])
            else:
                rest.append(other)
        waiting = rest
        yield left, top, right - left, bottom - top
