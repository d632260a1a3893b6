"""Forms about a paper at the desk: new, put elsewhere, returned, destroyed."""

from typing import Any, ClassVar
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dsr.actions.papers import WAYS, Whereabouts
from dsr.law.evidence import EVIDENCE
from dsr.models import User
from dsr.vocabulary import Action, PaperStatus
from dsr.web.forms import DayField, LineField, ParagraphField, RadioField, SelectField
from dsr.web.staff.forms.base import CaseForm

PLACE_HINT = _("Shelf, binder or safe. No names.")


class PaperForm(CaseForm):
    """One entry about one paper. `paper` is None for a paper that is new."""

    verb = Action.RECORD_PAPER
    show_marks = False
    status: ClassVar[PaperStatus] = PaperStatus.HELD

    def __init__(self, *args: Any, paper: UUID | None = None, **kwargs: Any) -> None:
        """Take the paper; suggest today (Asia/Tokyo)."""
        self.paper = paper
        super().__init__(*args, target=f"{self.status.value}-{paper.hex}" if paper else "", **kwargs)
        self.initial["on"] = timezone.localdate()

    def arguments(self) -> dict[str, Any]:
        """Return the entry as the verb takes it."""
        found = {name: value for name, value in self.cleaned_data.items() if name != "seen"}
        said = Whereabouts(status=self.status, paper=self.paper, **found)
        return {"said": said, "seen": self.cleaned_data.get("seen")}


class NewPaperForm(PaperForm):
    """A paper came in."""

    kind = SelectField(label=_("Paper"))
    place = LineField(label=_("Where it lies"), limit=100, help_text=PLACE_HINT)
    on = DayField(label=_("Since"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer what the checklist of the case names before all other papers."""
        super().__init__(*args, **kwargs)
        papers = [kind for kind in EVIDENCE.values() if kind.is_paper]
        asked = {code for item in self.case.items.all() for code in (*item.any_of, *item.by_other_channel)}
        choices = [
            (_("On the checklist"), [(kind.code, kind.label) for kind in papers if kind.code in asked]),
            (_("Other papers"), [(kind.code, kind.label) for kind in papers if kind.code not in asked]),
        ]
        self.fields["kind"].choices = [("", _("Choose")), *(group for group in choices if group[1])]


class MovedForm(PaperForm):
    """The paper was put somewhere else."""

    place = LineField(label=_("Where it lies now"), limit=100, help_text=PLACE_HINT)
    on = DayField(label=_("Since"))


class ReturnedForm(PaperForm):
    """The paper went back to the requester."""

    status = PaperStatus.RETURNED
    way = RadioField(label=_("How"), choices=[(way.value, way.label) for way in WAYS[PaperStatus.RETURNED]])
    on = DayField(label=_("Date returned"))
    reason = ParagraphField(
        label=_("Why it goes back although a legal hold is set"),
        limit=1000,
        rows=2,
        help_text=_("Kept as a note for colleagues. Keep a copy if the dispute may need it."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Ask for a reason only under a legal hold."""
        super().__init__(*args, **kwargs)
        if not self.case.held_since:
            del self.fields["reason"]


class DestroyedForm(PaperForm):
    """The paper was destroyed before the eyes of a second person."""

    status = PaperStatus.DESTROYED
    way = RadioField(label=_("How"), choices=[(way.value, way.label) for way in WAYS[PaperStatus.DESTROYED]])
    on = DayField(label=_("Date destroyed"))
    witness = SelectField(label=_("Witness"), help_text=_("Somebody else of the desk, who saw it."))

    def __init__(self, *args: Any, colleagues: tuple[User, ...], **kwargs: Any) -> None:
        """Take who may be a witness."""
        super().__init__(*args, **kwargs)
        self.colleagues = {str(person.pk): person for person in colleagues}
        self.fields["witness"].choices = [("", _("Choose")), *((key, str(who)) for key, who in self.colleagues.items())]

    def clean_witness(self) -> User:
        """Return the person."""
        return self.colleagues[self.cleaned_data["witness"]]
