"""When a case is due, and why: the fold of `law/clocks.py` over what is stored."""

from dataclasses import dataclass
from datetime import date

from dsr.law import clocks
from dsr.law.calendars import BusinessCalendar
from dsr.models import Case
from dsr.vocabulary import Regime


@dataclass(frozen=True)
class DueDates:
    """The days of one case (Asia/Tokyo calendar dates) and the explanation of the one that binds."""

    due: date
    warning_5: date
    warning_1: date
    acknowledge_by: date | None
    article39: date | None
    explanation: clocks.DueDate


def due_dates(case: Case, calendar: BusinessCalendar) -> DueDates:
    """Compute the days of a case from its stored facts. Reads the pauses of a saved case, writes nothing."""
    raise NotImplementedError
