"""`manage.py outbox`: what waits and what was given up; `--again` tries the latter once more."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand
from django.db.models import Count, QuerySet

from dsr.effects.outbox import try_again
from dsr.models import OutboxMessage


class Command(BaseCommand):
    """Look at the outbox."""

    help = "Show what waits in the outbox and what was given up; --again gives the latter a fresh start."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take --again."""
        parser.add_argument("--again", action="store_true")

    def handle(self, *, again: bool, **_options: object) -> None:
        """Count by topic and last failure, and restart what was given up when asked to."""
        if again:
            self.stdout.write(f"{try_again()} given up messages will be tried again.")
        self._show("waiting", OutboxMessage.objects.undone())
        self._show("given up", OutboxMessage.objects.filter(dead_at__isnull=False))

    def _show(self, title: str, messages: QuerySet[OutboxMessage]) -> None:
        kinds = messages.order_by("topic", "failure").values_list("topic", "failure").annotate(count=Count("pk"))
        for topic, failure, count in kinds:
            self.stdout.write(" ".join(word for word in (f"{title}: {topic}", failure, str(count)) if word))
