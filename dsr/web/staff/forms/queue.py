"""The filter bar above a queue. Its filters stand in the URL, so lists can be linked to; what is typed never does."""

import re
from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dsr.models import Desk, User
from dsr.queries.next_step import NextStep
from dsr.queries.queues import AgeSpan, Filters, Queue, shown_states
from dsr.queries.search import LONGEST_SEARCH
from dsr.vocabulary import Channel, Kind
from dsr.web.forms import AccessibleForm, LineField, SelectField

ANY = ("", _("Any"))
NOBODY = "nobody"
_AGE = re.compile(r"([0-9]{1,4})-([0-9]{0,4})")
_MONTH = re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])")


class FilterForm(AccessibleForm):
    """Narrow a queue. `age` (days since arrival, 11-20 or 31-) and `replied` (a month) come from the figures' links."""

    IN_URL = ("desk", "kind", "state", "step", "person", "channel", "age", "replied")
    show_marks = False
    use_required_attribute = False

    q = LineField(label=_("Name, number, e-mail or phone"), limit=LONGEST_SEARCH, required=False)
    desk = SelectField(label=_("Desk"), required=False)
    kind = SelectField(label=_("Rights asked for"), choices=[ANY, *Kind.choices], required=False)
    state = SelectField(label=_("State"), required=False)
    step = SelectField(label=_("Next step"), choices=[ANY, *NextStep.choices], required=False)
    person = SelectField(label=_("Assigned to"), required=False)
    channel = SelectField(label=_("Channel"), choices=[ANY, *Channel.choices], required=False)
    age = forms.RegexField(_AGE, required=False, widget=forms.HiddenInput)
    replied = forms.RegexField(_MONTH, required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, desks: Iterable[Desk], people: Iterable[User], queue: Queue, **kwargs: Any) -> None:
        """Offer the reader's desks and colleagues, and the states that this queue can hold."""
        self.queue, self.desks = queue, list(desks)
        super().__init__(*args, auto_id="filter_%s", **kwargs)
        self.fields["desk"].choices = [ANY, *((str(desk.pk), str(desk)) for desk in self.desks)]
        self.fields["state"].choices = [ANY, *((state.value, state.label) for state in shown_states(queue))]
        colleagues = [(str(person.pk), str(person)) for person in people]
        self.fields["person"].choices = [ANY, (NOBODY, _("Nobody")), *colleagues]

    def filters(self) -> Filters:
        """Return what is asked for; what makes no sense asks for nothing."""
        self.full_clean()
        said = getattr(self, "cleaned_data", {})
        person = said.get("person", "")
        return Filters(
            queue=self.queue,
            desk=int(said["desk"]) if said.get("desk") else None,
            kind=said.get("kind", ""),
            state=said.get("state", ""),
            channel=said.get("channel", ""),
            typed=said.get("q", ""),
            step=NextStep(said["step"]) if said.get("step") else None,
            person=int(person) if person.isdecimal() else None,
            with_nobody=person == NOBODY,
            age=_age(said.get("age", "")),
            replied_in=_month(said.get("replied", "")),
        )


def _age(text: str) -> AgeSpan | None:
    found = _AGE.fullmatch(text)
    return AgeSpan(int(found[1]), int(found[2]) if found[2] else None) if found else None


def _month(text: str) -> date | None:
    found = _MONTH.fullmatch(text)
    return date(int(found[1]), int(found[2]), 1) if found and int(found[1]) else None
