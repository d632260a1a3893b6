"""The end of a document: its key is destroyed at once, its bytes follow, and a word about it remains."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.utils import timezone

from dsr import crypto, policy
from dsr.actions.caseload import write_note
from dsr.actions.items import NOTED, find_document, reopen_item
from dsr.actions.unit import SYSTEM, Change, change
from dsr.errors import Refused
from dsr.models import Attestation, CaseEvent, Disposal, Document, ScanPage, User
from dsr.policy import Actor
from dsr.storage import ledger
from dsr.vocabulary import Action, DestroyReason, DisposalReason, DocumentStatus, FindingCode, Settlement, Topic

_JUDGING = (Action.ACCEPT_ITEM, Action.REJECT_ITEM)


def destroy_document(
    case_id: UUID, document_id: UUID, *, by: Actor, reason: DestroyReason, seen: int | None = None
) -> None:
    """Destroy the copies of a document for good: the key now, the stored bytes by an outbox row.

    What remains is an attestation. A legal hold forbids it, except for a copy of the back of a My Number card, which
    nobody may keep for any reason (My Number Act 20). As only a person can say that a copy is one, it goes under a hold
    by the hand of somebody who could lift the hold.
    Raises Refused: not_permitted, wrong_state, stale, held, pile_open, not_due, unknown_document, document_gone.
    """
    with change(case_id, Action.DESTROY_DOCUMENT, by=by, expected_seq=seen) as this:
        this.move()
        document = find_document(this.case, document_id)
        if this.case.held_since and not (_is_forbidden(document) and policy.can(by, Action.LIFT_HOLD, this.case)):
            raise Refused("held")
        require_no_other_copy(document)
        if reason == DestroyReason.RETENTION_OVER and not _is_over(document, this.today):
            raise Refused("not_due")
        _destroy(this, document, reason)


def require_no_other_copy(document: Document) -> None:
    """Raise Refused (pile_open) while the pile of scanned post that it came from can still be opened.

    A receipt for bytes that lie in the inbox as well would be a lie.
    """
    if ScanPage.objects.filter(document=document).exclude(batch__sealed_file_key=b"").exists():
        raise Refused("pile_open")


def destroy_again(case_id: UUID, document_id: UUID, *, reason: DestroyReason) -> None:
    """Destroy once more, in a restored database, what was destroyed after its backup was made; no hold undoes that.

    Raises Refused: unknown_document, document_gone.
    """
    with change(case_id, Action.DESTROY_DOCUMENT, by=SYSTEM) as this:
        this.move()
        _destroy(this, find_document(this.case, document_id), reason)


def _is_forbidden(document: Document) -> bool:
    # a tick that was taken back opens no hold
    return document.findings.filter(code=FindingCode.MY_NUMBER_BACK, settlement="").exists()


def _is_over(document: Document, today: date) -> bool:
    return document.destroy_on is not None and document.destroy_on <= today


def _destroy(this: Change, document: Document, reason: DestroyReason) -> None:
    files = dispose(this, document, DisposalReason.DESTROYED)
    attestation = _attest(this, document, reason)
    _forget(this, document)
    reopen_item(document.item)
    this.note(document=str(document.pk), evidence=attestation.kind, files=files, reason_code=reason)


def dispose(this: Change, document: Document, why: DisposalReason) -> int:
    """Write down every stored file of a document that has to go, and the hash of the key that is to be overwritten.

    The worker is asked to delete them. Returns how many.
    """
    keys = [document.key, *document.pages.values_list("key", flat=True)]
    there = set(Disposal.objects.filter(key__in=keys).values_list("key", flat=True))
    told = {"why": why, "asked_at": this.now, "key_sha256": ledger.fingerprint(document.sealed_file_key)}
    new = [Disposal(document=document, key=key, **told) for key in keys if key not in there]
    Disposal.objects.bulk_create(new)
    this.later(Topic.FILE_SHRED, document=document.pk)
    return len(new)


def _attest(this: Change, document: Document, reason: DestroyReason) -> Attestation:
    """Write what remains: what it was, who judged it last, with which outcome. Never what stood on it."""
    item = document.item
    judged = _last_judgement(this, item.code) if item else None
    return Attestation.objects.create(
        document=document,
        kind=document.kind or (item.evidence if item else ""),
        of=item.of if item else "",
        outcome=item.status if item else "",
        checked_by=judged.by if judged else None,
        checked_on=timezone.localdate(judged.at) if judged else None,
        number_hash=_number_hash(document),
        pages=document.pages.count(),
        why=reason,
        destroyed_at=this.now,
        destroyed_by=this.by if isinstance(this.by, User) else None,
    )


def _number_hash(document: Document) -> str:
    """Return what is kept of the number; nothing where the column was changed: that must not save the document."""
    try:
        return str((document.particulars or {}).get("number_hash", ""))
    except crypto.Tampered:
        return ""


def _last_judgement(this: Change, item_code: str) -> CaseEvent | None:
    events = this.case.events.filter(action__in=_JUDGING, facts__item=item_code).select_related("by")
    return events.order_by("-seq").first()


def _forget(this: Change, document: Document) -> None:
    """Overwrite the key and everything personal of the row; settle what was still to be judged."""
    document.sealed_file_key = document.sealed_name = document.sealed_particulars = b""
    document.fingerprint, document.status, document.destroyed_at = "", DocumentStatus.DESTROYED, this.now
    document.save()
    by = this.by if isinstance(this.by, User) else None
    document.findings.filter(settlement="").update(settlement=Settlement.DESTROYED, settled_at=this.now, settled_by=by)


def record_shredding(document_id: UUID, keys: Collection[str]) -> None:
    """Record that the store no longer holds these files of a document. This is the receipt of the destruction.

    Raises Refused: not_permitted. Writes nothing when all of it was recorded before.
    """
    waiting = Disposal.objects.filter(document=document_id, key__in=keys, confirmed_at=None)
    first = waiting.select_related("document").first()
    if first is None:
        return
    with change(first.document.case_id, Action.RECORD_SHREDDING, by=SYSTEM) as this:
        this.move()
        files = waiting.update(confirmed_at=this.now)
        if first.document.destroyed_at:
            first.document.pages.all().delete()
        this.note(document=str(document_id), files=files, reason_code=first.why)


def set_hold(case_id: UUID, *, by: User, reason: str, seen: int | None = None) -> None:
    """Set a legal hold: nothing of the case is destroyed until it is lifted. The reason is sealed as a note.

    Raises Refused: not_permitted, wrong_state, stale, already_held, reason_missing.
    """
    if not reason.strip():
        raise Refused("reason_missing")
    with change(case_id, Action.SET_HOLD, by=by, expected_seq=seen) as this:
        this.move(on=this.today)
        write_note(this, by, reason)
        this.note(on=this.today, reason_code=NOTED)


def lift_hold(case_id: UUID, *, by: User, reason: str, seen: int | None = None) -> None:
    """Lift a legal hold: the times of keeping count again. The reason is sealed as a note.

    Raises Refused: not_permitted, wrong_state, stale, not_held, reason_missing.
    """
    if not reason.strip():
        raise Refused("reason_missing")
    with change(case_id, Action.LIFT_HOLD, by=by, expected_seq=seen) as this:
        this.move()
        write_note(this, by, reason)
        this.note(on=this.today, reason_code=NOTED)
