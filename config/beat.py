"""The clock: a scheduler that catches up at once, and a thread that runs it inside the embedded worker."""

import os
import signal
from datetime import UTC, datetime
from threading import Thread

from celery import Celery, beat
from celery.schedules import crontab

LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


class CatchUpScheduler(beat.PersistentScheduler):
    """Celery's scheduler, except that what runs every few seconds or minutes runs first of all when beat starts."""

    def setup_schedule(self) -> None:
        """Read when each entry last ran; count everything but the nightly work as due."""
        super().setup_schedule()
        for entry in self.schedule.values():
            if not isinstance(entry.schedule, crontab):
                entry.last_run_at = LONG_AGO


class BeatThread(Thread):
    """Beat in this process. When it fails the worker ends too: alive without beat, it would let every timer stand."""

    def __init__(self, app: Celery) -> None:
        """Prepare the clock; it looks at least once a second whether it should stop."""
        super().__init__(name="beat", daemon=True)
        self.service = beat.Service(app, max_interval=1, scheduler_cls=CatchUpScheduler)
        self.stopping = False

    def run(self) -> None:
        """Send what is due until stopped."""
        try:
            self.service.start(embedded_process=False)
        finally:
            if not self.stopping:
                os.kill(os.getpid(), signal.SIGTERM)

    def stop(self) -> None:
        """Stop, and save when each entry last ran."""
        self.stopping = True
        self.service.stop(wait=False)
        self.join(timeout=5)
