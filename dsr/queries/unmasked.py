"""Copies that may show what nobody may keep (My Number Act 20, Health Insurance Act 194-2)."""

from django.db.models import Q

from dsr.law.evidence import EVIDENCE
from dsr.models import Case, Document
from dsr.vocabulary import MUST_BE_SETTLED, FindingCode, ItemStatus


def may_show_too_much(case: Case) -> bool:
    """Say whether a copy may show what nobody may keep, and no acceptance answers for it (its reason is a note)."""
    kept = Document.objects.kept().filter(case=case)
    unsettled = Q(findings__settlement="", findings__code__in=MUST_BE_SETTLED)
    back = Q(findings__settlement="", findings__code=FindingCode.MY_NUMBER_BACK)
    unmasked = Q(masked_at=None, kind__in=[code for code, kind in EVIDENCE.items() if kind.must_mask])
    unanswered = kept.exclude(item__status=ItemStatus.ACCEPTED)
    return kept.filter(back).exists() or unanswered.filter(unsettled | unmasked).exists()
