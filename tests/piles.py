"""Piles of scanned post: pages that look like scans, cover sheets as the product prints them, one PDF of all."""

from collections.abc import Sequence
from io import BytesIO
from uuid import uuid4

import pypdfium2 as pdfium
from PIL import Image, ImageDraw

from dsr.actions import scans
from dsr.actions.documents import IncomingFile, StoredPage
from dsr.cover_sheets import cover_code, split_at_covers
from dsr.models import Desk, ScanBatch, User
from dsr.rendering.papers import print_paper
from dsr.storage.sealed import put_sealed
from tests.factories import desk

DPI = 200


def letter(words: str) -> Image.Image:
    """Return an A4 page of a letter, as a scanner sees it at 200 dpi."""
    page = Image.new("RGB", (1654, 2339), "#fdfdfb")
    draw = ImageDraw.Draw(page)
    draw.text((150, 180), words, fill="#202020", font_size=64)
    for line in range(18):
        draw.rectangle((150, 420 + 80 * line, 1500 - 37 * (line % 5), 436 + 80 * line), fill="#8a8a8a")
    return page


def cover(number: str) -> Image.Image:
    """Return the cover sheet of a case, printed and scanned again."""
    pdf = print_paper(
        "cover_sheet.html", "ja", number=number, desk="オムロンソフトウェア株式会社", code=cover_code(number)
    )
    picture: Image.Image = pdfium.PdfDocument(pdf.data)[0].render(scale=DPI / 72).to_pil().convert("RGB")
    return picture


def torn(page: Image.Image, *, codes: int = 2) -> Image.Image:
    """Return a cover sheet of which a strip through the middle of the large code is gone, and through the small one."""
    picture = page.copy()
    draw = ImageDraw.Draw(picture)
    for top, bottom in ((620, 760), (1790, 1850))[:codes]:
        draw.rectangle((0, top, picture.width, bottom), fill="white")
    return picture


def scanned(pages: Sequence[Image.Image], *, degrees: float = 0) -> bytes:
    """Return one PDF of the pages, as a scanner makes it; perhaps laid in askew."""
    file = BytesIO()
    first, *others = [page.rotate(degrees, fillcolor="white") for page in pages]
    first.save(file, "PDF", resolution=DPI, save_all=True, append_images=others, quality=80)
    return file.getvalue()


def taken_in(data: bytes, *, by: User, at: Desk | None = None) -> ScanBatch:
    """Return a pile that was uploaded and waits for the worker."""
    return scans.add_batch(at or desk(), IncomingFile("scan.pdf", "application/pdf", data), by=by)


def split_pile(codes: Sequence[Sequence[str]], *, by: User, at: Desk | None = None) -> ScanBatch:
    """Return a pile of small pages that was split by what their codes say, without the jail."""
    batch = taken_in(uuid4().bytes, by=by, at=at)
    file_key = batch.open_file_key()
    pages = []
    for number in range(len(codes)):
        picture = BytesIO()
        Image.new("RGB", (60, 80), (number, 0, 0)).save(picture, "PNG")
        pages.append(StoredPage(put_sealed("page", picture.getvalue(), file_key), 60, 80))
    scans.record_pages(batch.pk, pages, split_at_covers(codes))
    return ScanBatch.objects.get(pk=batch.pk)
