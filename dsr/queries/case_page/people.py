"""The staff around a case: who works at its desk, who could take a step, who looked at it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max

from dsr import policy
from dsr.models import Case, DeskMembership, User, ViewEvent
from dsr.vocabulary import Action, Role, ViewSubject

LOOKS_SHOWN = 12
WORKERS = (Role.CLERK, Role.REVIEWER, Role.MANAGER)


@dataclass(frozen=True)
class Look:
    """How often one person looked at one kind of thing in a case, and when last."""

    who: str
    what: str
    times: int
    last_at: datetime


def workers_of(case: Case) -> tuple[User, ...]:
    """Return who works on cases of the desk, by name, each with the role at this desk at hand."""
    rows = DeskMembership.objects.filter(desk=case.desk_id, user__is_active=True, role__in=WORKERS)
    people = [_with_role(row) for row in rows.select_related("user")]
    return tuple(sorted(people, key=str))


def _with_role(membership: DeskMembership) -> User:
    # fills the cached property, so that asking the policy costs no query per person
    membership.user.roles = {membership.desk_id: membership.role}
    return membership.user


def who_can(action: Action, case: Case, workers: Iterable[User]) -> tuple[User, ...]:
    """Return those who may take a step in a case, by their role and by what they did in it before."""
    return tuple(person for person in workers if policy.can(person, action, case))


def looks_at(case: Case) -> list[tuple[int, str, int, datetime]]:
    """Return person, subject, number and last moment of the latest looks at a case, the latest first."""
    counted = ViewEvent.objects.filter(case=case).values("user", "subject").annotate(times=Count("pk"), last=Max("at"))
    return [(row["user"], row["subject"], row["times"], row["last"]) for row in counted.order_by("-last")[:LOOKS_SHOWN]]


def in_words(looks: Iterable[tuple[int, str, int, datetime]], names: dict[int, str]) -> tuple[Look, ...]:
    """Name persons and subjects of the looks."""
    return tuple(
        Look(names.get(user_id, ""), str(ViewSubject(subject).label), times, last)
        for user_id, subject, times, last in looks
    )


def names_of(user_ids: Iterable[int]) -> dict[int, str]:
    """Return the names of members of staff, also of those who left."""
    return {user.pk: str(user) for user in User.objects.filter(pk__in=set(user_ids))}
