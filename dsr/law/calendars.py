"""Which days are open for business. A calendar is an immutable value that says from when to when it is complete."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from typing import Protocol

import holidays
from holidays.version import __version__ as holidays_version

SATURDAY = 5
WEEKEND = frozenset({5, 6})
ONE_DAY = timedelta(days=1)

# Member States of the EU and the three other EEA states; `holidays` calls Greece GR.
_EU = ("AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU")
_EU_TOO = ("IE", "IT", "LT", "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK")
EEA = frozenset((*_EU, *_EU_TOO, "IS", "LI", "NO"))
UK_NATIONS = ("GB-ENG", "GB-NIR", "GB-SCT", "GB-WLS")


class CalendarTooShort(Exception):  # noqa: N818 - says what is wrong with the calendar
    """A day outside the span that the calendar covers was asked for. Guessing would give a wrong deadline."""

    def __init__(self, day: date, covers_from: date, covers_to: date) -> None:
        """Name the day and the span."""
        super().__init__(f"{day} lies outside {covers_from}..{covers_to}")
        self.day = day
        self.covers_from = covers_from
        self.covers_to = covers_to


@dataclass(frozen=True, slots=True, kw_only=True)
class BusinessCalendar:
    """Weekends and the days in `closed` are no business days. A question outside the cover raises CalendarTooShort."""

    closed: frozenset[date]
    covers_from: date
    covers_to: date
    names: Mapping[date, str] = field(default_factory=dict)
    source: str = ""
    weekend: frozenset[int] = WEEKEND

    def is_open(self, day: date) -> bool:
        """Say whether the day is a business day."""
        if not self.covers_from <= day <= self.covers_to:
            raise CalendarTooShort(day, self.covers_from, self.covers_to)
        return day.weekday() not in self.weekend and day not in self.closed

    def is_open_anyway(self, day: date) -> bool:
        """As `is_open`; where the calendar does not reach, the weekday alone decides."""
        try:
            return self.is_open(day)
        except CalendarTooShort:
            return day.weekday() not in self.weekend

    def add_business_days(self, day: date, count: int) -> date:
        """Return the `count`-th business day after the day, which itself is not counted; 0 gives the day back."""
        return self._walk(day, count, ONE_DAY)

    def add_business_days_anyway(self, day: date, count: int) -> date:
        """As `add_business_days`; where the calendar does not reach, weeks of five days are counted."""
        try:
            return self.add_business_days(day, count)
        except CalendarTooShort:
            return day + timedelta(weeks=-(-count // 5))

    def subtract_business_days(self, day: date, count: int) -> date:
        """Return the `count`-th business day before the day, which itself is not counted; 0 gives the day back."""
        return self._walk(day, count, -ONE_DAY)

    def _walk(self, day: date, count: int, step: timedelta) -> date:
        if count < 0:
            raise ValueError("count business days forwards or backwards with a positive number")
        while count:
            day += step
            count -= self.is_open(day)
        return day

    def business_days_between(self, first: date, last: date) -> int:
        """Count the business days after `first` up to and with `last`; negative when `last` comes first."""
        if last < first:
            return -self.business_days_between(last, first)
        return sum(self.is_open(day) for day in days_between(first + ONE_DAY, last))

    def next_open(self, day: date) -> date:
        """Return the day if it is a business day, else the next one."""
        while not self.is_open(day):
            day += ONE_DAY
        return day

    def closed_ranges(self, first: date, last: date) -> tuple[tuple[date, date], ...]:
        """Return the closed days in a span as ranges, leaving out those that a weekend would explain alone."""
        ranges: list[tuple[date, date]] = []
        for day in days_between(first, last):
            if day not in self.closed:
                continue
            if ranges and ranges[-1][1] == day - ONE_DAY:
                ranges[-1] = (ranges[-1][0], day)
            else:
                ranges.append((day, day))
        return tuple(span for span in ranges if any(day.weekday() not in self.weekend for day in days_between(*span)))


def days_between(first: date, last: date) -> Iterator[date]:
    """Yield each day of a span, both ends included."""
    day = first
    while day <= last:
        yield day
        day += ONE_DAY


class Closing(Protocol):
    """Whatever can say that a desk is closed on a day; a profile's closures do."""

    @property
    def name(self) -> object:
        """What the closing is called."""

    def covers(self, day: date) -> bool:
        """Say whether the desk is closed on that day."""


@dataclass(frozen=True, slots=True)
class DeskClosure:
    """Closing days beside weekends and public holidays: every year (MM-DD, may run over New Year), or once (dates)."""

    first: date | str
    last: date | str
    name: str

    def covers(self, day: date) -> bool:
        """Say whether the desk is closed on that day."""
        if isinstance(self.first, date) and isinstance(self.last, date):
            return self.first <= day <= self.last
        this, first, last = day.strftime("%m-%d"), str(self.first), str(self.last)
        return first <= this <= last if first <= last else this >= first or this <= last


@dataclass(frozen=True, slots=True, order=True)
class OwnClosure:
    """Closing days that a desk adds once, beside those of every year: a founding day, a move of the office."""

    first: date
    last: date
    name: str

    def covers(self, day: date) -> bool:
        """Say whether the desk is closed on that day."""
        return self.first <= day <= self.last


# Act on the Holidays of Administrative Organs (Act No. 91 of 1988), art. 1.
YEAR_END = DeskClosure("12-29", "01-03", "年末年始")


@lru_cache(maxsize=1024)
def public_holidays(place: str, year: int) -> Mapping[date, str]:
    """Return the public holidays of a year by ISO place: JP, DE, FR, GB-ENG, US-CA. Names of Japan are Japanese.

    Raises ValueError for a place that the library does not know. The Gazette fixes the equinoxes of Japan each February
    for the next year; later ones are computed.
    """
    country, _dash, subdivision = place.partition("-")
    try:
        found = holidays.country_holidays(country, subdiv=subdivision or None, years=year, language=_language(country))
    except NotImplementedError as error:
        raise ValueError(f"no public holidays are known for {place}") from error
    return {day: name for day, name in sorted(found.items()) if day.year == year}


def _language(country: str) -> str | None:
    """Name a language always, or the library would follow the locale of the process."""
    supported = set(holidays.country_holidays(country, years=()).supported_languages)
    return next((language for language in ("ja", "en_US", "en_GB") if language in supported), None)


def build_calendar(
    place: str, covers_from: date, covers_to: date, closings: Iterable[Closing] = ()
) -> BusinessCalendar:
    """Return the calendar of a place with its public holidays and a desk's own closing days.

    The cover is from the first to the last day, both included. Raises ValueError for an unknown place.
    """
    names: dict[date, str] = {}
    for year in range(covers_from.year, covers_to.year + 1):
        names |= {day: name for day, name in public_holidays(place, year).items() if covers_from <= day <= covers_to}
    own = tuple(closings)
    for day in days_between(covers_from, covers_to):
        closing = next((each for each in own if each.covers(day)), None)
        if closing is not None:
            names.setdefault(day, str(closing.name))
    return BusinessCalendar(
        closed=frozenset(names),
        names=dict(sorted(names.items())),
        covers_from=covers_from,
        covers_to=covers_to,
        source=f"{place}: holidays {holidays_version}" + (" and desk closings" if own else ""),
    )


def lost_holidays(
    known: BusinessCalendar, other: BusinessCalendar, closings: Iterable[Closing], from_day: date
) -> tuple[date, ...]:
    """Return the public holidays from a day on that a calendar knows and another one, which reaches them, does not.

    What a desk's own closing days explain is no public holiday. A list of holidays that lost days, or a whole year, is
    more likely broken than the law is changed: a day that is wrongly open makes deadlines too early.
    """
    own = tuple(closings)
    lost = (day for day in known.closed - other.closed if from_day <= day <= other.covers_to)
    return tuple(sorted(day for day in lost if not any(closing.covers(day) for closing in own)))


@lru_cache(maxsize=256)
def statutory_calendar(place: str, first_year: int, last_year: int, *, year_end: bool = False) -> BusinessCalendar:
    """Return the calendar of whole years that a law means: public holidays, with the official year-end if it counts."""
    closings = (YEAR_END,) if year_end else ()
    return build_calendar(place, date(first_year, 1, 1), date(last_year, 12, 31), closings)
