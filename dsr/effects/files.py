"""Rebuild an uploaded document as safe pages."""

import logging
from contextlib import suppress

from dsr.actions.documents import StoredPage, record_rebuild
from dsr.effects.jailed import JailBroken
from dsr.effects.rasterise import PASSING, NotRasterised, SafePage, rasterise
from dsr.errors import Refused
from dsr.models import Document, OutboxMessage
from dsr.storage.sealed import get_sealed, put_sealed
from dsr.vocabulary import DocumentStatus, RebuildFailure

logger = logging.getLogger(__name__)

BELIEVED_AT = 3  # the try at which a failure that may be the machine's counts as the file's


def rebuild(message: OutboxMessage) -> dict[str, str]:
    """Turn the stored original into sealed pages, once. What cannot be read is recorded with its reason.

    Starts the jailed program; stores the pages first, then the rows. Raises crypto.Tampered, OSError; JailBroken when
    this machine has no jail; NotRasterised when another try may succeed.
    """
    document = Document.objects.select_related("case").get(pk=message.ids["document"])
    if document.status != DocumentStatus.STORED:
        return {"skipped": "already_rebuilt"}
    file_key = document.open_file_key()
    if file_key is None:
        return {"skipped": "erased"}
    original = get_sealed(document.key, file_key)
    try:
        pages = rasterise(original, document.content_type)
    except JailBroken:
        logger.error("no document can be made safe: the jail does not start or does not close")  # noqa: TRY400
        raise
    except NotRasterised as refusal:
        if refusal.code in PASSING and message.attempts < BELIEVED_AT:
            raise
        record_rebuild(document.pk, (), failure=refusal.code)
        return {"failure": refusal.code}
    record_rebuild(document.pk, [_store(page, file_key) for page in pages])
    return {"pages": str(len(pages))}


def give_up(message: OutboxMessage) -> None:
    """Say that a document was not made safe, so that nobody waits for it. Nothing happens once it has its pages."""
    with suppress(Refused):
        record_rebuild(message.ids["document"], (), failure=RebuildFailure.CRASHED)


def _store(page: SafePage, file_key: bytes) -> StoredPage:
    return StoredPage(put_sealed("page", page.png, file_key), page.width, page.height)
