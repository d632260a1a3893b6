"""Every page of this door is drawn here: in the language of its address, with links to the other language."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import override

from dsr.queries.procedure import DeskCard, open_desk

LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)


def page(
    request: HttpRequest,
    template: str,
    status: int = HTTPStatus.OK,
    headers: dict[str, str] | None = None,
    **context: Any,
) -> HttpResponse:
    """Draw a page. The switch leads back to this very place; `alternates` are its addresses by language."""
    query = request.GET.copy()
    query.pop("lang", None)
    here = f"{request.path}?{query.urlencode()}" if query else request.path
    context |= {"language_next": here, "alternates": [(code, _with_language(request, code)) for code in LANGUAGES]}
    response = render(request, template, context, status=status)
    for name, value in (headers or {}).items():
        response[name] = value
    return response


def _with_language(request: HttpRequest, code: str) -> str:
    query = request.GET.copy()
    query["lang"] = code
    return f"{settings.DSR_BASE_URL}{request.path}?{query.urlencode()}"


def in_its_language(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let `?lang=en` in the address decide the language of a page that is linked from outside; the visitor keeps it."""

    @wraps(view)
    def spoken(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        asked = request.GET.get("lang")
        if asked not in LANGUAGES:
            return view(request, *args, **kwargs)
        with override(asked):
            response = view(request, *args, **kwargs)
        response["Content-Language"] = asked
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            asked,
            secure=settings.LANGUAGE_COOKIE_SECURE,
            httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
            samesite=settings.LANGUAGE_COOKIE_SAMESITE,
        )
        return response

    return spoken


def desk_card(slug: str) -> DeskCard:
    """Return a desk that is open to the public, with the policy in force today. Raises Http404."""
    card = open_desk(slug, timezone.localdate())
    if card is None:
        raise Http404
    return card
