"""Look over rebuilt pages for what may have to be masked, in a jailed program of its own.

A search that fails or takes too long never holds a document back: it says of each page that it was not searched.
"""

import logging
import struct
from collections.abc import Sequence
from io import BytesIO

from PIL import Image

from dsr.actions.documents import Noticed
from dsr.effects.jailed import JailBroken, JailedProgram, jailed
from dsr.effects.rasterise import SafePage
from dsr.vocabulary import FindingCode

logger = logging.getLogger(__name__)

WALL_SECONDS = 60
MOST_MARKS = 20
THOUSAND = 1000
WHOLE = (0, 0, THOUSAND, THOUSAND)

EXPECTED = {
    code.encode(): code
    for code in (
        FindingCode.QR_CODE,
        FindingCode.MY_NUMBER,
        FindingCode.MRZ_WRONG,
        FindingCode.QUALITY_BLANK,
        FindingCode.QUALITY_BLURRED,
    )
}


class NotBelieved(ValueError):  # noqa: N818 - a judgement
    """The program answered what no honest one does."""


def find(pages: Sequence[SafePage]) -> list[Noticed]:
    """Return what is on the pages, or that a page was not searched. Never what is written there.

    Starts one process and waits for it, up to a minute.
    """
    found: list[Noticed] = []
    searched = 0
    try:
        with jailed("find_marks", seconds=WALL_SECONDS) as jail:
            jail.expect_locked_in()
            for searched, page in enumerate(pages):
                _show(jail, page)
                found += _read_marks(jail, searched + 1)
            return found
    except (EOFError, NotBelieved):
        logger.warning("a page could not be searched for numbers and QR codes")
    except JailBroken:
        logger.error("no page is searched for numbers and QR codes: the program does not start")  # noqa: TRY400
    return found + [Noticed(FindingCode.NOT_SEARCHED, number, WHOLE) for number in range(searched + 1, len(pages) + 1)]


def _show(jail: JailedProgram, page: SafePage) -> None:
    grey = Image.open(BytesIO(page.png), formats=("PNG",)).convert("L")
    jail.feed(b"P" + struct.pack(">II", *grey.size), grey.tobytes())


def _read_marks(jail: JailedProgram, number: int) -> list[Noticed]:
    """Read the answer for one page. Raises EOFError, NotBelieved."""
    head = jail.read(2)
    if head[:1] != b"M" or head[1] > MOST_MARKS:
        raise NotBelieved
    return [_read_mark(jail, number) for _ in range(head[1])]


def _read_mark(jail: JailedProgram, number: int) -> Noticed:
    code = EXPECTED.get(jail.read(jail.read(1)[0]))
    left, top, width, height = struct.unpack(">4H", jail.read(8))
    if code is None or left + width > THOUSAND or top + height > THOUSAND:
        raise NotBelieved
    return Noticed(code, number, (left, top, width, height))
