"""What managers watch. Counts are made by the database; what is open costs what is open, not what ever was."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import BooleanField, Count, ExpressionWrapper, Q

from dsr.models import Case, CaseQuerySet, Delivery, Desk, OutboxMessage, User
from dsr.queries.next_step import NextStep, Progress, next_step, with_standing
from dsr.vocabulary import Kind, LatenessReason, Regime

# Ages of open cases in calendar days since arrival: first day of the band, last day (None: open end).
AGE_BANDS: tuple[tuple[int, int | None], ...] = ((0, 5), (6, 10), (11, 20), (21, 30), (31, None))

# APPI names no number of days: what is missed there is the target that the desk set itself
HAS_A_TARGET = Q(regime=Regime.JP_APPI)

_FACTS = (
    "state",
    "channel",
    "reply_method",
    "last_turn",
    "has_open_lines",
    "has_lines_to_check",
    "has_loose_documents",
    "has_undecided",
    "has_letter",
    "has_pdf",
)


@dataclass(frozen=True)
class MonthOfReplies:
    """The replies of one month. Days run from the day of receipt to the day of reply, both as Tokyo dates."""

    month: date
    replied: int
    on_time: int
    median_days: int | None
    ninetieth_days: int | None

    @property
    def on_time_percent(self) -> int | None:
        """Return the share of replies by the desk target, rounded down so that 100 means all; None without replies."""
        return self.on_time * 100 // self.replied if self.replied else None


@dataclass(frozen=True)
class Workload:
    """What one person, or nobody yet, has on the table."""

    person: User | None
    open: int
    late: int


@dataclass(frozen=True)
class AgeBand:
    """How many open cases arrived so many calendar days ago."""

    first: int
    last: int | None
    count: int


def cases_at(desks: Iterable[int]) -> CaseQuerySet:
    """Return the cases of some desks: the frame of every figure here."""
    return Case.objects.filter(desk_id__in=list(desks))


def late_by_desk(desks: Sequence[int], today: date) -> list[tuple[Desk, int]]:
    """Return how many cases are late now at each desk that has any, most first."""
    counts = dict(_counted(cases_at(desks).overdue(today), "desk_id"))
    named = Desk.objects.in_bulk(counts)
    return [(named[desk], count) for desk, count in _most_first(counts)]


def late_by_kind(desks: Sequence[int], today: date) -> list[tuple[Kind, int]]:
    """Return how many late cases ask for each right. A case that asks for two rights counts under both."""
    counts = dict(_counted(cases_at(desks).overdue(today), "rights__kind"))
    return [(Kind(kind), count) for kind, count in _most_first(counts)]


def late_by_cause(desks: Sequence[int], today: date) -> list[tuple[NextStep, int]]:
    """Return what the late cases wait for.

    The database counts each combination of facts; the rule that names the next step is asked once per combination.
    """
    late = with_standing(cases_at(desks).overdue(today)).annotate(
        taken=_is_set("assignee"), paused=_is_set("paused_from"), released=_is_set("released_at")
    )
    causes: Counter[NextStep] = Counter()
    for row in late.order_by().values(*_FACTS, "taken", "paused", "released").annotate(count=Count("pk")):
        causes[next_step(_progress(row))] += row["count"]
    return causes.most_common()


def _progress(row: dict[str, object]) -> Progress:
    count_free = {key.removeprefix("has_"): value for key, value in row.items() if key != "count"}
    return Progress(**count_free)  # type: ignore[arg-type]


def _is_set(column: str) -> ExpressionWrapper:
    return ExpressionWrapper(Q(**{f"{column}__isnull": False}), output_field=BooleanField())


def due_soon(until: Mapping[int, date], today: date) -> list[tuple[Desk, int]]:
    """Return how many running cases fall due from today to a last day of each desk's own, by desk, most first."""
    soon = Q(pk__in=[])
    for desk_id, last in until.items():
        soon |= Q(desk=desk_id, due_on__range=(today, last))
    counts = dict(_counted(cases_at(until).open().filter(soon, paused_from=None), "desk_id"))
    named = Desk.objects.in_bulk(counts)
    return [(named[desk], count) for desk, count in _most_first(counts)]


def workload(desks: Sequence[int], today: date) -> list[Workload]:
    """Return the open and late cases of each person, unassigned first, then most late first."""
    cases = cases_at(desks)
    late = dict(_counted(cases.overdue(today), "assignee_id"))
    counts = dict(_counted(cases.open(), "assignee_id"))
    people = User.objects.in_bulk([pk for pk in counts if pk])
    rows = [Workload(people.get(pk), count, late.get(pk, 0)) for pk, count in counts.items()]
    return sorted(rows, key=lambda row: (row.person is not None, -row.late, -row.open, str(row.person)))


@dataclass(frozen=True)
class GivenUp:
    """A message of the outbox that nobody tries any more; `desk` where it is of no case, but of a desk as a whole."""

    message: OutboxMessage
    desk: Desk | None


def undelivered(desks: Sequence[int]) -> list[GivenUp]:
    """Return what was given up for cases of some desks or for a desk as a whole, newest first, at most a hundred."""
    of_desk = Q(case=None, ids__desk__in=[str(desk) for desk in desks])
    dead = OutboxMessage.objects.filter(Q(case__desk_id__in=list(desks)) | of_desk, dead_at__isnull=False)
    found = dead.select_related("case").order_by("-dead_at")[:100]
    named = Desk.objects.in_bulk(desks)
    return [GivenUp(one, None if one.case else named[int(one.ids["desk"])]) for one in found]


def ages(desks: Sequence[int], today: date) -> list[AgeBand]:
    """Return how old the open cases are."""
    counts = (
        cases_at(desks)
        .open()
        .aggregate(
            **{f"from_{first}": Count("pk", filter=arrived_between(today, first, last)) for first, last in AGE_BANDS}
        )
    )
    return [AgeBand(first, last, counts[f"from_{first}"]) for first, last in AGE_BANDS]


def arrived_between(today: date, first: int, last: int | None) -> Q:
    """Return the condition of an age band: arrived between so many days ago."""
    youngest = Q(received_on__lte=today - timedelta(days=first))
    return youngest if last is None else youngest & Q(received_on__gte=today - timedelta(days=last))


def lateness_reasons(desks: Sequence[int], since: date) -> list[tuple[LatenessReason, int]]:
    """Return why replies were late since a day, by the reasons that staff gave, the usual ones first."""
    late = Delivery.objects.filter(case__in=cases_at(desks), delivered_on__gte=since).exclude(late_because="")
    rows = late.order_by().values_list("late_because").annotate(count=Count("pk"))
    return [(LatenessReason(code), count) for code, count in _most_first(dict(rows))]


def replies_by_month(desks: Sequence[int], months: Sequence[date]) -> list[MonthOfReplies]:
    """Return the figures of the replies of some months (each given by its first day), from one histogram."""
    rows = (
        cases_at(desks)
        .filter(replied_on__gte=min(months))
        .order_by()
        .values_list("replied_on", "received_on", "due_on")
        .annotate(count=Count("pk"))
    )
    by_month: dict[date, list[tuple[int, bool, int]]] = {month: [] for month in months}
    for replied_on, received_on, due_on, count in rows:
        found = ((replied_on - received_on).days, replied_on > due_on, count)
        by_month.setdefault(replied_on.replace(day=1), []).append(found)
    return [_figures(month, by_month[month]) for month in months]


def _figures(month: date, rows: list[tuple[int, bool, int]]) -> MonthOfReplies:
    days: Counter[int] = Counter()
    for took, _late, count in rows:
        days[took] += count
    return MonthOfReplies(
        month=month,
        replied=days.total(),
        on_time=sum(count for _took, late, count in rows if not late),
        median_days=at_share(days, 50),
        ninetieth_days=at_share(days, 90),
    )


def at_share(days: Counter[int], percent: int) -> int | None:
    """Return the smallest number of days within which that share of the replies went out (nearest rank)."""
    wanted = -(-days.total() * percent // 100)
    reached = 0
    for took in sorted(days):
        reached += days[took]
        if reached >= wanted:
            return took
    return None


def months_back(today: date, count: int) -> list[date]:
    """Return the first days of the last months, oldest first, this month included."""
    numbers = range(today.year * 12 + today.month - count, today.year * 12 + today.month)
    return [date(number // 12, number % 12 + 1, 1) for number in numbers]


def _counted(cases: CaseQuerySet, column: str) -> Iterable[tuple[object, int]]:
    return cases.order_by().values_list(column).annotate(count=Count("pk", distinct=column == "rights__kind"))


def _most_first(counts: dict) -> list[tuple]:
    return sorted(counts.items(), key=lambda pair: (-pair[1], str(pair[0])))
