"""What is wanted to confirm identity and authority: the lines of a case's checklist."""

from typing import Self
from uuid import uuid4

from django.db import models

from dsr.models.case import Case, Note
from dsr.models.staff import User
from dsr.vocabulary import SETTLED_ITEMS, ItemStatus, PartyRole, RejectReason


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
    added_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", help_text="Null: by the rules")
    reason = models.ForeignKey(Note, models.PROTECT, null=True, related_name="+", help_text="Why added or waived")
    replaced_by = models.ForeignKey("self", models.PROTECT, null=True, related_name="replaces")

    objects = ChecklistItemQuerySet.as_manager()

    class Meta:
        """Lines keep the order of the rules."""

        ordering = ("position",)
        constraints = (models.UniqueConstraint(fields=("case", "position"), name="item_position_once"),)

    def __str__(self) -> str:
        """Return the code of the requirement."""
        return self.code
