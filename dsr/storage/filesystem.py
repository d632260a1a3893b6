"""Files on a local disk that survive a power cut once they are acknowledged, readable by their owner only."""

import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import NoReturn

from django.core.files.base import File
from django.core.files.storage import FileSystemStorage

FILE_MODE = 0o600
FOLDER_MODE = 0o700
UNFINISHED = ".part"


class DurableFileSystemStorage(FileSystemStorage):
    """Django's file storage, with the order that a receipt needs: write, fsync, rename, fsync the folder."""

    def url(self, name: str | None) -> NoReturn:  # noqa: ARG002 - Django's signature
        """Refuse: private files have no address."""
        raise ValueError("private files have no URL")

    def delete(self, name: str) -> None:
        """Remove a file and make the removal durable. No error when it is gone already."""
        path = Path(self.path(name))
        with suppress(FileNotFoundError):
            path.unlink()
            _sync_folder(path.parent)

    def free(self) -> int:
        """Return the bytes that are free on the disk, as far as a process without rights may use them."""
        place = Path(self.location)
        while not place.exists() and place != place.parent:  # nothing was stored yet
            place = place.parent
        return shutil.disk_usage(place).free

    def listing(self) -> Iterator[tuple[str, datetime]]:
        """Yield name and time of writing of every finished file."""
        return ((name, at) for name, at in self._everything() if not name.endswith(UNFINISHED))

    def delete_unfinished(self, before: datetime) -> int:
        """Remove the leftovers of writes that were cut off before that moment. Returns how many."""
        old = [name for name, at in self._everything() if name.endswith(UNFINISHED) and at < before]
        for name in old:
            self.delete(name)
        return len(old)

    def _save(self, name: str, content: File) -> str:
        target = Path(self.path(name))
        _make_folder(target.parent)
        unfinished = target.with_name(f".{target.name}.{secrets.token_hex(4)}{UNFINISHED}")
        try:
            _write(unfinished, content)
            _rename(unfinished, target)
        except BaseException:  # also when the process is told to stop: a full disk must not fill with halves
            unfinished.unlink(missing_ok=True)
            raise
        _sync_folder(target.parent)
        return name

    def _everything(self) -> Iterator[tuple[str, datetime]]:
        for folder, _folders, files in os.walk(self.location):
            for file in files:
                name = str((Path(folder) / file).relative_to(self.location))
                with suppress(FileNotFoundError):  # deleted while we walk
                    yield name, self.get_modified_time(name)


def _write(path: Path, content: File) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, FILE_MODE)
    with os.fdopen(handle, "wb") as file:
        for chunk in content.chunks():
            file.write(chunk)
        file.flush()
        os.fsync(file.fileno())


def _rename(unfinished: Path, target: Path) -> None:
    if target.exists():
        raise FileExistsError(target)
    unfinished.rename(target)


def _make_folder(folder: Path) -> None:
    """Make a folder and what is missing above it, each entry durable in its parent."""
    if folder.is_dir():
        return
    _make_folder(folder.parent)
    folder.mkdir(mode=FOLDER_MODE, exist_ok=True)
    _sync_folder(folder.parent)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
