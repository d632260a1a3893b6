"""Which characters the letter fonts can print. A name is printed as it is written, or the letter is not issued.

Without this look a missing glyph would leave an empty box on paper, while text extraction still shows the name.
"""

import re
import subprocess  # nosec B404 - asks fontconfig which fonts there are
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from unicodedata import category

from django.utils.html import format_html
from fontTools.ttLib import TTFont

# In this order the style sheet (templates/letters/letter.css) asks for them; a test compares the two.
# The first two are needed; the others print what those two lack, as far as they are installed.
LETTER_FONTS = (
    "BIZ UDPMincho",
    "IPAmjMincho",
    "Noto Serif",
    "Noto Naskh Arabic",
    "Noto Serif Hebrew",
    "Noto Serif Thai",
    "Noto Serif Devanagari",
    "Noto Sans",
    "Noto Sans Symbols",
    "Noto Sans Symbols2",
    "Droid Sans Fallback",
)
# The renderer takes emoji from here by itself. Named in the style sheet, it would print every digit from here as well.
EMOJI_FONT = "Noto Color Emoji"

_VARIATION_SEQUENCES = 14  # the format of that table in a font
_IDEOGRAPHIC_SELECTORS = "\U000e0100-\U000e01ef"
_SELECTORS = f"\ufe00-\ufe0f{_IDEOGRAPHIC_SELECTORS}"
_SIGN = re.compile(f"[^{_SELECTORS}][{_SELECTORS}]?|[{_SELECTORS}]", re.DOTALL)
_IDEOGRAPHIC_VARIANT = re.compile(f"[^\\s<>&;][{_IDEOGRAPHIC_SELECTORS}]")
# Line ends and tabs are layout; joiners and direction marks shape their neighbours.
_NEED_NO_GLYPH = frozenset("\n\r\t\u200c\u200d\u200e\u200f")
# Text style or emoji style: the same sign either way.
_STYLE_SELECTORS = frozenset("\ufe0e\ufe0f")
# Control characters, halves of characters, and code points that mean another sign in every company.
_NEVER_PRINTED = frozenset({"Cc", "Cs", "Co"})
# They would turn other words of the letter round.
_TURN_OTHERS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


@dataclass(frozen=True)
class LetterFont:
    """One installed font: the code points it holds, its variation sequences (base, selector), its version."""

    family: str
    version: str
    signs: frozenset[int]
    variants: frozenset[tuple[int, int]]

    def holds(self, sign: str) -> bool:
        """Say whether one character, or a character with its selector, has a glyph of its own here."""
        if len(sign) == 1 or sign[1] in _STYLE_SELECTORS:
            return ord(sign[0]) in self.signs
        return (ord(sign[0]), ord(sign[1])) in self.variants


def missing_glyphs(text: str) -> tuple[str, ...]:
    """Return what no letter font can print, each once and in order: a character, or one with its selector."""
    found = dict.fromkeys(_SIGN.findall(text))
    return tuple(sign for sign in found if sign not in _NEED_NO_GLYPH and not _printable(sign))


def _printable(sign: str) -> bool:
    harmful = sign in _TURN_OTHERS or category(sign[0]) in _NEVER_PRINTED
    return not harmful and font_for(sign) is not None


def code_points(sign: str) -> str:
    """Name a character by its code points, such as U+20BB7, or U+845B U+E0100."""
    return " ".join(f"U+{ord(character):04X}" for character in sign)


def font_for(sign: str) -> LetterFont | None:
    """Return the first letter font with a glyph for the character."""
    return next((font for font in letter_fonts() if font.holds(sign)), None)


def set_variants_apart(html: str) -> str:
    """Mark each kanji variant that only another font than the text's own can print.

    The renderer picks the font by the kanji alone. Left to it, a variant that the first font does not know is printed
    as the ordinary kanji, and nobody is told.
    """
    return _IDEOGRAPHIC_VARIANT.sub(_in_its_font, html)


def _in_its_font(found: re.Match[str]) -> str:
    sign = found[0]
    font = font_for(sign)
    if font is None or font.family == LETTER_FONTS[0]:
        return sign
    return format_html('<span class="variant">{}</span>', sign)


@cache
def letter_fonts() -> tuple[LetterFont, ...]:
    """Return the installed letter fonts in their order. Asks fontconfig and reads the fonts once per process."""
    files = _font_files()
    return tuple(_read(family, file) for family in (*LETTER_FONTS, EMOJI_FONT) for file in sorted(files[family]))


def fonts_version() -> str:
    """Name the two needed fonts with their versions."""
    return ", ".join(f"{font.family} {font.version}" for font in letter_fonts() if font.family in LETTER_FONTS[:2])


def _font_files() -> dict[str, set[Path]]:
    """Return the files that hold the regular cut of each family."""
    listing = subprocess.run(
        ["fc-list", ":style=Regular", "--format=%{family[0]}\\t%{file}\\n"],  # noqa: S607 - comes with Pango
        check=True,
        capture_output=True,
        encoding="utf-8",
    ).stdout
    files: dict[str, set[Path]] = defaultdict(set)
    for line in listing.splitlines():
        family, file = line.split("\t", 1)
        files[family].add(Path(file).resolve())
    return files


def _read(family: str, file: Path) -> LetterFont:
    with TTFont(file, lazy=True) as font:
        cmap = font["cmap"]
        variants = (
            (base, selector)
            for table in cmap.tables
            if table.format == _VARIATION_SEQUENCES
            for selector, pairs in table.uvsDict.items()
            for base, _glyph in pairs
        )
        version = f"{font['head'].fontRevision:.2f}"
        return LetterFont(family, version, frozenset(cmap.getBestCmap()), frozenset(variants))
