"""Filling in: the two first questions, then the form. Everything typed is kept, whatever is wrong with it."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from dsr.queries.procedure import DeskCard
from dsr.vocabulary import Channel
from dsr.web.public.draft_session import DraftSession
from dsr.web.public.forms.request import RequestForms
from dsr.web.public.forms.start import WHO_LABELS, Residence, StartForm, residence_name
from dsr.web.public.guards import Hindrance, forms_only, hindrance_of
from dsr.web.public.pages import LANGUAGES, desk_card, in_its_language, page
from dsr.web.public.routing import Route


@csrf_exempt  # guards.hindrance_of checks it, and the typed text is shown again
@require_http_methods(["GET", "POST"])
@sensitive_post_parameters()
@forms_only
@in_its_language
def request_form(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask where and who, then show or take in the form."""
    card = desk_card(slug)
    if not card.profile.accepts(Channel.WEB):
        return page(request, "public/by_post.html", card=card, profile=card.profile)
    route = Route.from_answers(card, request.GET)
    if route is None or "change" in request.GET:
        return _start(request, card)
    session = DraftSession(request, card.desk)
    return _take_in(request, route, session) if request.method == "POST" else _show(request, route, session)


def _start(request: HttpRequest, card: DeskCard) -> HttpResponse:
    """Ask the two questions that decide the form. A link may name the residence alone: that is then chosen already."""
    answered = {"country", "who"} & request.GET.keys()
    usual = Residence.JAPAN if get_language() == "ja" else None
    form = StartForm(request.GET if answered else None, initial={"residence": request.GET.get("residence", usual)})
    status = HTTPStatus.UNPROCESSABLE_ENTITY if answered and not form.is_valid() else HTTPStatus.OK
    return page(request, "public/start.html", status, card=card, profile=card.profile, form=form)


def _show(request: HttpRequest, route: Route, session: DraftSession) -> HttpResponse:
    """Show the form with what is kept, and give the visitor a token."""
    if session.sent_case:
        session.start_anew()
    forms = RequestForms(route, initial=session.initial, kept=session.files)
    return session.write_cookie(form_page(request, route, forms))


def _take_in(request: HttpRequest, route: Route, session: DraftSession) -> HttpResponse:
    """Keep everything typed and every file that is right; go on when nothing is wrong."""
    if session.shown_receipt:
        return redirect("public:receipt", slug=route.desk.slug)
    if session.sent_case:
        session.start_anew()
    hindrance = hindrance_of(request)
    if hindrance:
        forms = RequestForms(route, initial=session.as_initial(request.POST), kept=session.files)
        return session.write_cookie(form_page(request, route, forms, hindrance=hindrance))
    forms = RequestForms(route, request.POST, request.FILES, session.files)
    valid = forms.is_valid()
    session.keep(request.POST, route.answers, forms.documents.accepted)
    return session.write_cookie(_aside(request, route, session) or _go_on(request, route, session, forms, valid=valid))


def _aside(request: HttpRequest, route: Route, session: DraftSession) -> HttpResponse | None:
    """Answer a button that stands beside the way: let a kept file go, or show the form in the other language."""
    if "remove" in request.POST:
        session.remove_file(request.POST["remove"])
        return redirect(f"{route.form_url}#papers")
    language = request.POST.get("show_in")
    return redirect(f"{route.form_url}&lang={language}") if language in LANGUAGES else None


def _go_on(
    request: HttpRequest, route: Route, session: DraftSession, forms: RequestForms, *, valid: bool
) -> HttpResponse:
    """Lead to the last look, or show the form again with what is wrong."""
    if valid:
        return redirect("public:check", slug=route.desk.slug)
    forms.documents.kept = session.files
    return form_page(request, route, forms, failed=True)


def form_page(
    request: HttpRequest, route: Route, forms: RequestForms, *, hindrance: Hindrance | None = None, failed: bool = False
) -> HttpResponse:
    """Draw the form: 200, 422 when something in it is wrong, or the status of what stood in its way."""
    status = HTTPStatus.UNPROCESSABLE_ENTITY if failed else HTTPStatus.OK
    return page(
        request,
        "public/request.html",
        hindrance.status if hindrance else status,
        headers=hindrance.headers if hindrance else None,
        card=route.card,
        profile=route.profile,
        route=route,
        who=WHO_LABELS[route.requester_type],
        residence=residence_name(route.residence),
        forms=forms,
        hindrance=hindrance,
    )
