"""Uploads at the door: kept in memory only, never cut off with an error page, and known by their leading bytes.

A plain upload handler writes a passport scan to a temporary file, where a crash leaves it. This one writes nothing.
A file over the limit is read to its end and dropped, so that the form comes back with a sentence and all typed text.
"""

from dataclasses import dataclass
from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import InMemoryUploadedFile, UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopFutureHandlers
from django.template.defaultfilters import filesizeformat
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from dsr.effects.jail.programs.limits import MAX_PIXELS, MAX_SIDE, MIN_SIDE
from dsr.web.pixel_size import read_size

MAX_FILE_BYTES = 10 * 1024 * 1024
MIN_FILE_BYTES = 1024  # no scan of a document is smaller
MAX_REQUEST_BYTES = 55 * 1024 * 1024  # of files kept in memory for one request

TYPES = ("image/jpeg", "image/png", "image/heic", "application/pdf")
# for <input accept>; browsers that do not know HEIC go by the ending
ACCEPT = ",".join([*TYPES, "image/heif", ".heic", ".heif"])

_PDF_WITHIN = 1024  # readers accept this much before %PDF-
_MARKUP_WITHIN = 512

SENTENCES: dict[str, Promise] = {
    "empty": _("This file is empty. Please choose the file again."),
    "too_small": _("This file is too small to be a readable copy. Please scan or photograph the document again."),
    "too_large": _("This file is %(size)s; the limit is %(limit)s. Please send a smaller copy."),
    "request_too_large": _("The files together are too large. Please send this file later, on its own."),
    "too_many_pixels": _(
        "This picture has %(width)s × %(height)s pixels (%(millions)s million); the limit is 50 million. Please send a "
        "smaller copy."
    ),
    "too_long": _(
        "This picture has %(width)s × %(height)s pixels; the longest side may have 12,000. Please send a smaller copy."
    ),
    "too_few_pixels": _(
        "This picture has only %(width)s × %(height)s pixels; each side needs at least 200. Please scan or photograph "
        "the document again."
    ),
    "wrong_type": _("This is a file of type %(detected)s. Please send a JPEG, PNG or HEIC picture or a PDF."),
    "unknown_type": _("The type of this file is not known. Please send a JPEG, PNG or HEIC picture or a PDF."),
}

# What the leading bytes say: a content type that we take, or the name of one that we do not. First match wins.
_SIGNATURES: tuple[tuple[int, bytes, str], ...] = (
    (0, b"\xff\xd8\xff", "image/jpeg"),
    (0, b"\x89PNG\r\n\x1a\n", "image/png"),
    (0, b"GIF8", "GIF"),
    (8, b"WEBP", "WebP"),
    (0, b"II*\x00", "TIFF"),
    (0, b"MM\x00*", "TIFF"),
    (0, b"BM", "BMP"),
    (0, b"\x00\x00\x01\x00", "ICO"),
    (0, b"\x00\x00\x00\x0cjP  ", "JPEG 2000"),
    (0, b"8BPS", "Photoshop"),
    (0, b"PK\x03\x04", "ZIP / Office"),
    (0, b"PK\x05\x06", "ZIP / Office"),
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "Office"),
    (0, b"Rar!", "RAR"),
    (0, b"7z\xbc\xaf'\x1c", "7-Zip"),
    (0, b"\x1f\x8b", "GZIP"),
    (0, b"%PDF-", "application/pdf"),
    (0, b"MZ", "EXE"),
    (0, b"\x7fELF", "ELF"),
    (0, b"#!", "script"),
    (0, b"%!PS", "PostScript"),
    (0, b"\xc5\xd0\xd3\xc6", "PostScript"),
    (0, b"{\\rtf", "RTF"),
)
# the names by which a file of boxes says what is in it: pictures coded as HEVC, or as something else
_HEIC_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs"})
_AVIF_BRANDS = frozenset({b"avif", b"avis"})
_PICTURE_BRANDS = frozenset({b"mif1", b"msf1", b"miaf"})  # of one kind or the other
_MARKUP = ((b"<svg", "SVG"), (b"<!doctype html", "HTML"), (b"<html", "HTML"), (b"<?xml", "XML"), (b"<script", "HTML"))


@dataclass(frozen=True)
class UploadVerdict:
    """What a look at the leading bytes says. `code` is empty when the file is taken, else a key of SENTENCES."""

    content_type: str = ""
    code: str = ""
    detected: str = ""
    size: int = 0
    pixels: tuple[int, int] = (0, 0)

    @property
    def accepted(self) -> bool:
        """Tell whether the file is taken."""
        return not self.code

    @property
    def sentence(self) -> str:
        """Return the sentence for the person who sent the file, in the language of the moment; "" when it is taken."""
        if self.accepted:
            return ""
        return str(SENTENCES[self.code]) % {
            "detected": self.detected,
            "size": filesizeformat(self.size),
            "limit": filesizeformat(MAX_FILE_BYTES),
            "width": f"{self.pixels[0]:,}",
            "height": f"{self.pixels[1]:,}",
            "millions": f"{self.pixels[0] * self.pixels[1] // 1_000_000:,}",
        }


class BoundedUpload(InMemoryUploadedFile):
    """An upload in memory. `size` is the true size; `whole` says whether all of it is here."""

    whole: bool


class BoundedMemoryUploadHandler(FileUploadHandler):
    """Keep at most MAX_FILE_BYTES + 1 of each file and MAX_REQUEST_BYTES of all; read the rest and let it go."""

    def __init__(self, request: Any = None) -> None:
        super().__init__(request)
        self._kept_in_all = 0

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin a file; no other handler sees it."""
        super().new_file(*args, **kwargs)
        self._file = BytesIO()
        raise StopFutureHandlers

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:  # noqa: ARG002 - Django's signature
        """Keep what fits. Returns None, so nothing is passed on."""
        room = min(MAX_FILE_BYTES + 1 - self._file.tell(), MAX_REQUEST_BYTES - self._kept_in_all)
        self._kept_in_all += self._file.write(raw_data[: max(room, 0)])

    def file_complete(self, file_size: int) -> BoundedUpload:
        """Hand the file over with its true size."""
        kept = self._file.tell()
        self._file.seek(0)
        upload = BoundedUpload(
            self._file,
            self.field_name,
            self.file_name,
            self.content_type,
            file_size,
            self.charset,
            self.content_type_extra,
        )
        upload.whole = kept == file_size
        if not upload.whole:  # cut files are refused anyway; do not hold their bytes
            self._kept_in_all -= kept
            self._file.truncate(0)
        return upload


def inspect_upload(file: UploadedFile) -> UploadVerdict:
    """Look at size and leading bytes. The name's ending is not asked: a PNG named .jpg is a PNG and taken as such.

    Whether the picture is sound is for the rasteriser to say. Leaves the file at its beginning.
    """
    size = file.size or 0
    if size == 0:
        return UploadVerdict(code="empty")
    if size > MAX_FILE_BYTES:
        return UploadVerdict(code="too_large", size=size)
    if not getattr(file, "whole", True):
        return UploadVerdict(code="request_too_large", size=size)
    file.seek(0)
    detected = _detect(file.read(_PDF_WITHIN))
    file.seek(0)
    if detected not in TYPES:
        return UploadVerdict(code="wrong_type" if detected else "unknown_type", detected=detected, size=size)
    pixels = read_size(file, detected) or (0, 0)
    file.seek(0)
    code = "too_small" if size < MIN_FILE_BYTES else _judge(*pixels)
    return UploadVerdict(content_type="" if code else detected, code=code, size=size, pixels=pixels)


def _judge(width: int, height: int) -> str:
    """Return why a picture of so many pixels is not taken, or ""; nothing is said of one whose head does not tell."""
    if width * height > MAX_PIXELS:
        return "too_many_pixels"
    if max(width, height) > MAX_SIDE:
        return "too_long"
    return "too_few_pixels" if width and height and min(width, height) < MIN_SIDE else ""


def _detect(head: bytes) -> str:
    """Return one of TYPES, the name of another type, or "" when the bytes say nothing."""
    for offset, signature, name in _SIGNATURES:
        if head.startswith(signature, offset):
            return name
    if head[4:8] == b"ftyp":
        return _detect_boxes(head)
    start = head[:_MARKUP_WITHIN].lower()
    for tag, name in _MARKUP:
        if tag in start:
            return name
    return "application/pdf" if b"%PDF-" in head else ""


def _detect_boxes(head: bytes) -> str:
    """Tell a photograph of a phone from AVIF and from films: all of them begin with a box that lists brands."""
    length = int.from_bytes(head[:4], "big")
    brands = {head[at : at + 4] for at in (8, *range(16, min(length, len(head)), 4))}
    if head[8:12] not in _HEIC_BRANDS | _AVIF_BRANDS | _PICTURE_BRANDS:
        return "MP4"
    if brands & _AVIF_BRANDS and not brands & _HEIC_BRANDS:
        return "AVIF"
    return "image/heic"
