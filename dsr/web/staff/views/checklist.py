"""What can be done beside the checklist."""

from functools import partial
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from dsr.actions import documents, items
from dsr.actions.verify import verify_identity
from dsr.models import Case
from dsr.queries.case_page import Line
from dsr.queries.case_page.papers import lines_of, papers_of
from dsr.web import access
from dsr.web.staff.acting import act
from dsr.web.staff.forms import checklist as forms
from dsr.web.staff.forms.base import CaseForm
from dsr.web.staff.views.case import case_again
from dsr.web.staff.views.documents import document_asked_for, draw_document


def _line(case: Case, item_id: UUID) -> Line:
    """Return one line of the checklist of a visible case. Raises Http404."""
    line = next((line for line in lines_of(case, papers_of(case)) if line.item.pk == item_id), None)
    if line is None:
        raise Http404
    return line


def _again(request: HttpRequest, form: CaseForm, status: int) -> HttpResponse:
    """Draw the page from which the form was sent: of the document that the address names, or of the case."""
    document_id = document_asked_for(request)
    return (
        draw_document(request, form.case, document_id, form, status)
        if document_id
        else case_again(request, form, status)
    )


@require_POST
def accept(request: HttpRequest, case_id: UUID, item_id: UUID) -> HttpResponse:
    """Accept what came in for a line."""
    case = access.case_for(request.user, case_id)
    form = forms.AcceptForm(request.POST, case=case, line=_line(case, item_id))
    verb = partial(items.accept_item, item_id=item_id)
    return act(request, form, verb, done=_("The item is accepted."), again=_again, onward="#papers")


@require_POST
def reject(request: HttpRequest, case_id: UUID, item_id: UUID) -> HttpResponse:
    """Say that what came in for a line does not count."""
    case = access.case_for(request.user, case_id)
    form = forms.RejectForm(request.POST, case=case, line=_line(case, item_id))
    verb = partial(items.reject_item, item_id=item_id)
    return act(request, form, verb, done=_("The item is rejected."), again=_again, onward="#papers")


@require_POST
def waive(request: HttpRequest, case_id: UUID, item_id: UUID) -> HttpResponse:
    """Do without a line."""
    case = access.case_for(request.user, case_id)
    form = forms.WaiveForm(request.POST, case=case, line=_line(case, item_id))
    verb = partial(items.waive_item, item_id=item_id)
    return act(request, form, verb, done=_("The item is waived."), again=_again, onward="#papers")


@require_POST
def add_item(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Ask for a document that the rules of the desk do not ask for."""
    form = forms.AddItemForm(request.POST, case=access.case_for(request.user, case_id))
    done = _("The document is on the checklist. Ask for what is missing when the list is complete.")
    return act(request, form, items.add_item, done=done, again=case_again, onward="#papers")


@require_POST
def add_document(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Add a scan."""
    form = forms.DocumentForm(request.POST, request.FILES, case=access.case_for(request.user, case_id))
    done = _("The document is added. It is being converted for safe viewing, which takes a few seconds.")
    return act(request, form, documents.add_document, done=done, again=case_again, onward="#papers")


@require_POST
def ask(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Tell the requester what is missing."""
    form = forms.AskForm(request.POST, case=access.case_for(request.user, case_id))
    return act(
        request, form, items.ask_for_more, done=_("The requester has been told what is missing."), again=case_again
    )


@require_POST
def verify(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Confirm who asks."""
    form = forms.VerifyForm(request.POST, case=access.case_for(request.user, case_id))
    return act(request, form, verify_identity, done=_("The identity is confirmed."), again=case_again)
