"""Is every file that a row names there, and does it open? Read only; it reads every stored byte."""

from collections.abc import Callable, Iterator
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from dsr import crypto, storage
from dsr.models import Disposal, Document, DraftFile, Letter, Page, ScanBatch, ScanPage
from dsr.storage.sealed import get_sealed

BATCH = 200

KeyOf = Callable[[Any], bytes | None]
# what has to go is not missed
_GONE = Exists(Disposal.objects.filter(key=OuterRef("key")))
_FILES: tuple[tuple[Callable[[], QuerySet[Any]], str, KeyOf], ...] = (
    (lambda: Document.objects.exclude(_GONE).select_related("case__key"), "key", Document.open_file_key),
    (
        lambda: Page.objects.exclude(_GONE).select_related("document__case__key"),
        "key",
        lambda page: page.document.open_file_key(),
    ),
    (lambda: DraftFile.objects.select_related("draft"), "key", DraftFile.open_file_key),
    (ScanBatch.objects.all, "key", ScanBatch.open_file_key),
    (lambda: ScanPage.objects.select_related("batch"), "key", lambda page: page.batch.open_file_key()),
    (lambda: Letter.objects.exclude(pdf_key="").select_related("case__key"), "pdf_key", Letter.open_key),
)


def faults() -> Iterator[str]:
    """Yield a line for each row whose file is missing, or does not open with the row's key.

    A row whose key was destroyed needs no file. Raises StoreAway when the store does not answer.
    """
    for rows, field, key_of in _FILES:
        for row in rows().order_by("pk").iterator(chunk_size=BATCH):
            fault = _fault(getattr(row, field), key_of(row))
            if fault:
                yield f"{row._meta.verbose_name} {row.pk}: {fault}"


def _fault(place: str, key: bytes | None) -> str:
    """Say in words what is wrong with one stored file, or nothing."""
    if key is None:
        return ""
    try:
        get_sealed(place, key)
    except storage.FileMissing:
        return "its file is missing"
    except crypto.Tampered:
        return "its file does not open"
    return ""
