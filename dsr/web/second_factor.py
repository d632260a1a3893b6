"""Staff work only with a second factor (DSR_REQUIRE_MFA)."""

from collections.abc import Callable

from allauth.account.authentication import get_authentication_records
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

# what a member of staff needs in order to set one up, or to leave
OPEN_PAGES = (
    "account_login",
    "account_logout",
    "account_reauthenticate",
    "account_change_password",
    "mfa_index",
    "mfa_authenticate",
    "mfa_reauthenticate",
    "mfa_activate_totp",
    "mfa_generate_recovery_codes",
    "mfa_view_recovery_codes",
    "mfa_download_recovery_codes",
    "mfa_list_webauthn",
    "mfa_add_webauthn",
    "mfa_reauthenticate_webauthn",
    "mfa_login_webauthn",
    "set_language",
    "healthz",
    "readyz",
)


class SecondFactorMiddleware:
    """Send staff without a second factor to the page that sets one up."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Remember the next in line."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: object) -> HttpResponse | None:
        """Redirect to the set-up unless this person has a second factor, or the page is part of the set-up."""
        match = request.resolver_match
        if not settings.DSR_REQUIRE_MFA or (match and match.url_name in OPEN_PAGES) or has_second_factor(request):
            return None
        messages.info(request, _("Set up a second factor first. Your desk holds personal data."))
        return redirect("mfa_index")


def has_second_factor(request: HttpRequest) -> bool:
    """Say whether the visitor is anonymous, or signed in with a second factor, or has just set one up."""
    user = request.user
    if not user.is_authenticated:
        return True
    used = any(record.get("method") == "mfa" for record in get_authentication_records(request, user))
    return used or is_mfa_enabled(user)
