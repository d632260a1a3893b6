"""Before serving: done when needed, not done again when not."""

import pytest
from django.core.management import call_command
from django.db import connection

from config import prepare


@pytest.fixture
def source(tmp_path):
    folder = tmp_path / "source"
    (folder / "deep").mkdir(parents=True)
    (folder / "deep" / "file.yaml").write_text("one")
    return folder


def test_if_changed_works_once_and_again_after_a_change(tmp_path, source):
    done = []

    def go():
        prepare.if_changed(tmp_path / "stamps" / "stamp", [source], lambda: done.append(1))

    go()
    go()
    assert len(done) == 1
    (source / "deep" / "file.yaml").write_text("other")
    go()
    go()
    assert len(done) == 2
    (source / "new.yaml").touch()
    go()
    assert len(done) == 3


def test_if_changed_tries_again_after_a_failure(tmp_path, source):
    done = []

    def fail():
        raise RuntimeError("half way")

    with pytest.raises(RuntimeError):
        prepare.if_changed(tmp_path / "stamp", [source], fail)
    prepare.if_changed(tmp_path / "stamp", [source], lambda: done.append(1))
    assert done == [1]


@pytest.mark.django_db
def test_tables_are_complete_and_stay_so():
    assert prepare.migrations_applied() is True
    prepare.tables()
    assert "cache" in connection.introspection.table_names()


@pytest.mark.django_db
def test_prepare_makes_the_bucket_or_needs_none():
    call_command("prepare")
    call_command("prepare")
