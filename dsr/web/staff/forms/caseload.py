"""Forms around the work itself: whose case it is, notes, the clock, the end at the requester's word."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from dsr.law.pauses import stopping_reasons
from dsr.models import User
from dsr.vocabulary import Acknowledgement, Action, ExtensionNotice, ReceiptCorrection, Regime
from dsr.web.forms import ConfirmField, DayField, ParagraphField, SelectField
from dsr.web.staff.forms.base import CaseForm
from dsr.web.staff.forms.checklist import CHOOSE


class AssignForm(CaseForm):
    """Give the case to a colleague, or back to nobody."""

    verb = Action.ASSIGN
    show_marks = False
    assignee = SelectField(label=_("Assign to"), required=False)

    def __init__(self, *args: Any, workers: Iterable[User], **kwargs: Any) -> None:
        """Offer who works at the desk."""
        self.workers = {str(person.pk): person for person in workers}
        super().__init__(*args, **kwargs)
        self.fields["assignee"].choices = [("", _("Nobody")), *((key, str(who)) for key, who in self.workers.items())]
        self.initial["assignee"] = str(self.case.assignee_id or "")

    def clean_assignee(self) -> User | None:
        """Return the colleague, or None."""
        return self.workers.get(self.cleaned_data["assignee"])


class AcknowledgeForm(CaseForm):
    """The requester was told that the request arrived."""

    verb = Action.ACKNOWLEDGE
    show_marks = False
    how = SelectField(label=_("How the requester was told"), choices=[CHOOSE, *Acknowledgement.choices])


class NoteForm(CaseForm):
    """A note for colleagues."""

    verb = Action.ADD_NOTE
    takes_seen = False
    show_marks = False
    text = ParagraphField(
        label=_("Note for colleagues"), limit=4000, rows=3, help_text=_("The requester never sees notes.")
    )


class PauseForm(CaseForm):
    """Stop the period for the reply, for a reason that its law knows."""

    verb = Action.PAUSE_CLOCK
    show_marks = False
    reason = SelectField(label=_("Reason for the pause"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the reasons for which the clock of the case may stop."""
        super().__init__(*args, **kwargs)
        reasons = stopping_reasons(Regime(self.case.regime), self.case.received_on)
        self.fields["reason"].choices = [CHOOSE, *((reason.value, reason.label) for reason in reasons)]


class ResumeForm(CaseForm):
    """Let the desk target run again."""

    verb = Action.RESUME_CLOCK


class ExtendForm(CaseForm):
    """Take the longer period that the law allows, and say why."""

    verb = Action.EXTEND_CLOCK
    show_marks = False
    reason = ParagraphField(
        label=_("Why more time is needed"),
        limit=1000,
        rows=3,
        help_text=_("The requester reads this, on the status page or in the letter. The law wants the reason told."),
    )


class AnnounceForm(CaseForm):
    """The requester was told of the extension by other means than e-mail."""

    verb = Action.ANNOUNCE_EXTENSION
    show_marks = False
    announced_by = SelectField(label=_("How the requester was told"), choices=[CHOOSE, *ExtensionNotice.choices])
    on = DayField(label=_("On"))


class CorrectReceiptForm(CaseForm):
    """The request reached the company on another day."""

    verb = Action.CORRECT_RECEIPT
    show_marks = False
    received_on = DayField(label=_("Day on which it reached the company"))
    reason = SelectField(label=_("Why the day changes"), choices=[CHOOSE, *ReceiptCorrection.choices])


class HoldForm(CaseForm):
    """Nothing of the case may be destroyed from now on."""

    verb = Action.SET_HOLD
    show_marks = False
    reason = ParagraphField(
        label=_("Why everything has to be kept"), limit=1000, rows=3, help_text=_("Kept as a note for colleagues.")
    )


class LiftHoldForm(CaseForm):
    """The times of keeping count again."""

    verb = Action.LIFT_HOLD
    show_marks = False
    reason = ParagraphField(
        label=_("Why the hold is no longer needed"), limit=1000, rows=3, help_text=_("Kept as a note for colleagues.")
    )


class WithdrawForm(CaseForm):
    """Close the case at the requester's word."""

    verb = Action.WITHDRAW
    show_marks = False
    confirmed = ConfirmField(label=_("The requester said so, and this desk knows that it was the requester."))

    def arguments(self) -> dict[str, Any]:
        """The tick is for the reader only."""
        return {"seen": self.cleaned_data["seen"]}
