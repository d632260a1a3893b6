"""A desk, the versions of its published policy and of its calendar."""

from datetime import date
from functools import cached_property
from typing import Self

from django.db import models
from django.db.models import Subquery
from django.utils import timezone
from django.utils.translation import get_language

from dsr.law.calendars import BusinessCalendar
from dsr.profile import Profile

# by the hash of their content
_PROFILES: dict[str, Profile] = {}


class Desk(models.Model):
    """One company's desk. Everything it decides about procedure lies in its policy versions."""

    slug = models.SlugField(max_length=60, unique=True)
    name_ja = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120)
    open_to_public = models.BooleanField(default=True)

    class Meta:
        """Desks are listed by their English name, which sorts the same in every database."""

        ordering = ("name_en",)

    def __str__(self) -> str:
        """Return the company's name in the language of the reader."""
        return self.name_ja if get_language() == "ja" else self.name_en

    def policy_on(self, day: date) -> "DeskPolicy":
        """Return the version in force on a day; the oldest one for a day before all of them.

        Versions that begin on the same day correct each other, each from the day on which it was loaded.
        """
        begun = self.policies.filter(effective_from__lte=day).order_by("-effective_from", "version")
        newest = begun.values_list("effective_from", flat=True)[:1]
        of_that_day = list(begun.filter(effective_from=Subquery(newest)))
        loaded = [version for version in of_that_day if timezone.localdate(version.created_at) <= day]
        in_force = loaded[-1:] or of_that_day[:1]
        return in_force[0] if in_force else self.policies.order_by("version")[:1].get()

    def calendar(self) -> "Calendar":
        """Return the newest version of the desk's calendar."""
        return self.calendars.order_by("-version")[:1].get()


class VersionQuerySet(models.QuerySet["DeskPolicy"]):
    """Versions of a policy."""

    def newest_first(self) -> Self:
        """Order from the version in force back to the first."""
        return self.order_by("-version")


class DeskPolicy(models.Model):
    """One immutable version of a desk's profile. A case pins the version in force on its day of receipt.

    Versions begin in the order of their numbers; loading refuses one that begins before the version it follows.
    """

    desk = models.ForeignKey(Desk, models.PROTECT, related_name="policies")
    version = models.PositiveIntegerField()
    effective_from = models.DateField()
    content = models.JSONField()
    sha256 = models.CharField(max_length=64)
    created_at = models.DateTimeField()

    objects = VersionQuerySet.as_manager()

    class Meta:
        """A version number is used once."""

        constraints = (models.UniqueConstraint(fields=("desk", "version"), name="policy_version_once"),)

    def __str__(self) -> str:
        """Return desk and version."""
        return f"{self.desk.slug} v{self.version}"

    @property
    def profile(self) -> Profile:
        """Return the typed profile of this version. Versions never change, so each is read once per process."""
        known = _PROFILES.get(self.sha256)
        if known is None:
            known = _PROFILES[self.sha256] = Profile.model_validate(self.content)
        return known


class Calendar(models.Model):
    """One immutable version of the days on which a desk is closed: public holidays and its own closing days."""

    desk = models.ForeignKey(Desk, models.PROTECT, related_name="calendars")
    version = models.PositiveIntegerField()
    closed_days = models.JSONField(help_text="ISO date -> name of the holiday or closing day")
    covers_from = models.DateField()
    covers_to = models.DateField()
    own_closures = models.JSONField(default=list, help_text="What managers added: first and last day, and a name")
    source = models.CharField(max_length=200)
    made_by = models.ForeignKey("User", models.PROTECT, null=True, related_name="+", help_text="Null: by the rules")
    created_at = models.DateTimeField()

    class Meta:
        """A version number is used once."""

        constraints = (models.UniqueConstraint(fields=("desk", "version"), name="calendar_version_once"),)

    def __str__(self) -> str:
        """Return desk and version."""
        return f"{self.desk.slug} calendar v{self.version}"

    @cached_property
    def business_days(self) -> BusinessCalendar:
        """Return the calendar as the law's pure value."""
        names = {date.fromisoformat(day): name for day, name in self.closed_days.items()}
        return BusinessCalendar(
            closed=frozenset(names),
            names=names,
            covers_from=self.covers_from,
            covers_to=self.covers_to,
            source=self.source,
        )
