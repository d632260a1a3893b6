"""What a reply carries, by kind and outcome (domain 1.4): must by law, effort duty (APPI art. 36), or recommended."""

from collections.abc import Mapping
from enum import StrEnum

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from dsr.vocabulary import Kind, Outcome, Regime


class ReplyBlock(TextChoices):
    """A part of the letter."""

    DECISION = "decision", _("Decision")
    CONTENT = "content", _("Content, or what was done")
    WITHHELD_PART = "withheld_part", _("What is withheld or not done")
    GROUND = "ground", _("Ground in law")
    REASON = "reason", _("Reason")
    SUBSTITUTE = "substitute", _("Substitute measure")
    LATER_ERASURE = "later_erasure", _("Date of a later erasure")
    REFERENCE = "reference", _("Reference, day of arrival, kind and scope")
    COMPANY = "company", _("Company and desk")
    COMPLAINT = "complaint", _("Where to complain")
    PAPERS_USE = "papers_use", _("Use and disposal of the papers sent in")
    PROCESSING_INFORMATION = "processing_information", _("Purposes, recipients, periods, rights and source")
    RECIPIENTS_TOLD = "recipients_told", _("Recipients that were told")
    COMPLAINT_TO_COMPANY = "complaint_to_company", _("Right to complain to the company")
    COMPLAINT_TO_AUTHORITY = "complaint_to_authority", _("Right to complain to the supervisory authority")
    JUDICIAL_REMEDY = "judicial_remedy", _("Right to a judicial remedy")
    OPT_OUT_OFFER = "opt_out_offer", _("Offer to opt out of sale and sharing")


class Weight(StrEnum):
    """How strongly a block is asked for."""

    MUST = "M"
    EFFORT = "E"
    RECOMMENDED = "R"


Blocks = Mapping[ReplyBlock, Weight]
_B = ReplyBlock
_M, _E, _R = Weight.MUST, Weight.EFFORT, Weight.RECOMMENDED

# The blocks that a person writes; the others are composed from the case, the law and the desk's profile.
WRITTEN = (_B.CONTENT, _B.WITHHELD_PART, _B.SUBSTITUTE, _B.LATER_ERASURE, _B.REASON)
# Where nothing at all is granted, the withheld part is the whole request, and the letter says so without a writer.
_WHOLE_IS_WITHHELD = (Outcome.REFUSED, Outcome.SUBSTITUTE)

_COMMON: Blocks = {_B.DECISION: _M, _B.REFERENCE: _R, _B.COMPANY: _R, _B.COMPLAINT: _R, _B.PAPERS_USE: _R}
_WHY: Blocks = {_B.GROUND: _E, _B.REASON: _E}
_DONE: Blocks = {_B.CONTENT: _M}
_REFUSED: Blocks = {_B.WITHHELD_PART: _M, **_WHY}
_PARTLY: Blocks = {_B.CONTENT: _M, **_REFUSED}
_NOTHING: Blocks = {_B.REASON: _R}

_DISCLOSURE: Mapping[Outcome, Blocks] = {
    Outcome.GRANTED: _DONE,
    Outcome.PARTLY_GRANTED: _PARTLY,
    Outcome.REFUSED: _REFUSED,
    Outcome.NOT_HELD: _NOTHING,
    Outcome.OTHER_METHOD: {_B.CONTENT: _M, **_WHY},
}
_PURPOSE: Mapping[Outcome, Blocks] = {**_DISCLOSURE, Outcome.REFUSED: _WHY}
_CEASING: Mapping[Outcome, Blocks] = {
    **_DISCLOSURE,
    Outcome.SUBSTITUTE: {_B.SUBSTITUTE: _M, _B.LATER_ERASURE: _R, **_REFUSED},
}

# GDPR 12(4): reasons, complaint and judicial remedy whenever no action is taken.
_REMEDIES: Blocks = {_B.COMPLAINT_TO_AUTHORITY: _M, _B.JUDICIAL_REMEDY: _M}
_WHY_MUST: Blocks = {_B.GROUND: _M, _B.REASON: _M}
_EUROPE: Mapping[Outcome, Blocks] = {
    Outcome.GRANTED: _DONE,
    Outcome.PARTLY_GRANTED: {_B.CONTENT: _M, _B.WITHHELD_PART: _M, **_WHY_MUST, **_REMEDIES},
    Outcome.REFUSED: {_B.WITHHELD_PART: _M, **_WHY_MUST, **_REMEDIES},
    Outcome.NOT_HELD: {**_NOTHING, **_REMEDIES},
    Outcome.OTHER_METHOD: {_B.CONTENT: _M, **_WHY_MUST},
}
_ACCESS_EXTRA: Blocks = {_B.PROCESSING_INFORMATION: _M, _B.COMPLAINT_TO_AUTHORITY: _M}
_GIVES = (Outcome.GRANTED, Outcome.PARTLY_GRANTED, Outcome.OTHER_METHOD)
_ACCESS = {outcome: {**blocks, **(_ACCESS_EXTRA if outcome in _GIVES else {})} for outcome, blocks in _EUROPE.items()}
_CHANGES = {
    outcome: {**blocks, **({_B.RECIPIENTS_TOLD: _M} if outcome in _GIVES else {})}
    for outcome, blocks in _EUROPE.items()
}

_CALIFORNIA: Mapping[Outcome, Blocks] = {
    Outcome.GRANTED: _DONE,
    Outcome.PARTLY_GRANTED: {_B.CONTENT: _M, _B.WITHHELD_PART: _M, **_WHY_MUST, _B.OPT_OUT_OFFER: _M},
    Outcome.REFUSED: {_B.WITHHELD_PART: _M, **_WHY_MUST, _B.OPT_OUT_OFFER: _M},
    Outcome.NOT_HELD: _NOTHING,
}
_OPT_OUT: Mapping[Outcome, Blocks] = {
    outcome: {block: weight for block, weight in blocks.items() if block is not _B.OPT_OUT_OFFER}
    for outcome, blocks in {**_CALIFORNIA, Outcome.GRANTED: {_B.CONTENT: _R}}.items()
}

REPLIES: Mapping[Kind, Mapping[Outcome, Blocks]] = {
    Kind.PURPOSE_NOTIFICATION: _PURPOSE,
    Kind.DISCLOSURE: _DISCLOSURE,
    Kind.PROVISION_RECORDS: _DISCLOSURE,
    Kind.CORRECTION: _DISCLOSURE,
    Kind.CEASE_USE_VIOLATION: _CEASING,
    Kind.CEASE_PROVISION: _CEASING,
    Kind.CEASE_USE: _CEASING,
    Kind.GDPR_ACCESS: _ACCESS,
    Kind.GDPR_RECTIFICATION: _CHANGES,
    Kind.GDPR_ERASURE: _CHANGES,
    Kind.GDPR_RESTRICTION: _CHANGES,
    Kind.GDPR_PORTABILITY: _EUROPE,
    Kind.GDPR_OBJECTION: _EUROPE,
    Kind.CCPA_KNOW: _CALIFORNIA,
    Kind.CCPA_DELETE: _CALIFORNIA,
    Kind.CCPA_CORRECT: _CALIFORNIA,
    Kind.CCPA_OPT_OUT: _OPT_OUT,
    Kind.CCPA_LIMIT: _OPT_OUT,
}


def blocks(kind: Kind, outcome: Outcome, regime: Regime | None = None) -> Blocks:
    """Return every block of the reply with its weight; what is not in it has no place there.

    A refusal under the UK GDPR also names the complaint to the company itself. Raises KeyError for an outcome that the
    kind cannot have.
    """
    found = {**_COMMON, **REPLIES[kind][outcome]}
    if regime is Regime.UK_GDPR and _B.JUDICIAL_REMEDY in found:
        found[_B.COMPLAINT_TO_COMPANY] = _M
    return found


def required_blocks(kind: Kind, outcome: Outcome, regime: Regime | None = None) -> frozenset[ReplyBlock]:
    """Return the blocks without which no letter goes out: what the law demands, and what it asks to try (art. 36)."""
    found = blocks(kind, outcome, regime)
    return frozenset(block for block, weight in found.items() if weight is not _R)


def written_blocks(kind: Kind, outcome: Outcome) -> tuple[ReplyBlock, ...]:
    """Return the required blocks that the person who decides has to write, in the order of the letter."""
    required = required_blocks(kind, outcome)
    implied = {_B.WITHHELD_PART} if outcome in _WHOLE_IS_WITHHELD else set()
    return tuple(block for block in WRITTEN if block in required - implied)


def missing_blocks(kind: Kind, outcome: Outcome, words: Mapping[str, str]) -> tuple[str, ...]:
    """Return the names of the blocks that still have to be written; `words` holds what is written, by block name."""
    return tuple(block.value for block in written_blocks(kind, outcome) if not words.get(block.value, "").strip())
