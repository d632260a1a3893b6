"""Two names: the same, the same but for their writing, or different."""

import re
import unicodedata
from collections.abc import Iterable

from dsr.likeness.hints import Hint, Step, needed
from dsr.name_variants import SOUNDS, VARIANTS
from dsr.names import one_script, split_words, visible_text

# Shapes of one character that Unicode keeps apart: compatibility ideographs, and what a variation selector asks for.
_SELECTORS = "\ufe00-\ufe0f\U000e0100-\U000e01ef"
_SHAPES = "\uf900-\ufaff\U0002f800-\U0002fa1f"
_SHAPE = re.compile(f"[{_SHAPES}]")
_SELECTOR = re.compile(f"[{_SELECTORS}]")
_OTHERS = re.compile(f"[^{_SHAPES}{_SELECTORS}]+")
_KATAKANA = re.compile("[\u30a1-\u30fa]+")
_MARKS = re.compile("[\u3099\u309a]")
_SMALL = {code: sound for code, sound in SOUNDS.items() if "SMALL" in unicodedata.name(chr(code))}
_TWO_SPELLINGS = {code: sound for code, sound in SOUNDS.items() if code not in _SMALL}
_VOWELS = {"A": "ア", "I": "イ", "U": "ウ", "E": "エ", "O": "オ"}
_SCRIPTS = {"CJK": "han", "IDEOGRAPHIC": "han", "HIRAGANA": "kana", "KATAKANA": "kana", "KATAKANA-HIRAGANA": "kana"}
_SHORTEST_PART = 2


def same_shapes(text: str) -> str:
    """Return the text with variant characters in one shape: 髙 and 高, 﨑 and 崎, 葛 with and without a selector."""
    text = _SHAPE.sub(lambda found: unicodedata.normalize("NFKC", found[0]), text)
    return _SELECTOR.sub("", text).translate(VARIANTS)


def _same_script(text: str) -> str:
    """Return the text in one width, case and kind of kana; shapes are left alone, so that they are told apart."""
    return _OTHERS.sub(lambda found: one_script(found[0]), text)


def _one_spelling(text: str) -> str:
    return text.translate(_TWO_SPELLINGS)


def _unvoiced(text: str) -> str:
    return _KATAKANA.sub(lambda found: _MARKS.sub("", unicodedata.normalize("NFD", found[0])), text)


def _large(text: str) -> str:
    return text.translate(_SMALL)


def _long(text: str) -> str:
    """Write every long vowel with ー: オオノ, オウノ and オーノ become one. オノ stays another name."""
    written, vowel = [], ""
    for letter in text:
        is_long = letter == "ー" or (vowel and (letter == _VOWELS[vowel] or (vowel, letter) == ("O", "ウ")))
        written.append("ー" if is_long else letter)
        vowel = vowel if is_long else _vowel_of(letter)
    return "".join(written)


def _vowel_of(letter: str) -> str:
    name = unicodedata.name(letter, "")
    return name[-1] if name.startswith("KATAKANA LETTER") and name[-1] in _VOWELS else ""


_STEPS: dict[Hint, Step] = {
    Hint.VARIANTS: same_shapes,
    Hint.WRITING: _same_script,
    Hint.LONG_VOWELS: _long,
    Hint.SMALL_KANA: _large,
    Hint.SAME_SOUND: _one_spelling,
    Hint.VOICING: _unvoiced,
}
# ヅ is one sound with ズ and the voiced ツ: whoever makes it ズ first no longer meets ツ.
_WAYS: tuple[dict[Hint, Step], ...] = (
    _STEPS,
    {hint: step for hint, step in _STEPS.items() if hint is not Hint.SAME_SOUND},
)


def compare_names(one: str, other: str) -> frozenset[Hint]:
    """Return what two names have to do with each other. {SAME} for equal ones; NOT_GIVEN when one shows nothing."""
    one, other = visible_text(one), visible_text(other)
    if not one or not other:
        return frozenset({Hint.NOT_GIVEN})
    if one == other:
        return frozenset({Hint.SAME})
    pair = (one, other)
    found = (_same_but_for_writing(pair, steps) for steps in _WAYS)
    return next(filter(None, found), None) or frozenset({_what_differs(pair)})


def joined(text: str) -> str:
    """Return a name without breaks, in the one writing of all steps."""
    return "".join(_words(text, _STEPS.values()))


def _same_but_for_writing(pair: tuple[str, str], all_steps: dict[Hint, Step]) -> frozenset[Hint]:
    """Return the differences in writing that make two texts out of one name; nothing when it is not one name."""

    def joined_alike(steps: Iterable[Step]) -> bool:
        one, other = ("".join(_words(text, steps)) for text in pair)
        return one == other

    def words_alike(steps: Iterable[Step]) -> bool:
        one, other = (sorted(_words(text, steps)) for text in pair)
        return one == other

    if joined_alike(all_steps.values()):
        found = needed(all_steps, joined_alike)
        apart = _words(pair[0], all_steps.values()) != _words(pair[1], all_steps.values())
        return found | {Hint.SPACING} if apart else found or frozenset({_least(pair)})
    return needed(all_steps, words_alike) | {Hint.ORDER} if words_alike(all_steps.values()) else frozenset()


def _least(pair: tuple[str, str]) -> Hint:
    """Name a difference that two steps would each have bridged alone, or that only concerns the breaks."""
    return Hint.SPACING if _words(pair[0], ()) == _words(pair[1], ()) else Hint.WRITING


def _words(text: str, steps: Iterable[Step]) -> list[str]:
    for step in steps:
        text = step(text)
    return split_words(text)


def _what_differs(pair: tuple[str, str]) -> Hint:
    if not _comparable(*(_scripts(text) for text in pair)):
        return Hint.OTHER_SCRIPT
    one, other = (_words(text, _STEPS.values()) for text in pair)
    if set(one) <= set(other) or set(other) <= set(one):
        return Hint.PART_MISSING
    if set(one) & set(other):
        return Hint.PART_SAME
    is_whole = len(one) == 1 or len(other) == 1
    return _of_unbroken("".join(one), "".join(other)) if is_whole and _has_kanji(pair) else Hint.DIFFERENT


def _of_unbroken(one: str, other: str) -> Hint:
    """Compare names of which one has no break between family and given name."""
    short, long = sorted((one, other), key=len)
    if len(short) >= _SHORTEST_PART and (long.startswith(short) or long.endswith(short)):
        return Hint.PART_MISSING
    size = _SHORTEST_PART
    is_part = one[:size] == other[:size] or one[-size:] == other[-size:]
    return Hint.PART_SAME if is_part else Hint.DIFFERENT


def _has_kanji(pair: tuple[str, str]) -> bool:
    return all("han" in _scripts(text) for text in pair)


def _scripts(text: str) -> frozenset[str]:
    letters = (unicodedata.name(letter, "").partition(" ")[0] for letter in one_script(text) if letter.isalpha())
    return frozenset(_SCRIPTS.get(script, script) for script in letters)


def _comparable(one: frozenset[str], other: frozenset[str]) -> bool:
    """Say whether two spellings can tell each other: a reading in kana says nothing about kanji."""
    if not one or not other:
        return True
    kana = frozenset({"kana"})
    return bool(one & other) and not (one == kana and "han" in other) and not (other == kana and "han" in one)
