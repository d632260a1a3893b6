"""Which characters can be printed, and in which font."""

import re

import pytest

from dsr.rendering.glyphs import (
    LETTER_FONTS,
    code_points,
    font_for,
    fonts_version,
    letter_fonts,
    missing_glyphs,
    set_variants_apart,
)
from dsr.rendering.letter_words import TEMPLATES


@pytest.mark.parametrize(
    "name",
    [
        "山田 太郎",
        "髙橋 﨑",
        "𠮷野",
        "葛󠄀城",
        "葛\U000e0102城",
        "①㈱〒",
        "Łukasz Müller-O’Brien",
        "Жуков Ωμέγα",
        "محمد بن سلمان",
        "שלום",
        "สมชาย",
        "सीता",
        "🦊❤️👨\u200d👩\u200d👧🇯🇵",
        "か\u3099",
        "line\nand\ttab\r\n",
    ],
)
def test_can_print_a_name(name):
    assert missing_glyphs(name) == ()


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("𪜈田", ["U+2A708"]),
        ("a\x00b\x1bc", ["U+0000", "U+001B"]),
        ("\ue000\ue000", ["U+E000"]),
        ("葛\U000e01ef", ["U+845B U+E01EF"]),
        ("\U000e0100", ["U+E0100"]),
        ("abc\u202edef\u2066", ["U+202E", "U+2066"]),
        ("\ud800", ["U+D800"]),
    ],
)
def test_names_what_it_cannot_print(text, missing):
    assert [code_points(sign) for sign in missing_glyphs(text)] == missing


def test_has_the_two_needed_fonts():
    assert [font.family for font in letter_fonts()][:2] == ["BIZ UDPMincho", "IPAmjMincho"]
    assert re.fullmatch(r"BIZ UDPMincho \d+\.\d+, IPAmjMincho \d+\.\d+", fonts_version())


@pytest.mark.parametrize(
    ("sign", "family"),
    [
        ("2", "BIZ UDPMincho"),
        ("髙", "BIZ UDPMincho"),
        ("葛\U000e0100", "BIZ UDPMincho"),
        ("葛\U000e0102", "IPAmjMincho"),
        ("𠮷", "IPAmjMincho"),
        ("م", "Noto Naskh Arabic"),
        ("🦊", "Noto Color Emoji"),
    ],
)
def test_finds_the_font_of_a_character(sign, family):
    assert font_for(sign).family == family


def test_sets_apart_only_the_variants_of_another_font():
    html = "<p>葛󠄀城 葛\U000e0102城 葛城 ❤️</p>"

    assert set_variants_apart(html) == '<p>葛󠄀城 <span class="variant">葛\U000e0102</span>城 葛城 ❤️</p>'


def test_agrees_with_the_style_sheet():
    sheet = (TEMPLATES / "letter.css").read_text()
    lists = [re.findall(r'"([^"]+)"|(\w+)', found) for found in re.findall(r"font-family:\n(.*?);", sheet, re.DOTALL)]
    japanese, english = ([quoted or plain for quoted, plain in found] for found in lists)

    assert tuple(japanese) == LETTER_FONTS
    assert sorted(english) == sorted(LETTER_FONTS)
