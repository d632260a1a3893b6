"""`manage.py backup --to DIR`: files and database in one new folder, and nothing to read there without the keys."""

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from dsr.effects.backups.making import make_backup


class Command(BaseCommand):
    """Make a backup beside the running processes."""

    help = "Back the database and the stored files up into a new folder, sealed. Master keys and ledger are not in it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the folder."""
        parser.add_argument("--to", type=Path, required=True, help="a folder that does not exist yet")

    def handle(self, *, to: Path, **_options: object) -> None:
        """Write it and say what it holds. Raises CommandError with the reason; the folder is then no backup."""
        try:
            made = make_backup(to)
        except OSError as error:
            raise CommandError(f"no backup was made: {error}") from error
        held = f"{made.rows['dsr_case']} cases and {made.files} files"
        self.stdout.write(f"{to}: {held}, to be opened with the master keys {', '.join(made.master_keys)}")
