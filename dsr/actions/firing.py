"""What the clock does once a minute: every timer that is due is fired, each once."""

import logging
from datetime import datetime

from django.utils import timezone

from dsr.actions.unit import SYSTEM, Change, change
from dsr.errors import Refused
from dsr.models import Deadline, Heartbeat
from dsr.queries.clock_status import TICK
from dsr.vocabulary import Action, Topic

logger = logging.getLogger(__name__)

FIRE_AT_MOST, BATCH = 20_000, 200


def fire_all_due(now: datetime) -> int:
    """Fire everything due up to now, oldest first, each once, with a sign of life on the way. Returns how many fired.

    A timer that cannot fire stays due, with an error in the log, and holds up none of the others.
    """
    waiting = list(Deadline.objects.due(now).values_list("pk", flat=True)[:FIRE_AT_MOST])
    fired = 0
    for first in range(0, max(len(waiting), 1), BATCH):
        fired += sum(_fire(deadline_id) for deadline_id in waiting[first : first + BATCH])
        Heartbeat.objects.update_or_create(name=TICK, defaults={"at": max(now, timezone.now())})
    return fired


def _fire(deadline_id: int) -> bool:
    """Fire one timer; a refusal means that another tick, or the end of the case, came first."""
    deadline = Deadline.objects.get(pk=deadline_id)
    try:
        with change(deadline.case_id, Action.FIRE_DEADLINE, by=SYSTEM) as this:
            this.move()
            _claim(this, deadline)
    except Refused:
        return False
    except Exception as failure:  # noqa: BLE001 - one broken case must not stop the clock of all
        # the class alone: its text may hold personal data
        logger.error("timer %s of case %s did not fire: %s", deadline.rule, deadline.case_id, type(failure).__name__)  # noqa: TRY400
        return False
    return True


def _claim(this: Change, deadline: Deadline) -> None:
    if not Deadline.objects.waiting().filter(pk=deadline.pk).update(fired_at=this.now):
        raise Refused("already_fired")
    late_by = max((this.today - deadline.due_on).days, 0)
    this.note(rule=deadline.rule, due_on=deadline.due_on, version=deadline.version, late_by_days=late_by)
    this.later(Topic.MAIL_REMINDER, deadline=deadline.pk)
