"""The pages of a PDF as pictures. Importing this loads PDFium and two fonts."""

import ctypes
import re
from collections.abc import Iterator
from typing import Any

import pypdfium2 as pdfium
from PIL import Image
from pypdfium2 import raw

from .limits import ACTIVE, MAX_PAGE_POINTS, PDF_DPI, PDF_LONG_EDGE, Refusal, check_size

PDFIUM_ERR_PASSWORD, PDFIUM_ERR_SECURITY = 4, 5

# What can do something when a PDF is opened; names may also lie in packed objects, which PDFium reads for us below.
ACTIVE_NAMES = re.compile(
    rb"/(JavaScript|JS|OpenAction|AA|Launch|URI|GoToR|GoToE|SubmitForm|ImportData|RichMedia|EmbeddedFiles?|XFA)\b"
)
XFA_FORMS = (raw.FORMTYPE_XFA_FULL, raw.FORMTYPE_XFA_FOREGROUND)

# For Japanese text whose font the PDF does not carry: without these it would silently be left out.
GOTHIC = "/usr/share/fonts/truetype/bizud-gothic/BIZUDGothic-Regular.ttf"
MINCHO = "/usr/share/fonts/truetype/bizud-mincho/BIZUDMincho-Regular.ttf"


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


FONTS = JapaneseFonts()


def pages_of(data: bytes, max_pages: int) -> Iterator[Image.Image]:
    """Yield each page as an RGB picture, right way up. Raises Refusal."""
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        locked = error.err_code in {PDFIUM_ERR_PASSWORD, PDFIUM_ERR_SECURITY}
        raise Refusal("password" if locked else "damaged") from None
    document.init_forms()
    if len(document) > max_pages:
        raise Refusal("too_many_pages")
    active = _is_active(document, data)
    for number in range(len(document)):
        image = _page(document[number])
        image.info[ACTIVE] = active
        yield image


def _is_active(document: pdfium.PdfDocument, data: bytes) -> bool:
    """Say whether the file holds a script, an attachment, a form that computes, or something that opens or calls."""
    return (
        raw.FPDFDoc_GetJavaScriptActionCount(document) > 0
        or raw.FPDFDoc_GetAttachmentCount(document) > 0
        or document.get_formtype() in XFA_FORMS
        or ACTIVE_NAMES.search(data) is not None
    )


def _page(page: pdfium.PdfPage) -> Image.Image:
    width, height = page.get_size()
    if not (width > 0 and height > 0):  # also refuses what is no number
        raise Refusal("damaged")
    if max(width, height) > MAX_PAGE_POINTS:
        raise Refusal("page_too_large")
    scale = min(PDF_DPI / 72, PDF_LONG_EDGE / max(width, height))
    image: Image.Image = page.render(scale=scale).to_pil().convert("RGB")
    check_size(*image.size)
    return image
