"""Pages that are put together come out again byte for byte, in order."""

from io import BytesIO

from PIL import Image

from dsr.rendering.page_stacks import CONTENT_TYPE, put_together, take_apart
from dsr.web.uploads import TYPES


def png(shade: int, size: tuple[int, int]) -> bytes:
    file = BytesIO()
    Image.new("RGB", size, (shade, 0, 0)).save(file, "PNG")
    return file.getvalue()


PAGES = [png(number, (20 + number, 30)) for number in range(50)]


def test_pages_come_out_as_they_went_in():
    assert list(take_apart(put_together(PAGES))) == [(20 + n, 30, page) for n, page in enumerate(PAGES)]


def test_the_same_pages_make_the_same_bytes():
    assert put_together(PAGES) == put_together(list(PAGES))
    assert put_together(PAGES) != put_together(PAGES[::-1])


def test_no_upload_can_pass_for_such_a_file():
    assert CONTENT_TYPE not in TYPES
