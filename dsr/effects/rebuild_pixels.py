"""The jailed program: reads a hostile file from standard input, writes bare pixels to standard output.

Started by dsr/effects/rasterise.py as `python -I rebuild_pixels.py CONTENT_TYPE MAX_PAGES`; imports nothing of the
product. It locks itself in before it reads the first byte: what it imports is ours, what it reads is not.

Output: `J` once it is locked in; then frames of `P` width height (two 32-bit big-endian numbers) and width x height x
3 bytes of RGB, one for each page; then `E`. Or, instead of a frame, `F`, one byte of length and a code. Whoever reads
must believe none of it; but what ends without `J` has not seen the file.

The jail: no new file descriptors at all (so no file and no socket can be opened, fonts of the system included), no new
processes, no core, limits on time and memory, no way to gain rights, no system call that reaches another process; and
where the kernel lets us, namespaces without network, an empty root folder and the user nobody.
"""

import ctypes
import errno
import os
import resource
import struct
import sys
import warnings
from collections.abc import Iterator
from contextlib import suppress
from io import BytesIO
from typing import Any, BinaryIO

import pypdfium2 as pdfium
from PIL import Image, ImageFile, ImageOps, MpoImagePlugin, TiffImagePlugin
from pypdfium2 import raw

# Pillow would load these late, and in the jail nothing can be loaded any more.
Image.preinit()
LATE_MODULES = (MpoImagePlugin, TiffImagePlugin)

CPU_SECONDS = 10
ADDRESS_SPACE = 1536 * 1024 * 1024

MAX_PIXELS = 50_000_000
MAX_SIDE = 12_000
MIN_SIDE = 200
MAX_PAGE_POINTS = 2_000
PDF_DPI = 200
PDF_LONG_EDGE = 4_000
PICTURE_LONG_EDGE = 2_400  # as fine as an A4 page at 200 dpi

NOBODY = 65534
NO_JAIL = 3  # exit status, before `J`
CLONE_NEWNS, CLONE_NEWUTS, CLONE_NEWIPC, CLONE_NEWUSER, CLONE_NEWNET = (1 << bit for bit in (17, 26, 27, 28, 30))
PR_SET_DUMPABLE, PR_SET_NO_NEW_PRIVS, PR_SET_SECCOMP, SECCOMP_MODE_FILTER = 4, 38, 22, 2
CAPABILITY_VERSION = 0x20080522
PDFIUM_ERR_PASSWORD, PDFIUM_ERR_SECURITY = 4, 5

# What a decoder never asks for, as <asm/unistd.h> numbers it on the two machines we know. A worker without rights of
# its own can give the jail no other user, so these must not reach it: signals, memory and limits of other processes,
# programs, sockets, and whatever has a name, files as well. On another machine the rest of the jail must do.
MACHINES = {"x86_64": (0xC000003E, 0), "aarch64": (0xC00000B7, 1)}  # its name to the filter, its column below
FORBIDDEN = (
    *((62, 129), (200, 130), (234, 131), (129, 138), (297, 240)),  # kill tkill tgkill rt_sigqueueinfo rt_tgsigqueueinfo
    *((424, 424), (434, 434), (438, 438), (101, 117)),  # pidfd_send_signal pidfd_open pidfd_getfd ptrace
    *((310, 270), (311, 271), (440, 440), (312, 272)),  # process_vm_readv process_vm_writev process_madvise kcmp
    *((256, 238), (279, 239), (141, 140), (251, 30)),  # migrate_pages move_pages setpriority ioprio_set
    *((144, 119), (142, 118), (203, 122), (314, 274)),  # sched_setscheduler _setparam _setaffinity _setattr
    *((56, 220), (435, 435), (57, 220), (58, 220), (59, 221), (322, 281)),  # clone clone3 fork vfork execve execveat
    *((41, 198), (53, 199), (425, 425), (321, 280)),  # socket socketpair io_uring_setup bpf
    *((298, 241), (323, 282), (272, 97), (308, 268)),  # perf_event_open userfaultfd unshare setns
    *((29, 194), (30, 196), (64, 190), (68, 186), (240, 180)),  # shmget shmat semget msgget mq_open
    # what changes a file by its name, for which no open file is needed
    *((83, 34), (258, 34), (84, 35), (87, 35), (263, 35), (133, 33), (259, 33)),  # mkdir(at) rmdir unlink(at) mknod(at)
    *((82, 38), (264, 38), (316, 276), (86, 37), (265, 37), (88, 36), (266, 36)),  # rename(at)(2) link(at) symlink(at)
    *((90, 53), (268, 53), (452, 452), (92, 54), (94, 54), (260, 54), (76, 45)),  # chmod(at) chown(at) truncate
    *((132, 88), (235, 88), (261, 88), (280, 88)),  # utime utimes futimesat utimensat
    *((188, 5), (189, 6), (197, 14), (198, 15)),  # (l)setxattr (l)removexattr
    *((248, 217), (249, 218), (250, 219), (72, 25)),  # add_key request_key keyctl fcntl (a pipe can be made to signal)
)
PRLIMIT = (302, 261)  # allowed for pid 0, which is the caller
X32 = 0x40000000  # x86_64 has every call a second time from here on
# steps of the filter (code of <linux/bpf_common.h>), places in `struct seccomp_data`, and answers
LOAD, IF_EQUAL, IF_AT_LEAST, ANSWER = 0x20, 0x15, 0x35, 0x06
CALL, MACHINE, FIRST_ARGUMENT = 0, 4, 16
ALLOW, REFUSE, KILL = 0x7FFF0000, 0x00050000 | errno.EPERM, 0x80000000

# For Japanese text whose font the PDF does not carry: without these it would silently be left out.
GOTHIC = "/usr/share/fonts/truetype/bizud-gothic/BIZUDGothic-Regular.ttf"
MINCHO = "/usr/share/fonts/truetype/bizud-mincho/BIZUDMincho-Regular.ttf"


class Refusal(Exception):  # noqa: N818 - an answer, not a fault
    """This file gives no pages. `args[0]` is a code of dsr.vocabulary.RebuildFailure."""


def enter_jail() -> None:
    """Give up everything but three open streams, memory and some seconds. The working folder becomes the root."""
    libc = ctypes.CDLL(None, use_errno=True)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_AS, (ADDRESS_SPACE, ADDRESS_SPACE))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    as_root = os.geteuid() == 0
    spaces = CLONE_NEWNET | CLONE_NEWIPC | CLONE_NEWUTS | CLONE_NEWNS
    libc.unshare(spaces if as_root else spaces | CLONE_NEWUSER)  # containers often forbid it; the rest holds without
    with suppress(PermissionError):
        os.chroot(".")
        os.chdir("/")
    if as_root:
        os.setgroups([])
        os.setresgid(NOBODY, NOBODY, NOBODY)
        os.setresuid(NOBODY, NOBODY, NOBODY)
    # a namespace of one's own comes with all rights inside it: give them back
    if libc.capset(struct.pack("=Ii", CAPABILITY_VERSION, 0), bytes(24)) != 0:
        raise OSError(ctypes.get_errno(), "the jail does not close")
    for option, value in ((PR_SET_NO_NEW_PRIVS, 1), (PR_SET_DUMPABLE, 0)):
        if libc.prctl(option, value, 0, 0, 0) != 0:
            raise OSError(ctypes.get_errno(), "the jail does not close")
    resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))
    _forbid_calls(libc)


def _forbid_calls(libc: ctypes.CDLL) -> None:
    """Have the kernel refuse what is FORBIDDEN. A kernel that was built without such filters does without."""
    machine = MACHINES.get(os.uname().machine)
    if machine is None or sys.maxsize < 1 << 32:  # a 32-bit Python has other numbers
        return
    steps = b"".join(struct.pack("=HBBI", *step) for step in _steps(*machine))
    buffer = ctypes.create_string_buffer(steps)
    program = struct.pack("HP", len(steps) // 8, ctypes.addressof(buffer))
    if libc.prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, program, 0, 0) != 0 and ctypes.get_errno() != errno.EINVAL:
        raise OSError(ctypes.get_errno(), "the jail does not close")


def _steps(machine: int, column: int) -> list[tuple[int, int, int, int]]:
    """Return the filter: code, steps to leave out when a comparison holds and when it does not, operand."""
    steps = [(LOAD, 0, 0, MACHINE), (IF_EQUAL, 1, 0, machine), (ANSWER, 0, 0, KILL), (LOAD, 0, 0, CALL)]
    # each leads to the last step of all
    count = len(FORBIDDEN)
    steps.append((IF_AT_LEAST, count + 4, 0, X32))
    steps += [(IF_EQUAL, count - place + 3, 0, row[column]) for place, row in enumerate(FORBIDDEN)]
    steps += [(IF_EQUAL, 0, 2, PRLIMIT[column]), (LOAD, 0, 0, FIRST_ARGUMENT), (IF_EQUAL, 0, 1, 0)]
    return [*steps, (ANSWER, 0, 0, ALLOW), (ANSWER, 0, 0, REFUSE)]


class JapaneseFonts:
    """Two fonts in memory, offered to PDFium in place of those of the system, which the jail cannot reach.

    PDFium keeps pointers to this object's parts: it must live as long as the program.
    """

    def __init__(self) -> None:
        self._fonts = {handle: _read(path) for handle, path in ((1, GOTHIC), (2, MINCHO))}
        types = dict(raw.FPDF_SYSFONTINFO._fields_)
        self.info = raw.FPDF_SYSFONTINFO(
            version=1,
            MapFont=types["MapFont"](self._map_font),
            GetFontData=types["GetFontData"](self._font_data),
            DeleteFont=types["DeleteFont"](lambda _info, _handle: None),
        )
        raw.FPDF_SetSystemFontInfo(self.info)

    def _map_font(self, _info: object, _weight: int, _italic: int, charset: int, family: int, *_rest: object) -> int:
        if charset != raw.FXFONT_SHIFTJIS_CHARSET:
            return 0
        handle = 2 if family & raw.FXFONT_FF_ROMAN else 1
        return handle if self._fonts[handle] else 0

    def _font_data(self, _info: object, handle: int, table: int, buffer: Any, size: int) -> int:
        font = b"" if table else self._fonts[handle]
        if buffer and size >= len(font):
            ctypes.memmove(buffer, font, len(font))
        return len(font)


def _read(path: str) -> bytes:
    try:
        with open(path, "rb") as file:  # noqa: PTH123 - pathlib would be one more thing to load
            return file.read()
    except FileNotFoundError:
        return b""


def pages_of(data: bytes, content_type: str, max_pages: int) -> Iterator[Image.Image]:
    """Yield each page as an upright RGB picture. Raises Refusal."""
    if content_type == "application/pdf":
        yield from _pdf_pages(data, max_pages)
    else:
        yield _picture(data, "PNG" if content_type == "image/png" else "JPEG")


def _picture(data: bytes, kind: str) -> Image.Image:
    try:
        image = Image.open(BytesIO(data), formats=(kind,))
        _check_size(*image.size)
        if kind == "PNG":
            image.verify()  # all checksums; uses the picture up
            image = Image.open(BytesIO(data), formats=(kind,))
        image.load()
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise Refusal("too_many_pixels") from None
    return _shrink(_to_rgb(_upright(image)), PICTURE_LONG_EDGE)


def _check_size(width: int, height: int) -> None:
    if min(width, height) < MIN_SIDE:
        raise Refusal("too_small")
    if max(width, height) > MAX_SIDE or width * height > MAX_PIXELS:
        raise Refusal("too_many_pixels")


def _upright(image: Image.Image) -> Image.Image:
    """Turn the picture as its camera meant it. Nonsense in the EXIF block is no reason to refuse the picture."""
    try:
        return ImageOps.exif_transpose(image)
    except (SyntaxError, ValueError, TypeError, KeyError, IndexError, AttributeError, OSError, struct.error):
        return image


def _to_rgb(image: Image.Image) -> Image.Image:
    if image.mode.startswith("I"):  # 16 bits of grey, which a plain conversion would cut off at white
        return image.convert("I").point(lambda level: level / 256).convert("L").convert("RGB")
    if image.has_transparency_data:
        paper = Image.new("RGBA", image.size, "white")
        paper.alpha_composite(image.convert("RGBA"))
        return paper.convert("RGB")
    return image.convert("RGB")


def _shrink(image: Image.Image, long_edge: int) -> Image.Image:
    if max(image.size) > long_edge:
        image.thumbnail((long_edge, long_edge), Image.Resampling.LANCZOS, reducing_gap=2.0)
    return image


def _pdf_pages(data: bytes, max_pages: int) -> Iterator[Image.Image]:
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        locked = error.err_code in {PDFIUM_ERR_PASSWORD, PDFIUM_ERR_SECURITY}
        raise Refusal("password" if locked else "damaged") from None
    document.init_forms()
    if len(document) > max_pages:
        raise Refusal("too_many_pages")
    for number in range(len(document)):
        yield _pdf_page(document[number])


def _pdf_page(page: pdfium.PdfPage) -> Image.Image:
    width, height = page.get_size()
    if not (width > 0 and height > 0):  # also refuses what is no number
        raise Refusal("damaged")
    if max(width, height) > MAX_PAGE_POINTS:
        raise Refusal("page_too_large")
    scale = min(PDF_DPI / 72, PDF_LONG_EDGE / max(width, height))
    image: Image.Image = page.render(scale=scale).to_pil().convert("RGB")
    _check_size(*image.size)
    return image


def main() -> None:
    """Lock in, read, rebuild, write. An uncaught exception ends the program with status 1: a damaged file."""
    content_type, max_pages = sys.argv[1], int(sys.argv[2])
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    Image.MAX_IMAGE_PIXELS = MAX_PIXELS
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    out = sys.stdout.buffer
    fonts = JapaneseFonts() if content_type == "application/pdf" else None  # noqa: F841 - kept alive
    try:
        enter_jail()
    except (OSError, ValueError):
        sys.exit(NO_JAIL)
    out.write(b"J")
    out.flush()
    try:
        for image in pages_of(sys.stdin.buffer.read(), content_type, max_pages):
            pixels = image.tobytes()
            out.write(b"P" + struct.pack(">II", *image.size))
            out.write(pixels)
        out.write(b"E")
    except Refusal as refusal:
        _fail(out, refusal.args[0])
    except MemoryError:
        _fail(out, "out_of_memory")
    out.flush()


def _fail(out: BinaryIO, code: str) -> None:
    out.write(b"F" + bytes([len(code)]) + code.encode("ascii"))


if __name__ == "__main__":
    main()
