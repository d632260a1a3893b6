"""HTML -> PDF bytes. The one seam to the renderer: another one would replace this file and nothing else.

Same HTML, same style sheet, same fonts: same bytes, in every process. A letter's stored SHA-256 rests on that.
"""

import atexit
import hashlib
from dataclasses import dataclass
from functools import cache
from threading import Lock
from typing import Any

from django.template.loader import render_to_string
from fontTools.ttLib.tables import _h_e_a_d as font_head

from dsr.rendering import glyphs

STYLE_SHEET = "letters/letter.css"
VARIANT = "pdf/ua-1"

# Pango is not safe in two threads at once, and the work is one core's anyway.
_one_at_a_time = Lock()


class OutsideResource(Exception):  # noqa: N818 - reads as the fact it states
    """The HTML asked for something outside itself. Nothing was fetched, and no letter was made."""


@dataclass(frozen=True)
class RenderedPdf:
    """A rendered letter: its bytes, their SHA-256 in hex, how many pages, and what rendered it."""

    data: bytes
    sha256: str
    pages: int
    renderer: str


def render_pdf(html: str, style_sheet: str = STYLE_SHEET) -> RenderedPdf:
    """Render a complete HTML page as tagged PDF/UA-1, in about 0.1 s of one core. Fetches no file and no address.

    `style_sheet` is the template that holds its style. Raises OutsideResource when the HTML names a picture, a style
    sheet or an attachment.
    """
    with _one_at_a_time:
        pages, data = _render(html, style_sheet)
    return RenderedPdf(data, hashlib.sha256(data).hexdigest(), pages, renderer())


def _render(html: str, style_sheet: str) -> tuple[int, bytes]:
    import weasyprint  # 0.4 s and 60 MB, which only a process that renders should pay
    from weasyprint.urls import FatalURLFetchingError  # as above

    tools = _tools()
    try:
        page = weasyprint.HTML(string=html, url_fetcher=tools.fetcher)
        style = _style(style_sheet)
        document = page.render(font_config=tools.fonts, stylesheets=[style], pdf_variant=VARIANT)
        return len(document.pages), document.write_pdf(pdf_variant=VARIANT)
    except FatalURLFetchingError as attempt:  # a BaseException: no worker's `except Exception` would see it
        raise OutsideResource("a letter fetches nothing") from attempt


@dataclass(frozen=True)
class _Tools:
    """What a process makes once and every letter uses."""

    fetcher: Any
    fonts: Any


@cache
def _tools() -> _Tools:
    from weasyprint.text.fonts import FontConfiguration  # see _render
    from weasyprint.urls import URLFetcher  # see _render

    # an emoji font is saved anew, stamped with the second in which that happens: the bytes would change every time
    font_head.timestampNow = int
    # no protocol is allowed, not even data:, and an attempt stops the letter
    fetcher, fonts = URLFetcher(allowed_protocols=(), fail_on_errors=True), FontConfiguration()
    # left to the end of the process, the fonts would outlive the library that frees them
    atexit.register(_tools.cache_clear)
    return _Tools(fetcher, fonts)


@cache
def _style(style_sheet: str) -> Any:
    import weasyprint  # see _render

    tools = _tools()
    return weasyprint.CSS(string=render_to_string(style_sheet), font_config=tools.fonts, url_fetcher=tools.fetcher)


@cache
def renderer() -> str:
    """Name the renderer and the letter fonts with their versions, at most 120 characters, for the letter's record."""
    import weasyprint  # see _render
    from weasyprint.text.ffi import pango  # see _render

    version = pango.pango_version()
    pango_version = f"{version // 10000}.{version // 100 % 100}.{version % 100}"
    return f"WeasyPrint {weasyprint.__version__}, Pango {pango_version}, fonts {glyphs.fonts_version()}"[:120]
