"""No open case without a timer that watches over it: whatever lost it, it is set anew, and somebody is told."""

import logging
from datetime import datetime
from uuid import UUID

from dsr.actions.clock import watch_again
from dsr.actions.unit import SYSTEM, change
from dsr.errors import Refused
from dsr.queries.unwatched import unwatched_cases
from dsr.vocabulary import Action

logger = logging.getLogger(__name__)

AT_ONCE = 500


def restore_timers(now: datetime) -> int:
    """Set the timers of open cases anew that have none of `WATCHING`. Returns how many cases had lost them.

    No action of the product leads there; a restored table or a hand in the database can. Says in the log which; the
    managers see it on their page until those timers have rung.
    """
    found = list(unwatched_cases().values_list("pk", flat=True)[:AT_ONCE])
    return sum(_restore(case_id, now) for case_id in found)


def _require_unwatched(case_id: UUID) -> None:
    """Ask again behind the door: another process may have been faster."""
    if not unwatched_cases().filter(pk=case_id).exists():
        raise Refused("wrong_state")


def _restore(case_id: UUID, now: datetime) -> bool:
    try:
        with change(case_id, Action.RESTORE_TIMERS, by=SYSTEM) as this:
            this.move()
            _require_unwatched(case_id)
            watch_again(this.case, now)
            this.note(due_on=this.case.due_on, version=this.case.due_version)
    except Refused:
        return False
    except Exception as failure:  # noqa: BLE001 - one broken case must not leave the others unwatched
        # the class alone: its text may hold personal data
        logger.error("case %s has no timer and got none: %s", case_id, type(failure).__name__)  # noqa: TRY400
        return False
    logger.error("case %s had no timer: set anew", case_id)
    return True
