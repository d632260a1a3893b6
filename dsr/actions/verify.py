"""Confirm who asks."""

from uuid import UUID

from dsr.actions.unit import change
from dsr.errors import Refused
from dsr.models import Case, User
from dsr.queries.unmasked import may_show_too_much
from dsr.vocabulary import Action


def verify_identity(case_id: UUID, *, by: User, method: str, seen: int | None = None) -> Case:
    """Received -> identity verified. Every line of the checklist must be accepted or waived.

    `method` is a code of how the person was confirmed (documents, call_back, in_person). Copies on no line, or on one
    that was never accepted, are masked by then too; those that come later, before the reply is released.
    Raises Refused: not_permitted, wrong_state, checklist_open, papers_unmasked, stale.
    """
    with change(case_id, Action.VERIFY_IDENTITY, by=by, expected_seq=seen) as this:
        this.move(verified_by_id=by.pk)
        if may_show_too_much(this.case):
            raise Refused("papers_unmasked")
        this.note(method=method)
    return this.case
