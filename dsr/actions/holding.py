"""The clock asks before it tells very much at once: after a clock that jumped, or a very long sleep."""

import logging
from datetime import datetime, timedelta

from django.conf import settings

from dsr.errors import Refused
from dsr.models import Deadline, TickHold, User
from dsr.policy import RELEASES_REMINDERS
from dsr.queries.clock_status import last_tick

logger = logging.getLogger(__name__)

# a server may stand still for a month and more; a clock that moves on by a quarter has more likely jumped
LONG_SLEEP = timedelta(days=90)


def allowed_up_to(now: datetime) -> datetime | None:
    """Return up to when a tick may tell what is due, or None while a manager has to look first. Writes the hold.

    A hold ends by itself when less is due again, because the clock was put right; what was released is told, but
    never what lies ahead of the clock.
    """
    hold = TickHold.objects.standing().first()
    if hold and hold.released_at:
        return min(now, hold.up_to)
    waiting = Deadline.objects.to_be_told(now).count()
    last_ran = hold.last_ran if hold else last_tick()
    slept = last_ran is not None and now - last_ran > LONG_SLEEP
    if waiting > settings.DSR_TICK_LIMIT or (waiting and slept):
        _hold(hold, now, waiting, last_ran)
        return None
    TickHold.objects.standing().filter(released_at=None).update(ended_at=now)
    return now


def _hold(hold: TickHold | None, now: datetime, waiting: int, last_ran: datetime | None) -> None:
    if hold is None:
        logger.error("%s reminders wait for a manager: too many at once, or after too long a time", waiting)
        TickHold.objects.create(held_at=now, up_to=now, waiting=waiting, last_ran=last_ran)
        return
    # only while nobody released it
    TickHold.objects.filter(pk=hold.pk, released_at=None).update(up_to=now, waiting=waiting)


def release(now: datetime, *, by: User | None) -> int:
    """Let the next tick tell what waits. Returns how many reminders waited; `by` is None for the command line.

    Raises Refused: not_permitted (a manager of some desk releases), nothing_held.
    """
    if by is not None and not RELEASES_REMINDERS & set(by.roles.values()):
        raise Refused("not_permitted")
    holds = TickHold.objects.standing().filter(released_at=None)
    waiting = holds.values_list("waiting", flat=True).first()
    if waiting is None or not holds.update(released_at=now, released_by=by):
        raise Refused("nothing_held")
    return waiting


def end_released(now: datetime) -> None:
    """Write down that what was released has been told."""
    TickHold.objects.standing().filter(released_at__isnull=False).update(ended_at=now)
