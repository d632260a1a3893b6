"""How large a picture may be, and how a program says no. Measures in pixels and PDF points."""

MAX_PIXELS = 50_000_000
MAX_SIDE = 12_000
MIN_SIDE = 200
MAX_PAGE_POINTS = 2_000
PDF_DPI = 200
PDF_LONG_EDGE = 4_000
PICTURE_LONG_EDGE = 2_400  # as fine as an A4 page at 200 dpi

ACTIVE = (-1, -1)  # a note on a picture that its file could do something; the names in files are texts


class Refusal(Exception):  # noqa: N818 - an answer, not a fault
    """This file gives no pages. `args[0]` is a code of dsr.vocabulary.RebuildFailure."""


def check_size(width: int, height: int) -> None:
    """Raise Refusal for a picture that is too small to be read, or too large to be decoded."""
    if min(width, height) < MIN_SIDE:
        raise Refusal("too_small")
    if max(width, height) > MAX_SIDE or width * height > MAX_PIXELS:
        raise Refusal("too_many_pixels")
