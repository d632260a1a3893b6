"""Whose case it is, what colleagues should know, and that the requester knows it arrived."""

from datetime import timedelta
from uuid import UUID

from dsr import policy
from dsr.actions.clock import close_rules
from dsr.actions.unit import Change, change
from dsr.errors import Refused
from dsr.models import Note, User
from dsr.policy import Actor
from dsr.vocabulary import Action, DeadlineRule

TWICE_WITHIN = timedelta(minutes=1)


def assign(case_id: UUID, assignee: User | None, *, by: Actor, seen: int | None = None) -> None:
    """Give a case to a member of staff of its desk, or back to nobody.

    Raises Refused: not_permitted (also when the assignee does not work on cases of the desk), wrong_state, stale.
    """
    with change(case_id, Action.ASSIGN, by=by, expected_seq=seen) as this:
        if assignee and not policy.can(assignee, Action.ASSIGN, this.case):
            raise Refused("not_permitted")
        this.move(assignee_id=assignee.pk if assignee else None)
        this.note(assignee=assignee.pk if assignee else None)


def add_note(case_id: UUID, text: str, *, by: User) -> Note:
    """Write an internal note, sealed with the case's key.

    Raises Refused: not_permitted, reason_missing, note_twice (the same words from the same hand within a minute).
    """
    if not text.strip():
        raise Refused("reason_missing")
    with change(case_id, Action.ADD_NOTE, by=by) as this:
        this.move()
        if any(note.text == text for note in this.case.notes.filter(author=by, at__gt=this.now - TWICE_WITHIN)):
            raise Refused("note_twice")
        note = write_note(this, by, text)
        this.note(note=str(note.pk))
    return note


def write_note(this: Change, author: User, text: str) -> Note:
    """Write a sealed note as part of another verb, which holds the door open."""
    note = Note(case=this.case, author=author, at=this.now)
    note.text = text
    note.save(force_insert=True)
    return note


def acknowledge(case_id: UUID, *, by: Actor, how: str, seen: int | None = None) -> None:
    """Record that the requester was told that the request arrived; `how` is a code such as post, phone or counter.

    Stops the acknowledgement timer. Raises Refused: not_permitted, wrong_state, already_acknowledged, stale.
    """
    with change(case_id, Action.ACKNOWLEDGE, by=by, expected_seq=seen) as this:
        this.move()
        this.case.acknowledged_at = this.now
        close_rules(this.case, this.now, DeadlineRule.ACKNOWLEDGEMENT)
        this.note(how=how)
