"""The calendars of desks: which is newest, how far it reaches, and what another one would change."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Max, OuterRef, Prefetch, Subquery

from dsr.law.calendars import BusinessCalendar, CalendarTooShort
from dsr.models import Calendar, Case, ClockPause, Desk, RequestedRight
from dsr.queries.due_dates import DueDates, due_dates
from dsr.vocabulary import DeadlineRule, Kind

ROOM = timedelta(days=60)  # for pauses and new cases beyond the farthest due date
SHOWN = 100


def newest_versions(desks: Iterable[int] | None = None) -> list[Calendar]:
    """Return the newest calendar of each desk, by desk. One query."""
    newest = Calendar.objects.filter(desk=OuterRef("desk")).order_by("-version").values("version")[:1]
    rows = Calendar.objects.filter(version=Subquery(newest)).select_related("desk").order_by("desk_id")
    return list(rows if desks is None else rows.filter(desk__in=list(desks)))


def cases_behind(limit: int) -> list[tuple[UUID, int]]:
    """Return open cases whose desk has a newer calendar than theirs, with its version; the next due come first."""
    newest = Calendar.objects.values_list("desk").annotate(Max("version")).order_by("desk")
    found: list[tuple[UUID, int]] = []
    for desk_id, version in newest:
        behind = Case.objects.open().filter(desk=desk_id, calendar_version__lt=version).order_by("due_on", "pk")
        found += [(pk, version) for pk in behind.values_list("pk", flat=True)[: limit - len(found)]]
    return found


@dataclass(frozen=True, slots=True)
class Moved:
    """A case whose last day for the reply moves."""

    case: Case
    due_before: date
    due_on: date


@dataclass(frozen=True)
class Preview:
    """What a new calendar does to the open cases of a desk; for those `unreached` it does not reach far enough."""

    open: int
    moved: tuple[Moved, ...]
    late: int
    reminders: int
    unreached: int

    @property
    def shown(self) -> tuple[Moved, ...]:
        """Return the cases that a page lists."""
        return self.moved[:SHOWN]


def preview(desk: Desk, calendar: BusinessCalendar, today: date) -> Preview:
    """Compute every open case of a desk by another calendar. A fixed number of queries; writes nothing."""
    known = {row.version: row.business_days for row in desk.calendars.all()}
    cases = list(_open_cases(desk))
    moved, late, reminders, unreached = [], 0, 0, 0
    for case in cases:
        before, after = _days(case, known[case.calendar_version]), _days(case, calendar)
        if after is None:
            unreached += 1
            continue
        if after.due != case.due_on:
            moved.append(Moved(case, case.due_on, after.due))
            late += after.due < today <= case.due_on and case.paused_from is None
        reminders += _reminders_moved(case, before, after, today)
    return Preview(len(cases), tuple(moved), late, reminders, unreached)


def _open_cases(desk: Desk) -> Iterable[Case]:
    return (
        Case.objects.open()
        .filter(desk=desk)
        # not joined: its content would be read anew for each case
        .prefetch_related(
            "policy",
            Prefetch("rights", RequestedRight.objects.only("case_id", "kind", "position")),
            Prefetch("pauses", ClockPause.objects.all()),
        )
        .order_by("due_on", "id")
    )


def _days(case: Case, calendar: BusinessCalendar) -> DueDates | None:
    try:
        return due_dates(case, calendar, [Kind(right.kind) for right in case.rights.all()])
    except CalendarTooShort:
        return None


def _reminders_moved(case: Case, before: DueDates | None, after: DueDates, today: date) -> int:
    """Count the reminders that come on another day. A paused case has none of these, and what is over stays over."""
    if case.paused_from:
        return 0
    old, new = _reminders(case, before) if before else {}, _reminders(case, after)
    return sum(old.get(rule) != day and max(old.get(rule, day), day) >= today for rule, day in new.items())


def _reminders(case: Case, days: DueDates) -> dict[DeadlineRule, date]:
    owed = {} if case.acknowledged_at else {DeadlineRule.ACKNOWLEDGEMENT: days.acknowledge_by}
    return {**days.explanation.warnings, DeadlineRule.TARGET: days.due, **owed}


@dataclass(frozen=True, slots=True)
class ShortCalendar:
    """A desk whose calendar ends too soon after the farthest due date of an open case."""

    desk: Desk
    covers_to: date
    farthest: date


def short_calendars(desks: Sequence[int] | None = None) -> list[ShortCalendar]:
    """Return the desks whose calendar leaves less than 60 days beyond the farthest due date. Two queries."""
    calendars = {row.desk_id: row for row in newest_versions(desks)}
    farthest = Case.objects.open().filter(desk__in=calendars).values("desk").annotate(due=Max("due_on"))
    rows = ((calendars[row["desk"]], row["due"]) for row in farthest.order_by("desk"))
    return [ShortCalendar(row.desk, row.covers_to, due) for row, due in rows if row.covers_to < due + ROOM]
