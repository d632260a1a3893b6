"""The private store: opaque keys, no overwriting, durable before it answers, and the same on disk and in a bucket."""

import errno
import os
import socket
import stat
import subprocess
import sys
import time
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from botocore.exceptions import ClientError, EndpointConnectionError
from django.core.files.storage import storages

from dsr import storage
from dsr.storage import DurableFileSystemStorage, filesystem
from dsr.storage.s3 import PrivateS3Storage

DATA = b"\x00sealed bytes\xff" * 10_000
# files and servers carry the real time
pytestmark = pytest.mark.real_time

PRIVATE_S3 = "dsr.storage.s3.PrivateS3Storage"


def use(settings, backend, **options):
    settings.STORAGES = {**settings.STORAGES, "default": {"BACKEND": backend, "OPTIONS": options}}


@pytest.fixture
def folder(settings, tmp_path):
    use(settings, "dsr.storage.DurableFileSystemStorage", location=str(tmp_path / "store"))
    return tmp_path / "store"


@pytest.fixture(scope="module")
def s3_server(tmp_path_factory):
    """Start an S3 server that checks signatures. Yields django-storages' options for a bucket on it."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    data = tmp_path_factory.mktemp("s3")
    server = subprocess.Popen(
        [
            Path(sys.executable).with_name("nanio"),
            "serve",
            "--host",
            "127.0.0.1",
            "--port",
            str(port),
            "--data-dir",
            data,
        ],
        env={"NANIO_ACCESS_KEY": "desk-key-for-tests", "NANIO_SECRET_KEY": "desk-secret-for-tests"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    until = time.monotonic() + 20
    while time.monotonic() < until:
        with closing(socket.socket()) as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                break
        time.sleep(0.05)
    options = {
        "bucket_name": "desk",
        "endpoint_url": f"http://127.0.0.1:{port}",
        "region_name": "us-east-1",
        "access_key": "desk-key-for-tests",
        "secret_key": "desk-secret-for-tests",
        "addressing_style": "path",
        "signature_version": "s3v4",
    }
    PrivateS3Storage(**options).bucket.create()
    yield options
    server.terminate()
    server.wait(10)


@pytest.fixture
def bucket(settings, s3_server):
    use(settings, PRIVATE_S3, **s3_server)
    for key in list(storage.all_keys()):
        storage.delete(key)


@pytest.fixture
def memory(settings):
    use(settings, "django.core.files.storage.InMemoryStorage")


@pytest.fixture(params=["folder", "bucket", "memory"])
def store(request):
    return request.getfixturevalue(request.param)


def test_what_is_put_can_be_got_and_deleted(store):
    key = storage.new_key("document")
    assert not storage.exists(key)
    storage.put(key, DATA)
    assert storage.exists(key)
    assert storage.get(key) == DATA
    storage.delete(key)
    storage.delete(key)
    assert not storage.exists(key)
    with pytest.raises(storage.FileMissing):
        storage.get(key)


def test_nothing_is_overwritten(store):
    key = storage.new_key("page")
    storage.put(key, b"first")
    with pytest.raises(storage.FileThere):
        storage.put(key, b"second")
    assert storage.get(key) == b"first"
    assert list(storage.all_keys()) == [key]
    storage.delete(key)


def test_empty_and_large_files_are_kept(store):
    for data in (b"", os.urandom(10 * 1024 * 1024 + 3000)):
        key = storage.new_key("document")
        storage.put(key, data)
        assert storage.get(key) == data
        storage.delete(key)


def test_the_store_says_once_whose_it_is_and_lists_no_such_file(store):
    assert storage.read_mark() == ""
    storage.write_mark("this one")
    with pytest.raises(storage.FileThere):
        storage.write_mark("another one")
    assert (storage.read_mark(), list(storage.all_keys())) == ("this one", [])
    storages["default"].delete(storage.MARK)


def test_all_keys_are_listed_with_their_age(store):
    keys = {storage.new_key(kind) for kind in ("document", "page", "page", "letter")}
    for key in keys:
        storage.put(key, b"x")
    now = datetime.now(UTC)
    assert set(storage.all_keys()) == keys
    assert set(storage.keys_older_than(now + timedelta(minutes=1))) == keys
    assert set(storage.keys_older_than(now - timedelta(hours=1))) == set()
    for key in keys:
        storage.delete(key)


def test_store_says_that_it_is_writable(store):
    storage.check_writable()
    assert list(storage.all_keys()) == []


@pytest.mark.parametrize(
    "name", ["", "../etc/passwd", "/etc/passwd", "document/aa/bb/x.jpg", "a\x00b", "DOCUMENT/aa/bb/" + "a" * 32]
)
@pytest.mark.parametrize("call", [storage.get, storage.delete, storage.exists, lambda name: storage.put(name, b"x")])
def test_only_our_own_keys_are_taken(folder, name, call):
    with pytest.raises(ValueError, match="not a key"):
        call(name)


@pytest.mark.parametrize("kind", ["", "Passport", "../x", "a" * 17, "山田", "a/b"])
def test_kind_is_one_plain_word(kind):
    with pytest.raises(ValueError, match="one lower-case word"):
        storage.new_key(kind)


def test_keys_differ_and_fan_out():
    keys = [storage.new_key("page") for _ in range(1000)]
    assert len(set(keys)) == 1000
    assert all(storage.KEY.fullmatch(key) for key in keys)
    assert len({key[:10] for key in keys}) > 900


@pytest.mark.parametrize("backend", ["folder", "bucket"])
def test_there_are_no_links(request, backend):
    request.getfixturevalue(backend)
    with pytest.raises(ValueError, match="no URL"):
        storages["default"].url(storage.new_key("page"))


# -- the folder


def test_only_the_owner_reads(folder):
    key = storage.new_key("document")
    storage.put(key, DATA)
    modes = {path: stat.S_IMODE(path.stat().st_mode) for path in [folder, *folder.rglob("*")]}
    assert {modes[path] for path in modes if path.is_dir()} == {0o700}
    assert {modes[path] for path in modes if path.is_file()} == {0o600}


def test_bytes_and_folders_are_durable_before_the_answer(folder, monkeypatch):
    done = []
    kinds = {True: "folder", False: "file"}
    fsync, rename = os.fsync, Path.rename
    monkeypatch.setattr(
        os, "fsync", lambda fd: (done.append(f"sync {kinds[stat.S_ISDIR(os.fstat(fd).st_mode)]}"), fsync(fd))
    )
    monkeypatch.setattr(Path, "rename", lambda self, to: (done.append("rename"), rename(self, to)))
    storage.put(storage.new_key("page"), DATA)
    assert done[-3:] == ["sync file", "rename", "sync folder"]
    assert done[:-3] == ["sync folder"] * 4  # the store, page/, and the two below it


def test_deletion_is_durable(folder, monkeypatch):
    key = storage.new_key("page")
    storage.put(key, DATA)
    synced = []
    monkeypatch.setattr(filesystem, "_sync_folder", synced.append)
    storage.delete(key)
    assert synced == [(folder / key).parent]


@pytest.mark.parametrize("broken", ["_write", "_rename"])
def test_failed_write_leaves_nothing(folder, monkeypatch, broken):
    def fail(path, _other):
        path.write_bytes(b"half")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(filesystem, broken, fail)
    with pytest.raises(OSError, match="No space left"):
        storage.put(storage.new_key("page"), DATA)
    assert [path for path in folder.rglob("*") if path.is_file()] == []


def test_cut_off_write_is_swept_later(folder):
    key = storage.new_key("page")
    storage.put(key, DATA)
    leftover = (folder / key).with_name(f".{key[-32:]}.0a1b2c3d.part")
    leftover.write_bytes(b"half")
    assert list(storage.all_keys()) == [key]
    assert storage.delete_unfinished(datetime.now(UTC) - timedelta(hours=1)) == 0
    assert storage.delete_unfinished(datetime.now(UTC) + timedelta(seconds=5)) == 1
    assert not leftover.exists()
    assert storage.get(key) == DATA


def test_loser_of_a_race_is_refused(folder, monkeypatch):
    key = storage.new_key("page")
    storage.put(key, b"first")
    monkeypatch.setattr(storages["default"], "exists", lambda _name: False)
    with pytest.raises(storage.FileThere):
        storage.put(key, b"second")
    assert storage.get(key) == b"first"
    assert list(storage.all_keys()) == [key]


def test_unwritable_folder_is_noticed(settings, tmp_path):
    (tmp_path / "file").write_bytes(b"")
    use(settings, "dsr.storage.DurableFileSystemStorage", location=str(tmp_path / "file" / "store"))
    with pytest.raises(storage.StoreAway, match="File exists"):
        storage.check_writable()


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO, errno.EACCES, errno.ENOENT, errno.EEXIST])
def test_whatever_the_disk_says_is_that_the_store_is_away(folder, monkeypatch, number):
    key = storage.new_key("page")
    storage.put(key, DATA)

    def fail(*_args, **_options):
        raise OSError(number, os.strerror(number))

    for name in ("_open", "_save", "delete", "exists", "listing", "delete_unfinished", "free"):
        monkeypatch.setattr(DurableFileSystemStorage, name, fail)
    calls = [
        lambda: storage.get(key),
        lambda: storage.put(storage.new_key("page"), DATA),
        lambda: storage.delete(key),
        lambda: storage.exists(key),
        lambda: list(storage.all_keys()),
        lambda: list(storage.keys_older_than(datetime.now(UTC))),
        lambda: storage.delete_unfinished(datetime.now(UTC)),
        storage.check_writable,
    ]
    assert not storage.has_room(1)
    for call in calls:
        with pytest.raises(storage.StoreAway) as caught:
            call()
        assert caught.value.errno == number


@pytest.mark.parametrize(("size", "answer"), [(0, True), (1000, True), (1001, False)])
def test_strangers_leave_the_reserve_of_the_disk_free(folder, monkeypatch, size, answer):
    assert storage.has_room(0)  # of a store where nothing was put yet
    monkeypatch.setattr("shutil.disk_usage", lambda _place: SimpleNamespace(free=storage.RESERVE + 1000))
    assert storage.has_room(size) is answer


@pytest.mark.parametrize("backend", ["bucket", "memory"])
def test_an_object_store_always_has_room(request, backend):
    request.getfixturevalue(backend)
    assert storage.has_room(2**50)


# -- the bucket


def test_wrong_secret_is_an_os_error(settings, s3_server):
    use(settings, PRIVATE_S3, **{**s3_server, "secret_key": "wrong"})
    for call in (
        storage.check_writable,
        lambda: storage.get(storage.new_key("page")),
        lambda: list(storage.all_keys()),
    ):
        with pytest.raises(storage.StoreAway, match="object store answered") as caught:
            call()
        assert isinstance(caught.value.__cause__, ClientError)


def test_silent_server_is_an_os_error(settings, s3_server):
    use(settings, PRIVATE_S3, **{**s3_server, "endpoint_url": "http://127.0.0.1:9"})
    with pytest.raises(storage.StoreAway, match="does not answer") as caught:
        storage.check_writable()
    assert isinstance(caught.value.__cause__, EndpointConnectionError)


def test_dangerous_options_are_set_back(settings, s3_server):
    use(settings, PRIVATE_S3, **s3_server, default_acl="public-read", file_overwrite=True, querystring_auth=False)
    private = storages["default"]
    assert (private.default_acl, private.file_overwrite, private.querystring_auth) == (None, False, True)
