"""To whom the reply may go: confirm a contact, take that back, ask the data subject about an agent."""

from functools import partial
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from dsr.actions import contacts as verbs
from dsr.models import Case
from dsr.queries.contacts import ContactLine, contact_lines
from dsr.web import access
from dsr.web.staff.acting import act
from dsr.web.staff.forms import contacts as forms
from dsr.web.staff.views.case import case_again


@require_POST
def prove(request: HttpRequest, case_id: UUID, role: str, medium: str) -> HttpResponse:
    """Confirm a contact of a person."""
    case = access.case_for(request.user, case_id)
    line = _line_of(case, role, medium)
    form = forms.ProveForm(request.POST, case=case, line=line)
    verb = partial(verbs.prove_contact, role=line.role, medium=line.medium)
    return act(request, form, verb, done=_("The contact is confirmed."), again=case_again, onward="#people")


@require_POST
def revoke(request: HttpRequest, case_id: UUID, role: str, medium: str) -> HttpResponse:
    """Take a confirmation back."""
    case = access.case_for(request.user, case_id)
    line = _line_of(case, role, medium)
    form = forms.RevokeForm(request.POST, case=case, line=line)
    verb = partial(verbs.revoke_contact, role=line.role, medium=line.medium)
    return act(request, form, verb, done=_("The confirmation is taken back."), again=case_again, onward="#people")


def _line_of(case: Case, role: str, medium: str) -> ContactLine:
    """Return a contact of a visible case. Raises Http404."""
    found = (line for line in contact_lines(case) if (line.role, line.medium) == (role, medium))
    line = next(found, None)
    if line is None:
        raise Http404
    return line


@require_POST
def ask_principal(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Tell the data subject that an agent asks in their name."""
    form = forms.AskPrincipalForm(request.POST, case=access.case_for(request.user, case_id))
    done = _("It is recorded that the data subject is asked.")
    return act(request, form, verbs.ask_principal, done=done, again=case_again, onward="#people")
