"""Delete stored files for good, and believe it only when the store says that they are gone."""

from collections.abc import Iterable
from itertools import groupby
from uuid import UUID

from dsr import storage
from dsr.actions.destruction import record_shredding
from dsr.models import Disposal, OutboxMessage
from dsr.models.remains import leave_no_remains
from dsr.storage import ledger
from dsr.vocabulary import DisposalReason


class StillThere(storage.StoreAway):
    """Something that was destroyed can still be read. Worth another try."""


def shred(message: OutboxMessage) -> dict[str, str]:
    """Tell the ledger, delete every file of a document that has to go, ask the store for each, then record it.

    The key of the files was overwritten before this runs, so the ledger comes first: from then on no backup brings the
    document back, whatever breaks next. Safe to run again after any step. Raises storage.StoreAway when ledger or store
    does not answer; StillThere when the store holds a file that was deleted, or the database's log the old key.
    """
    waiting = Disposal.objects.filter(document=UUID(message.ids["document"]), confirmed_at=None)
    rows = list(waiting.select_related("document__attestation").order_by("key_sha256", "why", "key"))
    for purge in _purges(rows):
        ledger.append(purge)
    for row in rows:
        storage.delete(row.key)
        if storage.exists(row.key):
            raise StillThere("the store holds a file that was deleted")
    if not leave_no_remains():
        raise StillThere("the log of the database holds the old key while somebody reads")
    record_shredding(UUID(message.ids["document"]), [row.key for row in rows])
    return {"files": str(len(rows))}


def _purges(rows: Iterable[Disposal]) -> Iterable[ledger.Purge]:
    """Yield what the ledger is told: one entry for each key that is gone, the same words however often it is asked."""
    for (key_sha256, why), group in groupby(rows, key=lambda row: (row.key_sha256, row.why)):
        files = list(group)
        document = files[0].document
        destroyed = why == DisposalReason.DESTROYED and document.destroyed_at
        yield ledger.Purge(
            at=min(row.asked_at for row in files),
            case=str(document.case_id),
            document=str(document.pk),
            keys=tuple(row.key for row in files),
            why=document.attestation.why if destroyed else why,
            key_sha256=key_sha256,
        )
