"""A backup is whole or none, nothing to read without the ring; a restore brings back everything but what was destroyed."""

import json
import shutil
import stat
from dataclasses import replace
from datetime import datetime
from io import StringIO
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client

from dsr import crypto, storage
from dsr.actions.documents import IncomingFile, add_document
from dsr.effects import inventory, outbox
from dsr.effects.backups import database, restoring
from dsr.models import Case, CaseKey, Document, Installation, OutboxMessage, SearchToken, triggers
from dsr.queries.keys import require_keys
from dsr.storage import ledger
from dsr.vocabulary import Role, State, Topic
from tests.browser.pictures import passport
from tests.factories import YAMADA, case_in, desk, received, staff

# files and an object store carry the real time
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.real_time]

WORDS = [YAMADA.name, YAMADA.kana, YAMADA.address, YAMADA.phone, YAMADA.email, "旅券.jpg", "Yamashita"]


@pytest.fixture(autouse=True)
def places(settings, tmp_path):
    """A ledger and an empty store of this test's own."""
    ledger_ = {"BACKEND": "dsr.storage.DurableFileSystemStorage", "OPTIONS": {"location": str(tmp_path / "ledger")}}
    settings.STORAGES = {**settings.STORAGES, "ledger": ledger_}
    empty_store()
    yield
    empty_store()


def empty_store() -> None:
    for key in list(storage.all_keys()):
        storage.delete(key)
    storage.remove_mark()


@pytest.fixture
def house(tmp_path):
    """A clerk, a replied case with its letter, a case with a passport, a mark; and where the backup goes."""
    staff(Role.CLERK, last_name="Yamashita")
    case_in(State.REPLIED)
    case = received().case
    add_document(case.pk, IncomingFile("旅券.jpg", "image/jpeg", passport()), by=staff(Role.CLERK, desk()))
    outbox.drain()
    received()
    Installation.objects.create(name="store", value="of this house")
    storage.write_mark("of this house")
    return tmp_path / "backup"


def manage(*words: object, **options: Any) -> list[str]:
    said = StringIO()
    call_command(*words, stdout=said, **options)
    return said.getvalue().splitlines()


def lose_everything() -> None:
    """The house burns down: what is left is the ring, the ledger and the backup."""
    triggers.remove()
    call_command("flush", interactive=False, verbosity=0)
    empty_store()


def bytes_of(folder) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def contents() -> dict[str, Any]:
    """Return what makes an installation: every row of every table, every file."""
    with connection.cursor() as cursor:
        rows = {}
        for table in sorted(connection.introspection.table_names(cursor)):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            rows[table] = sorted(map(repr, (tuple(map(plain, row)) for row in cursor.fetchall())))
    return {**rows, "files": {key: storage.get(key) for key in storage.all_keys()}, "mark": storage.read_mark()}


def plain(value: Any) -> Any:
    return bytes(value) if isinstance(value, memoryview) else value


def test_what_was_backed_up_comes_back_to_the_byte(house) -> None:
    before = contents()
    manage("backup", to=house)
    lose_everything()
    said = manage("restore", source=house)
    after = contents()
    outboxes = [one.pop("dsr_outboxmessage") for one in (before, after)]
    assert [len(rows) for rows in outboxes] == [len(outboxes[0])] * 2
    assert after == before
    assert said[1].startswith("Restored in ")
    require_keys()
    assert {case.principal for case in Case.objects.for_list()} == {YAMADA}
    with pytest.raises(Exception, match="append-only"):
        Case.objects.get(state=State.REPLIED).events.all().update(seq=99)


def test_nothing_can_be_read_in_a_backup_and_it_is_for_its_owner_alone(house) -> None:
    manage("backup", to=house)
    found = bytes_of(house)
    assert {name.split("/")[0] for name in found} == {"manifest.json", "SHA256SUMS", "files", "database"}
    hidden = [*WORDS, *(key.hex() for key in crypto.current_ring()._keys.values()), "dsr_case ", "clerk-"]
    raw = [*(word.encode() for word in hidden), *crypto.current_ring()._keys.values(), b"SQLite format", b"PGDMP"]
    assert [(name, word) for name, data in found.items() for word in raw if word in data] == []
    # the same search finds them in what the backup is made of
    with database.snapshot() as taken:
        whole = b"".join(taken.chunks())
    assert [word for word in (b"SQLite format", b"PGDMP") if whole.startswith(word)]
    modes = {stat.S_IMODE(path.stat().st_mode) for path in house.rglob("*") if path.is_file()}
    folders = {stat.S_IMODE(path.stat().st_mode) for path in (house, *house.rglob("*")) if path.is_dir()}
    assert (modes, folders) == ({0o600}, {0o700})


def test_a_backup_never_goes_into_a_folder_that_is_there(house) -> None:
    house.mkdir()
    with pytest.raises(CommandError, match="no backup was made"):
        manage("backup", to=house)
    assert list(house.iterdir()) == []


def test_a_backup_that_was_cut_off_is_none(house, monkeypatch) -> None:
    def full(*_args: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr("dsr.effects.backups.making.journal_head", full)
        with pytest.raises(CommandError, match="No space left"):
            manage("backup", to=house)
    assert (house / "database").is_dir()
    with pytest.raises(CommandError, match=r"no manifest\.json: it is no backup, or one that was cut off"):
        manage("restore", source=house, only_check=True)


def test_a_whole_backup_passes_the_check_and_nothing_changes(house) -> None:
    manage("backup", to=house)
    before = (contents(), bytes_of(house))
    assert manage("restore", source=house, only_check=True)[0].startswith(f"{house} is whole")
    assert (contents(), bytes_of(house)) == before


def spoil(folder, name: str, how: str) -> None:
    path = next(path for path in sorted(folder.rglob("*")) if path.is_file() and name in str(path.relative_to(folder)))
    data = path.read_bytes()
    if how == "gone":
        path.unlink()
    elif how == "cut":
        path.write_bytes(data[:-1])
    else:
        path.write_bytes(data[:-40] + bytes([data[-40] ^ 1]) + data[-39:])


def test_a_damaged_backup_is_refused_before_anything_is_written(house, tmp_path) -> None:
    manage("backup", to=house)
    lose_everything()
    before = contents()
    names = ("files/original", "files/page", "files/letter", "database/", "SHA256SUMS", "manifest")
    for name, how in product(names, ("gone", "cut", "changed")):
        copy = tmp_path / f"{name.strip('/').replace('/', '-')}-{how}"
        shutil.copytree(house, copy)
        spoil(copy, name, how)
        for only_check in (True, False):
            with pytest.raises(CommandError, match=r"is missing|was changed|cannot be read|was cut off"):
                manage("restore", source=copy, only_check=only_check)
    assert contents() == before


def test_a_manifest_of_somebody_else_is_refused(house) -> None:
    manage("backup", to=house)
    told = json.loads((house / "manifest.json").read_text())
    (house / "manifest.json").write_text(json.dumps(told | {"purges": 0, "files": 0}))
    with pytest.raises(CommandError, match="was changed, or was made with another index key"):
        manage("restore", source=house, only_check=True)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "cannot be read"),
        ("[]", "cannot be read"),
        ("{}", "cannot be read"),
        ('{"signature": "", "format": 2}', "format 2"),
    ],
)
def test_a_manifest_that_is_none_is_refused_in_words(tmp_path, text, said) -> None:
    (tmp_path / "manifest.json").write_text(text)
    with pytest.raises(CommandError, match=said):
        manage("restore", source=tmp_path, only_check=True)


@pytest.mark.parametrize("keys", [None, 7, "test", {"test": 1}, [["test"]], [None]])
def test_a_manifest_whose_keys_are_no_list_of_names_is_refused(house, keys) -> None:
    manage("backup", to=house)
    told = json.loads((house / "manifest.json").read_text())
    (house / "manifest.json").write_text(json.dumps(told | {"master_keys": keys}))
    with pytest.raises(CommandError, match=r"was changed|is not in the key ring"):
        manage("restore", source=house, only_check=True)


def test_a_missing_master_key_is_named(house, settings) -> None:
    manage("backup", to=house)
    (old,) = settings.DSR_MASTER_KEYS
    settings.DSR_MASTER_KEYS = {"another": bytes(32), "index": settings.DSR_MASTER_KEYS[old]}
    with pytest.raises(CommandError, match=f"'{old}' is not in the key ring"):
        manage("restore", source=house, only_check=True)


def test_an_installation_in_use_is_never_overwritten(house) -> None:
    manage("backup", to=house)
    before = contents()
    with pytest.raises(CommandError, match="has cases, drafts or staff"):
        manage("restore", source=house)
    assert contents() == before


def test_a_store_with_files_of_its_own_is_never_mixed(house) -> None:
    manage("backup", to=house)
    lose_everything()
    storage.put(storage.new_key("letter"), b"of another desk")
    with pytest.raises(CommandError, match="files that are not in the backup"):
        manage("restore", source=house)


def test_a_backup_of_a_newer_release_is_refused(house, monkeypatch) -> None:
    monkeypatch.setattr(
        "dsr.effects.backups.making._migrations", lambda _taken: {"dsr": "9999_from_the_future", "auth": "0001_initial"}
    )
    manage("backup", to=house)
    lose_everything()
    with pytest.raises(CommandError, match=r"newer release: dsr\.9999_from_the_future"):
        manage("restore", source=house)


def purge_of(case: Case, *keys: str) -> ledger.Purge:
    sealed = bytes(CaseKey.objects.get(case=case).wrapped)
    moment = datetime.fromisoformat("2026-12-01T03:00:00+09:00")
    return ledger.Purge(moment, str(case.pk), ledger.WHOLE_CASE, keys, "retention_over", ledger.fingerprint(sealed))


def test_what_was_destroyed_after_the_backup_stays_destroyed(house) -> None:
    case = Document.objects.get().case
    keys = [case.documents.get().key, *(page.key for page in case.documents.get().pages.all())]
    manage("backup", to=house)
    ledger.append(purge_of(case, *keys))
    lose_everything()
    assert manage("restore", source=house)[1].endswith("The ledger names 1 purges, of which 1 had to be made again.")
    restored = Case.objects.get(pk=case.pk)
    assert (restored.open_key(), restored.principal.name) == (None, "—")
    assert SearchToken.objects.filter(case=case).count() == 0
    assert [key for key in keys if storage.exists(key)] == []
    assert list(inventory.faults()) == []
    assert {other.principal for other in Case.objects.for_list().exclude(pk=case.pk)} == {YAMADA}


def test_a_ledger_that_lost_entries_is_noticed(house, settings, tmp_path) -> None:
    ledger.append(purge_of(Case.objects.first()))
    manage("backup", to=house)
    lose_everything()
    settings.STORAGES["ledger"]["OPTIONS"] = {"location": str(tmp_path / "another")}
    settings.STORAGES = {**settings.STORAGES}
    with pytest.raises(CommandError, match="0 entries and had 1 when the backup was made"):
        manage("restore", source=house)
    assert manage("restore", source=house, ledger_lost=True)[1].startswith("Restored")


def test_mails_that_may_have_gone_out_wait_for_a_person_and_other_work_goes_on(house, mailoutbox) -> None:
    clerk = staff(Role.CLERK, desk())
    # another address: one address gets three mails an hour
    case = received(principal=replace(YAMADA, email="jiro@example.com")).case
    add_document(case.pk, IncomingFile("旅券.jpg", "image/jpeg", passport()), by=clerk)
    waiting = OutboxMessage.objects.undone().filter(topic=Topic.MAIL_RECEIVED).count()
    assert waiting == 2
    manage("backup", to=house)
    outbox.drain()
    sent = len(mailoutbox)
    lose_everything()
    assert "2 mails were waiting" in manage("restore", source=house)[2]
    outbox.drain()
    assert len(mailoutbox) == sent
    assert Document.objects.get(case=case).status == "ready"
    assert manage("outbox") == ["given up: mail.received Restored 2"]
    manage("outbox", again=True)
    outbox.drain()
    assert len(mailoutbox) == sent + 2


def test_everybody_signs_in_again(house) -> None:
    client = Client()
    client.force_login(staff(Role.CLERK, desk()))
    assert Session.objects.count() == 1
    manage("backup", to=house)
    lose_everything()
    manage("restore", source=house)
    assert Session.objects.count() == 0


def test_a_restore_that_was_cut_off_keeps_processes_from_starting_and_can_be_done_again(house, monkeypatch) -> None:
    before = contents()["files"]
    manage("backup", to=house)
    lose_everything()
    with monkeypatch.context() as cut:
        cut.setattr(restoring, "purge_again", None)
        cut.setattr(restoring.outbox, "hold_mails", _die)
        with pytest.raises(KeyboardInterrupt):
            manage("restore", source=house)
    with pytest.raises(Exception, match="A restore did not come to its end"):
        require_keys()
    manage("restore", source=house)
    require_keys()
    assert contents()["files"] == before


def _die() -> None:
    raise KeyboardInterrupt


def test_a_file_that_is_damaged_or_missing_is_found(house) -> None:
    assert manage("check_files") == ["Every file that a row names is there and opens."]
    document = Document.objects.get()
    page = document.pages.get()
    storage.delete(page.key)
    original = storage.get(document.key)
    storage.delete(document.key)
    storage.put(document.key, original[:-1])
    assert sorted(inventory.faults()) == [
        f"document {document.pk}: its file does not open",
        f"page {page.pk}: its file is missing",
    ]
    with pytest.raises(CommandError, match="its file is missing"):
        manage("check_files")


def test_no_copy_of_the_database_is_left_by_a_backup(house, settings) -> None:
    def names() -> list[str]:
        folder = (
            settings.DATA_DIR if connection.vendor == "postgresql" else Path(connection.settings_dict["NAME"]).parent
        )
        return sorted(path.name for path in folder.iterdir())

    before = names()
    manage("backup", to=house)
    manage("restore", source=house, only_check=True)
    assert names() == before
