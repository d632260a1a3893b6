"""Beside the checklist: a paper is looked at, accepted or rejected in words, and identity is confirmed."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from dsr import storage
from dsr.effects import outbox
from dsr.models import Case, ChecklistItem, Document, Note, ViewEvent
from dsr.vocabulary import DocumentStatus, ItemStatus, Role, State, ViewSubject
from tests.factories import received, signed_in, staff
from tests.papers import ready

pytestmark = pytest.mark.django_db


def picture(kind: str = "PNG") -> bytes:
    written = BytesIO()
    Image.effect_noise((640, 420), 40).convert("RGB").save(written, kind)
    return written.getvalue()


def of_item(name: str, item: ChecklistItem) -> str:
    return reverse(f"staff:{name}", args=[item.case_id, item.pk])


def scan(case: Case, data: bytes | None = None, name: str = "山田の旅券.png", **more: str) -> dict:
    return {"file": SimpleUploadedFile(name, picture() if data is None else data)} | more


def test_a_clerk_works_the_checklist_to_confirmed_identity() -> None:
    case, clerk = received().case, staff()
    browser = signed_in(clerk)
    first, *others = case.items.all()
    assert browser.post(reverse("staff:add_document", args=[case.pk]), scan(case, item_id=first.pk)).status_code == 302
    outbox.drain()
    document = case.documents.get()
    beside = reverse("staff:document", args=[case.pk, document.pk])
    assert f'href="{beside}"' in browser.get(case.get_absolute_url()).content.decode()
    shown = reverse("staff:page", args=[case.pk, document.pk, 1])
    assert f'<img src="{shown}"' in browser.get(beside).content.decode()
    for item in (first, *others):
        answer = browser.post(of_item("accept_item", item), {"evidence": item.any_of[0]})
        assert answer["Location"] == f"{case.get_absolute_url()}#papers"
    assert browser.post(reverse("staff:verify_identity", args=[case.pk]), {"method": "documents"}).status_code == 302
    case = Case.objects.get(pk=case.pk)
    assert (case.state, case.verified_by) == (State.IDENTITY_VERIFIED, clerk)


def test_a_paper_that_does_not_count_is_rejected_in_words() -> None:
    item = received().case.items.first()
    browser = signed_in(staff(), "en")
    browser.post(of_item("reject_item", item), {"reason": "expired"})
    item = ChecklistItem.objects.get(pk=item.pk)
    assert (item.status, item.reason_code) == (ItemStatus.REJECTED, "expired")
    page = browser.get(item.case.get_absolute_url()).content.decode()
    assert "Not accepted: The document is no longer valid" in page


def test_a_manager_does_without_a_line_and_says_why() -> None:
    item = received().case.items.first()
    signed_in(staff(Role.MANAGER)).post(of_item("waive_item", item), {"reason": "窓口で面識あり"})
    assert ChecklistItem.objects.get(pk=item.pk).status == ItemStatus.WAIVED
    assert Note.objects.get().text == "窓口で面識あり"


@pytest.mark.parametrize("sent", [{}, {"evidence": ""}, {"evidence": "library_card"}])
def test_a_line_is_accepted_only_as_what_it_names(sent: dict) -> None:
    item = received().case.items.first()
    answer = signed_in(staff()).post(of_item("accept_item", item), sent)
    assert (answer.status_code, ChecklistItem.objects.get(pk=item.pk).status) == (422, ItemStatus.WANTED)


def test_a_line_of_another_case_is_not_there() -> None:
    case, other = received().case, received().case.items.first()
    url = reverse("staff:accept_item", args=[case.pk, other.pk])
    assert signed_in(staff()).post(url, {"evidence": other.any_of[0]}).status_code == 404


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "This file is empty."),
        (b"\x89PNG\r\n\x1a\n", "This file is too small to be a readable copy."),
        (b"GIF89a" + bytes(2000), "This is a file of type GIF."),
        (b"<svg onload=alert(1)>" + bytes(2000), "This is a file of type SVG."),
        (b"MZ" + bytes(2000), "This is a file of type EXE."),
        (b"\x89PNG\r\n\x1a\n" + bytes(10 * 1024 * 1024), "The limit is 10.0"),
    ],
)
def test_a_file_that_is_no_scan_is_refused_in_words(data: bytes, words: str) -> None:
    case = received().case
    answer = signed_in(staff(), "en").post(reverse("staff:add_document", args=[case.pk]), scan(case, data))
    assert (answer.status_code, Document.objects.count()) == (422, 0)
    assert words in answer.content.decode()


def test_a_broken_picture_is_told_on_the_page() -> None:
    case, browser = received().case, signed_in(staff(), "en")
    browser.post(reverse("staff:add_document", args=[case.pk]), scan(case, b"\x89PNG\r\n\x1a\n" + bytes(2000)))
    outbox.drain()
    assert case.documents.get().status == DocumentStatus.FAILED
    assert "Could not be read" in browser.get(case.get_absolute_url()).content.decode()


def test_a_page_is_shown_with_its_readers_name_and_kept_by_nobody() -> None:
    case, clerk, colleague = received().case, staff(), staff()
    signed_in(clerk).post(reverse("staff:add_document", args=[case.pk]), scan(case))
    outbox.drain()
    url = reverse("staff:page", args=[case.pk, case.documents.get().pk, 1])
    mine, theirs = signed_in(clerk).get(url), signed_in(colleague).get(url)
    assert {name: mine[name] for name in EXPECTED} == EXPECTED
    assert Image.open(BytesIO(mine.content)).size == Image.open(BytesIO(picture())).size
    assert mine.content != theirs.content
    looks = [(look.user, look.object_id) for look in ViewEvent.objects.filter(subject=ViewSubject.PAGE).order_by("at")]
    assert looks == [(clerk, f"{case.documents.get().pk}/1"), (colleague, f"{case.documents.get().pk}/1")]
    assert signed_in(clerk).get(url, headers={"range": "bytes=0-9"}).status_code == 200
    assert signed_in(clerk).get(url.replace("/1/", "/2/")).status_code == 404


EXPECTED = {
    "Content-Type": "image/jpeg",
    "Content-Security-Policy": "default-src 'none'; img-src 'self'; frame-ancestors 'self'; sandbox",
    "X-Content-Type-Options": "nosniff",
    "Content-Disposition": 'inline; filename="page-1.jpg"',
    "Cache-Control": "private, no-store",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
}


@pytest.mark.parametrize("status", [DocumentStatus.INFECTED, DocumentStatus.DESTROYED])
def test_pages_of_what_may_not_be_shown_are_not_there_and_no_look_is_on_record(status: DocumentStatus) -> None:
    case = received().case
    document = ready(case)
    case.documents.update(status=status)
    answer = signed_in(staff()).get(reverse("staff:page", args=[case.pk, document.pk, 1]))
    assert (answer.status_code, ViewEvent.objects.filter(subject=ViewSubject.PAGE).count()) == (404, 0)


def test_bytes_of_another_place_do_not_open() -> None:
    case, browser = received().case, signed_in(staff())
    for _time in range(2):
        browser.post(reverse("staff:add_document", args=[case.pk]), scan(case))
    outbox.drain()
    mine, other = (document.pages.get() for document in case.documents.all())
    storage.delete(mine.key)
    storage.put(mine.key, storage.get(other.key))
    answer = browser.get(reverse("staff:page", args=[case.pk, mine.document_id, 1]))
    assert (answer.status_code, answer["Content-Type"]) == (409, "text/html; charset=utf-8")


def test_asking_tells_whether_a_mail_goes_out() -> None:
    browser = signed_in(staff(), "en")
    case = received().case
    assert "The requester gets an e-mail" in browser.get(case.get_absolute_url()).content.decode()
    browser.post(reverse("staff:ask_for_more", args=[case.pk]))
    outbox.drain()
    page = browser.get(case.get_absolute_url())
    assert page.context["page"].step.value == "wait_for_requester"
    assert "Mail: something is missing" in page.content.decode()
