"""A scanned pile goes through the jail, is split at real cover sheets, and each part reaches its case."""

from io import BytesIO

import pytest
from django.utils.translation import override
from PIL import Image

from dsr import storage
from dsr.actions import scans as verbs
from dsr.actions.documents import VirusCheck
from dsr.actions.purges import purge_again
from dsr.cover_sheets import cover_code
from dsr.effects import covers, inventory, outbox, scans
from dsr.effects.jailed import JailBroken
from dsr.effects.rasterise import SafePage
from dsr.models import Document, OutboxMessage, ScanBatch, ScanPage
from dsr.queries.scans import pile_of
from dsr.storage import ledger
from dsr.vocabulary import DiscardReason, DocumentStatus, ScanPageState, ScanVerdict, Topic
from tests.factories import NET_ONE, desk, received, staff
from tests.piles import cover, letter, scanned, taken_in, torn

# a started process keeps the real time
pytestmark = [pytest.mark.django_db, pytest.mark.real_time]


def message_of(batch: ScanBatch) -> OutboxMessage:
    return OutboxMessage.objects.get(topic=Topic.SCAN_SPLIT, ids={"batch": str(batch.pk)})


def places(batch: ScanBatch) -> list[tuple[str, str, str]]:
    """Return of each page its state, the case it was filed to, and why it waits."""
    pages = batch.pages.select_related("document__case")
    return [(page.state, page.document.case.number if page.document else "", page.refusal) for page in pages]


@pytest.mark.parametrize("degrees", [0, 2.5, -4])
def test_three_cases_are_filed_at_once_even_when_laid_in_askew(degrees):
    clerk = staff()
    first, second, third = (received().case.number for _ in range(3))
    pages = [
        cover(first),
        letter("request form"),
        letter("licence"),
        cover(second),
        letter("passport"),
        cover(third),
        letter("a power of attorney"),
    ]
    batch = taken_in(scanned(pages, degrees=degrees), by=clerk)
    assert scans.split(message_of(batch)) == {"filed": "3"}
    assert places(batch) == [
        (ScanPageState.COVER, "", ""),
        (ScanPageState.FILED, first, ""),
        (ScanPageState.FILED, first, ""),
        (ScanPageState.COVER, "", ""),
        (ScanPageState.FILED, second, ""),
        (ScanPageState.COVER, "", ""),
        (ScanPageState.FILED, third, ""),
    ]
    keys = [batch.key, *batch.pages.values_list("key", flat=True)]
    outbox.drain()
    assert [key for key in keys if storage.exists(key)] == []
    assert sorted(document.pages.count() for document in Document.objects.all()) == [1, 1, 2]
    assert set(Document.objects.values_list("status", flat=True)) == {DocumentStatus.READY}


def test_unknown_and_torn_covers_and_closed_desks_leave_pages_to_a_person():
    clerk = staff()
    known, elsewhere = received().case.number, received(desk=desk(NET_ONE)).case.number
    pages = [
        letter("before all covers"),
        cover(known),
        letter("a paper"),
        torn(cover(known)),
        letter("whose?"),
        cover(elsewhere),
        letter("of another desk"),
    ]
    batch = taken_in(scanned(pages), by=clerk)
    assert scans.split(message_of(batch)) == {"filed": "1"}
    assert places(batch) == [
        (ScanPageState.INBOX, "", "no_cover"),
        (ScanPageState.COVER, "", ""),
        (ScanPageState.FILED, known, ""),
        (ScanPageState.INBOX, "", "cover_unclear"),
        (ScanPageState.INBOX, "", "cover_unclear"),
        (ScanPageState.COVER, "", ""),
        (ScanPageState.INBOX, "", "unknown_case"),
    ]


def test_a_single_picture_is_a_pile_too():
    batch = taken_in(scanned([letter("one page")]), by=staff())
    scans.split(message_of(batch))
    assert places(batch) == [(ScanPageState.INBOX, "", "no_cover")]


def test_goes_on_where_an_earlier_try_ended(monkeypatch):
    number = received().case.number
    batch = taken_in(scanned([cover(number), letter("a paper")]), by=staff())
    with monkeypatch.context() as stopped:
        stopped.setattr(scans, "stacks_to_file", lambda _batch: [])
        assert scans.split(message_of(batch)) == {"filed": "0"}
    assert scans.split(message_of(batch)) == {"filed": "1"}
    assert scans.split(message_of(batch)) == {"filed": "0"}
    assert places(batch)[1] == (ScanPageState.FILED, number, "")


@pytest.mark.parametrize(("pages", "status"), [(50, "ready"), (51, "failed")])
def test_takes_fifty_pages(pages, status):
    small = Image.new("RGB", (300, 400), "white")
    batch = taken_in(scanned([small] * pages), by=staff())
    scans.split(message_of(batch))
    done = ScanBatch.objects.get(pk=batch.pk)
    assert (done.status, done.pages.count()) == (status, pages if status == "ready" else 0)
    assert done.failure == ("" if status == "ready" else "too_many_pages")


@pytest.mark.parametrize("data", [b"%PDF-1.7 rubbish", b"no file at all"])
def test_what_is_no_file_is_said_and_destroyed(data):
    batch = taken_in(data, by=staff())
    assert scans.split(message_of(batch)) == {"failure": "damaged"}
    outbox.drain()
    assert (ScanBatch.objects.get(pk=batch.pk).open_file_key(), storage.exists(batch.key)) == (None, False)


def test_a_pile_with_a_virus_is_destroyed_unread(monkeypatch):
    batch = taken_in(scanned([letter("x")]), by=staff())
    monkeypatch.setattr(scans, "check_for_viruses", lambda _data: VirusCheck(ScanVerdict.INFECTED))
    scans.split(message_of(batch))
    done = ScanBatch.objects.get(pk=batch.pk)
    with override("en"):
        assert (pile_of(done).failure, done.pages.count(), done.open_file_key()) == ("A virus was found", 0, None)


def test_a_machine_without_a_jail_is_no_fault_of_the_file(monkeypatch):
    batch = taken_in(scanned([letter("x")]), by=staff())

    def broken(*_args: object, **_kwargs: object) -> None:
        raise JailBroken

    monkeypatch.setattr(scans, "cover_reader", broken)
    with pytest.raises(JailBroken):
        scans.split(message_of(batch))
    assert ScanBatch.objects.get(pk=batch.pk).status == DocumentStatus.STORED


def test_a_restore_does_not_bring_a_pile_back():
    batch = taken_in(scanned([letter("x")]), by=staff())
    outbox.drain()
    before = ScanBatch.objects.get(pk=batch.pk)
    verbs.discard_pages(batch.pk, [1], DiscardReason.BLANK, by=batch.uploaded_by)
    outbox.drain()
    (entry,) = [purge for purge in ledger.entries() if purge.document == str(batch.pk)]
    assert (entry.case, entry.why, len(entry.keys)) == ("scanned post", "ready", 2)
    assert purge_again(entry) is False

    before.save()  # as the backup has it
    before.pages.get().delete()
    ScanPage.objects.create(batch=before, number=1, key=entry.keys[1], width=1, height=1, state="inbox")
    assert purge_again(entry) is True
    again = ScanBatch.objects.get(pk=batch.pk)
    assert (again.open_file_key(), again.pages.count(), again.status) == (None, 0, "destroyed")
    assert purge_again(entry) is False


def test_every_file_of_a_pile_is_looked_for_until_it_is_destroyed():
    batch = taken_in(scanned([letter("x"), letter("y")]), by=staff())
    outbox.drain()
    assert list(inventory.faults()) == []
    storage.delete(batch.pages.last().key)
    assert [fault.partition(": ")[2] for fault in inventory.faults()] == ["its file is missing"]
    verbs.discard_pages(batch.pk, [1, 2], DiscardReason.BLANK, by=batch.uploaded_by)
    outbox.drain()
    assert list(inventory.faults()) == []
    # a backup misses no file that the ledger knows to be destroyed
    named = {batch.key, *batch.pages.values_list("key", flat=True)}
    assert named <= {key for purge in ledger.entries() for key in purge.keys}


def test_a_pile_that_is_given_up_says_so():
    batch = taken_in(scanned([letter("x")]), by=staff())
    scans.give_up(message_of(batch))
    assert ScanBatch.objects.get(pk=batch.pk).failure == "crashed"
    scans.give_up(message_of(batch))


def safe(page: Image.Image) -> SafePage:
    file = BytesIO()
    page.save(file, "PNG")
    return SafePage(*page.size, file.getvalue())


def test_a_reader_that_dies_leaves_every_page_to_a_person():
    with covers.cover_reader() as reader:
        reader._jail._process.kill()
        assert [reader.codes_on(safe(letter("x"))) for _ in range(2)] == [covers.UNCLEAR] * 2


def test_the_reader_tells_codes_of_cover_sheets_and_no_others():
    number = received().case.number
    code, sheet = cover_code(number), cover(number)
    pages = (sheet, letter("x"), torn(sheet, codes=1), torn(sheet))
    with covers.cover_reader() as reader:
        found = [set(reader.codes_on(safe(page))) for page in pages]
    assert found == [{code}, set(), {"DSR-COVER:", code}, {"DSR-COVER:"}]
