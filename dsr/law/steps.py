"""Why a date is what it is: steps kept as codes and values, put into words when somebody reads them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from dsr.law.eras import format_date, format_range
from dsr.law.listing import in_turn
from dsr.law.places import place_name

# The count picks singular or plural, so these are interpolated lazily.
SENTENCES: dict[str, Any] = {
    "arrived": _("Arrived on %(day)s; this day is not counted."),
    "known": _("Known since %(day)s; this is day 1."),
    "identified": _("Identity was confirmed on %(day)s; the period starts from there."),
    "paid": _("The fee was paid on %(day)s; the period starts from there."),
    "identified_in_vain": _("Identity was confirmed on %(day)s; that does not move this deadline."),
    "business_days": ngettext_lazy(
        "%(count)s business day, counted from the day after arrival.",
        "%(count)s business days, counted from the day after arrival.",
        "count",
    ),
    "calendar_days": ngettext_lazy("%(count)s calendar day.", "%(count)s calendar days.", "count"),
    "weeks": ngettext_lazy("%(count)s week.", "%(count)s weeks.", "count"),
    "months": ngettext_lazy(
        "%(count)s month, to the same date.", "%(count)s months in all, to the same date.", "count"
    ),
    "month_end": _("That month has no such date, so its last day counts: %(day)s."),
    "extended": _("The extension is used."),
    "closed": _("Closed beside weekends, not counted: %(ranges)s."),
    "paused": ngettext_lazy(
        "Paused %(range)s: %(count)s day not counted.", "Paused %(range)s: %(count)s days not counted.", "count"
    ),
    "paused_business": ngettext_lazy(
        "Paused %(range)s: %(count)s business day not counted.",
        "Paused %(range)s: %(count)s business days not counted.",
        "count",
    ),
    "paused_now": _("Paused since %(day)s; the date moves when the deadline runs again."),
    "paused_in_vain": _("Waiting for the requester does not pause this deadline."),
    "moved": _("%(day)s is not a working day (%(place)s), so the next working day counts."),
    "stays": _("%(day)s is a closed day; this deadline does not move for that."),
    "place_unknown": _("The country is not known, so a closed last day does not move the date."),
    "two_weeks_end": _("The two weeks end on %(day)s, on whatever day of the week."),
    "suit_possible": _("A lawsuit is possible from %(day)s."),
    "caution": _("If the day of arrival is counted it is %(day)s: answer by then to be safe."),
    "last_day": _("Last day: %(day)s."),
    "unverified": _("This rule was not confirmed in a primary source."),
}


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a computation: a code of SENTENCES with dates, numbers and ranges."""

    code: str
    params: Mapping[str, Any] = field(default_factory=dict)

    def sentence(self) -> str:
        """Put the step into words of the active language."""
        words = {name: _in_words(name, value) for name, value in self.params.items()}
        return str(SENTENCES[self.code] % words)

    def as_data(self) -> dict[str, Any]:
        """Return the step as JSON data: dates as ISO text."""
        return {"code": self.code, "params": {name: _as_data(value) for name, value in self.params.items()}}


def _in_words(name: str, value: Any) -> Any:
    if isinstance(value, date):
        return format_date(value, weekday=True)
    if name == "place":
        return place_name(value)
    if name == "ranges":
        return in_turn([format_range(first, last) for first, last in value])
    return format_range(*value) if name == "range" else value


def _as_data(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return [_as_data(each) for each in value] if isinstance(value, tuple) else value
