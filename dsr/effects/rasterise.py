"""Make safe pages of a hostile file: a jailed program turns it into pixels, and new pictures are made of the pixels.

Nothing of the file itself survives: no metadata, no script, no attachment, no second picture, no trailing bytes.
The program is dsr/effects/jail/programs/rebuild_pixels.py; what it writes is believed only after it was measured.
"""

import signal
import struct
from dataclasses import dataclass
from io import BytesIO

from PIL import Image

from dsr.effects.jailed import JailedProgram, jailed
from dsr.vocabulary import RebuildFailure

WALL_SECONDS = 25  # so that nobody waits half a minute to be told
MAX_PAGES = 10
MAX_OUTPUT_BYTES = 160 * 1024 * 1024  # of all new pictures of one file; ten pages of A4 always fit
PACKING = 1  # of zlib: four times as fast as its default, for pictures that are little larger
LONGEST_SIDE = 4_000
SHORTEST_SIDE = 20

# what the program may say; of a stored file it knows nothing
BELIEVABLE = frozenset(RebuildFailure.values) - {RebuildFailure.TAMPERED.value}


@dataclass(frozen=True)
class SafePage:
    """One page as a new PNG picture of nothing but pixels. Width and height in pixels."""

    width: int
    height: int
    png: bytes


class NotRasterised(Exception):  # noqa: N818 - an answer, not a fault
    """No safe pages could be made. `code` says why; trying again gives the same answer unless it is `passing`."""

    def __init__(self, code: RebuildFailure, *, passing: bool = False) -> None:
        """Take the reason, and whether a busy machine may have been it instead of the file."""
        super().__init__(code)
        self.code = code
        self.passing = passing


def rasterise(data: bytes, content_type: str, *, max_pages: int = MAX_PAGES) -> list[SafePage]:
    """Return the pages of a JPEG, PNG, HEIC or PDF as new pictures, upright, at most 4,000 pixels long.

    Starts one process and waits for it, up to 25 seconds. Raises NotRasterised, JailBroken.
    """
    with jailed("rebuild_pixels", content_type, str(max_pages), seconds=WALL_SECONDS) as jail:
        jail.feed(data)
        jail.end_of_feed()
        return _read_pages(jail, max_pages)


def _read_pages(jail: JailedProgram, max_pages: int) -> list[SafePage]:
    """Read frames until the end, measuring each before taking it. Raises NotRasterised, JailBroken."""
    jail.expect_locked_in()
    pages: list[SafePage] = []
    try:
        while (mark := jail.read(1)) == b"P" and len(pages) < max_pages:
            pages.append(_read_page(jail))
            if sum(len(page.png) for page in pages) > MAX_OUTPUT_BYTES:
                raise NotRasterised(RebuildFailure.TOO_MANY_PIXELS)
        if mark == b"E" and pages:
            return pages
        raise NotRasterised(_read_code(jail) if mark == b"F" else RebuildFailure.CRASHED)
    except EOFError:
        raise _reason_of_death(jail.status()) from None


def _read_page(jail: JailedProgram) -> SafePage:
    width, height = struct.unpack(">II", jail.read(8))
    if not (SHORTEST_SIDE <= width <= LONGEST_SIDE and SHORTEST_SIDE <= height <= LONGEST_SIDE):
        raise NotRasterised(RebuildFailure.CRASHED)
    pixels = jail.read(width * height * 3)
    picture = BytesIO()
    Image.frombytes("RGB", (width, height), pixels).save(picture, "PNG", compress_level=PACKING)
    return SafePage(width, height, picture.getvalue())


def _read_code(jail: JailedProgram) -> RebuildFailure:
    code = jail.read(jail.read(1)[0]).decode("ascii", "replace")
    return RebuildFailure(code) if code in BELIEVABLE else RebuildFailure.CRASHED


def _reason_of_death(status: int) -> NotRasterised:
    """Say why a program ended that was locked in. Its limits of processor and memory are the same on every machine."""
    if status == -signal.SIGKILL:  # by our clock, or by a machine without memory
        return NotRasterised(RebuildFailure.TOO_SLOW, passing=True)
    if status == -signal.SIGXCPU:
        return NotRasterised(RebuildFailure.TOO_SLOW)
    # whoever is locked in and ends by itself met a file that its libraries raise over
    return NotRasterised(RebuildFailure.DAMAGED if status == 1 else RebuildFailure.CRASHED)
