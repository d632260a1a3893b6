"""`manage.py check_files`: exit 1 and name every row whose stored file is missing or does not open."""

from django.core.management.base import BaseCommand, CommandError

from dsr.effects.inventory import faults


class Command(BaseCommand):
    """Open every stored file once."""

    help = "Read every stored file that a row names; exits 1 and names those that are missing or do not open."

    def handle(self, **_options: object) -> None:
        """Read everything. Raises CommandError with one line for each fault."""
        found = list(faults())
        if found:
            raise CommandError("\n".join(found), returncode=1)
        self.stdout.write("Every file that a row names is there and opens.")
