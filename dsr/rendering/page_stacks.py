"""Rebuilt pages put together into one file, and taken apart again, as they are."""

from collections.abc import Iterator, Sequence
from io import BytesIO
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from PIL import Image

# No upload has this type: what bears it was made here, of pages that were rebuilt already.
CONTENT_TYPE = "application/zip"


def put_together(pngs: Sequence[bytes]) -> bytes:
    """Return pages as one file, the same bytes for the same pages."""
    written = BytesIO()
    with ZipFile(written, "w", ZIP_STORED) as file:
        for number, png in enumerate(pngs, start=1):
            file.writestr(ZipInfo(f"{number:03}.png"), png)
    return written.getvalue()


def take_apart(data: bytes) -> Iterator[tuple[int, int, bytes]]:
    """Yield width, height and PNG of each page of such a file, in order."""
    with ZipFile(BytesIO(data)) as file:
        for name in sorted(file.namelist()):
            png = file.read(name)
            with Image.open(BytesIO(png), formats=("PNG",)) as page:
                yield *page.size, png
