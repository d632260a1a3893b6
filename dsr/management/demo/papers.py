"""Specimens of papers for the demo: drawn, marked as specimens, of no use to anybody."""

from io import BytesIO

from PIL import Image, ImageDraw

from dsr.actions.documents import IncomingFile

SIZE = (1080, 680)
PAPER, INK, ACCENT, SOFT = "#f7f4ec", "#20303a", "#2c6b8f", "#c9d6dc"


def specimen(title: str, number: int) -> IncomingFile:
    """Return a JPEG of a card that says it is a specimen. Latin letters only: no font is needed for them."""
    image = Image.new("RGB", SIZE, PAPER)
    draw = ImageDraw.Draw(image)
    draw.rounded_rectangle((20, 20, SIZE[0] - 20, SIZE[1] - 20), radius=36, outline=ACCENT, width=6)
    draw.rectangle((60, 60, SIZE[0] - 60, 150), fill=ACCENT)
    draw.text((90, 78), title.upper(), fill="white", font_size=50)
    draw.rectangle((90, 210, 380, 590), fill=SOFT)
    draw.ellipse((170, 260, 300, 390), fill=PAPER)
    draw.pieslice((120, 400, 350, 660), 180, 360, fill=PAPER)
    for line, text in enumerate((f"No. 0000 0000 {number:04d}", "NAME  AS IN THE REQUEST", "VALID UNTIL 2029-12-31")):
        draw.text((430, 220 + line * 80), text, fill=INK, font_size=40)
    draw.text((430, 480), "SPECIMEN", fill=ACCENT, font_size=90)
    stored = BytesIO()
    image.save(stored, "JPEG", quality=88)
    return IncomingFile(name=f"specimen-{number}.jpg", content_type="image/jpeg", data=stored.getvalue())
