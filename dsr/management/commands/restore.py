"""`manage.py restore --from DIR [--check]`: look at a backup, or bring an empty installation back from it."""

import sqlite3
from argparse import ArgumentParser
from pathlib import Path
from time import monotonic

from django.core.management.base import BaseCommand, CommandError

from config import prepare
from dsr import crypto
from dsr.effects.backups.checking import check
from dsr.effects.backups.folder import Folder, NotABackup
from dsr.effects.backups.restoring import NotHere, Restored, finish, put_back, require_place
from dsr.storage import ledger

COMPLAINTS = (NotABackup, NotHere, crypto.MissingKey, crypto.Tampered, sqlite3.DatabaseError, OSError)


class Command(BaseCommand):
    """Restore. Everything that serves this installation must be stopped first."""

    help = "Restore an empty installation from a backup, and destroy again what the purge ledger names."
    # the tables are those of another day until it is done
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the folder, and whether only to look."""
        parser.add_argument("--from", dest="source", type=Path, required=True, help="a folder that `backup` made")
        parser.add_argument(
            "--check", dest="only_check", action="store_true", help="look at every byte, change nothing"
        )
        parser.add_argument(
            "--ledger-lost",
            action="store_true",
            help="restore although the ledger misses entries, whose papers come back",
        )

    def handle(self, *, source: Path, only_check: bool, ledger_lost: bool, **_options: object) -> None:
        """Check, then restore. Raises CommandError with the reason, or with what is damaged in a restored desk."""
        started = monotonic()
        try:
            folder = Folder.open(source)
            if not only_check:
                require_place(folder, ledger_lost=ledger_lost)
            check(folder)
            self.stdout.write(f"{source} is whole: made {folder.manifest.made_at}, {folder.manifest.files} files.")
            if only_check:
                return
            put_back(folder)
            prepare.tables()
            done = finish()
        except COMPLAINTS as error:
            raise CommandError(str(error)) from error
        self._tell(done, monotonic() - started)

    def _tell(self, done: Restored, seconds: float) -> None:
        purges = f"The ledger names {ledger.count()} purges, of which {done.purged} had to be made again."
        self.stdout.write(f"Restored in {seconds:.0f} seconds. {purges}")
        if done.held_mails:
            self.stdout.write(
                f"{done.held_mails} mails were waiting when the backup was made and may have gone out since. They are "
                "held: manage.py outbox shows them, manage.py outbox --again sends them."
            )
        if done.faults:
            raise CommandError("restored, but damaged:\n" + "\n".join(done.faults))
