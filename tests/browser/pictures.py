"""Pictures of papers that nobody has: drawn, and marked as specimens."""

from io import BytesIO

import pillow_heif
from PIL import Image, ImageDraw, ImageFont

PAPER_FONT = "BIZUDPGothic-Regular.ttf"  # of the letters too
ORIENTATION, DESCRIPTION, GPS = 0x0112, 0x010E, 0x8825  # of EXIF
TURN_CLOCKWISE = 6  # "show this picture turned by 90 degrees to the right"

pillow_heif.register_heif_opener()  # so that the tests can write what the product only reads


def passport(marker: str = "") -> bytes:
    """Return a JPEG of a passport page, about 100 KB. The marker is text inside the file that is not in the picture."""
    image = Image.new("RGB", (1250, 880), "#efe9dc")
    draw = ImageDraw.Draw(image)
    draw.rectangle((40, 40, 1210, 840), outline="#7a2e2e", width=5)
    draw.text((70, 60), "PASSPORT   SPECIMEN", fill="#7a2e2e", font_size=56)
    draw.rectangle((80, 170, 420, 620), fill="#c9d2d6")
    draw.ellipse((180, 230, 320, 370), fill="#efe9dc")
    draw.pieslice((110, 400, 390, 800), 180, 360, fill="#efe9dc")
    lines = (
        "Type P   Country JPN",
        "Surname TAKASAKI",
        "Given name YOSHIO",
        "Date of birth 01 APR 1980",
        "No. XX0000000",
    )
    for position, line in enumerate(lines):
        draw.text((470, 180 + position * 85), line, fill="#22303a", font_size=44)
    draw.text((70, 700), "P<JPNTAKASAKI<<YOSHIO<<<<<<<<<<<<<", fill="#22303a", font_size=48)
    stored = BytesIO()
    image.save(stored, "JPEG", quality=90, comment=marker.encode())
    return stored.getvalue()


def paper(title: str, *lines: str, size: tuple[int, int] = (1250, 880)) -> Image.Image:
    """Return a drawn paper: a red band across its top, a title, and lines below each other."""
    image = Image.new("RGB", size, "#f3efe4")
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, size[0], 60), fill="#a01e2c")
    draw.rectangle((30, 90, size[0] - 30, size[1] - 30), outline="#5a6b3f", width=4)
    draw.text((70, 120), f"{title}   SPECIMEN", fill="#2f3b22", font=ImageFont.truetype(PAPER_FONT, 46))
    for position, line in enumerate(lines):
        draw.text((80, 240 + position * 80), line, fill="#22303a", font=ImageFont.truetype(PAPER_FONT, 38))
    return image


def as_jpeg(image: Image.Image) -> bytes:
    """Return a picture as a file."""
    stored = BytesIO()
    image.save(stored, "JPEG", quality=90)
    return stored.getvalue()


def phone_photo(image: Image.Image, marker: str) -> bytes:
    """Return a HEIC as a phone takes it: the sensor lay on its side, and EXIF says so, where it was and what it shows."""
    exif = Image.Exif()
    exif[ORIENTATION] = TURN_CLOCKWISE
    exif[DESCRIPTION] = marker
    exif.get_ifd(GPS)[1] = marker
    stored = BytesIO()
    image.transpose(Image.Transpose.ROTATE_90).save(stored, "HEIF", exif=exif.tobytes(), quality=90)
    return stored.getvalue()
