"""One statutory clock at work on one request: start, length, days out, closed last day, and the reasons."""

from dataclasses import dataclass
from datetime import date, timedelta

from dsr.law.calendars import EEA, ONE_DAY, UK_NATIONS, BusinessCalendar, statutory_calendar
from dsr.law.due_dates import DueDate, warnings_before
from dsr.law.pauses import Pause, days_out, pause_steps
from dsr.law.periods import end_of, push_by
from dsr.law.regimes import Notice, Period, RegimeRule, Unit, Whose
from dsr.law.steps import Step
from dsr.vocabulary import DeadlineRule, PauseReason

_FIXED_PLACES = {Whose.JAPANESE_OFFICES: "JP", Whose.CALIFORNIA: "US-CA", Whose.KOREA: "KR"}
_LONGEST_UNIT = {Unit.MONTHS: 31, Unit.WEEKS: 7, Unit.BUSINESS_DAYS: 2, Unit.CALENDAR_DAYS: 1}
_LONGEST_RUN_OF_CLOSED_DAYS = timedelta(days=31)


@dataclass(frozen=True, slots=True, kw_only=True)
class StatutoryClock:
    """A rule and the dates that came in. Pure: the same values always give the same answer."""

    rule: RegimeRule
    received_on: date
    place: str | None = None
    identified_on: date | None = None
    fee_paid_on: date | None = None
    pauses: tuple[Pause, ...] = ()

    @property
    def start(self) -> date:
        """The day from which the period runs: receipt, or a later day that the rule lets move it."""
        days = [self.received_on]
        if PauseReason.PAPERS in self.rule.start_moves_for and self.identified_on:
            days.append(self.identified_on)
        if PauseReason.FEE in self.rule.start_moves_for and self.fee_paid_on:
            days.append(self.fee_paid_on)
        return max(days)

    def due_date(self, *, extended: bool, desk: BusinessCalendar | None) -> DueDate:
        """Return the answer; with `extended`, as if the extension of the rule were used."""
        rule = self.rule
        first, steps = self.last_day(rule.period)
        due = latest = first
        if rule.extended:
            latest, longer = self.last_day(rule.extended)
            due, steps = (latest, longer) if extended else (first, steps)
        caution = due - timedelta(days=rule.caution_days) if rule.caution_days else None
        warnings = warnings_before(due, desk, self.received_on) if desk else {}
        return DueDate(
            regime=rule.code,
            due=due,
            warn_on=caution or warnings.get(DeadlineRule.WARNING_5),
            extension_notice_by=None if rule.notice is Notice.NONE else first,
            latest=latest,
            steps=(*steps, *_last_steps(rule, due, caution)),
            acknowledge_by=self._acknowledge_by(),
            warnings=warnings,
        )

    def last_day(self, period: Period | None) -> tuple[date, list[Step]]:
        """Return the last day of a period of this rule, and the steps to it. Raises ValueError without a period."""
        if period is None:
            raise ValueError(f"{self.rule.code} has no period of its own")
        calendar = self._calendar(period)
        raw = end_of(period, self.start, calendar, start_counted=self.rule.receipt_counted)
        out = self._days_out()
        pushed = push_by(raw, out)
        end = pushed
        if calendar is not None and self.rule.last_day_moves:
            end = calendar.next_open(pushed)
        steps = [
            *self._steps_to_start(),
            *self._steps_to_end(period, raw, calendar),
            *self._steps_of_pauses(frozenset(day for day in out if day <= pushed)),
            *self._steps_of_shift(pushed, calendar),
        ]
        return end, steps

    def _days_out(self) -> frozenset[date]:
        return frozenset(day for pause in self.pauses for day in days_out(pause, self.rule.stop, self.start))

    def _acknowledge_by(self) -> date | None:
        period = self.rule.acknowledgement
        return end_of(period, self.received_on, self._calendar(period)) if period else None

    def _steps_to_start(self) -> list[Step]:
        steps = [Step("known" if self.rule.receipt_counted else "arrived", {"day": self.received_on})]
        if self.identified_on and PauseReason.PAPERS not in self.rule.start_moves_for:
            steps.append(Step("identified_in_vain", {"day": self.identified_on}))
        if self.start > self.received_on:
            steps.append(Step("identified" if self.start == self.identified_on else "paid", {"day": self.start}))
        return steps

    def _steps_to_end(self, period: Period, raw: date, calendar: BusinessCalendar | None) -> list[Step]:
        steps = [Step("extended")] if period is self.rule.extended else []
        steps.append(Step(period.unit.value, {"count": period.count}))
        if period.unit is Unit.MONTHS and raw.day != self.start.day:
            steps.append(Step("month_end", {"day": raw}))
        if period.unit is Unit.BUSINESS_DAYS and calendar is not None:
            ranges = calendar.closed_ranges(self.start + ONE_DAY, raw)
            steps += [Step("closed", {"ranges": ranges})] if ranges else []
        return steps

    def _steps_of_pauses(self, out: frozenset[date]) -> list[Step]:
        return [step for pause in self.pauses for step in pause_steps(pause, self.rule.stop, out, code="paused")]

    def _steps_of_shift(self, end: date, calendar: BusinessCalendar | None) -> list[Step]:
        if calendar is None:
            return [Step("place_unknown")] if self.rule.last_day_moves else []
        if calendar.is_open(end):
            return []
        if not self.rule.last_day_moves:
            return [Step("stays", {"day": end})]
        return [Step("moved", {"day": end, "place": self._place()})]

    def _calendar(self, period: Period) -> BusinessCalendar | None:
        """Return the calendar of the place that counts, long enough for period, days out and a run of holidays."""
        place = self._place()
        if place is None:
            return None
        days = period.count * _LONGEST_UNIT[period.unit] + len(self._days_out())
        end = self.start + timedelta(days=days) + _LONGEST_RUN_OF_CLOSED_DAYS
        year_end = self.rule.calendar is Whose.JAPANESE_OFFICES
        return statutory_calendar(place, self.received_on.year, end.year, year_end=year_end)

    def _place(self) -> str | None:
        """Return the place whose holidays count, None if none does or it is not known; ValueError for a wrong one."""
        whose, place = self.rule.calendar, self.place
        if whose in _FIXED_PLACES:
            return _FIXED_PLACES[whose]
        if place is None or whose is Whose.NOBODY:
            return None
        if whose is Whose.MEMBER_STATE and place.partition("-")[0] not in EEA:
            raise ValueError(f"{place} is no state of the EEA")
        if whose is Whose.UK_NATION and place not in {*UK_NATIONS, "GB"}:
            raise ValueError(f"{place} is no nation of the United Kingdom")
        return place


def _last_steps(rule: RegimeRule, due: date, caution: date | None) -> list[Step]:
    steps = [Step("caution", {"day": caution})] if caution else []
    steps.append(Step("last_day", {"day": due}))
    return steps if rule.verified else [*steps, Step("unverified")]
