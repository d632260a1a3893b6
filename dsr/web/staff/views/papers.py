"""The page on which a desk writes down where the papers of a case lie, and what became of them."""

from http import HTTPStatus
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dsr.actions.papers import record_paper
from dsr.models import Case, User
from dsr.queries.case_page import refusal_of
from dsr.queries.case_page.people import workers_of
from dsr.queries.case_page.whereabouts import PaperTrail, paper_trails
from dsr.vocabulary import Action, PaperStatus, ViewSubject
from dsr.web import access
from dsr.web.staff.acting import act
from dsr.web.staff.forms.base import CaseForm
from dsr.web.staff.forms.papers import DestroyedForm, MovedForm, NewPaperForm, PaperForm, ReturnedForm
from dsr.web.staff.pages import staff_page

MOVES = {form.status.value: form for form in (MovedForm, ReturnedForm, DestroyedForm)}


@require_http_methods(["GET", "HEAD", "POST"])
def papers(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Show where the papers lie; take one entry more."""
    case = access.case_for(request.user, case_id)
    if request.method != "POST":
        return _draw(request, case)
    form = _form_sent(request, case)
    return act(request, form, record_paper, done=_("The entry is recorded."), again=_again, onward="papers/")


def _form_sent(request: HttpRequest, case: Case) -> PaperForm:
    """Return the form that was sent. Raises Http404 for a paper that the case does not have."""
    sent = request.POST.get("paper", "")
    if not sent:
        return NewPaperForm(request.POST, case=case)
    trail = next((trail for trail in paper_trails(case) if str(trail.paper) == sent), None)
    kind = request.POST.get("status", "")
    if trail is None or kind not in MOVES:
        raise Http404
    return _form(kind, case, trail, request.user, request.POST)


def _form(kind: str, case: Case, trail: PaperTrail, reader: User, *data: object) -> PaperForm:
    """Return one of the three forms about a paper that is at the desk."""
    more = {"colleagues": witnesses(case, reader)} if kind == PaperStatus.DESTROYED else {}
    return MOVES[kind](*data, case=case, paper=trail.paper, **more)


def witnesses(case: Case, reader: User) -> tuple[User, ...]:
    """Return who may have seen a paper being destroyed: whoever works at the desk, but the reader."""
    return tuple(person for person in workers_of(case) if person.pk != reader.pk)


def _again(request: HttpRequest, form: CaseForm, status: int) -> HttpResponse:
    return _draw(request, form.case, form, status)


def _draw(
    request: HttpRequest, case: Case, failed: CaseForm | None = None, status: int = HTTPStatus.OK
) -> HttpResponse:
    access.record_view(request.user, ViewSubject.CASE, case=case)
    may = not refusal_of(case, request.user, Action.RECORD_PAPER)
    trails = paper_trails(case)
    context = {
        "case": case,
        "papers": [(trail, _offers(request, case, trail, failed) if may and trail.is_held else []) for trail in trails],
        "new": _placed(NewPaperForm(case=case), failed) if may else None,
        "failed": failed,
        "language_next": request.path,
    }
    return staff_page(request, "staff/papers.html", context, status=status)


def _offers(request: HttpRequest, case: Case, trail: PaperTrail, failed: CaseForm | None) -> list[CaseForm]:
    return [_placed(_form(kind, case, trail, request.user), failed) for kind in MOVES]


def _placed(fresh: CaseForm, failed: CaseForm | None) -> CaseForm:
    """Return the form that came back in the place of the fresh one of the same name."""
    return failed if failed and failed.name == fresh.name else fresh
