"""The figures of the overview, each with the way to its cases."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from dsr.queries import metrics, waiting_times
from dsr.queries.clock_status import newest_calendars, soon_until
from dsr.queries.queues import Queue

MONTHS = 12


def cases_url(**filters: object) -> str:
    """Return the address of the list that holds the cases behind a number."""
    return f"{reverse('staff:queue')}?{urlencode({key: value for key, value in filters.items() if value != ''})}"


@dataclass(frozen=True)
class NumbersTable:
    """A table of numbers without links: its heads, and rows of a label and of numbers with the head of each."""

    heads: tuple[str, ...]
    rows: list[tuple[str, list[tuple[str, int | None]]]]


@dataclass(frozen=True)
class Figures:
    """Everything that the overview shows, as rows for its charts."""

    late: int
    soon: int
    open: int
    on_time_percent: int | None
    late_by_desk: list[dict[str, Any]]
    late_by_kind: list[dict[str, Any]]
    late_by_cause: list[dict[str, Any]]
    soon_by_desk: list[dict[str, Any]]
    ages: list[dict[str, Any]]
    workload: list[dict[str, Any]]
    months: list[dict[str, Any]]
    on_time: list[dict[str, Any]]
    why_late: list[dict[str, Any]]
    late_by_clock: list[dict[str, Any]]
    entry_gaps: NumbersTable
    paused_days: NumbersTable
    undelivered: list[metrics.GivenUp]
    late_url: str
    soon_url: str
    open_url: str

    @property
    def on_time_unit(self) -> str:
        """Return the unit of the rate, where there is a rate."""
        return "" if self.on_time_percent is None else "%"

    @property
    def on_time_url(self) -> str:
        """Return the replies of this month, or nothing while there are none."""
        return "" if self.on_time_percent is None else str(self.months[-1]["url"])


def figures_for(desks: Sequence[int], today: date) -> Figures:
    """Compute the overview of some desks on a day (Asia/Tokyo date) in a fixed number of queries."""
    calendars = newest_calendars(desks)
    # each desk's own business days, as in its queue: the number and the list behind it are the same
    until = {desk: soon_until(today, calendars.get(desk)) for desk in desks}
    late, soon = metrics.late_by_desk(desks, today), metrics.due_soon(until, today)
    months = metrics.replies_by_month(desks, metrics.months_back(today, MONTHS))
    ages = metrics.ages(desks, today)
    one = {"desk": desks[0]} if len(desks) == 1 else {}
    return Figures(
        late=sum(count for _desk, count in late),
        soon=sum(count for _desk, count in soon),
        open=sum(band.count for band in ages),
        on_time_percent=months[-1].on_time_percent,
        late_by_desk=[_bar(desk, n, "late", queue=Queue.LATE, desk=desk.pk) for desk, n in late],
        **_late_by(desks, today, one),
        soon_by_desk=[_bar(desk, n, "", queue=Queue.DUE_SOON, desk=desk.pk) for desk, n in soon],
        ages=[_age_bar(band, one) for band in ages],
        workload=[_load_row(row, one) for row in metrics.workload(desks, today)],
        months=[_month_row(month, one) for month in months],
        on_time=[_on_time_column(month, one) for month in months],
        **_of_the_year(desks, today),
        undelivered=metrics.undelivered(desks),
        late_url=cases_url(queue=Queue.LATE, **one),
        soon_url=cases_url(queue=Queue.DUE_SOON, **one),
        open_url=cases_url(queue=Queue.OPEN, **one),
    )


def _late_by(desks: Sequence[int], today: date, one: dict[str, int]) -> dict[str, Any]:
    clocks = waiting_times.late_clocks(desks, today)
    missed = ((_("Deadline of a law"), clocks.by_law), (_("Target of the desk"), clocks.by_target))
    kinds, causes = metrics.late_by_kind(desks, today), metrics.late_by_cause(desks, today)
    return {
        "late_by_kind": [_bar(kind.label, n, "late", queue=Queue.LATE, kind=kind, **one) for kind, n in kinds],
        "late_by_cause": [_bar(step.label, n, "late", queue=Queue.LATE, step=step, **one) for step, n in causes],
        "late_by_clock": [{"label": label, "value": count, "tone": "late"} for label, count in missed],
    }


def _of_the_year(desks: Sequence[int], today: date) -> dict[str, Any]:
    since = metrics.months_back(today, MONTHS)[0]
    late = metrics.lateness_reasons(desks, since)
    return {
        "why_late": [{"label": str(why.label), "value": count, "tone": "late"} for why, count in late],
        "entry_gaps": _entry_gaps(desks, since),
        "paused_days": _paused_days(desks, since, today),
    }


def _entry_gaps(desks: Sequence[int], since: date) -> NumbersTable:
    heads = (_("Channel"), _("Cases"), _("Entered on a later day"), _("Median days"), _("Longest, days"))
    gaps = waiting_times.entry_gaps(desks, since)
    return _numbers(
        heads, [(gap.channel.label, gap.cases, gap.later, gap.median_days, gap.longest_days) for gap in gaps]
    )


def _paused_days(desks: Sequence[int], since: date, today: date) -> NumbersTable:
    heads = (_("Reason"), _("Pauses"), _("Days"), _("Paused now"))
    rows = waiting_times.paused_days(desks, since, today)
    return _numbers(heads, [(row.reason.label, row.pauses, row.days, row.open) for row in rows])


def _numbers(heads: tuple[str, ...], rows: Sequence[tuple[Any, ...]]) -> NumbersTable:
    cells = [(str(label), list(zip(heads[1:], numbers, strict=True))) for label, *numbers in rows]
    return NumbersTable(heads, cells)


def _bar(label: object, count: int, tone: str, **filters: object) -> dict[str, Any]:
    return {"label": str(label), "value": count, "tone": tone, "href": cases_url(**filters)}


def _age_bar(band: metrics.AgeBand, one: dict[str, int]) -> dict[str, Any]:
    words = _("%(first)s days or more") if band.last is None else _("%(first)s to %(last)s days")
    label = words % {"first": band.first, "last": band.last}
    span = f"{band.first}-{'' if band.last is None else band.last}"
    return _bar(label, band.count, "", queue=Queue.OPEN, age=span, **one)


def _load_row(row: metrics.Workload, one: dict[str, int]) -> dict[str, Any]:
    person = row.person.pk if row.person else "nobody"
    return {
        "person": row.person,
        "open": row.open,
        "late": row.late,
        "open_url": cases_url(queue=Queue.OPEN, person=person, **one),
        "late_url": cases_url(queue=Queue.LATE, person=person, **one),
    }


def _month_row(month: metrics.MonthOfReplies, one: dict[str, int]) -> dict[str, Any]:
    url = cases_url(queue=Queue.CLOSED, replied=f"{month.month:%Y-%m}", **one)
    return {"figures": month, "name": date_format(month.month, "YEAR_MONTH_FORMAT"), "url": url}


def _on_time_column(month: metrics.MonthOfReplies, one: dict[str, int]) -> dict[str, Any]:
    percent = month.on_time_percent
    return {
        "label": date_format(month.month, "M"),
        "value": percent,
        "href": cases_url(queue=Queue.CLOSED, replied=f"{month.month:%Y-%m}", **one) if percent is not None else "",
    }
