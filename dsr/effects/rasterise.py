"""Make safe pages of a hostile file: a jailed program turns it into pixels, and new pictures are made of the pixels.

Nothing of the file itself survives: no metadata, no script, no attachment, no second picture, no trailing bytes.
The program is dsr/effects/jail/programs/rebuild_pixels.py; what it writes is believed only after it was measured.
"""

import math
import signal
import struct
from collections.abc import Generator, Iterator
from dataclasses import dataclass, field
from io import BytesIO

from PIL import Image

from dsr.effects.jailed import JailedProgram, jailed
from dsr.vocabulary import RebuildFailure

WALL_SECONDS = 25  # so that nobody waits half a minute to be told
CPU_SECONDS = 10  # of ten pages
WALL_SECONDS_OF_A_PAGE = 6  # of a pile of more: whoever takes the pages is slow as well
MAX_PAGES = 10
MAX_OUTPUT_BYTES = 160 * 1024 * 1024  # of all new pictures of one file; ten pages of A4 always fit
PACKING = 1  # of zlib: four times as fast as its default, for pictures that are little larger
LONGEST_SIDE = 4_000
SHORTEST_SIDE = 20

# what the program may say; of a stored file it knows nothing
BELIEVABLE = frozenset(RebuildFailure.values) - {RebuildFailure.TAMPERED.value}


@dataclass(frozen=True)
class SafePage:
    """One page as a new PNG picture of nothing but pixels. Width and height in pixels.

    `was_active`: the file held a script, an attachment or the like, of which nothing is left.
    """

    width: int
    height: int
    png: bytes
    was_active: bool = field(default=False, compare=False)


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
    return list(each_page(data, content_type, max_pages=max_pages))


def each_page(data: bytes, content_type: str, *, max_pages: int) -> Generator[SafePage]:
    """Yield the pages one by one, so that a thick pile is never held in memory as a whole.

    A pile of more than ten pages may take six seconds for each, and be as many times larger. Only the end tells that
    all is well: what was yielded before a NotRasterised counts for nothing. Raises NotRasterised, JailBroken.
    """
    times = max(1, math.ceil(max_pages / MAX_PAGES))
    seconds = WALL_SECONDS if times == 1 else WALL_SECONDS_OF_A_PAGE * max_pages
    arguments = (content_type, str(max_pages), str(CPU_SECONDS * times))
    with jailed("rebuild_pixels", *arguments, seconds=seconds) as jail:
        jail.feed(data)
        jail.end_of_feed()
        yield from _read_pages(jail, max_pages, MAX_OUTPUT_BYTES * times)


def _read_pages(jail: JailedProgram, max_pages: int, room: int) -> Iterator[SafePage]:
    """Read frames until the end, measuring each before taking it. Raises NotRasterised, JailBroken."""
    jail.expect_locked_in()
    taken = 0
    try:
        while (mark := jail.read(1)) in {b"P", b"A"} and taken < max_pages:
            page = _read_page(jail, was_active=mark == b"A")
            taken, room = taken + 1, room - len(page.png)
            if room < 0:
                raise NotRasterised(RebuildFailure.TOO_MANY_PIXELS)
            yield page
        if mark != b"E" or not taken:
            raise NotRasterised(_read_code(jail) if mark == b"F" else RebuildFailure.CRASHED)
    except EOFError:
        raise _reason_of_death(jail.status()) from None


def _read_page(jail: JailedProgram, *, was_active: bool) -> SafePage:
    width, height = struct.unpack(">II", jail.read(8))
    if not (SHORTEST_SIDE <= width <= LONGEST_SIDE and SHORTEST_SIDE <= height <= LONGEST_SIDE):
        raise NotRasterised(RebuildFailure.CRASHED)
    pixels = jail.read(width * height * 3)
    picture = BytesIO()
    Image.frombytes("RGB", (width, height), pixels).save(picture, "PNG", compress_level=PACKING)
    return SafePage(width, height, picture.getvalue(), was_active)


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
