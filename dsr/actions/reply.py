"""The reply leaves the building, comes back, or is no longer wanted."""

from datetime import date
from uuid import UUID

from django.utils import timezone

from dsr.actions.clock import close_all, reopen_target
from dsr.actions.keeping import clear_times, set_times
from dsr.actions.unit import REQUESTER, Change, change
from dsr.errors import Refused
from dsr.models import Case, Delivery, Letter, User
from dsr.policy import Actor
from dsr.queries.unmasked import may_show_too_much
from dsr.vocabulary import Action, DeliveryChannel, LatenessReason, Topic


def send_reply(case_id: UUID, *, by: User, late_because: LatenessReason | str = "", seen: int | None = None) -> None:
    """Release the letter for the follow page and mail the requester. The fetch, not this click, makes it replied.

    `late_because` says why it is released after its last day; it is kept for a late one only, until it is fetched.
    Raises Refused: not_permitted, wrong_state, letter_not_ready, contact_not_proved, copies_unmasked, stale.
    """
    with change(case_id, Action.SEND_REPLY, by=by, expected_seq=seen) as this:
        kept = late_because if this.today > this.case.due_on else ""
        this.move(late_because=kept)
        _require_masked_copies(this.case)
        this.note(letter=str(_letter(this.case).pk), due_on=this.case.due_on, late_because=kept)
        if this.case.requester.email:
            this.later(Topic.MAIL_REPLY_READY)


def mark_replied(
    case_id: UUID,
    *,
    by: Actor,
    channel: DeliveryChannel,
    delivered_on: date,
    tracking: str = "",
    late_because: LatenessReason | str = "",
    seen: int | None = None,
) -> Delivery:
    """Record that the letter was fetched, posted or handed over: decided -> replied, all timers closed.

    `late_because` says why a reply leaves after its last day; it is kept for a late one only. A fetch takes what staff
    said at the release. A requester is not kept from a released reply by a copy that came in meanwhile. Raises
    Refused: not_permitted, wrong_state, stale, letter_not_ready, contact_not_proved, copies_unmasked, future_date,
    too_early.
    """
    with change(case_id, Action.MARK_REPLIED, by=by, expected_seq=seen) as this:
        this.move(on=delivered_on)
        letter = _letter_that_may_leave(this, by, channel, delivered_on)
        delivery = Delivery(
            case=this.case,
            letter=letter,
            channel=channel,
            delivered_on=delivered_on,
            recorded_at=this.now,
            recorded_by=by if isinstance(by, User) else None,
            late_because=_why_late(this.case, channel, delivered_on, late_because),
        )
        delivery.tracking = tracking
        delivery.save(force_insert=True)
        close_all(this.case, this.now)
        set_times(this.case, delivered_on, this.today)
        this.note(letter=str(letter.pk), channel=channel, delivered_on=delivered_on, delivery=str(delivery.pk))
        this.note(due_on=this.case.due_on, late_because=delivery.late_because)
        if channel != DeliveryChannel.FOLLOW_PAGE and this.case.requester.email:
            this.later(Topic.MAIL_REPLIED)
    return delivery


def _letter_that_may_leave(this: Change, by: Actor, channel: DeliveryChannel, delivered_on: date) -> Letter:
    """Return the letter, or raise Refused with the reason why it cannot have left this way, or on this day."""
    if by is not REQUESTER:
        _require_masked_copies(this.case)
    letter = _letter(this.case)
    if by is REQUESTER and this.case.released_at is None:
        raise Refused("letter_not_ready")
    if not this.case.may_leave_by(channel):
        raise Refused("contact_not_proved")
    if delivered_on > this.today:
        raise Refused("future_date")
    if delivered_on < letter.issued_on:
        raise Refused("too_early")
    return letter


def _why_late(
    case: Case, channel: DeliveryChannel, delivered_on: date, said: LatenessReason | str
) -> LatenessReason | str:
    """Return why the reply is late, or nothing when it is not. A requester who fetches is not asked.

    Nothing too for a reply that was released late before anybody was asked why.
    """
    if delivered_on <= case.due_on:
        return ""
    if channel != DeliveryChannel.FOLLOW_PAGE or case.released_at is None:
        return said
    return case.late_because if timezone.localdate(case.released_at) > case.due_on else LatenessReason.FETCHED_LATE


def record_return(case_id: UUID, *, by: User, returned_on: date, seen: int | None = None) -> None:
    """Record that the post brought the reply back undelivered: replied -> decided, the desk target runs again.

    The same letter may be sent another way. Raises Refused: not_permitted, wrong_state, not_returnable, future_date,
    too_early, stale.
    """
    with change(case_id, Action.RECORD_RETURN, by=by, expected_seq=seen) as this:
        this.move()
        delivery = this.case.deliveries.filter(returned_on__isnull=True).latest("recorded_at")
        if returned_on > this.today:
            raise Refused("future_date")
        if returned_on < delivery.delivered_on:
            raise Refused("too_early")
        delivery.returned_on = returned_on
        delivery.save(update_fields=["returned_on"])
        reopen_target(this.case, this.today)
        clear_times(this.case, this.today)
        this.note(letter=str(delivery.letter_id), delivery=str(delivery.pk), returned_on=returned_on)


def withdraw(case_id: UUID, *, by: Actor, seen: int | None = None) -> None:
    """Take the request back, as the requester or on the requester's word. All timers are closed.

    Raises Refused: not_permitted, wrong_state, stale.
    """
    with change(case_id, Action.WITHDRAW, by=by, expected_seq=seen) as this:
        this.move()
        close_all(this.case, this.now)
        set_times(this.case, this.today, this.today)
        this.note(withdrawn_by="staff" if isinstance(by, User) else "requester")
        _confirm_withdrawal(this)


def _confirm_withdrawal(this: Change) -> None:
    if this.case.requester.email:
        this.later(Topic.MAIL_WITHDRAWN)


def _require_masked_copies(case: Case) -> None:
    """Refuse while a copy that came in after the identity was confirmed may show too much: nobody looks afterwards."""
    if may_show_too_much(case):
        raise Refused("copies_unmasked")


def _letter(case: Case) -> Letter:
    return case.letters.get()
