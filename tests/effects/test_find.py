"""What may have to be masked is found on rebuilt pages, by a program that is believed no more than the decoder."""

from io import BytesIO

import pytest
import zxingcpp
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from dsr.effects import find as finding
from dsr.effects import jailed
from dsr.effects.find import find
from dsr.effects.rasterise import SafePage
from tests.browser.pictures import paper

# a started process keeps the real time
pytestmark = pytest.mark.real_time

GOTHIC = "/usr/share/fonts/truetype/bizud-gothic/BIZUDGothic-Regular.ttf"
MY_NUMBER, NO_MY_NUMBER = "1234 5678 9018", "1234 5678 9012"
PASSPORT = "P<JPNTAKASAKI<<YOSHIO<<<<<<<<<<<<<<<<<<<<<<<", "TR12345672JPN8504010M3001019<<<<<<<<<<<<<<<0"
FORGED = PASSPORT[0], PASSPORT[1].replace("850401", "880401")
NOT_SEARCHED = ("not_searched", (0, 0, 1000, 1000))


def card(*texts, size=(1600, 1000)):
    """Return a card with texts at places, as a scanner sees it."""
    image = Image.new("RGB", size, (232, 236, 240))
    draw = ImageDraw.Draw(image)
    for place, text, height in (((120, 90), "氏名 番号 花子", 60), *texts):
        draw.text(place, text, fill="black", font=ImageFont.truetype(GOTHIC, height))
    return image


def lines_of(lines):
    """Return machine-readable lines with their signs in even steps, as on a passport."""
    return [
        ((70 + place * 33, 760 + row * 90), sign, 60)
        for row, line in enumerate(lines)
        for place, sign in enumerate(line)
    ]


def with_qr(image, place=(1100, 500), turn=0):
    code = zxingcpp.create_barcode("記号 12-34 番号 5678", zxingcpp.BarcodeFormat.QRCode)
    dots = memoryview(code.to_image(scale=6))
    square = Image.frombytes("L", dots.shape[::-1], bytes(dots))
    image.paste(square.rotate(turn, expand=True, fillcolor=255), place)
    return image


def page(image):
    written = BytesIO()
    image.convert("RGB").save(written, "PNG")
    return SafePage(*image.size, written.getvalue())


def found_on(*images):
    return [(one.page, one.code.value) for one in find([page(image) for image in images])]


@pytest.mark.parametrize(
    ("image", "codes"),
    [
        (card(), []),
        (card(((400, 400), MY_NUMBER, 70)), ["my_number"]),
        (card(((400, 400), MY_NUMBER.replace(" ", ""), 70)), ["my_number"]),
        (card(((400, 400), MY_NUMBER.replace(" ", "-"), 70)), ["my_number"]),
        (card(((100, 400), "個人番号", 50), ((400, 400), MY_NUMBER, 60)), ["my_number"]),
        (card(((100, 400), "1234", 60), ((500, 400), "5678", 60), ((1000, 400), "9018", 60)), ["my_number"]),
        (card(((400, 400), NO_MY_NUMBER, 70)), []),
        (card(((400, 400), MY_NUMBER + " 4711", 70)), ["my_number"]),
        (card(((400, 400), MY_NUMBER.replace(" ", "") + "4", 70)), []),
        (with_qr(card()), ["qr_code"]),
        (with_qr(card(), turn=30), ["qr_code"]),
        (with_qr(card(((400, 400), MY_NUMBER, 70))), ["my_number", "qr_code"]),
        (card(*lines_of(PASSPORT)), []),
        (card(*lines_of(FORGED)), ["mrz_wrong"]),
        (Image.new("RGB", (800, 600), "black"), ["quality_blank"]),
        (Image.new("RGB", (800, 600), "white"), ["quality_blank"]),
        (card().filter(ImageFilter.GaussianBlur(12)), ["quality_blurred"]),
    ],
    ids=[
        "nothing",
        "number",
        "number in one piece",
        "number with dashes",
        "number with its label",
        "number in three boxes",
        "other number",
        "number beside another",
        "thirteen digits",
        "QR code",
        "turned QR code",
        "back of a card",
        "passport",
        "forged passport",
        "U15 black",
        "U15 white",
        "U15 blurred",
    ],
)
def test_finds(image, codes):
    assert found_on(image) == [(1, code) for code in codes]


def sheet(text, *, height=40, turn=0.0, blur=0.0, frame=False, font=GOTHIC):
    """Return a page of Japanese text at 200 dpi with a sentence among the others, printed and scanned as told."""
    image = Image.new("RGB", (1654, 1100), (246, 246, 240))
    draw, usual = ImageDraw.Draw(image), ImageFont.truetype(GOTHIC, height)
    for line in range(5):
        place = (140, 420 + int(line * height * 1.8))
        draw.text(place, "住所 京都府向日市寺戸町53番地 電話 075-925-0000", fill=(30, 30, 30), font=usual)
    printed = ImageFont.truetype(font, height)
    draw.text((140, 200), text, fill=(30, 30, 30), font=printed)
    if frame:
        draw.rectangle(
            (126, 190, 154 + draw.textlength(text, font=printed), 214 + height), outline=(30, 30, 30), width=3
        )
    return image.rotate(turn, fillcolor=(246, 246, 240)).filter(ImageFilter.GaussianBlur(blur))


MINCHO = "/usr/share/fonts/truetype/bizud-mincho/BIZUDMincho-Regular.ttf"
HARD = {
    "in a sentence": sheet(f"本人の個人番号は {MY_NUMBER} です。"),
    "in one piece in a sentence": sheet(f"個人番号　{MY_NUMBER.replace(' ', '')}（本人）"),
    "small print": sheet(f"個人番号 {MY_NUMBER}", height=24),
    "small print in a frame": sheet(MY_NUMBER, height=28, frame=True),
    "turned a little": sheet(f"番号 {MY_NUMBER}", turn=1.5),
    "turned the other way": sheet(f"番号 {MY_NUMBER}", turn=-1.5),
    "a little out of focus": sheet(f"番号 {MY_NUMBER}", height=48, blur=1.2),
    "in another typeface": sheet(f"番号 {MY_NUMBER}", font=MINCHO),
}


@pytest.mark.parametrize("name", HARD)
def test_finds_a_number_however_it_is_printed(name):
    assert found_on(HARD[name]) == [(1, "my_number")]


EASY_TO_CONFUSE = (
    "電話 075-925-0000 携帯 090-1234-5678",
    f"番号 {NO_MY_NUMBER}",
    "発行番号 1234567890123",
    "〒617-0002",
)


@pytest.mark.parametrize("text", EASY_TO_CONFUSE)
def test_finds_no_number_where_there_is_none(text):
    assert found_on(sheet(text)) == []


def test_no_number_hides_behind_squares():
    image = card(((200, 800), MY_NUMBER, 70), size=(1600, 1000))
    code = zxingcpp.create_barcode("x", zxingcpp.BarcodeFormat.QRCode)
    dots = memoryview(code.to_image(scale=4))
    square = Image.frombytes("L", dots.shape[::-1], bytes(dots))
    for number in range(25):
        image.paste(square, (40 + number % 13 * 118, 200 + number // 13 * 150))
    found = found_on(image)
    assert (found[0], len(found)) == ((1, "my_number"), finding.MOST_MARKS)
    assert {code for _page, code in found[1:]} == {"qr_code"}


def test_what_the_reader_has_to_tell_does_not_end_it():
    """Over a page of kanji it tells of diacritics, for which it would open a file."""
    register = paper(
        "戸籍謄本", "本籍　山梨県甲府市丸の内一丁目100番地", "母　渡邊 美咲", "長女　渡邊 ひなた", size=(900, 1270)
    )
    assert found_on(register) == []


def test_says_where_in_thousandths_of_the_page():
    (number,) = find([page(card(((400, 400), MY_NUMBER, 70)))])
    left, top, width, height = number.box
    assert (abs(left - 250) < 8, abs(top + height / 2 - 440) < 15, 200 < width < 330, 40 < height < 80) == (True,) * 4
    (code,) = find([page(with_qr(card(), place=(800, 500)))])
    left, top, width, height = code.box
    assert (495 < left < 530, 500 < top < 540, 80 < width < 130, 120 < height < 200) == (True,) * 4


def test_every_page_is_looked_at():
    plain, number = card(), card(((400, 400), MY_NUMBER, 70))
    assert found_on(plain, number, plain, with_qr(card())) == [(2, "my_number"), (4, "qr_code")]


# -- the trusted side believes nothing


MARK = "b'M\\x01' + bytes([7]) + b'qr_code' + struct.pack('>4H', 1, 2, 3, 4)"
TAKE = (
    "head = sys.stdin.buffer.read(9)\n"
    "width, height = struct.unpack('>II', head[1:])\n"
    "sys.stdin.buffer.read(width * height)\n"
)


@pytest.fixture
def answered(monkeypatch, tmp_path):
    """Return a function that says what comes of three pages when a program of ours looks at them."""
    monkeypatch.setattr(finding, "WALL_SECONDS", 5)

    def ask(code):
        program = tmp_path / "liar.py"
        program.write_text(
            "import os, struct, sys, time\ndef out(data): sys.stdout.buffer.write(data), sys.stdout.flush()\n" + code,
        )
        monkeypatch.setattr(jailed, "PROGRAMS", program)
        return [(one.page, one.code.value, one.box) for one in find([page(card(size=(1600, 400)))] * 3)]

    return ask


@pytest.mark.parametrize(
    ("code", "searched"),
    [
        ("", 0),
        ("raise RuntimeError", 0),
        ("out(b'J'); time.sleep(60)", 0),
        ("out(b'J'); os.abort()", 0),
        ("out(b'X')", 0),
        (f"out(b'J')\n{TAKE}out(b'M\\0')", 1),
        (f"out(b'J')\n{TAKE}out(b'M\\0')\n{TAKE}out(b'M\\0')\n{TAKE}time.sleep(60)", 2),
        (f"out(b'J')\n{TAKE}out(b'M\\0')\n{TAKE}out(b'X\\0')", 1),
        (f"out(b'J')\n{TAKE}out(b'M\\x15' + bytes(500))", 0),
        (f"out(b'J')\n{TAKE}out({MARK.replace('qr_code', 'secrets')})", 0),
        (f"out(b'J')\n{TAKE}out({MARK.replace('qr_code', 'expired')})", 0),
        (f"out(b'J')\n{TAKE}out({MARK.replace('3, 4', '1000, 4')})", 0),
        (f"out(b'J')\n{TAKE}out({MARK.replace('3, 4', '3, 65535')})", 0),
        (f"out(b'J')\n{TAKE}out(({MARK})[:-1])", 0),
        ("out(b'J')\nwhile True: out(bytes(1_000_000))", 0),
    ],
)
def test_what_is_not_believed_was_not_searched(code, searched, answered):
    assert answered(code) == [(number, *NOT_SEARCHED) for number in range(searched + 1, 4)]


def test_what_was_found_before_the_program_died_is_kept(answered):
    said = answered(f"out(b'J')\n{TAKE}out({MARK})\n{TAKE}")
    assert said == [(1, "qr_code", (1, 2, 3, 4)), (2, *NOT_SEARCHED), (3, *NOT_SEARCHED)]


def test_no_number_leaves_the_program(answered, monkeypatch):
    """Only a code and a box come back: nothing that was read fits between them."""
    said = []
    read = jailed.JailedProgram.read
    monkeypatch.setattr(jailed.JailedProgram, "read", lambda self, length: said.append(read(self, length)) or said[-1])
    (number,) = find([page(card(((400, 400), MY_NUMBER, 70)))])
    assert b"".join(said) == b"M\x01\x09my_number" + b"".join(part.to_bytes(2, "big") for part in number.box)
