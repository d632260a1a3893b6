"""The files that came in, each sealed with a key of its own, what was noticed on them, and what remains of them."""

from typing import Self
from uuid import uuid4

from django.db import models
from django.db.models import Q

from dsr import crypto
from dsr.models.case import Case, SealedByCase
from dsr.models.checklist import ChecklistItem
from dsr.models.sealed import Sealed, sealed_column
from dsr.models.staff import User
from dsr.vocabulary import (
    DestroyReason,
    DisposalReason,
    DocumentStatus,
    FindingCode,
    FoundBy,
    ItemStatus,
    NotScanned,
    PartyRole,
    ScanVerdict,
    Settlement,
)


class SealedFile(models.Model):
    """A row that names a stored file. The file has a key of its own, so that it can be destroyed alone.

    The row's `open_key()` is what seals that key: the key of a case, a draft or a pile of scanned post.
    """

    key = models.CharField(max_length=120, unique=True, help_text="Where the sealed original lies")
    content_type = models.CharField(max_length=40)
    size = models.PositiveIntegerField(help_text="Bytes of the original")
    fingerprint = models.CharField(max_length=64, blank=True, help_text="Keyed hash of the original")
    sealed_file_key = models.BinaryField(default=b"", editable=False)

    class Meta:
        """Only its columns count."""

        abstract = True

    def open_file_key(self) -> bytes | None:
        """Return the file's own key, or None once the file or its whole case was destroyed. Raises crypto.Tampered."""
        outer, sealed = self.open_key(), bytes(self.sealed_file_key)  # type: ignore[attr-defined]
        return crypto.unseal(outer, sealed, context=f"file:{self.key}") if outer and sealed else None

    def seal_file_key(self, file_key: bytes) -> None:
        """Seal a file's key into its column; the row still has to be saved. Raises ValueError when the case is gone."""
        outer = self.open_key()  # type: ignore[attr-defined]
        if outer is None:
            raise ValueError("the key that would seal it was destroyed")
        self.sealed_file_key = crypto.seal(outer, file_key, context=f"file:{self.key}")


class DocumentQuerySet(models.QuerySet["Document"]):
    """Documents."""

    def kept(self) -> Self:
        """Leave out what was destroyed."""
        return self.filter(destroyed_at__isnull=True)


class Document(SealedFile, SealedByCase):
    """A file that came in. The original is stored sealed and never shown; staff see its rebuilt pages."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="documents")
    item = models.ForeignKey(ChecklistItem, models.PROTECT, null=True, related_name="documents")
    added_by_staff = models.BooleanField()
    added_at = models.DateTimeField()
    status = models.CharField(max_length=10, choices=DocumentStatus.choices, default=DocumentStatus.STORED)
    failure = models.CharField(max_length=30, blank=True)
    verdict = models.CharField(max_length=12, choices=ScanVerdict.choices, default=ScanVerdict.NOT_SCANNED)
    not_scanned_because = models.CharField(max_length=16, choices=NotScanned.choices, blank=True)
    kind = models.CharField(max_length=60, blank=True, help_text="Evidence code of dsr/law/evidence, as staff read it")
    masked_at = models.DateTimeField(null=True)
    masked_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    destroy_on = models.DateField(null=True, help_text="The day on which its time is over")
    destroyed_at = models.DateTimeField(null=True)
    sealed_name = sealed_column()
    sealed_particulars = sealed_column()
    # particulars: issued_on and expires_on (ISO dates), sides, number_hash: what a clerk read on it
    name = Sealed()
    particulars = Sealed()

    objects = DocumentQuerySet.as_manager()

    class Meta:
        """In the order of arrival. What is to be destroyed is found without looking at what is kept."""

        ordering = ("added_at", "id")
        indexes = (
            models.Index(
                fields=("destroy_on", "id"),
                condition=Q(destroyed_at__isnull=True, destroy_on__isnull=False),
                name="document_to_destroy",
            ),
            models.Index(fields=("fingerprint",), condition=~Q(fingerprint=""), name="document_by_fingerprint"),
            models.Index(fields=("added_at",), condition=Q(status=DocumentStatus.STORED), name="document_unfinished"),
        )

    def __str__(self) -> str:
        """Return the id: a file name may hold a person's name."""
        return str(self.pk)

    def open_key(self) -> bytes | None:
        """Return the key of the case."""
        return self.case.open_key()


class Page(models.Model):
    """One rebuilt page: pixels only, sealed with the document's key, safe to look at."""

    document = models.ForeignKey(Document, models.PROTECT, related_name="pages")
    number = models.PositiveSmallIntegerField()
    key = models.CharField(max_length=120, unique=True)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()

    class Meta:
        """Pages of a document in order."""

        ordering = ("number",)
        constraints = (models.UniqueConstraint(fields=("document", "number"), name="page_number_once"),)

    def __str__(self) -> str:
        """Return document and number."""
        return f"{self.document_id}/{self.number}"


class Finding(models.Model):
    """Something noticed on a document, for a person to judge. Codes and places only; never what stands there."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    document = models.ForeignKey(Document, models.PROTECT, related_name="findings")
    page = models.PositiveSmallIntegerField(default=0, help_text="0: the document as a whole")
    code = models.CharField(max_length=20, choices=FindingCode.choices)
    box = models.JSONField(null=True, help_text="left, top, width, height in thousandths of the page")
    found_by = models.CharField(max_length=10, choices=FoundBy.choices)
    other_case = models.ForeignKey(Case, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    settlement = models.CharField(max_length=10, choices=Settlement.choices, blank=True)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        """In the order of the pages."""

        ordering = ("page", "at", "id")

    def __str__(self) -> str:
        """Return the code."""
        return self.code

    @property
    def can_be_dismissed(self) -> bool:
        """Say whether a person may judge it harmless: the back of a My Number card only where its tick was a slip."""
        return self.code != FindingCode.MY_NUMBER_BACK or self.found_by == FoundBy.STAFF


class Disposal(models.Model):
    """Stored bytes that have to go, and the receipt that they went: done only when the store confirms. No person."""

    document = models.ForeignKey(Document, models.PROTECT, related_name="disposals")
    key = models.CharField(max_length=120, unique=True)
    why = models.CharField(max_length=10, choices=DisposalReason.choices)
    key_sha256 = models.CharField(
        max_length=64, blank=True, help_text="Of the sealed key that opened them, for the ledger"
    )
    asked_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)

    class Meta:
        """What is not confirmed is found without looking at what is."""

        indexes = (
            models.Index(fields=("asked_at",), condition=Q(confirmed_at__isnull=True), name="disposal_unconfirmed"),
        )

    def __str__(self) -> str:
        """Return the place."""
        return self.key


class Attestation(models.Model):
    """What remains of a destroyed document: what it was, who checked it, with which outcome. Append-only."""

    document = models.OneToOneField(Document, models.PROTECT, related_name="attestation")
    kind = models.CharField(max_length=60, blank=True, help_text="Evidence code of dsr/law/evidence")
    of = models.CharField(max_length=10, choices=PartyRole.choices, blank=True)
    outcome = models.CharField(max_length=10, choices=ItemStatus.choices, blank=True)
    checked_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    checked_on = models.DateField(null=True, help_text="The last day on which it was judged")
    number_hash = models.CharField(max_length=64, blank=True, help_text="Keyed hash of the document's number")
    pages = models.PositiveSmallIntegerField()
    why = models.CharField(max_length=20, choices=DestroyReason.choices)
    destroyed_at = models.DateTimeField()
    destroyed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", help_text="Null: by the rules")

    def __str__(self) -> str:
        """Return what it was."""
        return self.kind or str(self.document_id)
