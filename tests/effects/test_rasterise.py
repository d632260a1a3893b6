"""The rasteriser: good files become upright pixels and nothing else; hostile ones a code, and the jail holds."""

import shutil
import subprocess
import sys
import time
import zlib
from io import BytesIO

import pillow_heif
import pytest
from django.conf import settings
from PIL import Image, ImageOps

from dsr.effects import jailed
from dsr.effects import rasterise as rasterising
from dsr.effects.jailed import PROGRAMS, JailBroken
from dsr.effects.rasterise import NotRasterised, rasterise

# a started process keeps the real time
pytestmark = pytest.mark.real_time

JPEG, PNG, HEIC, PDF = "image/jpeg", "image/png", "image/heic", "application/pdf"
pillow_heif.register_heif_opener()  # so that the tests can write what the product only reads
RED, GREEN, BLUE, WHITE = (200, 30, 30), (30, 160, 60), (30, 60, 200), (255, 255, 255)


def picture(size=(400, 300), mode="RGB", corner=RED, paper=WHITE):
    """Return a picture whose top left quarter has a colour of its own."""
    image = Image.new(mode, size, paper)
    image.paste(corner, (0, 0, size[0] // 2, size[1] // 2))
    return image


def saved(image, kind, **options):
    out = BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def pdf(*pages, prefix=b"", trailer=b"", objects=()):
    """Return a PDF of (media box, content, extra entries) pages, and further numbered objects from 100 on."""
    kids = b" ".join(b"%d 0 R" % (10 + n) for n in range(len(pages)))
    body = {1: b"<</Type/Catalog/Pages 2 0 R>>", 2: b"<</Type/Pages/Count %d/Kids[%s]>>" % (len(pages), kids)}
    for n, (box, content, extra) in enumerate(pages):
        body[10 + n] = b"<</Type/Page/Parent 2 0 R/MediaBox[%s]/Contents %d 0 R%s>>" % (box, 1000 + n, extra)
        body[1000 + n] = b"<</Length %d>>stream\n%s\nendstream" % (len(content), content)
    body |= dict(enumerate(objects, start=100))
    text = b"".join(b"%d 0 obj%s endobj\n" % (number, entry) for number, entry in body.items())
    return prefix + b"%PDF-1.7\n" + text + b"trailer<</Root 1 0 R" + trailer + b">>\n%%EOF"


A4 = b"0 0 595 842"
RED_CORNER = b"1 0 0 rg 0 421 297 421 re f"


def colour(page, x, y):
    """Return the colour at a place given in parts of width and height."""
    image = Image.open(BytesIO(page.png))
    assert (image.size, image.mode, image.format) == ((page.width, page.height), "RGB", "PNG")
    return image.getpixel((int(x * page.width), int(y * page.height)))


def close_to(found, wanted):
    return all(abs(a - b) < 25 for a, b in zip(found, wanted, strict=True))


def refusal(data, content_type=JPEG, **options):
    with pytest.raises(NotRasterised) as caught:
        rasterise(data, content_type, **options)
    return caught.value.code


def outcome(data, content_type=PDF):
    """Return the sizes of the pages, or why there are none."""
    try:
        return [(page.width, page.height) for page in rasterise(data, content_type)]
    except NotRasterised as refused:
        return refused.code


# -- good files


@pytest.mark.parametrize(("kind", "content_type"), [("JPEG", JPEG), ("PNG", PNG), ("HEIF", HEIC), ("PDF", PDF)])
def test_good_file_becomes_pages(kind, content_type):
    (page,) = rasterise(saved(picture(), kind), content_type)
    assert close_to(colour(page, 0.2, 0.2), RED)
    assert close_to(colour(page, 0.8, 0.8), WHITE)
    assert abs(page.width / page.height - 4 / 3) < 0.01


@pytest.mark.parametrize(("kind", "content_type"), [("JPEG", JPEG), ("HEIF", HEIC)])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_photograph_is_turned_upright(orientation, kind, content_type):
    turns = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }
    upright = picture()
    as_taken = upright.transpose(turns[orientation]) if orientation in turns else upright
    exif = Image.Exif()
    exif[0x0112] = orientation
    (page,) = rasterise(saved(as_taken, kind, exif=exif.tobytes(), quality=95), content_type)
    assert (page.width, page.height) == (400, 300)
    assert close_to(colour(page, 0.2, 0.2), RED)
    assert [close_to(colour(page, x, y), WHITE) for x, y in ((0.8, 0.2), (0.2, 0.8), (0.8, 0.8))] == [True] * 3


@pytest.mark.parametrize(
    ("image", "content_type", "wanted"),
    [
        (picture().convert("CMYK"), "JPEG", RED),
        (picture(mode="L", corner=100, paper=255), "JPEG", (100, 100, 100)),
        (picture(mode="1", corner=0, paper=1), "PNG", (0, 0, 0)),
        (picture(mode="I;16", corner=25_700, paper=65_535), "PNG", (100, 100, 100)),
        (picture().convert("P", palette=Image.Palette.ADAPTIVE), "PNG", RED),
        (picture(mode="RGBA", corner=(*RED, 255), paper=(0, 0, 0, 0)), "PNG", RED),
        (picture(mode="LA", corner=(100, 255), paper=(0, 0)), "PNG", (100, 100, 100)),
    ],
    ids=["CMYK", "grey", "fax", "16 bit", "palette", "alpha", "grey alpha"],
)
def test_every_kind_of_picture_looks_right(image, content_type, wanted):
    (page,) = rasterise(saved(image, content_type), f"image/{content_type.lower()}")
    assert close_to(colour(page, 0.2, 0.2), wanted)
    assert close_to(colour(page, 0.8, 0.8), WHITE)


@pytest.mark.parametrize(("kind", "content_type"), [("JPEG", JPEG), ("HEIF", HEIC)])
def test_large_photograph_is_made_smaller(kind, content_type):
    (page,) = rasterise(saved(picture((4032, 3024)), kind), content_type)
    assert (page.width, page.height) == (2400, 1800)
    assert close_to(colour(page, 0.2, 0.2), RED)


def test_broken_exif_does_not_refuse_the_picture():
    whole = saved(picture(), "JPEG")
    broken = whole[:2] + b"\xff\xe1\x00\x12Exif\x00\x00II*\x00\xff\xff\xff\x7f" + b"\x01\x02" + whole[2:]
    (page,) = rasterise(broken, JPEG)
    assert close_to(colour(page, 0.2, 0.2), RED)


def test_animation_gives_its_first_picture():
    data = saved(picture(), "PNG", save_all=True, append_images=[picture(corner=BLUE), picture(corner=GREEN)])
    (page,) = rasterise(data, PNG)
    assert close_to(colour(page, 0.2, 0.2), RED)


def test_of_several_photographs_in_one_file_the_first_is_taken():
    data = saved(picture(), "HEIF", save_all=True, append_images=[picture(corner=BLUE), picture(corner=GREEN)])
    (page,) = rasterise(data, HEIC)
    assert close_to(colour(page, 0.2, 0.2), RED)


def test_pdf_is_rendered_at_200_dpi_page_by_page():
    green = RED_CORNER.replace(b"1 0 0", b"0 1 0")
    pages = rasterise(pdf((A4, RED_CORNER, b""), (A4, green, b"/Rotate 90")), PDF)
    assert [(page.width, page.height) for page in pages] == [(1653, 2339), (2339, 1653)]
    assert close_to(colour(pages[0], 0.2, 0.2), (255, 0, 0))
    assert close_to(colour(pages[1], 0.8, 0.2), (0, 255, 0))


def test_filled_form_field_is_shown():
    field = b"<</Type/Annot/Subtype/Widget/FT/Tx/T(a)/V(x)/Rect[0 421 297 842]/F 4/AP<</N 101 0 R>>>>"
    look = b"<</Type/XObject/Subtype/Form/BBox[0 0 297 421]/Length 29>>stream\n1 0 0 rg 0 0 297 421 re f    \nendstream"
    data = pdf((A4, b"", b"/Annots[100 0 R]"), objects=[field, look])
    data = data.replace(b"/Pages 2 0 R>>", b"/Pages 2 0 R/AcroForm<</Fields[100 0 R]>>>>")
    (page,) = rasterise(data, PDF)
    assert close_to(colour(page, 0.2, 0.2), (255, 0, 0))


@pytest.mark.parametrize("family", [b"MS-Gothic/Flags 4", b"MS-Mincho/Flags 6"])
def test_japanese_text_is_shown_without_its_font(family):
    """Many Japanese PDFs name the system's fonts and carry none."""
    name = family.split(b"/")[0]
    font = b"<</Type/Font/Subtype/Type0/BaseFont/%s/Encoding/90ms-RKSJ-H/DescendantFonts[101 0 R]>>" % name
    descendant = b"<</Type/Font/Subtype/CIDFontType2/BaseFont/%s/FontDescriptor 102 0 R" % name
    descendant += b"/CIDSystemInfo<</Registry(Adobe)/Ordering(Japan1)/Supplement 2>>>>"
    descriptor = b"<</Type/FontDescriptor/ItalicAngle 0/StemV 80/FontBBox[0 0 1000 1000]/Ascent 800/Descent -200"
    descriptor += b"/CapHeight 700/FontName/%s>>" % family
    content = b"BT /F 80 Tf 50 700 Td <%s> Tj ET" % "山田".encode("cp932").hex().encode()
    objects = [font, descendant, descriptor]
    (page,) = rasterise(pdf((A4, content, b"/Resources<</Font<</F 100 0 R>>>>"), objects=objects), PDF)
    left, top, right, bottom = ImageOps.invert(Image.open(BytesIO(page.png)).convert("L")).getbbox()
    assert 300 < right - left < 500
    assert 150 < bottom - top < 300


# -- bad files


def bomb(width, height):
    """Return a small PNG that claims to be large."""

    def chunk(name, data):
        return len(data).to_bytes(4, "big") + name + data + zlib.crc32(name + data).to_bytes(4, "big")

    header = width.to_bytes(4, "big") + height.to_bytes(4, "big") + b"\x01\x00\x00\x00\x00"
    row = zlib.compress(bytes(((width + 7) // 8 + 1) * height), 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", row) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("size", "code"),
    [
        ((20_000, 20_000), "too_many_pixels"),
        ((12_000, 12_000), "too_many_pixels"),
        ((12_001, 300), "too_many_pixels"),
        ((1, 1), "too_small"),
        ((200_000, 1), "too_small"),
        ((199, 400), "too_small"),
    ],
)
def test_picture_of_a_wrong_size_is_refused(size, code):
    started = time.monotonic()
    assert refusal(bomb(*size), PNG) == code
    assert time.monotonic() - started < 20


GOOD_JPEG = saved(picture(corner=RED).effect_spread(50), "JPEG")
GOOD_PNG = saved(picture().effect_spread(50), "PNG")
GOOD_HEIC = saved(picture().effect_spread(50), "HEIF")


@pytest.mark.parametrize(
    ("data", "content_type"),
    [
        (GOOD_JPEG[: len(GOOD_JPEG) // 2], JPEG),
        (GOOD_JPEG[:30], JPEG),
        (GOOD_PNG[: len(GOOD_PNG) // 2], PNG),
        (GOOD_PNG[:1000] + bytes([GOOD_PNG[1000] ^ 1]) + GOOD_PNG[1001:], PNG),
        (GOOD_PNG, JPEG),
        (GOOD_HEIC[: len(GOOD_HEIC) // 2], HEIC),
        (GOOD_HEIC[:300], HEIC),
        (GOOD_JPEG, HEIC),
        (saved(picture(), "AVIF"), HEIC),
        (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 300 300\n", PNG),
        (b"", JPEG),
        (b"", PDF),
        (b"%PDF-1.7\nnothing", PDF),
        (pdf(), PDF),
        (pdf((A4, b"", b""))[:60], PDF),
    ],
    ids=[
        "half a JPEG",
        "head of a JPEG",
        "half a PNG",
        "checksum of a PNG",
        "PNG as JPEG",
        "half a HEIC",
        "head of a HEIC",
        "JPEG as HEIC",
        "AVIF as HEIC",
        "PostScript",
        "empty picture",
        "empty PDF",
        "no PDF",
        "no pages",
        "head of a PDF",
    ],
)
def test_damaged_file_is_refused(data, content_type):
    assert refusal(data, content_type) == "damaged"


def test_pdf_with_too_many_pages_is_refused_unseen():
    started = time.monotonic()
    data = pdf(*[(A4, b"", b"")] * 5000)
    assert refusal(data, PDF) == "too_many_pages"
    assert refusal(pdf(*[(A4, b"", b"")] * 11), PDF) == "too_many_pages"
    assert len(rasterise(pdf(*[(b"0 0 200 200", b"", b"")] * 11), PDF, max_pages=11)) == 11
    assert time.monotonic() - started < 40


@pytest.mark.parametrize(
    ("box", "code"),
    [
        (b"0 0 14400 14400", "page_too_large"),
        (b"0 0 2001 10", "page_too_large"),
        (b"0 0 10 10", "too_small"),
    ],
)
def test_pdf_page_of_a_wrong_size_is_refused(box, code):
    assert refusal(pdf((box, b"", b"")), PDF) == code


@pytest.mark.parametrize("box", [b"595 842 0 0", b"0 0 0 0", b"0 0 nan inf", b"0 0 1e308 1e309"])
def test_nonsense_page_box_never_hurts(box):
    data = pdf((box, RED_CORNER, b""))
    assert outcome(data) in ([(1653, 2339)], [(1700, 2200)], "damaged")


def test_pdf_with_a_password_is_refused():
    encrypt = b"<</Filter/Standard/V 1/R 2/P -4/O<%s>/U<%s>>>" % (b"41" * 32, b"42" * 32)
    data = pdf((A4, b"", b""), objects=[encrypt], trailer=b"/Encrypt 100 0 R/ID[<00><00>]")
    assert refusal(data, PDF) == "password"


def test_giant_picture_inside_a_pdf_stays_in_its_limits():
    pixels = zlib.compress(zlib.compress(bytes(20_000 * 20_000 // 8), 9), 9)
    image = b"<</Type/XObject/Subtype/Image/Width 20000/Height 20000/ColorSpace/DeviceGray/BitsPerComponent 1"
    image += b"/Filter[/FlateDecode/FlateDecode]/Length %d>>stream\n%s\nendstream" % (len(pixels), pixels)
    data = pdf((A4, b"595 0 0 842 0 0 cm /I Do", b"/Resources<</XObject<</I 100 0 R>>>>"), objects=[image])
    assert len(data) < 10_000
    assert outcome(data) in ([(1653, 2339)], "too_slow", "out_of_memory", "crashed", "damaged")


def test_recursive_forms_stop_only_the_jail():
    forms = [
        b"<</Type/XObject/Subtype/Form/BBox[0 0 500 500]/Resources<</XObject<</F %d 0 R>>>>/Length %d>>"
        b"stream\n%s\nendstream" % (101 + n, len(b"/F Do " * 10), b"/F Do " * 10)
        for n in range(12)
    ]
    forms.append(b"<</Type/XObject/Subtype/Form/BBox[0 0 500 500]/Length 14>>stream\n0 0 9 9 re f  \nendstream")
    started = time.monotonic()
    data = pdf((A4, b"/F Do", b"/Resources<</XObject<</F 100 0 R>>>>"), objects=forms)
    assert refusal(data, PDF) in {"too_slow", "out_of_memory", "crashed"}
    assert time.monotonic() - started < 45


# -- the trusted side believes nothing


@pytest.fixture
def liar(monkeypatch, tmp_path):
    """Return a function that puts a program of ours in the place of the jailed one."""

    def use(code):
        program = tmp_path / "liar.py"
        program.write_text(
            "import resource, struct, sys\n"
            "resource.setrlimit(resource.RLIMIT_CPU, (1, 2))\n"
            "out = sys.stdout.buffer.write\n"
            "def lock_in(): out(b'J'), sys.stdout.flush()\n" + code
        )
        monkeypatch.setattr(jailed, "PROGRAMS", program)
        monkeypatch.setattr(rasterising, "WALL_SECONDS", 3)

    return use


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("import os; os.abort()", "crashed"),
        ("import sys; sys.exit(3)", "crashed"),
        ("raise RuntimeError", "damaged"),
        ("pass", "crashed"),
        ("while True: pass", "too_slow"),
        ("import time; time.sleep(60)", "too_slow"),
        ("out(b'E')", "crashed"),
        ("out(b'X')", "crashed"),
        ("out(b'P' + struct.pack('>II', 4_000_000_000, 4_000_000_000))", "crashed"),
        ("out(b'P' + struct.pack('>II', 4001, 10))", "crashed"),
        ("out(b'P' + struct.pack('>II', 0, 0) + b'E')", "crashed"),
        ("out(b'P' + struct.pack('>II', 300, 300) + b'short')", "crashed"),
        ("out((b'P' + struct.pack('>II', 20, 20) + bytes(1200)) * 11 + b'E')", "crashed"),
        ("out(b'F' + bytes([7]) + b'damaged')", "damaged"),
        ("out(b'F' + bytes([8]) + b'<script>')", "crashed"),
        ("out(b'F' + bytes([200]) + b'x')", "crashed"),
        ("while True: out(bytes(1_000_000))", "crashed"),
    ],
)  # fmt: skip
def test_lying_program_is_not_believed(code, reason, liar):
    liar(f"lock_in()\n{code}")
    assert refusal(GOOD_JPEG * 10) == reason


@pytest.mark.parametrize(
    ("code", "seconds", "passing"),
    [
        ("while True: pass", 60, False),  # its seconds of the processor are over
        ("import time; time.sleep(60)", 1, True),  # ours are
        ("import os; os.kill(os.getpid(), 9)", 60, True),
        ("import os; os.abort()", 60, False),
        ("out(b'F' + bytes([13]) + b'out_of_memory')", 60, False),
    ],
)
def test_only_what_was_killed_from_outside_may_succeed_later(code, seconds, passing, liar, monkeypatch):
    liar(f"lock_in()\n{code}")
    monkeypatch.setattr(rasterising, "WALL_SECONDS", seconds)
    with pytest.raises(NotRasterised) as caught:
        rasterise(GOOD_JPEG, JPEG)
    assert caught.value.passing is passing


@pytest.mark.parametrize(
    "code",
    [
        "import sys; sys.exit(3)",
        "import a_library_that_is_not_installed",
        "import os; os.abort()",
        "pass",
        "while True: pass",
        "import time; time.sleep(60)",
        "out(b'X')",
        "out(b'F' + bytes([7]) + b'damaged')",
    ],
)
def test_what_ends_before_it_is_locked_in_says_nothing_of_the_file(code, liar):
    liar(code)
    with pytest.raises(JailBroken):
        rasterise(GOOD_JPEG * 10, JPEG)


def test_a_jail_that_does_not_close_is_no_fault_of_the_file(monkeypatch, tmp_path):
    """The true program, on a machine that does not let it give up its rights."""
    jail = shutil.copytree(PROGRAMS, tmp_path / "jail")
    program = jail / "programs" / "lock_in.py"
    program.write_text(program.read_text(encoding="utf-8").replace("if libc.capset(", "if True or libc.capset("))
    monkeypatch.setattr(jailed, "PROGRAMS", jail)
    with pytest.raises(JailBroken):
        rasterise(GOOD_JPEG, JPEG)


def test_no_process_and_no_folder_stays_behind(monkeypatch, tmp_path):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    started = []
    popen = subprocess.Popen
    monkeypatch.setattr(subprocess, "Popen", lambda *a, **k: started.append(popen(*a, **k)) or started[-1])
    rasterise(GOOD_JPEG, JPEG)
    refusal(b"")
    assert [process.returncode is not None for process in started] == [True, True]
    assert list(tmp_path.iterdir()) == []


def test_rasterise_hands_the_program_an_empty_environment(liar):
    liar("lock_in()\nimport os\nout(b'F\\x07damaged' if set(os.environ) <= {'LC_CTYPE'} else b'X')\n")
    assert refusal(GOOD_JPEG) == "damaged"


def test_rasterise_closes_the_memory_of_whoever_calls_it():
    code = (
        "import ctypes; from dsr.effects.rasterise import NotRasterised, rasterise\n"
        "try: rasterise(b'', 'image/png')\n"
        "except NotRasterised: print(ctypes.CDLL(None).prctl(3, 0, 0, 0, 0))"
    )
    answer = subprocess.run([sys.executable, "-c", code], cwd=settings.BASE_DIR, stdout=subprocess.PIPE, check=True)
    assert answer.stdout == b"0\n"
