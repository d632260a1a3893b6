"""Members of staff, and what they are at which desk."""

from functools import cached_property

from django.contrib.auth.models import AbstractUser
from django.db import models

from dsr.models.desk import Desk
from dsr.vocabulary import Role


class User(AbstractUser):
    """A member of staff. Requesters have no account."""

    def __str__(self) -> str:
        """Return the name that colleagues see."""
        return self.get_full_name() or self.username

    def get_full_name(self) -> str:
        """Return the full name in the order of its script: family name first, but given name first in Latin letters."""
        names = (self.last_name, self.first_name)
        return " ".join(name for name in (names[::-1] if "".join(names).isascii() else names) if name)

    @cached_property
    def roles(self) -> dict[int, str]:
        """Return the role at each desk, read once per request."""
        return dict(self.memberships.values_list("desk_id", "role"))

    def role_at(self, desk_id: int) -> str | None:
        """Return the role at a desk, or None for a stranger."""
        return self.roles.get(desk_id) if self.is_active else None


class DeskMembership(models.Model):
    """One role of one member of staff at one desk."""

    user = models.ForeignKey(User, models.CASCADE, related_name="memberships")
    desk = models.ForeignKey(Desk, models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=20, choices=Role.choices)

    class Meta:
        """One role per person and desk, so that every question about rights has one answer."""

        constraints = (models.UniqueConstraint(fields=("user", "desk"), name="one_role_per_desk"),)

    def __str__(self) -> str:
        """Return who is what where."""
        return f"{self.user} {self.role} {self.desk_id}"
