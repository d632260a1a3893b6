"""Scanned post: a pile is taken in sealed, split at its cover sheets, filed or discarded, and then destroyed."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from dsr import crypto, policy
from dsr.actions.documents import IncomingFile, StoredPage, check_room, new_document, store_original
from dsr.actions.unit import change
from dsr.cover_sheets import Stack
from dsr.errors import Refused
from dsr.models import Case, Desk, Document, OutboxMessage, ScanBatch, ScanPage, User
from dsr.rendering import page_stacks
from dsr.storage import ledger
from dsr.storage.sealed import get_sealed
from dsr.vocabulary import Action, DiscardReason, DocumentStatus, ScanPageState, Topic

MAX_PAGES = 50
UNDER_WAY = (DocumentStatus.STORED, DocumentStatus.READY)


def add_batch(desk: Desk, file: IncomingFile, *, by: User) -> ScanBatch:
    """Take a pile in, sealed under a key of its own: bytes first, then the row. The worker splits it.

    Raises Refused: not_permitted, document_twice (the same bytes are here already); StoreAway.
    """
    require_work_at(desk.pk, by)
    fingerprint = crypto.fingerprint(file.data)
    if desk.scan_batches.filter(fingerprint=fingerprint, status__in=UNDER_WAY).exists():
        raise Refused("document_twice")
    stored, now = store_original(file.data), timezone.now()
    batch = ScanBatch(desk=desk, uploaded_by=by, uploaded_at=now, key=stored.place, fingerprint=fingerprint)
    batch.content_type, batch.size = file.content_type, len(file.data)
    batch.master_key_id, batch.wrapped = crypto.wrap(crypto.new_key(), context=f"batch:{batch.pk}")
    batch.seal_file_key(stored.file_key)
    with transaction.atomic(durable=True):
        batch.save(force_insert=True)
        _later(batch, Topic.SCAN_SPLIT, now)
    return batch


def require_work_at(desk_id: int, by: User) -> None:
    """Raise Refused (not_permitted) unless somebody may add documents to the cases of a desk."""
    if Action.ADD_DOCUMENT not in policy.MATRIX.get(by.role_at(desk_id) or "", frozenset()):
        raise Refused("not_permitted")


def _later(batch: ScanBatch, topic: Topic, now: datetime, **more: str) -> None:
    ids = {"batch": str(batch.pk), **more}
    OutboxMessage.objects.create(topic=topic, ids=ids, created_at=now, try_at=now, dedupe_key=f"{topic}:{batch.pk}")


def record_pages(batch_id: UUID, pages: Sequence[StoredPage], stacks: Iterable[Stack]) -> None:
    """Write down the rebuilt pages of a pile and what its cover sheets say. Done once.

    Raises Refused: wrong_state, when another worker was faster.
    """
    with transaction.atomic(durable=True):
        batch = _locked(batch_id)
        if batch.status != DocumentStatus.STORED:
            raise Refused("wrong_state")
        ScanPage.objects.bulk_create(_rows(batch, pages, stacks))
        batch.status = DocumentStatus.READY
        batch.save(update_fields=["status"])
        _close_when_done(batch)


def _rows(batch: ScanBatch, pages: Sequence[StoredPage], stacks: Iterable[Stack]) -> Iterable[ScanPage]:
    for stack in stacks:
        for number in (*([stack.cover] if stack.cover else []), *stack.pages):
            page = pages[number - 1]
            yield ScanPage(
                batch=batch,
                number=number,
                key=page.key,
                width=page.width,
                height=page.height,
                state=ScanPageState.COVER if number == stack.cover else ScanPageState.INBOX,
                cover_of=stack.case_number,
                refusal=stack.problem,
            )


def record_failure(batch_id: UUID, failure: str) -> None:
    """Write down why a pile could not be split, and destroy it: somebody has to scan it anew.

    Raises Refused: wrong_state, when it was split meanwhile.
    """
    with transaction.atomic(durable=True):
        batch = _locked(batch_id)
        if batch.status != DocumentStatus.STORED:
            raise Refused("wrong_state")
        batch.status, batch.failure = DocumentStatus.FAILED, failure
        batch.save(update_fields=["status", "failure"])
        _destroy(batch)


def file_pages(batch_id: UUID, numbers: Iterable[int], number: str, *, by: User, at: int | None = None) -> Document:
    """File pages of a pile, in their order, as one document of the case with this number; with `at`, of this desk only.

    They get a file and a key of their own there, and go the way of every document. Raises Refused: not_permitted,
    page_missing, page_filed, unknown_case, case_closed, document_limit, document_twice.
    """
    batch = ScanBatch.objects.get(pk=batch_id)
    require_work_at(batch.desk_id, by)
    case = _case_for(number, by, at)
    chosen = _waiting(batch, numbers)
    file_key = batch.open_file_key()
    if file_key is None:
        raise Refused("page_filed")
    data = page_stacks.put_together(_read(case, chosen, file_key))
    stored = store_original(data)
    with change(case.pk, Action.ADD_DOCUMENT, by=by) as this:
        this.move()
        check_room(this.case, len(data))
        waiting = _waiting(_locked(batch_id), [page.number for page in chosen])
        document = new_document(this, None, key=stored.place, content_type=page_stacks.CONTENT_TYPE, size=len(data))
        document.fingerprint = crypto.fingerprint(data)
        if this.case.documents.kept().filter(fingerprint=document.fingerprint).exists():
            raise Refused("document_twice")
        document.seal_file_key(stored.file_key)
        document.name = ""
        document.save(force_insert=True)
        for page in waiting:
            page.file(document, by=by, at=this.now)
            page.save()
        _close_when_done(batch)
        this.note(document=str(document.pk), bytes=document.size, content_type=document.content_type)
        this.later(Topic.FILE_REBUILD, document=document.pk)
    return document


def _case_for(number: str, by: User, at: int | None) -> Case:
    """Return the case, if the person may add documents to it now. Asked again behind the door."""
    case = Case.objects.visible_to(by).select_related("key", "policy").filter(number=number).first()
    if case is None or at not in {None, case.desk_id}:
        raise Refused("unknown_case")
    policy.require(by, Action.ADD_DOCUMENT, case)
    if case.open_key() is None or not case.allows(Action.ADD_DOCUMENT):
        raise Refused("case_closed")
    return case


def _read(case: Case, pages: Iterable[ScanPage], file_key: bytes) -> list[bytes]:
    """Return the pages' pictures; stop reading when there is no room for them in the case."""
    read: list[bytes] = []
    for page in pages:
        read.append(get_sealed(page.key, file_key))
        check_room(case, sum(map(len, read)))
    return read


def refuse_pages(batch_id: UUID, numbers: Iterable[int], code: str) -> None:
    """Write down why the pages under a cover sheet could not be filed: somebody has to do it by hand."""
    ScanPage.objects.filter(batch=batch_id, number__in=list(numbers), state=ScanPageState.INBOX).update(refusal=code)


def discard_pages(batch_id: UUID, numbers: Iterable[int], reason: DiscardReason, *, by: User) -> int:
    """Take pages out of the inbox that belong to no case. Returns how many; they are destroyed with their pile.

    Raises Refused: not_permitted, page_missing, page_filed.
    """
    with transaction.atomic(durable=True):
        batch = _locked(batch_id)
        require_work_at(batch.desk_id, by)
        waiting, now = _waiting(batch, numbers), timezone.now()
        for page in waiting:
            page.discard(reason, by=by, at=now)
            page.save()
        _close_when_done(batch)
    return len(waiting)


def _waiting(batch: ScanBatch, numbers: Iterable[int]) -> list[ScanPage]:
    """Return these pages of the inbox, in order. Raises Refused: page_missing, page_filed when one is not there."""
    wanted = set(numbers)
    if not wanted:
        raise Refused("page_missing")
    found = list(batch.pages.filter(number__in=wanted, state=ScanPageState.INBOX))
    if len(found) != len(wanted):
        raise Refused("page_filed")
    return found


def _locked(batch_id: UUID) -> ScanBatch:
    return ScanBatch.objects.select_for_update().get(pk=batch_id)


def _close_when_done(batch: ScanBatch) -> None:
    """Destroy a pile of which no page waits any longer."""
    if not batch.pages.filter(state=ScanPageState.INBOX).exists():
        _destroy(batch)


def _destroy(batch: ScanBatch) -> None:
    """Destroy the keys of a pile in this transaction; its bytes follow by an outbox row, which knows the key's hash."""
    key_sha256 = ledger.fingerprint(ScanBatch.objects.get(pk=batch.pk).wrapped)
    ScanBatch.objects.filter(pk=batch.pk).update(wrapped=b"", sealed_file_key=b"", fingerprint="")
    _later(batch, Topic.SCAN_SHRED, timezone.now(), key_sha256=key_sha256)


def destroy_again(batch_id: str, key_sha256: str) -> bool:
    """Destroy a pile that a restore brought back, pages that waited included. Returns whether it was there.

    What was filed of it since the backup is lost with the cases of that time: the papers have to be scanned again.
    """
    with transaction.atomic():
        batch = ScanBatch.objects.select_for_update().filter(pk=batch_id).exclude(wrapped=b"").first()
        if batch is None or ledger.fingerprint(batch.wrapped) != key_sha256:
            return False
        batch.pages.filter(state=ScanPageState.INBOX).delete()
        batch.status, batch.wrapped, batch.sealed_file_key, batch.fingerprint = DocumentStatus.DESTROYED, b"", b"", ""
        batch.save()
    return True
