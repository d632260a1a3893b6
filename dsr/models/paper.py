"""Paper: where it lies, what became of it, and piles of it that were scanned before anybody knew whose they are."""

from datetime import datetime
from uuid import uuid4

from django.db import models

from dsr import crypto
from dsr.models.case import Case, SealedByCase
from dsr.models.desk import Desk
from dsr.models.document import Document, SealedFile
from dsr.models.sealed import Sealed, sealed_column
from dsr.models.staff import User
from dsr.vocabulary import DiscardReason, DocumentStatus, PaperStatus, PaperWay, ScanPageState


class PaperRecord(SealedByCase):
    """One entry about one paper of a case; the newest of a paper says where it is now."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="papers")
    paper = models.UUIDField(help_text="The same in every entry about one paper")
    kind = models.CharField(max_length=60, help_text="Evidence code of dsr/law/evidence")
    status = models.CharField(max_length=10, choices=PaperStatus.choices)
    on = models.DateField(help_text="Since when, or the day on which it was returned or destroyed")
    way = models.CharField(max_length=20, choices=PaperWay.choices, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    witness = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    sealed_place = sealed_column()
    # place: the shelf, binder or safe, in the words of the desk
    place = Sealed()

    class Meta:
        """In the order of recording."""

        ordering = ("recorded_at", "id")

    def __str__(self) -> str:
        """Return what happened to it."""
        return f"{self.kind} {self.status}"


class ScanBatch(SealedFile):
    """A pile of post that was scanned in one go, sealed with a key of its own until its pages are filed."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    desk = models.ForeignKey(Desk, models.PROTECT, related_name="scan_batches")
    master_key_id = models.CharField(max_length=40, db_index=True)
    wrapped = models.BinaryField()
    uploaded_at = models.DateTimeField()
    uploaded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    status = models.CharField(max_length=10, choices=DocumentStatus.choices, default=DocumentStatus.STORED)
    failure = models.CharField(max_length=30, blank=True)

    class Meta:
        """Newest first."""

        ordering = ("-uploaded_at", "id")

    def __str__(self) -> str:
        """Return the id."""
        return str(self.pk)

    def open_key(self) -> bytes | None:
        """Return the batch's key, or None once it was destroyed. Raises crypto.MissingKey."""
        wrapped = bytes(self.wrapped)
        return crypto.unwrap(self.master_key_id, wrapped, context=f"batch:{self.pk}") if wrapped else None


class ScanPage(models.Model):
    """One page of a batch, and where it went."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    batch = models.ForeignKey(ScanBatch, models.PROTECT, related_name="pages")
    number = models.PositiveSmallIntegerField()
    key = models.CharField(max_length=120, unique=True)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=ScanPageState.choices)
    cover_of = models.CharField(max_length=24, blank=True, help_text="The number of the case on a cover sheet")
    refusal = models.CharField(max_length=30, blank=True, help_text="Why it could not be filed: a code of dsr/errors")
    document = models.ForeignKey(Document, models.PROTECT, null=True, related_name="+")
    discarded = models.CharField(max_length=20, choices=DiscardReason.choices, blank=True)
    settled_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", help_text="Who filed or discarded it"
    )
    settled_at = models.DateTimeField(null=True)

    class Meta:
        """Pages of a batch in order."""

        ordering = ("number",)
        constraints = (models.UniqueConstraint(fields=("batch", "number"), name="scan_page_number_once"),)

    def __str__(self) -> str:
        """Return batch and number."""
        return f"{self.batch_id}/{self.number}"

    def file(self, document: Document, *, by: User, at: datetime) -> None:
        """Say that it is part of a document; the row still has to be saved."""
        self.state, self.document, self.refusal = ScanPageState.FILED, document, ""
        self.settled_by, self.settled_at = by, at

    def discard(self, reason: DiscardReason, *, by: User, at: datetime) -> None:
        """Say that it belongs to no case; the row still has to be saved."""
        self.state, self.discarded = ScanPageState.DISCARDED, reason
        self.settled_by, self.settled_at = by, at
