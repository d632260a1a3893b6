"""The forms of a case and of one document: each is there exactly when its verb may be taken now by this reader."""

from dataclasses import dataclass
from typing import Any, TypeVar

from dsr.queries.case_page import CasePage, DocumentPage, Line
from dsr.queries.case_page.noticed import Caution
from dsr.queries.contacts import ContactLine
from dsr.vocabulary import PartyRole
from dsr.web.staff.forms.base import CaseForm
from dsr.web.staff.forms.caseload import (
    AcknowledgeForm,
    AnnounceForm,
    AssignForm,
    CorrectReceiptForm,
    ExtendForm,
    HoldForm,
    LiftHoldForm,
    NoteForm,
    PauseForm,
    ResumeForm,
    WithdrawForm,
)
from dsr.web.staff.forms.checklist import (
    AcceptForm,
    AddItemForm,
    AskForm,
    DocumentForm,
    RejectForm,
    VerifyForm,
    WaiveForm,
)
from dsr.web.staff.forms.contacts import AskPrincipalForm, ProveForm, RevokeForm
from dsr.web.staff.forms.decision import CloseDecisionForm
from dsr.web.staff.forms.documents import DescribeForm, SettleForm
from dsr.web.staff.forms.reply import DeliveryForm, ReleaseForm, ReturnForm

SINGLE = (
    AcknowledgeForm,
    AddItemForm,
    AnnounceForm,
    AskForm,
    AskPrincipalForm,
    CloseDecisionForm,
    CorrectReceiptForm,
    DeliveryForm,
    DocumentForm,
    HoldForm,
    LiftHoldForm,
    NoteForm,
    PauseForm,
    ReleaseForm,
    ResumeForm,
    ReturnForm,
    VerifyForm,
    WithdrawForm,
)
Form = TypeVar("Form", bound=CaseForm)


@dataclass(frozen=True)
class LineForms:
    """One line of the checklist with the forms that may be sent for it."""

    line: Line
    accept: AcceptForm | None
    reject: RejectForm | None
    waive: WaiveForm | None


@dataclass(frozen=True)
class ContactForms:
    """One contact of a person with the forms that may be sent for it."""

    line: ContactLine
    prove: ProveForm | None
    revoke: RevokeForm | None


class Offer:
    """The forms of one look. A form that came back refused stands in its own place, as it was typed."""

    def __init__(self, page: CasePage | DocumentPage, failed: CaseForm | None = None) -> None:
        """Note what the reader may send. `failed` is the form that came back, if any."""
        self.page, self.failed = page, failed
        self.placed = False

    def _offer(self, form: type[Form], **kwargs: Any) -> Form | None:
        if not self.page.may[form.verb.value]:
            return None
        fresh = form(case=self.page.case, **kwargs)
        if self.failed is None or self.failed.name != fresh.name:
            return fresh
        self.placed = True
        return self.failed  # type: ignore[return-value]

    def _of_line(self, line: Line) -> LineForms:
        return LineForms(
            line=line,
            accept=None if line.may_only_be_destroyed else self._offer(AcceptForm, line=line),
            reject=self._offer(RejectForm, line=line),
            waive=self._offer(WaiveForm, line=line),
        )

    @property
    def homeless(self) -> CaseForm | None:
        """Return the form that came back although the page no longer offers it; its text is shown to be copied."""
        return None if self.placed else self.failed


class CaseForms(Offer):
    """The forms of the case page."""

    def __init__(self, page: CasePage, failed: CaseForm | None = None) -> None:
        """Build what the reader may send."""
        super().__init__(page, failed)
        self.single = {form.verb.value: self._offer(form) for form in SINGLE}
        self.single[AssignForm.verb.value] = self._offer(AssignForm, workers=page.workers)
        # the table knows no day, and the law wants the extension announced by one
        self.single[ExtendForm.verb.value] = self._offer(ExtendForm) if page.clock.extension_by else None
        self.lines = tuple(self._of_line(line) for line in page.lines)
        self.contacts = {
            role.value: tuple(self._of_contact(line) for line in page.contacts.of(role)) for role in PartyRole
        }

    def _of_contact(self, line: ContactLine) -> ContactForms:
        return ContactForms(
            line=line,
            prove=self._offer(ProveForm, line=line) if line.bases else None,
            revoke=self._offer(RevokeForm, line=line) if line.proof else None,
        )


@dataclass(frozen=True)
class CautionForm:
    """One warning with the form that judges it."""

    caution: Caution
    settle: SettleForm | None


class DocumentForms(Offer):
    """The forms of the page of one document."""

    def __init__(self, page: DocumentPage, failed: CaseForm | None = None) -> None:
        """Build what the reader may send."""
        super().__init__(page, failed)
        self.describe = self._offer(DescribeForm, paper=page.paper, line=page.line)
        self.cautions = tuple(
            CautionForm(caution, self._offer(SettleForm, caution=caution)) for caution in page.paper.open_cautions
        )
        self.entry = self._of_line(page.line) if page.line else None
