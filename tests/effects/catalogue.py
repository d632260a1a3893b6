"""The bad uploads of the catalogue, U1 to U26, as files: number, what it is, its bytes, and what becomes of it.

What becomes of a file: a code of the door (dsr/web/uploads.py) or of the decoder, or `ready`.
"""

import shutil
import struct
import subprocess
import tempfile
import zlib
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

from PIL import Image, ImageDraw, ImageFilter

from dsr.web.uploads import MAX_FILE_BYTES
from tests.effects.test_rasterise import A4, RED_CORNER, bomb, pdf, picture, saved

READY = "ready"


def noise(kind, size=(600, 400), **options):
    return saved(Image.effect_noise(size, 40).convert("RGB"), kind, **options)


JPEG, PNG, PDF = noise("JPEG"), noise("PNG"), pdf((A4, RED_CORNER, b""), trailer=b" " * 1000)


def padded(head):
    return head + b"0" * 2000


def zipped():
    written = BytesIO()
    with ZipFile(written, "w") as archive:
        archive.writestr("word/document.xml", "x" * 2000)
    return written.getvalue()


def chunks(name, data, count):
    """Return a PNG with many chunks of text."""
    one = struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
    at = PNG.index(b"IDAT") - 4
    return PNG[:at] + one * count + PNG[at:]


def qpdf(*options, of=PDF):
    """Return a PDF as qpdf rewrites it."""
    with tempfile.TemporaryDirectory() as folder:
        before, after = Path(folder, "a.pdf"), Path(folder, "b.pdf")
        before.write_bytes(of)
        subprocess.run(
            [shutil.which("qpdf"), "--warning-exit-0", before, *options, after], check=True, capture_output=True
        )
        return after.read_bytes() + b"%" + b" " * 1000


def form(resources, content):
    entries = b"<</Type/XObject/Subtype/Form/BBox[0 0 500 500]/Resources<<%s>>/Length %d>>"
    return entries % (resources, len(content)) + b"stream\n%s\nendstream" % content


def recursive_forms():
    """Return a PDF of forms that draw each other ten times: 10 to the 12th drawings."""
    forms = [form(b"/XObject<</F %d 0 R>>" % (101 + n), b"/F Do " * 10) for n in range(12)]
    return pdf((A4, b"/F Do", b"/Resources<</XObject<</F 100 0 R>>>>"), objects=[*forms, form(b"", b"0 0 9 9 re f")])


def endless_form():
    """Return a PDF of a form that draws itself."""
    return pdf(
        (A4, b"/F Do", b"/Resources<</XObject<</F 100 0 R>>>>"),
        objects=[form(b"/XObject<</F 100 0 R>>", b"/F Do /F Do")],
        trailer=b" " * 1000,
    )


def many_paths():
    """Return a PDF of three million curves, packed."""
    data = zlib.compress(b"0 0 m 9 900 500 -900 595 842 c S\n" * 3_000_000, 9)
    content = b"<</Filter/FlateDecode/Length %d>>stream\n%s\nendstream" % (len(data), data)
    return pdf((A4, b"", b"")).replace(b"1000 0 obj<</Length 0>>stream\n\nendstream", b"1000 0 obj" + content)


def giant_picture():
    """Return a small PDF with a picture of 60,000 by 60,000."""
    pixels = zlib.compress(zlib.compress(zlib.compress(bytes(60_000 * 60_000 // 8), 9), 9), 9)
    entries = b"<</Type/XObject/Subtype/Image/Width 60000/Height 60000/ColorSpace/DeviceGray/BitsPerComponent 1"
    entries += b"/Filter[/FlateDecode/FlateDecode/FlateDecode]/Length %d>>stream\n%s\nendstream" % (len(pixels), pixels)
    return pdf((A4, b"595 0 0 842 0 0 cm /I Do", b"/Resources<</XObject<</I 100 0 R>>>>"), objects=[entries])


def circular_pages():
    return PDF.replace(b"/Kids[10 0 R]", b"/Kids[2 0 R]")


def certified():
    """Return a PDF that is encrypted for the holder of a certificate."""
    entry = b"<</Filter/Adobe.PubSec/SubFilter/adbe.pkcs7.s4/V 2/Length 128/Recipients[<%s>]>>" % (b"30" * 64)
    return pdf((A4, RED_CORNER, b""), objects=[entry], trailer=b"/Encrypt 100 0 R/ID[<00><00>]" + b" " * 1000)


def modes():
    """Yield every way to keep colours that JPEG and PNG know, U13."""
    for kind, mode in (("JPEG", "CMYK"), ("JPEG", "L"), ("PNG", "1"), ("PNG", "P"), ("PNG", "RGBA"), ("PNG", "LA")):
        yield f"{kind} {mode}", saved(picture().effect_spread(9).convert(mode), kind) + bytes(1000)
    yield "PNG 16 bit", saved(Image.effect_noise((600, 400), 40).convert("I;16"), "PNG")


def blurred():
    image = picture((600, 400))
    ImageDraw.Draw(image).text((40, 40), "CERTIFICATE", fill="black", font_size=60)
    return saved(image.filter(ImageFilter.GaussianBlur(9)), "JPEG")


CATALOGUE: list[tuple[str, str, bytes, set[str]]] = [
    ("U1", "empty", b"", {"empty"}),
    ("U2", "one byte too long", JPEG + bytes(MAX_FILE_BYTES + 1 - len(JPEG)), {"too_large"}),
    ("U2", "just long enough", JPEG + bytes(MAX_FILE_BYTES - len(JPEG)), {READY}),
    ("U3", "PNG, whatever it is called", PNG, {READY}),
    *(
        ("U4", name, padded(head), {"wrong_type"})
        for name, head in {
            "EXE": b"MZ\x90\x00",
            "ELF": b"\x7fELF",
            "HTML": b"<!DOCTYPE html><html>",
            "SVG": b"<svg xmlns='http://www.w3.org/2000/svg'>",
            "WebP": b"RIFF\0\0\0\0WEBPVP8 ",
            "TIFF": b"II*\0",
            "GIF": b"GIF89a",
            "AVIF": b"\0\0\0\x14ftypavif\0\0\0\0avif",
        }.items()
    ),
    ("U4", "ZIP and DOCX", zipped(), {"wrong_type"}),
    ("U4", "HEIC", noise("HEIF"), {READY}),
    ("U4", "what is called HEIC", padded(b"\0\0\0\x18ftypheic"), {"damaged"}),
    ("U5", "EPS", padded(b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 300 300\n"), {"wrong_type"}),
    ("U6", "picture and archive", JPEG + zipped(), {READY}),
    ("U6", "picture and web page", JPEG + b"<html><script>alert(1)</script>", {READY}),
    ("U6", "PDF and script", PDF + b"<script>alert(1)</script>", {READY}),
    ("U7", "20,000 x 20,000", bomb(20_000, 20_000), {"too_many_pixels"}),
    ("U8", "12,000 x 12,000", bomb(12_000, 12_000), {"too_many_pixels"}),
    ("U9", "50,000 chunks of text", chunks(b"zTXt", b"a\0\0" + zlib.compress(b"x" * 99), 50_000), {READY, "damaged"}),
    ("U9", "100 MB of text", chunks(b"iTXt", b"a\0\1\0\0\0" + zlib.compress(bytes(10**8), 9), 1), {"damaged"}),
    ("U10", "animation", noise("PNG", (200, 200), save_all=True, append_images=[picture((200, 200))] * 300), {READY}),
    ("U10", "two photographs", noise("MPO", save_all=True, append_images=[picture()]), {READY}),
    ("U11", "half a JPEG", JPEG[: len(JPEG) // 2], {"damaged"}),
    ("U11", "half a PNG", PNG[: len(PNG) // 2], {"damaged"}),
    ("U11", "wrong checksum", PNG[:5000] + bytes([PNG[5000] ^ 1]) + PNG[5001:], {"damaged"}),
    *(("U13", name, data, {READY}) for name, data in modes()),
    ("U14", "one pixel", padded(bomb(1, 1)), {"too_few_pixels"}),
    ("U14", "a strip", padded(bomb(200_000, 1)), {"too_long"}),
    ("U15", "black", saved(Image.new("RGB", (600, 400)), "PNG") + bytes(1000), {READY + " quality_blank"}),
    ("U15", "white", saved(Image.new("RGB", (600, 400), "white"), "JPEG"), {READY + " quality_blank"}),
    ("U15", "blurred", blurred(), {READY + " quality_blurred"}),
    ("U16", "password", qpdf("--encrypt", "secret", "owner", "256", "--"), {"password"}),
    ("U16", "password of its owner only", qpdf("--encrypt", "", "owner", "256", "--"), {READY}),
    ("U16", "certificate", certified(), {"password"}),
    ("U17", "page of five metres", pdf((b"0 0 14400 14400", b"", b"")) + bytes(1000), {"page_too_large"}),
    ("U17", "upside down", pdf((b"595 842 0 0", RED_CORNER, b"")) + bytes(1000), {READY, "damaged"}),
    ("U17", "no numbers", pdf((b"0 0 nan nan", RED_CORNER, b"")) + bytes(1000), {READY, "damaged"}),
    ("U17", "no size", pdf((b"0 0 0 0", RED_CORNER, b"")) + bytes(1000), {READY, "damaged"}),
    ("U17", "turned", pdf((A4, RED_CORNER, b"/Rotate 270")) + bytes(1000), {READY}),
    ("U18", "5,000 pages", pdf(*[(A4, b"", b"")] * 5000), {"too_many_pages"}),
    ("U19", "giant picture", giant_picture() + bytes(1000), {READY, "too_slow", "out_of_memory", "crashed", "damaged"}),
    ("U20", "three million curves", many_paths(), {"too_slow"}),
    ("U21", "forms of forms", recursive_forms(), {"too_slow", "out_of_memory", "crashed"}),
    ("U21", "form of itself", endless_form(), {READY, "too_slow", "crashed", "damaged"}),
    ("U23", "circular pages", circular_pages(), {"damaged", READY}),
    ("U23", "broken table", qpdf().replace(b"startxref\n", b"startxref\n99"), {READY}),
    ("U23", "cut off", qpdf("--object-streams=generate")[:300] + bytes(1000), {"damaged"}),
    ("U23", "begins late", b"\n" * 2000 + PDF, {"unknown_type"}),
    ("U23", "begins a little late", b"\n" * 1000 + PDF, {READY}),
    ("U23", "linear", qpdf("--linearize"), {READY}),
    ("U23", "PDF 2.0", qpdf("--force-version=2.0"), {READY}),
    ("U23", "objects in streams", qpdf("--object-streams=generate"), {READY}),
]
