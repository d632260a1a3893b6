"""Is a backup what it says? Reads every byte of it and changes nothing."""

from dsr.effects.backups.database import opened
from dsr.effects.backups.folder import Folder, NotABackup
from dsr.effects.backups.making import journal_head, named_files, row_counts
from dsr.storage import ledger


def check(folder: Folder) -> None:
    """Verify every hash and seal, and that the database in it is whole, says what the manifest says, and has its files.

    Of PostgreSQL's dumps, that every part opens: only a restore tells more. Raises NotABackup, crypto.Tampered.
    """
    for name, digest in folder.sums().items():
        folder.read(name, digest)
    if folder.manifest.vendor != "sqlite":
        for _part in folder.database():
            pass
        return
    with opened(folder.database()) as taken:
        if taken.ask("PRAGMA integrity_check") != [("ok",)]:
            raise NotABackup("the database in the backup is not whole")
        if (row_counts(taken), journal_head(taken)) != (folder.manifest.rows, folder.manifest.journal_head):
            raise NotABackup("the database in the backup is not the one of its manifest")
        destroyed = {key for purge in ledger.entries() for key in purge.keys}
        missing = named_files(taken) - set(folder.keys()) - destroyed
    if missing:
        raise NotABackup(f"{len(missing)} files that rows name are missing, the first is {min(missing)}")
