"""Error pages: what happened in plain words, what to do next, and nothing of what was typed lost from sight."""

import logging
import sys
from http import HTTPStatus

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import BadRequest, RequestDataTooBig, SuspiciousOperation
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import get_language

logger = logging.getLogger(__name__)

# Never shown again on a page: secrets, and keys that mean nothing to a person.
NOT_SHOWN = ("csrfmiddlewaretoken", "next", "back", "language", "credential", "secret", "seen", "token")
ACCOUNT_PAGES = "/accounts/"
# the database is away, or hung up in the middle
DATABASE_AWAY = (OperationalError, InterfaceError)
# a form that cannot be read has no text to give back
UNREADABLE = (BadRequest, SuspiciousOperation, MultiPartParserError, OSError)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer a request that cannot be read: 413 when it was too large, 400 otherwise."""
    if isinstance(exception, RequestDataTooBig):
        return too_large(request)
    return render(request, "400.html", status=HTTPStatus.BAD_REQUEST)


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001 - Django's
    """Answer 403 to somebody who is known but may not."""
    return render(request, "403.html", status=HTTPStatus.FORBIDDEN)


def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001 - Django's
    """Answer 404; the page does not repeat the address."""
    return render(request, "404.html", status=HTTPStatus.NOT_FOUND)


def too_large(request: HttpRequest) -> HttpResponse:
    """Answer 413 to a request that was not read because of its size."""
    return render(request, "413.html", status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE)


def too_many_requests(request: HttpRequest, *, retry_after: int) -> HttpResponse:
    """Answer 429; `retry_after` in seconds goes into the header and, as minutes, into the words."""
    minutes = max(1, -(-retry_after // 60))
    response = render(request, "429.html", {"minutes": minutes}, status=HTTPStatus.TOO_MANY_REQUESTS)
    response["Retry-After"] = str(retry_after)
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer 500 without context processors: the database may be what is broken, and then the answer is 503.

    Django calls this while it handles the failure, so sessions and sign-ins that found no database end here as well.
    """
    failure = sys.exc_info()[1]
    if isinstance(failure, DATABASE_AWAY):
        return database_is_away(request, failure)
    page = render_to_string("500.html", {"request": request, "csrf_token": get_token(request)})
    return HttpResponse(page, status=HTTPStatus.INTERNAL_SERVER_ERROR)


def database_is_away(request: HttpRequest, failure: Exception) -> HttpResponse:
    """Answer 503 in both languages, with the typed text to copy, and without asking the database anything."""
    logger.error("the database is away: %s", type(failure).__name__)
    # what looks at the answer on its way out must not ask the database who this is
    request.user = AnonymousUser()
    context = {
        "request": request,
        "csrf_token": get_token(request),
        "texts": _texts_if_readable(request),
        "other_languages": [code for code, _name in settings.LANGUAGES if code != get_language()],
    }
    page = render_to_string("503_database.html", context)
    headers = {"Retry-After": "30", "Cache-Control": "private, no-store"}
    return HttpResponse(page, status=HTTPStatus.SERVICE_UNAVAILABLE, headers=headers)


def signed_out(request: HttpRequest, back: str) -> HttpResponse:
    """Answer 403 to a form that came after its session had ended, with the typed text to copy; nothing was stored.

    `back` is the page to which the sign-in leads.
    """
    context = {
        "texts": typed_texts(request),
        "files": bool(request.FILES),
        "login_url": redirect_to_login(back).url,
        "language_next": back,
    }
    response = render(request, "signed_out.html", context, status=HTTPStatus.FORBIDDEN)
    response["Cache-Control"] = "private, no-store"
    return response


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 - Django's signature
    """Answer 403 to a form that did not carry its token, with the typed text to copy; nothing was stored."""
    return render(request, "csrf.html", {"texts": typed_texts(request)}, status=HTTPStatus.FORBIDDEN)


def typed_texts(request: HttpRequest) -> list[str]:
    """Return what a person typed into the form, in its order, without secrets; nothing for sign-in forms."""
    if request.path.startswith(ACCOUNT_PAGES):
        return []
    fields = [values for name, values in request.POST.lists() if name not in NOT_SHOWN and "password" not in name]
    return [value for values in fields for value in values if value.strip()]


def _texts_if_readable(request: HttpRequest) -> list[str]:
    try:
        return typed_texts(request)
    except UNREADABLE:
        return []
