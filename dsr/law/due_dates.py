"""The answer of a clock: a day, the days around it, and the steps that lead to it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from dsr.law.calendars import BusinessCalendar
from dsr.law.regimes import label_of
from dsr.law.steps import Step
from dsr.vocabulary import DeadlineRule

WARNINGS: Mapping[DeadlineRule, int] = {DeadlineRule.WARNING_5: 5, DeadlineRule.WARNING_1: 1}


@dataclass(frozen=True, slots=True, kw_only=True)
class DueDate:
    """The last day for an answer (for JP-ART39: the first day of a possible lawsuit), and how it came about.

    `latest` is the last day with every extension used; `warn_on` a caution of the law, else the first warning.
    """

    regime: str
    due: date
    warn_on: date | None
    extension_notice_by: date | None
    latest: date
    steps: tuple[Step, ...]
    acknowledge_by: date | None = None
    warnings: Mapping[DeadlineRule, date]

    @property
    def label(self) -> str:
        """Return what the clock is called, in the active language."""
        return label_of(self.regime)

    def sentences(self) -> tuple[str, ...]:
        """Explain the date in the active language, one sentence per step."""
        return tuple(step.sentence() for step in self.steps)


def warnings_before(due: date, calendar: BusinessCalendar, not_before: date) -> dict[DeadlineRule, date]:
    """Return the days of the warnings, counted back in business days of the desk, never before the day of arrival."""
    return {rule: _back(due, count, calendar, not_before) for rule, count in WARNINGS.items()}


def _back(day: date, count: int, calendar: BusinessCalendar, not_before: date) -> date:
    for _counted in range(count):
        if day <= not_before:
            return not_before
        day = calendar.subtract_business_days(day, 1)
    return max(day, not_before)
