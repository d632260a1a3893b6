"""Sign-in: no public sign-up, no link made from a Host header, a limit on guessing, a limit on a session."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.core.cache import cache, caches
from django.urls import reverse

from tests.conftest import NOW

PASSWORD = "correct horse battery staple"


@pytest.fixture
def clerk(db):
    return get_user_model().objects.create_user("clerk", "clerk@example.org", PASSWORD)


def sign_in(client, password=PASSWORD, **extra):
    return client.post(reverse("account_login"), {"login": "clerk", "password": password}, **extra)


def test_nobody_signs_up(client, db):
    form = {"username": "x", "email": "x@example.org", "password1": PASSWORD, "password2": PASSWORD}
    response = client.post(reverse("account_signup"), form)
    assert response.status_code == 200
    assert get_user_model().objects.count() == 0


def test_the_link_of_a_password_mail_ignores_the_host_header(client, clerk, mailoutbox, settings):
    client.post(reverse("account_reset_password"), {"email": clerk.email}, headers={"host": "localhost"})
    (mail,) = mailoutbox
    links = re.findall(r"https?://\S+", mail.body)
    assert len(links) == 1
    assert links[0].startswith(f"{settings.DSR_BASE_URL}/accounts/password/reset/key/")


def test_a_password_mail_is_not_sent_to_strangers(client, clerk, mailoutbox):
    known = client.post(reverse("account_reset_password"), {"email": clerk.email})
    unknown = client.post(reverse("account_reset_password"), {"email": "nobody@example.org"})
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    assert [mail.to for mail in mailoutbox] == [[clerk.email]]


def signed_in_from(client, address, password=PASSWORD):
    sign_in(client, password, REMOTE_ADDR=address)
    return "_auth_user_id" in client.session


def test_guessing_is_slowed_down_and_the_same_place_is_let_in_later(client, clerk, at):
    found = []
    for seconds in (0, 299, 301):
        at(NOW + timedelta(seconds=seconds))
        for _ in range(5 if seconds == 0 else 0):
            sign_in(client, "wrong")
        found.append(signed_in_from(client, "127.0.0.1"))
    assert found == [False, False, True]


@pytest.mark.parametrize(
    ("guesser", "owner", "expected"),
    [
        ("203.0.113.1", "203.0.113.1", False),
        ("203.0.113.1", "203.0.113.2", True),
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::1", False),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", True),
    ],
)
@pytest.mark.parametrize("login", ["clerk", "clerk@example.org"])
def test_a_guesser_locks_nobody_out_but_themselves(client, clerk, at, login, guesser, owner, expected):
    at(NOW)
    for _ in range(5):
        client.post(reverse("account_login"), {"login": login, "password": "wrong"}, REMOTE_ADDR=guesser)
    client.post(reverse("account_login"), {"login": login, "password": PASSWORD}, REMOTE_ADDR=owner)
    assert ("_auth_user_id" in client.session) is expected


def test_many_guessers_do_not_lock_the_owner_out(client, clerk, at):
    at(NOW)
    for number in range(1, 60):
        sign_in(client, "wrong", REMOTE_ADDR=f"203.0.113.{number}")
    assert signed_in_from(client, "198.51.100.7")


def test_one_place_has_ten_wrong_tries_a_minute_for_all_accounts_together(client, clerk, at):
    at(NOW)
    for number in range(10):
        client.post(reverse("account_login"), {"login": f"nobody-{number}", "password": "wrong"})
    assert not signed_in_from(client, "127.0.0.1")
    at(NOW + timedelta(seconds=61))
    assert signed_in_from(client, "127.0.0.1")


def test_the_counters_cannot_be_flushed_by_making_others(client, clerk, at):
    """TM21: Django's cache in the database keeps 300 entries unless told otherwise, and culls the rest by name."""
    at(NOW)
    for _ in range(5):
        sign_in(client, "wrong")
    for number in range(700):
        cache.set(f"{number}", [], 300)
    assert not signed_in_from(client, "127.0.0.1")
    assert caches["default"]._max_entries == 200_000


def test_a_forged_forwarding_header_changes_nothing(client, clerk):
    for number in range(31):
        last = sign_in(client, "wrong", headers={"x-forwarded-for": f"198.51.100.{number}"})
    assert last.status_code == 429


def test_the_session_changes_its_name_at_sign_in(client, clerk):
    client.get(reverse("account_login"))
    client.session.save()
    before = client.session.session_key
    sign_in(client)
    assert client.session.session_key != before


@pytest.mark.parametrize(
    ("pauses", "expected"),
    [
        ([29, 29, 29], "in"),
        ([31], "out"),
        ([29] * 16, "in"),
        ([29] * 17, "out"),
    ],
)
def test_a_session_ends_after_30_idle_minutes_or_8_hours(client, clerk, at, settings, pauses, expected):
    settings.DSR_REQUIRE_MFA = False
    now = NOW
    at(now)
    sign_in(client)
    client.get("/accounts/email/")
    for minutes in pauses:
        now += timedelta(minutes=minutes)
        at(now)
        response = client.get("/accounts/email/")
    assert {"in": 200, "out": 302}[expected] == response.status_code


def test_a_session_is_not_written_at_every_request(client, clerk, django_assert_num_queries, settings, at):
    settings.DSR_REQUIRE_MFA = False
    at(NOW)
    sign_in(client)
    client.get("/accounts/email/")
    before = client.session.session_key, client.session["seen_at"]
    at(NOW + timedelta(seconds=30))
    client.get("/accounts/email/")
    assert (client.session.session_key, client.session["seen_at"]) == before
    at(NOW + timedelta(seconds=61))
    client.get("/accounts/email/")
    assert client.session["seen_at"] == before[1] + 61


def test_a_disabled_account_is_out_at_once(client, clerk):
    sign_in(client)
    get_user_model().objects.filter(pk=clerk.pk).update(is_active=False)
    assert client.get("/staff/")["Location"].startswith(reverse("account_login"))
