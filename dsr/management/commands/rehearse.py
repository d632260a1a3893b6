"""`manage.py rehearse --on DATE`: what the clock would send by a day, without sending."""

from argparse import ArgumentParser
from datetime import date

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from dsr.models import Desk
from dsr.queries.rehearsal import FARTHEST, is_within_reach, rehearse


class Command(BaseCommand):
    """Print the reminders up to a day."""

    help = "Print the reminders that would go out up to a day if nobody did anything. Sends and changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the day and the desk."""
        parser.add_argument("--on", required=True, type=date.fromisoformat, help="the day, such as 2027-01-15")
        parser.add_argument("--desk", help="one desk, by its name in addresses; without it all")

    def handle(self, *, on: date, desk: str | None, **_options: object) -> None:
        """Print one line per reminder. Raises CommandError for an unknown desk or a day out of reach."""
        now = timezone.now()
        today = timezone.localdate(now)
        desks = Desk.objects.filter(slug=desk) if desk else Desk.objects.all()
        if not desks:
            raise CommandError(f"There is no desk {desk}.")
        if not is_within_reach(on, today):
            raise CommandError(f"Choose a day from {today} to {today + FARTHEST}.")
        found = rehearse(list(desks.values_list("pk", flat=True)), now, on)
        for reminder in found.reminders:
            told = ", ".join(reminder.readers)
            self.stdout.write(f"{reminder.day}  {reminder.rule.value:16}  {reminder.case.number}  to {told}")
        self.stdout.write(f"{len(found.reminders)} reminders{' and more' if found.is_cut else ''}; none was sent.")
