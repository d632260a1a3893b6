"""The jailed program that reads a hostile file from standard input and writes bare pixels to standard output.

Started by dsr/effects/rasterise.py with CONTENT_TYPE MAX_PAGES CPU_SECONDS. It locks itself in before it reads the
first byte.

Output: `J` once it is locked in; then frames of `P` width height (two 32-bit big-endian numbers) and width x height x
3 bytes of RGB, one for each page, with `A` for `P` where the file held something active; then `E`. Or, instead of a
frame, `F`, one byte of length and a code. Whoever reads must believe none of it; but what ends without `J` has not seen
the file.
"""

import struct
import warnings
from collections.abc import Callable, Iterator
from functools import partial
from importlib import import_module
from typing import BinaryIO

from PIL import Image

from .limits import ACTIVE, Refusal
from .lock_in import lock_in

PDF, HEIC = "application/pdf", "image/heic"


def main(arguments: list[str]) -> None:
    """Lock in, read, rebuild, write. An uncaught exception ends the program with status 1: a damaged file."""
    content_type, max_pages, cpu_seconds = arguments[0], int(arguments[1]), int(arguments[2])
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    Image.preinit()  # Pillow would load its parts late, and in the jail nothing can be loaded any more
    pages_of = _reader(content_type, max_pages)
    # libde265, which decodes HEIC, does its work in a thread
    stdin, out = lock_in(cpu_seconds, threads=content_type == HEIC)
    try:
        for image in pages_of(stdin.read()):
            pixels = image.tobytes()
            out.write((b"A" if image.info.get(ACTIVE) else b"P") + struct.pack(">II", *image.size))
            out.write(pixels)
        out.write(b"E")
    except Refusal as refusal:
        _fail(out, refusal.args[0])
    except MemoryError:
        _fail(out, "out_of_memory")
    out.flush()


def _reader(content_type: str, max_pages: int) -> Callable[[bytes], Iterator[Image.Image]]:
    """Load the one decoder that the file needs, while modules can still be loaded, and return what it does."""
    if content_type == PDF:
        return partial(import_module(".pdf_pages", __package__).pages_of, max_pages=max_pages)
    pictures = import_module(".pictures", __package__)
    if content_type == HEIC:
        pictures.load_heic()
    return lambda data: iter([pictures.picture_of(data, content_type)])


def _fail(out: BinaryIO, code: str) -> None:
    out.write(b"F" + bytes([len(code)]) + code.encode("ascii"))
