"""Rebuild an uploaded document as safe pages."""

import logging
from contextlib import suppress

from dsr import crypto
from dsr.actions.documents import Noticed, StoredPage, VirusCheck, record_rebuild
from dsr.effects.find import find
from dsr.effects.jailed import JailBroken
from dsr.effects.rasterise import NotRasterised, SafePage, rasterise
from dsr.effects.viruses import check_for_viruses
from dsr.errors import Refused
from dsr.models import Document, OutboxMessage
from dsr.rendering import page_stacks
from dsr.storage.sealed import get_sealed, put_sealed
from dsr.vocabulary import DocumentStatus, FindingCode, RebuildFailure, ScanVerdict

logger = logging.getLogger(__name__)

BELIEVED_AT = 3  # the try at which a failure that may be the machine's counts as the file's


def rebuild(message: OutboxMessage) -> dict[str, str]:
    """Turn the stored original into sealed pages, once. What cannot be read is recorded with its reason.

    Asks the virus scanner, then starts the jailed programs; stores the pages first, then the rows. Raises OSError;
    JailBroken when this machine has no jail; NotRasterised and crypto.Tampered when another try may succeed.
    """
    document = Document.objects.select_related("case").get(pk=message.ids["document"])
    if document.status != DocumentStatus.STORED:
        return {"skipped": "already_rebuilt"}
    file_key = document.open_file_key()
    if file_key is None:
        return {"skipped": "erased"}
    try:
        original = get_sealed(document.key, file_key)
    except crypto.Tampered:
        logger.error("the stored original of a document is not what was stored")  # noqa: TRY400
        if message.attempts < BELIEVED_AT:
            raise
        return _fail(document, RebuildFailure.TAMPERED)
    check = check_for_viruses(original)
    if check.verdict == ScanVerdict.INFECTED:
        record_rebuild(document.pk, (), check=check)
        return {"verdict": check.verdict}
    return _make_safe(message, document, original, check)


def _make_safe(message: OutboxMessage, document: Document, original: bytes, check: VirusCheck) -> dict[str, str]:
    try:
        pages = _pages_of(original, document.content_type)
    except JailBroken:
        logger.error("no document can be made safe: the jail does not start or does not close")  # noqa: TRY400
        raise
    except NotRasterised as refusal:
        if refusal.passing and message.attempts < BELIEVED_AT:
            raise
        return _fail(document, refusal.code, check)
    noticed = find(pages) + [Noticed(FindingCode.ACTIVE_CONTENT)] * pages[0].was_active
    file_key = document.open_file_key()
    if file_key is None:
        return {"skipped": "erased"}
    record_rebuild(document.pk, [_store(page, file_key) for page in pages], noticed=noticed, check=check)
    return {"pages": str(len(pages))}


def _fail(document: Document, code: RebuildFailure, check: VirusCheck | None = None) -> dict[str, str]:
    record_rebuild(document.pk, (), failure=code, check=check)
    return {"failure": code}


def _pages_of(original: bytes, content_type: str) -> list[SafePage]:
    """Return the pages of an upload, made safe in the jail; those of scanned post are ours, and safe already."""
    if content_type == page_stacks.CONTENT_TYPE:
        return [SafePage(*page) for page in page_stacks.take_apart(original)]
    return rasterise(original, content_type)


def give_up(message: OutboxMessage) -> None:
    """Say that a document was not made safe, so that nobody waits for it. Nothing happens once it has its pages."""
    with suppress(Refused):
        record_rebuild(message.ids["document"], (), failure=RebuildFailure.CRASHED)


def _store(page: SafePage, file_key: bytes) -> StoredPage:
    return StoredPage(put_sealed("page", page.png, file_key), page.width, page.height)
