"""The sweep deletes what no row names, and nothing else, also while a request is being sent."""

from datetime import UTC, datetime
from typing import Any

import pytest

from dsr import storage
from dsr.actions.documents import IncomingFile
from dsr.actions.drafts import discard_draft, keep_file, save_draft
from dsr.effects import orphans
from dsr.models import DraftFile
from tests.factories import desk, received

pytestmark = pytest.mark.django_db
TOKEN = "a token that is long enough for every purpose"
FILE = IncomingFile("passport.png", "image/png", b"not really a picture")
# files carry the time of the disk, which no test sets
BEFORE_ALL, AFTER_ALL = datetime(2000, 1, 1, tzinfo=UTC), datetime(2999, 1, 1, tzinfo=UTC)


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
