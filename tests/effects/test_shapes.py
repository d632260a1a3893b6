"""Which lines of a page are worth reading, by the boxes of their signs alone."""

import pytest

from dsr.effects.jail.programs.printed import Word
from dsr.effects.jail.programs.shapes import joined, lines_to_read

HEIGHT = 30


def line(widths, *, height=HEIGHT, top=100, step=None, rises=0):
    """Return a word with signs of these widths beside each other."""
    left, signs = 100, []
    for place, width in enumerate(widths):
        y = top + place * rises
        signs.append(Word("", left, y, left + width, y + height))
        left += step or width + 6
    first, last = signs[0], signs[-1]
    return [
        Word("", first.left, min(sign.top for sign in signs), last.right, max(sign.bottom for sign in signs)),
        *signs,
    ]


DIGIT, KANJI = 16, 29
READ = {
    "twelve digits": [line([DIGIT] * 12)],
    "twelve digits of which four touch each other in pairs": [line([DIGIT] * 4 + [36, 36] + [DIGIT] * 4)],
    "twelve digits that fall": [line([DIGIT] * 12, rises=1)],
    "twelve digits after kanji": [line([KANJI] * 4 + [DIGIT] * 12)],
    "twelve digits in three words": [line([DIGIT] * 4, top=100)[:1] + line([DIGIT] * 12)[1:]],
    "44 signs in even steps": [line([22] * 44, step=30)],
    "a word with a long part of which nothing is told": [
        [Word("", 100, 90, 700, 140), *line([DIGIT] * 2)[1:]],
    ],
}
LEFT = {
    "nothing": [],
    "ten digits, as of a phone": [line([DIGIT] * 10)],
    "eleven digits, as of a mobile phone": [line([DIGIT] * 11)],
    "kanji": [line([KANJI] * 30)],
    "dust": [line([3] * 40, height=5)],
    "letters of different height": [
        [
            Word("", 100, 90, 900, 130),
            *(
                Word(
                    "", 100 + 20 * n + (0, 5, 12, 3)[n % 4], 100 - n % 2 * 10, 112 + 20 * n + (0, 5, 12, 3)[n % 4], 120
                )
                for n in range(40)
            ),
        ]
    ],
}


@pytest.mark.parametrize("name", READ)
def test_a_line_that_may_hold_a_number_is_read(name):
    assert len(lines_to_read(READ[name])) == 1


@pytest.mark.parametrize("name", LEFT)
def test_any_other_line_is_left(name):
    assert lines_to_read(LEFT[name]) == []


def test_a_box_has_room_around_its_line():
    word = line([DIGIT] * 12)
    (box,) = lines_to_read([word])
    left, top, width, height = box
    inside = word[0]
    assert (left < inside.left - HEIGHT, left + width > inside.right + HEIGHT) == (True, True)
    assert (top < inside.top - HEIGHT // 2, top + height > inside.bottom + HEIGHT // 2) == (True, True)


@pytest.mark.parametrize(
    ("boxes", "parts"),
    [
        ([], []),
        ([(0, 0, 10, 10)], [(0, 0, 10, 10)]),
        ([(0, 0, 10, 10), (5, 5, 10, 10)], [(0, 0, 15, 15)]),
        ([(0, 0, 10, 10), (0, 20, 10, 10)], [(0, 0, 10, 10), (0, 20, 10, 10)]),
        ([(0, 0, 10, 10), (50, 0, 10, 10)], [(0, 0, 10, 10), (50, 0, 10, 10)]),
        ([(0, 0, 10, 12), (0, 10, 10, 12), (0, 20, 10, 12)], [(0, 0, 10, 32)]),
    ],
)
def test_boxes_that_overlap_are_read_as_one(boxes, parts):
    assert list(joined(boxes)) == parts
