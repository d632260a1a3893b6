"""Following a request with number and secret: look, add a paper, withdraw, fetch the reply, leave."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dsr.actions.documents import add_document
from dsr.actions.reply import withdraw
from dsr.errors import Refused
from dsr.queries.follow import FollowedCase, Line, case_opened_by, followed_case
from dsr.receipts import parse_case_number
from dsr.vocabulary import Impersonal
from dsr.web.public import throttle
from dsr.web.public.follow_session import FollowSession
from dsr.web.public.forms.following import AddDocumentForm, OpenCaseForm
from dsr.web.public.guards import forms_only, no_store
from dsr.web.public.handing_over import record_fetch, reply_bytes
from dsr.web.public.pages import in_its_language, page

PDF_HEADERS = {
    "Content-Disposition": 'attachment; filename="reply.pdf"',
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Referrer-Policy": "no-referrer",
}


@require_http_methods(["GET", "POST"])
@sensitive_post_parameters()
@forms_only
@no_store
@in_its_language
def follow(request: HttpRequest) -> HttpResponse:
    """Ask for number and secret, and open the case."""
    if request.method == "POST":
        return _open(request)
    form = OpenCaseForm(initial={"number": request.GET.get("number", "")[:64]})
    return page(request, "public/follow.html", form=form)


def _open(request: HttpRequest) -> HttpResponse:
    """Open a case. A visitor with too many wrong tries waits; the right pair from another place always opens."""
    form = OpenCaseForm(request.POST)
    wait = throttle.exhausted(throttle.WRONG_BY_VISITOR, throttle.visitor(request))
    case = case_opened_by(**form.cleaned_data) if not wait and form.is_valid() else None
    if case:
        return FollowSession.open(case).write(redirect("public:follow_case"))
    if not wait and form.is_valid():
        wait = _count_wrong(request, form)
    status = HTTPStatus.TOO_MANY_REQUESTS if wait else HTTPStatus.BAD_REQUEST
    headers = {"Retry-After": str(wait)} if wait else None
    return page(request, "public/follow.html", status, headers, form=form, minutes=throttle.minutes(wait))


def _count_wrong(request: HttpRequest, form: OpenCaseForm) -> int:
    """Count a wrong try against the visitor and the number; return the seconds to wait. One sentence for all."""
    number = form.cleaned_data["number"]
    form.add_error("number", _("The case number or the secret code is not right, or the case is closed."))
    throttle.count(throttle.WRONG_BY_VISITOR, throttle.visitor(request))
    return throttle.count(throttle.WRONG_BY_CASE, parse_case_number(number) or number)


def of_opened_case(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Hand the opened case to the view: fetching is the permission check. Without one, back to the question."""

    @wraps(view)
    @no_store
    def opened(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        session = FollowSession.read(request)
        followed = followed_case(session.case_id) if session else None
        if session is None or followed is None:
            return FollowSession.clear(redirect(f"{reverse('public:follow')}?ended=1"))
        return session.write(view(request, followed, **kwargs))

    return opened


@require_safe
@of_opened_case
def follow_case(request: HttpRequest, followed: FollowedCase) -> HttpResponse:
    """Show the stage, the dates and what is missing."""
    return page(request, "public/follow_case.html", followed=followed, case=followed.case)


@require_http_methods(["GET", "POST"])
@forms_only
@of_opened_case
def follow_add(request: HttpRequest, followed: FollowedCase, item_id: UUID) -> HttpResponse:
    """Add a file to one line of the checklist."""
    line = followed.line_that_takes_files(item_id)
    if line is None:
        raise Http404
    form = AddDocumentForm(request.POST, request.FILES) if request.method == "POST" else AddDocumentForm()
    wait = throttle.count(throttle.UPLOADS, str(followed.case.pk)) if form.is_bound else 0
    if wait or not form.is_valid():
        return _add_page(request, followed, line, form, wait)
    add_document(followed.case.pk, form.incoming, by=Impersonal.REQUESTER, item_id=item_id)
    messages.success(request, _("The file has arrived. We will check it and show the result here."))
    return redirect("public:follow_case")


def _add_page(
    request: HttpRequest, followed: FollowedCase, line: Line, form: AddDocumentForm, wait: int
) -> HttpResponse:
    status = HTTPStatus.TOO_MANY_REQUESTS if wait else HTTPStatus.UNPROCESSABLE_ENTITY
    context = {"followed": followed, "case": followed.case, "line": line, "form": form}
    headers = {"Retry-After": str(wait)} if wait else None
    return page(
        request,
        "public/follow_add.html",
        status if form.is_bound else HTTPStatus.OK,
        headers,
        minutes=throttle.minutes(wait),
        **context,
    )


@require_http_methods(["GET", "POST"])
@of_opened_case
def follow_withdraw(request: HttpRequest, followed: FollowedCase) -> HttpResponse:
    """Ask once more, then take the request back."""
    if request.method != "POST":
        return page(request, "public/follow_withdraw.html", followed=followed, case=followed.case)
    withdraw(followed.case.pk, by=Impersonal.REQUESTER)
    messages.success(request, _("Your request is withdrawn. We stop working on it."))
    return redirect("public:follow_case")


@require_POST
@of_opened_case
def follow_reply(request: HttpRequest, followed: FollowedCase) -> HttpResponse:
    """Hand the reply over; the first time this is its delivery."""
    if followed.letter is None:
        raise Refused("letter_not_ready")
    data = reply_bytes(followed.letter)
    if data is None:
        return page(request, "public/reply_unavailable.html", HTTPStatus.SERVICE_UNAVAILABLE, case=followed.case)
    record_fetch(followed.case)
    return HttpResponse(data, content_type="application/pdf", headers=PDF_HEADERS)


@require_POST
@no_store
def follow_leave(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - a view
    """Close the case and let the browser forget it."""
    return FollowSession.clear(redirect(f"{reverse('public:follow')}?left=1"))
