"""The longer period that some laws allow once: taken in time, with a reason, and announced."""

from datetime import date
from uuid import UUID

from dsr.actions.clock import close_rules, extension_notice_by, move_target, owe_announcement
from dsr.actions.unit import Change, change
from dsr.errors import Refused
from dsr.models import ClockExtension, User
from dsr.vocabulary import Action, DeadlineRule, ExtensionNotice, Topic


def extend_clock(case_id: UUID, *, by: User, reason: str, seen: int | None = None) -> ClockExtension:
    """Take the extension of the law (GDPR 12(3), UK GDPR 12A, 11 CCR 7021), with the reason for the requester.

    Whoever gave an e-mail address is told by e-mail at once; for the others a timer waits for the letter. Raises
    Refused: not_permitted, wrong_state, no_extension, already_extended, extension_too_late, already_paused,
    reason_missing, stale.
    """
    with change(case_id, Action.EXTEND_CLOCK, by=by, expected_seq=seen) as this:
        if not reason.strip():
            raise Refused("reason_missing")
        notice_by, due_before = extension_notice_by(this.case), this.case.due_on
        this.move(on=this.today)
        if notice_by is None or this.today > notice_by:
            raise Refused("extension_too_late")
        move_target(this.case, this.now)
        this.note(due_before=due_before, due_on=this.case.due_on, notice_by=notice_by)
        return _write_down(this, by, due_before, notice_by, reason.strip())


def _write_down(this: Change, by: User, due_before: date, notice_by: date, reason: str) -> ClockExtension:
    """Keep what was extended and why; tell the requester, or set the timer for telling them."""
    case = this.case
    extension = ClockExtension(
        case=case, by=by, at=this.now, due_before=due_before, due_on=case.due_on, notice_by=notice_by
    )
    extension.reason = reason
    if case.requester.email:
        extension.announced_on, extension.announced_by = this.today, ExtensionNotice.EMAIL
        this.later(Topic.MAIL_EXTENDED)
    else:
        owe_announcement(case, notice_by)
    extension.save(force_insert=True)
    return extension


def announce_extension(
    case_id: UUID, *, by: User, announced_by: ExtensionNotice, on: date, seen: int | None = None
) -> None:
    """Record how and on which day (Asia/Tokyo) the requester was told of an extension.

    Raises Refused: not_permitted, wrong_state, nothing_to_announce, future_date, too_early, stale.
    """
    with change(case_id, Action.ANNOUNCE_EXTENSION, by=by, expected_seq=seen) as this:
        this.move()
        if on > this.today:
            raise Refused("future_date")
        if this.case.extended_on and on < this.case.extended_on:
            raise Refused("too_early")
        this.case.extensions.unannounced().update(announced_on=on, announced_by=announced_by)
        close_rules(this.case, this.now, DeadlineRule.EXTENSION_NOTICE)
        this.note(announced_by=announced_by, on=on)
