"""Spans in which the desk waits for the requester, and which of their days a clock leaves out."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date

from dsr.law.calendars import ONE_DAY, days_between
from dsr.law.dated import in_force
from dsr.law.kinds import KINDS
from dsr.law.regimes import StopRule, regime_rule
from dsr.law.steps import Step
from dsr.vocabulary import PauseReason, Regime


@dataclass(frozen=True, slots=True)
class Pause:
    """From its first day until the day of the answer (`until_on`, usually not included), or still open."""

    from_on: date
    until_on: date | None
    reason: PauseReason | None = None


def stopping_reasons(regime: Regime, on: date) -> tuple[PauseReason, ...]:
    """Return the reasons for which every clock of a law stands still, for a request received on that day.

    None for a law whose period runs on while the company waits (CCPA, 11 CCR 7021): a pause would hide its deadline.
    """
    clocks = {row.clock for row in KINDS if row.regime == regime and in_force(row, on)}
    stops = [regime_rule(code, on).stop for code in clocks]
    return tuple(reason for reason in PauseReason if all(stop and reason in stop.reasons for stop in stops))


def days_out(pause: Pause, stop: StopRule | None, start: date) -> frozenset[date]:
    """Return the days that do not count; none while the pause is open, or if the rule does not know its reason.

    Days before the period runs are not among them: a day that is not counted anyway cannot be left out.
    """
    if pause.until_on is None or not _stops(pause, stop):
        return frozenset()
    first = max(pause.from_on, start if _takes_last_day(stop) else start + ONE_DAY)
    return frozenset(days_between(first, _last_day(pause.until_on, stop)))


def pause_steps(pause: Pause, stop: StopRule | None, out: AbstractSet[date], *, code: str) -> list[Step]:
    """Explain what a pause did. `out` are the days that pushed the end; `code` names the sentence."""
    if not _stops(pause, stop):
        return [Step("paused_in_vain")]
    if pause.until_on is None:
        return [Step("paused_now", {"day": pause.from_on})]
    last = _last_day(pause.until_on, stop)
    count = sum(pause.from_on <= day <= last for day in out)
    return [Step(code, {"range": (pause.from_on, last), "count": count})] if count else []


def _stops(pause: Pause, stop: StopRule | None) -> bool:
    return stop is not None and (pause.reason is None or pause.reason in stop.reasons)


def _takes_last_day(stop: StopRule | None) -> bool:
    return stop is not None and stop.last_day_out


def _last_day(until_on: date, stop: StopRule | None) -> date:
    return until_on if _takes_last_day(stop) else until_on - ONE_DAY
