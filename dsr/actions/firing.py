"""What the clock does once a minute: every timer that is due is told, each once; missed stages are recorded."""

import logging
from datetime import datetime

from django.utils import timezone

from dsr.actions import holding
from dsr.actions.clock import follow_up
from dsr.actions.unit import SYSTEM, Change, change
from dsr.errors import Refused
from dsr.models import Deadline, Heartbeat
from dsr.queries.clock_status import TICK
from dsr.vocabulary import Action, DeadlineRule, Topic

logger = logging.getLogger(__name__)

FIRE_AT_MOST, BATCH = 20_000, 200


def fire_all_due(now: datetime) -> int:
    """Fire everything due up to now, oldest first, each once, with a sign of life on the way. Returns how many fired.

    Of the stages of one target that are due together the last is told; the others are recorded as skipped late.
    Where more is due than may be told at once, nothing is, and a manager is asked (`holding`). A timer that cannot
    fire stays due, with an error in the log, and holds up none of the others.
    """
    allowed = holding.allowed_up_to(now)
    waiting = list(Deadline.objects.due(allowed).values_list("pk", flat=True)[:FIRE_AT_MOST]) if allowed else []
    fired = 0
    for first in range(0, max(len(waiting), 1), BATCH):
        fired += sum(_fire(deadline_id, now) for deadline_id in waiting[first : first + BATCH])
        Heartbeat.objects.update_or_create(name=TICK, defaults={"at": max(now, timezone.now())})
    if len(waiting) < FIRE_AT_MOST:
        holding.end_released(now)
    return fired


def _fire(deadline_id: int, now: datetime) -> bool:
    """Fire one timer; a refusal means that another tick, or the end of the case, came first."""
    deadline = Deadline.objects.get(pk=deadline_id)
    try:
        with change(deadline.case_id, Action.FIRE_DEADLINE, by=SYSTEM) as this:
            this.move()
            return _claim(this, deadline_id, now)
    except Refused:
        return False
    except Exception as failure:  # noqa: BLE001 - one broken case must not stop the clock of all
        # the class alone: its text may hold personal data
        logger.error("timer %s of case %s did not fire: %s", deadline.rule, deadline.case_id, type(failure).__name__)  # noqa: TRY400
        return False


def _claim(this: Change, deadline_id: int, now: datetime) -> bool:
    """Take a timer that still waits, and tell of it unless a later stage is due too. Returns whether it is told."""
    deadline = Deadline.objects.waiting().with_overtaken(now).filter(pk=deadline_id).first()
    if deadline is None:
        raise Refused("already_fired")
    late_by = max((this.today - deadline.due_on).days, 0)
    this.note(rule=deadline.rule, due_on=deadline.due_on, version=deadline.version, late_by_days=late_by)
    row = Deadline.objects.waiting().filter(pk=deadline_id)
    if deadline.overtaken:  # type: ignore[attr-defined]  # annotated
        row.update(closed_at=this.now, skipped_late=True)
        this.note(skipped_late=True)
        return False
    row.update(fired_at=this.now)
    this.later(Topic.MAIL_REMINDER, deadline=deadline.pk)
    follow_up(this.case, DeadlineRule(deadline.rule), this.today)
    return True
