"""Open cases that no timer watches over, and timers that had been lost."""

from collections.abc import Sequence

from django.db.models import Exists, OuterRef

from dsr.models import Case, CaseQuerySet, Deadline, TickHold
from dsr.vocabulary import WATCHING


def unwatched_cases() -> CaseQuerySet:
    """Return the open cases without a waiting timer of `WATCHING`; asked by two partial indexes alone."""
    watching = Deadline.objects.waiting().filter(case=OuterRef("pk"), rule__in=WATCHING)
    return Case.objects.open().filter(~Exists(watching))


def cases_with_restored_timers(desks: Sequence[int]) -> list[Case]:
    """Return the open cases of some desks whose timers had been lost and wait anew, at most a hundred."""
    restored = Deadline.objects.restored().values("case")
    return list(Case.objects.open().filter(desk__in=desks, pk__in=restored).order_by("due_on", "pk")[:100])


def held_reminders() -> TickHold | None:
    """Return what the clock holds back until a manager has looked, or None."""
    return TickHold.objects.standing().filter(released_at=None).first()
