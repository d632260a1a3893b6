"""Bring an installation back from a backup, without what was destroyed since, and without sending anything twice."""

import hashlib
from dataclasses import dataclass

from django.contrib.sessions.models import Session
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from dsr import crypto, storage
from dsr.actions.purges import purge_again
from dsr.effects import inventory, outbox
from dsr.effects.backups.database import load
from dsr.effects.backups.folder import Folder, Manifest, NotABackup
from dsr.effects.orphans import STORE
from dsr.models import Case, Draft, Installation, User
from dsr.models.remains import leave_no_remains
from dsr.queries.journal import broken_entries
from dsr.queries.keys import RESTORE
from dsr.storage import ledger


class NotHere(Exception):  # noqa: N818 - reads as the fact it states
    """This installation may not be overwritten, or does not fit the backup; the text says why."""


@dataclass(frozen=True)
class Restored:
    """What a restore did."""

    purged: int
    held_mails: int
    faults: tuple[str, ...]


def require_place(folder: Folder, *, ledger_lost: bool) -> None:
    """Refuse to restore where something would be lost, or where the backup does not fit. Raises NotHere."""
    if connection.vendor != folder.manifest.vendor:
        raise NotHere(f"the backup is of {folder.manifest.vendor}, DATABASE_URL leads to {connection.vendor}")
    if _is_used():
        raise NotHere("this installation has cases, drafts or staff: restore into an empty one")
    if set(storage.all_keys()) - set(folder.keys()):
        raise NotHere("the store holds files that are not in the backup: restore into an empty one")
    if folder.manifest.index_check != crypto.index_check_value():
        raise NotHere("the index key is not the one of the backup: bring back the oldest master key")
    unknown = _unknown_migrations(folder.manifest)
    if unknown:
        raise NotHere(f"the backup was made by a newer release: {unknown[0]} is not known here")
    if ledger.count() < folder.manifest.purges and not ledger_lost:
        raise NotHere(
            f"the purge ledger has {ledger.count()} entries and had {folder.manifest.purges} when the backup was made: "
            "what was destroyed would come back. Set DSR_LEDGER to the right one"
        )


def put_back(folder: Folder) -> None:
    """Write the files, then the database with the mark that the restore is not finished. May be done again.

    Raises NotABackup, crypto.Tampered, StoreAway, DumpFailed.
    """
    for key, digest in folder.keys().items():
        if not storage.exists(key):
            storage.put(key, folder.read(f"files/{key}", digest))
        elif hashlib.sha256(storage.get(key)).hexdigest() != digest:
            raise NotABackup(f"{key} lies in the store already, with other bytes")
    load(folder.database())


def finish() -> Restored:
    """Destroy again what the ledger names, hold back mails, sign everybody out, look at everything, lift the mark.

    To be called once the tables are those of this release. May be done again.
    """
    purged = 0
    for purge in ledger.entries():
        purged += purge_again(purge)
        for key in purge.keys:
            storage.delete(key)
    held = outbox.hold_mails()
    Session.objects.all().delete()
    _mark_store()
    leave_no_remains()
    broken = (f"case {entry.number}, entry {entry.seq}: {entry.fault}" for entry in broken_entries())
    found = (*broken, *inventory.faults())
    Installation.objects.filter(name=RESTORE).delete()
    return Restored(purged, held, found)


def _is_used() -> bool:
    """Say whether somebody has worked here; an earlier try of a restore is nobody."""
    tables = set(connection.introspection.table_names())
    if Installation._meta.db_table in tables and Installation.objects.filter(name=RESTORE).exists():
        return False
    return any(model._meta.db_table in tables and model.objects.exists() for model in (Case, Draft, User))


def _unknown_migrations(manifest: Manifest) -> list[str]:
    known = set(MigrationLoader(None, ignore_no_migrations=True).disk_migrations)
    return sorted(f"{app}.{name}" for app, name in manifest.migrations.items() if (app, name) not in known)


def _mark_store() -> None:
    """Let the store say that it belongs to the restored database."""
    row = Installation.objects.filter(name=STORE).values_list("value", flat=True).first()
    if storage.read_mark() == (row or ""):
        return
    storage.remove_mark()
    if row:
        storage.write_mark(row)
