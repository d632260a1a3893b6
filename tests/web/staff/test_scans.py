"""The pages of scanned post: taken in, looked at on record, filed or discarded by hand, with every error in words."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from dsr import storage
from dsr.cover_sheets import cover_code
from dsr.effects import outbox
from dsr.models import ScanBatch, ViewEvent
from dsr.vocabulary import Role, State, ViewSubject
from dsr.web.staff.views import scans
from tests.factories import NET_ONE, case_in, desk, received, signed_in, staff
from tests.piles import split_pile

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7 " + bytes(2000)


@pytest.fixture
def clerk():
    return staff()


@pytest.fixture
def client(clerk):
    return signed_in(clerk, "en")


def upload(client, **changes):
    data = {"desk": str(desk().pk), "file": SimpleUploadedFile("post.pdf", PDF)} | changes
    return client.post("/staff/scans/", data)


def test_takes_a_pile_in_and_says_what_comes_next(client, clerk):
    answer = upload(client)
    assert (answer.status_code, answer["Location"]) == (302, "/staff/scans/")
    batch = ScanBatch.objects.get()
    assert (batch.desk, batch.uploaded_by, batch.content_type) == (desk(), clerk, "application/pdf")
    page = client.get("/staff/scans/").text
    assert ("Its pages are being read" in page, "Being read" in page) == (True, True)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"file": ""}, "Choose a file for “Scanned file”."),
        ({"file": SimpleUploadedFile("post.pdf", b"GIF89a" + bytes(2000))}, "This is a file of type GIF."),
        ({"desk": ""}, "Choose an answer for “Desk”."),
    ],
)
def test_says_what_is_wrong_with_an_upload(client, changes, words):
    answer = upload(client, **changes)
    assert (answer.status_code, words in answer.text, ScanBatch.objects.count()) == (422, True, 0)


def test_the_same_file_twice_is_told(client):
    upload(client)
    answer = upload(client)
    assert (answer.status_code, "This file was added already." in answer.text) == (422, True)


def test_a_desk_where_the_reader_is_nobody_cannot_be_chosen(client):
    for stranger in (str(desk(NET_ONE).pk), "999", "x"):
        answer = upload(client, desk=stranger)
        assert (answer.status_code, ScanBatch.objects.count()) == (422, 0)


def test_tells_where_each_page_went_and_why_others_wait(client, clerk):
    case, closed = received().case, case_in(State.WITHDRAWN)
    codes = [[], [cover_code(case.number)], [], [], [cover_code(closed.number)], []]
    batch = split_pile(codes, by=clerk)
    scans.verbs.file_pages(batch.pk, [3, 4], case.number, by=clerk)
    scans.verbs.refuse_pages(batch.pk, [6], "case_closed")
    page = client.get(f"/staff/scans/{batch.pk}/").text
    for words in (
        case.number,
        "pages 3–4",
        "No cover sheet lies before this page.",
        "This case is closed.",
        closed.number,
        "2 pages to file by hand",
    ):
        assert words in page, words
    assert page.count('class="card scan-card"') == 2


def test_a_look_at_a_page_is_on_record_before_it_leaves(client, clerk):
    batch = split_pile([[]], by=clerk)
    answer = client.get(f"/staff/scans/{batch.pk}/pages/1/")
    event = ViewEvent.objects.get(subject=ViewSubject.SCAN)
    assert (event.user, event.desk, event.case, event.object_id) == (clerk, desk(), None, f"{batch.pk}/1")
    assert (answer["Content-Type"], answer["Cache-Control"]) == ("image/jpeg", "private, no-store")
    assert "sandbox" in answer["Content-Security-Policy"]


def test_no_page_leaves_when_the_look_cannot_be_recorded(client, clerk, monkeypatch):
    batch = split_pile([[]], by=clerk)

    def fails(*_args, **_kwargs):
        raise RuntimeError

    monkeypatch.setattr(ViewEvent.objects, "create", fails)
    with pytest.raises(RuntimeError):
        client.get(f"/staff/scans/{batch.pk}/pages/1/")


def test_only_pages_that_wait_are_shown(client, clerk):
    case = received().case
    batch = split_pile([[cover_code(case.number)], [], []], by=clerk)
    scans.verbs.file_pages(batch.pk, [2], case.number, by=clerk)
    found = [client.get(f"/staff/scans/{batch.pk}/pages/{number}/").status_code for number in (1, 2, 3, 4)]
    assert found == [404, 404, 200, 404]


def test_files_by_hand_with_a_number_as_people_type_it(client, clerk):
    case = received().case
    batch = split_pile([[], []], by=clerk)
    typed = case.number.lower().replace("-", " ")
    answer = client.post(
        f"/staff/scans/{batch.pk}/", {"step": "file", "pages": ["1", "2"], "number": typed}, follow=True
    )
    assert f"2 pages are filed to case {case.number}." in answer.text
    assert "No page waits any longer" in answer.text
    keys = [batch.key, *batch.pages.values_list("key", flat=True)]
    outbox.drain()
    assert (case.documents.get().pages.count(), [key for key in keys if storage.exists(key)]) == (2, [])


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"step": "file", "number": "DSR-26-7KQ4-9M2X-C"}, "Tick at least one page."),
        ({"step": "file", "pages": ["1"], "number": "DSR"}, "This is no case number."),
        ({"step": "file", "pages": ["1"], "number": ""}, "Fill in “Case number”."),
        ({"step": "file", "pages": ["1"], "number": "OTHER"}, "No case that you may work on has this number."),
        ({"step": "file", "pages": ["1"], "number": "CLOSED"}, "This case is closed."),
        ({"step": "file", "pages": ["9"], "number": "OTHER"}, "Choose from the answers shown."),
        ({"step": "discard", "pages": ["1"]}, "Choose an answer for “Why they belong to no case”."),
        ({"step": "discard", "reason": "blank"}, "Tick at least one page."),
    ],
)
def test_says_what_is_wrong_and_keeps_what_was_ticked(client, clerk, sent, words):
    numbers = {"OTHER": received(desk=desk(NET_ONE)).case.number, "CLOSED": case_in(State.WITHDRAWN).number}
    batch = split_pile([[]], by=clerk)
    sent = sent | {"number": numbers.get(sent.get("number", ""), sent.get("number", ""))}
    answer = client.post(f"/staff/scans/{batch.pk}/", sent)
    assert (answer.status_code, words in answer.text) == (422, True)
    assert (' value="1" id="id_pages_0" checked' in answer.text) == (sent.get("pages") == ["1"])
    assert batch.pages.get().state == "inbox"


def test_discards_with_a_reason(client, clerk):
    batch = split_pile([[], []], by=clerk)
    sent = {"step": "discard", "pages": ["2"], "reason": "not_a_request"}
    answer = client.post(f"/staff/scans/{batch.pk}/", sent, follow=True)
    assert "1 page is discarded." in answer.text
    assert "It has nothing to do with a request" in answer.text
    assert str(clerk) in answer.text


def test_what_somebody_else_filed_meanwhile_is_told(client, clerk, monkeypatch):
    case = received().case
    batch = split_pile([[]], by=clerk)
    as_it_was = scans.waiting_pages(batch)
    scans.verbs.file_pages(batch.pk, [1], case.number, by=staff())
    monkeypatch.setattr(scans, "waiting_pages", lambda _batch: as_it_was)
    answer = client.post(f"/staff/scans/{batch.pk}/", {"step": "file", "pages": ["1"], "number": case.number})
    assert (answer.status_code, "filed or discarded already" in answer.text) == (422, True)


@pytest.mark.parametrize("role", [Role.CLERK, Role.MANAGER])
def test_staff_of_another_desk_see_no_pile(clerk, role):
    batch = split_pile([[]], by=clerk)
    stranger = signed_in(staff(role, desk(NET_ONE)), "en")
    assert "Nothing was scanned yet" in stranger.get("/staff/scans/").text
    found = [
        stranger.get(f"/staff/scans/{batch.pk}/").status_code,
        stranger.get(f"/staff/scans/{batch.pk}/pages/1/").status_code,
        stranger.post(f"/staff/scans/{batch.pk}/", {"step": "discard", "pages": ["1"], "reason": "blank"}).status_code,
    ]
    assert found == [404, 404, 404]
    assert ViewEvent.objects.filter(subject=ViewSubject.SCAN).count() == 0
