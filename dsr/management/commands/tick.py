"""`manage.py tick`: do by hand what the clock does every minute."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from dsr.actions.firing import fire_all_due


class Command(BaseCommand):
    """Fire every timer that is due up to now."""

    help = "Fire every timer due up to now, each once."

    def handle(self, **_options: object) -> None:
        """Fire and say how many."""
        self.stdout.write(f"{fire_all_due(timezone.now())} timers fired.")
