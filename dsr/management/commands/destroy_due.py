"""`manage.py destroy_due`: do by hand what happens every hour."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from dsr.actions.keeping import AT_ONCE, destroy_due


class Command(BaseCommand):
    """Destroy every paper whose time of keeping is over."""

    help = "Destroy the papers whose time of keeping is over, except of cases on hold. The worker deletes the files."

    def handle(self, **_options: object) -> None:
        """Destroy all of them and say how many."""
        done = 0
        while count := destroy_due(timezone.localdate()):
            done += count
            if count < AT_ONCE:
                break
        self.stdout.write(f"{done} papers destroyed.")
