"""The papers of a request: one place to choose a file for each line, and a second one for a back or another page."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.forms.boundfield import BoundField
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from dsr.actions.documents import IncomingFile
from dsr.actions.drafts import MAX_FILES, has_room
from dsr.models import DraftFile
from dsr.queries.procedure import PaperLine
from dsr.web.forms import AccessibleForm, DocumentField
from dsr.web.public.routing import Route
from dsr.web.uploads import inspect_upload

SECOND = "__2"  # after the code of a line: its second file
FIELD = "document_"
# first place, second place, what is said to the second
CARD = (
    _("Front of the card, or the paper"),
    _("Back of the card"),
    _("Only if the list above asks for both sides. Never the back of a My Number card."),
)
PAPER = (_("Copy or photograph"), _("Another page"), _("If there is one."))
NO_ROOM = _(
    "Files cannot be taken at the moment. Send the request without them; you can add them later on the follow page."
)


class InspectedDocumentField(DocumentField):
    """A file that is looked into at once, so that the person can choose another one while the form is open.

    `said_as` names it far from its line, in the summary of errors, where several have the same label.
    """

    def __init__(self, *, said_as: str = "", **kwargs: Any) -> None:
        """Take what to call it; its label is enough where no other field has the same."""
        super().__init__(**kwargs)
        self.said_as = said_as or self.label

    def clean(self, data: Any, initial: Any = None) -> UploadedFile | None:
        """Refuse what is no picture or PDF, or is empty or too large, in words for the sender."""
        if not data:
            return super().clean(data, initial)
        verdict = inspect_upload(data)
        if not verdict.accepted:
            raise ValidationError(verdict.sentence, code=verdict.code)
        data.content_type = verdict.content_type
        return data


@dataclass(frozen=True)
class Place:
    """One place for a file: its slot, its field, and what is kept there already."""

    slot: str
    field: BoundField
    kept: DraftFile | None


@dataclass(frozen=True)
class DocumentRow:
    """One line of papers on the page, with its places for files."""

    paper: PaperLine
    places: list[Place]


class DocumentsForm(AccessibleForm):
    """Files against the checklist. None is required: whoever has none at hand can send them later."""

    use_required_attribute = False
    show_marks = False

    def __init__(self, route: Route, *args: Any, kept: Mapping[str, DraftFile] | None = None, **kwargs: Any) -> None:
        """Take the lines of the route, and the files that are kept already."""
        super().__init__(*args, **kwargs)
        self.lines, self.kept = route.papers, kept or {}
        for line in self.lines:
            if not line.original and line.papers:
                self.fields |= _places(line)

    def is_multipart(self) -> bool:
        """Accepted files are kept with the draft, so the summary of errors does not ask for all of them again."""
        return False

    def clean(self) -> dict[str, Any]:
        """Take as many files as one request may carry, and none without room; say why, and that the rest can follow."""
        answers = super().clean() or {}
        chosen = [name for name in self.fields if answers.get(name)]
        free = MAX_FILES - len(set(self.kept) - {_slot(name) for name in chosen})
        for name in chosen[max(free, 0) :]:
            message = gettext(
                "One request carries at most %(limit)s files. "
                "Send this one later, from the page where you follow your request."
            )
            self.add_error(name, message % {"limit": MAX_FILES})
        taken = chosen[: max(free, 0)]
        if taken and not has_room(sum(answers[name].size for name in taken)):
            for name in taken:
                self.add_error(name, NO_ROOM)
        return answers

    @property
    def accepted(self) -> Iterator[tuple[str, IncomingFile]]:
        """Return the files that were accepted this time, each with its slot."""
        for name, file in self.cleaned_data.items():
            if file:
                file.seek(0)
                yield _slot(name), IncomingFile(file.name, file.content_type, file.read())

    @property
    def rows(self) -> Iterator[DocumentRow]:
        """Return the lines for the page."""
        for line in self.lines:
            slots = [slot for slot in (line.code, line.code + SECOND) if FIELD + slot in self.fields]
            yield DocumentRow(line, [Place(slot, self[FIELD + slot], self.kept.get(slot)) for slot in slots])

    @property
    def not_sent(self) -> list[PaperLine]:
        """Return the lines for which no file is kept."""
        return [line for line in self.lines if line.code not in self.kept and line.code + SECOND not in self.kept]


def line_of(slot: str) -> str:
    """Return the code of the line that a slot belongs to."""
    return slot.removesuffix(SECOND)


def _slot(name: str) -> str:
    return name.removeprefix(FIELD)


def _places(line: PaperLine) -> dict[str, InspectedDocumentField]:
    first, second, hint = CARD if line.two_sided else PAPER
    second_place = gettext("%(label)s: %(message)s") % {"label": line.label, "message": second}
    fields = {
        line.code: InspectedDocumentField(label=first, said_as=str(line.label), required=False),
        line.code + SECOND: InspectedDocumentField(label=second, said_as=second_place, required=False, help_text=hint),
    }
    return {FIELD + slot: field for slot, field in fields.items()}
