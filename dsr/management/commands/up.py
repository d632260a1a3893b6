"""`manage.py up`: web, worker and beat in one command, for one machine."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management import BaseCommand, CommandError, call_command
from django.core.management.base import CommandParser

from config import env, prepare
from config.processes import Child, Household, port_is_free, python


class Command(BaseCommand):
    """Prepare, start all, keep all running, stop all."""

    help = "Migrate and serve: web, worker and beat, until Ctrl-C. A process that dies is started again."
    # `manage.py check` is run by script/test; here it would cost a second of every start
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Say what may be loaded first."""
        parser.add_argument("--seed", action="store_true", help="load the desks of seeds/ first")
        parser.add_argument("--demo", action="store_true", help="load the demo cases first, into an empty database")

    def handle(self, *_args: Any, seed: bool, demo: bool, **_options: Any) -> None:
        """Run until stopped. Raises CommandError with one plain sentence when it cannot."""
        bind = urlsplit(f"//{env.load().bind}")
        host, port = bind.hostname or "127.0.0.1", bind.port or 8000
        if not port_is_free(host, port):
            raise CommandError(f"Port {port} is taken by another program. Stop that one, or choose another port.")
        prepare.tables()
        prepare.static_files()
        if seed:
            prepare.seeds()
        if demo:
            call_command("demo")
        self.announced = False
        failing = Household(_children()).run(lambda: self._announce(host, port))
        if failing:
            raise CommandError(f"The {failing} process ended several times in a row, so everything was stopped.")

    def _announce(self, host: str, port: int) -> None:
        """Say once when the first page can be opened."""
        if not self.announced and not port_is_free(host, port):
            self.announced = True
            self.stdout.write(f"Ready: {settings.DSR_BASE_URL}/  (Ctrl-C stops everything)")
            self.stdout.flush()


def _children() -> list[Child]:
    children = [
        Child("web", python("-m", "gunicorn", "--config", "python:config.gunicorn")),
        Child("worker", python("-m", "config.runworker")),
    ]
    if not settings.CELERY_BROKER_URL.startswith("dsrfs:"):
        children.append(Child("beat", python("-m", "celery", "--app", "config.celery", "--quiet", "beat")))
    return children
