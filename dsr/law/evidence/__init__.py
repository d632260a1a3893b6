"""Evidence: what a person may be asked for, when it can be used, and what is missing. Pure; dates in, words out."""

from dsr.law.evidence.catalogue import EVIDENCE, as_asked, evidence, kinds_asked, status_on, successors
from dsr.law.evidence.checklist import ClosedWay, Held, RequirementOnDay, Way, checklist_for, checklist_for_kinds
from dsr.law.evidence.kinds import EvidenceKind
from dsr.law.evidence.missing import MissingLine, missing, why_not_counted
from dsr.law.evidence.packs import KINDS_WITHOUT_IDENTITY, PPC_GUIDELINE, STATUTORY_PACKS
from dsr.law.evidence.requirements import Alternative, EvidenceRequirement, EvidenceRules, ways
from dsr.law.evidence.words import Condition, EvidenceStatus, Mask, Proves, Side, demands_in_words

__all__ = [
    "EVIDENCE",
    "KINDS_WITHOUT_IDENTITY",
    "PPC_GUIDELINE",
    "STATUTORY_PACKS",
    "Alternative",
    "ClosedWay",
    "Condition",
    "EvidenceKind",
    "EvidenceRequirement",
    "EvidenceRules",
    "EvidenceStatus",
    "Held",
    "Mask",
    "MissingLine",
    "Proves",
    "RequirementOnDay",
    "Side",
    "Way",
    "as_asked",
    "checklist_for",
    "checklist_for_kinds",
    "demands_in_words",
    "evidence",
    "kinds_asked",
    "missing",
    "status_on",
    "successors",
    "ways",
    "why_not_counted",
]
