"""The private store of files: opaque keys in, sealed bytes out, over Django's STORAGES["default"].

Keys are made here and never contain a word of a user. What is put is sealed already (`dsr.crypto.seal_file`). Write the
file first, commit the row that names it after: a crash then leaves a file without a row, which the sweep removes, and
never a row without a file. There are no links to files: bytes leave only through a view that checks and records.
"""

import re
import uuid
from collections.abc import Iterator
from datetime import datetime

from django.core.files.storage import default_storage

from dsr.storage.away import FileMissing, FileThere, StoreAway, complaints
from dsr.storage.filesystem import DurableFileSystemStorage
from dsr.storage.once import write_once

__all__ = [
    "DurableFileSystemStorage",
    "FileMissing",
    "FileThere",
    "StoreAway",
    "all_keys",
    "check_writable",
    "delete",
    "delete_unfinished",
    "exists",
    "get",
    "has_room",
    "keys_older_than",
    "new_key",
    "put",
    "read_mark",
    "remove_mark",
    "write_mark",
]

# bytes of a local disk that strangers' files leave free for staff, database and logs
RESERVE = 2**30
# the name of the store's own mark; no key looks like it, so no list holds it and nothing deletes it
MARK = "installation"
KIND = re.compile(r"[a-z]{1,16}")
KEY = re.compile(r"[a-z]{1,16}/[0-9a-f]{2}/[0-9a-f]{2}/[0-9a-f]{32}")


def new_key(kind: str) -> str:
    """Return a fresh key such as `document/3f/a9/3fa9…`. Raises ValueError when `kind` is not a lower-case word."""
    if not KIND.fullmatch(kind):
        raise ValueError("a kind of file is one lower-case word")
    name = uuid.uuid4().hex
    return f"{kind}/{name[:2]}/{name[2:4]}/{name}"


def put(key: str, data: bytes) -> None:
    """Store bytes under a fresh key; when this returns they are durable.

    Raises FileThere, or StoreAway when the store does not take them; nothing stays behind then.
    """
    write_once(default_storage, _checked(key), data)


def get(key: str) -> bytes:
    """Return the bytes. Raises FileMissing, or StoreAway when the store does not answer."""
    return _get(_checked(key))


def _get(name: str) -> bytes:
    with complaints(), default_storage.open(name) as stored:
        data: bytes = stored.read()
    return data


def delete(key: str) -> None:
    """Remove the bytes; when this returns they are gone. No error when they were gone before. Raises StoreAway."""
    checked = _checked(key)
    with complaints():
        default_storage.delete(checked)


def exists(key: str) -> bool:
    """Tell whether bytes lie under this key. Raises StoreAway when the store does not answer."""
    checked = _checked(key)
    with complaints():
        return default_storage.exists(checked)


def has_room(size: int) -> bool:
    """Say whether so many bytes of a stranger leave the reserve of a local disk free; an object store always has room.

    A disk that does not say how much is free has none.
    """
    free = getattr(default_storage, "free", None)
    try:
        return free is None or free() - size >= RESERVE
    except OSError:
        return False


def read_mark() -> str:
    """Return what the store says about whose it is, or nothing. Raises StoreAway."""
    try:
        return _get(MARK).decode()
    except FileMissing:
        return ""


def write_mark(text: str) -> None:
    """Let the store say whose it is, once. Raises FileThere, StoreAway."""
    write_once(default_storage, MARK, text.encode())


def remove_mark() -> None:
    """Let an empty store belong to nobody again, before a backup is restored into it. Raises StoreAway."""
    with complaints():
        default_storage.delete(MARK)


def all_keys() -> Iterator[str]:
    """Yield every key in the store, in no order. What has no key's shape is not ours and is passed over."""
    return (key for key, _written in _listing())


def keys_older_than(moment: datetime) -> Iterator[str]:
    """Yield the keys whose bytes were written before that moment (an aware time), for the orphan sweep."""
    return (key for key, written in _listing() if written < moment)


def delete_unfinished(before: datetime) -> int:
    """Remove what writes left behind that were cut off before that moment. Returns how many there were."""
    unfinished = getattr(default_storage, "delete_unfinished", None)
    with complaints():
        return unfinished(before) if unfinished else 0


def check_writable() -> None:
    """Write, read and remove a few bytes, for /readyz. Raises StoreAway when the store does not do what it should."""
    key, data = new_key("probe"), uuid.uuid4().bytes
    put(key, data)
    try:
        if get(key) != data:
            raise StoreAway("the store gave back other bytes than it was given")
    finally:
        delete(key)


def _checked(key: str) -> str:
    if not KEY.fullmatch(key):
        raise ValueError("not a key of this store")
    return key


def _listing() -> Iterator[tuple[str, datetime]]:
    listing = getattr(default_storage, "listing", None)
    with complaints():
        yield from ((name, at) for name, at in (listing() if listing else _walk("")) if KEY.fullmatch(name))


def _walk(folder: str) -> Iterator[tuple[str, datetime]]:
    """List a store that is neither of ours, such as Django's in-memory one."""
    folders, files = default_storage.listdir(folder)
    for name in files:
        yield f"{folder}{name}", default_storage.get_modified_time(f"{folder}{name}")
    for name in folders:
        yield from _walk(f"{folder}{name}/")
