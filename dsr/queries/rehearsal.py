"""What the clock would send up to a day, if nobody did anything until then. Nothing is written, nothing is sent."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from heapq import heapify, heappop, heappush
from itertools import count

from django.utils import timezone

from dsr.law.calendars import ONE_DAY, BusinessCalendar
from dsr.law.clocks import reminder_after
from dsr.models import Case, Deadline
from dsr.queries.clock_status import newest_calendars
from dsr.queries.metrics import cases_at
from dsr.vocabulary import LADDER, DeadlineRule, ReminderReader

MOST = 2_000  # reminders that a rehearsal tells
FARTHEST = timedelta(days=366)


@dataclass(frozen=True, slots=True, order=True)
class RehearsedReminder:
    """A reminder that would go out on a day (Asia/Tokyo date)."""

    day: date
    position: int
    rule: DeadlineRule = field(compare=False)
    case: Case = field(compare=False)

    @property
    def readers(self) -> tuple[ReminderReader, ...]:
        """Return who would be told, by the ladder of the desk."""
        return self.case.policy.profile.reminders.told(self.rule)


@dataclass(frozen=True)
class Rehearsal:
    """The reminders up to a day, in their order; `is_cut` when there are more than are told."""

    reminders: list[RehearsedReminder]
    is_cut: bool


def is_within_reach(on: date, today: date) -> bool:
    """Say whether a day can be rehearsed: from today up to one year ahead."""
    return today <= on <= today + FARTHEST


def rehearse(desks: Sequence[int], now: datetime, until: date) -> Rehearsal:
    """Return what would be sent from now to the end of a day (Asia/Tokyo date), in a fixed number of queries.

    A timer that repeats itself sets the next one, as the clock does: by the newest calendar of its desk.
    """
    calendars = newest_calendars(desks)
    waiting = list(_waiting(desks, now, until))
    heapify(waiting)
    told: list[RehearsedReminder] = []
    positions = count(len(waiting))
    while waiting and len(told) < MOST:
        reminder = heappop(waiting)
        told.append(reminder)
        following = _following(reminder, calendars, next(positions))
        if following and following.day <= until:
            heappush(waiting, following)
    return Rehearsal(told, is_cut=bool(waiting))


def _waiting(desks: Sequence[int], now: datetime, until: date) -> Iterator[RehearsedReminder]:
    """Yield the timers that wait, of the stages of one target at the same moment the last alone, as a tick would."""
    today, after = timezone.localdate(now), timezone.make_aware(datetime.combine(until + ONE_DAY, datetime.min.time()))
    timers = Deadline.objects.waiting().filter(case__in=cases_at(desks).open(), fires_at__lt=after)
    stages: dict[tuple[object, ...], Deadline] = {}
    for timer in timers.select_related("case__desk", "case__policy").order_by("fires_at", "pk"):
        moment = max(timer.fires_at, now)
        stages[timer.case_id, moment, "ladder" if timer.rule in LADDER else timer.pk] = timer
    for position, timer in enumerate(stages.values()):
        day = max(timezone.localdate(timer.fires_at), today)
        yield RehearsedReminder(day, position, DeadlineRule(timer.rule), timer.case)


def _following(
    reminder: RehearsedReminder, calendars: Mapping[int, BusinessCalendar], position: int
) -> RehearsedReminder | None:
    case, late_every = reminder.case, reminder.case.policy.profile.reminders.repeat_business_days
    following = reminder_after(reminder.rule, late_every=late_every, paused=case.paused_from is not None)
    if following is None:
        return None
    rule, business_days = following
    day = calendars[case.desk_id].add_business_days_anyway(reminder.day, business_days)
    return RehearsedReminder(day, position, rule, case)
