"""The database is away: 503 in both languages wherever it is missed first, and nothing typed is lost from sight."""

from collections.abc import Callable

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.db import DataError, InterfaceError, OperationalError
from django.test import Client

from tests.factories import received, signed_in, staff

TYPED = "対象は2024年の<b>注文</b>です"
WORDS = ("現在、サービスをご利用いただけません", "The service is not available at the moment")


def away(*_args, **_kwargs):
    raise OperationalError("host=db.internal password=secret")


@pytest.fixture(params=[OperationalError, InterfaceError])
def failing_view(request, monkeypatch):
    def fail(*_args, **_kwargs):
        raise request.param("host=db.internal password=secret")

    monkeypatch.setattr("dsr.web.public.views.filling.desk_card", fail)
    return fail


def client(language="ja"):
    return Client(headers={"accept-language": language}, raise_request_exception=False)


def told(answer):
    """Return what a visitor learns: status, when to come back, both sentences, and no detail of ours."""
    page = answer.text
    return answer.status_code, answer["Retry-After"], [word in page for word in WORDS], "secret" in page


SAID = (503, "30", [True, True], False)


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["ja", "en"])
def test_a_page_without_its_database_says_so(failing_view, language, html_errors):
    answer = client(language).post("/desks/omron-software/request/?residence=JP&who=principal", {"details": TYPED})
    assert told(answer) == SAID
    assert "対象は2024年の&lt;b&gt;注文&lt;/b&gt;です" in answer.text
    assert html_errors(answer.text) == []


@pytest.fixture
def signed_in_client(db) -> Callable[[], Client]:
    found = signed_in(staff())
    found.raise_request_exception = False
    return found


@pytest.mark.parametrize("path", ["/staff/", "/manager/", "/administration/", "/", "/nowhere/"])
def test_a_session_without_its_database_says_so(signed_in_client, monkeypatch, django_assert_num_queries, path):
    monkeypatch.setattr(SessionStore, "load", away)
    with django_assert_num_queries(0):
        answer = signed_in_client.get(path)
    assert told(answer) == SAID
    assert "sessionid" not in answer.cookies


def test_what_staff_typed_is_shown_although_nobody_knows_who_they_are(signed_in_client, monkeypatch):
    case = received().case
    monkeypatch.setattr(SessionStore, "load", away)
    answer = signed_in_client.post(f"{case.get_absolute_url()}note/", {"text": TYPED})
    assert told(answer) == SAID
    assert ("対象は2024年の&lt;b&gt;注文&lt;/b&gt;です" in answer.text, answer["Cache-Control"]) == (
        True,
        "private, no-store",
    )


def test_a_form_that_cannot_be_read_is_answered_all_the_same(signed_in_client, monkeypatch):
    monkeypatch.setattr(SessionStore, "load", away)
    answer = signed_in_client.post(
        "/staff/search/", b"--x\r\nbroken", content_type="multipart/form-data; boundary=" + "x" * 300
    )
    assert told(answer) == SAID


@pytest.mark.django_db
def test_a_fault_in_our_own_question_is_still_a_fault(monkeypatch):
    def fail(*_args, **_kwargs):
        raise DataError

    monkeypatch.setattr("dsr.web.public.views.filling.desk_card", fail)
    assert client().get("/desks/omron-software/request/").status_code == 500
