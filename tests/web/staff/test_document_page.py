"""The page of a document: what is looked at is on record first, and what may be done is offered beside it."""

from collections.abc import Callable, Iterator
from io import BytesIO

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from PIL import Image

from dsr.actions.describing import Particulars, describe_document
from dsr.actions.destruction import destroy_document, set_hold
from dsr.actions.documents import Noticed
from dsr.actions.items import accept_item, reject_item
from dsr.actions.masking import mask_document
from dsr.effects import outbox
from dsr.models import Case, Document, User, ViewEvent
from dsr.queries.case_page.noticed import ADVICE
from dsr.rendering.masking import Box
from dsr.vocabulary import (
    Action,
    DestroyReason,
    DocumentStatus,
    FindingCode,
    ItemStatus,
    RejectReason,
    Role,
    State,
    ViewSubject,
)
from dsr.web.staff.sheets import WHOLE, ZOOMS, Sheet
from dsr.web.staff.views import files
from tests.factories import case_in, desk, received, signed_in, staff
from tests.papers import SIZE, added, moved_to, ready

pytestmark = pytest.mark.django_db


def url(name: str, document: Document, **more: object) -> str:
    return reverse(f"staff:{name}", kwargs={"case_id": document.case_id, "document_id": document.pk, **more})


def html(browser: Client, document: Document, query: str = "") -> str:
    return browser.get(url("document", document) + query).content.decode()


def for_identity(case: Case, **more: object) -> Document:
    return ready(case, item=case.items.get(purpose="identity"), **more)


# -- a look is on record before a byte leaves


def test_the_look_is_committed_before_the_store_is_asked(
    monkeypatch: pytest.MonkeyPatch, transactional_db: None
) -> None:
    document, clerk = ready(received().case), staff()
    at_that_time = []

    def look_first(page: object) -> bytes:
        looks = ViewEvent.objects.filter(subject=ViewSubject.PAGE).values_list("user", "role", "object_id")
        at_that_time.append((connection.in_atomic_block, list(looks)))
        return once(page)

    once = files._page_of
    monkeypatch.setattr(files, "_page_of", look_first)
    answer = signed_in(clerk).get(url("page", document, number=1))
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/jpeg")
    assert at_that_time == [(False, [(clerk.pk, "clerk", f"{document.pk}/1")])]


@pytest.fixture
def no_views_can_be_written(transactional_db: None) -> Iterator[None]:
    """Let the database itself refuse a view, as a full disk or a missing right would."""
    sqlite = connection.vendor == "sqlite"
    refuse = "CREATE TRIGGER full BEFORE INSERT ON dsr_viewevent BEGIN SELECT RAISE(ABORT, 'full'); END"
    shut = refuse if sqlite else "ALTER TABLE dsr_viewevent ADD CONSTRAINT shut CHECK (false) NOT VALID"
    with connection.cursor() as cursor:
        cursor.execute(shut)
    yield
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER full" if sqlite else "ALTER TABLE dsr_viewevent DROP CONSTRAINT shut")


def test_no_byte_is_served_when_the_look_cannot_be_written(transactional_db: None, request) -> None:
    document = ready(received().case, pages=2)
    browser = signed_in(staff(), "en")
    browser.raise_request_exception = False
    addresses = [url("page", document, number=1), url("page", document, number=2), url("page", document, number=1)]
    addresses += [url(name, document) for name in ("document", "mask_document", "destroy_document")]
    addresses[2] += "?turn=90"
    assert {browser.get(address).status_code for address in addresses} == {200}
    request.getfixturevalue("no_views_can_be_written")
    looks = ViewEvent.objects.count()
    for address in addresses:
        answer = browser.get(address)
        assert (answer.status_code, answer["Content-Type"]) == (500, "text/html; charset=utf-8")
        assert (
            b"\xff\xd8\xff" in answer.content,
            "<img" in answer.text.partition("<main")[2],
            "山田" in answer.text,
        ) == (False,) * 3
    assert ViewEvent.objects.count() == looks


# -- how a page is shown

SHOWN = [
    ("", (1, WHOLE, 0)),
    ("?page=2", (2, WHOLE, 0)),
    ("?page=3", (1, WHOLE, 0)),
    ("?page=0", (1, WHOLE, 0)),
    ("?page=-1", (1, WHOLE, 0)),
    ("?page=²", (1, WHOLE, 0)),
    ("?page=1e3&zoom=1e3&turn=1e3", (1, WHOLE, 0)),
    ("?zoom=150", (1, "150", 0)),
    ("?zoom=151", (1, WHOLE, 0)),
    ("?turn=90", (1, WHOLE, 90)),
    ("?turn=45", (1, WHOLE, 0)),
    ("?page=2&zoom=300&turn=270", (2, "300", 270)),
    ("?page=99999999999999999999", (1, WHOLE, 0)),
    ("?page=<script>&zoom=<script>&turn=<script>", (1, WHOLE, 0)),
]


def test_page_zoom_and_turn_stand_in_the_address() -> None:
    document, browser = ready(received().case, pages=2), signed_in(staff())
    found = []
    for query, _expected in SHOWN:
        answer = browser.get(url("document", document) + query)
        sheet = answer.context["sheet"]
        found.append((query, (sheet.number, sheet.zoom, sheet.turn)))
        turned = f"?turn={sheet.turn}" if sheet.turn else ""
        assert f'<img src="{url("page", document, number=sheet.number)}{turned}"' in answer.text
        assert f"sheet-window sheet-{sheet.zoom}" in answer.text
    assert found == SHOWN


def test_links_lead_from_every_view_to_every_other() -> None:
    pages = tuple(ready(received().case, pages=3).pages.all())
    seen, waiting = set(), [Sheet(pages)]
    while waiting:
        here = waiting.pop()
        if here in seen:
            continue
        seen.add(here)
        steps = (here.larger, here.smaller, here.whole, here.turned, here.previous, here.next, *here.each())
        waiting += [step for step in steps if step]
        read = dict(part.split("=") for part in here.query.split("&") if part)
        assert Sheet.asked_for(read, pages) == here
    assert len(seen) == 3 * len(ZOOMS) * 4
    ends = Sheet(pages, 1, ZOOMS[0]), Sheet(pages, 3, ZOOMS[-1])
    assert (ends[0].previous, ends[0].smaller, ends[1].next, ends[1].larger) == (None,) * 4


@pytest.mark.parametrize(
    ("turn", "size", "corner"), [(0, SIZE, (60, 70)), (90, SIZE[::-1], (60, 249)), (180, SIZE, ())]
)
def test_a_picture_is_turned_on_the_server(turn: int, size: tuple[int, int], corner: tuple) -> None:
    document = ready(received().case)
    answer = signed_in(staff()).get(url("page", document, number=1) + f"?turn={turn}")
    page = Image.open(BytesIO(answer.content))
    assert page.size == size
    # red grows to the right and green to the bottom on the upright page: where red is least, there was its left edge
    red = {side: page.getpixel(place)[0] for side, place in corners(page).items()}
    left = {0: "top left", 90: "top right", 180: "bottom right"}[turn]
    assert red[left] == min(red.values())


def corners(page: Image.Image) -> dict[str, tuple[int, int]]:
    right, bottom = page.width - 2, page.height - 2
    return {"top left": (1, 1), "top right": (right, 1), "bottom left": (1, bottom), "bottom right": (right, bottom)}


# -- warnings


def test_every_warning_says_what_to_do() -> None:
    assert set(ADVICE) == set(FindingCode)


@pytest.mark.parametrize("code", list(FindingCode))
def test_a_warning_offers_what_settles_it(code: FindingCode) -> None:
    document = for_identity(received().case, noticed=(Noticed(code, 1),))
    page = html(signed_in(staff(), "en"), document)
    finding = document.findings.get()
    offered = {
        "mask": f'"{url("mask_document", document)}?page=1"' in page and "Mask it" in page,
        "destroy": "Destroy the document" in page,
        "harmless": url("settle_finding", document, finding_id=finding.pk) in page,
        "accept": reverse("staff:accept_item", args=[document.case_id, document.item_id]) in page,
    }
    usual = {"mask": False, "destroy": False, "harmless": True, "accept": True}
    expected = {
        FindingCode.QR_CODE: usual | {"mask": True},
        FindingCode.MY_NUMBER: usual | {"mask": True},
        FindingCode.NOT_SEARCHED: usual | {"mask": True},
        FindingCode.MY_NUMBER_BACK: {"mask": False, "destroy": True, "harmless": False, "accept": False},
    }
    assert offered == expected.get(code, usual)


def test_a_tick_for_the_back_of_a_card_can_be_taken_back_on_the_page() -> None:
    document, browser = ready(received().case), signed_in(staff(), "en")
    read = {"kind": "my_number_card_front", "is_my_number_back": "on"}
    browser.post(url("describe_document", document), read)
    address = url("settle_finding", document, finding_id=document.findings.get().pk)
    page = html(browser, document)
    assert (address in page, "Destroy the document" in page, "It is not the back" in page) == (True, True, True)
    answer = browser.post(address, {"reason": ""})
    assert (answer.status_code, "Fill in “Why it is not the back of the card”." in answer.text) == (422, True)
    assert browser.post(address, {"reason": "表面でした。"}).status_code == 302
    assert "Look at this first" not in html(browser, document)


def test_a_warning_is_judged_to_be_harmless_with_a_reason_that_is_kept() -> None:
    document = ready(received().case, noticed=(Noticed(FindingCode.QR_CODE, 1),))
    browser, finding = signed_in(staff(), "en"), document.findings.get()
    address = url("settle_finding", document, finding_id=finding.pk)
    answer = browser.post(address, {"reason": ""})
    assert (answer.status_code, "Fill in “Why it may stay on the copy”." in answer.text) == (422, True)
    answer = browser.post(address, {"reason": "名刺のQRコード"})
    assert answer["Location"] == url("document", document)
    page = browser.get(answer["Location"]).content.decode()
    assert ("Look at this first" in page, "Judged to be harmless" in page) == (False, True)
    answer = browser.post(address, {"reason": "もう一度"})
    assert (answer.status_code, "This warning was judged already." in answer.text, "もう一度" in answer.text) == (
        409,
        True,
        True,
    )


@pytest.mark.parametrize("at_this_desk", [True, False])
def test_the_other_case_of_a_picture_is_named_only_to_those_who_may_open_it(at_this_desk: bool) -> None:
    other = received(desk=desk() if at_this_desk else desk("citizen-watch")).case
    document = ready(received().case, noticed=(Noticed(FindingCode.SAME_IMAGE, other_case=other.pk),))
    assert (other.number in html(signed_in(staff()), document)) is at_this_desk


# -- what a clerk reads on it


def test_what_was_read_stands_in_the_form_again_but_for_the_number() -> None:
    document, browser = for_identity(received().case), signed_in(staff(), "en")
    sent = {"kind": "driver_licence", "issued_on": "令和6年4月1日", "expires_on": "R12.5.1", "number": "301234567890"}
    answer = browser.post(url("describe_document", document), sent)
    assert answer["Location"] == url("document", document)
    page = browser.get(answer["Location"]).content.decode()
    assert 'value="2024-04-01"' in page
    assert 'value="2030-05-01"' in page
    assert ("301234567890" in page, "A number was noted before" in page) == (False, True)
    # in the line's form, it is chosen already
    assert page.count('<option value="driver_licence" selected>') == 2


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"kind": ""}, "Choose an answer for “What it is”."),
        ({"kind": "library_card"}, "Choose one of the answers shown."),
        ({"issued_on": "2026-02-30"}, "This day does not exist in the calendar."),
        ({"issued_on": "2026-11-18"}, "This date lies in the future."),
        ({"expires_on": "いつか"}, "Write the date like 1990-02-03"),
        ({"number": "9" * 61}, "Write at most 60 characters."),
    ],
)
def test_what_cannot_be_read_comes_back_as_typed(sent: dict, words: str) -> None:
    document = ready(received().case)
    usual = {"kind": "passport", "issued_on": "2024-04-01", "expires_on": "2034-04-01", "number": "TK1234567"}
    answer = signed_in(staff(), "en").post(url("describe_document", document) + "?page=1&zoom=150", usual | sent)
    assert (answer.status_code, words in answer.text, answer.context["sheet"].zoom) == (422, True, "150")
    form = answer.context["failed"]
    assert {name: form[name].value() for name in usual} == usual | sent
    assert Document.objects.get().kind == ""


# -- accepting beside it


def test_accepting_beside_the_document_leads_back_to_the_checklist() -> None:
    document, browser = for_identity(received().case), signed_in(staff())
    page = html(browser, document)
    address = reverse("staff:accept_item", args=[document.case_id, document.item_id])
    assert f'action="{address}?document={document.pk}&amp;"' in page
    answer = browser.post(f"{address}?document={document.pk}", {"evidence": "passport"})
    assert answer["Location"] == f"{document.case.get_absolute_url()}#papers"


def test_why_nothing_has_to_be_masked_is_asked_when_it_matters_and_kept_as_typed() -> None:
    document, browser = for_identity(received().case), signed_in(staff(), "en")
    address = reverse("staff:accept_item", args=[document.case_id, document.item_id]) + f"?document={document.pk}"
    assert "Why nothing has to be masked" not in html(browser, document)
    answer = browser.post(address, {"evidence": "eligibility_certificate"})
    assert answer.status_code == 409
    assert "This document may show what the law does not allow keeping." in answer.text
    assert "Why nothing has to be masked" in answer.text
    assert f'href="{url("mask_document", document)}">' in answer.text
    assert "Mask Document 1" in answer.text
    assert answer.context["paper"].document == document
    too_long = {"evidence": "eligibility_certificate", "unmasked_reason": "x" * 1001}
    answer = browser.post(address, too_long)
    assert (answer.status_code, "x" * 1001 in answer.text) == (422, True)
    answer = browser.post(address, too_long | {"unmasked_reason": "番号欄のない様式です。"})
    assert answer.status_code == 302
    assert Case.objects.get().notes.get().text == "番号欄のない様式です。"


def test_a_masked_document_is_accepted_without_a_word() -> None:
    document, browser = for_identity(received().case), signed_in(staff(), "en")
    mask_document(document.case_id, document.pk, by=staff(), boxes={1: [Box(0, 0, 500, 500)]})
    describe_document(
        document.case_id, document.pk, by=staff(), particulars=Particulars(kind="eligibility_certificate")
    )
    page = html(browser, document)
    assert ("Why nothing has to be masked" in page, "has not confirmed yet that they are gone" in page) == (False, True)
    outbox.drain()
    assert "are gone: confirmed by the store" in html(browser, document)
    address = reverse("staff:accept_item", args=[document.case_id, document.item_id])
    assert browser.post(address, {"evidence": "eligibility_certificate"}).status_code == 302


def test_the_back_of_a_my_number_card_can_only_be_destroyed() -> None:
    document, browser = for_identity(received().case), signed_in(staff(), "en")
    read = {"kind": "my_number_card_front", "is_my_number_back": "on"}
    assert browser.post(url("describe_document", document), read).status_code == 302
    page = html(browser, document)
    offered = {name: url(name, document) in page for name in ("mask_document", "destroy_document", "describe_document")}
    assert offered == {"mask_document": False, "destroy_document": True, "describe_document": False}
    accept = reverse("staff:accept_item", args=[document.case_id, document.item_id])
    sentence = "The back of a My Number card may not be kept. It can only be destroyed."
    answer = browser.post(accept, {"evidence": "my_number_card_front", "unmasked_reason": "x"})
    assert (answer.status_code, sentence in answer.text) == (409, True)
    for answer in (browser.get(url("mask_document", document)), browser.post(url("mask_document", document))):
        assert (answer.status_code, sentence in answer.text) == (409, True)
    assert accept not in browser.get(document.case.get_absolute_url()).content.decode()


# -- its end


def test_destroying_wants_a_reason_and_a_tick() -> None:
    document, browser = for_identity(received().case), signed_in(staff(), "en")
    address = url("destroy_document", document)
    page = browser.get(address).content.decode()
    assert ("The time for keeping it is over" in page, "It does not belong to this case" in page) == (False, True)
    for sent in ({}, {"reason": "not_ours"}, {"confirmed": "on"}, {"reason": "retention_over", "confirmed": "on"}):
        assert browser.post(address, sent).status_code == 422
    assert Document.objects.kept().count() == 1
    answer = browser.post(address, {"reason": "not_ours", "confirmed": "on"})
    assert answer["Location"] == f"{document.case.get_absolute_url()}#papers"
    assert Document.objects.get().destroyed_at is not None


def test_a_hold_forbids_all_but_the_back_of_a_my_number_card() -> None:
    document, browser = ready(received().case), signed_in(staff(), "en")
    set_hold(document.case_id, by=staff(Role.MANAGER), reason="訴訟")
    address = url("destroy_document", document)
    assert (
        "Only the back of a My Number card can be destroyed now, and only by a manager."
        in browser.get(address).content.decode()
    )
    for reason in ("not_ours", "must_not_keep"):
        answer = browser.post(address, {"reason": reason, "confirmed": "on"})
        assert (answer.status_code, "A legal hold is set" in answer.text) == (409, True)
    read = Particulars(kind="my_number_card_front", is_my_number_back=True)
    describe_document(document.case_id, document.pk, by=staff(), particulars=read)
    sent = {"reason": "must_not_keep", "confirmed": "on"}
    assert browser.post(address, sent).status_code == 409
    assert signed_in(staff(Role.MANAGER), "en").post(address, sent).status_code == 302


# how the line was judged before -> what is said of it
JUDGED: list[tuple[Callable[[Document, User], None], list[str]]] = [
    (lambda _document, _clerk: None, ["Identity of the data subject"]),
    (
        lambda document, clerk: accept_item(document.case_id, document.item_id, by=clerk, evidence="passport"),
        ["Passport", "Accepted", "Aki Mori", "Tue 17 Nov 2026"],
    ),
    (
        lambda document, clerk: reject_item(
            document.case_id, document.item_id, by=clerk, reason=RejectReason.UNREADABLE
        ),
        ["Rejected", "Aki Mori", "Tue 17 Nov 2026"],
    ),
]


@pytest.mark.parametrize(("judge", "words"), JUDGED)
def test_what_remains_is_told_in_words(judge: Callable[[Document, User], None], words: list[str]) -> None:
    clerk, document = staff(first_name="Aki", last_name="Mori"), for_identity(received().case)
    judge(document, clerk)
    destroy_document(document.case_id, document.pk, by=clerk, reason=DestroyReason.REQUESTER_ASKED)
    browser = signed_in(staff(Role.AUDITOR), "en")
    for address in (document.case.get_absolute_url(), url("document", document)):
        page = browser.get(address).content.decode()
        told = [*words, "The requester asked for it", "The store has not confirmed yet"]
        assert [word for word in told if word not in page] == []
        assert ("旅券.png" in page, "<img src" in page.partition("<main")[2]) == (False, False)
    outbox.drain()
    assert "Confirmed as deleted by the store on Tue 17 Nov 2026, 10:0" in html(browser, document)
    assert browser.get(url("page", document, number=1)).status_code == 404


# -- who may


@pytest.mark.parametrize("role", [Role.CLERK, Role.REVIEWER, Role.MANAGER, Role.AUDITOR])
@pytest.mark.parametrize("state", list(State))
def test_buttons_are_shown_to_those_who_may(role: Role, state: State) -> None:
    document = in_state(state)
    finding = document.findings.get()
    page = html(signed_in(staff(role)), document)
    buttons = {
        Action.DESCRIBE_DOCUMENT: url("describe_document", document),
        Action.SETTLE_FINDING: url("settle_finding", document, finding_id=finding.pk),
        Action.MASK_DOCUMENT: url("mask_document", document),
        Action.DESTROY_DOCUMENT: url("destroy_document", document),
        Action.ACCEPT_ITEM: reverse("staff:accept_item", args=[document.case_id, document.item_id]),
        Action.REJECT_ITEM: reverse("staff:reject_item", args=[document.case_id, document.item_id]),
        Action.WAIVE_ITEM: reverse("staff:waive_item", args=[document.case_id, document.item_id]),
    }
    always = {Action.SETTLE_FINDING, Action.MASK_DOCUMENT, Action.DESTROY_DOCUMENT}
    open_case = {Action.DESCRIBE_DOCUMENT} if state not in (State.REPLIED, State.WITHDRAWN) else set()
    early = {Action.ACCEPT_ITEM, Action.REJECT_ITEM} if state == State.RECEIVED else set()
    waiving = {Action.WAIVE_ITEM} if early and role == Role.MANAGER else set()
    expected = set() if role == Role.AUDITOR else always | open_case | early | waiving
    assert {verb for verb, address in buttons.items() if f'"{address}' in page} == expected


def in_state(state: State) -> Document:
    """Return a document with a warning, of a case that came as far as a state."""
    if state == State.RECEIVED:
        return for_identity(received().case, noticed=(Noticed(FindingCode.SAME_IMAGE),))
    return moved_to(case_in(state), ready(received().case, noticed=(Noticed(FindingCode.SAME_IMAGE),)))


def test_a_document_of_another_case_is_not_there() -> None:
    document, other = ready(received().case), received().case
    browser = signed_in(staff())
    document.case_id = other.pk
    for name in ("document", "mask_document", "destroy_document"):
        assert browser.get(url(name, document)).status_code == 404
    item = other.items.first()
    address = reverse("staff:accept_item", args=[other.pk, item.pk]) + f"?document={document.pk}"
    assert browser.post(address, {}).status_code == 404


# -- the page itself


def test_the_page_costs_the_same_however_much_there_is() -> None:
    case, browser = received().case, signed_in(staff())
    document = for_identity(case, noticed=(Noticed(FindingCode.SAME_IMAGE),))
    html(browser, document)  # the first request writes the session
    costs = []
    for number in range(2):
        with CaptureQueriesContext(connection) as queries:
            assert html(browser, document)
        costs.append(len(queries))
        for more in range(3):
            data = b"\x89PNG\r\n\x1a\n" + bytes([number, more])
            ready(case, pages=2, data=data, noticed=(Noticed(FindingCode.QR_CODE, 1), Noticed(FindingCode.EXPIRED)))
    assert costs == [14, 14]


def in_every_state_of_a_document(case: Case) -> list[Document]:
    """Return documents: just arrived, failed, with all warnings, masked, destroyed, back of a card."""
    every = tuple(Noticed(code, 1) for code in FindingCode if code != FindingCode.MY_NUMBER_BACK)
    stored, failed, warned, masked, gone, back = (
        added(case, data=b"\x89PNG\r\n\x1a\n1"),
        ready(case, data=b"\x89PNG\r\n\x1a\n2"),
        for_identity(case, pages=3, noticed=every),
        ready(case, data=b"\x89PNG\r\n\x1a\n3"),
        ready(case, data=b"\x89PNG\r\n\x1a\n4"),
        ready(case, data=b"\x89PNG\r\n\x1a\n5", noticed=(Noticed(FindingCode.MY_NUMBER_BACK),)),
    )
    Document.objects.filter(pk=failed.pk).update(status=DocumentStatus.FAILED, failure="damaged")
    mask_document(case.pk, masked.pk, by=staff(), boxes={1: [Box(0, 0, 500, 500)]})
    destroy_document(case.pk, gone.pk, by=staff(), reason=DestroyReason.NOT_OURS)
    return [stored, failed, warned, masked, gone, back]


@pytest.mark.parametrize("language", ["ja", "en"])
def test_pages_are_valid_html(language: str, html_errors: Callable[[str], list[str]]) -> None:
    documents = in_every_state_of_a_document(received().case)
    browser = signed_in(staff(Role.MANAGER), language)
    addresses = [url("document", document) for document in documents]
    addresses += [url("mask_document", documents[2]), url("destroy_document", documents[2])]
    addresses.append(documents[0].case.get_absolute_url())
    found = {address: html_errors(browser.get(address).content.decode()) for address in addresses}
    assert {address: errors for address, errors in found.items() if errors} == {}


def test_hostile_names_are_shown_as_text() -> None:
    hostile = "<script>alert(1)</script>\u202e.png"
    page = html(signed_in(staff()), added(received().case, name=hostile))
    assert "&lt;script&gt;alert(1)&lt;/script&gt;[U+202E].png" in page
    assert ("<script>alert" in page, "\u202e" in page) == (False, False)


def test_a_line_that_was_added_says_who_and_why_and_what_it_replaces() -> None:
    case, manager = received().case, staff(Role.MANAGER)
    browser = signed_in(staff(first_name="Aki", last_name="Mori"), "en")
    old = case.items.get(purpose="identity")
    sent = {
        "evidence": "residence_certificate",
        "of": "principal",
        "instead_of": str(old.pk),
        "reason": "転居直後のため",
    }
    answer = browser.post(reverse("staff:add_item", args=[case.pk]), sent | {"reason": " "})
    assert (answer.status_code, case.items.filter(status=ItemStatus.REPLACED).count()) == (422, 0)
    answer = browser.post(reverse("staff:add_item", args=[case.pk]), sent)
    assert answer["Location"] == f"{case.get_absolute_url()}#papers"
    page = signed_in(manager, "en").get(case.get_absolute_url()).content.decode()
    told = ["Asked for by Aki Mori, beside the rules of the desk.", "Replaced by: Identity of the data subject"]
    assert [words for words in (*told, "転居直後のため") if words not in page.partition('id="notes"')[0]] == []
