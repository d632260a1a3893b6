"""The row is the queue: every effect on the world begins here, in the transaction of the change that asks for it."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import F, Q

from dsr.models.case import Case
from dsr.vocabulary import Topic

# how the failure of a mail begins that its server refused for good; its code follows
REFUSED = "SMTP "
UNDONE = Q(sent_at__isnull=True, dead_at__isnull=True)


class OutboxQuerySet(models.QuerySet["OutboxMessage"]):
    """Messages."""

    def undone(self) -> Self:
        """Keep what is neither done nor given up."""
        return self.filter(UNDONE)

    def ready(self, now: datetime) -> Self:
        """Keep what may be tried now, oldest first."""
        return self.undone().filter(try_at__lte=now).order_by("try_at", "id")


class OutboxMessage(models.Model):
    """One effect to be done at least once. Ids only: no address, no text."""

    case = models.ForeignKey(Case, models.PROTECT, null=True, related_name="messages")
    topic = models.CharField(max_length=30, choices=Topic.choices)
    ids = models.JSONField(default=dict)
    dedupe_key = models.CharField(max_length=80, unique=True)
    created_at = models.DateTimeField()
    try_at = models.DateTimeField(help_text="The next try; a claim moves it on by the lease")
    attempts = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True)
    dead_at = models.DateTimeField(null=True)
    failure = models.CharField(max_length=60, blank=True, help_text="The class of the last failure, never its text")
    record = models.JSONField(default=dict, help_text="What was done: subject and text of a mail, which hold no person")

    objects = OutboxQuerySet.as_manager()

    class Meta:
        """A drain costs what is undone."""

        indexes = (
            models.Index(fields=("try_at", "id"), condition=UNDONE, name="outbox_undone"),
            models.Index(F("dead_at"), condition=Q(dead_at__isnull=False), name="outbox_dead"),
        )

    def __str__(self) -> str:
        """Return the key."""
        return f"{self.topic} {self.dedupe_key}"

    @property
    def refused_with(self) -> str:
        """Return the code with which a mail server refused it for good, or nothing."""
        return self.failure.removeprefix(REFUSED) if self.dead_at and self.failure.startswith(REFUSED) else ""

    @property
    def of_case(self) -> Case:
        """Return the case that asked for it. Raises ValueError for one that no case asked for, such as scanned post."""
        if self.case is None:
            raise ValueError("no case asked for it")
        return self.case
