"""The jailed program that looks over pages: QR codes, My Numbers, machine-readable lines, and whether they can be read.

Started by dsr/effects/find.py. It gets grey pixels that were rebuilt already, and holds no more rights than the program
that rebuilt them. All it knows beforehand is how letters look (Debian's tesseract-ocr-eng).

Input: `J` is awaited; then for each page `P` width height (two 32-bit big-endian numbers) and width x height bytes of
grey. Output for each page: `M`, how many marks (one byte), and for each a code (one byte of length, ASCII) and its box:
left, top, width and height in thousandths of the page (four 16-bit numbers). What was read never leaves.
"""

import os
import struct
from collections.abc import Iterator
from typing import BinaryIO

# one thread: in the jail there can be no second, and the library would end the program over it
os.putenv("OMP_THREAD_LIMIT", "1")

import tesserocr
import zxingcpp
from PIL import Image

from . import quality
from .lock_in import lock_in
from .printed import Word, find_mrz, find_my_numbers, rows_of
from .shapes import joined, lines_to_read

CPU_SECONDS = 30
LETTERS = "/usr/share/tesseract-ocr/5/tessdata/"
MOST_MARKS = 20  # of a page
MOST_PARTS = 25  # of a page that are read one by one; more cost as much as all of it

Box = tuple[int, int, int, int]  # left, top, width, height
Mark = tuple[str, Box]


def main(_arguments: list[str]) -> None:
    """Load the letters, lock in, and answer page by page until no more come."""
    Image.preinit()
    reader = Reader()
    stdin, out = lock_in(CPU_SECONDS)
    while stdin.read(1) == b"P":
        width, height = struct.unpack(">II", stdin.read(8))
        page = Image.frombytes("L", (width, height), stdin.read(width * height))
        _answer(out, page.size, list(marks_of(page, reader))[:MOST_MARKS])


def marks_of(page: Image.Image, reader: "Reader") -> Iterator[Mark]:
    """Yield what is on a page, with its box in pixels."""
    rows = rows_of(reader.words(page))
    # first what matters most: whoever draws twenty squares on a page hides no number behind them
    yield from (("my_number", box) for box in find_my_numbers(rows))
    yield from find_mrz(rows, lambda box: reader.line(page, box))
    yield from ((code, (0, 0, *page.size)) for code in quality.judge(page))
    yield from (("qr_code", box) for box in _qr_codes(page))


def _qr_codes(page: Image.Image) -> Iterator[Box]:
    formats = zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.QRCode, zxingcpp.BarcodeFormat.MicroQRCode])
    view = zxingcpp.ImageView(page.tobytes(), *page.size, zxingcpp.ImageFormat.Lum)
    # one that cannot be decoded any more is still to be masked
    for code in zxingcpp.read_barcodes(view, formats=formats, return_errors=True):
        corners = [getattr(code.position, name) for name in ("top_left", "top_right", "bottom_left", "bottom_right")]
        left, top = min(corner.x for corner in corners), min(corner.y for corner in corners)
        yield left, top, max(corner.x for corner in corners) - left, max(corner.y for corner in corners) - top


class Reader:
    """Tesseract without dictionaries, which would only mislead it over numbers."""

    def __init__(self) -> None:
        self._letters = tesserocr.PyTessBaseAPI(
            path=LETTERS,
            lang="eng",
            psm=tesserocr.PSM.SPARSE_TEXT,
            oem=tesserocr.OEM.LSTM_ONLY,
            variables={"load_system_dawg": "0", "load_freq_dawg": "0", "tessedit_do_invert": "0"},
        )
        # what it has to tell goes to standard error; a file for it could not be opened in the jail, and would end it
        self._letters.SetVariable("debug_file", "")

    def words(self, page: Image.Image) -> list[Word]:
        """Return the words of every line that may hold a long number, with their boxes."""
        boxes = list(joined(lines_to_read(self._laid_out(page))))
        if len(boxes) > MOST_PARTS:
            return self._words_in(page)
        return [word for box in boxes for word in self._words_in(page, box)]

    def _laid_out(self, page: Image.Image) -> list[list[Word]]:
        """Return the box of every word of a page with those of its signs; none is read."""
        self._show(page, tesserocr.PSM.SPARSE_TEXT, "")
        found = self._letters.AnalyseLayout()
        words: list[list[Word]] = []
        for piece in tesserocr.iterate_level(found, tesserocr.RIL.SYMBOL) if found else ():
            word, sign = piece.BoundingBox(tesserocr.RIL.WORD), piece.BoundingBox(tesserocr.RIL.SYMBOL)
            if word and (not words or words[-1][0] != Word("", *word)):
                words.append([Word("", *word)])
            if word and sign:
                words[-1].append(Word("", *sign))
        return words

    def _words_in(self, page: Image.Image, part: Box | None = None) -> list[Word]:
        """Read a part of a page, or all of it."""
        left, top, width, height = part or (0, 0, *page.size)
        right, bottom = min(left + width, page.width), min(top + height, page.height)
        self._show(page.crop((left, top, right, bottom)), tesserocr.PSM.SPARSE_TEXT, "")
        self._letters.Recognize()
        found = self._letters.GetIterator()
        words = []
        for piece in tesserocr.iterate_level(found, tesserocr.RIL.WORD) if found else ():
            box = piece.BoundingBox(tesserocr.RIL.WORD)
            if box and not piece.Empty(tesserocr.RIL.WORD):
                x, y, x_end, y_end = box
                place = (x + left, y + top, x_end + left, y_end + top)
                words.append(Word(piece.GetUTF8Text(tesserocr.RIL.WORD), *place))
        return words

    def line(self, page: Image.Image, box: Box) -> str:
        """Read one part of a page again as a single machine-readable line."""
        left, top, width, height = box
        margin = height // 2
        strip = page.crop((left - margin, top - margin, left + width + margin, top + height + margin))
        self._show(strip, tesserocr.PSM.SINGLE_LINE, "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ<")
        text: str = self._letters.GetUTF8Text()
        return "".join(text.split())

    def _show(self, page: Image.Image, mode: int, signs: str) -> None:
        self._letters.SetPageSegMode(mode)
        self._letters.SetVariable("tessedit_char_whitelist", signs)
        self._letters.SetImageBytes(page.tobytes(), *page.size, 1, page.width)
        self._letters.SetSourceResolution(200)


def _answer(out: BinaryIO, size: tuple[int, int], marks: list[Mark]) -> None:
    out.write(b"M" + bytes([len(marks)]))
    for code, (left, top, width, height) in marks:
        sides = ((left, size[0]), (top, size[1]), (width, size[0]), (height, size[1]))
        box = [max(0, min(1000, round(1000 * part / whole))) for part, whole in sides]
        box[2], box[3] = min(box[2], 1000 - box[0]), min(box[3], 1000 - box[1])
        out.write(bytes([len(code)]) + code.encode("ascii") + struct.pack(">4H", *box))
    out.flush()
