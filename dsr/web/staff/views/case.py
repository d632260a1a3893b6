"""The case page, and what can be done from it about the work itself."""

from http import HTTPStatus
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from dsr.actions import caseload, clock, destruction, extension, receipt, reply
from dsr.models import Case
from dsr.queries.case_page import load_case_page
from dsr.queries.case_page.people import workers_of
from dsr.queries.case_page.whereabouts import paper_trails
from dsr.vocabulary import ViewSubject
from dsr.web import access
from dsr.web.staff.acting import act
from dsr.web.staff.case_forms import CaseForms
from dsr.web.staff.comparison import Comparison, comparisons_for
from dsr.web.staff.forms import caseload as forms
from dsr.web.staff.forms.base import CaseForm
from dsr.web.staff.pages import staff_page
from dsr.web.staff.stages import stages


@require_safe
def case(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Show a case."""
    return draw_case(request, access.case_for(request.user, case_id))


def draw_case(
    request: HttpRequest,
    case: Case,
    failed: CaseForm | None = None,
    status: int = HTTPStatus.OK,
    *,
    compared: Comparison | None = None,
) -> HttpResponse:
    """Draw the page of a case, with a form that came back in its place. The look is on record before it leaves."""
    access.record_view(request.user, ViewSubject.CASE, case=case)
    page = load_case_page(case, request.user, timezone.localdate())
    context = {
        "page": page,
        "case": case,
        "forms": CaseForms(page, failed),
        "failed": failed,
        "stages": stages(case),
        "comparisons": comparisons_for(case, compared),
        "whereabouts": paper_trails(case),
        "print_subject": case.number,
        "language_next": case.get_absolute_url(),
    }
    return staff_page(request, "staff/case.html", context, status=status)


def case_again(request: HttpRequest, form: CaseForm, status: int) -> HttpResponse:
    """Draw the page of a case once more for a form that came back."""
    return draw_case(request, form.case, form, status)


@require_POST
def assign(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Give the case to somebody, or to nobody."""
    case = access.case_for(request.user, case_id)
    form = forms.AssignForm(request.POST, case=case, workers=workers_of(case))
    return act(request, form, caseload.assign, done=_("The case is assigned."), again=case_again)


@require_POST
def acknowledge(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Record that the requester knows that the request arrived."""
    form = forms.AcknowledgeForm(request.POST, case=access.case_for(request.user, case_id))
    return act(request, form, caseload.acknowledge, done=_("The acknowledgement is recorded."), again=case_again)


@require_POST
def note(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Write a note for colleagues."""
    form = forms.NoteForm(request.POST, case=access.case_for(request.user, case_id))
    return act(request, form, caseload.add_note, done=_("The note is added."), again=case_again)


@require_POST
def pause(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Stop the desk target."""
    form = forms.PauseForm(request.POST, case=access.case_for(request.user, case_id))
    return act(request, form, clock.pause_clock, done=_("The deadline is paused."), again=case_again)


@require_POST
def resume(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Let the desk target run again."""
    form = forms.ResumeForm(request.POST, case=access.case_for(request.user, case_id))
    return act(request, form, clock.resume_clock, done=_("The deadline is running again."), again=case_again)


@require_POST
def extend(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Take the longer period that the law allows."""
    form = forms.ExtendForm(request.POST, case=access.case_for(request.user, case_id))
    done = _("The deadline is extended. See under “Deadline” how the requester is told.")
    return act(request, form, extension.extend_clock, done=done, again=case_again, onward="#clock")


@require_POST
def announce_extension(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Record how the requester was told of an extension."""
    form = forms.AnnounceForm(request.POST, case=access.case_for(request.user, case_id))
    done = _("The notice of the extension is recorded.")
    return act(request, form, extension.announce_extension, done=done, again=case_again, onward="#clock")


@require_POST
def correct_receipt(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Put the day of receipt right."""
    form = forms.CorrectReceiptForm(request.POST, case=access.case_for(request.user, case_id))
    done = _("The day of receipt is corrected, and every day that is counted from it.")
    return act(request, form, receipt.correct_receipt, done=done, again=case_again, onward="#clock")


@require_POST
def withdraw(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Close the case at the requester's word."""
    form = forms.WithdrawForm(request.POST, case=access.case_for(request.user, case_id))
    return act(request, form, reply.withdraw, done=_("The request is withdrawn."), again=case_again)


@require_POST
def set_hold(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Let nothing of the case be destroyed."""
    form = forms.HoldForm(request.POST, case=access.case_for(request.user, case_id))
    done = _("A legal hold is set. Nothing of this case is destroyed until it is lifted.")
    return act(request, form, destruction.set_hold, done=done, again=case_again, onward="#keeping")


@require_POST
def lift_hold(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Let the times of keeping count again."""
    form = forms.LiftHoldForm(request.POST, case=access.case_for(request.user, case_id))
    done = _("The legal hold is lifted. Papers whose time is over will be destroyed.")
    return act(request, form, destruction.lift_hold, done=done, again=case_again, onward="#keeping")
