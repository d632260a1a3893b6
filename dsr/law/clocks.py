"""When an answer is due: a fold over dates that came in, with its own explanation. Nothing here reads a clock.

Dates are calendar dates at the place of receipt (Asia/Tokyo for the desks).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from dsr.law.calendars import ONE_DAY, BusinessCalendar
from dsr.law.due_dates import DueDate, warnings_before
from dsr.law.pauses import Pause, days_out, pause_steps
from dsr.law.periods import end_of
from dsr.law.regimes import Period, StopRule, Unit, regime_rule
from dsr.law.statutory import StatutoryClock
from dsr.law.steps import Step
from dsr.vocabulary import DeadlineRule, PauseReason, Regime

__all__ = [
    "Article39Mark",
    "DueDate",
    "Pause",
    "Step",
    "article39",
    "desk_target",
    "due",
    "reminder_after",
    "review_day",
]

REVIEW_AFTER = 10  # business days until somebody looks at a pause again
ANY_PAUSE = StopRule(tuple(PauseReason))


@dataclass(frozen=True, slots=True)
class Article39Mark:
    """When the two weeks of APPI art. 39 are over. It is a warning, not a deadline for the reply, and never stops."""

    period_ends: date
    suit_possible_from: date
    steps: tuple[Step, ...]

    def sentences(self) -> tuple[str, ...]:
        """Explain the mark in the active language."""
        return tuple(step.sentence() for step in self.steps)


def article39(received_on: date) -> Article39Mark:
    """Return the two-week mark of a request: arrival on 1 April, lawsuit possible from 16 April (Guideline 3-8-9)."""
    ends = end_of(Period(2, Unit.WEEKS), received_on, None)
    suit = ends + ONE_DAY
    steps = (
        Step("arrived", {"day": received_on}),
        Step("weeks", {"count": 2}),
        Step("two_weeks_end", {"day": ends}),
        Step("suit_possible", {"day": suit}),
    )
    return Article39Mark(ends, suit, steps)


def desk_target(
    received_on: date, business_days: int, calendar: BusinessCalendar, pauses: Iterable[Pause] = ()
) -> DueDate:
    """Return the desk's own target: the n-th business day after arrival, paused days [from, until) not counted.

    An open pause moves nothing yet. Raises CalendarTooShort if the calendar ends before the target.
    """
    waits = tuple(pauses)
    out = frozenset(day for pause in waits for day in days_out(pause, ANY_PAUSE, received_on))
    due_on = received_on
    for _counted in range(business_days):
        due_on = calendar.add_business_days(due_on, 1)
        while due_on in out:
            due_on = calendar.add_business_days(due_on, 1)
    warnings = warnings_before(due_on, calendar, received_on)
    return DueDate(
        regime=Regime.JP_APPI.value,
        due=due_on,
        warn_on=warnings[DeadlineRule.WARNING_5],
        extension_notice_by=None,
        latest=due_on,
        steps=_steps_to_target(received_on, business_days, calendar, waits, due_on),
        warnings=warnings,
    )


def _steps_to_target(
    received_on: date, business_days: int, calendar: BusinessCalendar, waits: tuple[Pause, ...], due_on: date
) -> tuple[Step, ...]:
    ranges = calendar.closed_ranges(received_on + ONE_DAY, due_on)
    out = {day for pause in waits for day in days_out(pause, ANY_PAUSE, received_on) if day <= due_on}
    counted = {day for day in out if calendar.is_open(day)}
    return (
        Step("arrived", {"day": received_on}),
        Step("business_days", {"count": business_days}),
        *([Step("closed", {"ranges": ranges})] if ranges else []),
        *(step for pause in waits for step in pause_steps(pause, ANY_PAUSE, counted, code="paused_business")),
        Step("last_day", {"day": due_on}),
    )


def review_day(paused_on: date, calendar: BusinessCalendar) -> date:
    """Return the day on which somebody looks at a pause again, ten business days after it began."""
    return calendar.add_business_days(paused_on, REVIEW_AFTER)


def reminder_after(rung: DeadlineRule, *, late_every: int, paused: bool) -> tuple[DeadlineRule, int] | None:
    """Return the reminder that comes after one that rang, and in how many business days; None where none does.

    A case that is late is told of every few business days until it is closed, a pause until it ends.
    """
    if rung in {DeadlineRule.TARGET, DeadlineRule.LATE}:
        return DeadlineRule.LATE, late_every
    return (rung, REVIEW_AFTER) if rung is DeadlineRule.PAUSE_REVIEW and paused else None


def due(
    regime: str,
    received_on: date,
    *,
    place: str | None = None,
    calendar: BusinessCalendar | None = None,
    business_days: int | None = None,
    identified_on: date | None = None,
    fee_paid_on: date | None = None,
    pauses: Iterable[Pause] = (),
    extended: bool = False,
) -> DueDate:
    """Return when an answer is due under a clock of `regimes.REGIMES`, with its explanation.

    `place` is the state or nation whose holidays move the last day (EU-GDPR, UK; unknown: nothing moves). `calendar` is
    the desk's: JP-APPI needs it, together with `business_days`, and it gives the warnings of the other clocks.
    Raises KeyError for an unknown clock, ValueError for a place that does not belong to it or a missing target.
    """
    rule = regime_rule(regime, received_on)
    if rule.code == "JP-ART39":
        return _as_due_date(article39(received_on), in_vain=bool(tuple(pauses)))
    if rule.period is None:
        if business_days is None or calendar is None:
            raise ValueError(f"{rule.code} needs the desk's target and calendar")
        return desk_target(received_on, business_days, calendar, pauses)
    clock = StatutoryClock(
        rule=rule,
        received_on=received_on,
        place=place,
        identified_on=identified_on,
        fee_paid_on=fee_paid_on,
        pauses=tuple(pauses),
    )
    return clock.due_date(extended=extended, desk=calendar)


def _as_due_date(mark: Article39Mark, *, in_vain: bool) -> DueDate:
    """Give the mark as an answer; `in_vain`: somebody paused what never stops."""
    first, *others = mark.steps
    return DueDate(
        regime="JP-ART39",
        due=mark.suit_possible_from,
        warn_on=mark.period_ends,
        extension_notice_by=None,
        latest=mark.suit_possible_from,
        steps=(first, *([Step("paused_in_vain")] if in_vain else []), *others),
        warnings={},
    )
