"""Japanese eras: dates as they are printed on Japanese papers, read and written."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Era:
    """One era by its kanji name, its Latin letter and its first and last day (domain 4.3)."""

    kanji: str
    letter: str
    romaji: str
    first_day: date
    last_day: date | None

    def holds(self, day: date) -> bool:
        """Say whether the day belongs to this era."""
        return self.first_day <= day and (self.last_day is None or day <= self.last_day)

    def year_of(self, day: date) -> int:
        """Return the number of the year within the era; the year in which it begins is 1."""
        return day.year - self.first_day.year + 1


ERAS = (
    Era("明治", "M", "Meiji", date(1868, 1, 25), date(1912, 7, 29)),
    Era("大正", "T", "Taisho", date(1912, 7, 30), date(1926, 12, 24)),
    Era("昭和", "S", "Showa", date(1926, 12, 25), date(1989, 1, 7)),
    Era("平成", "H", "Heisei", date(1989, 1, 8), date(2019, 4, 30)),
    Era("令和", "R", "Reiwa", date(2019, 5, 1), None),
)

SENTENCES: dict[str, Promise] = {
    "unreadable_date": _("Write the date like 1990-02-03, 1990年2月3日, 平成2年2月3日 or H2.2.3."),
    "no_such_date": _("This day does not exist in the calendar."),
    "outside_era": _("This day does not belong to that era."),
}

_DATE = re.compile(
    r"(?:(?P<era>明治|大正|昭和|平成|令和|[MTSHR])(?P<era_year>元|\d{1,3})|(?P<year>\d{4}))"
    r"(?:年|[-/.])(?P<month>\d{1,2})(?:月|[-/.])(?P<day>\d{1,2})日?"
)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−ー", "-") | {"。": ".", "・": "."})
_WEEKDAYS_JA = "月火水木金土日"
_WEEKDAYS_EN = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS_EN = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


class InvalidDate(ValueError):  # noqa: N818 - an answer to what was typed, not a fault
    """What was typed is no day. `code` is a key of SENTENCES."""

    def __init__(self, code: str) -> None:
        """Refuse with a code of SENTENCES."""
        super().__init__(code)
        self.code = code

    @property
    def sentence(self) -> Promise:
        """Return the translated sentence for the person who typed it."""
        return SENTENCES[self.code]


def era_of(day: date) -> Era:
    """Return the era of a day. Raises ValueError before 25 January 1868."""
    for era in ERAS:
        if era.holds(day):
            return era
    raise ValueError(f"no era is known for {day}")


def parse_birth_date(text: str) -> date:
    """Read a date written the Western or the Japanese way, in half or full width.

    Raises InvalidDate (a ValueError) with the code unreadable_date, no_such_date or outside_era. Whether a birth date
    lies in the future is for the caller to say: nothing here reads a clock.
    """
    written = unicodedata.normalize("NFKC", text).translate(_DASHES).upper()
    written = _COMPACT.sub(r"\1-\2-\3", "".join(written.split()))
    found = _DATE.fullmatch(written)
    if found is None:
        raise InvalidDate("unreadable_date")
    if found["year"]:
        return _day(int(found["year"]), int(found["month"]), int(found["day"]))
    era = next(era for era in ERAS if found["era"] in {era.kanji, era.letter})
    era_year = 1 if found["era_year"] == "元" else int(found["era_year"])
    day = _day(era.first_day.year + era_year - 1, int(found["month"]), int(found["day"]))
    if era_year < 1 or not era.holds(day):
        raise InvalidDate("outside_era")
    return day


def _day(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError as error:
        raise InvalidDate("no_such_date") from error


def is_japanese(language: str | None) -> bool:
    """Say whether a language code (such as ja, ja-jp, en) means Japanese."""
    return (language or "").lower().startswith("ja")


def format_date(day: date, language: str | None = None, *, era: bool = False, weekday: bool = False) -> str:
    """Write a date as in a letter: 令和8年12月21日, 2026年12月21日（月）, 21 December 2026, Mon 21 December 2026.

    `language` None means the active one. `era` counts for Japanese only; the first year of an era is 元年.
    """
    if not is_japanese(language or get_language()):
        written = f"{day.day} {_MONTHS_EN[day.month - 1]} {day.year}"
        return f"{_WEEKDAYS_EN[day.weekday()]} {written}" if weekday else written
    year = _era_year(day) if era else f"{day.year}年"
    written = f"{year}{day.month}月{day.day}日"
    return f"{written}（{_WEEKDAYS_JA[day.weekday()]}）" if weekday else written


def _era_year(day: date) -> str:
    era = era_of(day)
    number = era.year_of(day)
    return f"{era.kanji}{'元' if number == 1 else number}年"


def format_range(first: date, last: date, language: str | None = None) -> str:
    """Write a span of days, both included; a single day is written alone."""
    if first == last:
        return format_date(first, language)
    if is_japanese(language or get_language()):
        return f"{format_date(first, language)}から{format_date(last, language)}まで"
    return f"{format_date(first, language)} to {format_date(last, language)}"
