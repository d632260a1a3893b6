"""Forms beside the checklist: accept, reject, waive, add a scan, ask, confirm identity."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from dsr.actions.documents import IncomingFile
from dsr.law.evidence import EVIDENCE, EvidenceStatus
from dsr.queries.case_page import Line
from dsr.queries.case_page.papers import line_label
from dsr.vocabulary import Action, IdentityMethod, PartyRole, RejectReason
from dsr.web.forms import DocumentField, ParagraphField, SelectField
from dsr.web.staff.forms.base import CaseForm
from dsr.web.uploads import inspect_upload

CHOOSE = ("", _("Choose"))
LONGEST_FILE_NAME = 200


def take_file(file: UploadedFile) -> IncomingFile:
    """Return an uploaded file as the verbs take it. Raises ValidationError for what is no picture and no PDF."""
    verdict = inspect_upload(file)
    if not verdict.accepted:
        raise ValidationError(verdict.sentence, code=verdict.code)
    return IncomingFile((file.name or "")[:LONGEST_FILE_NAME], verdict.content_type, file.read())


class LineForm(CaseForm):
    """A form on one line of the checklist."""

    show_marks = False

    def __init__(self, *args: Any, line: Line, **kwargs: Any) -> None:
        """Take the line."""
        self.line = line
        super().__init__(*args, target=line.item.pk.hex, **kwargs)


class AcceptForm(LineForm):
    """What came in satisfies the line, as one of its kinds of evidence."""

    verb = Action.ACCEPT_ITEM
    evidence = SelectField(label=_("What it is"))
    unmasked_reason = ParagraphField(
        label=_("Why nothing has to be masked"),
        required=False,
        limit=1000,
        rows=2,
        help_text=_("Only where nothing on the copy has to be masked. Kept as a note for colleagues."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the kinds of evidence of the line; the only one, or what a clerk read on the document, is chosen."""
        super().__init__(*args, **kwargs)
        ways = [(way.code, way.label) for way in self.line.ways]
        ways += self.line.ways_by_other_channel
        self.fields["evidence"].choices = ways if len(ways) == 1 else [CHOOSE, *ways]
        described = [paper.document.kind for paper in self.line.kept_papers if paper.document.kind]
        self.initial["evidence"] = described[-1] if described else ""
        likely = self["evidence"].value() or (ways[0][0] if len(ways) == 1 else "")
        if not self.line.may_show_too_much(likely):
            del self.fields["unmasked_reason"]


class RejectForm(LineForm):
    """What came in does not count."""

    verb = Action.REJECT_ITEM
    reason = SelectField(
        label=_("Reason for rejecting it"),
        choices=[CHOOSE, *RejectReason.choices],
        help_text=_("The requester reads these words."),
    )


class WaiveForm(LineForm):
    """The line is not needed in this case."""

    verb = Action.WAIVE_ITEM
    reason = ParagraphField(
        label=_("Why this item is not needed"), limit=1000, rows=3, help_text=_("Kept as a note for colleagues.")
    )


class AddItemForm(CaseForm):
    """A further document is asked for, beside the rules of the desk."""

    verb = Action.ADD_ITEM
    show_marks = False
    evidence = SelectField(label=_("Document"))
    of = SelectField(label=_("Of whom"))
    instead_of = SelectField(label=_("In the place of"), required=False)
    reason = ParagraphField(
        label=_("Why the desk needs it"),
        limit=1000,
        rows=3,
        help_text=_("The rules of the desk do not ask for it. Managers see this reason."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer papers that can be used on the day the request arrived, the people of the case, and its open lines."""
        super().__init__(*args, **kwargs)
        on = self.case.received_on
        usable = [kind for kind in EVIDENCE.values() if kind.is_paper and kind.proves]
        usable = [kind for kind in usable if kind.status_on(on) is EvidenceStatus.USABLE]
        self.fields["evidence"].choices = [CHOOSE, *((kind.code, kind.label) for kind in usable)]
        people = [PartyRole(party.role) for party in self.case.parties.all()]
        self.fields["of"].choices = [(role.value, role.label) for role in PartyRole if role in people]
        lines = [(str(item.pk), line_label(item)) for item in self.case.items.open()]
        self.fields["instead_of"].choices = [("", _("No line: in addition")), *lines]

    def clean_instead_of(self) -> str | None:
        """Return the line, or None for a document that is asked for in addition."""
        return self.cleaned_data["instead_of"] or None


class DocumentForm(CaseForm):
    """A scan of a paper, for one line of the checklist or for none."""

    verb = Action.ADD_DOCUMENT
    takes_seen = False
    item_id = SelectField(label=_("Checklist item it belongs to"), required=False)
    file = DocumentField(label=_("Scan or photograph"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the lines of the case."""
        super().__init__(*args, **kwargs)
        lines = [(str(item.pk), line_label(item)) for item in self.case.items.all()]
        self.fields["item_id"].choices = [("", _("No checklist item")), *lines]

    def clean_file(self) -> IncomingFile:
        """Judge the file by what is in it."""
        return take_file(self.cleaned_data["file"])

    def clean_item_id(self) -> str | None:
        """Return the line, or None for a document that belongs to none."""
        return self.cleaned_data["item_id"] or None


class AskForm(CaseForm):
    """Tell the requester what is missing."""

    verb = Action.ASK_FOR_MORE


class VerifyForm(CaseForm):
    """Confirm who asks."""

    verb = Action.VERIFY_IDENTITY
    show_marks = False
    method = SelectField(label=_("How it was confirmed"), choices=IdentityMethod.choices)
