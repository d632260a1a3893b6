"""Stored bytes that no row names: what a crash between file and row leaves behind."""

from datetime import datetime, timedelta
from itertools import islice

from dsr import storage
from dsr.models import Document, DraftFile, Letter, Page

GRACE = timedelta(hours=24)
BATCH = 500
# A file moves from a draft to a document: asked in this order, one of the two names it at every moment.
NAMES = ((DraftFile, "key"), (Document, "key"), (Page, "key"), (Letter, "pdf_key"))


def delete_unnamed_files(now: datetime) -> int:
    """Delete stored files older than a day that no row names. Returns how many."""
    deleted, found = 0, storage.keys_older_than(now - GRACE)
    while batch := set(islice(found, BATCH)):
        for model, field in NAMES:
            batch -= set(model.objects.filter(**{f"{field}__in": batch}).values_list(field, flat=True))
        for key in batch:
            storage.delete(key)
        deleted += len(batch)
    return deleted + storage.delete_unfinished(now - GRACE)
