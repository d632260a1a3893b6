"""How long a member of staff stays signed in: 30 minutes without a request, 8 hours in all."""

import time
from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from dsr.web.access import page_behind
from dsr.web.errors import ACCOUNT_PAGES, signed_out

SIGNED_IN_AT = "signed_in_at"
SEEN_AT = "seen_at"
# a session is written once a minute, not once a request
RENEW_AFTER = 60


class SessionLimitMiddleware:
    """End a session at its limit; until then renew its idle time (SESSION_COOKIE_AGE)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Remember the next in line."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Sign the visitor out at the limit and say why, with what was typed to copy; or pass the request on."""
        if request.user.is_authenticated:
            now = int(time.time())
            began = request.session.setdefault(SIGNED_IN_AT, now)
            if now - began >= settings.DSR_SESSION_LIMIT:
                logout(request)
                if request.method == "POST" and not request.path.startswith(ACCOUNT_PAGES):
                    return signed_out(request, page_behind(request))
                messages.info(request, _("You were signed in for a whole working day. Please sign in again."))
                return redirect(settings.LOGIN_URL)
            if now - request.session.get(SEEN_AT, 0) >= RENEW_AFTER:
                request.session[SEEN_AT] = now
        return self.get_response(request)
