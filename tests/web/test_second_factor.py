"""Staff work only with a second factor, and no way around the sign-in leads past it."""

import pyotp
import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.contrib.auth import get_user_model
from django.urls import reverse

from dsr.web.second_factor import OPEN_PAGES

PASSWORD = "correct horse battery staple"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture(autouse=True)
def _required(settings):
    settings.DSR_REQUIRE_MFA = True


@pytest.fixture
def clerk(db):
    return get_user_model().objects.create_user("clerk", "clerk@example.org", PASSWORD)


def sign_in(client, login="clerk"):
    return client.post(reverse("account_login"), {"login": login, "password": PASSWORD})


@pytest.mark.parametrize("login", ["clerk", "clerk@example.org"])
def test_staff_sign_in_by_name_or_address(client, clerk, login):
    assert sign_in(client, login)["Location"] == "/staff/"


@pytest.mark.parametrize("path", ["/staff/", "/manager/", "/administration/", "/accounts/email/"])
def test_without_a_second_factor_every_staff_page_leads_to_its_set_up(client, clerk, path):
    sign_in(client)
    response = client.get(path)
    assert (response.status_code, response["Location"]) == (302, reverse("mfa_index"))


def test_the_set_up_itself_is_open_and_opens_the_rest(client, clerk):
    sign_in(client)
    asked = client.get(reverse("mfa_activate_totp"))
    assert asked["Location"].startswith(reverse("account_reauthenticate"))
    page = client.post(asked["Location"], {"password": PASSWORD}, follow=True)
    secret = page.context["form"].secret
    response = client.post(reverse("mfa_activate_totp"), {"code": pyotp.TOTP(secret).now()})
    assert response.status_code == 302
    assert Authenticator.objects.filter(user=clerk, type="totp").exists()
    assert client.get("/accounts/email/").status_code == 200


def test_with_a_second_factor_the_password_alone_does_not_sign_in(client, clerk):
    TOTP.activate(clerk, SECRET)
    response = sign_in(client)
    assert response["Location"] == reverse("mfa_authenticate")
    assert client.get("/accounts/email/")["Location"].startswith(reverse("account_login"))
    client.post(reverse("mfa_authenticate"), {"code": pyotp.TOTP(SECRET).now()})
    assert client.get("/accounts/email/").status_code == 200


def test_a_code_works_once(client, clerk):
    TOTP.activate(clerk, SECRET)
    code = pyotp.TOTP(SECRET).now()
    for _ in range(2):
        client.logout()
        sign_in(client)
        last = client.post(reverse("mfa_authenticate"), {"code": code})
    assert last.status_code == 200


def test_the_administration_has_no_sign_in_of_its_own(client, clerk):
    response = client.post("/administration/login/", {"username": "clerk", "password": PASSWORD})
    assert response["Location"].startswith(reverse("account_login"))
    assert "_auth_user_id" not in client.session


def test_the_demo_asks_for_none(client, clerk, settings):
    settings.DSR_REQUIRE_MFA = False
    sign_in(client)
    assert client.get("/accounts/email/").status_code == 200


def test_strangers_are_not_sent_to_the_set_up(client, db):
    assert client.get(reverse("account_login")).status_code == 200


@pytest.mark.parametrize("name", OPEN_PAGES)
def test_every_open_page_exists(name):
    assert reverse(name)
