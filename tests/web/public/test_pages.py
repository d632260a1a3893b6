"""Every page state of the public door is valid HTML, speaks one language, and keeps to the content security policy."""

import re

import pytest
from django.test import Client

from dsr.actions.items import reject_item
from dsr.vocabulary import RejectReason, RequesterType, Role
from dsr.web.public import throttle
from tests.factories import YAMADA, received, staff
from tests.web.public.visitor import Visitor, file, picture

FORMS = [
    ("omron-software", "JP", "principal"),
    ("omron-software", "JP", "appointed_agent"),
    ("citizen-systems-japan", "JP", "minor_agent"),
    ("citizen-systems-japan", "DE", "principal"),
    ("citizen-systems-japan", "US-CA", "qualified_agent"),
    ("citizen-machinery", "GB", "adult_ward_agent"),
]
PLAIN = [
    "/",
    "/?q=omron",
    "/?q=nobody",
    "/?q=%00",
    "/follow/",
    "/follow/?ended=1",
    "/follow/?left=1",
    "/desks/omron-software/",
    "/desks/net-one-systems/",
    "/desks/omron-software/request/",
    "/desks/omron-software/request/?country=",
    "/desks/net-one-systems/request/",
    "/desks/omron-software/request/check/",
    "/desks/omron-software/receipt/",
    *(f"/desks/{slug}/request/?residence={place}&who={who}" for slug, place, who in FORMS),
]
BOTH = pytest.mark.parametrize("language", ["ja", "en"])
ENGLISH = re.compile(r"\b(the|your|you|and|please|with|this)\b", re.IGNORECASE)


def is_sound(response, language, html_errors):
    """Check one answer: valid, in its language, without inline code, with one heading and a title."""
    page = response.text
    assert html_errors(page) == []
    assert f'<html lang="{language}">' in page
    assert re.search(r'\sstyle="|<style|\son\w+="|javascript:', page) is None
    assert len(re.findall(r"<h1\b", page)) == 1
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    if language == "ja":
        words = re.sub(
            r"<(script|style|textarea|svg)\b.*?</\1>|<[^>]+>", " ", re.sub(r'<[^>]+lang="en".*?</', "</", page)
        )
        assert ENGLISH.findall(words) == []


@BOTH
@pytest.mark.parametrize("path", PLAIN)
def test_page_is_sound(desks, html_errors, language, path):
    is_sound(Client(headers={"accept-language": language}).get(path), language, html_errors)


@BOTH
def test_every_state_of_a_request_is_sound(desks, html_errors, language):
    visitor = Visitor(who="appointed_agent", language=language)
    visitor.open()
    is_sound(visitor.client.post(visitor.form_url, {}), language, html_errors)
    bad = visitor.send({"document_identity_of_agent": picture(), "document_identity_of_principal": file("a.jpg", b"x")})
    is_sound(bad, language, html_errors)
    is_sound(visitor.send({"website": "x"}), language, html_errors)
    alone = Visitor(language=language)
    alone.open()
    alone.send({"scope_disclosure": "123456789018 4242424242424242", "principal-email": "a@gmial.com"})
    is_sound(alone.look(), language, html_errors)
    alone.confirm()
    is_sound(alone.client.get(alone.receipt_url), language, html_errors)
    for _form in range(throttle.FORMS.amount):
        throttle.count(throttle.FORMS, "127.0.0.1")
    is_sound(visitor.send(), language, html_errors)


@BOTH
def test_every_state_of_following_is_sound(desks, html_errors, language):
    receipt = received(requester_type=RequesterType.APPOINTED_AGENT, agent=YAMADA)
    item = receipt.case.items.get(code="identity_of_agent")
    reject_item(receipt.case.pk, item.pk, by=staff(Role.CLERK), reason=RejectReason.SIDE_MISSING)
    client = Client(headers={"accept-language": language})
    is_sound(client.post("/follow/", {"number": receipt.case.number, "secret": "x"}), language, html_errors)
    client.post("/follow/", {"number": receipt.case.number, "secret": receipt.secret})
    for path in ("", f"add/{item.pk}/", "withdraw/"):
        is_sound(client.get(f"/follow/case/{path}"), language, html_errors)
    is_sound(client.post(f"/follow/case/add/{item.pk}/", {}), language, html_errors)
    client.post("/follow/case/withdraw/")
    is_sound(client.get("/follow/case/"), language, html_errors)
