"""Forms about contacts: confirm one, take a confirmation back, ask the data subject about an agent."""

from typing import Any

from django.forms import HiddenInput
from django.utils.translation import gettext_lazy as _

from dsr.queries.contacts import ContactLine
from dsr.vocabulary import Action, ContactBasis, ContactMedium, PartyRole
from dsr.web.forms import DayField, SelectField
from dsr.web.staff.forms.base import CaseForm
from dsr.web.staff.forms.checklist import CHOOSE


class ContactForm(CaseForm):
    """A form on one contact of one person."""

    verb = Action.PROVE_CONTACT
    show_marks = False

    def __init__(self, *args: Any, line: ContactLine, target: str = "", **kwargs: Any) -> None:
        """Take the contact."""
        self.line = line
        super().__init__(*args, target=f"{line.role}-{line.medium}{target}", **kwargs)


class ProveForm(ContactForm):
    """The contact is the person's own, and why."""

    basis = SelectField(label=_("Why the contact is believed"))
    record_changed_on = DayField(
        label=_("Day of the last change of the record"),
        required=False,
        help_text=_("Only for the company's own record. If it was never changed: the day on which it was made."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer what is enough for what the reply holds; the only way needs no choice."""
        super().__init__(*args, **kwargs)
        ways = [(basis.value, basis.label) for basis in self.line.bases]
        self.fields["basis"].choices = [CHOOSE, *ways]
        if len(ways) == 1:
            self.initial["basis"], _label = ways[0]
            self.fields["basis"].widget = HiddenInput()
        if ContactBasis.COMPANY_RECORD not in self.line.bases:
            del self.fields["record_changed_on"]

    def clean(self) -> dict[str, Any]:
        """Ask for the day where the record is what counts."""
        found = super().clean() or {}
        day_counts = found.get("basis") == ContactBasis.COMPANY_RECORD and "record_changed_on" in found
        if day_counts and not found["record_changed_on"]:
            self.add_error("record_changed_on", _("Write when the record was last changed: a recent change counts."))
        return found


class RevokeForm(ContactForm):
    """The contact is not believed any longer."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Stand beside the form that confirms the same contact."""
        super().__init__(*args, target="-revoke", **kwargs)


# What was done, by the contact that the agent gave.
_ASKED = {
    ContactMedium.EMAIL: _("Send a mail to the e-mail address"),
    ContactMedium.POST: _("A letter to the postal address was sent by hand"),
}


class AskPrincipalForm(CaseForm):
    """The data subject is told that an agent asks in their name."""

    verb = Action.ASK_PRINCIPAL
    show_marks = False
    medium = SelectField(label=_("How the data subject is asked"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the ways in which the data subject can be reached."""
        super().__init__(*args, **kwargs)
        party = self.case.party(PartyRole.PRINCIPAL)
        ways = [(medium.value, words) for medium, words in _ASKED.items() if party and party.person.contact(medium)]
        self.fields["medium"].choices = ways
