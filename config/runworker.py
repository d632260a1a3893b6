"""`python -m config.runworker`: one Celery worker.

On the embedded broker it runs one task at a time with beat as a thread, so that killing it leaves no beat behind.
On Redis it is a plain worker, and beat is a process of its own.
"""

import os
import shutil
import signal
import sys
import warnings
from threading import Thread

from celery import beat, bootsteps
from celery.apps.worker import Worker
from celery.exceptions import SecurityWarning
from celery.schedules import crontab
from django.conf import settings

from config.celery import app


class BeatThread(Thread):
    """Beat in this process. When it fails the worker ends too: alive without beat, it would let every timer stand."""

    def __init__(self) -> None:
        """Prepare the clock; it looks at least once a second whether it should stop."""
        super().__init__(name="beat", daemon=True)
        self.service = beat.Service(app, max_interval=1)
        self.stopping = False

    def run(self) -> None:
        """Send what is due until stopped. What runs every few seconds or minutes runs at once: it stood still."""
        try:
            scheduler = self.service.scheduler
            for entry in list(scheduler.schedule.values()):
                if not isinstance(entry.schedule, crontab):
                    scheduler.apply_entry(entry)
            self.service.start(embedded_process=False)
        finally:
            if not self.stopping:
                os.kill(os.getpid(), signal.SIGTERM)

    def stop(self) -> None:
        """Stop and save when each entry last ran."""
        self.stopping = True
        self.service.stop(wait=False)
        self.join(timeout=5)


class BeatStep(bootsteps.StartStopStep):
    """Start and stop the thread together with the worker."""

    def start(self, _worker: Worker) -> None:
        """Start the thread."""
        self.thread = BeatThread()
        self.thread.start()

    def stop(self, _worker: Worker) -> None:
        """Stop the thread."""
        self.thread.stop()


def main() -> int:
    """Run until told to stop; return the exit code."""
    # it warns of root because of pickle; our messages are JSON, and a bare machine has root only
    warnings.filterwarnings("ignore", category=SecurityWarning)
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
