"""The day on which a request reached the company, put right: everything counted from it follows."""

from datetime import date
from uuid import UUID

from django.utils import timezone

from dsr.actions.clock import move_everything
from dsr.actions.unit import change
from dsr.errors import Refused
from dsr.law.kinds import kinds_for
from dsr.policy import Actor
from dsr.vocabulary import Action, ReceiptCorrection, Regime


def correct_receipt(
    case_id: UUID, *, by: Actor, received_on: date, reason: ReceiptCorrection, seen: int | None = None
) -> None:
    """Put the day of receipt right (a date at the place of receipt). The case keeps the version of the policy it has.

    Every day that is counted from the receipt is computed anew, with its timers; the journal keeps the old and the new
    ones. Raises Refused: not_permitted, wrong_state, nothing_changed, after_entry, no_such_clock, stale.
    """
    with change(case_id, Action.CORRECT_RECEIPT, by=by, expected_seq=seen) as this:
        case, received_before, due_before = this.case, this.case.received_on, this.case.due_on
        if received_on == received_before:
            raise Refused("nothing_changed")
        if received_on > timezone.localdate(case.created_at):
            raise Refused("after_entry")
        in_force = {row.kind for row in kinds_for(Regime(case.regime), received_on)}
        if not set(case.rights.values_list("kind", flat=True)) <= in_force:
            raise Refused("no_such_clock")
        this.move(received_on=received_on)
        move_everything(case, this.now)
        this.note(received_before=received_before, received_on=received_on)
        this.note(due_before=due_before, due_on=case.due_on, reason_code=reason)
