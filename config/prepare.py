"""What must be true before a server answers. Doing any of it again changes nothing."""

from io import StringIO
from typing import Any

from django.conf import settings
from django.core.files.storage import storages
from django.core.management import call_command

from config import stamps


def tables() -> None:
    """Make the data folder, migrate, and make the table of the login counters."""
    settings.DATA_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)
    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)


def bucket() -> None:
    """Make the buckets of files and ledger where they are not there. Raises OSError when a store does not answer."""
    for alias, url in (("default", settings.DSR_STORAGE), ("ledger", settings.DSR_LEDGER)):
        if url.startswith("s3:"):
            _make_bucket(storages[alias])


def _make_bucket(store: Any) -> None:
    # the embedded default need not load the object store's client
    from botocore.exceptions import BotoCoreError, ClientError  # type: ignore[import-untyped]  # noqa: PLC0415

    client, name = store.connection.meta.client, store.bucket_name
    try:
        found = {entry["Name"] for entry in client.list_buckets()["Buckets"]}
        if name not in found:
            client.create_bucket(Bucket=name)
    except (BotoCoreError, ClientError) as error:
        raise OSError(f"the object store does not answer: {type(error).__name__}") from error


def keys_fit() -> None:
    """Refuse to go on without the master keys that the rows need. Raises ImproperlyConfigured, naming the key."""
    # the models exist only once Django is set up
    from dsr.queries.keys import require_keys  # noqa: PLC0415

    require_keys()


def static_files() -> None:
    """Collect the static files, under names that change with their content, when one of ours or a library changed.

    Nothing is cleared: a server that still runs from this checkout keeps the files that its pages name.
    """
    mark = stamps.fingerprint([settings.BASE_DIR / "static", settings.BASE_DIR / "requirements.txt"])
    stamp = settings.STATIC_ROOT / ".stamp"
    if not stamps.is_current(stamp, mark):
        call_command("collectstatic", interactive=False, verbosity=0)
        stamps.write(stamp, mark)


def seeds() -> str:
    """Load the desks of seeds/. Returns what the operator has to know: that fields of their profiles are open."""
    call_command("seed", verbosity=0)
    # the models exist only once Django is set up
    from dsr.queries.open_fields import to_confirm  # noqa: PLC0415

    rows = to_confirm()
    if not rows:
        return ""
    desks = len({row.slug for row in rows})
    return f"{len(rows)} fields of {desks} desk profiles are still to be confirmed: manage.py seed --open lists them."


def demo() -> None:
    """Play the demo where there are no cases yet, and keep the logins where `config.up` finds them."""
    logins = StringIO()
    call_command("demo", stdout=logins)
    (settings.DATA_DIR / "demo").write_text(logins.getvalue(), encoding="utf-8")
