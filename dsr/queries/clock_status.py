"""How a case stands against its desk target, in words; and whether the timers are alive."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dsr.law.calendars import BusinessCalendar, CalendarTooShort
from dsr.models import Calendar, Case, ClockStep, Heartbeat
from dsr.vocabulary import State

# actions.firing writes this name once a minute
TICK = "tick"
SILENT_AFTER = timedelta(minutes=3)
SOON_BUSINESS_DAYS = 5


class Standing(StrEnum):
    """Where a case stands against its target."""

    LATE = "late"
    TODAY = "today"
    SOON = "soon"
    RUNNING = "running"
    PAUSED = "paused"
    REPLIED_IN_TIME = "replied_in_time"
    REPLIED_LATE = "replied_late"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class ClockStatus:
    """A standing with its number of days: calendar days when late, business days when time is left."""

    standing: Standing
    due_on: date
    days: int = 0

    @property
    def words(self) -> str:
        """Return the standing in the active language."""
        days = {"days": self.days}
        match self.standing:
            case Standing.LATE:
                return ngettext("%(days)s day late", "%(days)s days late", self.days) % days
            case Standing.TODAY:
                return _("Due today")
            case Standing.SOON | Standing.RUNNING:
                return ngettext("%(days)s business day left", "%(days)s business days left", self.days) % days
            case Standing.PAUSED if self.days:
                return ngettext("Paused, %(days)s day late", "Paused, %(days)s days late", self.days) % days
            case Standing.PAUSED:
                return _("Paused")
            case Standing.REPLIED_IN_TIME:
                return _("Replied in time")
            case Standing.REPLIED_LATE:
                return ngettext("Replied %(days)s day late", "Replied %(days)s days late", self.days) % days
            case Standing.STOPPED:
                return _("Stopped")

    @property
    def tone(self) -> str:
        """Return the tone of the badge that carries the words."""
        if self.standing in {Standing.LATE, Standing.REPLIED_LATE} or (self.standing is Standing.PAUSED and self.days):
            return "late"
        tones = {Standing.TODAY: "warning", Standing.SOON: "warning", Standing.REPLIED_IN_TIME: "good"}
        return tones.get(self.standing, "quiet")

    @property
    def icon(self) -> str:
        """Return the icon beside the words; colour alone says nothing."""
        if self.standing is Standing.PAUSED:
            return "pause"
        return {"late": "triangle-alert", "warning": "clock", "good": "circle-check"}.get(self.tone, "calendar-days")


def clock_status(case: Case, today: date, calendar: BusinessCalendar | None = None) -> ClockStatus:
    """Return how a case stands on a day (Asia/Tokyo date). Without a calendar that reaches, all days are counted."""
    if case.state == State.REPLIED and case.replied_on:
        late = max((case.replied_on - case.due_on).days, 0)
        return ClockStatus(Standing.REPLIED_LATE if late else Standing.REPLIED_IN_TIME, case.due_on, late)
    if not case.is_open:
        return ClockStatus(Standing.STOPPED, case.due_on)
    if case.paused_from:
        return ClockStatus(Standing.PAUSED, case.due_on, max((case.paused_from - case.due_on).days, 0))
    if case.due_on < today:
        return ClockStatus(Standing.LATE, case.due_on, (today - case.due_on).days)
    if case.due_on == today:
        return ClockStatus(Standing.TODAY, case.due_on)
    left = _days_left(today, case.due_on, calendar)
    return ClockStatus(Standing.SOON if left <= SOON_BUSINESS_DAYS else Standing.RUNNING, case.due_on, left)


def _days_left(today: date, due_on: date, calendar: BusinessCalendar | None) -> int:
    try:
        return calendar.business_days_between(today, due_on) if calendar else (due_on - today).days
    except CalendarTooShort:
        return (due_on - today).days


def newest_calendars(desk_ids: Iterable[int]) -> dict[int, BusinessCalendar]:
    """Return the newest calendar of each desk, in one query."""
    newest = {row.desk_id: row for row in Calendar.objects.filter(desk_id__in=desk_ids).order_by("version")}
    return {desk_id: row.business_days for desk_id, row in newest.items()}


def soon_until(today: date, calendar: BusinessCalendar | None) -> date:
    """Return the last of the next five business days of a desk; five calendar days where no calendar reaches."""
    try:
        return (
            calendar.add_business_days(today, SOON_BUSINESS_DAYS) if calendar else today + timedelta(SOON_BUSINESS_DAYS)
        )
    except CalendarTooShort:
        return today + timedelta(SOON_BUSINESS_DAYS)


@dataclass(frozen=True, slots=True)
class SilentTimers:
    """The timers have not run for more than three minutes. `last_ran` is None when they never did."""

    last_ran: datetime | None


def last_tick() -> datetime | None:
    """Return when the timers last ran, or None when they never did."""
    return Heartbeat.objects.filter(name=TICK).values_list("at", flat=True).first()


def silent_timers(now: datetime) -> SilentTimers | None:
    """Return when the timers last ran if that is too long ago, or None while they are alive.

    A sign of life that lies ahead of the clock counts for nothing: the clock was set back since.
    """
    last_ran = last_tick()
    return SilentTimers(last_ran) if last_ran is None or abs(now - last_ran) > SILENT_AFTER else None


def clock_steps(now: datetime) -> list[ClockStep]:
    """Return how the clock of a server was set in the last week, or lies ahead of it, newest first, at most ten."""
    return list(ClockStep.objects.filter(at__gte=now - timedelta(days=7)).order_by("-at", "-pk")[:10])
