"""The sweep deletes what no row names, and nothing else, also while a request is being sent."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.conf import LazySettings
from django.core.files.storage import default_storage

from dsr import storage
from dsr.actions.documents import IncomingFile
from dsr.actions.drafts import discard_draft, keep_file, save_draft
from dsr.effects import orphans
from dsr.models import Draft, DraftFile, Installation
from tests.factories import desk, received

pytestmark = pytest.mark.django_db
TOKEN = "a token that is long enough for every purpose"
FILE = IncomingFile("passport.png", "image/png", b"not really a picture")
# files carry the time of the disk, which no test sets
BEFORE_ALL, AFTER_ALL = datetime(2000, 1, 1, tzinfo=UTC), datetime(2999, 1, 1, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _a_store_of_its_own(settings: LazySettings, tmp_path: Path) -> None:
    """Begin with an empty store, on a disk or in the bucket of this lane."""
    usual = settings.STORAGES["default"]
    place = str(tmp_path / "store") if "bucket_name" not in usual["OPTIONS"] else f"orphans-{uuid4().hex}"
    options = usual["OPTIONS"] | {"location": place}
    settings.STORAGES = {**settings.STORAGES, "default": {**usual, "OPTIONS": options}}


@pytest.fixture
def kept() -> DraftFile:
    """Return a file that lies with a draft."""
    draft = save_draft(TOKEN, desk(), {})
    keep_file(draft, "identity", FILE)
    return draft.files.get()


def left_behind() -> str:
    """Store a file for which no row was written."""
    key = storage.new_key("original")
    storage.put(key, b"a crash came before the row")
    return key


def test_deletes_what_no_row_names_once_it_is_old(kept: DraftFile) -> None:
    orphan = left_behind()
    assert (orphans.delete_unnamed_files(BEFORE_ALL), storage.exists(orphan)) == (0, True)
    orphans.delete_unnamed_files(AFTER_ALL)
    assert (storage.exists(orphan), storage.exists(kept.key)) == (False, True)


def test_a_row_has_an_hour_to_follow_its_bytes(kept: DraftFile) -> None:
    orphan = left_behind()
    written = default_storage.get_modified_time(orphan)
    moments = [written + timedelta(minutes=minutes) for minutes in (59, 61)]
    assert [(orphans.delete_unnamed_files(moment), storage.exists(orphan)) for moment in moments] == [
        (0, True),
        (1, False),
    ]


def test_looks_in_batches(kept: DraftFile, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(orphans, "BATCH", 1)
    keys = [left_behind() for _ in range(3)]
    assert orphans.delete_unnamed_files(AFTER_ALL) >= len(keys)
    assert [storage.exists(key) for key in (*keys, kept.key)] == [False, False, False, True]


def test_keeps_a_file_that_moves_to_its_case_meanwhile(kept: DraftFile, monkeypatch: pytest.MonkeyPatch) -> None:
    class Asked:
        """A table; once it was asked the first time, the request is sent."""

        def __init__(self, model: type) -> None:
            self.model, self.objects = model, self

        def filter(self, **names: Any) -> Any:
            self.names = names
            return self

        def values_list(self, field: str, *, flat: bool) -> list[str]:
            found = list(self.model.objects.filter(**self.names).values_list(field, flat=flat))
            if DraftFile.objects.exists():
                received(token=TOKEN, case_key=kept.open_key(), files=(kept,))
                discard_draft(TOKEN, desk())
            return found

    monkeypatch.setattr(orphans, "NAMES", tuple((Asked(model), field) for model, field in orphans.NAMES))
    orphans.delete_unnamed_files(AFTER_ALL)
    assert storage.exists(kept.key)


# -- the wrong database


NO_LOG: list[str] = []
STRANGERS = ["store of files and database do not belong together: no file is swept"]


def swept(caplog: pytest.LogCaptureFixture) -> tuple[int, list[str]]:
    """Return how many files went, and what was said about it."""
    caplog.clear()
    return orphans.delete_unnamed_files(AFTER_ALL), caplog.messages


def forget_everything() -> None:
    """Put an empty database in the place of this one."""
    Draft.objects.all().delete()
    Installation.objects.all().delete()


def test_an_empty_database_deletes_nothing(kept: DraftFile, caplog: pytest.LogCaptureFixture) -> None:
    assert swept(caplog) == (0, NO_LOG)
    forget_everything()
    assert swept(caplog) == (0, STRANGERS)
    assert (storage.exists(kept.key), Installation.objects.count()) == (True, 0)


def test_an_empty_database_deletes_nothing_before_the_first_sweep_either(
    kept: DraftFile, caplog: pytest.LogCaptureFixture
) -> None:
    forget_everything()
    assert swept(caplog) == (0, STRANGERS)
    assert (storage.exists(kept.key), storage.read_mark()) == (True, "")


def test_the_database_of_another_store_deletes_nothing(kept: DraftFile, caplog: pytest.LogCaptureFixture) -> None:
    orphan = left_behind()
    Installation.objects.create(name=orphans.STORE, value="another")
    storage.write_mark("this one")
    assert swept(caplog) == (0, STRANGERS)
    assert storage.exists(orphan)


@pytest.mark.parametrize("lost", ["row", "mark"])
def test_nothing_is_deleted_when_one_of_the_two_marks_is_lost(
    kept: DraftFile, caplog: pytest.LogCaptureFixture, lost: str
) -> None:
    swept(caplog)
    orphan = left_behind()
    if lost == "row":
        Installation.objects.all().delete()
    else:
        default_storage.delete(storage.MARK)
    assert swept(caplog) == (0, STRANGERS)
    assert storage.exists(orphan)


@pytest.mark.parametrize("known", ["", "row", "mark"])
def test_an_empty_store_is_marked_for_the_database(known: str, caplog: pytest.LogCaptureFixture) -> None:
    if known == "row":
        Installation.objects.create(name=orphans.STORE, value="known")
    elif known == "mark":
        storage.write_mark("known")
    assert swept(caplog) == (0, NO_LOG)
    fact = Installation.objects.get(name=orphans.STORE).value
    assert (storage.read_mark(), fact == "known") == (fact, bool(known))
    left_behind()
    assert swept(caplog) == (1, NO_LOG)


def test_a_mark_is_made_once_and_differs_between_installations(kept: DraftFile) -> None:
    orphans.delete_unnamed_files(AFTER_ALL)
    first = storage.read_mark()
    orphans.delete_unnamed_files(AFTER_ALL)
    assert (storage.read_mark(), len(first)) == (first, 32)
    default_storage.delete(storage.MARK)
    Installation.objects.all().delete()
    orphans.delete_unnamed_files(AFTER_ALL)
    assert storage.read_mark() not in {"", first}


@pytest.mark.parametrize(
    ("most", "part", "goes"), [(2, 20, False), (3, 20, True), (2, 2, False), (0, 1, True)], ids=str
)
def test_unusually_many_wait_for_two_days(
    kept: DraftFile,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    most: int,
    part: int,
    goes: bool,
) -> None:
    """Three of four stored files have no row: at most `most`, or one in `part`, may go."""
    monkeypatch.setattr(orphans, "MOST", most)
    monkeypatch.setattr(orphans, "PART", part)
    keys = [left_behind() for _ in range(3)]
    written = default_storage.get_modified_time(keys[-1])
    said = NO_LOG if goes else ["no row names 3 of 4 stored files: only those older than two days go"]
    caplog.clear()
    assert (orphans.delete_unnamed_files(written + timedelta(hours=47)), caplog.messages) == (3 if goes else 0, said)
    assert [storage.exists(key) for key in keys] == [not goes] * 3
    orphans.delete_unnamed_files(written + timedelta(hours=49))
    assert [storage.exists(key) for key in (*keys, kept.key)] == [False, False, False, True]


def test_the_limits_are_a_hundred_and_one_in_twenty() -> None:
    assert (orphans.MOST, orphans.PART) == (100, 20)
