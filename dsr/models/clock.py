"""Timers as rows, pauses, and the sign of life of the clock."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q

from dsr.models.case import Case, SealedByCase
from dsr.models.sealed import Sealed, sealed_column
from dsr.models.staff import User
from dsr.vocabulary import DeadlineRule, ExtensionNotice, PauseReason

WAITING = Q(fired_at__isnull=True, closed_at__isnull=True)


class DeadlineQuerySet(models.QuerySet["Deadline"]):
    """Timers."""

    def waiting(self) -> Self:
        """Keep what has neither fired nor been closed."""
        return self.filter(WAITING)

    def due(self, now: datetime) -> Self:
        """Keep everything due up to now, oldest first."""
        return self.waiting().filter(fires_at__lte=now).order_by("fires_at", "id")


class Deadline(models.Model):
    """One timer of one case. It can be shown, it cannot be forgotten, and it fires once."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="deadlines")
    rule = models.CharField(max_length=20, choices=DeadlineRule.choices)
    version = models.PositiveIntegerField(help_text="The version of the due date that it belongs to")
    due_on = models.DateField(help_text="The day that the rule names")
    fires_at = models.DateTimeField()
    fired_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True, help_text="When it no longer mattered")

    objects = DeadlineQuerySet.as_manager()

    class Meta:
        """A reminder has the key (case, rule, version), so it is told once however often the clock ticks."""

        constraints = (models.UniqueConstraint(fields=("case", "rule", "version"), name="deadline_once"),)
        indexes = (models.Index(fields=("fires_at", "id"), condition=WAITING, name="deadline_waiting"),)

    def __str__(self) -> str:
        """Return rule and day."""
        return f"{self.rule} {self.due_on}"


class ClockPause(models.Model):
    """Days that do not count for the desk target: from the first day on, until the day of resumption (not included)."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="pauses")
    reason_code = models.CharField(max_length=20, choices=PauseReason.choices)
    from_on = models.DateField()
    until_on = models.DateField(null=True)
    owner = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", help_text="Who looks after it")

    class Meta:
        """At most one open pause."""

        ordering = ("from_on", "id")
        constraints = (
            models.UniqueConstraint(fields=("case",), condition=Q(until_on__isnull=True), name="one_open_pause"),
        )

    def __str__(self) -> str:
        """Return the span."""
        return f"{self.from_on}..{self.until_on or ''}"


class ExtensionQuerySet(models.QuerySet["ClockExtension"]):
    """Extensions."""

    def unannounced(self) -> Self:
        """Keep those of which the requester was not told yet."""
        return self.filter(announced_on__isnull=True)


class ClockExtension(SealedByCase):
    """The longer period that a law allows once, with the reason that the requester is given (GDPR art. 12(3))."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="extensions")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    due_before = models.DateField()
    due_on = models.DateField()
    notice_by = models.DateField(help_text="The last day to tell the requester")
    announced_on = models.DateField(null=True)
    announced_by = models.CharField(max_length=10, choices=ExtensionNotice.choices, blank=True)
    sealed_reason = sealed_column()
    reason = Sealed()

    objects = ExtensionQuerySet.as_manager()

    class Meta:
        """No law of the table knows a second extension."""

        constraints = (models.UniqueConstraint(fields=("case",), name="extended_once"),)

    def __str__(self) -> str:
        """Return the old and the new day."""
        return f"{self.due_before} -> {self.due_on}"


class Heartbeat(models.Model):
    """When a recurring job last ran to its end."""

    name = models.CharField(max_length=40, primary_key=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        """Return name and moment."""
        return f"{self.name} {self.at:%Y-%m-%dT%H:%M:%S}"
