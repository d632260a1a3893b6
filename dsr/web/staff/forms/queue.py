"""The filter bar above a queue. Everything it says stands in the URL."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from dsr.models import Desk
from dsr.queries.queues import Filters, Queue, shown_states
from dsr.queries.search import LONGEST_SEARCH
from dsr.vocabulary import Channel, Kind
from dsr.web.forms import AccessibleForm, LineField, SelectField

ANY = ("", _("Any"))


class FilterForm(AccessibleForm):
    """Narrow a queue by search words, desk, kind, state and way in."""

    show_marks = False
    use_required_attribute = False

    q = LineField(
        label=_("Name, number, e-mail or phone"), limit=LONGEST_SEARCH, required=False, width="input-search"
    )
    desk = SelectField(label=_("Desk"), required=False)
    kind = SelectField(label=_("Right"), choices=[ANY, *Kind.choices], required=False)
    state = SelectField(label=_("State"), required=False)
    channel = SelectField(label=_("Way in"), choices=[ANY, *Channel.choices], required=False)

    def __init__(self, *args: Any, desks: Iterable[Desk], queue: Queue, **kwargs: Any) -> None:
        """Offer the reader's desks, and the states that this queue can hold."""
        self.queue = queue
        super().__init__(*args, auto_id="filter_%s", **kwargs)
        self.fields["desk"].choices = [ANY, *((desk.slug, str(desk)) for desk in desks)]
        self.fields["state"].choices = [ANY, *((state.value, state.label) for state in shown_states(queue))]
        self.desks = {desk.slug: desk.pk for desk in desks}

    def filters(self) -> Filters:
        """Return what is asked for; what makes no sense asks for nothing."""
        self.full_clean()
        said = getattr(self, "cleaned_data", {})
        return Filters(
            queue=self.queue,
            desk=self.desks.get(said.get("desk", "")),
            kind=said.get("kind", ""),
            state=said.get("state", ""),
            channel=said.get("channel", ""),
            typed=said.get("q", ""),
        )
