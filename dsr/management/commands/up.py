"""`manage.py up`: web, worker and beat in one command, for one machine."""

import os
import sys
from typing import Any

from django.core.management import BaseCommand
from django.core.management.base import CommandParser


class Command(BaseCommand):
    """Hand over to `config.up`, which watches the processes without Django in its memory."""

    help = "Prepare what changed and serve: web, worker and beat, until Ctrl-C. A process that dies is started again."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Say what may be loaded first."""
        parser.add_argument("--seed", action="store_true", help="load the desks of seeds/ first")
        parser.add_argument("--demo", action="store_true", help="load the demo cases first, into an empty database")

    def handle(self, *_args: Any, seed: bool, demo: bool, **_options: Any) -> None:
        """Become that process; does not return."""
        wanted = [name for name, chosen in (("--seed", seed), ("--demo", demo)) if chosen]
        os.execv(sys.executable, [sys.executable, "-m", "config.up", *wanted])  # noqa: S606 - our own command line
