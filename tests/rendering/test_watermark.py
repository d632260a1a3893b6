"""A picture names its reader, stays as large as it was, and stays readable."""

from io import BytesIO

import pytest
from PIL import Image, ImageChops, ImageStat

from dsr.rendering.watermark import watermarked


def picture(width: int = 1654, height: int = 2339) -> bytes:
    written = BytesIO()
    Image.new("RGB", (width, height), "white").save(written, "PNG")
    return written.getvalue()


def opened(data: bytes) -> Image.Image:
    return Image.open(BytesIO(data)).convert("RGB")


@pytest.mark.parametrize("size", [(1654, 2339), (4000, 300), (200, 200), (2400, 1700)])
def test_a_picture_keeps_its_size(size: tuple[int, int]) -> None:
    assert opened(watermarked(picture(*size), "clerk #1  2026-11-22 17:13")).size == size


def test_two_readers_get_two_pictures() -> None:
    first, second = (opened(watermarked(picture(), f"clerk #{number}  2026-11-22 17:13")) for number in (1, 2))
    assert ImageChops.difference(first, second).getbbox() is not None


def test_the_words_are_everywhere_and_faint() -> None:
    page = opened(watermarked(picture(), "clerk #1  2026-11-22 17:13"))
    quarters = [
        page.crop((left, top, left + page.width // 2, top + page.height // 2))
        for left in (0, page.width // 2)
        for top in (0, page.height // 2)
    ]
    darkest = [min(low for low, _high in quarter.getextrema()) for quarter in quarters]
    assert all(150 < dark < 245 for dark in darkest)
    assert min(ImageStat.Stat(page).mean) > 245


def test_what_is_no_picture_is_refused() -> None:
    with pytest.raises(OSError, match="cannot identify image file"):
        watermarked(b"%PDF-1.7", "clerk #1")
