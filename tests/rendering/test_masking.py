"""What a box covers is black and nothing else; what it does not cover is as it was."""

from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from dsr.rendering.masking import WHOLE, Box, masked


@st.composite
def boxes_on_page(draw: st.DrawFn) -> Box:
    left, top = draw(st.integers(0, WHOLE - 1)), draw(st.integers(0, WHOLE - 1))
    return Box(left, top, draw(st.integers(1, WHOLE - left)), draw(st.integers(1, WHOLE - top)))


def page(width: int, height: int) -> bytes:
    drawn = Image.new("RGB", (width, height))
    drawn.putdata([(1 + x * 7 % 255, 1 + y * 5 % 255, 1 + (x + y) % 255) for y in range(height) for x in range(width)])
    written = BytesIO()
    drawn.save(written, "PNG", compress_level=1)
    return written.getvalue()


def pixels(png: bytes) -> dict[tuple[int, int], tuple[int, int, int]]:
    with Image.open(BytesIO(png)) as opened:
        assert (opened.format, opened.mode, opened.info) == ("PNG", "RGB", {})
        return {(x, y): opened.getpixel((x, y)) for y in range(opened.height) for x in range(opened.width)}


@given(st.integers(1, 60), st.integers(1, 60), st.lists(boxes_on_page(), max_size=4))
def test_every_pixel_under_a_box_is_black_and_every_other_unchanged(width: int, height: int, boxes: list[Box]) -> None:
    # a pixel is under a box as soon as any part of it is: the areas are compared in whole numbers, without rounding
    def covered(x: int, y: int) -> bool:
        return any(
            x * WHOLE < (box.left + box.width) * width
            and (x + 1) * WHOLE > box.left * width
            and y * WHOLE < (box.top + box.height) * height
            and (y + 1) * WHOLE > box.top * height
            for box in boxes
        )

    before, after = pixels(page(width, height)), pixels(masked(page(width, height), boxes))
    assert after == {place: (0, 0, 0) if covered(*place) else colour for place, colour in before.items()}


ON_PAGE = [
    (Box(0, 0, 1000, 1000), True),
    (Box(999, 999, 1, 1), True),
    (Box(0, 0, 0, 10), False),
    (Box(0, 0, 10, 0), False),
    (Box(-1, 0, 10, 10), False),
    (Box(0, -1, 10, 10), False),
    (Box(991, 0, 10, 10), False),
    (Box(0, 991, 10, 10), False),
]


@pytest.mark.parametrize(("box", "expected"), ON_PAGE)
def test_a_box_lies_on_the_page_with_all_of_it(box: Box, expected: bool) -> None:
    assert box.is_on_page is expected


COVERS = [
    (Box(100, 100, 200, 200), True),
    (Box(101, 101, 198, 198), True),
    (Box(99, 100, 200, 200), False),
    (Box(100, 99, 200, 200), False),
    (Box(100, 100, 201, 200), False),
    (Box(100, 100, 200, 201), False),
]


@pytest.mark.parametrize(("inner", "expected"), COVERS)
def test_a_box_covers_what_lies_within_it(inner: Box, expected: bool) -> None:
    assert Box(100, 100, 200, 200).covers(inner) is expected


def test_what_is_no_picture_is_refused() -> None:
    with pytest.raises(OSError, match="identify"):
        masked(b"no picture", [Box(0, 0, 10, 10)])
