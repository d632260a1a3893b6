"""Was the clock of this server set? Asked by every tick, of a second clock that nobody can set."""

import logging
import time
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

from django.db import transaction

from dsr.models import ClockStep, Heartbeat

logger = logging.getLogger(__name__)

BOOT_ID = Path("/proc/sys/kernel/random/boot_id")
# what a time server corrects by and by stays far below
TOLERATED = timedelta(seconds=60)


def note_clock_step(now: datetime) -> timedelta:
    """Record by how much the clock was set since the last tick on this machine. Returns it; zero if it was not.

    The moment at which the machine started never changes. Where clock and time since the start (sleep included) put
    it elsewhere than before, the clock was set. It is kept by start, so two machines never compare their clocks.
    """
    started = now - timedelta(seconds=time.clock_gettime(time.CLOCK_BOOTTIME))
    known, is_new = Heartbeat.objects.get_or_create(name=f"boot {_boot()}", defaults={"at": started})
    step = timedelta() if is_new else started - known.at
    if abs(step) <= TOLERATED:
        return timedelta()
    with transaction.atomic():
        # of two ticks at the same moment one records it
        if Heartbeat.objects.filter(pk=known.pk, at=known.at).update(at=started):
            seconds = round(step.total_seconds())
            ClockStep.objects.create(at=now, seconds=seconds)
            logger.error("clock.step: the clock of this server was set by %+d seconds", seconds)
    return step


@cache
def _boot() -> str:
    """Return the name that the kernel gave to this start of the machine."""
    return BOOT_ID.read_text().strip().replace("-", "")
