"""Make safe pages of a hostile file: a jailed program turns it into pixels, and new pictures are made of the pixels.

Nothing of the file itself survives: no metadata, no script, no attachment, no second picture, no trailing bytes.
The program is dsr/effects/rebuild_pixels.py; what it writes is believed only after it was measured.
"""

import signal
import struct
import subprocess  # nosec B404 - the jail is a process
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import IO

from PIL import Image

from dsr.effects.memory import close_memory
from dsr.vocabulary import RebuildFailure

LOCKED_IN = b"J"
PROGRAM = Path(__file__).with_name("rebuild_pixels.py")
WALL_SECONDS = 30
MAX_PAGES = 10
MAX_OUTPUT_BYTES = 100 * 1024 * 1024  # of all new pictures of one file
LONGEST_SIDE = 4_000
SHORTEST_SIDE = 20


# may be the fault of a busy machine instead of the file
PASSING = frozenset({RebuildFailure.TOO_SLOW, RebuildFailure.OUT_OF_MEMORY, RebuildFailure.CRASHED})


@dataclass(frozen=True)
class SafePage:
    """One page as a new PNG picture of nothing but pixels. Width and height in pixels."""

    width: int
    height: int
    png: bytes


class NotRasterised(Exception):  # noqa: N818 - an answer, not a fault
    """No safe pages could be made. `code` says why; trying again gives the same answer unless it is one of PASSING."""

    def __init__(self, code: RebuildFailure) -> None:
        """Take the reason."""
        super().__init__(code.value)
        self.code = code


class JailBroken(RuntimeError):  # noqa: N818 - a state of the machine
    """The program could not start or not lock itself in: a fault of this machine that says nothing of the file."""


def rasterise(data: bytes, content_type: str, *, max_pages: int = MAX_PAGES) -> list[SafePage]:
    """Return the pages of a JPEG, PNG or PDF as new pictures, upright, at most 4,000 pixels long.

    Starts one process and waits for it, up to 30 seconds. Raises NotRasterised, JailBroken.
    """
    close_memory()
    with _program(content_type, max_pages) as jail:
        with suppress(BrokenPipeError):  # it ended early; its exit status tells why
            _stream(jail.stdin).write(data)
        with suppress(BrokenPipeError):
            _stream(jail.stdin).close()
        return _read_pages(jail, max_pages)


@contextmanager
def _program(content_type: str, max_pages: int) -> Iterator["subprocess.Popen[bytes]"]:
    """Run the jailed program in an empty folder, with nothing in its environment; kill it after WALL_SECONDS."""
    with tempfile.TemporaryDirectory(prefix="dsr-jail-") as folder:
        Path(folder).chmod(0o755)  # the user nobody must be able to enter it
        jail = _start(content_type, max_pages, folder)
        watch = threading.Timer(WALL_SECONDS, jail.kill)
        watch.start()
        try:
            yield jail
        finally:
            watch.cancel()
            jail.kill()
            for stream in (jail.stdin, jail.stdout):
                with suppress(BrokenPipeError):
                    _stream(stream).close()
            jail.wait()


def _start(content_type: str, max_pages: int, folder: str) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(  # noqa: S603 - our own file, no shell
        [sys.executable, "-I", str(PROGRAM), content_type, str(max_pages)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={},
        cwd=folder,
        start_new_session=True,
    )


def _read_pages(jail: "subprocess.Popen[bytes]", max_pages: int) -> list[SafePage]:
    """Read frames until the end, measuring each before taking it. Raises NotRasterised, JailBroken."""
    out = _stream(jail.stdout)
    if out.read(1) != LOCKED_IN:
        raise JailBroken
    pages: list[SafePage] = []
    try:
        while (mark := _exactly(out, 1)) == b"P" and len(pages) < max_pages:
            pages.append(_read_page(out))
            if sum(len(page.png) for page in pages) > MAX_OUTPUT_BYTES:
                raise NotRasterised(RebuildFailure.TOO_MANY_PIXELS)
        if mark == b"E" and pages:
            return pages
        raise NotRasterised(_read_code(out) if mark == b"F" else RebuildFailure.CRASHED)
    except EOFError:
        raise NotRasterised(_reason_of_death(jail.wait())) from None


def _read_page(out: IO[bytes]) -> SafePage:
    width, height = struct.unpack(">II", _exactly(out, 8))
    if not (SHORTEST_SIDE <= width <= LONGEST_SIDE and SHORTEST_SIDE <= height <= LONGEST_SIDE):
        raise NotRasterised(RebuildFailure.CRASHED)
    pixels = _exactly(out, width * height * 3)
    picture = BytesIO()
    Image.frombytes("RGB", (width, height), pixels).save(picture, "PNG")
    return SafePage(width, height, picture.getvalue())


def _exactly(out: IO[bytes], length: int) -> bytes:
    data = out.read(length)
    if len(data) != length:
        raise EOFError
    return data


def _read_code(out: IO[bytes]) -> RebuildFailure:
    code = _exactly(out, _exactly(out, 1)[0]).decode("ascii", "replace")
    return RebuildFailure(code) if code in RebuildFailure.values else RebuildFailure.CRASHED


def _reason_of_death(status: int) -> RebuildFailure:
    if status in {-signal.SIGXCPU, -signal.SIGKILL}:
        return RebuildFailure.TOO_SLOW
    # whoever is locked in and ends by itself met a file that its libraries raise over
    return RebuildFailure.DAMAGED if status == 1 else RebuildFailure.CRASHED


def _stream(stream: IO[bytes] | None) -> IO[bytes]:
    if stream is None:
        raise RuntimeError("the program was started without pipes")
    return stream
