"""The manager's page and its export."""

import csv
from collections.abc import Callable
from datetime import datetime
from io import StringIO

import pytest
from django.test import Client

from dsr.models import ViewEvent
from dsr.vocabulary import Role, State, ViewSubject
from dsr.web.manager.csv_lines import safe_cell
from tests.factories import case_in, received, signed_in, staff

pytestmark = pytest.mark.django_db


def manager() -> Client:
    return signed_in(staff(Role.MANAGER))


@pytest.mark.parametrize(
    ("role", "status"),
    [
        (Role.CLERK, 403),
        (Role.REVIEWER, 403),
        (Role.MANAGER, 200),
        (Role.AUDITOR, 200),
        (Role.ADMINISTRATOR, 403),
    ],
)
@pytest.mark.parametrize("path", ["/manager/", "/manager/cases.csv"])
def test_figures_are_for_managers_and_auditors(role: Role, status: int, path: str) -> None:
    assert signed_in(staff(role)).get(path).status_code == status


def test_strangers_are_asked_to_log_in() -> None:
    assert Client().get("/manager/")["Location"].startswith("/accounts/login/")


@pytest.mark.parametrize("language", ["ja", "en"])
def test_overview_says_what_is_late(at: Callable[[datetime | str], None], language: str) -> None:
    received()
    at("2027-01-15 10:00")
    page = signed_in(staff(Role.MANAGER), language).get("/manager/")
    assert page.context["figures"].late == 1


def test_overview_costs_the_same_for_one_case_and_for_three(django_assert_num_queries: Callable) -> None:
    client = manager()
    case_in(State.REPLIED)
    received()
    client.get("/manager/")
    with django_assert_num_queries(QUERIES):
        client.get("/manager/")
    received()
    received()
    with django_assert_num_queries(QUERIES):
        client.get("/manager/")


QUERIES = 16


def test_export_holds_cases_and_no_requester() -> None:
    case = case_in(State.REPLIED)
    response = signed_in(staff(Role.MANAGER), "en").get("/manager/cases.csv")
    text = response.getvalue().decode("utf-8-sig")
    rows = list(csv.DictReader(StringIO(text)))
    assert [(row["Case"], row["Received on"], row["Days taken"]) for row in rows] == [(case.number, "2026-11-17", "0")]
    assert "山田" not in text
    assert ViewEvent.objects.filter(subject=ViewSubject.EXPORT).count() == 1


@pytest.mark.parametrize(
    ("cell", "safe"),
    [
        ("=HYPERLINK(1)", "'=HYPERLINK(1)"),
        ("+1", "'+1"),
        ("-1", "'-1"),
        ("@SUM", "'@SUM"),
        ("\t=1", "'\t=1"),
        ("＝1", "'＝1"),
        ("DSR-26", "DSR-26"),
        (None, ""),
        (0, "0"),
    ],
)
def test_no_cell_is_a_formula(cell: object, safe: str) -> None:
    assert safe_cell(cell) == safe
