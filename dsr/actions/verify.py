"""Confirm who asks."""

from uuid import UUID

from django.db.models import Q

from dsr.actions.unit import change
from dsr.errors import Refused
from dsr.law.evidence import EVIDENCE
from dsr.models import Case, Document, User
from dsr.vocabulary import MUST_BE_SETTLED, Action, FindingCode, ItemStatus


def verify_identity(case_id: UUID, *, by: User, method: str, seen: int | None = None) -> Case:
    """Received -> identity verified. Every line of the checklist must be accepted or waived.

    `method` is a code of how the person was confirmed (documents, call_back, in_person). Copies on no line, or on one
    that was never accepted, are masked by then too; after this nobody looks for them.
    Raises Refused: not_permitted, wrong_state, checklist_open, papers_unmasked, stale.
    """
    with change(case_id, Action.VERIFY_IDENTITY, by=by, expected_seq=seen) as this:
        this.move(verified_by_id=by.pk)
        if _may_show_too_much(this.case):
            raise Refused("papers_unmasked")
        this.note(method=method)
    return this.case


def _may_show_too_much(case: Case) -> bool:
    """Say whether a copy may show what nobody may keep, and no acceptance answers for it (its reason is a note)."""
    kept = Document.objects.kept().filter(case=case)
    unsettled = Q(findings__settlement="", findings__code__in=MUST_BE_SETTLED)
    back = Q(findings__settlement="", findings__code=FindingCode.MY_NUMBER_BACK)
    unmasked = Q(masked_at=None, kind__in=[code for code, kind in EVIDENCE.items() if kind.must_mask])
    unanswered = kept.exclude(item__status=ItemStatus.ACCEPTED)
    return kept.filter(back).exists() or unanswered.filter(unsettled | unmasked).exists()
