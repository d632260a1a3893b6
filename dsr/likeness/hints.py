"""The hints: what is the same, what is the same but for its writing, what differs."""

from collections.abc import Callable, Iterable

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Hint(TextChoices):
    """One thing that a comparison found, worded for whoever holds the paper. In the order of reading."""

    SAME = "same", _("The same")
    SPACING = "spacing", _("Spaces or dots are set differently")
    WRITING = "writing", _("Width, case or kind of kana differs")
    VARIANTS = "variants", _("Variant characters (such as 髙 for 高, 﨑 for 崎)")
    SMALL_KANA = (
        "small_kana",
        _("Small and large kana (such as ショウ and シヨウ), a usual slip in the family register"),
    )
    VOICING = (
        "voicing",
        _("Voiced and unvoiced kana (such as ヤマザキ and ヤマサキ), a usual slip in the family register"),
    )
    SAME_SOUND = "same_sound", _("Two spellings of one sound (such as ヅ and ズ, ヲ and オ)")
    LONG_VOWELS = "long_vowels", _("A long vowel is written differently (such as オウ and オオ)")
    ORDER = "order", _("The words stand in another order")
    FORMER_NAME = "former_name", _("It agrees with the former name: ask for a paper that shows both names")
    LATIN_NAME = "latin_name", _("It agrees with the name in Latin letters")
    PART_MISSING = "part_missing", _("One of the two has a part more (such as a middle name)")
    PART_SAME = "part_same", _("Only a part is the same: after a change of name, ask for a paper that shows both names")
    DIGITS = "digits", _("Full-width and half-width characters")
    KANJI_DIGITS = "kanji_digits", _("Numbers in kanji and in figures")
    BLOCK_STYLE = "block_style", _("Block numbers in another style (such as 1丁目2番3号 and 1-2-3)")
    SECTION_MARK = "section_mark", _("大字 or 字 is left out")
    PREFECTURE_MISSING = "prefecture_missing", _("Only one of the two names the prefecture")
    TOWN_PARTLY = "town_partly", _("One of the two leaves out a part of city or town")
    BRANCH = "branch", _("One of the two has a number more: a branch number or a room")
    BUILDING_MISSING = "building_missing", _("Only one of the two names the building or room")
    BUILDING_DIFFERS = "building_differs", _("Building or room differ")
    POSTAL_MISSING = "postal_missing", _("Only one of the two has a postal code")
    POSTAL_DIFFERS = "postal_differs", _("The postal codes differ")
    OTHER_SCRIPT = (
        "other_script",
        _("Cannot be compared: kanji, kana and Latin letters do not tell each other's spelling"),
    )
    NOT_GIVEN = "not_given", _("Nothing to compare with")
    DIFFERENT = "different", _("Different")


# With these alone, both texts can be the same name or place; a person still has to look.
ALIKE = frozenset(
    {
        Hint.SAME,
        Hint.SPACING,
        Hint.WRITING,
        Hint.VARIANTS,
        Hint.SMALL_KANA,
        Hint.VOICING,
        Hint.SAME_SOUND,
        Hint.LONG_VOWELS,
        Hint.ORDER,
        Hint.DIGITS,
        Hint.KANJI_DIGITS,
        Hint.BLOCK_STYLE,
        Hint.SECTION_MARK,
    }
)
_UNKNOWN = frozenset({Hint.OTHER_SCRIPT, Hint.NOT_GIVEN})


def tone_of(hints: Iterable[Hint]) -> str:
    """Return how a page shows the hints: good, info where nothing could be compared, warning, late for different."""
    found = frozenset(hints)
    if found == {Hint.SAME}:
        return "good"
    if Hint.DIFFERENT in found:
        return "late"
    return "info" if found <= _UNKNOWN else "warning"


Step = Callable[[str], str]


def needed(steps: dict[Hint, Step], result: Callable[[Iterable[Step]], object]) -> frozenset[Hint]:
    """Return the steps without which the result would be another one, by leaving out each in turn."""
    full = result(steps.values())
    return frozenset(
        left_out for left_out in steps if result([step for hint, step in steps.items() if hint is not left_out]) != full
    )
