"""Confirm who asks."""

from uuid import UUID

from dsr.actions.unit import change
from dsr.models import Case, User
from dsr.vocabulary import Action


def verify_identity(case_id: UUID, *, by: User, method: str, seen: int | None = None) -> Case:
    """Received -> identity verified. Every line of the checklist must be accepted or waived.

    `method` is a code of how the person was confirmed (documents, call_back, in_person).
    Raises Refused: not_permitted, wrong_state, checklist_open, stale.
    """
    with change(case_id, Action.VERIFY_IDENTITY, by=by, expected_seq=seen) as this:
        this.move(verified_by_id=by.pk)
        this.note(method=method)
    return this.case
