"""Black boxes over what may not be kept: typed, drawn, looked at, and then burned in for good."""

from functools import partial
from http import HTTPStatus
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dsr.actions.masking import mask_document
from dsr.errors import Refused
from dsr.queries.case_page import DocumentPage
from dsr.vocabulary import Action, ViewSubject
from dsr.web import access
from dsr.web.staff.acting import act, demand
from dsr.web.staff.forms.base import CaseForm
from dsr.web.staff.forms.masking import MaskForm
from dsr.web.staff.mask_board import SAVE, MaskBoard, boxes_of_cautions
from dsr.web.staff.pages import staff_page
from dsr.web.staff.views.documents import document_url, page_of


@require_http_methods(["GET", "HEAD", "POST"])
def mask(request: HttpRequest, case_id: UUID, document_id: UUID) -> HttpResponse:
    """Draw the boxes on a picture of the page, again and again, until they are saved. Works without a script."""
    page = _maskable(request, case_id, document_id)
    if request.POST.get("do") == SAVE:
        form = MaskForm(request.POST, case=page.case)
        verb = partial(mask_document, document_id=document_id)
        done = _("The document is masked. The unmasked pages and the original file are being destroyed.")
        again = partial(_again, page=page)
        return act(request, form, verb, done=done, again=again, onward=document_url(page.case, document_id))
    if request.method == "POST":
        return _again(request, MaskForm(request.POST, case=page.case), HTTPStatus.OK, page=page)
    boxes = boxes_of_cautions(page.paper)
    return _again(request, MaskForm(case=page.case, boxes=boxes), HTTPStatus.OK, page=page)


def _maskable(request: HttpRequest, case_id: UUID, document_id: UUID) -> DocumentPage:
    """Return the page of a document that may be masked. Raises Http404, and Refused with the reason why it may not."""
    case = access.case_for(request.user, case_id)
    page = page_of(request, case, document_id)
    demand(request.user, Action.MASK_DOCUMENT, case)
    if page.paper.remains:
        raise Refused("document_gone")
    if page.paper.may_only_be_destroyed:
        raise Refused("must_be_destroyed")
    if not page.paper.is_ready:
        raise Refused("document_not_ready")
    return page


def _again(request: HttpRequest, form: CaseForm, status: int, *, page: DocumentPage) -> HttpResponse:
    access.record_view(request.user, ViewSubject.CASE, case=page.case, object_id=str(page.paper.document.pk))
    context = {"case": page.case, "paper": page.paper, "board": MaskBoard.after(request, form, page)}
    return staff_page(request, "staff/document_mask.html", context, status=status)
