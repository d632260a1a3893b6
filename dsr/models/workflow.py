"""WHAT MAY FOLLOW WHAT: the whole life of a case on one screen. Bodies set fields and do nothing else."""

from datetime import date, datetime

from django.db import models
from django_fsm import FSMField, FSMModelMixin, can_proceed, transition

from dsr.models.conditions import (
    announcement_owed,
    checklist_complete,
    clock_may_stop,
    clock_runs,
    clock_stands,
    every_right_decided,
    has_mandated_agent,
    held,
    law_extends,
    letter_has_pdf,
    lines_open,
    mailbox_proved,
    no_letter_yet,
    not_acknowledged,
    not_extended,
    not_held,
    went_by_post,
)
from dsr.vocabulary import OPEN_STATES, Action, LatenessReason, State

OPEN = list(OPEN_STATES)
# afterwards only the desk's own work is left, for which no clock stops
UNDECIDED = [State.RECEIVED, State.IDENTITY_VERIFIED]
ANY = list(State)


class CaseWorkflow(FSMModelMixin, models.Model):
    """The table. A verb with target None is allowed in its source states and does not move the case."""

    state = FSMField(choices=State.choices, default=State.RECEIVED, protected=True, editable=False)
    verified_at = models.DateTimeField(null=True, editable=False)
    decided_at = models.DateTimeField(null=True, editable=False)
    replied_at = models.DateTimeField(null=True, editable=False)
    replied_on = models.DateField(null=True, editable=False, help_text="The day on which the reply left, not its entry")
    released_at = models.DateTimeField(null=True, help_text="Since when the reply may be fetched")
    late_because = models.CharField(
        max_length=20, choices=LatenessReason.choices, blank=True, default="", db_default="", editable=False
    )
    withdrawn_at = models.DateTimeField(null=True, editable=False)
    paused_from = models.DateField(null=True, editable=False)
    extended_on = models.DateField(null=True, editable=False, help_text="When the extension of the law was taken")
    held_since = models.DateField(null=True, editable=False, help_text="Legal hold: nothing of the case is destroyed")

    class Meta:
        """Kept apart from Case so that the table can be read alone."""

        abstract = True

    @transition(state, source=[], target=State.RECEIVED)
    def submit_request(self, *, at: datetime) -> None:
        """Begin: no state leads here, a case is made by `actions.receive` alone."""

    @transition(state, source=OPEN, target=None)
    def assign(self, *, at: datetime, assignee_id: int | None) -> None:
        """Give the case to a member of staff, or to nobody."""
        self.assignee_id = assignee_id

    @transition(state, source=OPEN, target=None, conditions=[not_acknowledged])
    def acknowledge(self, *, at: datetime) -> None:
        """The requester was told that the request arrived."""

    @transition(state, source=ANY, target=None)
    def add_note(self, *, at: datetime) -> None:
        """Staff wrote an internal note."""

    @transition(state, source=OPEN, target=None)
    def correct_person(self, *, at: datetime) -> None:
        """What was written down about a person is put right."""

    @transition(state, source=OPEN, target=None)
    def add_document(self, *, at: datetime) -> None:
        """A file came in."""

    @transition(state, source=ANY, target=None)
    def record_rebuild(self, *, at: datetime) -> None:
        """The worker made a file safe, or could not."""

    @transition(state, source=State.RECEIVED, target=None)
    def accept_item(self, *, at: datetime) -> None:
        """A line of the checklist is satisfied."""

    @transition(state, source=State.RECEIVED, target=None)
    def reject_item(self, *, at: datetime) -> None:
        """What came in for a line does not count."""

    @transition(state, source=State.RECEIVED, target=None)
    def waive_item(self, *, at: datetime) -> None:
        """A line is not needed in this case."""

    @transition(state, source=State.RECEIVED, target=None)
    def add_item(self, *, at: datetime) -> None:
        """A further document is asked for, perhaps in the place of a line."""

    @transition(state, source=OPEN, target=None)
    def describe_document(self, *, at: datetime) -> None:
        """Staff noted what a document is."""

    @transition(state, source=ANY, target=None)
    def settle_finding(self, *, at: datetime) -> None:
        """A person judged a warning."""

    @transition(state, source=ANY, target=None)
    def mask_document(self, *, at: datetime) -> None:
        """What may not be kept was blacked out for good."""

    @transition(state, source=ANY, target=None)
    def destroy_document(self, *, at: datetime) -> None:
        """The key of a document was destroyed; its bytes are to follow."""

    @transition(state, source=ANY, target=None)
    def record_shredding(self, *, at: datetime) -> None:
        """The store confirmed that the bytes are gone."""

    @transition(state, source=ANY, target=None)
    def record_verdict(self, *, at: datetime) -> None:
        """The virus scanner said something of a file."""

    @transition(state, source=ANY, target=None)
    def record_paper(self, *, at: datetime) -> None:
        """A paper was put somewhere, returned or destroyed."""

    @transition(state, source=OPEN, target=None)
    def prove_contact(self, *, at: datetime) -> None:
        """A contact was confirmed, or is not believed any longer."""

    @transition(state, source=OPEN, target=None, conditions=[has_mandated_agent])
    def ask_principal(self, *, at: datetime) -> None:
        """The data subject is told that somebody asks in their name."""

    @transition(state, source=ANY, target=None, conditions=[not_held])
    def set_hold(self, *, at: datetime, on: date) -> None:
        """Nothing of the case may be destroyed from now on."""
        self.held_since = on

    @transition(state, source=ANY, target=None, conditions=[held])
    def lift_hold(self, *, at: datetime) -> None:
        """The times of keeping count again."""
        self.held_since = None

    @transition(state, source=State.RECEIVED, target=None, conditions=[lines_open])
    def ask_for_more(self, *, at: datetime) -> None:
        """Tell the requester what is missing."""

    @transition(state, source=UNDECIDED, target=None, conditions=[clock_runs, clock_may_stop])
    def pause_clock(self, *, at: datetime, from_on: date) -> None:
        """The period for the reply stands still from a day on."""
        self.paused_from = from_on

    @transition(state, source=OPEN, target=None, conditions=[clock_stands])
    def resume_clock(self, *, at: datetime) -> None:
        """The desk target runs again."""
        self.paused_from = None

    @transition(state, source=OPEN, target=None, conditions=[law_extends, not_extended, clock_runs])
    def extend_clock(self, *, at: datetime, on: date) -> None:
        """The longer period of the law is taken."""
        self.extended_on = on

    @transition(state, source=OPEN, target=None, conditions=[announcement_owed])
    def announce_extension(self, *, at: datetime) -> None:
        """The requester was told of the extension."""

    @transition(state, source=OPEN, target=None)
    def correct_receipt(self, *, at: datetime, received_on: date) -> None:
        """The request reached the company on another day than was written down."""
        self.received_on = received_on

    @transition(state, source=OPEN, target=None)
    def recompute_deadline(self, *, at: datetime, calendar_version: int) -> None:
        """The days of the case follow a newer calendar of the desk."""
        self.calendar_version = calendar_version

    @transition(state, source=State.RECEIVED, target=State.IDENTITY_VERIFIED, conditions=[checklist_complete])
    def verify_identity(self, *, at: datetime, verified_by_id: int) -> None:
        """The person, and the authority of an agent, are confirmed."""
        self.verified_at, self.verified_by_id = at, verified_by_id

    @transition(state, source=State.RECEIVED, target=State.DECIDED)
    def refuse_on_procedure(self, *, at: datetime, refused_by_id: int) -> None:
        """Identity, method or fee was not put right (APPI art. 37(1)); the letter says what is missing."""
        self.decided_at, self.refused_by_id = at, refused_by_id

    @transition(state, source=State.IDENTITY_VERIFIED, target=None)
    def decide_right(self, *, at: datetime) -> None:
        """One right gets its outcome."""

    @transition(state, source=State.IDENTITY_VERIFIED, target=State.DECIDED, conditions=[every_right_decided])
    def decide(self, *, at: datetime) -> None:
        """All rights are decided."""
        self.decided_at = at

    @transition(state, source=State.DECIDED, target=None, conditions=[no_letter_yet])
    def approve_letter(self, *, at: datetime) -> None:
        """The reply is frozen and numbered."""

    @transition(state, source=State.DECIDED, target=None)
    def attach_pdf(self, *, at: datetime) -> None:
        """The frozen letter exists as bytes."""

    @transition(state, source=State.DECIDED, target=None, conditions=[letter_has_pdf, mailbox_proved])
    def send_reply(self, *, at: datetime, late_because: LatenessReason | str) -> None:
        """The reply may be fetched from the follow page."""
        self.released_at, self.late_because = at, late_because

    @transition(state, source=State.DECIDED, target=State.REPLIED, conditions=[letter_has_pdf])
    def mark_replied(self, *, at: datetime, on: date) -> None:
        """The reply left the building."""
        self.replied_at, self.replied_on = at, on

    @transition(state, source=State.REPLIED, target=State.DECIDED, conditions=[went_by_post])
    def record_return(self, *, at: datetime) -> None:
        """The reply came back: the requester was not notified after all."""
        self.replied_at = self.replied_on = None

    @transition(state, source=OPEN, target=State.WITHDRAWN)
    def withdraw(self, *, at: datetime) -> None:
        """The requester takes the request back."""
        self.withdrawn_at = at

    @transition(state, source=OPEN, target=None)
    def fire_deadline(self, *, at: datetime) -> None:
        """A timer told somebody something."""

    @transition(state, source=OPEN, target=None)
    def restore_timers(self, *, at: datetime) -> None:
        """The case was found without a timer that watches over it, and got one again."""

    def allows(self, action: Action) -> bool:
        """Say whether a verb may follow now: state and conditions. The one answer for door, button and refusal."""
        return can_proceed(getattr(self, action.value))

    def refusal_of(self, action: Action) -> str | None:
        """Return the code of the reason why a verb may not follow now, or None if it may."""
        verb = getattr(self, action.value)
        if not can_proceed(verb, check_conditions=False):
            return "wrong_state"
        conditions = verb._django_fsm.get_transition(self.state).conditions  # noqa: SLF001 - no public way
        return next((condition.refusal for condition in conditions if not condition(self)), None)
