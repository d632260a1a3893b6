"""Black boxes burned into a page. What they cover is gone from the new picture: there is no layer under them."""

import math
from collections.abc import Iterable
from io import BytesIO
from typing import NamedTuple

from PIL import Image, ImageDraw

WHOLE = 1000  # boxes are in thousandths of the page, so that they fit every size of it


class Box(NamedTuple):
    """A box on a page, in thousandths of its width and height."""

    left: int
    top: int
    width: int
    height: int

    @property
    def is_on_page(self) -> bool:
        """Say whether it covers something and lies within the page."""
        across = self.left >= 0 and self.width > 0 and self.left + self.width <= WHOLE
        return across and self.top >= 0 and self.height > 0 and self.top + self.height <= WHOLE

    def covers(self, other: "Box") -> bool:
        """Say whether the other box lies within this one."""
        return (
            self.left <= other.left
            and self.top <= other.top
            and self.left + self.width >= other.left + other.width
            and self.top + self.height >= other.top + other.height
        )


def masked(png: bytes, boxes: Iterable[Box]) -> bytes:
    """Return one of our own page pictures as a new PNG with the boxes painted black, nothing but pixels.

    A box is widened to whole pixels, never narrowed. Raises OSError for bytes that are no picture.
    """
    with Image.open(BytesIO(png), formats=("PNG",)) as opened:
        page = opened.convert("RGB")
    draw = ImageDraw.Draw(page)
    for box in boxes:
        draw.rectangle(_pixels(box, page.width, page.height), fill="black")
    written = BytesIO()
    Image.frombytes("RGB", page.size, page.tobytes()).save(written, "PNG")
    return written.getvalue()


def _pixels(box: Box, width: int, height: int) -> tuple[int, int, int, int]:
    """Return first and last pixel of both directions; the last one belongs to the box."""
    left, top = math.floor(box.left * width / WHOLE), math.floor(box.top * height / WHOLE)
    right = math.ceil((box.left + box.width) * width / WHOLE)
    bottom = math.ceil((box.top + box.height) * height / WHOLE)
    return left, top, right - 1, bottom - 1
