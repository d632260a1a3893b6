"""Decide each right on a page of its own, refuse on procedure, close the decision."""

from functools import partial
from http import HTTPStatus
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from dsr.actions import decide as verbs
from dsr.law.kinds import kind_row
from dsr.models import Case, RequestedRight, User
from dsr.queries.case_page import RightCard
from dsr.queries.case_page.subject import DataSubject
from dsr.vocabulary import Action, Kind, Outcome, Regime, ViewSubject
from dsr.web import access
from dsr.web.staff.acting import act, demand
from dsr.web.staff.forms.base import CaseForm
from dsr.web.staff.forms.decision import CloseDecisionForm, DecideRightForm, RefuseForm
from dsr.web.staff.pages import staff_page
from dsr.web.staff.views.case import case_again


@require_http_methods(["GET", "HEAD", "POST"])
def decide_right(request: HttpRequest, case_id: UUID, right_id: UUID) -> HttpResponse:
    """Choose an outcome, which stands in the URL; then write what the letter of that outcome needs."""
    right = _right_for(request.user, case_id, right_id)
    form = _form_for(request, right)
    if form and request.method == "POST":
        verb = partial(verbs.decide_right, right_id=right.pk)
        return act(request, form, verb, done=_("The decision is recorded."), again=_decision_again, onward="#rights")
    demand(request.user, Action.DECIDE_RIGHT, right.case)
    return _draw_decision(request, right, form)


def _right_for(user: User, case_id: UUID, right_id: UUID) -> RequestedRight:
    """Return one right of a visible case. Raises Http404."""
    rights = access.case_for(user, case_id).rights.all()
    right = next((right for right in rights if right.pk == right_id), None)
    if right is None:
        raise Http404
    return right


def _outcomes_of(right: RequestedRight) -> tuple[Outcome, ...]:
    """Return the outcomes that the law knows for a right."""
    return kind_row(Kind(right.kind), Regime(right.case.regime), right.case.received_on).outcomes


def _form_for(request: HttpRequest, right: RequestedRight) -> DecideRightForm | None:
    """Return the form of the outcome that the URL names, or that was chosen before; None while none is chosen."""
    asked = request.GET.get("outcome", right.outcome)
    outcome = next((outcome for outcome in _outcomes_of(right) if outcome.value == asked), None)
    data = request.POST if request.method == "POST" else None
    if outcome is None:
        return None
    return DecideRightForm(data, case=right.case, right=right, outcome=outcome, on=timezone.localdate())


def _decision_again(request: HttpRequest, form: CaseForm, status: int) -> HttpResponse:
    form.right.case = form.case
    return _draw_decision(request, form.right, form, status)


def _draw_decision(
    request: HttpRequest, right: RequestedRight, form: DecideRightForm | None, status: int = HTTPStatus.OK
) -> HttpResponse:
    access.record_view(request.user, ViewSubject.CASE, case=right.case)
    chosen = form.outcome if form else None
    context = {
        "case": right.case,
        "card": RightCard(right),
        "subject": DataSubject(right.case, timezone.localdate()),
        "form": form,
        "choices": [{"outcome": outcome, "current": outcome is chosen} for outcome in _outcomes_of(right)],
    }
    return staff_page(request, "staff/decide_right.html", context, status=status)


@require_POST
def close_decision(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Close the decision once every right has its outcome."""
    form = CloseDecisionForm(request.POST, case=access.case_for(request.user, case_id))
    return act(request, form, verbs.decide, done=_("The decision is closed."), again=case_again)


@require_http_methods(["GET", "HEAD", "POST"])
def refuse(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Refuse before the content is looked at: identity, method or fee was not put right (APPI art. 37(1))."""
    case: Case = access.case_for(request.user, case_id)
    if request.method == "POST":
        form = RefuseForm(request.POST, case=case, on=timezone.localdate())
        done = _("The request is refused on procedure. Check and approve the letter.")
        return act(request, form, verbs.refuse_on_procedure, done=done, again=_refusal_again)
    demand(request.user, Action.REFUSE_ON_PROCEDURE, case)
    return _refusal_again(request, RefuseForm(case=case, on=timezone.localdate()))


def _refusal_again(request: HttpRequest, form: CaseForm, status: int = HTTPStatus.OK) -> HttpResponse:
    access.record_view(request.user, ViewSubject.CASE, case=form.case)
    return staff_page(request, "staff/refuse.html", {"case": form.case, "form": form}, status=status)
