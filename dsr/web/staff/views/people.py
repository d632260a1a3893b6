"""Put right what was written down about a person of a case, and compare it with a paper."""

from functools import partial
from http import HTTPStatus
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from dsr.actions import people as verbs
from dsr.models import Party, User
from dsr.vocabulary import Action, ViewSubject
from dsr.web import access
from dsr.web.staff.acting import act, demand
from dsr.web.staff.comparison import Comparison
from dsr.web.staff.forms.base import CaseForm
from dsr.web.staff.forms.people import CorrectPersonForm
from dsr.web.staff.pages import staff_page
from dsr.web.staff.views.case import draw_case
from dsr.web.staff.views.documents import document_asked_for, draw_document


@require_http_methods(["GET", "HEAD", "POST"])
def correct_person(request: HttpRequest, case_id: UUID, role: str) -> HttpResponse:
    """Type a name, an address or a contact anew before the identity is confirmed."""
    party = _party_for(request.user, case_id, role)
    if request.method == "POST":
        form = CorrectPersonForm(request.POST, case=party.case, party=party)
        verb = partial(verbs.correct_person, role=party.role)
        return act(request, form, verb, done=_("The details are corrected."), again=_again, onward="#people")
    demand(request.user, Action.CORRECT_PERSON, party.case)
    return _again(request, CorrectPersonForm(case=party.case, party=party))


@require_POST
@sensitive_post_parameters()
def compare_person(request: HttpRequest, case_id: UUID, role: str) -> HttpResponse:
    """Show how a person of the case is like what a paper says. A hint for a person; nothing is written."""
    party = _party_for(request.user, case_id, role)
    compared = Comparison.of(party, request.POST)
    status = HTTPStatus.OK if compared.form.is_valid() else HTTPStatus.UNPROCESSABLE_ENTITY
    document_id = document_asked_for(request)
    if document_id:
        return draw_document(request, party.case, document_id, status=status, compared=compared)
    return draw_case(request, party.case, status=status, compared=compared)


def _party_for(user: User, case_id: UUID, role: str) -> Party:
    """Return a person of a visible case. Raises Http404."""
    case = access.case_for(user, case_id)
    party = next((party for party in case.parties.all() if party.role == role), None)
    if party is None:
        raise Http404
    party.case = case
    return party


def _again(request: HttpRequest, form: CaseForm, status: int = HTTPStatus.OK) -> HttpResponse:
    access.record_view(request.user, ViewSubject.CASE, case=form.case)
    return staff_page(request, "staff/correct_person.html", {"case": form.case, "form": form}, status=status)
