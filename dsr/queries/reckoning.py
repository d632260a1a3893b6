"""Days that somebody typed, put to a clock of the law: the command `clock` and the calculator page ask here."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from dsr.errors import Refused
from dsr.law.calendars import BusinessCalendar, CalendarTooShort, statutory_calendar
from dsr.law.clocks import due
from dsr.law.due_dates import DueDate
from dsr.law.pauses import Pause
from dsr.law.regimes import REGIMES, RegimeRule, regime_rule

CLOCKS = tuple(dict.fromkeys(rule.code for rule in REGIMES))
LONGEST_TARGET = 100  # business days
FIRST_YEAR, LAST_YEAR = 2005, 2099  # the APPI came into force in 2005; nobody waits for a reply of the next century
_YEARS_OF_A_TARGET = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Reckoning:
    """What decides a due date. `place` is an ISO code; `calendar` and `business_days` are a desk's, or left out.

    Without a calendar, a target in business days is counted over the public holidays of Japan and 29 December to
    3 January. Days are calendar dates at the place of receipt.
    """

    clock: str
    received_on: date
    place: str = ""
    calendar: BusinessCalendar | None = None
    business_days: int | None = None
    identified_on: date | None = None
    pauses: tuple[Pause, ...] = ()
    extended: bool = False

    @property
    def rule(self) -> RegimeRule:
        """Return the row of the clock on the day of receipt. Raises Refused: no_such_clock."""
        try:
            return regime_rule(self.clock, self.received_on)
        except KeyError as error:
            raise Refused("no_such_clock") from error

    def answer(self) -> DueDate:
        """Return when the answer is due, and why.

        Raises Refused: no_such_clock, day_out_of_range, place_of_another_law, target_missing, target_out_of_range,
        no_extension, pause_backwards, pause_before_receipt, calendar_too_short.
        """
        self._check()
        try:
            return due(
                self.clock,
                self.received_on,
                place=self.place or None,
                calendar=self._calendar(),
                business_days=self.business_days,
                identified_on=self.identified_on,
                pauses=self.pauses,
                extended=self.extended,
            )
        except CalendarTooShort as error:
            raise Refused("calendar_too_short") from error
        except ValueError as error:
            raise Refused("place_of_another_law") from error

    def _check(self) -> None:
        rule = self.rule
        pauses = [(pause.from_on, pause.until_on or pause.from_on) for pause in self.pauses]
        days = (self.received_on, self.identified_on or self.received_on, *(day for span in pauses for day in span))
        answers_itself = rule.period is not None or rule.code == "JP-ART39"
        faults = {
            "day_out_of_range": any(not FIRST_YEAR <= day.year <= LAST_YEAR for day in days),
            "pause_backwards": any(until < first for first, until in pauses),
            "pause_before_receipt": any(first < self.received_on for first, _until in pauses),
            "no_extension": self.extended and rule.extended is None,
            "target_missing": not answers_itself and self.business_days is None,
            "target_out_of_range": self.business_days is not None and not 1 <= self.business_days <= LONGEST_TARGET,
        }
        for code, wrong in faults.items():
            if wrong:
                raise Refused(code)

    def _calendar(self) -> BusinessCalendar | None:
        if self.calendar is not None or self.business_days is None:
            return self.calendar
        year = self.received_on.year
        return statutory_calendar("JP", year, year + _YEARS_OF_A_TARGET, year_end=True)


def as_data(asked: Reckoning, answer: DueDate) -> dict[str, Any]:
    """Return an answer as JSON data, its steps as sentences of the active language, its days as ISO text."""
    rule = asked.rule
    return {
        "regime": rule.code,
        "label": str(rule.label),
        "received": _iso(asked.received_on),
        "country": asked.place or None,
        "business_days": asked.business_days,
        "due": _iso(answer.due),
        "warn_on": _iso(answer.warn_on),
        "extension_notice_by": _iso(answer.extension_notice_by),
        "latest": _iso(answer.latest),
        "acknowledge_by": _iso(answer.acknowledge_by),
        "steps": list(answer.sentences()),
        "source": rule.source,
        "verified": rule.verified,
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
