"""Documents: taken in sealed, made safe by the worker, accepted or rejected line by line."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Sum
from django.db.models.functions import Coalesce

from dsr import crypto, policy, storage
from dsr.actions.caseload import write_note
from dsr.actions.unit import SYSTEM, change
from dsr.errors import Refused
from dsr.models import Case, ChecklistItem, Document, Page, User
from dsr.policy import Actor
from dsr.vocabulary import Action, DocumentStatus, Impersonal, ItemStatus, RejectReason, Topic

MAX_DOCUMENTS = 20
MAX_BYTES = 60 * 2**20


@dataclass(frozen=True)
class IncomingFile:
    """One uploaded file whose type was looked at already. The name is as typed by the sender's device."""

    name: str
    content_type: str
    data: bytes


@dataclass(frozen=True)
class StoredPage:
    """One rebuilt page that lies in the storage already, sealed under its key."""

    key: str
    width: int
    height: int


def add_document(case_id: UUID, file: IncomingFile, *, by: Actor, item_id: UUID | None = None) -> Document:
    """Take a file in: sealed bytes first, then the row, so that a crash leaves a sweepable orphan and never a hole.

    Asks the worker to rebuild it. Raises Refused: not_permitted, wrong_state, unknown_item, document_limit,
    document_twice (the same bytes for the same line).
    """
    key = _store_sealed(case_id, file, by)
    with change(case_id, Action.ADD_DOCUMENT, by=by) as this:
        this.move()
        item = _item(this.case, item_id) if item_id else None
        _check_room(this.case, file)
        _check_new(this.case, file, item)
        document = Document(
            case=this.case,
            item=item,
            key=key,
            content_type=file.content_type,
            size=len(file.data),
            fingerprint=crypto.fingerprint(file.data),
            added_by_staff=not isinstance(by, Impersonal),
            added_at=this.now,
        )
        document.name = file.name
        document.save(force_insert=True)
        _mark_received(item)
        this.note(
            document=str(document.pk), item=item and item.code, bytes=document.size, content_type=file.content_type
        )
        this.later(Topic.FILE_REBUILD, document=document.pk)
    return document


def _store_sealed(case_id: UUID, file: IncomingFile, by: Actor) -> str:
    """Store the bytes outside any transaction, after asking whether the row will be welcome. Returns the key."""
    case = Case.objects.select_related("key", "policy").get(pk=case_id)
    policy.require(by, Action.ADD_DOCUMENT, case)
    case_key = case.open_key()
    if case_key is None or not case.allows(Action.ADD_DOCUMENT):
        raise Refused("wrong_state")
    _check_room(case, file)
    key = storage.new_key("original")
    storage.put(key, crypto.seal_file(case_key, file.data, context=key))
    return key


def _check_room(case: Case, file: IncomingFile) -> None:
    """Refuse one file too many, or too many bytes. Asked before the bytes are stored, and again behind the door."""
    held = case.documents.aggregate(files=Count("pk"), size=Coalesce(Sum("size"), 0))
    if held["files"] >= MAX_DOCUMENTS or held["size"] + len(file.data) > MAX_BYTES:
        raise Refused("document_limit")


def _check_new(case: Case, file: IncomingFile, item: ChecklistItem | None) -> None:
    """Refuse the same bytes twice for one line, unless what came first did not count or could not be read."""
    if item and item.status == ItemStatus.REJECTED:
        return
    same = case.documents.filter(fingerprint=crypto.fingerprint(file.data), item=item)
    if same.exclude(status=DocumentStatus.FAILED).exists():
        raise Refused("document_twice")


def record_rebuild(document_id: UUID, pages: Sequence[StoredPage], *, failure: str = "") -> None:
    """Record the rebuilt pages of a document, or why it could not be rebuilt. A document is rebuilt once.

    Raises Refused: wrong_state, when another worker was faster.
    """
    case_id = Document.objects.values_list("case_id", flat=True).get(pk=document_id)
    with change(case_id, Action.RECORD_REBUILD, by=SYSTEM) as this:
        this.move()
        document = this.case.documents.get(pk=document_id)
        if document.status != DocumentStatus.STORED:
            raise Refused("wrong_state")
        document.status = DocumentStatus.FAILED if failure else DocumentStatus.READY
        document.failure = failure
        document.save(update_fields=["status", "failure"])
        Page.objects.bulk_create(
            Page(document=document, number=number, key=page.key, width=page.width, height=page.height)
            for number, page in enumerate(pages, start=1)
        )
        this.note(document=str(document.pk), pages=len(pages), outcome=document.status, reason_code=failure)


def accept_item(case_id: UUID, item_id: UUID, *, by: Actor, evidence: str, seen: int | None = None) -> None:
    """Accept what satisfies one line of the checklist. `evidence` is one of the line's own codes.

    A code of another channel says that this paper came that way: a certificate posted to a request made by web.
    Raises Refused: not_permitted, wrong_state, stale, unknown_item.
    """
    with change(case_id, Action.ACCEPT_ITEM, by=by, expected_seq=seen) as this:
        this.move()
        item = _item(this.case, item_id)
        if evidence not in (*item.any_of, *item.by_other_channel):
            raise Refused("unknown_item")
        _settle(item, ItemStatus.ACCEPTED, evidence=evidence)
        this.note(item=item.code, evidence=evidence)


def reject_item(case_id: UUID, item_id: UUID, *, by: Actor, reason: RejectReason, seen: int | None = None) -> None:
    """Say that what came in for a line does not count, and why; the reason is shown to the requester in words.

    Raises Refused: not_permitted, wrong_state, stale, unknown_item.
    """
    with change(case_id, Action.REJECT_ITEM, by=by, expected_seq=seen) as this:
        this.move()
        item = _item(this.case, item_id)
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
        item = _item(this.case, item_id)
        _settle(item, ItemStatus.WAIVED)
        write_note(this, by, reason)
        this.note(item=item.code, reason_code="noted")


def ask_for_more(case_id: UUID, *, by: Actor, seen: int | None = None) -> None:
    """Tell the requester by mail and on the follow page which lines are still open.

    Raises Refused: not_permitted, wrong_state, stale.
    """
    with change(case_id, Action.ASK_FOR_MORE, by=by, expected_seq=seen) as this:
        this.move()
        this.note(items=[item.code for item in this.case.items.open()])
        if this.case.requester.email:
            this.later(Topic.MAIL_MORE_NEEDED)


def _item(case: Case, item_id: UUID) -> ChecklistItem:
    item = case.items.filter(pk=item_id).first()
    if item is None:
        raise Refused("unknown_item")
    return item


def _mark_received(item: ChecklistItem | None) -> None:
    if item and item.status in (ItemStatus.WANTED, ItemStatus.REJECTED):
        _settle(item, ItemStatus.RECEIVED)


def _settle(item: ChecklistItem, status: ItemStatus, *, evidence: str = "", reason_code: str = "") -> None:
    item.status, item.evidence, item.reason_code = status, evidence, reason_code
    item.save(update_fields=["status", "evidence", "reason_code"])
