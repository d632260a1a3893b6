"""The cookie of somebody who has opened a case with its number and secret: 20 minutes without a click, 60 in all.

The server keeps nothing of it. Leaving takes the cookie out of the browser, but does not revoke a copy that somebody
made of it before: that one opens the case until its 20 idle minutes, or 60 minutes in all, are over.
"""

import secrets
import time
from dataclasses import dataclass
from datetime import timedelta
from typing import Self
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from dsr.models import Case

COOKIE = "dsr_follow"
SALT = "dsr.follow"
IDLE = timedelta(minutes=20)
ABSOLUTE = timedelta(minutes=60)


@dataclass(frozen=True)
class FollowSession:
    """One opened case. The nonce makes every opening another cookie; nothing of it is stored on the server."""

    case_id: UUID
    opened_at: int
    nonce: str

    @classmethod
    def open(cls, case: Case) -> Self:
        """Begin."""
        return cls(case.pk, int(time.time()), secrets.token_urlsafe(12))

    @classmethod
    def read(cls, request: HttpRequest) -> Self | None:
        """Return the visitor's session, or None when there is none, it was forged, or its time is over."""
        found = request.get_signed_cookie(COOKIE, default=None, salt=SALT, max_age=IDLE)
        if not found:
            return None
        case_id, opened_at, nonce = found.split(".")
        session = cls(UUID(case_id), int(opened_at), nonce)
        return session if time.time() < session.opened_at + ABSOLUTE.total_seconds() else None

    def write(self, response: HttpResponse) -> HttpResponse:
        """Give the visitor the session, or renew its idle time."""
        response.set_signed_cookie(
            COOKIE,
            f"{self.case_id.hex}.{self.opened_at}.{self.nonce}",
            salt=SALT,
            path=reverse("public:follow"),
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
        return response

    @staticmethod
    def clear(response: HttpResponse) -> HttpResponse:
        """Take the session away, and what the browser kept of the pages."""
        response.delete_cookie(COOKIE, path=reverse("public:follow"), samesite="Lax")
        response["Clear-Site-Data"] = '"cache", "storage"'
        return response
