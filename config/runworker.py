"""`python -m config.runworker`: one Celery worker.

On the embedded broker it runs one task at a time with beat as a thread, so that killing it leaves no beat behind.
On Redis it is a plain worker, and beat is a process of its own.
"""

import shutil
import sys
import warnings

import django
from celery import bootsteps
from celery.apps.worker import Worker
from celery.exceptions import SecurityWarning
from django.conf import settings

from config import prepare
from config.beat import BeatThread
from config.celery import app
from dsr.effects.memory import close_memory


class BeatStep(bootsteps.StartStopStep):
    """Start and stop the thread together with the worker."""

    def start(self, _worker: Worker) -> None:
        """Start the thread."""
        self.thread = BeatThread(app)
        self.thread.start()

    def stop(self, _worker: Worker) -> None:
        """Stop the thread."""
        self.thread.stop()


def main() -> int:
    """Run until told to stop; return the exit code."""
    # first of all: the environment may hold the master keys
    close_memory()
    # it warns of root because of pickle; our messages are JSON, and a bare machine has root only
    warnings.filterwarnings("ignore", category=SecurityWarning)
    django.setup()
    prepare.keys_fit()
    embedded = settings.CELERY_BROKER_URL.startswith("dsrfs:")
    if embedded:
        # what a killed worker had taken: its row is still there, so the message is only litter
        shutil.rmtree(str(settings.CELERY_BROKER_TRANSPORT_OPTIONS["processed_folder"]), ignore_errors=True)
        app.steps["worker"].add(BeatStep)
    worker = app.Worker(
        pool="solo" if embedded else "prefork",
        loglevel=settings.LOGGING["root"]["level"],
        without_gossip=True,
        without_mingle=True,
        without_heartbeat=True,
        quiet=True,
    )
    worker.start()
    return worker.exitcode or 0


if __name__ == "__main__":
    sys.exit(main())
