"""Read the codes of cover sheets on rebuilt pages, in a jailed program of its own."""

import logging
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO

from PIL import Image

from dsr.cover_sheets import PREFIX
from dsr.effects.jailed import JailedProgram, jailed
from dsr.effects.rasterise import SafePage

logger = logging.getLogger(__name__)

WALL_SECONDS = 330  # a little longer than the pages of the thickest pile take
MOST_CODES = 20
# what is said of a page that could not be searched: it may be a cover sheet, so it goes to nobody
UNCLEAR = (PREFIX,)


class CoverReader:
    """Reads page after page. One that gave up says of every page that it is unclear, and holds nothing up."""

    def __init__(self, jail: JailedProgram) -> None:
        """Take the program, which is not locked in yet."""
        self._jail, self._works = jail, True
        jail.expect_locked_in()

    def codes_on(self, page: SafePage) -> tuple[str, ...]:
        """Return the texts of the codes on a page that begin as those of cover sheets do. Nothing of it is checked."""
        if not self._works:
            return UNCLEAR
        grey = Image.open(BytesIO(page.png), formats=("PNG",)).convert("L")
        self._jail.feed(b"P" + struct.pack(">II", *grey.size), grey.tobytes())
        try:
            return tuple(self._read_code() for _ in range(min(self._jail.read(1)[0], MOST_CODES)))
        except EOFError:
            self._works = False
            logger.warning("pages of scanned post could not be searched for cover sheets")
            return UNCLEAR

    def _read_code(self) -> str:
        return self._jail.read(self._jail.read(1)[0]).decode("ascii", "replace")


@contextmanager
def cover_reader() -> Iterator[CoverReader]:
    """Start the program, and end it when it takes too long. Raises JailBroken."""
    with jailed("read_covers", PREFIX, seconds=WALL_SECONDS) as jail:
        yield CoverReader(jail)
