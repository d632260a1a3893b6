"""When a case is due, and why: the fold of `law/clocks.py` over what is stored."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from dsr.law import clocks
from dsr.law.calendars import BusinessCalendar
from dsr.law.due_dates import DueDate
from dsr.law.kinds import article39_applies, kind_row
from dsr.law.pauses import Pause
from dsr.models import Case
from dsr.vocabulary import DeadlineRule, Kind, PauseReason, Regime


@dataclass(frozen=True)
class DueDates:
    """The days of one case (Asia/Tokyo calendar dates), with the explanation of the clock that binds."""

    explanation: DueDate
    running: tuple[DueDate, ...]
    acknowledge_by: date
    article39: clocks.Article39Mark | None

    @property
    def due(self) -> date:
        """Return the last day for the reply."""
        return self.explanation.due

    def warning(self, rule: DeadlineRule) -> date:
        """Return the day of a warning."""
        return self.explanation.warnings[rule]


def due_dates(
    case: Case, calendar: BusinessCalendar, kinds: Iterable[Kind] | None = None, *, answered_on: date | None = None
) -> DueDates:
    """Compute the days of a case from stored facts; `kinds` stand in for rights that are not saved yet. Writes nothing.

    Several rights may have several clocks: the earliest binds. `answered_on` asks what would be if an open pause ended
    on that day. Raises CalendarTooShort.
    """
    asked = [Kind(kind) for kind in (kinds or case.rights.values_list("kind", flat=True))]
    pauses = [
        Pause(pause.from_on, pause.until_on or answered_on, PauseReason(pause.reason_code))
        for pause in case.pauses.all()
    ]
    running = [_clock(case, kind, calendar, pauses) for kind in asked]
    binding = min(running, key=lambda clock: clock.due)
    acknowledge_days = case.policy.profile.clocks.acknowledgement_business_days
    has_mark = article39_applies(asked, case.received_on)
    return DueDates(
        explanation=binding,
        running=tuple({clock.regime: clock for clock in (*running, binding)}.values()),
        acknowledge_by=min([calendar.add_business_days(case.received_on, acknowledge_days), *_by_law(running)]),
        article39=clocks.article39(case.received_on) if has_mark else None,
    )


def _by_law(running: Iterable[DueDate]) -> list[date]:
    """Return the days on which a law wants the receipt confirmed (11 CCR 7021(a)); the desk's own may be earlier."""
    return [clock.acknowledge_by for clock in running if clock.acknowledge_by]


def _clock(case: Case, kind: Kind, calendar: BusinessCalendar, pauses: list[Pause]) -> DueDate:
    profile = case.policy.profile
    if case.regime == Regime.JP_APPI:
        return clocks.desk_target(case.received_on, profile.target_for(kind), calendar, pauses)
    row = kind_row(kind, Regime(case.regime), case.received_on)
    return clocks.due(
        row.clock,
        case.received_on,
        place=case.residence,
        calendar=calendar,
        pauses=pauses,
        extended=case.extended_on is not None,
    )
