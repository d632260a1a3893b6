"""A refusal leads back to the page it came from, and never off the site or into an error."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.messages.storage.cookie import CookieStorage
from django.http import HttpResponse, UnreadablePostError
from django.test import RequestFactory

from dsr.errors import Refused
from dsr.storage import FileMissing, StoreAway
from dsr.web.refusals import RefusalMiddleware


def answer(code: str, back: str) -> HttpResponse:
    request = RequestFactory().post("/staff/", {"back": back})
    request.resolver_match, request._messages = None, CookieStorage(RequestFactory().get("/"))
    return RefusalMiddleware(lambda _request: HttpResponse()).process_exception(request, Refused(code))


@pytest.mark.parametrize("back", ["/staff/", "/staff/cases/?a=1&b=2#papers"])
def test_leads_back_to_a_page_of_ours(back):
    response = answer("stale", back)
    assert (response.status_code, response["Location"]) == (302, back)


@pytest.mark.parametrize(
    "back",
    ["", "word", "staff:queue", "//evil.example", "https://evil.example/", "javascript:alert(1)", "/\\evil.example"],
)
def test_leads_nowhere_else(back):
    assert answer("stale", back).status_code == 409


@pytest.mark.parametrize(("code", "status"), [("not_permitted", 403), ("four_eyes", 403), ("wrong_state", 409)])
def test_answers_with_the_status_of_the_reason(code, status):
    assert answer(code, "").status_code == status


@pytest.mark.parametrize(
    "other", [ValueError(), FileNotFoundError("/etc/a-bug"), ConnectionResetError(), UnreadablePostError("client left")]
)
def test_says_nothing_to_other_exceptions(other):
    request = RequestFactory().get("/")
    assert RefusalMiddleware(lambda _request: HttpResponse()).process_exception(request, other) is None


@pytest.mark.parametrize("failure", [StoreAway(28, "No space left on device"), FileMissing("key")])
def test_a_store_that_is_away_is_said_in_words_and_may_be_tried_again(failure):
    request = RequestFactory().post("/staff/")
    request.user, request.resolver_match = AnonymousUser(), None
    response = RefusalMiddleware(lambda _request: HttpResponse()).process_exception(request, failure)
    assert (response.status_code, response["Retry-After"]) == (503, "60")
