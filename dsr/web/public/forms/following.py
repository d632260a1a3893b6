"""The forms of the follow page."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from dsr import storage
from dsr.actions.documents import IncomingFile
from dsr.web.forms import AccessibleForm, LineField
from dsr.web.public.forms.documents import InspectedDocumentField

LONGEST = 200


class OpenCaseForm(AccessibleForm):
    """Case number and secret as they stand on the receipt; spaces, small letters and O for 0 do not matter."""

    use_required_attribute = False
    show_marks = False

    number = LineField(label=_("Case number"), limit=LONGEST, help_text=_("For example DSR-26-7KQ4-9M2X-C"))
    secret = LineField(
        label=_("Secret code"), limit=LONGEST, help_text=_("Seven groups of four letters and digits, from your receipt")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Keep both out of the browser's memory of forms and away from spelling checkers."""
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs |= {"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}


class AddDocumentForm(AccessibleForm):
    """One more file for a line of the checklist."""

    use_required_attribute = False
    show_marks = False

    document = InspectedDocumentField(label=_("Copy or photograph"))

    def clean_document(self) -> UploadedFile:
        """Take no file while the disk has no room for it."""
        file = self.cleaned_data["document"]
        if not storage.has_room(file.size):
            raise ValidationError(_("Files cannot be taken at the moment. Please try again later."))
        return file

    @property
    def incoming(self) -> IncomingFile:
        """Return the accepted file."""
        file = self.cleaned_data["document"]
        return IncomingFile(file.name, file.content_type, file.read())
