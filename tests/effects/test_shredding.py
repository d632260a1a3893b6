"""A destroyed document is gone from store, database and restored backups; it is done when the store says so, not before."""

from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from PIL import Image

from dsr import crypto, storage
from dsr.actions import destruction
from dsr.actions.destruction import destroy_document, set_hold
from dsr.actions.documents import IncomingFile, add_document
from dsr.actions.masking import mask_document
from dsr.effects import outbox, shredding
from dsr.models import Attestation, Case, Disposal, Document, OutboxMessage, triggers
from dsr.models.remains import leave_no_remains
from dsr.queries.journal import broken_entries
from dsr.rendering.masking import Box
from dsr.storage import ledger
from dsr.storage.sealed import get_sealed
from dsr.vocabulary import Action, DestroyReason, DocumentStatus, Role, Topic
from tests.browser.pictures import passport
from tests.factories import desk, received, staff

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.real_time]


@pytest.fixture(autouse=True)
def places(settings, tmp_path):
    """A ledger and an empty store of this test's own."""
    ledger_ = {"BACKEND": "dsr.storage.DurableFileSystemStorage", "OPTIONS": {"location": str(tmp_path / "ledger")}}
    settings.STORAGES = {**settings.STORAGES, "ledger": ledger_}
    _empty_store()
    yield
    _empty_store()


def _empty_store() -> None:
    for key in list(storage.all_keys()):
        storage.delete(key)
    storage.remove_mark()


@pytest.fixture
def document() -> Document:
    """A passport of two that a case holds, made safe."""
    case, clerk = received().case, staff(Role.CLERK, desk())
    for number in range(2):
        file = IncomingFile(f"旅券{number}.jpg", "image/jpeg", passport() + bytes([number]))
        add_document(case.pk, file, by=clerk)
    outbox.drain()
    return case.documents.first()


def keys_of(document: Document) -> list[str]:
    return sorted([document.key, *document.pages.values_list("key", flat=True)])


def destroy(document: Document, reason: DestroyReason = DestroyReason.NOT_OURS) -> None:
    destroy_document(document.case_id, document.pk, by=staff(Role.CLERK, desk()), reason=reason)


def again() -> int:
    """Do what waits, as if the wait of a failed try were over."""
    OutboxMessage.objects.undone().update(try_at=OutboxMessage.objects.first().created_at)
    return outbox.drain()


def receipts() -> list[tuple[str, bool]]:
    return [(row.key, row.confirmed_at is not None) for row in Disposal.objects.order_by("key")]


def test_a_destroyed_document_leaves_store_and_case_and_the_ledger_is_told(document) -> None:
    keys, sealed = keys_of(document), bytes(document.sealed_file_key)
    others = set(storage.all_keys()) - set(keys)
    destroy(document)
    assert receipts() == [(key, False) for key in keys]
    outbox.drain()
    assert receipts() == [(key, True) for key in keys]
    assert set(storage.all_keys()) == others
    moment = Disposal.objects.first().asked_at
    assert ledger.entries() == [
        ledger.Purge(
            moment, str(document.case_id), str(document.pk), tuple(keys), "not_ours", ledger.fingerprint(sealed)
        )
    ]
    [recorded] = document.case.events.filter(action=Action.RECORD_SHREDDING)
    assert recorded.facts == {"document": str(document.pk), "files": 2, "reason_code": "destroyed"}
    # the case stays readable, and so does its other paper
    other = Case.objects.get(pk=document.case_id).documents.kept().get()
    assert get_sealed(other.key, other.open_file_key()) == passport() + bytes([1])
    assert list(broken_entries()) == []


def test_no_byte_of_the_key_of_a_destroyed_document_is_left_in_the_database(document) -> None:
    sealed = bytes(Document.objects.get(pk=document.pk).sealed_file_key)
    leave_no_remains()
    before = _files_with(sealed)
    destroy(document)
    outbox.drain()
    # PostgreSQL overwrites nothing, and says so: docs/adr/0010
    assert (before, _files_with(sealed)) == ((["itself"], []) if connection.vendor == "sqlite" else ([], []))


def _files_with(needle: bytes) -> list[str]:
    if connection.vendor != "sqlite":
        return []
    name = Path(connection.settings_dict["NAME"])
    found = [path for path in name.parent.glob(f"{name.name}*") if needle in path.read_bytes()]
    return sorted(path.name.removeprefix(name.name) or "itself" for path in found)


class Died(BaseException):
    """What kill -9 looks like from inside: nothing catches it."""


def die(*_args: Any, **_kwargs: Any) -> None:
    raise Died


def then_die(work: Any) -> Any:
    def both(*args: Any, **kwargs: Any) -> None:
        work(*args, **kwargs)
        raise Died

    return both


# where the worker dies: what is replaced by death
POINTS = {
    "before anything": (ledger, "append", die),
    "told the ledger": (ledger, "append", then_die(ledger.append)),
    "one file deleted, not asked": (storage, "delete", then_die(storage.delete)),
    "one file gone": (storage, "exists", then_die(storage.exists)),
    "all files gone": (shredding, "leave_no_remains", die),
    "log emptied": (shredding, "record_shredding", die),
    "recorded, not marked": (shredding, "record_shredding", then_die(destruction.record_shredding)),
}


@pytest.mark.parametrize("point", POINTS)
def test_a_worker_that_dies_at_any_step_is_taken_over_and_everything_happens_once(document, monkeypatch, point) -> None:
    keys = keys_of(document)
    destroy(document)
    with monkeypatch.context() as dying:
        dying.setattr(*POINTS[point])
        with pytest.raises(Died):
            outbox.drain()
    assert again() == 1
    assert receipts() == [(key, True) for key in keys]
    assert set(storage.all_keys()) & set(keys) == set()
    assert [purge.keys for purge in ledger.entries()][:1] == [tuple(keys)]
    assert {purge.key_sha256 for purge in ledger.entries()} == set(
        Disposal.objects.values_list("key_sha256", flat=True)
    )
    assert document.case.events.filter(action=Action.RECORD_SHREDDING).count() == 1
    assert again() == 0


def test_it_is_not_done_while_the_store_still_holds_a_file(document, monkeypatch) -> None:
    destroy(document)
    with monkeypatch.context() as lying:
        lying.setattr(storage, "delete", lambda _key: None)
        assert outbox.drain() == 0
    assert {confirmed for _key, confirmed in receipts()} == {False}
    assert OutboxMessage.objects.get(topic=Topic.FILE_SHRED).failure == "StillThere"
    assert again() == 1
    assert {confirmed for _key, confirmed in receipts()} == {True}


@pytest.mark.parametrize("call", ["delete", "exists"])
def test_a_store_that_fails_or_is_slow_is_asked_again(document, monkeypatch, call) -> None:
    destroy(document)
    answers = iter([storage.StoreAway("the object store answered 500"), storage.StoreAway("ReadTimeoutError")])
    real = getattr(storage, call)

    def fails_twice(key: str) -> Any:
        failure = next(answers, None)
        if failure:
            raise failure
        return real(key)

    monkeypatch.setattr(storage, call, fails_twice)
    assert [outbox.drain(), again(), again()] == [0, 0, 1]
    assert {confirmed for _key, confirmed in receipts()} == {True}


def test_a_ledger_that_is_away_holds_the_receipt_back(document, monkeypatch) -> None:
    def away(_purge: ledger.Purge) -> None:
        raise storage.StoreAway("no such disk")

    destroy(document)
    with monkeypatch.context() as broken:
        broken.setattr(ledger, "append", away)
        assert outbox.drain() == 0
    assert {confirmed for _key, confirmed in receipts()} == {False}
    assert again() == 1


@pytest.mark.parametrize(
    "sql",
    [
        "DELETE FROM dsr_disposal",
        "UPDATE dsr_disposal SET confirmed_at = NULL",
        "UPDATE dsr_disposal SET confirmed_at = asked_at",
        "UPDATE dsr_disposal SET key = 'another'",
        "UPDATE dsr_disposal SET key_sha256 = ''",
    ],
)
def test_the_database_keeps_a_receipt_as_it_is(document, sql) -> None:
    destroy(document)
    outbox.drain()
    assert receipts()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


@pytest.mark.parametrize("change", ["key = 'another'", "why = 'masked'"])
def test_the_store_confirms_a_receipt_and_changes_nothing_else_of_it(document, change) -> None:
    destroy(document)
    sql = f"UPDATE dsr_disposal SET confirmed_at = asked_at, {change}"
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


def test_the_receipt_tells_nothing_of_a_person(document) -> None:
    destroy(document)
    outbox.drain()
    fields = {field.name for field in Disposal._meta.get_fields()}
    assert fields == {"id", "document", "key", "why", "key_sha256", "asked_at", "confirmed_at"}
    remains = Document.objects.get(pk=document.pk)
    assert (remains.name, remains.particulars, remains.fingerprint, remains.open_file_key()) == (None, None, "", None)


def mask(document: Document) -> None:
    number = document.pages.get().number
    boxes = {number: [Box(100, 100, 300, 200)]}
    mask_document(document.case_id, document.pk, by=staff(Role.CLERK, desk()), boxes=boxes)


def test_masking_twice_and_destroying_tells_the_ledger_of_each_key(document) -> None:
    hashes = []
    for step in (mask, mask, destroy):
        hashes.append(ledger.fingerprint(Document.objects.get(pk=document.pk).sealed_file_key))
        step(document)
        outbox.drain()
    assert [(purge.key_sha256, purge.why, len(purge.keys)) for purge in ledger.entries()] == [
        (hashes[0], "masked", 2),
        (hashes[1], "masked", 1),
        (hashes[2], "not_ours", 1),
    ]
    assert len(set(storage.all_keys())) == 2  # the other document


def test_masking_twice_before_the_worker_comes_still_names_each_key(document) -> None:
    for step in (mask, destroy):
        step(document)
    outbox.drain()
    assert sorted(purge.why for purge in ledger.entries()) == ["masked", "not_ours"]
    assert {confirmed for _key, confirmed in receipts()} == {True}


# -- and after a restore


def backed_up(tmp_path: Path) -> Path:
    place = tmp_path / "backup"
    call_command("backup", to=place, stdout=StringIO())
    return place


def restored(place: Path) -> None:
    triggers.remove()
    call_command("flush", interactive=False, verbosity=0)
    _empty_store()
    call_command("restore", source=place, stdout=StringIO())
    outbox.drain()


def test_a_document_destroyed_after_the_backup_stays_destroyed(document, tmp_path) -> None:
    keys = keys_of(document)
    place = backed_up(tmp_path)
    destroy(document)
    outbox.drain()
    restored(place)
    remains = Document.objects.get(pk=document.pk)
    assert (remains.open_file_key(), remains.status, remains.name) == (None, DocumentStatus.DESTROYED, None)
    assert set(storage.all_keys()) & set(keys) == set()
    assert Attestation.objects.get().why == "not_ours"
    assert {confirmed for _key, confirmed in receipts()} == {True}
    assert len(ledger.entries()) == 1
    other = Document.objects.kept().get()
    assert get_sealed(other.key, other.open_file_key()) == passport() + bytes([1])
    assert list(broken_entries()) == []


def test_a_hold_of_the_time_of_the_backup_brings_nothing_back(document, tmp_path) -> None:
    manager = staff(Role.MANAGER, desk())
    set_hold(document.case_id, by=manager, reason="係争中です。")
    place = backed_up(tmp_path)
    destruction.lift_hold(document.case_id, by=manager, reason="解決しました。")
    destroy(document)
    outbox.drain()
    restored(place)
    assert Document.objects.get(pk=document.pk).open_file_key() is None
    assert Case.objects.get(pk=document.case_id).held_since is not None


def test_a_document_masked_after_the_backup_never_comes_back_unmasked(document, tmp_path) -> None:
    place = backed_up(tmp_path)
    mask(document)
    outbox.drain()
    restored(place)
    remains = Document.objects.get(pk=document.pk)
    assert (remains.open_file_key(), remains.attestation.why) == (None, "must_not_keep")


def test_a_document_masked_before_the_backup_comes_back_masked(document, tmp_path) -> None:
    mask(document)
    outbox.drain()
    page = document.pages.get()
    before = get_sealed(page.key, Document.objects.get(pk=document.pk).open_file_key())
    place = backed_up(tmp_path)
    restored(place)
    after = Document.objects.get(pk=document.pk)
    assert get_sealed(after.pages.get().key, after.open_file_key()) == before
    assert Image.open(BytesIO(before)).size == (page.width, page.height)


def test_what_an_old_backup_knows_opens_nothing_that_is_left(document) -> None:
    """Blobs of before the masking, kept by somebody, do not open with the key of after."""
    page = document.pages.get()
    blob = storage.get(page.key)
    mask(document)
    outbox.drain()
    new_key = Document.objects.get(pk=document.pk).open_file_key()
    with pytest.raises(crypto.Tampered):
        crypto.unseal_file(new_key, blob, context=page.key)
