"""How staff sign in (django-allauth): with an account that an administrator made, never by signing up."""

from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse

from dsr.web.errors import too_many_requests

# seconds; the longest window of ACCOUNT_RATE_LIMITS that somebody who mistyped can meet
WAIT = 300


class StaffAccountAdapter(DefaultAccountAdapter):
    """The account rules of this house."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 - allauth's signature
        """Refuse: requesters have no account, and staff are entered by an administrator."""
        return False

    def get_reset_password_from_key_url(self, key: str) -> str:
        """Return the link of the mail. Its host comes from DSR_BASE_URL, never from a Host header."""
        return settings.DSR_BASE_URL + urlsplit(super().get_reset_password_from_key_url(key)).path


def too_many_tries(request: HttpRequest) -> HttpResponse:
    """Answer 429 when django-allauth slows somebody down (handler429 of config/urls.py)."""
    return too_many_requests(request, retry_after=WAIT)
