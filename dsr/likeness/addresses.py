"""Two addresses: the same, the same but for their writing, or different, and in which part."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from dsr.likeness.hints import Hint, Step, needed
from dsr.likeness.names import compare_names, same_shapes
from dsr.names import visible_text

_HAN = "\u3005\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_IS_JAPANESE = re.compile(f"[{_HAN}\u3041-\u30ff]")
_DASHES = re.compile("[‐‑‒–—―−－﹣]|(?<=[0-9０-９])[ーｰ](?=[0-9０-９])")
_KANJI_DIGITS = {digit: str(value) for value, digit in enumerate("〇一二三四五六七八九")} | {"零": "0"}
_KANJI_UNITS = {"十": 10, "百": 100, "千": 1000}
_NUMERAL = "[〇零一二三四五六七八九十百千]+"
# Only where a number must stand, so that 三条, 六本木 and 一番町 stay names.
_KANJI_NUMBER = re.compile(
    rf"{_NUMERAL}(?=丁目|番地|番(?![町街])|号(?![線館棟]))"
    rf"|(?<=[-0-9の番地目町村字]){_NUMERAL}(?=$|\s|[-の番号])"
    rf"|(?<=[北南東西]){_NUMERAL}(?=条)"
)
_BLOCK_WORDS = (
    (re.compile(r"(?<=\d)丁目"), "-"),
    (re.compile(r"(?<=\d)番地?の?\s*(?=\d)"), "-"),
    (re.compile(r"(?<=\d)番地?(?![町街館])"), ""),
    (re.compile(r"(?<=\d)号室?(?![館棟線])"), ""),
    (re.compile(r"(?<=\d)[のノ之](?=\d)"), "-"),
    (re.compile(r"-{2,}"), "-"),
    (re.compile(r"(?<=\d)-(?!\s*\d)"), ""),
)
_BETWEEN_KANJI = (
    (re.compile(f"(?<=[{_HAN}])[ヶケヵがガ](?=[{_HAN}])"), "ケ"),
    (re.compile(f"(?<=[{_HAN}])[之ノの](?=[{_HAN}])"), "ノ"),
)
_SPACE_IN_NUMBER = re.compile(r"(?<=\d)\s+(?=\d)")
_SPACES = re.compile(r"[\s,、，．.]+")
_POSTAL = re.compile(r"\A〒?\s*(\d{3})[-ー－]?(\d{4})(?!\d)\s*")
_COUNTRY = re.compile(r"\A日本国?\s*")
_PREFECTURE = re.compile(r"\A(東京都|北海道|京都府|大阪府|[^市区町村郡\s]{2,3}県)")
_PLACE = re.compile(r"(.*?)(\d+(?:-\d+)*)(?![\d\-条線])(.*)", re.DOTALL)
_LAST_NUMBER = re.compile(r"(\d+)\D*\Z")


def _same_spelling(text: str) -> str:
    text = same_shapes(text)
    for pattern, letter in _BETWEEN_KANJI:
        text = pattern.sub(letter, text)
    return text


def _same_width(text: str) -> str:
    return unicodedata.normalize("NFKC", _DASHES.sub("-", text)).casefold()


def _in_figures(text: str) -> str:
    return _KANJI_NUMBER.sub(lambda found: _figures(found[0]), text)


def _figures(kanji: str) -> str:
    """Write a number in figures: 二十三 and 二三 are 23, 百二 is 102."""
    if not set(kanji) & set(_KANJI_UNITS):
        return "".join(_KANJI_DIGITS[digit] for digit in kanji)
    total, digit = 0, ""
    for letter in kanji:
        if letter in _KANJI_UNITS:
            total, digit = total + int(digit or "1") * _KANJI_UNITS[letter], ""
        else:
            digit += _KANJI_DIGITS[letter]
    return str(total + int(digit or "0"))


def _with_dashes(text: str) -> str:
    for pattern, instead in _BLOCK_WORDS:
        text = pattern.sub(instead, text)
    return text


def _without_section_marks(text: str) -> str:
    return text.replace("大字", "").replace("字", "")


def _without_spaces(text: str) -> str:
    return _SPACES.sub("", _SPACE_IN_NUMBER.sub("-", text))


_STEPS: dict[Hint, Step] = {
    Hint.VARIANTS: _same_spelling,
    Hint.DIGITS: _same_width,
    Hint.KANJI_DIGITS: _in_figures,
    Hint.BLOCK_STYLE: _with_dashes,
    Hint.SECTION_MARK: _without_section_marks,
    Hint.SPACING: _without_spaces,
}


@dataclass(frozen=True, slots=True)
class _Place:
    """An address in its parts; a part that is not there is empty."""

    postal: str
    prefecture: str
    town: str
    block: str
    building: str


def compare_addresses(one: str, other: str) -> frozenset[Hint]:
    """Return what two addresses have to do with each other; each may begin with its postal code."""
    one, other = visible_text(one), visible_text(other)
    if not one or not other:
        return frozenset({Hint.NOT_GIVEN})
    if one == other:
        return frozenset({Hint.SAME})
    if not (_IS_JAPANESE.search(one) and _IS_JAPANESE.search(other)):
        return compare_names(one, other)

    def parts_that_differ(steps: Iterable[Step]) -> frozenset[Hint]:
        return _differences(_place(one, steps), _place(other, steps))

    apart = parts_that_differ(_STEPS.values())
    if Hint.DIFFERENT in apart:
        return apart & {Hint.DIFFERENT, Hint.POSTAL_DIFFERS}
    return apart | needed(_STEPS, parts_that_differ) or frozenset({Hint.SPACING})


def _place(text: str, steps: Iterable[Step]) -> _Place:
    postal = _POSTAL.match(text)
    text = _COUNTRY.sub("", text[postal.end() :] if postal else text)
    for step in steps:
        text = step(text)
    prefecture = _PREFECTURE.match(text)
    rest = text[prefecture.end() :] if prefecture else text
    found = _PLACE.fullmatch(rest)
    town, block, building = found.groups() if found else (rest, "", "")
    number = unicodedata.normalize("NFKC", postal[1] + postal[2]) if postal else ""
    return _Place(number, prefecture[0] if prefecture else "", town.strip(), block, building.strip())


def _differences(one: _Place, other: _Place) -> frozenset[Hint]:
    found = _of_postal_codes(one.postal, other.postal) | _of_towns(one, other)
    return found | (_of_buildings(one, other) if one.block == other.block else _of_blocks(one, other))


def _of_postal_codes(one: str, other: str) -> frozenset[Hint]:
    if one == other:
        return frozenset()
    return frozenset({Hint.POSTAL_DIFFERS if one and other else Hint.POSTAL_MISSING})


def _of_towns(one: _Place, other: _Place) -> frozenset[Hint]:
    if one.prefecture != other.prefecture and one.prefecture and other.prefecture:
        return frozenset({Hint.DIFFERENT})
    found = frozenset({Hint.PREFECTURE_MISSING} if one.prefecture != other.prefecture else ())
    if one.town == other.town:
        return found
    short, long = sorted((one.town, other.town), key=len)
    return found | {Hint.TOWN_PARTLY} if short and long.endswith(short) else frozenset({Hint.DIFFERENT})


def _of_blocks(one: _Place, other: _Place) -> frozenset[Hint]:
    """Compare block numbers of which one may go on with the number of a room: 53-201 and 53 コーポ寺戸201."""
    short, long = sorted((one, other), key=lambda place: len(place.block))
    if not short.block or not long.block.startswith(f"{short.block}-"):
        return frozenset({Hint.DIFFERENT})
    room = _LAST_NUMBER.search(short.building)
    if room and not long.building and long.block == f"{short.block}-{room[1]}":
        return frozenset({Hint.BUILDING_MISSING})
    return frozenset({Hint.BRANCH}) | _of_buildings(one, other)


def _of_buildings(one: _Place, other: _Place) -> frozenset[Hint]:
    if one.building == other.building:
        return frozenset()
    return frozenset({Hint.BUILDING_DIFFERS if one.building and other.building else Hint.BUILDING_MISSING})
