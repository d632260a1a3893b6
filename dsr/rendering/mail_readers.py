"""Which members of staff a mail of the desk goes to."""

from dsr.models import Case, User
from dsr.vocabulary import DeadlineRule, ReminderReader, Role

_ROLE = {ReminderReader.LEAD: Role.REVIEWER, ReminderReader.MANAGER: Role.MANAGER}


def told_of(case: Case, rule: DeadlineRule) -> tuple[str, ...]:
    """Return the addresses that the ladder of the desk names for a timer; the managers' where nobody can be reached."""
    told: list[str] = []
    for reader in case.policy.profile.reminders.told(rule):
        told += _assignee(case) if reader is ReminderReader.ASSIGNEE else addresses_at(case.desk_id, _ROLE[reader])
    return tuple(dict.fromkeys(told)) or tuple(addresses_at(case.desk_id, Role.MANAGER))


def _assignee(case: Case) -> list[str]:
    assignee = case.assignee
    if assignee and assignee.email and assignee.role_at(case.desk_id):
        return [assignee.email]
    # a case that nobody has is the managers' to give away
    return addresses_at(case.desk_id, Role.MANAGER)


def addresses_at(desk_id: int, *roles: Role) -> list[str]:
    """Return the addresses of everybody with one of these roles at a desk."""
    staff = User.objects.filter(is_active=True, memberships__desk=desk_id, memberships__role__in=roles)
    return list(staff.exclude(email="").order_by("pk").values_list("email", flat=True))
