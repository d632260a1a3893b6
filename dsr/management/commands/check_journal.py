"""`manage.py check_journal [--anchor ENTRIES:DIGEST]`: exit 1 and name the first broken entry."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError

from dsr.queries.anchors import broken_anchor, holds
from dsr.queries.journal import broken_entries


class Command(BaseCommand):
    """Verify the hash chain of every case, and the anchors over all of them."""

    help = "Verify the journal of every case and its anchors; exits 1 and names the first thing that does not hold."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take an anchor that was kept outside."""
        parser.add_argument("--anchor", metavar="ENTRIES:DIGEST", help="an anchor from a mail of the week")

    def handle(self, *, anchor: str | None, **_options: object) -> None:
        """Read every event twice. Raises CommandError at the first entry, or the first anchor, that does not hold."""
        broken = next(broken_entries(), None)
        if broken:
            raise CommandError(f"case {broken.number}, entry {broken.seq}: {broken.fault}", returncode=1)
        wrong = broken_anchor()
        if wrong:
            raise CommandError(f"entries are gone or changed: not the anchor of {wrong.at.isoformat()}", returncode=1)
        if anchor and not holds(anchor):
            raise CommandError("entries are gone or changed: the journals do not add up to this anchor", returncode=1)
        self.stdout.write("The journal is whole.")
