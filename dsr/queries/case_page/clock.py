"""The clock of a case as the page explains it: the date, why it is that date, and the marks around it."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.functional import Promise

from dsr.errors import SENTENCES
from dsr.law.calendars import CalendarTooShort
from dsr.models import Calendar, Case, ClockPause, Deadline
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
class ClockPanel:
    """What the clock panel shows."""

    status: ClockStatus
    steps: tuple[str, ...]
    marks: tuple[Mark, ...]
    article39: tuple[str, ...]
    pause: ClockPause | None

    @property
    def pause_reason(self) -> str | Promise:
        """Return in words why the clock stands still."""
        return PauseReason(self.pause.reason_code).label if self.pause else ""


def clock_panel(case: Case, today: date) -> ClockPanel:
    """Read and explain the clock of a case; four queries."""
    calendar = Calendar.objects.filter(desk=case.desk_id, version=case.calendar_version).first()
    days = _days(case, calendar)
    pauses = case.pauses.filter(until_on=None).first()
    return ClockPanel(
        status=clock_status(case, today, calendar.business_days if calendar else None),
        steps=days.explanation.sentences() if days else (str(SENTENCES["calendar_too_short"]),),
        marks=tuple(_mark(row) for row in case.deadlines.order_by("due_on", "id") if _is_current(row, case)),
        article39=days.article39.sentences() if days and days.article39 else (),
        pause=pauses,
    )


def _days(case: Case, calendar: Calendar | None) -> DueDates | None:
    try:
        kinds = [Kind(right.kind) for right in case.rights.all()]
        return due_dates(case, calendar.business_days, kinds) if calendar else None
    except CalendarTooShort:
        return None


def _is_current(row: Deadline, case: Case) -> bool:
    """Leave out timers that an outdated due date set and that never fired."""
    return row.fired_at is not None or row.version == case.due_version or row.closed_at is None


def _mark(row: Deadline) -> Mark:
    return Mark(DeadlineRule(row.rule).label, row.due_on, row.fired_at, row.closed_at is not None)
