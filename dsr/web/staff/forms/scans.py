"""Forms of scanned post: take a pile in; file or discard pages by hand."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from dsr.actions.documents import IncomingFile
from dsr.models import Desk
from dsr.queries.scans import InboxPage
from dsr.receipts import parse_case_number
from dsr.vocabulary import DiscardReason
from dsr.web.forms import AccessibleForm, CheckboxesField, DocumentField, LineField, SelectField
from dsr.web.staff.forms.checklist import take_file

CHOOSE = ("", _("Choose"))


class PileForm(AccessibleForm):
    """A pile of post, scanned into one file."""

    show_marks = False
    use_required_attribute = False
    desk = SelectField(label=_("Desk"))
    file = DocumentField(label=_("Scanned file"))

    def __init__(self, *args: Any, desks: list[Desk], **kwargs: Any) -> None:
        """Offer the desks of the reader; the only one is chosen already."""
        super().__init__(*args, **kwargs)
        self.desks = {str(desk.pk): desk for desk in desks}
        choices = [(key, str(desk)) for key, desk in self.desks.items()]
        self.fields["desk"].choices = choices if len(choices) == 1 else [CHOOSE, *choices]

    def clean_desk(self) -> Desk:
        """Return the desk."""
        return self.desks[self.cleaned_data["desk"]]

    def clean_file(self) -> IncomingFile:
        """Judge the file by what is in it."""
        return take_file(self.cleaned_data["file"])


class PagesForm(AccessibleForm):
    """Pages of the inbox that were ticked."""

    show_marks = False
    use_required_attribute = False
    pages = CheckboxesField(label=_("Pages"), choices=(), error_messages={"required": _("Tick at least one page.")})

    def __init__(self, *args: Any, waiting: list[InboxPage], **kwargs: Any) -> None:
        """Offer the pages that wait."""
        super().__init__(*args, **kwargs)
        self.fields["pages"].choices = [(str(page.number), str(page.number)) for page in waiting]

    def clean_pages(self) -> list[int]:
        """Return the numbers of the pages in the pile."""
        return [int(number) for number in self.cleaned_data["pages"]]


class FilePagesForm(PagesForm):
    """File the ticked pages as one document."""

    number = LineField(
        label=_("Case number"), limit=64, width="input-short", help_text=_("For example DSR-26-7KQ4-9M2X-C.")
    )

    def clean_number(self) -> str:
        """Read the number as people write it."""
        number = parse_case_number(self.cleaned_data["number"])
        if number is None:
            raise ValidationError(_("This is no case number. Compare it with the cover sheet or the receipt."))
        return number


class DiscardPagesForm(PagesForm):
    """The ticked pages belong to no case."""

    reason = SelectField(label=_("Why they belong to no case"), choices=[CHOOSE, *DiscardReason.choices])
