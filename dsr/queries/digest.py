"""What the mails of the morning tell: counts, case numbers and days, and never a person."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from dsr.law.calendars import BusinessCalendar, CalendarTooShort
from dsr.models import Case, CaseQuerySet, Desk
from dsr.queries.anchors import newest_anchor
from dsr.queries.clock_status import newest_calendars, soon_until
from dsr.queries.metrics import HAS_A_TARGET
from dsr.queries.next_step import WAITING, with_turn
from dsr.queries.queues import Queue

NAMED, COMING = 20, 15
# calendar days late: first day of the band, last day (None: open end)
LATE_BANDS: tuple[tuple[int, int | None], ...] = ((1, 5), (6, 10), (11, 20), (21, None))


@dataclass(frozen=True)
class NamedCase:
    """A case as a mail names it."""

    number: str
    due_on: date


@dataclass(frozen=True)
class Section:
    """One heading of a mail: how many cases, the first of them, and the queue where all are."""

    title: Promise
    count: int
    first: tuple[NamedCase, ...]
    queue: str

    @property
    def more(self) -> int:
        """Return how many are not named."""
        return self.count - len(self.first)


@dataclass(frozen=True)
class DeskWeek:
    """What the managers of a desk read on Monday."""

    late_by_age: tuple[tuple[tuple[int, int | None], int], ...]
    missed_target: Section
    missed_law: Section
    coming: tuple[tuple[date, int], ...]
    anchor: str


def desk_day(desk: Desk, today: date) -> tuple[Section, ...]:
    """Return how the open cases of a desk stand on a day (Asia/Tokyo date). Empty sections are left out."""
    running = _open_at(desk).filter(paused_from=None)
    soon = soon_until(today, newest_calendars([desk.pk]).get(desk.pk))
    coming = running.filter(due_on__gt=today, due_on__lte=soon)
    sections = (
        _section(_("Late"), _open_at(desk).overdue(today), Queue.LATE),
        _section(_("Due today"), running.filter(due_on=today), Queue.DUE_SOON),
        _section(_("Due in the next 5 business days"), coming, Queue.DUE_SOON),
        _section(_("Waiting for the requester"), with_turn(_open_at(desk)).filter(WAITING), Queue.WAITING),
        _section(_("Unassigned"), _open_at(desk).filter(assignee=None), Queue.UNASSIGNED),
    )
    return tuple(section for section in sections if section.count)


def desk_week(desk: Desk, today: date) -> DeskWeek:
    """Return what is late at a desk on a day (Asia/Tokyo date), and what its next 15 business days bring."""
    late = _open_at(desk).overdue(today)
    ages = [(today - due_on).days for due_on in late.values_list("due_on", flat=True)]
    return DeskWeek(
        late_by_age=tuple((band, sum(_in_band(age, band) for age in ages)) for band in LATE_BANDS),
        missed_target=_section(_("Desk targets missed"), late.filter(HAS_A_TARGET), Queue.LATE),
        missed_law=_section(_("Statutory deadlines missed"), late.exclude(HAS_A_TARGET), Queue.LATE),
        coming=_coming(desk, today),
        anchor=str(newest_anchor() or ""),
    )


def _open_at(desk: Desk) -> CaseQuerySet:
    return Case.objects.open().filter(desk=desk)


def _section(title: Promise, cases: CaseQuerySet, queue: Queue) -> Section:
    first = cases.order_by("due_on", "number").values_list("number", "due_on")[:NAMED]
    return Section(title, cases.count(), tuple(NamedCase(*row) for row in first), queue)


def _in_band(age: int, band: tuple[int, int | None]) -> bool:
    first, last = band
    return age >= first and (last is None or age <= last)


def _coming(desk: Desk, today: date) -> tuple[tuple[date, int], ...]:
    """Count what is due on each day from today to the end of the next 15 business days; days with nothing left out."""
    calendar = newest_calendars([desk.pk]).get(desk.pk)
    due = _open_at(desk).filter(paused_from=None, due_on__gte=today, due_on__lte=_last_coming(calendar, today))
    return tuple(_counted(due))


def _counted(cases: CaseQuerySet) -> Iterable[tuple[date, int]]:
    return cases.order_by("due_on").values("due_on").annotate(count=Count("pk")).values_list("due_on", "count")


def _last_coming(calendar: BusinessCalendar | None, today: date) -> date:
    try:
        return calendar.add_business_days(today, COMING) if calendar else today
    except CalendarTooShort:
        return calendar.covers_to if calendar else today
