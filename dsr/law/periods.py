"""The end of a period, by the way each law counts. Pure arithmetic of dates."""

import calendar as months
from collections.abc import Iterable
from datetime import date, timedelta

from dsr.law.calendars import BusinessCalendar
from dsr.law.regimes import Period, Unit


def same_date(start: date, count: int) -> date:
    """Return the date with the same number `count` months later, or the last day of a month that has no such date.

    Regulation 1182/71 art. 3(2)(c), and the corresponding-date rule of the United Kingdom.
    """
    year, month = divmod(start.year * 12 + start.month - 1 + count, 12)
    return date(year, month + 1, min(start.day, months.monthrange(year, month + 1)[1]))


def civil_code_month_end(event: date, count: int) -> date:
    """Return the last day of a period of months by the Japanese Civil Code (arts. 140, 143).

    The day of the event is not counted, so the period starts on the next day and ends on the day before the
    corresponding date, or at the end of a month that has no such date.
    """
    first = event + timedelta(days=1)
    corresponding = same_date(first, count)
    return corresponding - timedelta(days=1) if corresponding.day == first.day else corresponding


def end_of(period: Period, start: date, calendar: BusinessCalendar | None, *, start_counted: bool = False) -> date:
    """Return the last day of a period from a start that is not counted (or is day 1, if `start_counted`).

    Raises ValueError for business days without a calendar, CalendarTooShort where the calendar ends too soon.
    """
    if period.unit is Unit.MONTHS:
        return same_date(start, period.count)
    if period.unit is Unit.BUSINESS_DAYS:
        if calendar is None:
            raise ValueError("business days need a calendar")
        return calendar.add_business_days(start, period.count)
    days = period.count * (7 if period.unit is Unit.WEEKS else 1)
    return start + timedelta(days=days - start_counted)


def push_by(end: date, days_out: Iterable[date]) -> date:
    """Return the end after each day that does not count has pushed it by one; a day after the end pushes nothing."""
    for day in sorted(set(days_out)):
        if day <= end:
            end += timedelta(days=1)
    return end
