"""Error pages: what happened in plain words, what to do next, and nothing of what was typed lost from sight."""

from http import HTTPStatus

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.template.loader import render_to_string

# Never shown again on a page: secrets, and keys that mean nothing to a person.
NOT_SHOWN = ("csrfmiddlewaretoken", "next", "back", "language", "credential", "secret")
ACCOUNT_PAGES = "/accounts/"


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
    """Answer 500 without context processors: the database may be what is broken."""
    page = render_to_string("500.html", {"request": request, "csrf_token": get_token(request)})
    return HttpResponse(page, status=HTTPStatus.INTERNAL_SERVER_ERROR)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 - Django's signature
    """Answer 403 to a form that did not carry its token, with the typed text to copy; nothing was stored."""
    return render(request, "csrf.html", {"texts": typed_texts(request)}, status=HTTPStatus.FORBIDDEN)


def typed_texts(request: HttpRequest) -> list[str]:
    """Return what a person typed into the form, in its order, without secrets; nothing for sign-in forms."""
    if request.path.startswith(ACCOUNT_PAGES):
        return []
    fields = [values for name, values in request.POST.lists() if name not in NOT_SHOWN and "password" not in name]
    return [value for values in fields for value in values if value.strip()]
