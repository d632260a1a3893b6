"""Lists in words: "a, b or c" and "a、bまたはc"."""

from collections.abc import Sequence

from django.utils.translation import gettext as _


def _joined(words: Sequence[str], last: str) -> str:
    """Join with commas, and with `last` (a translated pattern of two) before the final word."""
    if not words:
        return ""
    text = words[0]
    for word in words[1:-1]:
        text = _("%(earlier)s, %(later)s") % {"earlier": text, "later": word}
    return last % {"earlier": text, "later": words[-1]} if len(words) > 1 else text


def one_of(words: Sequence[str]) -> str:
    """Return the words as alternatives, in the active language."""
    return _joined(words, _("%(earlier)s or %(later)s"))


def all_of(words: Sequence[str]) -> str:
    """Return the words as one whole, in the active language."""
    return _joined(words, _("%(earlier)s and %(later)s"))


def in_turn(words: Sequence[str]) -> str:
    """Return the words one after another, in the active language."""
    return _joined(words, _("%(earlier)s, %(later)s"))
