"""`manage.py prepare`: what must be done once before the processes of a release start."""

from typing import Any

from django.core.management import BaseCommand, CommandError
from django.core.management.base import CommandParser

from config import prepare


class Command(BaseCommand):
    """Tables, bucket, desks. Doing it again changes nothing."""

    help = "Migrate, make the bucket of the object store, and load the desks (--seed)."

    def add_arguments(self, parser: CommandParser) -> None:
        """Say what may be loaded."""
        parser.add_argument("--seed", action="store_true", help="load the desks of seeds/")

    def handle(self, *_args: Any, seed: bool, **_options: Any) -> None:
        """Do what is missing. Raises CommandError when the object store does not answer."""
        prepare.tables()
        try:
            prepare.bucket()
        except OSError as error:
            raise CommandError(str(error)) from error
        if seed:
            prepare.seeds()
