"""What managers can still change: cases that can be saved, and whether the pace of a desk is enough."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count

from dsr.law.calendars import BusinessCalendar, CalendarTooShort, days_between
from dsr.models import Case, Desk
from dsr.queries.clock_status import newest_calendars
from dsr.queries.metrics import cases_at
from dsr.queries.next_step import NextStep, Progress, next_step, with_standing

# Business days of work from a step to the reply, as a desk plans them; what waits for others counts as nothing.
WORK_LEFT: Mapping[NextStep, int] = {
    NextStep.TAKE: 6,
    NextStep.CHECK_PAPERS: 5,
    NextStep.ASK_FOR_MORE: 5,
    NextStep.WAIT_FOR_REQUESTER: 4,
    NextStep.LOOK_AND_RESUME: 4,
    NextStep.VERIFY_IDENTITY: 4,
    NextStep.DECIDE_RIGHTS: 3,
    NextStep.CLOSE_DECISION: 2,
    NextStep.APPROVE_LETTER: 2,
    NextStep.WAIT_FOR_LETTER: 1,
    NextStep.RELEASE_REPLY: 1,
    NextStep.POST_REPLY: 1,
    NextStep.SEND_AGAIN: 1,
    NextStep.WAIT_FOR_FETCH: 0,
    NextStep.NOTHING: 0,
}
TIGHT = 1  # business days to spare, at most, of a case that has to be saved
LOOKED_AT = 500  # of the cases that are due next
SHOWN = 50
AHEAD, BEHIND = 15, 20  # business days


@dataclass(frozen=True, slots=True)
class Rescue:
    """A case that is not late yet and hardly has time to spare: business days left, and days of work left."""

    case: Case
    step: NextStep
    days_left: int
    work_left: int

    @property
    def to_spare(self) -> int:
        """Return the days between both; negative when the work does not fit any more without help."""
        return self.days_left - self.work_left


def rescue_list(desks: Sequence[int], today: date) -> list[Rescue]:
    """Return the cases that can still be saved, the tightest first, at most fifty. A fixed number of queries.

    Paused cases are not among them, and late ones are late. `today` is a date in Asia/Tokyo, and counts as a day.
    """
    calendars = newest_calendars(desks)
    running = with_standing(cases_at(desks).open().filter(paused_from=None, due_on__gte=today))
    cases = running.select_related("desk", "assignee").order_by("due_on", "pk")[:LOOKED_AT]
    found = [_rescue(case, calendars.get(case.desk_id), today) for case in cases]
    tight = [one for one in found if one.to_spare <= TIGHT and one.step is not NextStep.WAIT_FOR_FETCH]
    return sorted(tight, key=lambda one: (one.to_spare, one.case.due_on, one.case.pk))[:SHOWN]


def _rescue(case: Case, calendar: BusinessCalendar | None, today: date) -> Rescue:
    step = next_step(Progress.of(case))
    return Rescue(case, step, _days_left(today, case.due_on, calendar), WORK_LEFT[step])


def _days_left(today: date, due_on: date, calendar: BusinessCalendar | None) -> int:
    """Count today, if it is open, and the business days to the due date; all days where no calendar reaches."""
    try:
        return calendar.business_days_between(today - timedelta(days=1), due_on) if calendar else (due_on - today).days
    except CalendarTooShort:
        return (due_on - today).days + 1


@dataclass(frozen=True, slots=True)
class ForecastDay:
    """A business day to come: closed days before it, what falls due on it, and both sums from today on."""

    day: date
    closed: tuple[tuple[date, str], ...]
    due: int
    wanted: int
    possible: float

    @property
    def is_short(self) -> bool:
        """Say whether more replies are wanted by then than the desk gives at its pace."""
        return self.wanted > self.possible


@dataclass(frozen=True, slots=True)
class Forecast:
    """The next fifteen business days of a desk. `pace`: replies per business day over the last twenty."""

    desk: Desk
    late: int
    pace: float
    days: tuple[ForecastDay, ...]

    @property
    def first_short(self) -> ForecastDay | None:
        """Return the first day for which the pace is not enough, or None."""
        return next((day for day in self.days if day.is_short), None)


def forecasts(desks: Sequence[int], today: date) -> list[Forecast]:
    """Return the forecast of each desk whose calendar reaches far enough. A fixed number of queries."""
    named, calendars = Desk.objects.in_bulk(list(desks)), newest_calendars(desks)
    due = _by_desk_and_day(cases_at(desks).open().filter(paused_from=None), "due_on")
    replied = _by_desk_and_day(cases_at(desks).filter(replied_on__gte=today - timedelta(days=2 * BEHIND)), "replied_on")
    rows = ((named[pk], calendars.get(pk), due.get(pk, {}), replied.get(pk, {})) for pk in sorted(named))
    return [found for row in rows if (found := _forecast(*row, today=today))]


def _by_desk_and_day(cases: Iterable[Case], column: str) -> dict[int, dict[date, int]]:
    counted = cases.order_by().values_list("desk_id", column).annotate(count=Count("pk"))
    found: dict[int, dict[date, int]] = {}
    for desk_id, day, count in counted:
        found.setdefault(desk_id, {})[day] = count
    return found


def _forecast(
    desk: Desk, calendar: BusinessCalendar | None, due: dict[date, int], replied: dict[date, int], *, today: date
) -> Forecast | None:
    if calendar is None:
        return None
    try:
        since = calendar.subtract_business_days(today, BEHIND)
        late = sum(count for day, count in due.items() if day < today)
        pace = sum(count for day, count in replied.items() if since <= day < today) / BEHIND
        return Forecast(desk, late, pace, tuple(_days(calendar, due, late, pace, today)))
    except CalendarTooShort:
        return None


def _days(
    calendar: BusinessCalendar, due: dict[date, int], late: int, pace: float, today: date
) -> Iterable[ForecastDay]:
    before, wanted = today - timedelta(days=1), late
    for number in range(1, AHEAD + 1):
        day = calendar.add_business_days(before, 1)
        between = days_between(before + timedelta(days=1), day - timedelta(days=1))
        span = list(days_between(before + timedelta(days=1), day))
        count = sum(due.get(each, 0) for each in span)
        wanted += count
        closed = tuple((each, calendar.names[each]) for each in between if each in calendar.names)
        yield ForecastDay(day, closed, count, wanted, round(pace * number, 1))
        before = day
