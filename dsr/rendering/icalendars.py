"""Due dates as an iCalendar (RFC 5545): numbers and days, nothing about a person."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext, override
from icalendar import Calendar, Event

from dsr.models import Case, User

ONE_DAY, ONE_HOUR = timedelta(days=1), timedelta(hours=1)


def due_dates_as_icalendar(cases: Iterable[Case], reader: User, now: datetime) -> bytes:
    """Return a calendar with one all-day entry for each case; its UID stays, its SEQUENCE is the due date's version."""
    calendar = Calendar()
    calendar.add("prodid", "-//DSR Desk//Due dates//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", "DSR Desk")
    calendar.add("refresh-interval", ONE_HOUR, {"VALUE": "DURATION"})
    for case in cases:
        calendar.add_component(_entry(case, reader, now))
    return calendar.to_ical()


def _entry(case: Case, reader: User, now: datetime) -> Event:
    entry = Event()
    entry.add("uid", f"{case.pk}@{urlsplit(settings.DSR_BASE_URL).hostname}")
    entry.add("dtstamp", now)
    entry.add("sequence", case.due_version)
    entry.add("dtstart", case.due_on)
    entry.add("dtend", case.due_on + ONE_DAY)
    entry.add("summary", f"{case.number} {_in_both(mine=case.assignee_id == reader.pk)}")
    entry.add("url", f"{settings.DSR_BASE_URL}{case.get_absolute_url()}")
    entry.add("transp", "TRANSPARENT")
    return entry


def _in_both(*, mine: bool) -> str:
    words = []
    for language in ("ja", "en"):
        with override(language):
            words.append(gettext("Reply due (yours)") if mine else gettext("Reply due"))
    return " / ".join(words)
