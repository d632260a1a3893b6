"""Was this work done for these very files? A stamp beside the result answers without doing it again."""

import hashlib
from collections.abc import Iterable
from pathlib import Path


def fingerprint(places: Iterable[Path], *also: object) -> str:
    """Return a hash over the names, sizes and times of the files in these places, and whatever else matters."""
    digest = hashlib.sha256(repr(also).encode())
    for place in places:
        for path in [place, *sorted(place.rglob("*"))]:
            if path.is_file() and path.suffix != ".pyc":
                seen = path.stat()
                digest.update(f"{path}\0{seen.st_size}\0{seen.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def is_current(stamp: Path, mark: str) -> bool:
    """Say whether the stamp carries this mark."""
    return stamp.exists() and stamp.read_text(encoding="ascii") == mark


def write(stamp: Path, mark: str) -> None:
    """Write the mark, once the work is done."""
    stamp.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    stamp.write_text(mark, encoding="ascii")
