"""The forms about a person of a case: to put their details right, and to compare them with a paper."""

from dataclasses import replace
from typing import Any

from django.utils.translation import gettext_lazy as _

from dsr.actions.people import ALWAYS_OPEN
from dsr.models import Party
from dsr.persons import PersonDetails
from dsr.vocabulary import Action, PartyRole, State
from dsr.web.forms import AccessibleForm, LineField, ParagraphField
from dsr.web.staff.forms.base import CaseForm
from dsr.web.staff.forms.intake import PartyForm

NOT_ASKED = {PartyRole.PRINCIPAL: ("organisation",), PartyRole.AGENT: ()}


class CorrectPersonForm(PartyForm, CaseForm):
    """What was written down about one person, to be typed anew."""

    verb = Action.CORRECT_PERSON

    def __init__(self, *args: Any, party: Party, **kwargs: Any) -> None:
        """Begin with what stands there."""
        self.party = party
        kwargs["initial"] = party.person.as_json()
        super().__init__(*args, name_label=_("Full name"), omit=NOT_ASKED[PartyRole(party.role)], **kwargs)
        self.fields["seen"].widget.attrs.pop("autocomplete")
        self.is_proved = self.case.state != State.RECEIVED
        for name in set(self.fields) - ALWAYS_OPEN - {"seen"} if self.is_proved else ():
            del self.fields[name]

    def arguments(self) -> dict[str, Any]:
        """Return the person as the verb takes it; what was proved stays."""
        typed = {name: self.cleaned_data[name] for name in ALWAYS_OPEN}
        person = replace(self.party.person, **typed) if self.is_proved else self.person
        return {"person": person, "seen": self.cleaned_data["seen"]}


class ComparisonForm(AccessibleForm):
    """What a clerk reads on a paper, or in the company's register. It is compared and forgotten."""

    use_required_attribute = False
    show_marks = False

    name = LineField(label=_("Name on the paper"), limit=200, required=False)
    kana = LineField(label=_("Reading on the paper (furigana)"), limit=200, required=False)
    address = ParagraphField(label=_("Address on the paper"), limit=300, rows=2, required=False)

    def __init__(self, *args: Any, role: str, **kwargs: Any) -> None:
        """Take the part of the person, which tells two forms on one page apart."""
        super().__init__(*args, auto_id=f"compare-{role}_%s", **kwargs)
        self.fields["address"].show_counter = False
        self.fields["address"].help_text = _("With the postal code, if the paper has one.")
        for field in self.fields.values():
            field.widget.attrs["autocomplete"] = "off"

    def clean(self) -> dict[str, Any]:
        """Ask for something to compare."""
        read = super().clean() or {}
        if not self.errors and not any(read.values()):
            self.add_error(None, _("Type at least one of the three as the paper shows it."))
        return read

    @property
    def person(self) -> PersonDetails:
        """Return the person as the paper shows them. Call it after `is_valid`."""
        return PersonDetails(**self.cleaned_data)
