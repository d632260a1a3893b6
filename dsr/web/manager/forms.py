"""Which desks the figures are about."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from dsr.models import Desk
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
