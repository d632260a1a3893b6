"""What the requester is told of who opened their documents: how often, in which role, never who."""

import pytest

from dsr.actions.documents import IncomingFile, add_document
from dsr.vocabulary import Impersonal, Role, ViewSubject
from dsr.web import access
from tests.factories import received, staff
from tests.web.public.visitor import Visitor

PNG = b"\x89PNG\r\n\x1a\n" + bytes(2000)


@pytest.fixture
def receipt(desks):
    return received()


def page_of(receipt, language):
    visitor = Visitor(language=language)
    visitor.client.post("/follow/", {"number": receipt.case.number, "secret": receipt.secret})
    return visitor.client.get("/follow/case/").text


def send_paper(case):
    add_document(case.pk, IncomingFile("licence.png", "image/png", PNG), by=Impersonal.REQUESTER)


def test_without_documents_nothing_is_said(receipt):
    assert "Who opened your documents" not in page_of(receipt, "en")


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ["shown to staff of this desk 3 times, last on Tue 17 Nov 2026", "<dt>Clerk</dt><dd>2 times</dd>"]),
        ("ja", ["3回", "2026年11月17日（火）", "<dt>受付担当者</dt><dd>2回</dd>"]),
    ],
)
def test_openings_are_counted_by_role_and_no_name_is_told(receipt, language, words):
    send_paper(receipt.case)
    clerk = staff(first_name="Misaki", last_name="Himitsu")
    for user in (clerk, clerk, staff(Role.REVIEWER)):
        access.record_view(user, ViewSubject.PAGE, case=receipt.case, object_id="x/1")
    page = page_of(receipt, language)
    assert [word in page for word in words] == [True] * len(words)
    assert [name in page for name in ("Misaki", "Himitsu", clerk.username)] == [False] * 3


def test_before_anybody_looked_that_is_said(receipt):
    send_paper(receipt.case)
    assert "Nobody has opened them yet." in page_of(receipt, "en")
