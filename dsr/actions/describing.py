"""What a clerk reads on a document, and what a person makes of the warnings about it."""

import re
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from dsr import crypto
from dsr.actions.caseload import write_note
from dsr.actions.documents import Noticed, notice
from dsr.actions.items import NOTED, find_document
from dsr.actions.unit import change
from dsr.errors import Refused
from dsr.law.evidence import EVIDENCE, Mask
from dsr.law.evidence.cautions import PaperRead, cautions
from dsr.models import Case, Document, Finding, User
from dsr.names import fold
from dsr.vocabulary import MUST_BE_SETTLED, Action, FindingCode, FoundBy, ReplyMethod, Settlement

NUMBERS_NOT_TO_BE_KEPT = {Mask.MY_NUMBER, Mask.RESIDENT_RECORD_CODE, Mask.INSURER_NUMBERS, Mask.PENSION_NUMBER}
_NO_SIGNS = re.compile(r"[\W_]")  # spaces and hyphens, with which the same number is written in many ways


@dataclass(frozen=True, kw_only=True)
class Particulars:
    """What a clerk read on a document. The number is hashed with a key and then forgotten."""

    kind: str
    issued_on: date | None = None
    expires_on: date | None = None
    number: str = ""
    is_my_number_back: bool = False


def describe_document(
    case_id: UUID, document_id: UUID, *, by: User, particulars: Particulars, seen: int | None = None
) -> None:
    """Note what a document is and its dates, sealed; write the warnings that follow from them.

    Raises Refused: not_permitted, wrong_state, stale, unknown_document, document_gone, unknown_item (no such kind).
    """
    if particulars.kind not in EVIDENCE:
        raise Refused("unknown_item")
    with change(case_id, Action.DESCRIBE_DOCUMENT, by=by, expected_seq=seen) as this:
        this.move()
        document = find_document(this.case, document_id)
        document.kind = particulars.kind
        document.particulars = _as_json(particulars, document.particulars or {})
        document.save(update_fields=["kind", "sealed_particulars"])
        document.findings.filter(found_by=FoundBy.RULE, settlement="").delete()
        codes = notice(this, document, _by_rule(this.case, document, particulars), FoundBy.RULE)
        if particulars.is_my_number_back:
            # a tick that was taken back can be set again; the journal keeps both
            document.findings.filter(code=FindingCode.MY_NUMBER_BACK, settlement=Settlement.DISMISSED).delete()
            codes += notice(this, document, [Noticed(FindingCode.MY_NUMBER_BACK)], FoundBy.STAFF)
        this.note(document=str(document.pk), evidence=particulars.kind, findings=codes)


def _as_json(particulars: Particulars, before: dict[str, str]) -> dict[str, str]:
    """Return what is kept. Nobody can type again what was forgotten: without a number the hash of before stays.

    Of a paper whose number is one that may not be kept, not even the hash is: it stands for the number (My Number Act
    2(8)).
    """
    number = _NO_SIGNS.sub("", fold(particulars.number))
    hashed = crypto.blind(number, purpose="document number").hex() if number else before.get("number_hash", "")
    if NUMBERS_NOT_TO_BE_KEPT & set(EVIDENCE[particulars.kind].mask):
        hashed = ""
    return {
        "issued_on": particulars.issued_on.isoformat() if particulars.issued_on else "",
        "expires_on": particulars.expires_on.isoformat() if particulars.expires_on else "",
        "number_hash": hashed,
    }


def _by_rule(case: Case, document: Document, particulars: Particulars) -> list[Noticed]:
    item = document.item
    paper = PaperRead(code=particulars.kind, issued_on=particulars.issued_on, expires_on=particulars.expires_on)
    conditions = [*item.conditions, *item.paper_conditions.get(particulars.kind, ())] if item else []
    codes = cautions(
        paper,
        conditions=conditions,
        arrived_on=case.received_on,
        reply_goes_to_its_address=case.reply_method == ReplyMethod.WRITING,
    )
    return [Noticed(code) for code in codes]


def settle_finding(case_id: UUID, finding_id: UUID, *, by: User, reason: str = "", seen: int | None = None) -> None:
    """Judge a warning to be harmless. What the law forbids to keep wants a reason, sealed as a note.

    Raises Refused: not_permitted, wrong_state, stale, unknown_document, finding_settled, reason_missing,
    must_be_destroyed (the back of a My Number card is never harmless; a tick of staff that was a slip is taken back).
    """
    with change(case_id, Action.SETTLE_FINDING, by=by, expected_seq=seen) as this:
        this.move()
        finding = _finding(this.case, finding_id)
        if not finding.can_be_dismissed:
            raise Refused("must_be_destroyed")
        if finding.code in MUST_BE_SETTLED and not reason.strip():
            raise Refused("reason_missing")
        if reason.strip():
            write_note(this, by, reason)
            this.note(reason_code=NOTED)
        finding.settlement, finding.settled_at, finding.settled_by = Settlement.DISMISSED, this.now, by
        finding.save(update_fields=["settlement", "settled_at", "settled_by"])
        this.note(document=str(finding.document_id), finding=finding.code, settlement=finding.settlement)


def _finding(case: Case, finding_id: UUID) -> Finding:
    finding = Finding.objects.filter(pk=finding_id, document__case=case).first()
    if finding is None:
        raise Refused("unknown_document")
    if finding.settlement:
        raise Refused("finding_settled")
    return finding
