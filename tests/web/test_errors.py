"""Error pages: the right status, words in two languages, and nothing that was typed in the wrong place."""

import pytest
from django.http import HttpRequest, QueryDict

from dsr.web import errors

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.web.gallery")]

FAULTS = [
    ("refuse_400", 400, "This request could not be read"),
    ("refuse_403", 403, "You may not open this page"),
    ("refuse_404", 404, "Page not found"),
    ("refuse_413", 413, "The files are too large together"),
    ("refuse_429", 429, "Too many requests in a short time"),
    ("refuse_500", 500, "Something went wrong on our side"),
    ("csrf", 403, "The form could not be accepted"),
]


@pytest.mark.parametrize(("page", "status", "heading"), FAULTS)
def test_a_fault_has_its_status_and_a_page_in_words(client, page, status, heading):
    answer = client.get(f"/gallery/{page}/", headers={"accept-language": "en"})
    assert (answer.status_code, answer.content.decode().count(heading)) == (status, 2)


def test_a_missing_page_does_not_repeat_its_address(client):
    page = client.get("/nowhere/<secret>?q=secret").content.decode()
    head, _, rest = page.partition('name="next"')
    assert "secret" not in head + rest.partition(">")[2]


def test_a_busy_moment_says_when_to_come_back(client):
    answer = client.get("/gallery/refuse_429/", headers={"accept-language": "en"})
    assert (answer["Retry-After"], "3 minutes" in answer.content.decode()) == ("130", True)


def test_a_fault_of_ours_is_answered_without_the_database(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        client.get("/gallery/refuse_500/")


TYPED = [
    ("/ask/", "csrfmiddlewaretoken=t&name=山田&details=a%0Ab&empty=+&next=/x", ["山田", "a\nb"]),
    ("/ask/", "rights=a&rights=b&new_password=p&secret=s", ["a", "b"]),
    ("/accounts/login/", "login=hanako&password=p", []),
]


@pytest.mark.parametrize(("path", "body", "expected"), TYPED)
def test_a_refused_form_gives_back_the_text_but_no_secret(path, body, expected):
    request = HttpRequest()
    request.path, request.POST = path, QueryDict(body)
    assert errors.typed_texts(request) == expected


def test_a_form_without_its_token_keeps_the_text_on_the_page(client):
    strict = type(client)(enforce_csrf_checks=True)
    answer = strict.post("/gallery/form/", {"details": "対象は2024年の<b>注文</b>です"})
    page = answer.content.decode()
    assert (answer.status_code, "対象は2024年の&lt;b&gt;注文&lt;/b&gt;です" in page) == (403, True)
