"""Whether a person can read a page, or finds nothing on it, or all of it out of focus. A hint, never a refusal."""

from collections.abc import Iterator

from PIL import Image, ImageFilter

LONG_EDGE = 1_000  # at which a page is judged: as on a screen
NARROW = 12  # levels of grey between the darkest and the lightest part of a page with nothing on it
SPECKS = 0.0003  # the part of a page that dust may fill
SHARPEST = 0.0001  # the part of a page by whose edges it is judged
SOFT = 0.06  # of the whole range of grey, across one pixel; a page in focus has edges several times as steep
EDGES = ImageFilter.Kernel((3, 3), (0, 1, 0, 1, -4, 1, 0, 1, 0), scale=8, offset=128)
EDGES_SCALE = 8 / 4  # back to levels of grey across one pixel


def judge(page: Image.Image) -> Iterator[str]:
    """Yield a code for a page that is empty, and one for a page that is blurred."""
    small = page.copy()
    small.thumbnail((LONG_EDGE, LONG_EDGE), Image.Resampling.BOX)
    darkest, lightest = _range(small, SPECKS)
    if lightest - darkest < NARROW:
        yield "quality_blank"
        return
    # the filter leaves the outermost pixels as they are
    low, high = _range(small.filter(EDGES).crop((1, 1, small.width - 1, small.height - 1)), SHARPEST)
    steepest = max(high - 128, 128 - low) * EDGES_SCALE
    if steepest < SOFT * (lightest - darkest):
        yield "quality_blurred"


def _range(image: Image.Image, part: float) -> tuple[int, int]:
    """Return the levels between which all but a small part of the pixels lie, at either end."""
    counts = image.histogram()
    return _level(counts, part), 255 - _level(counts[::-1], part)


def _level(counts: list[int], part: float) -> int:
    left = sum(counts) * part
    for level, count in enumerate(counts):
        left -= count
        if left < 0:
            return level
    return len(counts) - 1
