"""Is every file that a row names there, and does it open? Read only; it reads every stored byte."""

from collections.abc import Iterator
from typing import Any

from dsr import crypto, storage
from dsr.models import Document, Letter, Page

BATCH = 200


def faults() -> Iterator[str]:
    """Yield a line for each row whose file is missing, or does not open with the row's key.

    A row whose key was destroyed needs no file. Raises StoreAway when the store does not answer.
    """
    for model, field, needed in (
        (Document, "key", ("case__key",)),
        (Page, "key", ("document__case__key",)),
        (Letter, "pdf_key", ("case__key",)),
    ):
        rows = model.objects.exclude(**{field: ""}).select_related(*needed).order_by("pk")
        for row in rows.iterator(chunk_size=BATCH):
            fault = _fault(row, getattr(row, field))
            if fault:
                yield f"{model._meta.verbose_name} {row.pk}: {fault}"


def _fault(row: Any, key: str) -> str:
    """Say in words what is wrong with one stored file, or nothing."""
    opened = row.document.open_key() if isinstance(row, Page) else row.open_key()
    if opened is None:
        return ""
    try:
        crypto.unseal_file(opened, storage.get(key), context=key)
    except storage.FileMissing:
        return "its file is missing"
    except crypto.Tampered:
        return "its file does not open"
    return ""
