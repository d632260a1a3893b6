"""Pictures of papers that nobody has: drawn, and marked as specimens."""

from io import BytesIO

from PIL import Image, ImageDraw


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
