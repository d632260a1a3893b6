"""Evidence: what a person may be asked for, when it can be used, and what is missing. Pure; dates in, words out."""

from dsr.law.evidence.catalogue import EVIDENCE, as_asked, evidence, status_on, successors
from dsr.law.evidence.changes import LineChange, changes
from dsr.law.evidence.checklist import ClosedWay, RequirementOnDay, checklist_for, checklist_for_kinds
from dsr.law.evidence.expressions import Stored, Way, WayBundle, kinds_asked, read_way, ways_asked
from dsr.law.evidence.held import REJECTED_FOR, Held
from dsr.law.evidence.judging import Match, Verdict
from dsr.law.evidence.kinds import EvidenceKind
from dsr.law.evidence.limits import LIMITS, AskingLimit, forbidden_sides, over_asked
from dsr.law.evidence.masks import PRESETS, MaskBox, presets
from dsr.law.evidence.missing import MissingLine, Settled, missing, settled, why_not_counted
from dsr.law.evidence.packs import KINDS_WITHOUT_IDENTITY, PPC_GUIDELINE, STATUTORY_PACKS
from dsr.law.evidence.requirements import (
    Alternative,
    Bundle,
    EvidenceRequirement,
    EvidenceRules,
    some_of,
    together,
    ways,
)
from dsr.law.evidence.stored import line_as_stored
from dsr.law.evidence.words import Condition, EvidenceStatus, Mask, Proves, Side, demands_in_words

__all__ = [
    "EVIDENCE",
    "KINDS_WITHOUT_IDENTITY",
    "LIMITS",
    "PPC_GUIDELINE",
    "PRESETS",
    "REJECTED_FOR",
    "STATUTORY_PACKS",
    "Alternative",
    "AskingLimit",
    "Bundle",
    "ClosedWay",
    "Condition",
    "EvidenceKind",
    "EvidenceRequirement",
    "EvidenceRules",
    "EvidenceStatus",
    "Held",
    "LineChange",
    "Mask",
    "MaskBox",
    "Match",
    "MissingLine",
    "Proves",
    "RequirementOnDay",
    "Settled",
    "Side",
    "Stored",
    "Verdict",
    "Way",
    "WayBundle",
    "as_asked",
    "changes",
    "checklist_for",
    "checklist_for_kinds",
    "demands_in_words",
    "evidence",
    "forbidden_sides",
    "kinds_asked",
    "line_as_stored",
    "missing",
    "over_asked",
    "presets",
    "read_way",
    "settled",
    "some_of",
    "status_on",
    "successors",
    "together",
    "ways",
    "ways_asked",
    "why_not_counted",
]
