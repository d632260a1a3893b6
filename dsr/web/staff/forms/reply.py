"""Forms of the reply: approve, release, record how it left and whether it came back."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dsr.vocabulary import BY_POST, SAID_BY_STAFF, Action, DeliveryChannel
from dsr.web.forms import DayField, LineField, RadioField, SelectField
from dsr.web.staff.forms.base import CaseForm
from dsr.web.staff.forms.checklist import CHOOSE

# What has to be confirmed before a reply leaves this way.
NEEDED_FIRST = {
    DeliveryChannel.RECORDED_POST: _("First confirm the postal address under People."),
    DeliveryChannel.COUNTER: _("First confirm under People that the person was seen with an identity document."),
}


class ApproveForm(CaseForm):
    """Freeze and number the letter."""

    verb = Action.APPROVE_LETTER


class ReasonForLatenessForm(CaseForm):
    """The base of the forms by which a reply leaves: they ask why it is late, and only where its last day is over."""

    late_because = SelectField(
        label=_("Why the reply is late"),
        choices=[CHOOSE, *((reason.value, reason.label) for reason in SAID_BY_STAFF)],
        required=False,
        help_text=_("Only for a reply that leaves after its last day."),
        error_messages={"required": _("Choose why the reply is late.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Ask nothing while there is time (Asia/Tokyo); suggest what was said before."""
        super().__init__(*args, **kwargs)
        self.initial["late_because"] = self.case.late_because
        if self.case.due_on >= timezone.localdate():
            del self.fields["late_because"]


class ReleaseForm(ReasonForLatenessForm):
    """Let the requester fetch the reply."""

    verb = Action.SEND_REPLY

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Want the reason, if it is asked for: the reply leaves today."""
        super().__init__(*args, **kwargs)
        if "late_because" in self.fields:
            self.fields["late_because"].required = True
            self.fields["late_because"].help_text = ""


class DeliveryForm(ReasonForLatenessForm):
    """The reply was posted or handed over."""

    verb = Action.MARK_REPLIED
    channel = RadioField(
        label=_("Delivery method"),
        choices=[(way.value, way.label) for way in (*BY_POST, DeliveryChannel.COUNTER)],
    )
    delivered_on = DayField(label=_("Date posted or handed over"))
    tracking = LineField(
        label=_("Tracking number"),
        limit=40,
        width="input-short",
        required=False,
        help_text=_("On the receipt of the post office, for example 123-45-67890-1. Needed for mail."),
    )
    field_order = ("channel", "delivered_on", "tracking", "late_because")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Suggest today (Asia/Tokyo), and say which ways are still closed."""
        super().__init__(*args, **kwargs)
        self.initial["delivered_on"] = timezone.localdate()
        closed = (way for way in NEEDED_FIRST if not self.case.may_leave_by(way))
        self.fields["channel"].widget.hints = {way.value: NEEDED_FIRST[way] for way in closed}

    def clean(self) -> dict[str, Any]:
        """Ask for the number of a recorded item, and why a reply is late."""
        found = super().clean() or {}
        if found.get("channel") in BY_POST and "tracking" in found and not found["tracking"]:
            self.add_error("tracking", _("Write the tracking number: it proves when the reply was posted."))
        late = found.get("delivered_on") and found["delivered_on"] > self.case.due_on
        if late and "late_because" in self.fields and not found.get("late_because"):
            self.add_error("late_because", self.fields["late_because"].error_messages["required"])
        return found


class ReturnForm(CaseForm):
    """The reply came back."""

    verb = Action.RECORD_RETURN
    show_marks = False
    returned_on = DayField(label=_("Date returned"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Suggest today (Asia/Tokyo)."""
        super().__init__(*args, **kwargs)
        self.initial["returned_on"] = timezone.localdate()
