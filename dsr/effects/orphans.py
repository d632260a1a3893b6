"""Stored bytes that no row names: what a crash between file and row leaves behind."""

from datetime import datetime, timedelta

from dsr import storage
from dsr.models import Document, DraftFile, Letter, Page

GRACE = timedelta(hours=24)


def delete_unnamed_files(now: datetime) -> int:
    """Delete stored files older than a day that no row names. Returns how many."""
    named = {
        key
        for model, field in ((Document, "key"), (DraftFile, "key"), (Page, "key"), (Letter, "pdf_key"))
        for key in model.objects.values_list(field, flat=True)
    }
    orphans = [key for key in storage.keys_older_than(now - GRACE) if key not in named]
    for key in orphans:
        storage.delete(key)
    return len(orphans) + storage.delete_unfinished(now - GRACE)
