"""Delete stored files for good, and believe it only when the store says that they are gone."""

from dsr import storage
from dsr.actions.destruction import record_shredding
from dsr.models import Disposal, OutboxMessage


def shred(message: OutboxMessage) -> dict[str, str]:
    """Delete every file of a document that has to go, ask the store for each, then record it. Safe to run again.

    Raises storage.StoreAway when the store does not answer, or still holds a file.
    """
    document_id = message.ids["document"]
    keys = list(Disposal.objects.filter(document=document_id, confirmed_at=None).values_list("key", flat=True))
    for key in keys:
        storage.delete(key)
        if storage.exists(key):
            raise storage.StoreAway("the store still holds a file that was deleted")
    record_shredding(document_id, keys)
    return {"files": str(len(keys))}
