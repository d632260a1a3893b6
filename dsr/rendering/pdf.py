"""HTML -> PDF bytes. The one seam to the renderer: another one would replace this file and nothing else.

Same HTML, same style sheet, same fonts: same bytes, in every process. That is what a stored SHA-256 of a letter rests on.
"""

import hashlib
from dataclasses import dataclass
from functools import cache
from threading import Lock
from typing import Any

from django.template.loader import get_template

from dsr.rendering import glyphs

STYLE_SHEET = "letters/letter.css"

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


def render_pdf(html: str) -> RenderedPdf:
    """Render a complete HTML page as tagged PDF/UA-1. Fetches nothing: no file, no network. Takes about 0.1 s of one core.

    Raises OutsideResource when the HTML names a picture, a style sheet or an attachment.
    """
    with _one_at_a_time:
        document, data = _render(html)
    return RenderedPdf(
        data=data,
        sha256=hashlib.sha256(data).hexdigest(),
        pages=len(document.pages),
        renderer=renderer(),
    )


def _render(html: str) -> tuple[Any, bytes]:
    import weasyprint  # noqa: PLC0415 - 0.4 s and 60 MB, which only a process that renders should pay
    from weasyprint.urls import FatalURLFetchingError  # noqa: PLC0415 - as above

    tools = _tools()
    try:
        page = weasyprint.HTML(string=html, url_fetcher=tools.fetcher)
        document = page.render(font_config=tools.fonts, stylesheets=[tools.style], pdf_variant="pdf/ua-1")
        return document, document.write_pdf(pdf_variant="pdf/ua-1")
    except FatalURLFetchingError as attempt:  # a BaseException: no worker's `except Exception` would see it
        raise OutsideResource("a letter fetches nothing") from attempt


@dataclass(frozen=True)
class _Tools:
    """What a process makes once and every letter uses."""

    fetcher: Any
    fonts: Any
    style: Any


@cache
def _tools() -> _Tools:
    import weasyprint  # noqa: PLC0415 - see _render
    from weasyprint.text.fonts import FontConfiguration  # noqa: PLC0415 - see _render
    from weasyprint.urls import FatalURLFetchingError, URLFetcher  # noqa: PLC0415 - see _render

    class NothingFetcher(URLFetcher):
        """Answers every address with a stop, `data:` too."""

        def fetch(self, url: str, headers: dict[str, str] | None = None) -> Any:
            raise FatalURLFetchingError("refused")

    fetcher, fonts = NothingFetcher(allowed_protocols=()), FontConfiguration()
    style = weasyprint.CSS(string=get_template(STYLE_SHEET).render(), font_config=fonts, url_fetcher=fetcher)
    return _Tools(fetcher, fonts, style)


@cache
def renderer() -> str:
    """Name the renderer and the letter fonts with their versions, at most 120 characters, for the letter's record."""
    import weasyprint  # noqa: PLC0415 - see _render
    from weasyprint.text.ffi import pango  # noqa: PLC0415 - see _render

    version = pango.pango_version()
    pango_version = f"{version // 10000}.{version // 100 % 100}.{version % 100}"
    return f"WeasyPrint {weasyprint.__version__}, Pango {pango_version}, fonts {glyphs.fonts_version()}"[:120]
