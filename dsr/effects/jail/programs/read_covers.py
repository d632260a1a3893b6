"""The jailed program that reads the QR codes of cover sheets, and of nothing else.

Started by dsr/effects/covers.py with PREFIX. It gets grey pixels that were rebuilt already, and holds no more rights
than the program that rebuilt them.

Input: `J` is awaited; then for each page `P` width height (two 32-bit big-endian numbers) and width x height bytes of
grey. Output for each page: how many codes (one byte), and for each its text (one byte of length, ASCII). Only what
begins with the prefix leaves. The bare prefix stands for a code of the size of ours that cannot be read any more.
"""

import struct
from collections.abc import Iterator

import zxingcpp
from PIL import Image

from .lock_in import lock_in

CPU_SECONDS = 60
MOST_CODES = 20
LONGEST = 64
SMALLEST = 8  # a code of a cover sheet is wider than an eighth of the sheet; one on a card is not


def main(arguments: list[str]) -> None:
    """Lock in, and answer page by page until no more come."""
    prefix = arguments[0]
    Image.preinit()
    stdin, out = lock_in(CPU_SECONDS)
    while stdin.read(1) == b"P":
        width, height = struct.unpack(">II", stdin.read(8))
        page = Image.frombytes("L", (width, height), stdin.read(width * height))
        codes = list(dict.fromkeys(_codes_on(page, prefix)))[:MOST_CODES]
        out.write(bytes([len(codes)]) + b"".join(bytes([len(code)]) + code for code in codes))
        out.flush()


def _codes_on(page: Image.Image, prefix: str) -> Iterator[bytes]:
    formats = zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.QRCode])
    view = zxingcpp.ImageView(page.tobytes(), *page.size, zxingcpp.ImageFormat.Lum)
    for code in zxingcpp.read_barcodes(view, formats=formats, return_errors=True):
        if code.valid and code.text.startswith(prefix):
            yield code.text.encode("ascii", "replace")[:LONGEST]
        elif not code.valid and _width(code) * SMALLEST > page.width:
            yield prefix.encode()


def _width(code: zxingcpp.Barcode) -> int:
    places = [getattr(code.position, name).x for name in ("top_left", "top_right", "bottom_left", "bottom_right")]
    return max(places) - min(places)
