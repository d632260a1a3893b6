"""`manage.py check_journal`: exit 1 and name the first broken entry."""

from django.core.management.base import BaseCommand, CommandError

from dsr.queries.journal import broken_entries


class Command(BaseCommand):
    """Verify the hash chain of every case."""

    help = "Verify the journal of every case; exits 1 and names the first broken entry."

    def handle(self, **_options: object) -> None:
        """Read every event once. Raises CommandError at the first entry that does not hold."""
        broken = next(broken_entries(), None)
        if broken:
            raise CommandError(f"case {broken.number}, entry {broken.seq}: {broken.fault}", returncode=1)
        self.stdout.write("The journal is whole.")
