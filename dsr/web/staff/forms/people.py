"""The form that puts a person's details right."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from dsr.models import Party
from dsr.vocabulary import Action, PartyRole
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

    def arguments(self) -> dict[str, Any]:
        """Return the person as the verb takes it."""
        return {"person": self.person, "seen": self.cleaned_data["seen"]}
