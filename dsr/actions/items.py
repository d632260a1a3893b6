"""The lines of a checklist: accepted, rejected, waived or replaced by a person; asked for from the requester."""

from uuid import UUID

from dsr.actions.caseload import write_note
from dsr.actions.unit import Change, change
from dsr.errors import Refused
from dsr.law.evidence import EVIDENCE, EvidenceKind, EvidenceStatus, ways_asked
from dsr.law.evidence import evidence as evidence_kind
from dsr.models import Case, ChecklistItem, Document, Finding, Note, User
from dsr.policy import Actor
from dsr.vocabulary import (
    MUST_BE_SETTLED,
    Action,
    DocumentStatus,
    FindingCode,
    ItemStatus,
    PartyRole,
    RejectReason,
    Topic,
)

NOTED = "noted"


def accept_item(
    case_id: UUID, item_id: UUID, *, by: Actor, evidence: str, unmasked_reason: str = "", seen: int | None = None
) -> None:
    """Accept what satisfies one line of the checklist. `evidence` is one of the line's own ways.

    A code of another channel says that this paper came that way: a certificate posted to a request made by web.
    What the law forbids to keep on such a paper is masked before, or `unmasked_reason` says why it need not be (it is
    sealed as a note). What a clerk read on the paper counts as well as what it is accepted as. Raises Refused:
    not_permitted, wrong_state, stale, unknown_item, document_not_ready, must_be_masked, must_be_destroyed.
    """
    with change(case_id, Action.ACCEPT_ITEM, by=by, expected_seq=seen) as this:
        this.move()
        item = find_item(this.case, item_id)
        _check_masked(item, _papers_in(item, evidence), unmasked_reason)
        if unmasked_reason.strip() and isinstance(by, User):
            write_note(this, by, unmasked_reason)
            this.note(reason_code=NOTED)
        _settle(item, ItemStatus.ACCEPTED, evidence=evidence)
        this.note(item=item.code, evidence=evidence)


def _papers_in(item: ChecklistItem, evidence: str) -> list[EvidenceKind]:
    """Return the papers of one way to satisfy a line: one, or those of a bundle. Raises Refused: unknown_item."""
    ways = {way.code: way for way in ways_asked(item.any_of, item.paper_conditions)}
    if evidence in ways:
        return [evidence_kind(leaf.code) for leaf in ways[evidence].leaves()]
    if evidence in item.by_other_channel and evidence in EVIDENCE:
        return [evidence_kind(evidence)]
    raise Refused("unknown_item")


def _check_masked(item: ChecklistItem, papers: list[EvidenceKind], unmasked_reason: str) -> None:
    """Refuse a paper that still shows what may not be kept (My Number Act 20, Health Insurance Act 194-2)."""
    documents = item.documents.kept()
    if documents.filter(status=DocumentStatus.STORED).exists():  # nobody has seen it, nor was it searched
        raise Refused("document_not_ready")
    open_findings = Finding.objects.filter(document__in=documents, settlement="", code__in=MUST_BE_SETTLED)
    if open_findings.filter(code=FindingCode.MY_NUMBER_BACK).exists():
        raise Refused("must_be_destroyed")
    if unmasked_reason.strip():
        return
    unmasked = documents.filter(masked_at=None).values_list("kind", flat=True)
    read_as = [EVIDENCE[kind] for kind in unmasked if kind in EVIDENCE]
    may_show = unmasked.exists() and any(paper.must_mask for paper in (*papers, *read_as))
    if may_show or open_findings.exists():
        raise Refused("must_be_masked")


def reject_item(case_id: UUID, item_id: UUID, *, by: Actor, reason: RejectReason, seen: int | None = None) -> None:
    """Say that what came in for a line does not count, and why; the reason is shown to the requester in words.

    Raises Refused: not_permitted, wrong_state, stale, unknown_item.
    """
    with change(case_id, Action.REJECT_ITEM, by=by, expected_seq=seen) as this:
        this.move()
        item = find_item(this.case, item_id)
        _settle(item, ItemStatus.REJECTED, reason_code=reason)
        this.note(item=item.code, reason_code=reason)


def waive_item(case_id: UUID, item_id: UUID, *, by: User, reason: str, seen: int | None = None) -> None:
    """Do without one line of the checklist. The reason is sealed as a note of the case.

    Raises Refused: not_permitted, wrong_state, stale, unknown_item, reason_missing.
    """
    if not reason.strip():
        raise Refused("reason_missing")
    with change(case_id, Action.WAIVE_ITEM, by=by, expected_seq=seen) as this:
        this.move()
        item = find_item(this.case, item_id)
        item.reason = write_note(this, by, reason)
        _settle(item, ItemStatus.WAIVED)
        this.note(item=item.code, reason_code=NOTED)


def add_item(
    case_id: UUID,
    *,
    by: User,
    evidence: str,
    of: PartyRole,
    reason: str,
    instead_of: UUID | None = None,
    seen: int | None = None,
) -> ChecklistItem:
    """Ask for a further paper, or for one in the place of a line. The reason is sealed as a note, for the managers.

    Asking for more than the desk publishes is a burden on the requester (APPI art. 37(4)), so it is never silent.
    Raises Refused: not_permitted, wrong_state, stale, reason_missing; unknown_item for what proves nothing, for a paper
    that is not valid on the day of arrival, and for somebody who has no part in the case.
    """
    if not reason.strip():
        raise Refused("reason_missing")
    with change(case_id, Action.ADD_ITEM, by=by, expected_seq=seen) as this:
        this.move()
        _check_can_be_asked(this.case, evidence, of)
        replaced = find_item(this.case, instead_of) if instead_of else None
        item = _new_line(this, evidence, of, by, write_note(this, by, reason))
        if replaced:
            replaced.replaced_by = item
            _settle(replaced, ItemStatus.REPLACED)
        this.note(item=item.code, evidence=evidence, reason_code=NOTED, instead_of=replaced and replaced.code)
    return item


def _check_can_be_asked(case: Case, evidence: str, of: PartyRole) -> None:
    kind = EVIDENCE.get(evidence)
    usable = kind and kind.proves and kind.status_on(case.received_on) is EvidenceStatus.USABLE
    if not usable or case.party(of) is None:
        raise Refused("unknown_item")


def _new_line(this: Change, evidence: str, of: PartyRole, by: User, reason: Note) -> ChecklistItem:
    """Write a line for one paper at the end of the checklist."""
    position = 1 + max((item.position for item in this.case.items.all()), default=0)
    return ChecklistItem.objects.create(
        case=this.case,
        position=position,
        code=f"added_{position}",
        of=of,
        purpose=EVIDENCE[evidence].proves[0],
        any_of=[evidence],
        added_by=by,
        reason=reason,
    )


def ask_for_more(case_id: UUID, *, by: Actor, seen: int | None = None) -> None:
    """Tell the requester by mail and on the follow page which lines are still open.

    Raises Refused: not_permitted, wrong_state, stale.
    """
    with change(case_id, Action.ASK_FOR_MORE, by=by, expected_seq=seen) as this:
        this.move()
        this.note(items=[item.code for item in this.case.items.open()])
        if this.case.requester.email:
            this.later(Topic.MAIL_MORE_NEEDED)


def find_item(case: Case, item_id: UUID) -> ChecklistItem:
    """Return a line of the case. Raises Refused (unknown_item)."""
    item = case.items.filter(pk=item_id).first()
    if item is None:
        raise Refused("unknown_item")
    return item


def find_document(case: Case, document_id: UUID) -> Document:
    """Return a document of the case that is still there. Raises Refused: unknown_document, document_gone."""
    document = case.documents.filter(pk=document_id).first()
    if document is None:
        raise Refused("unknown_document")
    if document.destroyed_at:
        raise Refused("document_gone")
    document.case = case
    return document


def mark_received(item: ChecklistItem | None) -> None:
    """Note that something came in for a line that waited for it, or that was accepted without it and still can be."""
    if item is None:
        return
    judged_without_it = item.status == ItemStatus.ACCEPTED and item.case.allows(Action.ACCEPT_ITEM)
    if judged_without_it or item.status in (ItemStatus.WANTED, ItemStatus.REJECTED):
        _settle(item, ItemStatus.RECEIVED)


def reopen_item(item: ChecklistItem | None) -> None:
    """Ask for a line again whose last paper is gone without having been accepted."""
    if item and item.status == ItemStatus.RECEIVED and not item.documents.kept().exists():
        _settle(item, ItemStatus.WANTED)


def reject_harmful(item: ChecklistItem) -> None:
    """Ask for a line again whose file holds a virus, whatever was said of it before; a waived line stays waived."""
    if item.status in (ItemStatus.RECEIVED, ItemStatus.ACCEPTED):
        _settle(item, ItemStatus.REJECTED, reason_code=RejectReason.HARMFUL)


def _settle(item: ChecklistItem, status: ItemStatus, *, evidence: str = "", reason_code: str = "") -> None:
    item.status, item.evidence, item.reason_code = status, evidence, reason_code
    item.save(update_fields=["status", "evidence", "reason_code", "reason", "replaced_by"])
