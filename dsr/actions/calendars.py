"""Calendars of the desks: a manager's closing days become a new version, and open cases follow it one by one."""

import logging
from collections.abc import Sequence
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from dsr.actions.clock import days_of, move_everything, move_review
from dsr.actions.desks import add_calendar, business_days_of, holidays_that_would_go, own_closures
from dsr.actions.unit import SYSTEM, change
from dsr.errors import Refused
from dsr.law.calendars import BusinessCalendar, OwnClosure
from dsr.models import Calendar, Case, Desk, User
from dsr.queries.calendars import cases_behind
from dsr.vocabulary import Action, Role

logger = logging.getLogger(__name__)

AT_ONCE = 500  # cases that follow in one tick
MOST = 60  # closing times of its own that a desk may have


def follow(*, at_once: int = AT_ONCE) -> int:
    """Let open cases follow the newest calendar of their desk, each in a change of its own. Returns how many did.

    Costs what is behind. A process that dies leaves the others behind, and the next tick goes on with them.
    """
    return sum(_follow(case_id, version) for case_id, version in cases_behind(at_once))


def _follow(case_id: UUID, version: int) -> bool:
    """Compute a case anew. Timers are set anew only where a day moves, so that nothing is told twice.

    One that cannot be computed stays behind, with an error in the log, and holds up neither the others nor the tick.
    """
    try:
        with change(case_id, Action.RECOMPUTE_DEADLINE, by=SYSTEM) as this:
            case, before, due_before = this.case, this.case.calendar_version, this.case.due_on
            _require_behind(case, version)
            days_before = days_of(case)
            this.move(calendar_version=version)
            days_after = days_of(case)
            if days_after is not None and days_after != days_before:
                move_everything(case, this.now)
            move_review(case, this.now)
            this.note(calendar_before=before, calendar_version=version)
            this.note(due_before=due_before, due_on=case.due_on)
    except Refused:
        return False
    except Exception as failure:  # noqa: BLE001 - one broken case must not stop the clock of all
        # the class alone: its text may hold personal data
        logger.error("case %s does not follow its calendar: %s", case_id, type(failure).__name__)  # noqa: TRY400
        return False
    return True


def _require_behind(case: Case, version: int) -> None:
    if case.calendar_version >= version:  # another tick was faster
        raise Refused("nothing_changed")


def proposed(desk: Desk, own: Sequence[OwnClosure]) -> BusinessCalendar:
    """Return the calendar that a desk would have with these closing days of its own. Writes nothing.

    Public holidays and the closing days of the profile stay. Raises Refused: closure_backwards, closure_out_of_reach,
    closures_too_many, calendar_shrinks.
    """
    newest = desk.calendar()
    _check(own, newest)
    today = timezone.localdate()
    profile = desk.policy_on(today).profile
    days = business_days_of((*profile.calendar.closures, *own), newest.covers_to)
    if holidays_that_would_go(newest, days, today):
        raise Refused("calendar_shrinks")
    return days


def _check(own: Sequence[OwnClosure], newest: Calendar) -> None:
    if len(own) > MOST:
        raise Refused("closures_too_many")
    for closure in own:
        if closure.last < closure.first:
            raise Refused("closure_backwards")
        if not (newest.covers_from <= closure.first and closure.last <= newest.covers_to):
            raise Refused("closure_out_of_reach")


def activate(desk: Desk, own: Sequence[OwnClosure], *, by: User, base: int) -> Calendar:
    """Write a new version of a desk's calendar; its open cases follow with the next ticks.

    `base` is the version that the preview was computed from. Raises Refused: not_permitted, calendar_stale,
    nothing_changed, and what `proposed` raises.
    """
    if by.role_at(desk.pk) != Role.MANAGER:
        raise Refused("not_permitted")
    with transaction.atomic(durable=True):
        locked = Desk.objects.select_for_update().get(pk=desk.pk)
        newest = locked.calendar()
        if newest.version != base:
            raise Refused("calendar_stale")
        if set(own_closures(newest)) == set(own):
            raise Refused("nothing_changed")
        return add_calendar(locked, proposed(locked, own), sorted(set(own)), now=timezone.now(), by=by)
