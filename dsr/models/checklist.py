"""What is wanted to confirm identity and authority, and what came in."""

from typing import Self
from uuid import uuid4

from django.db import models

from dsr.models.case import Case, SealedByCase
from dsr.models.sealed import Sealed, sealed_column
from dsr.vocabulary import SETTLED_ITEMS, DocumentStatus, ItemStatus, PartyRole, RejectReason


class ChecklistItemQuerySet(models.QuerySet["ChecklistItem"]):
    """Lines of a checklist."""

    def open(self) -> Self:
        """Keep the lines that are neither accepted nor waived."""
        return self.exclude(status__in=SETTLED_ITEMS)


class ChecklistItem(models.Model):
    """One line: any one of several documents satisfies it. All lines together make the checklist."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="items")
    position = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=60, help_text="The requirement in the desk's evidence rules")
    of = models.CharField(max_length=10, choices=PartyRole.choices)
    purpose = models.CharField(max_length=20, help_text="What it proves: Proves of law/evidence/words.py")
    any_of = models.JSONField(help_text="Evidence codes of law/evidence.py, any one of which satisfies the line")
    by_other_channel = models.JSONField(default=dict, help_text="Further codes, with the channels by which they count")
    original = models.BooleanField(default=False)
    conditions = models.JSONField(default=list, help_text="Condition codes of law/evidence/words.py")
    paper_conditions = models.JSONField(default=dict, help_text="What is asked of single papers: code -> conditions")
    status = models.CharField(max_length=10, choices=ItemStatus.choices, default=ItemStatus.WANTED)
    evidence = models.CharField(max_length=60, blank=True, help_text="What it was satisfied with")
    reason_code = models.CharField(max_length=30, choices=RejectReason.choices, blank=True)

    objects = ChecklistItemQuerySet.as_manager()

    class Meta:
        """Lines keep the order of the rules."""

        ordering = ("position",)
        constraints = (models.UniqueConstraint(fields=("case", "position"), name="item_position_once"),)

    def __str__(self) -> str:
        """Return the code of the requirement."""
        return self.code


class Document(SealedByCase):
    """A file that came in. The original is stored sealed and never shown; staff see its rebuilt pages."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="documents")
    item = models.ForeignKey(ChecklistItem, models.PROTECT, null=True, related_name="documents")
    key = models.CharField(max_length=120, unique=True, help_text="Where the sealed original lies")
    content_type = models.CharField(max_length=40)
    size = models.PositiveIntegerField(help_text="Bytes of the original")
    fingerprint = models.CharField(max_length=64, help_text="Keyed hash of the original")
    added_by_staff = models.BooleanField()
    added_at = models.DateTimeField()
    status = models.CharField(max_length=10, choices=DocumentStatus.choices, default=DocumentStatus.STORED)
    failure = models.CharField(max_length=30, blank=True)
    sealed_name = sealed_column()
    name = Sealed()

    class Meta:
        """In the order of arrival."""

        ordering = ("added_at", "id")

    def __str__(self) -> str:
        """Return the id: a file name may hold a person's name."""
        return str(self.pk)


class Page(models.Model):
    """One rebuilt page: pixels only, sealed, safe to look at."""

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
