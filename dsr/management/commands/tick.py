"""`manage.py tick`: do by hand what the clock does every minute."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from dsr.actions import calendars, digests, holding, stepping
from dsr.actions.firing import fire_all_due
from dsr.errors import Refused
from dsr.queries.unwatched import held_reminders


class Command(BaseCommand):
    """Fire every timer that is due up to now."""

    help = "Fire every timer due up to now, each once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the release of what is held back."""
        parser.add_argument("--release", action="store_true", help="send the reminders that wait for a manager")

    def handle(self, *, release: bool, **_options: object) -> None:
        """Fire and say how many, or what waits for a manager. Raises CommandError when there is nothing to release."""
        now = timezone.now()
        if release:
            self._release()
        calendars.follow()
        digests.ask_for_due(now)
        fired, held = fire_all_due(now), held_reminders()
        stepping.note_clock_step(timezone.now())
        if held:
            self.stdout.write(f"{held.waiting:,} reminders wait: look at the cases, then release (tick --release).")
        else:
            self.stdout.write(f"{fired} timers fired.")

    @staticmethod
    def _release() -> None:
        try:
            holding.release(timezone.now(), by=None)
        except Refused as refused:
            raise CommandError(str(refused.sentence)) from refused
