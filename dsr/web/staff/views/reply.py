"""The letter and its way to the requester."""

from http import HTTPStatus
from uuid import UUID

from csp.decorators import csp_update
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_POST, require_safe

from dsr.actions import letters, reply
from dsr.queries.case_page import refusal_of
from dsr.queries.case_page.people import who_can, workers_of
from dsr.queries.case_page.subject import DataSubject
from dsr.vocabulary import Action
from dsr.web import access
from dsr.web.staff.acting import act
from dsr.web.staff.forms import reply as forms
from dsr.web.staff.forms.base import CaseForm
from dsr.web.staff.letter_sheet import SHEET_POLICY, letter_of
from dsr.web.staff.pages import staff_page
from dsr.web.staff.views.case import case_again

FRAME_OUR_OWN = {"frame-src": ["'self'"]}


@require_safe
@csp_update(FRAME_OUR_OWN)
def letter_preview(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Show the letter as it would be issued today, with what is missing; or the letter that was approved."""
    case = access.case_for(request.user, case_id)
    return _preview_again(request, forms.ApproveForm(case=case))


def _preview_again(request: HttpRequest, form: CaseForm, status: int = HTTPStatus.OK) -> HttpResponse:
    case = form.case
    refusal = refusal_of(case, request.user, Action.APPROVE_LETTER)
    context = {
        "case": case,
        "letter": letter_of(case),
        "subject": DataSubject(case, timezone.localdate()),
        "form": form,
        "may_approve": not refusal,
        "needs": who_can(Action.APPROVE_LETTER, case, workers_of(case)) if refusal in _NEEDS_ANOTHER else (),
        "four_eyes": refusal == "four_eyes",
    }
    return staff_page(request, "staff/letter_preview.html", context, status=status)


_NEEDS_ANOTHER = ("not_permitted", "four_eyes")


@require_safe
@xframe_options_sameorigin
def letter_sheet(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Return the letter alone, as a page that can run and fetch nothing."""
    case = access.case_for(request.user, case_id)
    letter = letter_of(case)
    access.record_view(request.user, letter.subject, case=case, object_id=letter.number)
    return HttpResponse(letter.sheet, headers={"Content-Security-Policy": SHEET_POLICY})


@require_POST
@csp_update(FRAME_OUR_OWN)
def approve(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Freeze and number the letter."""
    form = forms.ApproveForm(request.POST, case=access.case_for(request.user, case_id))
    done = _("The letter is approved. It is being made into a PDF, which takes a few seconds.")
    return act(request, form, letters.approve_letter, done=done, again=_preview_again, onward="#reply")


@require_POST
def release(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Let the requester fetch the reply."""
    form = forms.ReleaseForm(request.POST, case=access.case_for(request.user, case_id))
    done = _("The reply can now be downloaded from the status page. The case counts as replied once it is downloaded.")
    return act(request, form, reply.send_reply, done=done, again=case_again)


@require_POST
def record_delivery(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Record that the reply was posted or handed over."""
    form = forms.DeliveryForm(request.POST, case=access.case_for(request.user, case_id))
    return act(request, form, reply.mark_replied, done=_("The delivery is recorded."), again=case_again)


@require_POST
def record_return(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Record that the reply came back."""
    form = forms.ReturnForm(request.POST, case=access.case_for(request.user, case_id))
    done = _("The return is recorded. The case is open again; send the same letter another way.")
    return act(request, form, reply.record_return, done=done, again=case_again)
