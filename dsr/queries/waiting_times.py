"""Time that managers cannot see in a due date: between arrival and entry, and in pauses; and whose clock is missed."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q
from django.db.models.functions import TruncDate

from dsr.models import ClockPause
from dsr.queries.metrics import HAS_A_TARGET, at_share, cases_at
from dsr.vocabulary import Channel, PauseReason


@dataclass(frozen=True)
class EntryGap:
    """How many calendar days pass between arrival and entry for what comes by one channel."""

    channel: Channel
    cases: int
    later: int
    median_days: int | None
    longest_days: int


@dataclass(frozen=True)
class PausedDays:
    """How often and how long the clock was stopped for one reason, in calendar days."""

    reason: PauseReason
    pauses: int
    days: int
    open: int


@dataclass(frozen=True)
class LateClocks:
    """How many late cases have missed a deadline of a law, and how many the target that their desk set itself."""

    by_law: int
    by_target: int


def late_clocks(desks: Sequence[int], today: date) -> LateClocks:
    """Return what the late cases have missed. In APPI cases only the desk's own target is a last day (APPI art. 33)."""
    law = ~HAS_A_TARGET
    found = cases_at(desks).overdue(today).aggregate(target=Count("pk", filter=~law), law=Count("pk", filter=law))
    return LateClocks(by_law=found["law"], by_target=found["target"])


def entry_gaps(desks: Sequence[int], since: date) -> list[EntryGap]:
    """Return the gap of each channel for what arrived since a day (Tokyo dates), the longest median first."""
    rows = (
        cases_at(desks)
        .filter(received_on__gte=since)
        .order_by()
        .annotate(entered_on=TruncDate("created_at"))
        .values_list("channel", "received_on", "entered_on")
        .annotate(count=Count("pk"))
    )
    days: defaultdict[str, Counter[int]] = defaultdict(Counter)
    for channel, received_on, entered_on, count in rows:
        days[channel][max((entered_on - received_on).days, 0)] += count
    gaps = [_gap(Channel(channel), counted) for channel, counted in days.items()]
    return sorted(gaps, key=lambda gap: (-(gap.median_days or 0), -gap.longest_days, gap.channel))


def _gap(channel: Channel, days: Counter[int]) -> EntryGap:
    return EntryGap(channel, days.total(), days.total() - days[0], at_share(days, 50), max(days))


def paused_days(desks: Sequence[int], since: date, today: date) -> list[PausedDays]:
    """Return what pauses took since a day, up to today (Tokyo dates), by reason, the most days first.

    The day of resumption counts again, so it is no paused day.
    """
    pauses = ClockPause.objects.filter(Q(until_on=None) | Q(until_on__gt=since), case__in=cases_at(desks))
    rows = pauses.order_by().values_list("reason_code", "from_on", "until_on").annotate(count=Count("pk"))
    number, days, still = Counter[str](), Counter[str](), Counter[str]()
    for reason, from_on, until_on, count in rows:
        number[reason] += count
        days[reason] += count * max((min(until_on or today, today) - max(from_on, since)).days, 0)
        still[reason] += 0 if until_on else count
    found = [PausedDays(PauseReason(code), number[code], days[code], still[code]) for code in number]
    return sorted(found, key=lambda row: (-row.days, row.reason))
