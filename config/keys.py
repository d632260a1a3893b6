"""The two key files of the embedded default. `python -m config.keys` makes what is missing; it never overwrites."""

import base64
import binascii
import os
import secrets
import sys
from datetime import UTC, datetime
from pathlib import Path

MASTER_KEY_BYTES = 32


def secret_key_file(data: Path) -> Path:
    """Return where the key that signs sessions lies."""
    return data / "keys" / "secret.key"


def master_key_file(data: Path) -> Path:
    """Return where the keys that wrap the cases' keys lie."""
    return data / "keys" / "master.keys"


def read_secret_key(data: Path) -> str:
    """Return the secret key of the embedded default, or an empty text when there is none."""
    path = secret_key_file(data)
    return path.read_text(encoding="ascii").strip() if path.exists() else ""


def parse_master_keys(text: str) -> dict[str, bytes]:
    """Read `id:base64` pairs, parted by commas or lines; the first is current. Raises ValueError, never with a key."""
    found: dict[str, bytes] = {}
    for part in text.replace(",", "\n").split():
        name, _, encoded = part.partition(":")
        try:
            key = base64.b64decode(encoded, validate=True)
        except binascii.Error:
            key = b""
        if not name or len(key) != MASTER_KEY_BYTES:
            raise ValueError(f"each master key must be id:base64 of {MASTER_KEY_BYTES} bytes.")
        if name in found:
            raise ValueError(f"the master key id {name} stands there twice.")
        found[name] = key
    if not found:
        raise ValueError("there is no master key in it.")
    return found


def make_missing(data: Path) -> None:
    """Make the key files that are not there, readable by the owner only.

    Raises SystemExit when the master key is missing beside an existing database: a new one could not read the cases.
    """
    if not secret_key_file(data).exists():
        _write(secret_key_file(data), secrets.token_urlsafe(64))
    if master_key_file(data).exists():
        return
    if (data / "db.sqlite3").exists():
        raise SystemExit(
            f"{master_key_file(data)} is missing, but {data / 'db.sqlite3'} is there. A new key could not read its "
            "cases: put the old key file back."
        )
    name = f"{datetime.now(UTC):%Y%m%d}-{secrets.token_hex(3)}"
    _write(master_key_file(data), f"{name}:{base64.b64encode(secrets.token_bytes(MASTER_KEY_BYTES)).decode()}")


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
        file.write(text + "\n")
        file.flush()
        os.fsync(file.fileno())


if __name__ == "__main__":
    from config import env  # env imports this module, so not above

    make_missing(env.data_folder())
    sys.exit(0)
