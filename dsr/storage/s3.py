"""Files in a private bucket. A module of its own: the embedded default need not load the object store's client."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any, NoReturn

from botocore.config import Config  # type: ignore[import-untyped]
from botocore.exceptions import BotoCoreError, ClientError  # type: ignore[import-untyped]
from django.core.files.base import ContentFile, File
from storages.backends.s3 import S3Storage

from dsr.storage.away import FileMissing, StoreAway

# Seconds. Short, because a person may wait; the outbox tries again later.
PATIENCE = Config(connect_timeout=3, read_timeout=20, retries={"mode": "standard", "total_max_attempts": 3})


class PrivateS3Storage(S3Storage):
    """django-storages' S3, never public, never overwriting, without links, and with StoreAway as its only complaint."""

    client_config: Any

    def __init__(self, **options: Any) -> None:
        """Take django-storages' options; those that would open the bucket or overwrite are set back."""
        super().__init__(**options | {"default_acl": None, "file_overwrite": False, "querystring_auth": True})
        self.client_config = self.client_config.merge(PATIENCE)

    def url(self, *_args: object, **_options: object) -> NoReturn:
        """Refuse: private files have no address, not even a signed one."""
        raise ValueError("private files have no URL")

    def delete(self, name: str) -> None:
        """Remove an object. No error when it is gone already."""
        with _complaints():
            super().delete(name)

    def exists(self, name: str) -> bool:
        """Tell whether the object is there."""
        with _complaints():
            return bool(super().exists(name))

    def listing(self) -> Iterator[tuple[str, datetime]]:
        """Yield name and time of writing of every object, page by page, without walking folders."""
        prefix = f"{self.location.rstrip('/')}/" if self.location else ""
        with _complaints():
            for entry in self.bucket.objects.filter(Prefix=prefix):
                yield entry.key.removeprefix(prefix), entry.last_modified

    def _open(self, name: str, mode: str = "rb") -> File:
        with _complaints(), super()._open(name, mode) as remote:
            return ContentFile(remote.read(), name)

    def _save(self, name: str, content: File) -> str:
        with _complaints():
            return str(super()._save(name, content))


@contextmanager
def _complaints() -> Iterator[None]:
    try:
        yield
    except ClientError as error:
        answer = error.response.get("Error", {})
        if answer.get("Code") in {"404", "NoSuchKey"}:
            raise FileMissing("no such object") from error
        raise StoreAway(f"the object store answered {answer.get('Code')}") from error
    except BotoCoreError as error:
        raise StoreAway(f"the object store does not answer: {type(error).__name__}") from error
