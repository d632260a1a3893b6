"""Asking: the two first questions, the form, a last look, and the receipt. Nothing typed is lost on the way."""

from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from dsr import crypto
from dsr.actions.receive import submit_request
from dsr.queries.follow import originals_wanted
from dsr.queries.procedure import DeskCard
from dsr.vocabulary import Channel, Impersonal
from dsr.web.public import throttle
from dsr.web.public.draft_session import DraftSession
from dsr.web.public.forms.request import RequestForms
from dsr.web.public.forms.start import WHO_LABELS, Residence, StartForm, residence_name
from dsr.web.public.guards import Hindrance, forms_only, hindrance_of, no_store
from dsr.web.public.pages import desk_card, in_its_language, page
from dsr.web.public.routing import Route
from dsr.web.public.summary import cautions_for, summary_of


@csrf_exempt  # guards.hindrance_of checks it, and shows the typed text again
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
    """Ask the two questions that decide the form."""
    answered = {"residence", "country", "who"} & request.GET.keys()
    usual = {"residence": Residence.JAPAN} if get_language() == "ja" else {}
    form = StartForm(request.GET if answered else None, initial=usual)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if answered and not form.is_valid() else HTTPStatus.OK
    return page(request, "public/start.html", status, card=card, profile=card.profile, form=form)


def _show(request: HttpRequest, route: Route, session: DraftSession) -> HttpResponse:
    """Show the form with what is kept, and give the visitor a token."""
    if session.sent_case:
        session.start_anew()
    forms = RequestForms(route, initial=session.initial, kept=session.files)
    return session.write_cookie(_form_page(request, route, forms))


def _take_in(request: HttpRequest, route: Route, session: DraftSession) -> HttpResponse:
    """Keep everything typed and every file that is right; go on when nothing is wrong."""
    if session.sent_case:
        return redirect("public:receipt", slug=route.desk.slug)
    hindrance = hindrance_of(request)
    if hindrance:
        forms = RequestForms(route, initial=session.as_initial(request.POST), kept=session.files)
        return session.write_cookie(_form_page(request, route, forms, hindrance=hindrance))
    forms = RequestForms(route, request.POST, request.FILES, session.files)
    valid = forms.is_valid()
    session.keep(request.POST, route.answers, forms.documents.accepted)
    return session.write_cookie(_next(request, route, session, forms) if valid or request.POST.keys() & ASIDES else ...)


def _form_page(
    request: HttpRequest, route: Route, forms: RequestForms, *, hindrance: Hindrance | None = None, failed: bool = False
) -> HttpResponse:
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


@require_http_methods(["GET", "POST"])
@no_store
def check(request: HttpRequest, slug: str) -> HttpResponse:
    """Show everything as it will be sent; send it."""
    card = desk_card(slug)
    session = DraftSession(request, card.desk)
    if session.sent_case:
        return redirect("public:receipt", slug=slug)
    route = Route.from_answers(card, session.answers)
    if session.draft is None or route is None:
        return page(request, "public/no_draft.html", HTTPStatus.GONE, card=card, profile=card.profile)
    forms = RequestForms(route, session.answers, kept=session.files)
    if not forms.is_valid():
        return _form_page(request, route, forms, failed=True)
    if request.method == "POST":
        return _send(request, route, session, forms)
    groups, cautions = summary_of(route, forms), cautions_for(forms)
    return page(
        request,
        "public/check.html",
        card=card,
        profile=card.profile,
        route=route,
        groups=groups,
        cautions=cautions,
        forms=forms,
    )


def _send(request: HttpRequest, route: Route, session: DraftSession, forms: RequestForms) -> HttpResponse:
    """Make the case, once however often it is clicked."""
    wait = throttle.count(throttle.REQUESTS, throttle.visitor(request))
    if wait:
        headers = {"Retry-After": str(wait)}
        context = {"card": route.card, "profile": route.profile, "minutes": -(-wait // 60)}
        return page(request, "public/too_many.html", HTTPStatus.TOO_MANY_REQUESTS, headers, **context)
    submission = forms.submission(
        token=session.token, language=get_language() or "ja", case_key=session.draft.open_key()
    )
    submit_request(submission, by=Impersonal.REQUESTER)
    session.discard()
    return session.write_cookie(redirect("public:receipt", slug=route.desk.slug))


@require_http_methods(["GET", "POST"])
@no_store
def receipt(request: HttpRequest, slug: str) -> HttpResponse:
    """Show number and secret to the one who sent the request, for a short time; POST ends it."""
    card = desk_card(slug)
    session = DraftSession(request, card.desk)
    case = session.shown_receipt
    if case is None:
        return page(request, "public/receipt_gone.html", HTTPStatus.GONE, card=card, profile=card.profile)
    if request.method == "POST":
        return session.clear_cookie(redirect("public:follow"))
    return page(
        request,
        "public/receipt.html",
        card=card,
        profile=card.profile,
        case=case,
        secret=crypto.receipt_secret(session.token),
        follow_url=f"{settings.DSR_BASE_URL}{reverse('public:follow')}?number={case.number}",
        originals=originals_wanted(case),
        has_email=bool(case.requester.email),
    )
