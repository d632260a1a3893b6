"""The reports of who saw what: for managers and auditors at their desks, and each reading is on record."""

import csv
from io import StringIO

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override

from dsr.models import Case, User, ViewEvent
from dsr.vocabulary import Role, ViewSubject
from dsr.web import access
from tests.factories import NET_ONE, desk, received, signed_in, staff

pytestmark = pytest.mark.django_db
READER = Role.AUDITOR


def at_case(case: Case, name: str = "looks_at_case") -> str:
    return reverse(f"manager:{name}", args=[case.pk])


def of_person(person: User, name: str = "looks_of_person") -> str:
    return f"{reverse(f'manager:{name}')}?person={person.pk}"


def records() -> list[tuple[str, str, str]]:
    rows = ViewEvent.objects.filter(subject=ViewSubject.VIEWS).order_by("at", "pk")
    return [(row.role, str(row.case_id or row.desk_id), row.object_id) for row in rows]


@pytest.mark.parametrize("name", ["looks_at_case", "looks_at_case_csv"])
def test_reading_the_report_of_a_case_is_on_record(name: str) -> None:
    case = received().case
    assert signed_in(staff(READER)).get(at_case(case, name)).status_code == 200
    assert records() == [(READER, str(case.pk), "csv" if name.endswith("csv") else "")]


@pytest.mark.parametrize("name", ["looks_of_person", "looks_of_person_csv"])
def test_reading_the_report_of_a_person_is_on_record(name: str) -> None:
    case, clerk = received().case, staff()
    assert signed_in(staff(READER)).get(of_person(clerk, name)).status_code == 200
    assert records() == [(READER, str(case.desk_id), str(clerk.pk))]


def test_choosing_a_person_shows_nothing_and_records_nothing() -> None:
    received()
    answer = signed_in(staff(READER), "en").get(reverse("manager:looks_of_person"))
    assert (answer.status_code, records(), answer.context["page"].looks) == (200, [], [])


def test_if_the_look_cannot_be_recorded_no_report_leaves(monkeypatch) -> None:
    case, browser = received().case, signed_in(staff(READER))
    browser.raise_request_exception = False

    def fail(*_args: object, **_kwargs: object) -> None:
        raise RuntimeError("no record")

    monkeypatch.setattr(access, "record_view", fail)
    answers = [browser.get(url) for url in (at_case(case), at_case(case, "looks_at_case_csv"), of_person(staff()))]
    assert [answer.status_code for answer in answers] == [500, 500, 500]


def test_a_manager_elsewhere_who_is_a_clerk_here_does_not_read_the_report() -> None:
    case, user = received().case, staff(Role.CLERK)
    user.memberships.create(desk=desk(NET_ONE), role=Role.MANAGER)
    assert signed_in(user).get(case.get_absolute_url()).status_code == 200
    assert signed_in(user).get(at_case(case)).status_code == 403


def test_staff_of_other_desks_cannot_be_chosen() -> None:
    received()
    stranger = staff(at=desk(NET_ONE))
    page = signed_in(staff(READER)).get(of_person(stranger))
    assert (page.context["choice"].chosen, records()) == (None, [])


def test_the_case_page_leads_to_the_report_only_who_may_read_it() -> None:
    case = received().case
    shown = {role: at_case(case) in signed_in(staff(role)).get(case.get_absolute_url()).text for role in Role}
    assert shown == dict.fromkeys(Role, False) | {Role.MANAGER: True, Role.AUDITOR: True}


def test_the_table_says_who_as_what_and_which_page() -> None:
    case, clerk = received().case, staff(first_name="Misaki", last_name="Sato")
    access.record_view(clerk, ViewSubject.LETTER, case=case, object_id="OS-2026-0001")
    page = signed_in(staff(READER), "en").get(at_case(case)).text
    assert [words in page for words in ("Misaki Sato", "Clerk", "Letter", "OS-2026-0001")] == [True] * 4


def rows(browser: Client, url: str) -> list[list[str]]:
    text = b"".join(browser.get(url)).decode("utf-8-sig")
    return list(csv.reader(StringIO(text)))


def test_the_export_holds_every_look_and_no_requester() -> None:
    case, clerk, browser = received().case, staff(), signed_in(staff(READER), "en")
    access.record_view(clerk, ViewSubject.CASE, case=case)
    head, report, look = rows(browser, at_case(case, "looks_at_case_csv"))
    assert head == ["When", "Person", "Role", "Looked at", "Details", "Case", "Desk"]
    with override("en"):
        name_of_desk = str(case.desk)
    assert look == ["2026-11-17T10:00:00+09:00", str(clerk), "Clerk", "Case page", "", case.number, name_of_desk]
    assert report[2:4] == ["Auditor", "Report of who saw what"]
    assert [row[3] for row in rows(browser, of_person(clerk, "looks_of_person_csv"))] == ["Looked at", "Case page"]


def test_without_a_person_the_export_asks_for_one() -> None:
    answer = signed_in(staff(READER)).get(reverse("manager:looks_of_person_csv"))
    assert (answer.status_code, answer["Location"]) == (302, reverse("manager:looks_of_person"))


def test_older_looks_follow_on_pages_of_their_own_at_the_same_price() -> None:
    case, clerk, browser = received().case, staff(), signed_in(staff(READER), "en")
    browser.get(at_case(case))
    costs = []
    for times in (1, 60):
        for _time in range(times):
            access.record_view(clerk, ViewSubject.CASE, case=case)
        with CaptureQueriesContext(connection) as queries:
            page = browser.get(at_case(case))
        costs.append(len(queries))
    first = [look.event.pk for look in page.context["page"].looks]
    older = browser.get(f"{at_case(case)}?after={page.context['page'].after}")
    rest = [look.event.pk for look in older.context["page"].looks]
    assert costs[0] == costs[1]
    assert ("Older" in page.text, "Newest" in older.text, len(first), set(first) & set(rest)) == (True, True, 50, set())


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_pages_are_valid_html(language: str, html_errors) -> None:
    case, clerk, browser = received().case, staff(), signed_in(staff(READER), language)
    access.record_view(clerk, ViewSubject.LIST, cases=[case])
    urls = (at_case(case), of_person(clerk), reverse("manager:looks_of_person"))
    assert [html_errors(browser.get(url).text) for url in urls] == [[], [], []]
