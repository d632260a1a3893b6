"""Rebuild an uploaded document as safe pages."""

from dsr import crypto, storage
from dsr.actions.documents import StoredPage, record_rebuild
from dsr.effects.rasterise import NotRasterised, SafePage, rasterise
from dsr.models import Document, OutboxMessage
from dsr.vocabulary import DocumentStatus


def rebuild(message: OutboxMessage) -> dict[str, str]:
    """Turn the stored original into sealed pages, once. What cannot be read is recorded with its reason.

    Starts the jailed program; stores the pages first, then the rows. Raises crypto.Tampered, OSError.
    """
    document = Document.objects.select_related("case").get(pk=message.ids["document"])
    if document.status != DocumentStatus.STORED:
        return {"skipped": "already_rebuilt"}
    key = document.open_key()
    if key is None:
        return {"skipped": "erased"}
    original = crypto.unseal_file(key, storage.get(document.key), context=document.key)
    try:
        pages = rasterise(original, document.content_type)
    except NotRasterised as refusal:
        record_rebuild(document.pk, (), failure=refusal.code)
        return {"failure": refusal.code}
    record_rebuild(document.pk, [_store(page, key) for page in pages])
    return {"pages": str(len(pages))}


def _store(page: SafePage, key: bytes) -> StoredPage:
    place = storage.new_key("page")
    storage.put(place, crypto.seal_file(key, page.png, context=place))
    return StoredPage(place, page.width, page.height)
