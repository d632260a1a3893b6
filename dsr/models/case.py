"""The case, its key, its people, the rights it asks for, and what it can be found by."""

from datetime import date
from functools import cached_property
from typing import Self
from uuid import uuid4

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.functional import Promise

from dsr import crypto
from dsr.law.tiers import CONFIRMS_ITSELF, PROOF
from dsr.models.desk import Desk, DeskPolicy
from dsr.models.sealed import Sealed, sealed_column
from dsr.models.staff import User
from dsr.models.workflow import CaseWorkflow
from dsr.persons import ERASED, PersonDetails
from dsr.vocabulary import (
    OPEN_STATES,
    Channel,
    DeliveryChannel,
    Kind,
    Outcome,
    PartyRole,
    Regime,
    ReplyMethod,
    RequesterType,
    Role,
    State,
)

# `state in OPEN_STATES`, by the constraints below; only without a parameter does SQLite use the partial indexes
IS_OPEN = Q(replied_at__isnull=True, withdrawn_at__isnull=True)


class CaseQuerySet(models.QuerySet["Case"]):
    """Cases, always asked for through who may see them."""

    def visible_to(self, user: User) -> Self:
        """Keep the cases of the desks where the person works. Administrators keep reference data, they see no case."""
        desks = [desk for desk, role in user.roles.items() if role != Role.ADMINISTRATOR] if user.is_active else []
        return self.filter(desk_id__in=desks)

    def open(self) -> Self:
        """Keep what still needs a reply."""
        return self.filter(IS_OPEN)

    def overdue(self, on: date) -> Self:
        """Keep open cases whose target day has passed; a paused case was late only if it was late when it stopped."""
        return self.open().filter(due_on__lt=Coalesce(F("paused_from"), on))

    def for_list(self) -> Self:
        """Load what one row of a list shows, with the key that opens it, in a fixed number of queries."""
        return self.select_related("desk", "key", "assignee").prefetch_related("parties", "rights")


class Case(CaseWorkflow):
    """One person's request to one desk. Written only by `dsr.actions`, through the door in `actions/unit.py`."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    number = models.CharField(max_length=24, unique=True)
    desk = models.ForeignKey(Desk, models.PROTECT, related_name="cases")
    policy = models.ForeignKey(DeskPolicy, models.PROTECT, related_name="cases")
    calendar_version = models.PositiveIntegerField(default=1)
    regime = models.CharField(max_length=20, choices=Regime.choices)
    residence = models.CharField(max_length=6, help_text="Country code, or US-CA")
    language = models.CharField(max_length=2)
    channel = models.CharField(max_length=10, choices=Channel.choices)
    requester_type = models.CharField(max_length=20, choices=RequesterType.choices)
    reply_method = models.CharField(max_length=20, choices=ReplyMethod.choices)
    received_on = models.DateField(help_text="The day it reached the company, which starts the clocks")
    created_at = models.DateTimeField(help_text="When it was entered here")
    due_on = models.DateField(help_text="The desk target now in force")
    due_version = models.PositiveIntegerField(default=1)
    acknowledged_at = models.DateTimeField(null=True)
    assignee = models.ForeignKey(User, models.PROTECT, null=True, related_name="assigned_cases")
    verified_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    refused_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    submission = models.BinaryField(max_length=16, unique=True, null=True, editable=False)
    secret_hash = models.BinaryField(max_length=32, editable=False)
    release_needs = models.CharField(max_length=10, blank=True, help_text="'proof': only to a confirmed contact")
    demo = models.BooleanField(default=False)
    last_seq = models.PositiveIntegerField(default=0)

    objects = CaseQuerySet.as_manager()

    class Meta:
        """Partial indexes: a queue costs what is open, not what ever was."""

        constraints = (
            models.CheckConstraint(
                condition=Q(state=State.REPLIED, replied_at__isnull=False, replied_on__isnull=False)
                | (~Q(state=State.REPLIED) & Q(replied_at__isnull=True, replied_on__isnull=True)),
                name="replied_at_exactly_when_replied",
            ),
            models.CheckConstraint(
                condition=Q(state=State.WITHDRAWN, withdrawn_at__isnull=False)
                | (~Q(state=State.WITHDRAWN) & Q(withdrawn_at__isnull=True)),
                name="withdrawn_at_exactly_when_withdrawn",
            ),
        )
        indexes = (
            models.Index(fields=("desk", "due_on", "id"), condition=IS_OPEN, name="case_open_by_due"),
            models.Index(fields=("assignee", "due_on", "id"), condition=IS_OPEN, name="case_open_by_assignee"),
            models.Index(fields=("desk", "calendar_version"), condition=IS_OPEN, name="case_open_by_calendar"),
            models.Index(fields=("desk", "-received_on", "-id"), name="case_by_arrival"),
            models.Index(fields=("desk", "replied_on"), name="case_by_reply"),
        )

    def __str__(self) -> str:
        """Return the number, which holds nothing about the person."""
        return self.number

    def get_absolute_url(self) -> str:
        """Return the staff page of the case."""
        return reverse("staff:case", args=[self.pk])

    @property
    def is_open(self) -> bool:
        """Say whether the case still needs a reply."""
        return self.state in OPEN_STATES

    @cached_property
    def _opened_key(self) -> bytes | None:
        # `for_list` loads the key with the case; the cache holds None for a destroyed one, which `self.key` would raise
        loaded = self._state.fields_cache
        key = loaded["key"] if "key" in loaded else CaseKey.objects.filter(case_id=self.pk).first()
        return key.open() if key else None

    def open_key(self) -> bytes | None:
        """Return the case's own key, or None when it was destroyed. Raises crypto.MissingKey without its master key."""
        return self._opened_key

    @property
    def four_eyes(self) -> bool:
        """Say whether the desk wants a second person before a reply is approved."""
        return self.policy.profile.four_eyes

    @property
    def needs_proof(self) -> bool:
        """Say whether the reply goes only to a confirmed contact. A refusal on procedure tells nothing of anybody."""
        return self.release_needs == PROOF and (self.refused_by_id is None or self.verified_at is not None)

    def may_leave_by(self, channel: DeliveryChannel) -> bool:
        """Say whether the reply may leave by a channel. The trigger `dsr_reply_unproved` asks the same."""
        if not self.needs_proof or channel in CONFIRMS_ITSELF:
            return True
        return self.contact_proofs.opening(channel).exists()

    def party(self, role: PartyRole) -> "Party | None":
        """Return the person who plays a part, reading the prefetched list."""
        return next((party for party in self.parties.all() if party.role == role), None)

    @property
    def principal(self) -> PersonDetails:
        """Return the data subject's details."""
        party = self.party(PartyRole.PRINCIPAL)
        return party.person if party else ERASED

    @property
    def agent(self) -> PersonDetails | None:
        """Return the agent's details, or None when the data subject asks alone."""
        party = self.party(PartyRole.AGENT)
        return party.person if party else None

    @property
    def requester(self) -> PersonDetails:
        """Return whoever asks and is answered: the agent if there is one."""
        return self.agent or self.principal


class CaseKey(models.Model):
    """The case's own key, wrapped by a master key outside the database. Without this row the person is gone."""

    case = models.OneToOneField(Case, models.PROTECT, related_name="key")
    master_key_id = models.CharField(max_length=40, db_index=True)
    wrapped = models.BinaryField()

    def __str__(self) -> str:
        """Return which master key opens it."""
        return f"{self.case_id} by {self.master_key_id}"

    @classmethod
    def wrapping(cls, case: Case, key: bytes) -> Self:
        """Return an unsaved row that holds a key for a case."""
        master_key_id, wrapped = crypto.wrap(key, context=f"case:{case.pk}")
        return cls(case=case, master_key_id=master_key_id, wrapped=wrapped)

    def open(self) -> bytes:
        """Return the key itself. Raises crypto.MissingKey, which names the master key."""
        return crypto.unwrap(self.master_key_id, bytes(self.wrapped), context=f"case:{self.case_id}")


class SealedByCase(models.Model):
    """A row whose personal columns are sealed with its case's key."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)

    class Meta:
        """Only its columns count."""

        abstract = True

    def open_key(self) -> bytes | None:
        """Return the key of the case."""
        return self.case.open_key()  # type: ignore[attr-defined]


class Party(SealedByCase):
    """A person in a case: the data subject, or an agent."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="parties")
    role = models.CharField(max_length=10, choices=PartyRole.choices)
    sealed_details = sealed_column()
    details = Sealed()

    class Meta:
        """A part is played once."""

        constraints = (models.UniqueConstraint(fields=("case", "role"), name="one_party_per_role"),)

    def __str__(self) -> str:
        """Return the part, never the person."""
        return self.get_role_display()

    @property
    def person(self) -> PersonDetails:
        """Return the person's details, or a dash once the case key was destroyed."""
        return PersonDetails.from_json(self.details) if self.details else ERASED


class RequestedRight(SealedByCase):
    """One right asked for in a case; each is decided on its own."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="rights")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=30, choices=Kind.choices)
    outcome = models.CharField(max_length=20, choices=Outcome.choices, blank=True)
    ground = models.CharField(max_length=20, blank=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    sealed_asked = sealed_column()
    sealed_answer = sealed_column()
    # asked: the words of `actions.receive.RightAsked`; answer: the content blocks of law/replies.py, in words
    asked = Sealed()
    answer = Sealed()

    class Meta:
        """Rights keep the order in which they were asked."""

        ordering = ("position",)
        constraints = (models.UniqueConstraint(fields=("case", "position"), name="right_position_once"),)

    def __str__(self) -> str:
        """Return what is asked."""
        return self.get_kind_display()

    @property
    def label(self) -> str | Promise:
        """Return the kind's label for a template."""
        return Kind(self.kind).label


class Note(SealedByCase):
    """What staff wrote for colleagues. It never reaches the requester."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="notes")
    author = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    sealed_text = sealed_column()
    text = Sealed()

    class Meta:
        """Newest first."""

        ordering = ("-at",)

    def __str__(self) -> str:
        """Return when, never what."""
        return f"{self.case_id} {self.at:%Y-%m-%d}"


class SearchToken(models.Model):
    """A keyed hash that a case can be found by: a bigram of a folded name, an e-mail address, a phone number."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="search_tokens")
    token = models.BigIntegerField()

    class Meta:
        """The index answers a search alone."""

        constraints = (models.UniqueConstraint(fields=("token", "case"), name="token_once_per_case"),)

    def __str__(self) -> str:
        """Return the hash."""
        return str(self.token)
