"""The purge ledger: what was destroyed for good. It lies outside database, store and backups (`STORAGES["ledger"]`).

A restore replays it, so that no backup brings back what was destroyed after it was made. Ids and codes only: nothing of
a person. One small file an entry, under a name that its content decides: appending again changes nothing, and two
processes never write the same file. Each entry is signed; what somebody else put there is not believed.
"""

import hashlib
import json
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.core.files.storage import Storage, storages

from dsr import crypto
from dsr.storage.away import FileThere, complaints
from dsr.storage.once import write_once

ALIAS = "ledger"
WHOLE_CASE = "case"
SCANNED_POST = "scanned post"
_FOLDER = "purges"
_PURPOSE = "ledger"


@dataclass(frozen=True)
class Purge:
    """One destruction: of a document, of a whole case (`document` is then "case"), or of a pile of scanned post.

    For a pile `case` is "scanned post" and `document` is the pile.

    `key_sha256` is the hash of the sealed key that was destroyed, by which a restored row is known again; `keys` are
    the names of the blobs in the store; `why` is a code.
    """

    at: datetime
    case: str
    document: str
    keys: tuple[str, ...]
    why: str
    key_sha256: str


def append(purge: Purge) -> None:
    """Write an entry; when this returns it is durable. The same destruction is written once. Raises StoreAway."""
    body = json.dumps(asdict(purge) | {"at": purge.at.isoformat()}, sort_keys=True).encode()
    signed = json.dumps({"entry": body.decode(), "signature": crypto.signature(body, purpose=_PURPOSE)}).encode()
    with suppress(FileThere):
        write_once(_store(), f"{_FOLDER}/{_name(purge)}.json", signed)


def entries() -> list[Purge]:
    """Return every entry, the oldest first. Raises StoreAway; crypto.Tampered for one that is not the desk's."""
    return sorted((_read(name) for name in _names()), key=lambda purge: purge.at)


def count() -> int:
    """Return how many entries there are, without reading them. Raises StoreAway."""
    return len(_names())


def fingerprint(sealed_key: bytes | memoryview) -> str:
    """Return what the ledger keeps of a destroyed key: the hash of its sealed bytes, which opens nothing."""
    return hashlib.sha256(bytes(sealed_key)).hexdigest()


def _name(purge: Purge) -> str:
    told = json.dumps([purge.case, purge.document, sorted(purge.keys), purge.key_sha256])
    return hashlib.sha256(told.encode()).hexdigest()[:40]


def _names() -> list[str]:
    store: Any = _store()
    with complaints():
        return [name for name, _at in store.listing() if name.startswith(f"{_FOLDER}/")]


def _read(name: str) -> Purge:
    with complaints(), _store().open(name) as stored:
        signed = json.loads(stored.read())
    body = signed["entry"].encode()
    if crypto.signature(body, purpose=_PURPOSE) != signed["signature"]:
        raise crypto.Tampered(f"the ledger entry {name} was not written by this desk")
    told = json.loads(body)
    return Purge(**told | {"at": datetime.fromisoformat(told["at"]), "keys": tuple(told["keys"])})


def _store() -> Storage:
    return storages[ALIAS]
