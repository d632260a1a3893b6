"""Stored bytes that no row names: what a crash between file and row leaves behind, or a file that was let go."""

import logging
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import islice
from uuid import uuid4

from dsr import storage
from dsr.models import Document, DraftFile, Installation, Letter, Page, ScanBatch, ScanPage

logger = logging.getLogger(__name__)

GRACE = timedelta(hours=1)  # a row follows its bytes within seconds; within minutes for the pages of a document
BATCH = 500
# More than this, and more than one file in twenty, may mean that the rows are the wrong ones, or lost. Then only what
# is two days old goes: time for somebody to read the log, and no way for strangers to stop the sweep for good.
MOST, PART = 100, 20
LONG_GRACE = timedelta(hours=48)
# A file moves from a draft to a document: asked in this order, one of the two names it at every moment.
NAMES = (
    (DraftFile, "key"),
    (Document, "key"),
    (Page, "key"),
    (ScanBatch, "key"),
    (ScanPage, "key"),
    (Letter, "pdf_key"),
)
STORE = "store"  # the fact of the installation that its store of files repeats


def delete_unnamed_files(now: datetime) -> int:
    """Delete stored files older than an hour that no row names. Returns how many.

    Deletes none when store and database do not belong together, and only those older than two days when unusually many
    would go; both with an error in the log.
    """
    unfinished = storage.delete_unfinished(now - GRACE)
    if not _belong_together():
        logger.error("store of files and database do not belong together: no file is swept")
        return unfinished
    unnamed = _unnamed_since(now - GRACE)
    stored = sum(1 for _key in storage.all_keys())
    if len(unnamed) > max(MOST, stored // PART):
        logger.error("no row names %s of %s stored files: only those older than two days go", len(unnamed), stored)
        unnamed = _unnamed_since(now - LONG_GRACE)
    for key in unnamed:
        storage.delete(key)
    return len(unnamed) + unfinished


def _belong_together() -> bool:
    """Say whether the store carries the mark of this database; mark both when neither is marked yet.

    Two that are not marked belong together when the store is empty, or when a row names one of its files.
    """
    row = Installation.objects.filter(name=STORE).values_list("value", flat=True).first() or ""
    mark = storage.read_mark()
    if row and mark:
        return row == mark
    has_files = next(storage.all_keys(), None) is not None
    if has_files and (row or mark or not _names_any_file()):
        return False
    fact = row or mark or uuid4().hex
    if not mark:
        storage.write_mark(fact)
    if not row:
        Installation.objects.create(name=STORE, value=fact)
    return True


def _unnamed_since(moment: datetime) -> list[str]:
    return [key for batch in _batches(storage.keys_older_than(moment)) for key in _unnamed(batch)]


def _names_any_file() -> bool:
    return any(len(_unnamed(batch)) < len(batch) for batch in _batches(storage.all_keys()))


def _batches(keys: Iterator[str]) -> Iterator[set[str]]:
    while batch := set(islice(keys, BATCH)):
        yield batch


def _unnamed(keys: set[str]) -> set[str]:
    left = set(keys)
    for model, field in NAMES:
        left -= set(model.objects.filter(**{f"{field}__in": left}).values_list(field, flat=True))
    return left
