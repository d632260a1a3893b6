"""What must be true before a server answers: tables, static files, seeds. Each is done only when needed."""

import hashlib
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor


def migrations_applied() -> bool:
    """Say whether the database holds every table that this code knows."""
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def tables() -> None:
    """Make the data folder, migrate, and make the table of the login counters."""
    settings.DATA_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not migrations_applied():
        call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)


def bucket() -> None:
    """Make the bucket of an object store when it is not there. Raises OSError when the store does not answer."""
    if not settings.DSR_STORAGE.startswith("s3:"):
        return
    # the embedded default need not load the object store's client
    from botocore.exceptions import BotoCoreError, ClientError  # type: ignore[import-untyped]  # noqa: PLC0415

    store: Any = default_storage
    client, name = store.connection.meta.client, store.bucket_name
    try:
        found = {entry["Name"] for entry in client.list_buckets()["Buckets"]}
        if name not in found:
            client.create_bucket(Bucket=name)
    except (BotoCoreError, ClientError) as error:
        raise OSError(f"the object store does not answer: {type(error).__name__}") from error


def static_files() -> None:
    """Collect the static files when one of ours, or a pinned library, changed."""
    base = settings.BASE_DIR
    if_changed(
        base / ".cache" / "static.stamp",
        [base / "static", base / "requirements.txt", settings.STATIC_ROOT / "staticfiles.json"],
        lambda: call_command("collectstatic", interactive=False, clear=True, verbosity=0),
    )


def seeds() -> None:
    """Load the desks when a seed file changed since this data folder last saw them."""
    base = settings.BASE_DIR
    if_changed(
        settings.DATA_DIR / "stamps" / "seeds",
        [base / "seeds" / "desks", base / "dsr" / "profile", base / "dsr" / "migrations", base / "dsr" / "models"],
        lambda: call_command("seed", verbosity=0),
    )


def if_changed(stamp: Path, sources: Iterable[Path], work: Callable[[], object]) -> None:
    """Do the work unless the stamp says that it was done for these very files; write the stamp after it."""
    sources = list(sources)
    if stamp.exists() and stamp.read_text(encoding="ascii") == fingerprint(sources):
        return
    work()
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(fingerprint(sources), encoding="ascii")


def fingerprint(sources: Iterable[Path]) -> str:
    """Return a hash over the names, sizes and times of the files in these places."""
    digest = hashlib.sha256()
    for source in sources:
        for path in [source, *sorted(source.rglob("*"))]:
            if path.is_file() and path.suffix != ".pyc":
                seen = path.stat()
                digest.update(f"{path}\0{seen.st_size}\0{seen.st_mtime_ns}\n".encode())
    return digest.hexdigest()
