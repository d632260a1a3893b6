"""`manage.py prepare`: what must be done once before the processes of a release start."""

from typing import Any

from django.core.management import BaseCommand, CommandError
from django.core.management.base import CommandParser

from config import prepare


class Command(BaseCommand):
    """Tables, bucket, static files, desks, demo. Doing it again changes nothing."""

    help = "Migrate, make the bucket of the object store, collect static files; load desks (--seed) and demo (--demo)."
    # script/test runs `check`; here it would only cost time
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Say what may be loaded."""
        parser.add_argument("--seed", action="store_true", help="load the desks of seeds/")
        parser.add_argument("--demo", action="store_true", help="load the demo cases, into a database without cases")
        parser.add_argument("--no-static", action="store_true", help="the static files are collected already")

    def handle(self, *_args: Any, seed: bool, demo: bool, no_static: bool, **_options: Any) -> None:
        """Do what is missing. Raises CommandError when the object store does not answer."""
        prepare.tables()
        prepare.keys_fit()
        try:
            prepare.bucket()
        except OSError as error:
            raise CommandError(str(error)) from error
        if not no_static:
            prepare.static_files()
        if seed and (open_fields := prepare.seeds()):
            self.stdout.write(open_fields)
        if demo:
            prepare.demo()
