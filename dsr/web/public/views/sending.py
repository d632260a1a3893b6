"""Sending: a last look, one click, and the receipt."""

from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods

from dsr import crypto
from dsr.actions.receive import submit_request
from dsr.models import Case
from dsr.queries.follow import originals_wanted
from dsr.queries.procedure import DeskCard
from dsr.vocabulary import Impersonal
from dsr.web.public import throttle
from dsr.web.public.draft_session import DraftSession
from dsr.web.public.forms.request import RequestForms
from dsr.web.public.guards import no_store
from dsr.web.public.pages import desk_card, page
from dsr.web.public.routing import Route
from dsr.web.public.summary import cautions_for, summary_of
from dsr.web.public.views.filling import form_page


@require_http_methods(["GET", "POST"])
@no_store
def check(request: HttpRequest, slug: str) -> HttpResponse:
    """Show everything as it will be sent; send it."""
    card = desk_card(slug)
    session = DraftSession(request, card.desk)
    # the answers first: a click at the same moment makes the case, then lets the draft go
    route = Route.from_answers(card, session.answers)
    if session.sent_case:
        return redirect("public:receipt", slug=slug)
    if route is None:
        return page(request, "public/no_draft.html", HTTPStatus.GONE, card=card, profile=card.profile)
    forms = RequestForms(route, session.answers, kept=session.files)
    if not forms.is_valid():
        return form_page(request, route, forms, failed=True)
    return _send(request, session, forms) if request.method == "POST" else _last_look(request, forms)


def _last_look(request: HttpRequest, forms: RequestForms) -> HttpResponse:
    route = forms.route
    context = {"groups": summary_of(route, forms), "cautions": cautions_for(forms), "route": route}
    return page(request, "public/check.html", card=route.card, profile=route.profile, **context)


def _send(request: HttpRequest, session: DraftSession, forms: RequestForms) -> HttpResponse:
    """Make the case, once however often it is clicked."""
    wait = throttle.count(throttle.REQUESTS, throttle.visitor(request))
    if wait:
        return _too_many(request, forms.route.card, wait)
    key = session.draft.open_key()
    submission = forms.submission(token=session.token, language=get_language() or "ja", case_key=key)
    submit_request(submission, by=Impersonal.REQUESTER)
    session.discard()
    return session.write_cookie(redirect("public:receipt", slug=session.desk.slug))


def _too_many(request: HttpRequest, card: DeskCard, wait: int) -> HttpResponse:
    context = {"card": card, "profile": card.profile, "minutes": throttle.minutes(wait)}
    return page(request, "public/too_many.html", HTTPStatus.TOO_MANY_REQUESTS, {"Retry-After": str(wait)}, **context)


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
    return page(request, "public/receipt.html", card=card, profile=card.profile, **_receipt(case, session.token))


def _receipt(case: Case, token: str) -> dict[str, object]:
    """Return what the receipt shows. The secret is computed anew; only its hash is stored."""
    return {
        "case": case,
        "secret": crypto.receipt_secret(token),
        # the number alone, never the secret: an address ends up in histories
        "follow_url": f"{settings.DSR_BASE_URL}{reverse('public:follow')}?number={case.number}",
        "originals": originals_wanted(case),
        "has_email": bool(case.requester.email),
    }
