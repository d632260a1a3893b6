"""Names as people write them: kept as typed, folded for search only, made safe to show, masked for the follow page.

Nothing here changes what is stored beyond the white space around it. Unicode normalisation would: NFKC rewrites ㈱, ①
and half-width kana, and even NFC replaces compatibility ideographs such as U+FA19 (the old shape of 神), so that a
letter would no longer carry the name as its owner writes it.
"""

import re
import unicodedata
from itertools import pairwise

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from dsr.name_variants import LATIN, SOUNDS, VARIANTS

UNSTORABLE = _("This text contains a character that cannot be stored. Please type it again without special characters.")

# Direction marks, embeddings, overrides and isolates: they reorder what stands beside them.
_BIDI = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_INVISIBLE = (
    "\u00ad\u034f\u115f\u1160\u180b-\u180f\u200b-\u200d\u2060-\u2064\u206a-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0"
)
_INVISIBLE += "\U000e0000-\U000e0fff" + _BIDI
_OUTSIDE = re.compile(rf"\A[\s\u3000{_INVISIBLE}]+|[\s\u3000\u00ad\u180e\u200b\u2060\ufeff{_BIDI}]+\Z")
_NOTHING = re.compile(rf"[\s\u3000{_INVISIBLE}]*")
_HIDDEN = re.compile(rf"[{_INVISIBLE}]")
_SHOWN_AS_CODE = re.compile(rf"[\x00-\x08\x0b-\x1f\x7f-\x9f{_BIDI}\u2028\u2029\ud800-\udfff\ufffe\uffff]")
_CONTROL = r"\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"
# U+FFFD stands where a browser's bytes could not be decoded: what was meant is lost already.
_UNSTORABLE = re.compile(rf"[{_CONTROL}\ud800-\udfff\ufffd-\uffff]")
_LINE_BREAKS = re.compile(r"[\t\r\n\u2028\u2029]+")
_WORD_BREAKS = re.compile(r"[\s\u3000・･·‧∙•,，、.．。'’‘`´＇\"“”()（）「」/／_\-‐‑‒–—−－=＝]+")
_CLUSTER = re.compile(
    r".[\u0300-\u036f\u3099\u309a\u200d\ufe00-\ufe0f\U0001f3fb-\U0001f3ff\U000e0100-\U000e01ef]*", re.DOTALL
)

_KANA_MARKS = {"\u3099", "\u309a"}
_HIRAGANA_TO_KATAKANA = {code: code + 0x60 for code in range(0x3041, 0x3097)} | {0x309D: 0x30FD, 0x309E: 0x30FE}
_REPEATED = re.compile(r"(.)([々〻ヽヾ]+)")
_VOICED = "\u3099"
_START = "^"


def clean_name(typed: str) -> str:
    """Return one line as typed, without white space around it; "" when nothing visible is left.

    Line breaks and tabs become one space. Raises ValidationError (code "unstorable") for control characters, lone
    surrogates and undecodable bytes. Nothing is normalised, and nothing inside the text is taken away.
    """
    return _storable(visible_text(_LINE_BREAKS.sub(" ", typed)))


def clean_text(typed: str) -> str:
    """Return several lines as typed, with LF line ends; otherwise like `clean_name`."""
    return _storable(visible_text(typed.replace("\r\n", "\n").replace("\r", "\n")))


def visible_text(text: str) -> str:
    """Return the text without outer white space (U+3000 and zero-width included); "" when nothing of it can be seen."""
    return "" if _NOTHING.fullmatch(text) else _OUTSIDE.sub("", text)


def display_safe(text: str) -> str:
    """Return the text, for screens and letters, with what reorders or breaks a line written out, as in `[U+202E]`."""
    return _SHOWN_AS_CODE.sub(lambda found: f"[U+{ord(found[0]):04X}]", text)


def fold(text: str) -> str:
    """Return the search form of a text: width, kana, case, accents and variants made one. Never stored in clear."""
    return one_script(text).translate(SOUNDS).translate(VARIANTS)


def one_script(text: str) -> str:
    """Return the text in one width, case and kind of kana, without accents; sounds and variants stay as they are."""
    text = unicodedata.normalize("NFKC", _HIDDEN.sub("", text))
    text = text.casefold().translate(LATIN)
    text = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c) or c in _KANA_MARKS)
    text = unicodedata.normalize("NFC", text)
    return _REPEATED.sub(_written_out, text.translate(_HIRAGANA_TO_KATAKANA))


def name_tokens(*texts: str) -> frozenset[str]:
    """Return what to index for names (name, furigana, …): every pair of neighbours, and each word's first character.

    Neighbours are taken across spaces, so 山田 太郎 and 山田太郎 have the same pairs.
    """
    tokens: set[str] = set()
    for text in texts:
        words = _words(text)
        tokens.update(_pairs("".join(words)))
        tokens.update(_pairs_within(words))
        tokens.update(_START + word[0] for word in words)
    return frozenset(tokens)


def query_tokens(text: str) -> frozenset[str]:
    """Return what a name must have to match a typed search: all of these. Empty when nothing was asked for.

    A word of one character (林) matches words that begin with it. The order of the words does not matter.
    """
    words = _words(text)
    return frozenset(_pairs_within(words)) | {_START + word for word in words if len(word) == 1}


def split_words(text: str) -> list[str]:
    """Return the words of a name: what stands between spaces, dots, hyphens and brackets."""
    return [word for word in _WORD_BREAKS.split(text) if word]


def mask_name(name: str) -> str:
    """Return enough of a name for its owner to know it again: 山田太郎 -> 山**郎, 山田 太郎 -> 山* 太*."""
    return " ".join(_mask_word(word) for word in _SHOWN_AS_CODE.sub("", name).split() if visible_text(word))


def mask_email(address: str) -> str:
    """Return enough of an address for its owner to know it again: taro@example.com -> t***@e***.com."""
    local, at, domain = address.strip().rpartition("@")
    if not (local and at and domain):
        return "***"
    host, dot, top = domain.rpartition(".")
    return f"{local[0]}***@{(host or top)[0]}***" + (f".{top}" if dot and host else "")


def _storable(text: str) -> str:
    if _UNSTORABLE.search(text):
        raise ValidationError(UNSTORABLE, code="unstorable")
    return text


def _written_out(found: re.Match[str]) -> str:
    """Write out repetition marks: 佐々木 -> 佐佐木, イスヾ -> イスズ."""
    before: str = found[1]
    voiced = unicodedata.normalize("NFC", before + _VOICED)
    return before + "".join(voiced if mark == "ヾ" else before for mark in found[2])


def _words(text: str) -> list[str]:
    return split_words(fold(text))


def _pairs(word: str) -> set[str]:
    return {first + second for first, second in pairwise(word)}


def _pairs_within(words: list[str]) -> set[str]:
    return {pair for word in words for pair in _pairs(word)}


def _mask_word(word: str) -> str:
    seen: list[str] = _CLUSTER.findall(word)
    if len(seen) <= 2:  # noqa: PLR2004 - with two, the second would be the whole secret
        return seen[0] + "*" if len(seen) == 2 else "*"  # noqa: PLR2004
    return seen[0] + "*" * min(len(seen) - 2, 4) + seen[-1]
