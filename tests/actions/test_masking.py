"""Masking: what is covered is gone from every stored byte, and what may not be masked is refused with nothing changed."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from django.db import connection
from PIL import Image

from dsr import storage
from dsr.actions import masking
from dsr.actions.describing import Particulars, describe_document
from dsr.actions.destruction import destroy_document, set_hold
from dsr.actions.documents import Noticed
from dsr.actions.masking import mask_document
from dsr.effects import outbox
from dsr.errors import Refused
from dsr.models import Case, CaseEvent, CaseKey, Document, User
from dsr.models.remains import leave_no_remains
from dsr.rendering.masking import Box
from dsr.storage.sealed import get_sealed
from dsr.vocabulary import Action, DestroyReason, DisposalReason, FindingCode, Role, Settlement, State
from tests.factories import case_in, received, staff
from tests.papers import SIZE, added, moved_to, opens, picture, read_again, ready

pytestmark = pytest.mark.django_db
BOX = Box(100, 200, 300, 400)


def pages_of(document: Document) -> list[bytes]:
    key = read_again(document).open_file_key()
    return [get_sealed(page.key, key) for page in document.pages.all()]


def colours(png: bytes, box: tuple[int, int, int, int]) -> set:
    with Image.open(BytesIO(png)) as page:
        return {colour for _count, colour in page.convert("RGB").crop(box).getcolors(SIZE[0] * SIZE[1])}


def test_the_covered_part_is_black_and_the_rest_as_it_was() -> None:
    document, clerk = ready(received().case, pages=2), staff()
    mask_document(document.case_id, document.pk, by=clerk, boxes={1: [BOX]})
    first, second = pages_of(document)
    assert colours(first, (40, 50, 160, 150)) == {(0, 0, 0)}
    for x in (39, 160):
        assert (0, 0, 0) not in colours(first, (x, 0, x + 1, SIZE[1]))
    assert second == picture(2)
    masked = read_again(document)
    assert (masked.masked_by, masked.masked_at is not None, masked.status) == (clerk, True, "ready")
    event = CaseEvent.objects.get(action=Action.MASK_DOCUMENT)
    assert event.facts == {"document": str(document.pk), "pages": 2, "boxes": [[1, 100, 200, 300, 400]]}


def test_every_page_has_a_new_key_and_neither_key_opens_what_the_other_sealed() -> None:
    document = ready(received().case, pages=2)
    old_key, old = document.open_file_key(), {page.key for page in document.pages.all()} | {document.key}
    stored = {key: storage.get(key) for key in old}
    mask_document(document.case_id, document.pk, by=staff(), boxes={2: [BOX]})
    new_key, new = read_again(document).open_file_key(), {page.key for page in document.pages.all()}
    assert (old & new, old_key == new_key) == (set(), False)
    assert {opens(old_key, storage.get(key), key) for key in new} == {False}
    assert {opens(new_key, data, key) for key, data in stored.items()} == {False}
    assert sorted(document.disposals.values_list("key", "why")) == sorted((key, DisposalReason.MASKED) for key in old)
    outbox.drain()
    assert [storage.exists(key) for key in (*old, *new)] == [False] * 3 + [True] * 2


WRONG: list[tuple[dict, str]] = [
    ({}, "box_missing"),
    ({1: []}, "box_missing"),
    ({1: [Box(0, 0, 0, 10)]}, "box_outside"),
    ({1: [Box(900, 0, 101, 10)]}, "box_outside"),
    ({1: [BOX, Box(-1, 0, 10, 10)]}, "box_outside"),
    ({3: [BOX]}, "box_outside"),
    ({0: [BOX]}, "box_outside"),
]


@pytest.mark.parametrize(("boxes", "code"), WRONG)
def test_boxes_that_cover_nothing_of_a_page_are_refused(boxes: dict, code: str) -> None:
    document = ready(received().case, pages=2)
    assert refused(document, boxes=boxes) == code


def refused(document: Document, *, by: User | None = None, boxes: dict | None = None, seen: int | None = None) -> str:
    """Return the code of the refusal, after looking that nothing was changed."""
    before = (unchanged(document), set(storage.all_keys()))
    with pytest.raises(Refused) as refusal:
        mask_document(
            document.case_id, document.pk, by=by or staff(), boxes={1: [BOX]} if boxes is None else boxes, seen=seen
        )
    # pages that were stored before the door was closed belong to no row, and are swept
    assert (unchanged(document), set(storage.all_keys()) >= before[1]) == (before[0], True)
    return refusal.value.code


def unchanged(document: Document) -> tuple:
    row = read_again(document)
    pages = list(row.pages.values_list("key", flat=True))
    return row.case.last_seq, bytes(row.sealed_file_key), row.masked_at, pages, row.disposals.count()


def destroyed(case: Case) -> Document:
    document = ready(case)
    destroy_document(case.pk, document.pk, by=staff(), reason=DestroyReason.NOT_OURS)
    return document


def back_of_card(case: Case) -> Document:
    document = ready(case)
    read = Particulars(kind="my_number_card_front", is_my_number_back=True)
    describe_document(case.pk, document.pk, by=staff(), particulars=read)
    return document


UNFIT: list[tuple[Callable[[Case], Document], str]] = [
    (added, "document_not_ready"),
    (destroyed, "document_gone"),
    (back_of_card, "must_be_destroyed"),
]


@pytest.mark.parametrize(("make", "code"), UNFIT)
def test_a_document_that_cannot_be_masked_is_refused(make: Callable[[Case], Document], code: str) -> None:
    assert refused(make(received().case)) == code


def test_a_document_of_another_case_is_not_there() -> None:
    with pytest.raises(Refused, match="unknown_document"):
        mask_document(received().case.pk, ready(received().case).pk, by=staff(), boxes={1: [BOX]})


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.ADMINISTRATOR])
def test_who_works_on_no_case_masks_nothing(role: Role) -> None:
    assert refused(ready(received().case), by=staff(role)) == "not_permitted"


def test_under_a_hold_only_who_could_lift_it_masks() -> None:
    document, manager = ready(received().case), staff(Role.MANAGER)
    set_hold(document.case_id, by=manager, reason="A court asked for it")
    assert {refused(document, by=staff(role)) for role in (Role.CLERK, Role.REVIEWER)} == {"held"}
    mask_document(document.case_id, document.pk, by=manager, boxes={1: [BOX]})
    assert read_again(document).masked_by == manager


def test_a_hold_that_comes_while_the_pages_are_painted_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    document, manager = ready(received().case), staff(Role.MANAGER)
    painted = masking.masked

    def hold_first(*given):
        set_hold(document.case_id, by=manager, reason="A court asked for it")
        return painted(*given)

    monkeypatch.setattr(masking, "masked", hold_first)
    with pytest.raises(Refused) as refusal:
        mask_document(document.case_id, document.pk, by=staff(), boxes={1: [BOX]})
    assert (refusal.value.code, read_again(document).masked_at) == ("held", None)


def test_what_somebody_changed_in_the_meantime_is_looked_at_again() -> None:
    document = ready(received().case)
    seen = read_again(document).case.last_seq
    describe_document(document.case_id, document.pk, by=staff(), particulars=Particulars(kind="passport"))
    assert refused(document, seen=seen) == "stale"


def test_two_people_who_mask_at_once_do_not_undo_each_other(monkeypatch: pytest.MonkeyPatch) -> None:
    document, once = ready(received().case), masking._masked_page

    def while_another_is_faster(*page: object) -> object:
        monkeypatch.setattr(masking, "_masked_page", once)
        mask_document(document.case_id, document.pk, by=staff(), boxes={1: [Box(0, 0, 100, 100)]})
        return once(*page)

    monkeypatch.setattr(masking, "_masked_page", while_another_is_faster)
    with pytest.raises(Refused, match="stale"):
        mask_document(document.case_id, document.pk, by=staff(), boxes={1: [BOX]})
    [page] = pages_of(document)
    assert (colours(page, (0, 0, 40, 25)), (0, 0, 0) in colours(page, (41, 50, 160, 150))) == ({(0, 0, 0)}, False)


def test_a_page_that_was_tampered_with_is_not_masked() -> None:
    document = ready(received().case)
    page = document.pages.get()
    other = ready(received().case).pages.get()
    storage.delete(page.key)
    storage.put(page.key, storage.get(other.key))
    with pytest.raises(masking.crypto.Tampered):
        mask_document(document.case_id, document.pk, by=staff(), boxes={1: [BOX]})
    assert read_again(document).masked_at is None


def test_nothing_is_masked_once_the_case_is_gone() -> None:
    document = ready(received().case)
    CaseKey.objects.filter(case=document.case_id).delete()
    assert refused(document) == "document_gone"


# what was found, the boxes, and whether that settles it
SETTLED: list[tuple[Noticed, dict, str]] = [
    (Noticed(FindingCode.QR_CODE, 1, (150, 250, 100, 100)), {1: [BOX]}, Settlement.MASKED),
    (Noticed(FindingCode.QR_CODE, 1, (90, 250, 100, 100)), {1: [BOX]}, ""),
    (Noticed(FindingCode.QR_CODE, 1, (150, 250, 100, 100)), {2: [BOX]}, ""),
    (Noticed(FindingCode.QR_CODE, 2, (150, 250, 100, 100)), {1: [BOX], 2: [BOX]}, Settlement.MASKED),
    (Noticed(FindingCode.MY_NUMBER, 1), {1: [Box(0, 0, 10, 10)]}, Settlement.MASKED),
    (Noticed(FindingCode.MY_NUMBER, 1), {2: [BOX]}, ""),
    (Noticed(FindingCode.SAME_IMAGE), {1: [BOX]}, ""),
]


@pytest.mark.parametrize(("noticed", "boxes", "expected"), SETTLED)
def test_a_warning_is_settled_exactly_when_its_place_is_covered(noticed: Noticed, boxes: dict, expected: str) -> None:
    document, clerk = ready(received().case, pages=2, noticed=(noticed,)), staff()
    mask_document(document.case_id, document.pk, by=clerk, boxes=boxes)
    finding = document.findings.get()
    assert (finding.settlement, finding.settled_by) == (expected, clerk if expected else None)


@pytest.mark.parametrize("state", list(State))
def test_a_document_can_be_masked_in_every_state(state: State) -> None:
    document = moved_to(case_in(state), ready(received().case))
    mask_document(document.case_id, document.pk, by=staff(), boxes={1: [BOX]})
    assert read_again(document).masked_at is not None


@pytest.mark.django_db(transaction=True)
def test_no_stored_byte_opens_or_holds_what_was_covered() -> None:
    """Done-when 7: search the database files, the store and the outbox for the old key, the old files and the pixels."""
    case = received().case
    document = ready(case, pages=2)
    case_key, old_key, sealed_key = document.open_key(), document.open_file_key(), bytes(document.sealed_file_key)
    covered = picture(1)
    assert sealed_key in b"".join(everything_stored())
    mask_document(case.pk, document.pk, by=staff(), boxes={1: [BOX], 2: [BOX]})
    outbox.drain()
    leave_no_remains()
    stored = everything_stored()
    needles = [old_key, old_key.hex().encode(), covered, row_of_covered_pixels(covered)]
    needles += [sealed_key] if connection.vendor == "sqlite" else []  # PostgreSQL overwrites nothing: docs/adr/0010
    assert [needle[:8] for needle in needles if any(needle in data for data in stored)] == []
    # and no key that can still be had opens to what was covered
    keys = [case_key, read_again(document).open_file_key(), old_key]
    opened = [
        get_sealed(key, each) for key in storage.all_keys() for each in keys if opens(each, storage.get(key), key)
    ]
    assert len(opened) == 2
    for page in opened:
        assert colours(page, (40, 50, 160, 150)) == {(0, 0, 0)}


def row_of_covered_pixels(png: bytes) -> bytes:
    with Image.open(BytesIO(png)) as page:
        return page.crop((40, 100, 160, 101)).tobytes()


def everything_stored() -> list[bytes]:
    """Return every byte of the store, of the rows, and, where the database is a file, of its files."""
    found = [storage.get(key) for key in storage.all_keys()]
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            for row in cursor.fetchall():
                found += [
                    bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode() for value in row
                ]
    if connection.vendor == "sqlite":
        name = Path(connection.settings_dict["NAME"])
        found += [path.read_bytes() for path in name.parent.glob(f"{name.name}*")]
    return found
