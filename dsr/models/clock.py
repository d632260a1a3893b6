"""Timers as rows, pauses, and the sign of life of the clock."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q

from dsr.models.case import Case, SealedByCase
from dsr.models.sealed import Sealed, sealed_column
from dsr.models.staff import User
from dsr.vocabulary import LADDER, REPEATING, DeadlineRule, ExtensionNotice, PauseReason

WAITING = Q(fired_at__isnull=True, closed_at__isnull=True)


class DeadlineQuerySet(models.QuerySet["Deadline"]):
    """Timers."""

    def waiting(self) -> Self:
        """Keep what has neither fired nor been closed."""
        return self.filter(WAITING)

    def due(self, now: datetime) -> Self:
        """Keep everything due up to now, oldest first."""
        return self.waiting().filter(fires_at__lte=now).order_by("fires_at", "id")

    def with_overtaken(self, now: datetime) -> Self:
        """Add `overtaken`: a later stage of the same target is due as well, so this one is not told any more."""
        later = Q(fires_at__gt=OuterRef("fires_at")) | Q(fires_at=OuterRef("fires_at"), pk__gt=OuterRef("pk"))
        stages = Deadline.objects.waiting().filter(rule__in=LADDER, fires_at__lte=now, case=OuterRef("case"))
        return self.annotate(overtaken=Q(rule__in=LADDER) & Exists(stages.filter(later)))

    def to_be_told(self, now: datetime) -> Self:
        """Keep what a tick would write a mail for now."""
        return self.due(now).with_overtaken(now).filter(overtaken=False)

    def restored(self) -> Self:
        """Keep waiting timers that had been lost."""
        return self.waiting().filter(restored_at__isnull=False)


class Deadline(models.Model):
    """One timer of one case. It can be shown, it cannot be forgotten, and it fires once."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="deadlines")
    rule = models.CharField(max_length=20, choices=DeadlineRule.choices)
    version = models.PositiveIntegerField(help_text="The version of the due date that it belongs to")
    due_on = models.DateField(help_text="The day that the rule names")
    fires_at = models.DateTimeField()
    fired_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True, help_text="When it no longer mattered")
    skipped_late = models.BooleanField(default=False, help_text="A later stage was due before the clock came to it")
    restored_at = models.DateTimeField(null=True, help_text="When it was found missing and set anew")

    objects = DeadlineQuerySet.as_manager()

    class Meta:
        """A reminder has the key (case, rule, version), so it is told once however often the clock ticks.

        What repeats itself is told once a day at most.
        """

        constraints = (
            models.UniqueConstraint(
                fields=("case", "rule", "version"), condition=~Q(rule__in=REPEATING), name="deadline_once"
            ),
            models.UniqueConstraint(
                fields=("case", "rule", "version", "due_on"),
                condition=Q(rule__in=REPEATING),
                name="deadline_once_a_day",
            ),
        )
        indexes = (
            models.Index(fields=("fires_at", "id"), condition=WAITING, name="deadline_waiting"),
            models.Index(fields=("case", "rule"), condition=WAITING, name="deadline_waiting_of_case"),
            models.Index(
                fields=("restored_at",), condition=WAITING & Q(restored_at__isnull=False), name="deadline_restored"
            ),
        )

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
    """When something last happened: a job that recurs, a duty (`upkeep ...`), the start of a machine (`boot ...`)."""

    name = models.CharField(max_length=40, primary_key=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        """Return name and moment."""
        return f"{self.name} {self.at:%Y-%m-%dT%H:%M:%S}"


class TickHoldQuerySet(models.QuerySet["TickHold"]):
    """Times at which the clock waited for a manager."""

    def standing(self) -> Self:
        """Keep the one that is not over."""
        return self.filter(ended_at__isnull=True).order_by("id")


class TickHold(models.Model):
    """The clock found more to tell than it may at once: it tells nothing until a manager has looked."""

    held_at = models.DateTimeField()
    up_to = models.DateTimeField(help_text="What was due by then is told when it is released")
    waiting = models.PositiveIntegerField(help_text="How many reminders waited")
    last_ran = models.DateTimeField(null=True, help_text="The last tick before it")
    released_at = models.DateTimeField(null=True)
    released_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", help_text="None: by command")
    ended_at = models.DateTimeField(null=True)

    objects = TickHoldQuerySet.as_manager()

    class Meta:
        """A tick looks for the standing one."""

        indexes = (models.Index(fields=("id",), condition=Q(ended_at__isnull=True), name="tickhold_standing"),)

    def __str__(self) -> str:
        """Return the moment and the number."""
        return f"{self.held_at:%Y-%m-%dT%H:%M:%S} {self.waiting}"


class ClockStep(models.Model):
    """The clock of a server was set: it moved on otherwise than the time that passed. Written by the tick after it."""

    at = models.DateTimeField(help_text="By the clock as it was set")
    seconds = models.BigIntegerField(help_text="How far it was set forward; negative: back")

    class Meta:
        """The newest are shown."""

        indexes = (models.Index(fields=("-at",), name="clockstep_newest"),)

    def __str__(self) -> str:
        """Return the moment and the size."""
        return f"{self.at:%Y-%m-%dT%H:%M:%S} {self.seconds:+} s"
