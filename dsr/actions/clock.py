"""Timers as rows: set when a case arrives, anew when its target moves, closed at the end."""

from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.utils import timezone

from dsr.actions.unit import change
from dsr.errors import Refused
from dsr.law import clocks
from dsr.law.calendars import BusinessCalendar, CalendarTooShort
from dsr.law.pauses import stopping_reasons
from dsr.models import Calendar, Case, ClockPause, Deadline, User
from dsr.policy import Actor
from dsr.queries.due_dates import DueDates, due_dates
from dsr.vocabulary import LADDER, Action, DeadlineRule, PauseReason, Regime

ONE_DAY = timedelta(days=1)
_MORNING = time(9)


def schedule(case: Case, calendar: BusinessCalendar) -> None:
    """Write the timer rows of a case that has just arrived. The caller holds the door open."""
    days = due_dates(case, calendar)
    _write_target(case, days, timezone.localdate(case.created_at))
    _write_marks(case, days)


def _write_marks(case: Case, days: DueDates) -> None:
    """Set the timers that follow from the day of receipt alone."""
    if days.article39:
        mark = days.article39.suit_possible_from
        _write(case, DeadlineRule.ART39, mark, _start_of(mark))
    if case.acknowledged_at is None:
        _write(case, DeadlineRule.ACKNOWLEDGEMENT, days.acknowledge_by, _start_of(days.acknowledge_by + ONE_DAY))


def _write_target(case: Case, days: DueDates, today: date) -> None:
    _write_warnings(case, days, today)
    if days.due < today and _was_told(case):
        follow_up(case, DeadlineRule.TARGET, today)
    else:
        # the target is missed when its day is over
        _write(case, DeadlineRule.TARGET, days.due, _start_of(days.due + ONE_DAY))


def _was_told(case: Case) -> bool:
    """Say whether it was told that the case is late: a day that moves within the past is no news."""
    return case.deadlines.filter(rule=DeadlineRule.TARGET, fired_at__isnull=False).exists()


def _write_warnings(case: Case, days: DueDates, today: date) -> None:
    for rule in (DeadlineRule.WARNING_5, DeadlineRule.WARNING_1):
        warning = days.warning(rule)
        # a warning of a day that is over warns of nothing: the case came in late, or its reply came back
        if warning >= today:
            _write(case, rule, warning, _morning_of(warning))


def _write(case: Case, rule: DeadlineRule, due_on: date, fires_at: datetime) -> None:
    Deadline.objects.create(case=case, rule=rule, version=case.due_version, due_on=due_on, fires_at=fires_at)


def _start_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _morning_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, _MORNING))


def close_rules(case: Case, now: datetime, *rules: DeadlineRule) -> None:
    """Close the waiting timers of some rules: they no longer matter."""
    case.deadlines.waiting().filter(rule__in=rules).update(closed_at=now)


def close_all(case: Case, now: datetime) -> None:
    """Close every waiting timer and an open pause of a case that needs no more reply. The paused days do not count."""
    case.deadlines.waiting().update(closed_at=now)
    if case.paused_from:
        case.pauses.filter(until_on__isnull=True).update(until_on=timezone.localdate(now))
        case.paused_from = None
        case.due_on = due_dates(case, _calendar(case)).due


def reopen_target(case: Case, today: date) -> None:
    """Set the target's timers anew for a case whose reply came back on a day. The due date does not move."""
    _renew(case, _calendar(case), today)


def _renew(case: Case, calendar: BusinessCalendar, today: date) -> DueDates:
    days = due_dates(case, calendar)
    case.due_version += 1
    case.due_on = days.due
    if case.paused_from is None:
        _write_target(case, days, today)
    return days


def move_target(case: Case, now: datetime) -> None:
    """Compute the due date anew after a fact changed, and set its timers; none while the deadline is paused."""
    close_rules(case, now, *LADDER)
    _renew(case, _calendar(case), timezone.localdate(now))


def move_review(case: Case, now: datetime) -> None:
    """Set the review of an open pause anew, counted from its beginning by the calendar of the case."""
    row = case.deadlines.waiting().filter(rule=DeadlineRule.PAUSE_REVIEW).first()
    if row is None or case.paused_from is None:
        return
    day = _calendar(case).next_open(row.due_on)
    if day != row.due_on:
        close_rules(case, now, DeadlineRule.PAUSE_REVIEW)
        case.due_version += 1
        _write(case, DeadlineRule.PAUSE_REVIEW, day, _morning_of(day))


def move_everything(case: Case, now: datetime) -> None:
    """Compute all days of a case anew after its day of receipt changed; a mark that has passed rings no second time."""
    marks = (DeadlineRule.ART39, DeadlineRule.ACKNOWLEDGEMENT)
    close_rules(case, now, *LADDER, *marks)
    days = _renew(case, _calendar(case), timezone.localdate(now))
    _write_marks(case, days)
    rung = case.deadlines.filter(rule__in=marks, fired_at__isnull=False).values("rule")
    case.deadlines.waiting().filter(rule__in=rung, fires_at__lte=now).update(closed_at=now)


def days_of(case: Case) -> tuple[object, ...] | None:
    """Return every day that the calendar of a case decides, to tell whether one moves; None where it does not reach."""
    try:
        days = due_dates(case, _calendar(case))
    except CalendarTooShort:
        return None
    return days.due, dict(days.explanation.warnings), days.acknowledge_by


def end_pause(case: Case, now: datetime) -> None:
    """Let the clock run again from today on, when the requester has answered: the days of the pause do not count."""
    case.paused_from = None
    case.pauses.filter(until_on__isnull=True).update(until_on=timezone.localdate(now))
    close_rules(case, now, DeadlineRule.PAUSE_REVIEW)
    _renew(case, _calendar(case), timezone.localdate(now))


def follow_up(case: Case, rung: DeadlineRule, today: date) -> None:
    """Set the timer that comes after one that rang, so that no open case is ever without. The caller holds the door."""
    late_every = case.policy.profile.reminders.repeat_business_days
    following = clocks.reminder_after(rung, late_every=late_every, paused=case.paused_from is not None)
    if following:
        rule, business_days = following
        day = case.desk.calendar().business_days.add_business_days_anyway(today, business_days)
        _write(case, rule, day, _morning_of(day))


def watch_again(case: Case, now: datetime) -> None:
    """Set anew what a case without a watching timer has lost. The due date stays. The caller holds the door."""
    today = timezone.localdate(now)
    case.due_version += 1
    told = case.deadlines.filter(rule=DeadlineRule.TARGET, due_on=case.due_on, fired_at__isnull=False).exists()
    if case.paused_from:
        follow_up(case, DeadlineRule.PAUSE_REVIEW, today)
    elif told:
        follow_up(case, DeadlineRule.LATE, today)
    else:
        _write(case, DeadlineRule.TARGET, case.due_on, _start_of(case.due_on + ONE_DAY))
        _warn_again(case, today)
    case.deadlines.waiting().filter(version=case.due_version).update(restored_at=now)


def _warn_again(case: Case, today: date) -> None:
    try:
        days = due_dates(case, _calendar(case))
    except CalendarTooShort:
        return
    if days.due == case.due_on:
        _write_warnings(case, days, today)


def owe_announcement(case: Case, notice_by: date) -> None:
    """Set the timer for telling the requester of an extension; it rings in the morning of the last day."""
    _write(case, DeadlineRule.EXTENSION_NOTICE, notice_by, _morning_of(notice_by))


def extension_notice_by(case: Case) -> date | None:
    """Return the last day on which the law lets the desk announce an extension, or None if it lets it announce none."""
    return due_dates(case, _calendar(case)).explanation.extension_notice_by


def _calendar(case: Case) -> BusinessCalendar:
    return Calendar.objects.get(desk=case.desk_id, version=case.calendar_version).business_days


def pause_clock(case_id: UUID, *, by: Actor, reason: PauseReason, seen: int | None = None) -> None:
    """Stop the period for the reply from today on; a review of the pause is due after ten business days.

    The mark of APPI art. 39 does not stop, nor does a period whose law does not know the reason.
    Raises Refused: not_permitted, wrong_state, already_paused, clock_never_stops, stale.
    """
    with change(case_id, Action.PAUSE_CLOCK, by=by, expected_seq=seen) as this:
        this.move(from_on=this.today)
        case = this.case
        if reason not in stopping_reasons(Regime(case.regime), case.received_on):
            raise Refused("clock_never_stops")
        owner = by if isinstance(by, User) else None
        ClockPause.objects.create(case=case, reason_code=reason, from_on=this.today, owner=owner)
        close_rules(case, this.now, *LADDER)
        review = clocks.review_day(this.today, _calendar(case))
        case.due_version += 1
        _write(case, DeadlineRule.PAUSE_REVIEW, review, _morning_of(review))
        this.note(reason_code=reason, from_on=this.today, due_before=case.due_on)


def resume_clock(case_id: UUID, *, by: Actor, seen: int | None = None) -> None:
    """Let the desk target run again: the days of the pause do not count, the due date moves.

    Raises Refused: not_permitted, wrong_state, not_paused, stale.
    """
    with change(case_id, Action.RESUME_CLOCK, by=by, expected_seq=seen) as this:
        this.move()
        case, due_before = this.case, this.case.due_on
        end_pause(case, this.now)
        this.note(on=this.today, due_before=due_before, due_on=case.due_on)
