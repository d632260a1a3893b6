"""The two audits: what was changed (hash-chained facts) and who looked at personal data."""

import hashlib
import json
from datetime import UTC
from uuid import uuid4

from django.db import models

from dsr.models.case import Case
from dsr.models.desk import Desk
from dsr.models.staff import User
from dsr.vocabulary import Action, Role, State, ViewSubject

STAFF = "staff"


class CaseEvent(models.Model):
    """One entry of a case's journal. Append-only by trigger; each entry carries the hash of the one before."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="events")
    seq = models.PositiveIntegerField()
    action = models.CharField(max_length=30, choices=Action.choices)
    actor = models.CharField(max_length=10, help_text="staff, requester or system")
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    from_state = models.CharField(max_length=20, choices=State.choices, blank=True)
    to_state = models.CharField(max_length=20, choices=State.choices)
    at = models.DateTimeField()
    facts = models.JSONField()
    previous_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    class Meta:
        """A number is used once per case."""

        ordering = ("seq",)
        constraints = (models.UniqueConstraint(fields=("case", "seq"), name="event_seq_once"),)

    def __str__(self) -> str:
        """Return number and verb."""
        return f"{self.seq} {self.action}"

    def computed_hash(self) -> str:
        """Return the SHA-256 over the entry before and everything this one says."""
        content = {
            "case": str(self.case_id),
            "seq": self.seq,
            "action": str(self.action),
            "actor": str(self.actor),
            "by": self.by_id,
            "from": str(self.from_state),
            "to": str(self.to_state),
            "at": self.at.astimezone(UTC).isoformat(timespec="microseconds"),
            "facts": self.facts,
        }
        text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        return hashlib.sha256(f"{self.previous_hash}{text}".encode()).hexdigest()


class ViewEvent(models.Model):
    """Somebody of the staff was shown personal data. Written and committed before the page leaves. Append-only."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    at = models.DateTimeField()
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    role = models.CharField(max_length=20, choices=Role.choices, blank=True, help_text="At that desk, at that time")
    subject = models.CharField(max_length=10, choices=ViewSubject.choices)
    desk = models.ForeignKey(Desk, models.PROTECT, null=True, related_name="+")
    case = models.ForeignKey(Case, models.PROTECT, null=True, related_name="views")
    cases = models.JSONField(default=list, help_text="The ids of the cases that a list showed")
    object_id = models.CharField(max_length=60, blank=True, help_text="Which page or letter")

    class Meta:
        """Asked by case, and by person over time."""

        indexes = (
            models.Index(fields=("case", "-at"), name="view_by_case"),
            models.Index(fields=("user", "-at"), name="view_by_user"),
        )

    def __str__(self) -> str:
        """Return what was seen when."""
        return f"{self.subject} {self.at:%Y-%m-%dT%H:%M:%S}"


class JournalAnchor(models.Model):
    """A sum over the journals of all cases up to an entry: it tells when entries are gone or were written anew.

    The chain of a case cannot say that its end was cut off, or that the whole case was. An anchor that lies outside,
    in the mails of the managers, can.
    """

    at = models.DateTimeField()
    last_entry = models.BigIntegerField(help_text="The highest id of an entry in it")
    entries = models.BigIntegerField(help_text="How many entries there were in all")
    digest = models.CharField(max_length=64)

    class Meta:
        """In the order of writing; two nights do not end at the same entry."""

        ordering = ("id",)
        constraints = (models.UniqueConstraint(fields=("last_entry",), name="anchor_once"),)

    def __str__(self) -> str:
        """Return it as a mail gives it and `check_journal --anchor` takes it."""
        return f"{self.entries}:{self.digest}"
