"""Queues: which cases wait for whom, filtered by what stands in the URL, one page at a time."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Self
from uuid import UUID

from django.db.models import Count, F, Q, TextChoices
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from dsr.law.calendars import BusinessCalendar
from dsr.models import Case, CaseQuerySet, RequestedRight, User
from dsr.models.case import IS_OPEN
from dsr.persons import PersonDetails
from dsr.queries.clock_status import ClockStatus, clock_status, newest_calendars, soon_until
from dsr.queries.next_step import WAITING, NextStep, Progress, at_step, next_step, with_standing, with_turn
from dsr.queries.search import search_filter
from dsr.vocabulary import State

PAGE_SIZE = 30


class Queue(TextChoices):
    """The lists that staff work through."""

    MINE = "mine", _("Mine")
    UNASSIGNED = "unassigned", _("Unassigned")
    WAITING = "waiting", _("Waiting for the requester")
    DUE_SOON = "due_soon", _("Due soon")
    LATE = "late", _("Late")
    OPEN = "open", _("All open")
    CLOSED = "closed", _("Closed")
    ALL = "all", _("All cases")


# What was closed, or may be closed, is read from the newest arrival back; open work from the nearest due date on.
NEWEST_FIRST = frozenset({Queue.CLOSED, Queue.ALL})


@dataclass(frozen=True)
class AgeSpan:
    """Arrived at least so many, and at most so many calendar days ago (None: any number)."""

    first: int
    last: int | None = None

    def condition(self, today: date) -> Q:
        """Return the condition on a day (Asia/Tokyo date)."""
        youngest = Q(received_on__lte=today - timedelta(days=self.first))
        return youngest if self.last is None else youngest & Q(received_on__gte=today - timedelta(days=self.last))


@dataclass(frozen=True, kw_only=True)
class Filters:
    """What the URL asks for. Empty values ask for nothing."""

    queue: Queue = Queue.OPEN
    desk: int | None = None
    kind: str = ""
    state: str = ""
    channel: str = ""
    typed: str = ""
    step: NextStep | None = None
    person: int | None = None
    with_nobody: bool = False
    age: AgeSpan | None = None
    replied_in: date | None = None

    @property
    def any_set(self) -> bool:
        """Say whether the list is narrowed by more than its queue."""
        return self != Filters(queue=self.queue)


@dataclass(frozen=True)
class Cursor:
    """The place of one row in its list: its day and its id. Written into a URL as `2026-11-20.UUID`."""

    day: date
    id: UUID

    def __str__(self) -> str:
        """Write the place."""
        return f"{self.day.isoformat()}.{self.id}"

    @classmethod
    def parse(cls, text: str) -> Self | None:
        """Read a place; None for anything else."""
        day, _dot, row = text.partition(".")
        try:
            return cls(date.fromisoformat(day), UUID(row))
        except ValueError:
            return None


@dataclass(frozen=True)
class QueueRow:
    """One case as a list shows it."""

    case: Case
    requester: PersonDetails
    clock: ClockStatus
    step: NextStep

    @property
    def on_behalf_of(self) -> PersonDetails | None:
        """Return the data subject when an agent asks."""
        return self.case.principal if self.case.agent else None


@dataclass(frozen=True)
class QueuePage:
    """One page of a list, with the ways to its neighbours."""

    rows: list[QueueRow]
    counts: dict[Queue, int]
    after: Cursor | None = None
    before: Cursor | None = None


@dataclass(frozen=True)
class Reader:
    """Who reads a list on which day (Asia/Tokyo), with the calendars of their desks."""

    user: User
    today: date
    calendars: dict[int, BusinessCalendar] = field(default_factory=dict)

    @classmethod
    def on(cls, user: User, today: date) -> Self:
        """Load the calendars of a person's desks."""
        return cls(user, today, newest_calendars(user.roles))

    def in_queue(self, cases: CaseQuerySet, queue: Queue) -> CaseQuerySet:
        """Keep the cases of a queue."""
        return (with_turn(cases) if queue is Queue.WAITING else cases).filter(self.condition(queue))

    def condition(self, queue: Queue) -> Q:
        """Return the condition of a queue. WAITING needs `with_turn`."""
        match queue:
            case Queue.MINE:
                return IS_OPEN & Q(assignee=self.user.pk)
            case Queue.UNASSIGNED:
                return IS_OPEN & Q(assignee=None)
            case Queue.WAITING:
                return IS_OPEN & WAITING
            case Queue.DUE_SOON:
                return IS_OPEN & self._due_soon()
            case Queue.LATE:
                # as CaseQuerySet.overdue: a paused case is late only if it was late when it stopped
                return IS_OPEN & Q(due_on__lt=Coalesce(F("paused_from"), self.today))
            case Queue.OPEN:
                return IS_OPEN
            case Queue.CLOSED:
                return ~IS_OPEN
            case Queue.ALL:
                return Q()

    def _due_soon(self) -> Q:
        """Due within the desk's next five business days, not late, and not standing still."""
        soon = Q(pk__in=[])
        for desk_id in self.user.roles:
            soon |= Q(desk=desk_id, due_on__lte=soon_until(self.today, self.calendars.get(desk_id)))
        return soon & Q(due_on__gte=self.today, paused_from=None)


def queue_page(
    reader: Reader, filters: Filters, *, after: Cursor | None = None, before: Cursor | None = None
) -> QueuePage:
    """Return one page of a list in a fixed number of queries; only the rows shown are decrypted."""
    base = _narrowed(Case.objects.visible_to(reader.user), filters, reader.today)
    found = _slice(reader.in_queue(base, filters.queue), _Order.of(filters.queue), after, before)
    return QueuePage(
        rows=_rows(found.places, reader),
        counts=_counts(base, reader),
        before=found.before,
        after=found.after,
    )


def _narrowed(cases: CaseQuerySet, filters: Filters, today: date) -> CaseQuerySet:
    plain = {
        "desk": filters.desk,
        "state": filters.state,
        "channel": filters.channel,
        "assignee": filters.person,
        "assignee__isnull": filters.with_nobody,
    }
    cases = cases.filter(**{column: value for column, value in plain.items() if value})
    if filters.kind:
        cases = cases.filter(pk__in=RequestedRight.objects.filter(kind=filters.kind).values("case"))
    if filters.age:
        cases = cases.filter(filters.age.condition(today))
    if filters.replied_in:
        month = filters.replied_in
        cases = cases.filter(replied_on__year=month.year, replied_on__month=month.month)
    if filters.typed:
        cases = cases.filter(search_filter(filters.typed))
    if filters.step:
        steps = at_step(with_standing(cases), filters.step)
        cases = cases.filter(pk__in=steps.values("pk"))
    return cases


def _counts(base: CaseQuerySet, reader: Reader) -> dict[Queue, int]:
    """Count every queue: the open ones in two passes over what is open, the closed ones by difference."""
    plain = [queue for queue in Queue if queue not in {*NEWEST_FIRST, Queue.WAITING}]
    counted = base.open().aggregate(**{queue.value: Count("pk", filter=reader.condition(queue)) for queue in plain})
    counts = {queue: counted[queue.value] for queue in plain}
    everything = base.count()
    return counts | {
        Queue.WAITING: reader.in_queue(base, Queue.WAITING).count(),
        Queue.CLOSED: everything - counts[Queue.OPEN],
        Queue.ALL: everything,
    }


@dataclass(frozen=True)
class _Order:
    """The day by which a list is read, and from which end."""

    day: str
    newest_first: bool

    @classmethod
    def of(cls, queue: Queue) -> Self:
        """Return how a queue is read."""
        newest_first = queue in NEWEST_FIRST
        return cls("received_on" if newest_first else "due_on", newest_first)

    def take(self, cases: CaseQuerySet, start: Cursor | None, *, backwards: bool) -> list[Cursor]:
        """Return the places of one row more than a page, from a place on, in reading direction or against it."""
        descending = self.newest_first is not backwards
        if start:
            cases = cases.filter(_beyond(self.day, start, descending=descending))
        sign = "-" if descending else ""
        ordered = cases.order_by(f"{sign}{self.day}", f"{sign}id").values_list(self.day, "pk")
        return [Cursor(*place) for place in ordered[: PAGE_SIZE + 1]]


@dataclass(frozen=True)
class _Slice:
    """The rows of one page by their places, and the places where the neighbouring pages begin."""

    places: list[Cursor]
    before: Cursor | None = None
    after: Cursor | None = None


def _slice(cases: CaseQuerySet, order: _Order, after: Cursor | None, before: Cursor | None) -> _Slice:
    """Return the rows after one place or before another; the first page when there are none.

    Rows are found by (day, id), not by counting, so a row that comes or goes meanwhile shifts nothing.
    """
    start, backwards = before or after, before is not None
    found = order.take(cases, start, backwards=backwards)
    if start and not found:
        return _slice(cases, order, None, None)
    more = len(found) > PAGE_SIZE
    places = found[:PAGE_SIZE][::-1] if backwards else found[:PAGE_SIZE]
    return _Slice(
        places,
        before=places[0] if places and (more if backwards else start) else None,
        after=places[-1] if places and (backwards or more) else None,
    )


def _beyond(day: str, place: Cursor, *, descending: bool) -> Q:
    towards = "lt" if descending else "gt"
    return Q(**{f"{day}__{towards}": place.day}) | Q(**{day: place.day, f"id__{towards}": place.id})


def _rows(places: list[Cursor], reader: Reader) -> list[QueueRow]:
    """Load and open the rows of one page. What they wait for is asked for these rows only, not for the whole list."""
    shown = with_standing(Case.objects.filter(pk__in=[place.id for place in places])).for_list()
    by_id = {case.pk: case for case in shown}
    return [_row(by_id[place.id], reader) for place in places if place.id in by_id]


def _row(case: Case, reader: Reader) -> QueueRow:
    return QueueRow(
        case=case,
        requester=case.requester,
        clock=clock_status(case, reader.today, reader.calendars.get(case.desk_id)),
        step=next_step(Progress.of(case)),
    )


def shown_states(queue: Queue) -> tuple[State, ...]:
    """Return the states that a filter may offer within a queue."""
    from_queue = {Queue.CLOSED: (State.REPLIED, State.WITHDRAWN), Queue.ALL: tuple(State)}
    return from_queue.get(queue, (State.RECEIVED, State.IDENTITY_VERIFIED, State.DECIDED))
