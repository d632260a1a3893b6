"""Scanned post: pages reach the case that their cover names, or a person; nothing of the pile is left at the end."""

from functools import partial

import pytest
from django.utils import timezone

from dsr import storage
from dsr.actions import scans
from dsr.actions.destruction import destroy_document
from dsr.actions.documents import IncomingFile
from dsr.actions.masking import mask_document
from dsr.cover_sheets import cover_code
from dsr.effects import outbox
from dsr.errors import Refused
from dsr.models import Document, OutboxMessage, ScanBatch
from dsr.queries.scans import filed_stacks, piles_of, stacks_to_file, waiting_pages
from dsr.rendering.masking import Box
from dsr.vocabulary import (
    Action,
    DestroyReason,
    DiscardReason,
    DocumentStatus,
    RebuildFailure,
    Role,
    ScanPageState,
    State,
    Topic,
)
from tests.factories import NET_ONE, case_in, desk, received, staff
from tests.piles import split_pile, taken_in

pytestmark = pytest.mark.django_db
PAGE: tuple[str, ...] = ()


def code(case) -> tuple[str]:
    return (cover_code(case.number),)


def states(batch: ScanBatch) -> list[str]:
    return [str(ScanPageState(page.state).value) for page in batch.pages.all()]


def refusal(action, *args, **kwargs) -> str:
    with pytest.raises(Refused) as refused:
        action(*args, **kwargs)
    return refused.value.code


def stored_keys(batch: ScanBatch) -> list[str]:
    return [batch.key, *batch.pages.values_list("key", flat=True)]


def test_a_pile_lies_sealed_under_a_key_of_its_own():
    batch = taken_in(b"%PDF- my name is Yamada", by=staff())
    assert b"Yamada" not in storage.get(batch.key)
    assert (batch.status, len(batch.open_file_key())) == (DocumentStatus.STORED, 32)
    assert batch.open_file_key() not in (bytes(batch.wrapped), bytes(batch.sealed_file_key))
    (message,) = OutboxMessage.objects.filter(topic=Topic.SCAN_SPLIT)
    assert (message.case, message.ids) == (None, {"batch": str(batch.pk)})


@pytest.mark.parametrize("role", list(Role))
def test_who_may_take_post_in(role):
    person, file = staff(role), IncomingFile("scan.pdf", "application/pdf", b"pages")
    if role in {Role.CLERK, Role.REVIEWER, Role.MANAGER}:
        assert scans.add_batch(desk(), file, by=person).desk == desk()
    else:
        assert refusal(scans.add_batch, desk(), file, by=person) == "not_permitted"
    assert refusal(scans.add_batch, desk(NET_ONE), file, by=person) == "not_permitted"


def test_a_paper_is_masked_or_destroyed_when_its_pile_is_gone_as_well():
    case, clerk = received().case, staff()
    batch = split_pile([PAGE, code(case), PAGE], by=clerk)
    document = scans.file_pages(batch.pk, [3], case.number, by=clerk)
    outbox.drain()
    mask = partial(mask_document, case.pk, document.pk, by=clerk, boxes={1: [Box(0, 0, 500, 500)]})
    destroy = partial(destroy_document, case.pk, document.pk, by=clerk, reason=DestroyReason.NOT_OURS)
    assert [refusal(mask), refusal(destroy)] == ["pile_open"] * 2
    unmasked = batch.pages.get(number=3).key
    assert storage.exists(unmasked)
    scans.discard_pages(batch.pk, [1], DiscardReason.BLANK, by=clerk)
    mask()
    destroy()
    outbox.drain()
    assert not storage.exists(unmasked)


def test_the_same_file_is_taken_in_once():
    clerk = staff()
    taken_in(b"pages", by=clerk)
    assert refusal(taken_in, b"pages", by=clerk) == "document_twice"
    taken_in(b"pages", by=staff(Role.CLERK, desk(NET_ONE)), at=desk(NET_ONE))


def test_pages_are_filed_as_one_document_with_a_key_of_its_own():
    case, clerk = received().case, staff()
    batch = split_pile([code(case), PAGE, PAGE, ("x",), PAGE], by=clerk)
    key_of_pile = batch.open_file_key()
    (stack,) = stacks_to_file(batch)
    document = scans.file_pages(batch.pk, stack.pages, stack.case_number, by=clerk)
    document = Document.objects.select_related("case").get(pk=document.pk)
    assert (document.case, document.status, document.added_by_staff) == (case, DocumentStatus.STORED, True)
    assert document.open_file_key() not in (None, key_of_pile)
    outbox.drain()
    made = Document.objects.get(pk=document.pk)
    sizes = list(made.pages.values_list("number", "width", "height"))
    assert (made.status, sizes) == (DocumentStatus.READY, [(number, 60, 80) for number in range(1, 5)])
    event = case.events.get(action=Action.ADD_DOCUMENT)
    assert (event.by, event.facts) == (
        clerk,
        {"document": str(document.pk), "bytes": document.size, "content_type": "application/zip"},
    )


def test_nothing_of_a_pile_is_left_once_no_page_waits():
    case, clerk = received().case, staff()
    batch = split_pile([code(case), PAGE, PAGE], by=clerk)
    keys = stored_keys(batch)
    assert all(storage.exists(key) for key in keys)
    scans.file_pages(batch.pk, [2, 3], case.number, by=clerk)
    gone = ScanBatch.objects.get(pk=batch.pk)
    assert (gone.open_key(), gone.open_file_key(), gone.fingerprint) == (None, None, "")
    outbox.drain()
    assert [key for key in keys if storage.exists(key)] == []
    assert states(batch) == ["cover", "filed", "filed"]


def test_a_pile_waits_for_its_last_page():
    case, clerk = received().case, staff()
    batch = split_pile([PAGE, PAGE, code(case), PAGE], by=clerk)
    scans.file_pages(batch.pk, [4], case.number, by=clerk)
    scans.discard_pages(batch.pk, [1], DiscardReason.BLANK, by=clerk)
    assert (states(batch), ScanBatch.objects.get(pk=batch.pk).open_file_key() is None) == (
        ["discarded", "inbox", "cover", "filed"],
        False,
    )
    scans.file_pages(batch.pk, [2], case.number, by=clerk)
    assert ScanBatch.objects.get(pk=batch.pk).open_file_key() is None
    assert [stack.in_words for stack in filed_stacks(batch)] == ["2", "4"]


def test_covers_alone_leave_nothing():
    case = received().case
    batch = split_pile([code(case), code(case)], by=staff())
    assert (states(batch), batch.open_file_key()) == (["cover", "cover"], None)


def test_what_waits_says_why():
    case, clerk = received().case, staff()
    batch = split_pile([PAGE, ("DSR-COVER:DSR-26-TORN",), PAGE, code(case), PAGE], by=clerk)
    assert [(page.number, page.page.refusal) for page in waiting_pages(batch)] == [
        (1, "no_cover"),
        (2, "cover_unclear"),
        (3, "cover_unclear"),
        (5, ""),
    ]
    assert [(stack.case_number, stack.pages) for stack in stacks_to_file(batch)] == [(case.number, (5,))]
    scans.refuse_pages(batch.pk, [5], "case_closed")
    assert list(stacks_to_file(batch)) == []


@pytest.mark.parametrize("state", [State.REPLIED, State.WITHDRAWN])
def test_a_closed_case_takes_no_pages(state):  # security 8.2, U36
    case, clerk = case_in(state), staff()
    batch = split_pile([code(case), PAGE], by=clerk)
    assert refusal(scans.file_pages, batch.pk, [2], case.number, by=clerk) == "case_closed"
    assert (states(batch), case.documents.count()) == (["cover", "inbox"], 0)


def test_pages_go_only_to_cases_of_desks_where_the_clerk_works():
    other = received(desk=desk(NET_ONE)).case
    clerk = staff()
    batch = split_pile([code(other), PAGE], by=clerk)
    assert refusal(scans.file_pages, batch.pk, [2], other.number, by=clerk) == "unknown_case"
    assert refusal(scans.file_pages, batch.pk, [2], "DSR-26-0000-0000-0", by=clerk) == "unknown_case"
    assert (
        refusal(scans.file_pages, batch.pk, [2], other.number, by=staff(Role.CLERK, desk(NET_ONE))) == "not_permitted"
    )


def test_by_itself_a_pile_files_only_to_its_own_desk():
    clerk = staff()
    clerk.memberships.create(desk=desk(NET_ONE), role=Role.CLERK)
    other = received(desk=desk(NET_ONE)).case
    batch = split_pile([code(other), PAGE], by=clerk)
    assert refusal(scans.file_pages, batch.pk, [2], other.number, by=clerk, at=batch.desk_id) == "unknown_case"
    assert scans.file_pages(batch.pk, [2], other.number, by=clerk).case == other


@pytest.mark.parametrize(
    ("numbers", "code_of_refusal"), [([], "page_missing"), ([1], "page_filed"), ([2, 9], "page_filed")]
)
def test_only_pages_that_wait_are_filed_or_discarded(numbers, code_of_refusal):
    case, clerk = received().case, staff()
    batch = split_pile([code(case), PAGE], by=clerk)
    assert refusal(scans.file_pages, batch.pk, numbers, case.number, by=clerk) == code_of_refusal
    assert refusal(scans.discard_pages, batch.pk, numbers, DiscardReason.BLANK, by=clerk) == code_of_refusal
    assert states(batch) == ["cover", "inbox"]


def test_a_page_is_filed_once():
    case, clerk = received().case, staff()
    batch = split_pile([PAGE, PAGE], by=clerk)
    scans.file_pages(batch.pk, [1], case.number, by=clerk)
    assert refusal(scans.file_pages, batch.pk, [1, 2], case.number, by=clerk) == "page_filed"
    assert case.documents.count() == 1


def test_the_same_pages_are_not_filed_twice():
    case, clerk = received().case, staff()
    for pile, expected in (
        (split_pile([code(case), PAGE], by=clerk), ""),
        (split_pile([PAGE, PAGE], by=clerk), "twice"),
    ):
        if expected:
            assert refusal(scans.file_pages, pile.pk, [2], case.number, by=clerk) == "document_twice"
        else:
            scans.file_pages(pile.pk, [2], case.number, by=clerk)
    assert case.documents.count() == 1


def test_discarding_says_who_when_and_why():
    clerk = staff()
    batch = split_pile([PAGE, PAGE], by=clerk)
    assert scans.discard_pages(batch.pk, [1, 2], DiscardReason.NOT_A_REQUEST, by=clerk) == 2
    assert [(page.discarded, page.settled_by, bool(page.settled_at)) for page in batch.pages.all()] == [
        ("not_a_request", clerk, True)
    ] * 2
    assert refusal(scans.discard_pages, batch.pk, [1], DiscardReason.BLANK, by=staff(Role.AUDITOR)) == "not_permitted"


def test_what_cannot_be_read_is_destroyed():
    batch = taken_in(b"rubbish", by=staff())
    scans.record_failure(batch.pk, RebuildFailure.DAMAGED)
    gone = ScanBatch.objects.get(pk=batch.pk)
    assert (gone.status, gone.failure, gone.open_file_key()) == ("failed", "damaged", None)
    outbox.drain()
    assert not storage.exists(batch.key)
    assert refusal(scans.record_failure, batch.pk, RebuildFailure.DAMAGED) == "wrong_state"


def test_a_pile_is_split_once():
    batch = split_pile([PAGE], by=staff())
    assert refusal(scans.record_pages, batch.pk, [], []) == "wrong_state"
    assert batch.pages.count() == 1


def test_the_list_shows_the_piles_of_ones_desks():
    now = timezone.now()
    clerk, stranger = staff(), staff(Role.CLERK, desk(NET_ONE))
    batch = split_pile([PAGE, PAGE], by=clerk)
    assert [(pile.batch, pile.pages, pile.waiting) for pile in piles_of(clerk, now)] == [(batch, 2, 2)]
    assert piles_of(stranger, now) == []
    assert piles_of(staff(Role.AUDITOR), now) == []
