"""Split scanned post at its cover sheets, file what they name, and delete what was filed."""

import logging
from collections.abc import Generator
from contextlib import closing, suppress
from uuid import UUID

from dsr import storage
from dsr.actions import scans
from dsr.actions.documents import StoredPage
from dsr.cover_sheets import split_at_covers
from dsr.effects.covers import cover_reader
from dsr.effects.jailed import JailBroken
from dsr.effects.leases import renew
from dsr.effects.rasterise import NotRasterised, SafePage, each_page
from dsr.effects.shredding import StillThere
from dsr.effects.viruses import check_for_viruses
from dsr.errors import Refused
from dsr.models import OutboxMessage, ScanBatch
from dsr.models.remains import leave_no_remains
from dsr.queries.scans import Waiting, stacks_to_file
from dsr.storage import ledger
from dsr.storage.sealed import get_sealed, put_sealed
from dsr.vocabulary import DocumentStatus, RebuildFailure, ScanVerdict

logger = logging.getLogger(__name__)

BELIEVED_AT = 3  # the try at which a failure that may be the machine's counts as the file's


def split(message: OutboxMessage) -> dict[str, str]:
    """Rebuild a pile page by page, split it once, then file each stack. Goes on where an earlier try ended.

    Raises crypto.Tampered, OSError; JailBroken when this machine has no jail; NotRasterised when another try may do.
    """
    batch = ScanBatch.objects.select_related("uploaded_by").get(pk=message.ids["batch"])
    if batch.status == DocumentStatus.STORED:
        try:
            _rebuild(batch, message)
        except JailBroken:
            logger.error("no scanned post can be split: the jail does not start or does not close")  # noqa: TRY400
            raise
        except NotRasterised as refusal:
            if refusal.passing and message.attempts < BELIEVED_AT:
                raise
            scans.record_failure(batch.pk, refusal.code)
            return {"failure": refusal.code}
    return {"filed": str(sum(_file(batch, stack) for stack in list(stacks_to_file(batch))))}


def _rebuild(batch: ScanBatch, message: OutboxMessage) -> None:
    """Store the pages, sealed, one by one; then write down all of them together with what their codes say.

    A pile in which the virus scanner found something is destroyed.
    """
    file_key = batch.open_file_key()
    if file_key is None:
        return
    original = get_sealed(batch.key, file_key)
    if check_for_viruses(original).verdict == ScanVerdict.INFECTED:
        scans.record_failure(batch.pk, ScanVerdict.INFECTED)
        return
    pages, codes = [], []
    with cover_reader() as reader, closing(_pages_of(original, batch.content_type)) as rebuilt:
        for page in rebuilt:
            pages.append(StoredPage(put_sealed("page", page.png, file_key), page.width, page.height))
            codes.append(reader.codes_on(page))
            renew(message)
    scans.record_pages(batch.pk, pages, split_at_covers(codes))


def _pages_of(original: bytes, content_type: str) -> Generator[SafePage]:
    return each_page(original, content_type, max_pages=scans.MAX_PAGES)


def _file(batch: ScanBatch, stack: Waiting) -> bool:
    """File one stack in the name of whoever uploaded it; leave it in the inbox, with the reason, when it is refused."""
    try:
        scans.file_pages(batch.pk, stack.pages, stack.case_number, by=batch.uploaded_by, at=batch.desk_id)
    except Refused as refused:
        scans.refuse_pages(batch.pk, stack.pages, refused.code)
        return False
    return True


def give_up(message: OutboxMessage) -> None:
    """Say that a pile could not be split, so that nobody waits for it. Nothing happens once it was."""
    with suppress(Refused):
        scans.record_failure(UUID(message.ids["batch"]), RebuildFailure.CRASHED)


def shred(message: OutboxMessage) -> dict[str, str]:
    """Tell the ledger, then delete the stored files of a pile of which no page waits. Safe to run again.

    Raises storage.StoreAway when ledger or store does not answer; StillThere when the store holds a file that was
    deleted, or the database's log the old key.
    """
    batch = ScanBatch.objects.get(pk=message.ids["batch"])
    keys = (batch.key, *batch.pages.values_list("key", flat=True))
    ledger.append(
        ledger.Purge(
            at=message.created_at,
            case=ledger.SCANNED_POST,
            document=str(batch.pk),
            keys=keys,
            why=batch.status,
            key_sha256=message.ids["key_sha256"],
        )
    )
    for key in keys:
        storage.delete(key)
        if storage.exists(key):
            raise StillThere("the store holds a file that was deleted")
    if not leave_no_remains():
        raise StillThere("the log of the database holds the old key while somebody reads")
    return {"files": str(len(keys))}
