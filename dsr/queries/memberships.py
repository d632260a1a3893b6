"""Whose role at a desk was changed, and by whom: what managers and auditors read."""

from collections.abc import Sequence

from dsr.models import MembershipChange

SHOWN = 20


def role_changes(desks: Sequence[int]) -> list[MembershipChange]:
    """Return the newest changes at some desks, in one query."""
    changes = MembershipChange.objects.filter(desk__in=desks).select_related("desk", "user", "by")
    return list(changes[:SHOWN])
