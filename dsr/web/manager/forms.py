"""Which desks the figures are about, and whose looks a report is about."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from dsr.models import Desk, User
from dsr.web.forms import AccessibleForm, SelectField


class DeskChoice(AccessibleForm):
    """One desk of the person, or all of them. An unknown desk in the URL reads as all."""

    show_marks = False

    desk = SelectField(label=_("Desk"), required=False)

    def __init__(self, data: Any, *, desks: Sequence[int]) -> None:
        """Offer the desks whose figures the person may see."""
        super().__init__(data)
        self.desks = list(Desk.objects.filter(pk__in=desks))
        self.fields["desk"].choices = [("", _("All desks")), *((desk.slug, str(desk)) for desk in self.desks)]

    @property
    def chosen(self) -> list[int]:
        """Return the ids of the desks that the page is about."""
        wanted = self.cleaned_data.get("desk") if self.is_valid() else ""
        return [desk.pk for desk in self.desks if not wanted or desk.slug == wanted]


class PersonChoice(AccessibleForm):
    """One member of staff. An unknown one in the URL reads as nobody."""

    show_marks = False

    person = SelectField(label=_("Person"), required=False)

    def __init__(self, data: Any, *, people: Sequence[User]) -> None:
        """Offer the people whose looks the reader may see."""
        super().__init__(data)
        self.people = {str(person.pk): person for person in people}
        names = [(key, str(person)) for key, person in self.people.items()]
        self.fields["person"].choices = [("", _("Choose a person")), *names]

    @property
    def chosen(self) -> User | None:
        """Return the person that the page is about, or None."""
        return self.people.get(self.cleaned_data.get("person", "")) if self.is_valid() else None
