"""Refused is answered once, here: a message in words, and back to the page it came from."""

import logging
from collections.abc import Callable
from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme

from dsr.crypto import Tampered
from dsr.errors import Refused
from dsr.storage import StoreAway
from dsr.web.errors import DATABASE_AWAY, database_is_away

logger = logging.getLogger(__name__)

STATUS = {"not_permitted": HTTPStatus.FORBIDDEN, "four_eyes": HTTPStatus.FORBIDDEN}


class RefusalMiddleware:
    """Turn a refusal into words for a person; the code goes to the log, never what was typed."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Keep the next handler."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass on."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer a Refused with a message on the page it came from, or with an error page of its own."""
        if isinstance(exception, DATABASE_AWAY):
            return database_is_away(request, exception)
        if isinstance(exception, StoreAway):
            return self._store_is_away(request, exception)
        if isinstance(exception, Tampered):
            return self._is_not_what_was_stored(request)
        if not isinstance(exception, Refused):
            return None
        logger.info("refused %s %s", exception.code, request.resolver_match.view_name if request.resolver_match else "")
        back = request.POST.get("back", "")
        if back.startswith("/") and url_has_allowed_host_and_scheme(back, allowed_hosts=None):
            messages.error(request, exception.sentence)
            return HttpResponseRedirect(back)
        status = STATUS.get(exception.code, HTTPStatus.CONFLICT)
        return render(request, "refused.html", {"refused": exception}, status=status)

    def _is_not_what_was_stored(self, request: HttpRequest) -> HttpResponse:
        """Say that a stored file does not open, and show nothing of it. The log names the place by its ids."""
        place = request.resolver_match
        logger.error(
            "a stored file was changed: %s %s", place.view_name if place else "", place.kwargs if place else {}
        )
        return render(request, "tampered.html", status=HTTPStatus.CONFLICT)

    def _store_is_away(self, request: HttpRequest, failure: StoreAway) -> HttpResponse:
        """Say that files cannot be stored or read now. Bytes come before rows, so nothing was half done."""
        logger.error("the store of files failed: %s", type(failure).__name__)
        response = render(request, "503.html", status=HTTPStatus.SERVICE_UNAVAILABLE)
        response["Retry-After"] = "60"
        return response
