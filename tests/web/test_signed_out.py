"""A session that ended costs nobody their text, and the address of a verb leads to its page."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from django.urls import reverse

from dsr.models import Note
from dsr.vocabulary import Role
from tests.conftest import NOW
from tests.factories import received, signed_in, staff
from tests.web.public.visitor import file

pytestmark = pytest.mark.django_db

TYPED = "会員の<b>電話</b>で確認した。"


def note_of(case):
    return reverse("staff:add_note", args=[case.pk])


def login_link(page):
    [link] = [part.partition('"')[0] for part in page.split('href="') if part.startswith("/accounts/login/")]
    return parse_qs(urlsplit(link).query)["next"][0]


@pytest.mark.parametrize(("minutes", "session"), [(31, "idle"), (8 * 60 + 1, "a whole day")])
@pytest.mark.parametrize(
    ("language", "heading"), [("ja", "ログアウトされています"), ("en", "You have been signed out")]
)
def test_a_form_after_the_session_shows_what_was_typed(at, language, heading, minutes, session):
    case, clerk = received().case, staff()
    at(NOW)
    client = signed_in(clerk, language)
    client.get(case.get_absolute_url())
    for minute in range(20, minutes - 1, 20) if session != "idle" else []:
        at(NOW + timedelta(minutes=minute))
        client.get("/accounts/email/")
    at(NOW + timedelta(minutes=minutes))
    answer = client.post(note_of(case), {"text": TYPED, "seen": "77", "csrfmiddlewaretoken": "x"})
    page = answer.text
    assert (answer.status_code, page.count(heading), "会員の&lt;b&gt;電話&lt;/b&gt;で確認した。" in page) == (
        403,
        2,
        True,
    )
    assert (">77<" in page, answer["Cache-Control"], Note.objects.count()) == (False, "private, no-store", 0)
    assert login_link(page) == case.get_absolute_url()


def test_the_way_back_leads_through_the_login_to_the_case():
    case, clerk = received().case, staff(Role.CLERK, email="clerk@example.org")
    back = login_link(Client().post(note_of(case), {"text": TYPED}).text)
    assert signed_in(clerk).get(back).status_code == 200


def test_a_form_that_can_be_opened_leads_back_to_itself_with_its_answers():
    address = "/staff/intake/?desk=omron-software&channel=post"
    page = Client(headers={"accept-language": "en"}).post(
        address, {"principal-name": "髙﨑 𠮷男", "token": "secret-token", "scan": file("a.jpg", b"x" * 2000)}
    )
    assert (login_link(page.text.replace("&amp;", "&")), "髙﨑 𠮷男" in page.text) == (address, True)
    assert ("Files have to be chosen again." in page.text, "secret-token" in page.text) == (True, False)


def test_nothing_is_shown_that_was_not_typed():
    page = Client(headers={"accept-language": "en"}).post("/staff/search/", {"q": " "}).text
    assert ("What you wrote" in page, "Files have to be chosen again." in page) == (False, False)


def test_the_page_is_valid(html_errors):
    page = Client().post(note_of(received().case), {"text": TYPED}).text
    assert html_errors(page) == []


def test_the_address_of_a_verb_opens_its_case():
    case, client = received().case, signed_in(staff())
    for open_it in (client.get, client.head):
        answer = open_it(note_of(case))
        assert (answer.status_code, answer["Location"]) == (302, case.get_absolute_url())
    assert client.put(note_of(case)).status_code == 405
    assert client.get("/staff/search/")["Location"] == "/staff/"
    # a form that came back was drawn at the address of its verb; opened again it leads to the case
    assert client.post(note_of(case), {"text": ""}).status_code == 422
    assert client.get(note_of(case), follow=True).status_code == 200
