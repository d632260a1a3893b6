"""Of a file nothing survives but what can be seen: with or without a planted marker, the very same new pictures."""

import struct
import zlib
from io import BytesIO

import pillow_heif
import pytest
from PIL import Image, PngImagePlugin

from dsr.effects.rasterise import rasterise
from tests.effects.test_rasterise import A4, RED_CORNER, pdf, picture, saved

# a started process keeps the real time
pytestmark = pytest.mark.real_time

MARKER = b"CANARY-4711-" + bytes(range(33, 126))
WORDS = "CANARY-4711"
TYPES = {"JPEG": "image/jpeg", "PNG": "image/png", "HEIF": "image/heic", "PDF": "application/pdf"}
ANOTHER = picture(corner=(30, 60, 200), paper=(0, 0, 0))


def exif(orientation=1):
    block = Image.Exif()
    block[0x010E], block[0x013B], block[0x9286] = WORDS, WORDS, WORDS  # description, artist, comment
    block[0x0112] = orientation
    block.get_ifd(0x8825)[1] = WORDS  # GPS
    return block.tobytes()


def segment(number, data):
    """Return a segment of a JPEG."""
    return b"\xff" + bytes([number]) + struct.pack(">H", len(data) + 2) + data


def in_jpeg(number, data):
    """Put a segment behind the first two bytes of a picture."""
    whole = saved(picture(), "JPEG")
    return whole[:2] + segment(number, data) + whole[2:]


def chunk(name, data):
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def in_png(name, data, *, before=b"IDAT"):
    whole = saved(picture(), "PNG")
    at = whole.index(before) - 4
    return whole[:at] + chunk(name, data) + whole[at:]


def text_chunks():
    text = PngImagePlugin.PngInfo()
    text.add_text("Comment", WORDS)
    text.add_text("Packed", WORDS, zip=True)
    text.add_itxt("XML:com.adobe.xmp", WORDS)
    text.add_itxt("Packed", WORDS, zip=True)
    return text


def iptc():
    entry = b"\x1c\x02\x78" + struct.pack(">H", len(MARKER)) + MARKER
    block = b"8BIM\x04\x04\x00\x00" + struct.pack(">I", len(entry)) + entry
    return in_jpeg(0xED, b"Photoshop 3.0\x00" + block)


def exif_with_thumbnail():
    """Return a picture whose EXIF block carries another, small one."""
    small = saved(ANOTHER.resize((64, 48)), "JPEG", comment=MARKER)
    first = struct.pack("<HI", 0, 8 + 2 + 4)
    second = struct.pack("<H", 2)
    second += struct.pack("<HHII", 0x0201, 4, 1, 8 + 2 + 4 + 2 + 24 + 4) + struct.pack(
        "<HHII", 0x0202, 4, 1, len(small)
    )
    return in_jpeg(0xE1, b"Exif\x00\x00II*\x00\x08\x00\x00\x00" + first + second + bytes(4) + small)


def several(kind, **options):
    return saved(picture(), kind, save_all=True, append_images=[ANOTHER], **options)


def seen_through():
    """Return a picture whose hidden half is full of colours that its transparency hides, and one where it is white."""
    plain = picture().convert("RGBA")
    secret = plain.copy()
    for image, filling in ((plain, (255, 255, 255, 0)), (secret, (1, 2, 3, 0))):
        image.paste(filling, (200, 0, 400, 300))
    return saved(secret, "PNG"), saved(plain, "PNG")


def heic(*others, exif=None, xmp=None, **info):
    heif = pillow_heif.from_pillow(picture())
    heif[0].info |= info
    for other in others:
        heif.add_from_pillow(other)
    written = BytesIO()
    heif.save(written, quality=80, exif=exif, xmp=xmp)
    return written.getvalue()


def stream(entries, data):
    return b"<<%s/Length %d>>stream\n%s\nendstream" % (entries, len(data), data)


def page_of(content=RED_CORNER, extra=b"", *, objects=(), catalog=b"", trailer=b"", prefix=b""):
    data = pdf((A4, content, extra), objects=objects, trailer=trailer, prefix=prefix)
    return data.replace(b"/Catalog/", b"/Catalog" + catalog + b"/", 1)


FONT = b"/Resources<</Font<</F 100 0 R>>>>"
HELVETICA = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
WORD = b"(%s)" % WORDS.encode()
ATTACHED = (b"<</Type/Filespec/F(a.exe)/EF<</F 101 0 R>>>>", stream(b"/Type/EmbeddedFile", b"MZ" + MARKER))
NOTE = b"<</Type/Annot/Subtype/%s/Rect[0 0 200 200]/F %d/Contents" + WORD + b"%s>>"


def annotated(kind, flags, more=b""):
    return page_of(extra=b"/Annots[100 0 R]", objects=[NOTE % (kind, flags, more)])


def action(body):
    return page_of(catalog=b"/OpenAction 100 0 R", objects=[body])


PLANTED = {
    "JPEG": {
        "EXIF": saved(picture(), "JPEG", exif=exif()),
        "EXIF thumbnail": exif_with_thumbnail(),
        "XMP": saved(picture(), "JPEG", xmp=MARKER),
        "IPTC": iptc(),
        "ICC": saved(picture(), "JPEG", icc_profile=MARKER * 9),
        "comment": saved(picture(), "JPEG", comment=MARKER),
        "64 KB of comment": in_jpeg(0xFE, (MARKER * 700)[:65_533]),
        "page in a comment": in_jpeg(0xFE, b"<html><script>alert('CANARY')</script>"),
        "unknown segment": in_jpeg(0xEF, MARKER),
        "trailing bytes": saved(picture(), "JPEG") + MARKER,
        "trailing archive": saved(picture(), "JPEG") + b"PK\x03\x04" + MARKER,
        "second picture behind it": saved(picture(), "JPEG") + saved(ANOTHER, "JPEG"),
        "second picture (MPO)": several("MPO"),
    },
    "PNG": {
        "EXIF": saved(picture(), "PNG", exif=exif()),
        "text, plain and packed": saved(picture(), "PNG", pnginfo=text_chunks()),
        "ICC": saved(picture(), "PNG", icc_profile=MARKER * 9),
        "private chunk": in_png(b"caNb", MARKER),
        "chunk behind the picture": in_png(b"tEXt", b"Comment\x00" + MARKER, before=b"IEND"),
        "packed text": in_png(b"zTXt", b"a\0\0" + zlib.compress(MARKER)),
        "trailing bytes": saved(picture(), "PNG") + MARKER,
        "trailing archive": saved(picture(), "PNG") + b"PK\x03\x04" + MARKER,
        "second picture (animation)": several("PNG"),
    },
    "HEIF": {
        "EXIF": heic(exif=exif()),
        "XMP": heic(xmp=MARKER),
        "ICC": heic(icc_profile=MARKER * 9),
        "thumbnail": heic(thumbnails=[128]),
        "second picture": heic(ANOTHER),
        "trailing box": heic() + struct.pack(">I", len(MARKER) + 8) + b"free" + MARKER,
        "trailing bytes": heic() + MARKER,
    },
    "PDF": {
        "Info": page_of(objects=[b"<</Title%s/Author%s>>" % (WORD, WORD)], trailer=b"/Info 100 0 R"),
        "XMP": page_of(catalog=b"/Metadata 100 0 R", objects=[stream(b"/Type/Metadata/Subtype/XML", MARKER)]),
        "attachment": page_of(catalog=b"/Names<</EmbeddedFiles<</Names[(a)100 0 R]>>>>", objects=ATTACHED),
        "attached to the page": page_of(
            extra=b"/Annots[102 0 R]",
            objects=[*ATTACHED, b"<</Type/Annot/Subtype/FileAttachment/Rect[0 0 9 9]/F 2/FS 100 0 R>>"],
        ),
        "JavaScript": action(b"<</S/JavaScript/JS(app.alert%s)>>" % WORD),
        "launch": action(b"<</S/Launch/F(%s.exe)>>" % WORDS.encode()),
        "link": annotated(b"Link", 4, b"/Border[0 0 0]/A<</S/URI/URI(http://%s.example)>>" % WORDS.encode()),
        "remote document": action(b"<</S/GoToR/F(%s.pdf)/D[0/Fit]>>" % WORDS.encode()),
        "hidden note": annotated(b"Text", 2),
        "hidden field": annotated(b"Widget", 2, b"/FT/Tx/T(a)/V" + WORD),
        "XFA": page_of(catalog=b"/AcroForm<</Fields[]/XFA 100 0 R>>", objects=[stream(b"", MARKER)]),
        "page script": page_of(extra=b"/AA<</O 100 0 R>>", objects=[b"<</S/JavaScript/JS%s>>" % WORD]),
        "invisible text": page_of(
            RED_CORNER + b" BT /F 40 Tf 3 Tr 50 50 Td %s Tj ET" % WORD, FONT, objects=[HELVETICA]
        ),
        "white text": page_of(
            RED_CORNER + b" 1 1 1 rg BT /F 40 Tf 50 50 Td %s Tj ET" % WORD, FONT, objects=[HELVETICA]
        ),
        "text outside the page": page_of(
            RED_CORNER + b" BT /F 40 Tf 5000 50 Td %s Tj ET" % WORD, FONT, objects=[HELVETICA]
        ),
        "text under a picture": page_of(
            b"0 0 0 rg BT /F 9 Tf 9 500 Td %s Tj ET " % WORD + RED_CORNER, FONT, objects=[HELVETICA]
        ),
        "comment in the file": page_of(prefix=b"%" + MARKER.replace(b"%PDF", b"") + b"\n"),
        "object that nothing names": page_of(objects=[b"(%s)" % WORDS.encode()]),
        "trailing bytes": page_of() + MARKER,
    },
}
CLEAN = {"JPEG": saved(picture(), "JPEG"), "PNG": saved(picture(), "PNG"), "HEIF": heic(), "PDF": page_of()}


@pytest.mark.parametrize(
    ("kind", "place"), [(kind, place) for kind, places in PLANTED.items() for place in places], ids=str
)
def test_what_was_planted_is_gone(kind, place):
    planted = PLANTED[kind][place]
    assert len(planted) > len(CLEAN[kind])
    assert rasterise(planted, TYPES[kind]) == rasterise(CLEAN[kind], TYPES[kind])


def test_what_was_active_is_told():
    told = {place for place, planted in PLANTED["PDF"].items() if rasterise(planted, TYPES["PDF"])[0].was_active}
    assert told == {
        "attachment",
        "attached to the page",
        "JavaScript",
        "launch",
        "link",
        "remote document",
        "XFA",
        "page script",
    }
    quiet = {kind for kind in CLEAN if rasterise(CLEAN[kind], TYPES[kind])[0].was_active}
    assert quiet == set()


@pytest.mark.parametrize("kind", CLEAN)
def test_a_new_picture_has_no_place_for_anything_else(kind):
    """A PNG of a header, pixels and an end: what is in it can be seen."""
    (page,) = rasterise(CLEAN[kind], TYPES[kind])
    names, at = [], 8
    while at < len(page.png):
        names.append(page.png[at + 4 : at + 8])
        at += 12 + int.from_bytes(page.png[at : at + 4], "big")
    assert (names[0], set(names[1:-1]), names[-1], at) == (b"IHDR", {b"IDAT"}, b"IEND", len(page.png))
    pixels = zlib.decompress(b"".join(data_of(page.png)))
    assert len(pixels) == page.height * (1 + 3 * page.width)


def data_of(png):
    at = 8
    while at < len(png):
        length = int.from_bytes(png[at : at + 4], "big")
        if png[at + 4 : at + 8] == b"IDAT":
            yield png[at + 8 : at + 8 + length]
        at += 12 + length


def test_what_transparency_hides_is_gone():
    secret, plain = seen_through()
    assert secret != plain
    assert rasterise(secret, TYPES["PNG"]) == rasterise(plain, TYPES["PNG"])


def test_the_markers_are_planted():
    """Where nothing packs them, they can be read in what was sent."""
    packed = {"text, plain and packed", "packed text", "second picture", "thumbnail"}
    words = (MARKER[:40], WORDS.encode(), b"CANARY", b"second picture")
    for kind, places in PLANTED.items():
        for place, data in places.items():
            without = "second picture" in place or place in packed or (kind, place) == ("PNG", "ICC")
            assert without or any(word in data for word in words), (kind, place)
