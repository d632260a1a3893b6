"""What is looked at before a form is read: that it is a form, in UTF-8, and comes from our own page."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import CsrfViewMiddleware
from django.shortcuts import render

from dsr.web.public import throttle

View = Callable[..., HttpResponse]

TRAP = "website"  # out of sight; people leave it empty
FORMS = frozenset({"application/x-www-form-urlencoded", "multipart/form-data"})


def forms_only(view: View) -> View:
    """Answer 415 to a body that is no form, and 400 to one in another character set than UTF-8; neither is read."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method == "POST" and request.content_type not in FORMS:
            return render(request, "400.html", status=HTTPStatus.UNSUPPORTED_MEDIA_TYPE)
        charset = (request.content_params or {}).get("charset", "utf-8")
        if request.method == "POST" and charset.strip("\"' ").lower() not in {"utf-8", "utf8"}:
            return render(request, "400.html", status=HTTPStatus.BAD_REQUEST)
        return view(request, *args, **kwargs)

    return guarded


class _Check(CsrfViewMiddleware):
    """Django's own check, that answers with the reason instead of with a page."""

    def _reject(self, request: HttpRequest, reason: str) -> str:  # type: ignore[override]  # noqa: ARG002
        return reason


def is_forged(request: HttpRequest) -> bool:
    """Tell whether a form came without our token: blocked cookies, an old page, or a foreign site.

    For views that are exempt from the middleware because they show the typed text again instead of an error page.
    """
    return _Check(lambda _request: HttpResponse()).process_view(request, None, (), {}) is not None  # type: ignore[arg-type]


@dataclass(frozen=True)
class Hindrance:
    """Why a form was not taken in although nothing may be wrong with it. The typed text is shown again."""

    code: str
    status: int
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def minutes(self) -> int:
        """Return the minutes to wait."""
        return throttle.minutes(int(self.headers.get("Retry-After", 0)))


def hindrance_of(request: HttpRequest) -> Hindrance | None:
    """Look for too many forms from one place, a missing token, and the field that only machines fill in."""
    wait = throttle.count(throttle.FORMS, throttle.visitor(request))
    if wait:
        return Hindrance("busy", HTTPStatus.TOO_MANY_REQUESTS, {"Retry-After": str(wait)})
    if is_forged(request):
        return Hindrance("cookies", HTTPStatus.FORBIDDEN)
    if request.POST.get(TRAP):
        return Hindrance("trap", HTTPStatus.FORBIDDEN)
    return None


def no_store(view: View) -> View:
    """Keep a page out of the browser's memory: the Back button asks us again."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response["Cache-Control"] = "private, no-store"
        return response

    return guarded
