"""One document: looked at, described, its warnings judged, and in the end destroyed."""

from functools import partial
from http import HTTPStatus
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dsr.actions import describing, destruction
from dsr.models import Case
from dsr.queries.case_page import DocumentPage, load_document_page
from dsr.vocabulary import Action, ViewSubject
from dsr.web import access
from dsr.web.staff.acting import act, demand
from dsr.web.staff.case_forms import DocumentForms
from dsr.web.staff.comparison import Comparison, comparisons_for
from dsr.web.staff.forms import documents as forms
from dsr.web.staff.forms.base import CaseForm
from dsr.web.staff.pages import staff_page
from dsr.web.staff.sheets import Sheet


@require_safe
def document(request: HttpRequest, case_id: UUID, document_id: UUID) -> HttpResponse:
    """Show a document beside everything that can be done with it."""
    return draw_document(request, access.case_for(request.user, case_id), document_id)


def draw_document(
    request: HttpRequest,
    case: Case,
    document_id: UUID,
    failed: CaseForm | None = None,
    status: int = HTTPStatus.OK,
    *,
    compared: Comparison | None = None,
) -> HttpResponse:
    """Draw the page of a document, with a form that came back in its place. Raises Http404 for one of another case."""
    page = page_of(request, case, document_id)
    access.record_view(request.user, ViewSubject.CASE, case=case, object_id=str(document_id))
    context = {
        "page": page,
        "case": case,
        "paper": page.paper,
        "forms": DocumentForms(page, failed),
        "failed": failed,
        "sheet": Sheet.asked_for(request.GET, tuple(page.paper.document.pages.all())),
        "comparison": comparisons_for(case, compared)[page.role],
        "language_next": document_url(case, document_id),
    }
    return staff_page(request, "staff/document.html", context, status=status)


def document_asked_for(request: HttpRequest) -> UUID | None:
    """Return the document beside which a form of the case was sent, or None when it was sent from the case page."""
    try:
        return UUID(request.GET.get("document", ""))
    except ValueError:
        return None


def page_of(request: HttpRequest, case: Case, document_id: UUID) -> DocumentPage:
    """Return the page of a document of a visible case. Raises Http404."""
    page = load_document_page(case, document_id, request.user)
    if page is None:
        raise Http404
    return page


def document_url(case: Case, document_id: UUID) -> str:
    """Return the address of the page of a document."""
    return reverse("staff:document", args=[case.pk, document_id])


def document_again(request: HttpRequest, form: CaseForm, status: int, *, document_id: UUID) -> HttpResponse:
    """Draw the page of a document once more for a form that came back."""
    return draw_document(request, form.case, document_id, form, status)


@require_POST
def describe(request: HttpRequest, case_id: UUID, document_id: UUID) -> HttpResponse:
    """Note what a clerk reads on a document."""
    page = page_of(request, access.case_for(request.user, case_id), document_id)
    form = forms.DescribeForm(request.POST, case=page.case, paper=page.paper, line=page.line)
    verb = partial(describing.describe_document, document_id=document_id)
    again = partial(document_again, document_id=document_id)
    onward = document_url(page.case, document_id)
    return act(request, form, verb, done=_("What you read is noted."), again=again, onward=onward)


@require_POST
def settle(request: HttpRequest, case_id: UUID, document_id: UUID, finding_id: UUID) -> HttpResponse:
    """Judge a warning to be harmless."""
    page = page_of(request, access.case_for(request.user, case_id), document_id)
    caution = next((caution for caution in page.paper.cautions if caution.finding.pk == finding_id), None)
    if caution is None:
        raise Http404
    form = forms.SettleForm(request.POST, case=page.case, caution=caution)
    done = _("The tick is taken back.") if caution.only_destroying_helps else _("The warning is judged to be harmless.")
    verb = partial(describing.settle_finding, finding_id=finding_id)
    again = partial(document_again, document_id=document_id)
    onward = document_url(page.case, document_id)
    return act(request, form, verb, done=done, again=again, onward=onward)


@require_http_methods(["GET", "HEAD", "POST"])
def destroy(request: HttpRequest, case_id: UUID, document_id: UUID) -> HttpResponse:
    """Ask for the reason and a tick, then destroy the copies of a document for good."""
    case = access.document_for(request.user, case_id, document_id).case
    again = partial(_destroy_again, document_id=document_id)
    if request.method == "POST":
        form = forms.DestroyForm(request.POST, case=case)
        verb = partial(destruction.destroy_document, document_id=document_id)
        done = _("The document is destroyed. The store is asked to confirm it, which takes a few seconds.")
        return act(request, form, verb, done=done, again=again, onward="#papers")
    demand(request.user, Action.DESTROY_DOCUMENT, case)
    return again(request, forms.DestroyForm(case=case), HTTPStatus.OK)


def _destroy_again(request: HttpRequest, form: CaseForm, status: int, *, document_id: UUID) -> HttpResponse:
    page = page_of(request, form.case, document_id)
    access.record_view(request.user, ViewSubject.CASE, case=form.case, object_id=str(document_id))
    context = {"case": form.case, "paper": page.paper, "form": form}
    return staff_page(request, "staff/document_destroy.html", context, status=status)
