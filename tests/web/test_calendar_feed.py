"""The calendar of due dates: a secret address, read by a real parser of calendars, with nothing about a person."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from icalendar import Calendar
from pytest_django import DjangoAssertNumQueries

from dsr.actions.clock import pause_clock
from dsr.models import CalendarFeed, Case, DeskMembership, User
from dsr.vocabulary import PauseReason, Role, State
from dsr.web.public import throttle
from tests.factories import NET_ONE, YAMADA, case_in, desk, received, signed_in, staff

pytestmark = pytest.mark.django_db
PAGE = "/staff/calendar/"


@pytest.fixture(autouse=True)
def _nothing_counted():
    throttle.forget_all()
    yield
    throttle.forget_all()


def address(user: User) -> str:
    """Press the button on the page and copy the address."""
    page = signed_in(user, "en").post(f"{PAGE}renew/")
    found = page.text.partition("<code>")[2].partition("</code>")[0]
    assert found.startswith("http://127.0.0.1:8000/calendar/")
    return found.removeprefix("http://127.0.0.1:8000")


def entries(path: str) -> list[dict]:
    response = Client().get(path)
    assert (response.status_code, response["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    assert response["Cache-Control"].startswith("private")
    return Calendar.from_ical(response.content).walk("VEVENT")


def test_every_open_case_of_ones_desks_is_an_all_day_entry():
    clerk = staff()
    first, second = received().case, received().case
    Case.objects.filter(pk=second.pk).update(due_on=date(2026, 12, 25), due_version=3, assignee=clerk)
    pause_clock(received().case.pk, by=clerk, reason=PauseReason.PAPERS)
    case_in(State.REPLIED), case_in(State.WITHDRAWN), received(desk=desk(NET_ONE))
    assert [
        (str(e["UID"]), e["DTSTART"].dt, e["DTEND"].dt, int(e["SEQUENCE"]), str(e["SUMMARY"]), str(e["URL"]))
        for e in entries(address(clerk))
    ] == [
        (
            f"{first.pk}@127.0.0.1",
            date(2026, 12, 2),
            date(2026, 12, 3),
            1,
            f"{first.number} 回答期限 / Reply due",
            f"http://127.0.0.1:8000/staff/cases/{first.pk}/",
        ),
        (
            f"{second.pk}@127.0.0.1",
            date(2026, 12, 25),
            date(2026, 12, 26),
            3,
            f"{second.number} 回答期限（担当案件） / Reply due (yours)",
            f"http://127.0.0.1:8000/staff/cases/{second.pk}/",
        ),
    ]


def test_the_bytes_are_those_of_rfc_5545_and_about_no_person():
    received()
    text = Client().get(address(staff())).content
    assert text.startswith(b"BEGIN:VCALENDAR\r\n")
    assert text.endswith(b"END:VCALENDAR\r\n")
    assert [line for line in text.split(b"\r\n") if len(line) > 75 or b"\n" in line] == []
    assert b"DTSTART;VALUE=DATE:20261202\r\n" in text
    assert [word for word in (YAMADA.name, "山田", YAMADA.email, "向日市") if word in text.decode()] == []
    stamp = Calendar.from_ical(text).walk("VEVENT")[0]["DTSTAMP"].dt
    assert abs(stamp - datetime(2026, 11, 17, 1, tzinfo=UTC)) < timedelta(minutes=1)


def test_the_secret_is_shown_once_and_only_its_hash_is_kept():
    clerk = staff()
    path = address(clerk)
    token = path.removeprefix("/calendar/").removesuffix(".ics")
    assert len(token) >= 43
    assert token not in signed_in(clerk).get(PAGE).text
    feed = CalendarFeed.objects.get()
    assert bytes(feed.token_hash) == CalendarFeed.hash_of(token)
    assert token.encode() not in bytes(feed.token_hash)


def test_a_new_address_closes_the_old_one_and_a_revoked_one_opens_nothing():
    clerk = staff()
    old, new = address(clerk), address(clerk)
    assert [Client().get(path).status_code for path in (old, new, "/calendar/x.ics")] == [404, 200, 404]
    assert signed_in(clerk).post(f"{PAGE}revoke/")["Location"] == PAGE
    assert Client().get(new).status_code == 404
    assert not CalendarFeed.objects.exists()


def test_whoever_left_reads_nothing():
    clerk = staff()
    received()
    path = address(clerk)
    assert len(entries(path)) == 1
    DeskMembership.objects.filter(user=clerk).delete()
    assert entries(path) == []
    User.objects.filter(pk=clerk.pk).update(is_active=False)
    assert Client().get(path).status_code == 404


def test_an_administrator_has_no_calendar():
    assert signed_in(staff(Role.ADMINISTRATOR)).get(PAGE).status_code == 403


def test_many_entries_cost_as_many_queries_as_one(django_assert_num_queries: DjangoAssertNumQueries):
    clerk = staff()
    path = address(clerk)
    for number in range(1, 4):
        received()
        with django_assert_num_queries(3):
            assert len(entries(path)) == number


def test_guessing_is_slowed_down(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(throttle, "count", lambda limit, *_who: 30 if limit is throttle.FEEDS else 0)
    response = Client().get("/calendar/x.ics")
    assert (response.status_code, response["Retry-After"]) == (429, "30")


def test_its_pages_are_valid_html(html_errors):
    client = signed_in(staff())
    pages = [client.get(PAGE), client.post(f"{PAGE}renew/"), client.get(PAGE)]
    assert [html_errors(page.text) for page in pages] == [[], [], []]
