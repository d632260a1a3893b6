"""The folder of a backup: written in order, read with suspicion."""

import base64
import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from django.core.files.base import ContentFile

from dsr import crypto
from dsr.storage import DurableFileSystemStorage

FORMAT = 1
MANIFEST, SUMS, FILES, DATABASE = "manifest.json", "SHA256SUMS", "files", "database"
PART = 16 * 2**20  # bytes of the database that are sealed at a time
_PURPOSE = "backup"


class NotABackup(Exception):  # noqa: N818 - reads as the fact it states
    """The folder holds no backup that can be trusted; the text says why."""


@dataclass(frozen=True)
class Manifest:
    """What a backup holds. Numbers, names of migrations and keys; nothing of a person."""

    id: str
    made_at: str
    vendor: str
    migrations: dict[str, str]  # app -> the last one applied
    master_keys: list[str]  # the ids that its rows need
    index_check: str
    purges: int  # entries of the ledger when it was made
    rows: dict[str, int]
    journal_head: str
    parts: int
    files: int
    sums_sha256: str
    key_id: str
    wrapped_key: str
    format: int = FORMAT

    def open_key(self) -> bytes:
        """Return the key of the backup. Raises crypto.MissingKey, crypto.Tampered."""
        return crypto.unwrap(self.key_id, base64.b64decode(self.wrapped_key), context=f"backup:{self.id}")

    def body(self) -> bytes:
        """Return the bytes that are signed."""
        return json.dumps(asdict(self), sort_keys=True, ensure_ascii=False).encode()


@dataclass
class NewFolder:
    """A backup in the making. Each file is durable, and for its owner only, when its call returns."""

    path: Path
    id: str
    sums: dict[str, str] = field(default_factory=dict)
    key: bytes = field(default_factory=crypto.new_key, repr=False)

    def __post_init__(self) -> None:
        """Make the folder. Raises FileExistsError when it is there already."""
        self.path.mkdir(mode=0o700)
        self._store = DurableFileSystemStorage(location=str(self.path))

    def keep(self, name: str, data: bytes) -> None:
        """Write one file and remember its hash."""
        self._store.save(name, ContentFile(data))
        self.sums[name] = hashlib.sha256(data).hexdigest()

    def keep_database(self, chunks: Iterable[bytes]) -> int:
        """Seal and write the database in parts. Returns how many."""
        number = 0
        for number, part in enumerate(_pieces(chunks), start=1):
            self.keep(_part(number), crypto.seal_file(self.key, part, context=f"backup:{self.id}:{number}"))
        return number

    def close(self, **told: Any) -> Manifest:
        """Write the hashes and, at the very end, the signed manifest."""
        lines = "".join(f"{digest}  {name}\n" for name, digest in sorted(self.sums.items()))
        self.keep(SUMS, lines.encode())
        key_id, wrapped = crypto.wrap(self.key, context=f"backup:{self.id}")
        manifest = Manifest(
            id=self.id,
            sums_sha256=self.sums[SUMS],
            key_id=key_id,
            wrapped_key=base64.b64encode(wrapped).decode(),
            files=sum(name.startswith(f"{FILES}/") for name in self.sums),
            **told,
        )
        signed = asdict(manifest) | {"signature": crypto.signature(manifest.body(), purpose=_PURPOSE)}
        self._store.save(MANIFEST, ContentFile(json.dumps(signed, indent=1, sort_keys=True).encode()))
        return manifest


@dataclass(frozen=True)
class Folder:
    """A finished backup."""

    path: Path
    manifest: Manifest

    @classmethod
    def open(cls, path: Path) -> "Folder":
        """Read the manifest. Raises NotABackup for a cut off, foreign or newer one, crypto.MissingKey."""
        try:
            told = json.loads((path / MANIFEST).read_bytes())
            signature, version = told.pop("signature"), told.get("format")
            manifest = Manifest(**told) if version == FORMAT else None
        except FileNotFoundError:
            raise NotABackup(f"{path} has no {MANIFEST}: it is no backup, or one that was cut off") from None
        except (ValueError, TypeError, KeyError, AttributeError):  # no JSON, or other words than ours
            raise NotABackup(f"{path / MANIFEST} cannot be read") from None
        if manifest is None:
            raise NotABackup(f"{path / MANIFEST} is of another release: format {version}")
        # a manifest without its keys is told by their names, which no signature of this ring can vouch for
        named = manifest.master_keys if isinstance(manifest.master_keys, list) else []
        missing = sorted({str(key_id) for key_id in named} - set(crypto.current_ring().ids))
        if missing:
            raise crypto.MissingKey(missing[0])
        if signature != crypto.signature(manifest.body(), purpose=_PURPOSE):
            raise NotABackup(f"{path / MANIFEST} was changed, or was made with another index key")
        return cls(path, manifest)

    def sums(self) -> dict[str, str]:
        """Return the hash of each file by its name. Raises NotABackup when the list was changed."""
        lines = self._bytes(SUMS)
        if hashlib.sha256(lines).hexdigest() != self.manifest.sums_sha256:
            raise NotABackup(f"{self.path / SUMS} was changed")
        return {name: digest for digest, name in (line.split("  ", 1) for line in lines.decode().splitlines())}

    def read(self, name: str, digest: str) -> bytes:
        """Return one file. Raises NotABackup when it is missing or another one."""
        data = self._bytes(name)
        if hashlib.sha256(data).hexdigest() != digest:
            raise NotABackup(f"{self.path / name} was changed")
        return data

    def keys(self) -> dict[str, str]:
        """Return the hash of each stored file by its key in the store."""
        start = f"{FILES}/"
        return {name.removeprefix(start): digest for name, digest in self.sums().items() if name.startswith(start)}

    def database(self) -> Iterator[bytes]:
        """Yield the database, part by part. Raises NotABackup, crypto.Tampered."""
        sums, key = self.sums(), self.manifest.open_key()
        for number in range(1, self.manifest.parts + 1):
            name = _part(number)
            sealed = self.read(name, sums.get(name, ""))
            yield crypto.unseal_file(key, sealed, context=f"backup:{self.manifest.id}:{number}")

    def _bytes(self, name: str) -> bytes:
        try:
            return (self.path / name).read_bytes()
        except FileNotFoundError:
            raise NotABackup(f"{self.path / name} is missing") from None


def _part(number: int) -> str:
    return f"{DATABASE}/{number:06d}"


def _pieces(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Cut a stream into pieces of PART bytes."""
    held = bytearray()
    for chunk in chunks:
        held += chunk
        while len(held) >= PART:
            yield bytes(held[:PART])
            del held[:PART]
    if held:
        yield bytes(held)
