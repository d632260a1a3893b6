"""How staff sign in (django-allauth): with an account that an administrator made, never by signing up."""

from base64 import b64decode, b64encode
from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse

from dsr import crypto
from dsr.web.errors import too_many_requests
from dsr.web.public.throttle import visitor

# seconds; the longest window of ACCOUNT_RATE_LIMITS that somebody who mistyped can meet
WAIT = 300
SECOND_FACTOR = "second factor"


class StaffAccountAdapter(DefaultAccountAdapter):
    """The account rules of this house."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 - allauth's signature
        """Refuse: requesters have no account, and staff are entered by an administrator."""
        return False

    def get_reset_password_from_key_url(self, key: str) -> str:
        """Return the link of the mail. Its host comes from DSR_BASE_URL, never from a Host header."""
        return settings.DSR_BASE_URL + urlsplit(super().get_reset_password_from_key_url(key)).path

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Count wrong passwords by account and address, so that a stranger's tries never lock the owner out."""
        return f"{super()._get_login_attempts_cache_key(request, **credentials)}:{visitor(request)}"


class StaffSecondFactorAdapter(DefaultMFAAdapter):
    """Seeds of second factors lie sealed in the database, by a master key outside it."""

    def encrypt(self, text: str) -> str:
        """Return the text sealed, with the id of the master key that opens it."""
        key_id, sealed = crypto.wrap(text.encode(), context=SECOND_FACTOR)
        return f"{key_id}:{b64encode(sealed).decode()}"

    def decrypt(self, encrypted_text: str) -> str:
        """Return what `encrypt` was given. Raises crypto.MissingKey or crypto.Tampered."""
        key_id, _colon, sealed = encrypted_text.partition(":")
        return crypto.unwrap(key_id, b64decode(sealed), context=SECOND_FACTOR).decode()


def too_many_tries(request: HttpRequest) -> HttpResponse:
    """Answer 429 when django-allauth slows somebody down (handler429 of config/urls.py)."""
    return too_many_requests(request, retry_after=WAIT)
