"""Before serving: everything is there, and doing it again changes nothing."""

import pytest
from django.core.management import call_command
from django.db import connection

from config import env, prepare, up


@pytest.mark.django_db
def test_prepare_may_be_done_again(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path / "static"
    for _ in range(2):
        call_command("prepare", "--seed")
    assert (settings.STATIC_ROOT / ".stamp").exists()
    assert (settings.STATIC_ROOT / "css").is_dir()
    assert "cache" in connection.introspection.table_names()


@pytest.mark.django_db
def test_prepare_names_a_store_that_is_away(settings, monkeypatch):
    def away():
        raise OSError("the object store does not answer: EndpointConnectionError")

    monkeypatch.setattr(prepare, "bucket", away)
    with pytest.raises(Exception, match=r"^the object store does not answer") as raised:
        call_command("prepare")
    assert raised.typename == "CommandError"


def test_prepare_makes_a_bucket_for_the_files_and_one_for_the_ledger(settings, monkeypatch):
    made = []
    monkeypatch.setattr(prepare, "_make_bucket", lambda store: made.append(store.location))
    folder = {"BACKEND": "dsr.storage.DurableFileSystemStorage"}
    settings.STORAGES = {
        **settings.STORAGES,
        **{alias: folder | {"OPTIONS": {"location": f"/{alias}"}} for alias in ("default", "ledger")},
    }
    settings.DSR_STORAGE, settings.DSR_LEDGER = "s3://files", "file:///ledger"
    prepare.bucket()
    settings.DSR_LEDGER = "s3://ledger"
    prepare.bucket()
    assert made == ["/default", "/default", "/ledger"]


@pytest.fixture
def checkout(tmp_path, monkeypatch):
    for name in ("dsr", "seeds"):
        (tmp_path / name).mkdir()
    (tmp_path / "dsr" / "module.py").write_text("one")
    monkeypatch.setattr(env, "BASE_DIR", tmp_path)
    return tmp_path


def test_mark_changes_with_files_arguments_and_database(checkout):
    environment = env.load({"DSR_DATA": str(checkout), "SECRET_KEY": "x" * 50, "DSR_MASTER_KEYS": KEY})
    seen = [up.mark(environment, ["--seed"]), up.mark(environment, ["--seed"])]
    assert seen[0] == seen[1]
    (checkout / "dsr" / "module.pyc").touch()
    assert up.mark(environment, ["--seed"]) == seen[0]
    seen.append(up.mark(environment, ["--seed", "--demo"]))
    (checkout / "db.sqlite3").touch()
    seen.append(up.mark(environment, ["--seed"]))
    (checkout / "dsr" / "module.py").write_text("other")
    seen.append(up.mark(environment, ["--seed"]))
    (checkout / "seeds" / "new.yaml").touch()
    seen.append(up.mark(environment, ["--seed"]))
    # another key must be told before anything is served
    other = env.load({"DSR_DATA": str(checkout), "SECRET_KEY": "x" * 50, "DSR_MASTER_KEYS": KEY.replace("test", "new")})
    seen.append(up.mark(other, ["--seed"]))
    (checkout / "keys").mkdir()
    (checkout / "keys" / "master.keys").write_text(KEY)
    seen.append(up.mark(environment, ["--seed"]))
    assert len(set(seen)) == len(seen) - 1


KEY = "test:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="
