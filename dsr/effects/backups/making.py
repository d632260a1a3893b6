"""Make a backup beside running processes: files, then the database, then the files that came meanwhile."""

import hashlib
from contextlib import suppress
from pathlib import Path
from uuid import uuid4

from django.db import connection
from django.utils import timezone

from dsr import crypto, storage
from dsr.actions.upkeep import record_upkeep
from dsr.effects.backups.database import Snapshot, snapshot
from dsr.effects.backups.folder import FILES, Manifest, NewFolder
from dsr.effects.orphans import NAMES
from dsr.models import Case, CaseEvent, Disposal, Document, Letter, User
from dsr.queries.keys import needed_keys
from dsr.storage import ledger
from dsr.vocabulary import Upkeep

COUNTED = (Case, CaseEvent, Document, Letter, User)


def make_backup(path: Path) -> Manifest:
    """Write a backup into a new folder, readable by its owner only. Returns what it holds.

    A file that a row of the copied database names is in it, unless it was destroyed for good meanwhile. Raises
    FileExistsError for a folder that is there, StoreAway, DumpFailed, OSError for a full disk: the folder then has no
    manifest, and is no backup.
    """
    made_at, purges = timezone.now(), ledger.count()
    master_keys = sorted({*needed_keys(), crypto.current_ring().current_id})
    folder = NewFolder(path, uuid4().hex)
    _copy_files(folder)
    with snapshot() as taken:
        parts = folder.keep_database(taken.chunks())
        rows, head, migrations = row_counts(taken), journal_head(taken), _migrations(taken)
    _copy_files(folder)
    manifest = folder.close(
        made_at=made_at.isoformat(),
        vendor=connection.vendor,
        migrations=migrations,
        master_keys=master_keys,
        index_check=crypto.index_check_value(),
        purges=purges,
        rows=rows,
        journal_head=head,
        parts=parts,
    )
    record_upkeep(Upkeep.BACKUP, made_at)
    return manifest


def row_counts(taken: Snapshot) -> dict[str, int]:
    """Return how many rows the tables have that matter most."""
    tables = [model._meta.db_table for model in COUNTED]
    return {table: taken.ask(f"SELECT count(*) FROM {table}")[0][0] for table in tables}  # noqa: S608 - names of ours


def journal_head(taken: Snapshot) -> str:
    """Return one hash over the last entry of every case's journal: it changes when any journal does."""
    events = CaseEvent._meta.db_table
    last = f"SELECT case_id, max(seq) AS seq FROM {events} GROUP BY case_id"  # noqa: S608 - a name of ours
    heads = taken.ask(
        f"SELECT e.hash FROM {events} e JOIN ({last}) l ON l.case_id = e.case_id AND l.seq = e.seq"  # noqa: S608
    )
    return hashlib.sha256("\n".join(sorted(head for (head,) in heads)).encode()).hexdigest()


def named_files(taken: Snapshot) -> set[str]:
    """Return the key of every stored file that a row names and that is not to be destroyed."""
    found: set[str] = set()
    for model, field in NAMES:
        named = taken.ask(f"SELECT {field} FROM {model._meta.db_table} WHERE {field} <> ''")  # noqa: S608 - names of ours
        found |= {key for (key,) in named}
    return found - {key for (key,) in taken.ask(f"SELECT key FROM {Disposal._meta.db_table}")}  # noqa: S608


def _copy_files(folder: NewFolder) -> None:
    """Copy what is not in the folder yet. What is deleted meanwhile was let go by everybody."""
    for key in storage.all_keys():
        name = f"{FILES}/{key}"
        if name not in folder.sums:
            with suppress(storage.FileMissing):
                folder.keep(name, storage.get(key))


def _migrations(taken: Snapshot) -> dict[str, str]:
    return dict(taken.ask("SELECT app, max(name) FROM django_migrations GROUP BY app"))
