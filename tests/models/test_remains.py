"""A destroyed key is gone from every byte of the database's files, not only from its tables."""

from pathlib import Path

import pytest
from django.db import connection, transaction

from dsr.models import CaseKey, remains
from dsr.models.remains import leave_no_remains
from tests.factories import received

pytestmark = pytest.mark.django_db(transaction=True)


def files_with(needle: bytes) -> list[str]:
    """Return which of the database's own files hold these bytes: the table, the write-ahead log, its index."""
    name = connection.settings_dict["NAME"]
    found = [path for path in Path(name).parent.glob(f"{Path(name).name}*") if needle in path.read_bytes()]
    return sorted(path.name.removeprefix(Path(name).name) or "itself" for path in found)


@pytest.fixture
def destroyed() -> bytes:
    """The wrapped key of a case that was destroyed a moment ago, beside others that were not."""
    cases = [received().case for _ in range(3)]
    wrapped = bytes(CaseKey.objects.get(case=cases[1]).wrapped)
    leave_no_remains()
    if connection.vendor == "sqlite":
        assert files_with(wrapped) == ["itself"]
    CaseKey.objects.filter(case=cases[1]).delete()
    return wrapped


def test_sqlite_keeps_no_byte_of_a_destroyed_key(destroyed) -> None:
    if connection.vendor != "sqlite":  # PostgreSQL overwrites nothing, and says so: docs/adr/0010
        assert leave_no_remains()
        return
    others = [bytes(key.wrapped) for key in CaseKey.objects.all()]
    assert leave_no_remains()
    assert files_with(destroyed) == []
    assert [files_with(other) for other in others] == [["itself"]] * 2


def test_the_log_is_not_empty_while_somebody_reads_what_was_before(monkeypatch) -> None:
    monkeypatch.setattr(remains, "PATIENCE", 50)
    if connection.vendor != "sqlite":
        assert leave_no_remains()
        return
    import sqlite3

    case = received().case
    wrapped = bytes(CaseKey.objects.get(case=case).wrapped)
    reader = sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM dsr_case").fetchone()
    with transaction.atomic():
        CaseKey.objects.filter(case=case).delete()
    assert not leave_no_remains()
    assert files_with(wrapped) != []
    reader.execute("COMMIT")
    reader.close()
    assert leave_no_remains()
    assert files_with(wrapped) == []
