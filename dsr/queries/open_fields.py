"""What the operator still has to enter or confirm in the desks' profiles."""

from dataclasses import dataclass

from django.db.models import OuterRef, Subquery

from dsr.models import Desk, DeskPolicy
from dsr.profile import Text


@dataclass(frozen=True)
class OpenField:
    """A field of a desk's newest profile that the operator still has to enter or confirm."""

    slug: str
    field: str
    reason: Text


def to_confirm(*slugs: str) -> list[OpenField]:
    """Return what is open in the newest profile of these desks, or else of every desk, desk by desk."""
    newest = DeskPolicy.objects.filter(desk=OuterRef("pk")).order_by("-version").values("pk")[:1]
    chosen = Desk.objects.filter(slug__in=slugs) if slugs else Desk.objects.all()
    desks = chosen.annotate(policy_id=Subquery(newest)).order_by("slug")
    policies = DeskPolicy.objects.in_bulk([desk.policy_id for desk in desks])
    return [
        OpenField(desk.slug, row.field, row.reason)
        for desk in desks
        if desk.policy_id in policies
        for row in policies[desk.policy_id].profile.to_confirm
    ]
