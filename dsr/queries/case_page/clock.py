"""The clock of a case as the page explains it: the date, why it is that date, and the marks around it."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Prefetch, prefetch_related_objects
from django.utils.functional import Promise

from dsr.errors import SENTENCES
from dsr.law.calendars import CalendarTooShort
from dsr.models import Calendar, Case, ClockExtension, ClockPause, Deadline
from dsr.queries.clock_status import ClockStatus, clock_status
from dsr.queries.due_dates import DueDates, due_dates
from dsr.vocabulary import DeadlineRule, Kind, PauseReason


@dataclass(frozen=True)
class Mark:
    """One timer of the case: its rule, its day, and what became of it."""

    label: str | Promise
    due_on: date
    fired_at: datetime | None
    is_closed: bool


@dataclass(frozen=True)
class Clock:
    """One clock of the case with its steps. The one that binds decides by when the reply has to leave."""

    label: str
    due: date | None
    steps: tuple[str, ...]
    binds: bool


@dataclass(frozen=True)
class ClockPanel:
    """What the clock panel shows."""

    status: ClockStatus
    clocks: tuple[Clock, ...]
    marks: tuple[Mark, ...]
    article39: tuple[str, ...]
    suit_first: date | None
    pause: ClockPause | None
    review_on: date | None
    if_answered_today: date | None
    extension: ClockExtension | None
    extension_by: date | None

    @property
    def pause_reason(self) -> str | Promise:
        """Return in words why the clock stands still."""
        return PauseReason(self.pause.reason_code).label if self.pause else ""


def clock_panel(case: Case, today: date) -> ClockPanel:
    """Read and explain the clock of a case; four queries."""
    calendar = Calendar.objects.filter(desk=case.desk_id, version=case.calendar_version).first()
    prefetch_related_objects([case], Prefetch("pauses", ClockPause.objects.select_related("owner")))
    days = _days(case, calendar)
    open_pause = next((pause for pause in case.pauses.all() if pause.until_on is None), None)
    rows = list(case.deadlines.order_by("due_on", "id"))
    notice_by = days.explanation.extension_notice_by if days else None
    return ClockPanel(
        status=clock_status(case, today, calendar.business_days if calendar else None),
        clocks=_clocks(days),
        marks=tuple(_mark(row) for row in rows if _is_current(row, case)),
        article39=days.article39.sentences() if days and days.article39 else (),
        suit_first=_suit_before_reply(case, days),
        pause=open_pause,
        review_on=next((row.due_on for row in rows if open_pause and _reviews(row)), None),
        if_answered_today=_due_if_answered(case, calendar, today) if open_pause else None,
        extension=_extension(case),
        extension_by=notice_by if notice_by and today <= notice_by else None,
    )


def _clocks(days: DueDates | None) -> tuple[Clock, ...]:
    """Explain each clock that runs; the one that binds comes first."""
    if days is None:
        return (Clock("", None, (str(SENTENCES["calendar_too_short"]),), binds=True),)
    ordered = sorted(days.running, key=lambda clock: (clock is not days.explanation, clock.due))
    return tuple(Clock(clock.label, clock.due, clock.sentences(), binds=clock is days.explanation) for clock in ordered)


def _suit_before_reply(case: Case, days: DueDates | None) -> date | None:
    """Return the day on which APPI art. 39 lets the person sue, where that comes before the last day for the reply."""
    mark = days.article39 if days and case.is_open else None
    return mark.suit_possible_from if mark and days and mark.suit_possible_from < days.due else None


def _reviews(row: Deadline) -> bool:
    return row.rule == DeadlineRule.PAUSE_REVIEW and row.closed_at is None


def _due_if_answered(case: Case, calendar: Calendar | None, today: date) -> date | None:
    days = _days(case, calendar, answered_on=today)
    return days.due if days else None


def _extension(case: Case) -> ClockExtension | None:
    """Return the extension that was taken; asks the database only where there is one."""
    extension = case.extensions.select_related("by").first() if case.extended_on else None
    if extension:
        extension.case = case  # opens its sealed reason with the key that the case holds already
    return extension


def _days(case: Case, calendar: Calendar | None, answered_on: date | None = None) -> DueDates | None:
    try:
        kinds = [Kind(right.kind) for right in case.rights.all()]
        return due_dates(case, calendar.business_days, kinds, answered_on=answered_on) if calendar else None
    except CalendarTooShort:
        return None


def _is_current(row: Deadline, case: Case) -> bool:
    """Leave out timers that an outdated due date set and that never fired."""
    return row.fired_at is not None or row.version == case.due_version or row.closed_at is None


def _mark(row: Deadline) -> Mark:
    return Mark(DeadlineRule(row.rule).label, row.due_on, row.fired_at, row.closed_at is not None)
