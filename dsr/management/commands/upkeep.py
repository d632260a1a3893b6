"""`manage.py upkeep [--done DUTY]`: what the administrators have to do from time to time, and when."""

from argparse import ArgumentParser
from datetime import datetime

from django.core.management.base import BaseCommand
from django.utils import timezone

from dsr.actions.upkeep import record_upkeep
from dsr.queries.upkeep import Duty, duties
from dsr.vocabulary import Upkeep

BY_HAND = (Upkeep.RESTORE_DRILL, Upkeep.ACCESS_REVIEW)


class Command(BaseCommand):
    """List the duties of the administrators, or remember that one was done."""

    help = "List backup, restore drill, access review and master key: last done, due; --done remembers one of them."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the duty that was done; backups and new master keys are noticed without it."""
        parser.add_argument("--done", type=Upkeep, choices=BY_HAND, metavar="|".join(BY_HAND))

    def handle(self, *, done: Upkeep | None, **_options: object) -> None:
        """Remember, then list every duty, one a line."""
        now = timezone.now()
        if done:
            record_upkeep(done, now)
        for duty in duties():
            self.stdout.write(f"{duty.upkeep.value}: {_standing(duty, now)}")


def _standing(duty: Duty, now: datetime) -> str:
    if duty.done_at is None or duty.due_at is None:
        return "counted from the next night on"
    due, last = timezone.localdate(duty.due_at), timezone.localdate(duty.done_at)
    return f"{'DUE since' if duty.is_due(now) else 'due'} {due}, counted from {last}"
