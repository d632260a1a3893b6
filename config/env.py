"""The only reader of the environment: every variable declared once, as data, and read once, into `Environment`.

`VARIABLES` is also what the table of docs/operating.md and docker-compose.yml are checked against.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured
from environ.fileaware_mapping import FileAwareMapping

from config import addresses, keys

BASE_DIR = Path(__file__).resolve().parent.parent
SECRET_KEY_MIN_LENGTH = 50
FILE_BROKER = "dsrfs://localhost"


@dataclass(frozen=True)
class Variable:
    """One environment variable: its meaning, its default in words, and the processes that need it."""

    name: str
    meaning: str
    default: str
    read_by: str = "web, worker, beat"
    secret: bool = False
    needed_in_production: bool = False


VARIABLES = (
    Variable("DSR_ENV", "`embedded` (one machine, plain HTTP on loopback) or `production`.", "`embedded`"),
    Variable("DSR_DATA", "Folder for everything kept on this machine.", "`var/` in the checkout"),
    Variable("DSR_BIND", "Address and port that the web process listens on.", "`127.0.0.1:8000`", "web"),
    Variable(
        "DSR_BASE_URL",
        "Address that people open. Links in mails use it; `https://` turns on secure cookies and HSTS.",
        "`http://` + `DSR_BIND`; production: required, and https",
        needed_in_production=True,
    ),
    Variable(
        "ALLOWED_HOSTS", "Host names answered, separated by commas.", "host of `DSR_BASE_URL`; loopback always", "web"
    ),
    Variable(
        "DSR_TRUSTED_PROXIES",
        "Number of proxies in front that set X-Forwarded-For and X-Forwarded-Proto.",
        "0; production: 1",
        "web",
    ),
    Variable(
        "SECRET_KEY",
        "Signs sessions and links; at least 50 characters.",
        "`keys/secret.key` in `DSR_DATA`; production: required",
        secret=True,
        needed_in_production=True,
    ),
    Variable(
        "DSR_MASTER_KEYS",
        "Keys that wrap the cases' keys, as `id:base64,id:base64`; the first is current. Without the key that a "
        "case was wrapped with, its personal data cannot be read by anybody.",
        "read from `DSR_MASTER_KEY_FILE`; production: one of the two is required",
        secret=True,
        needed_in_production=True,
    ),
    Variable(
        "DSR_MASTER_KEY_FILE",
        "File with one `id:base64` a line, the current key first.",
        "`keys/master.keys` in `DSR_DATA`",
    ),
    Variable(
        "DATABASE_URL",
        "`sqlite:////path` or `postgres://user:password@host/name`.",
        "SQLite in `DSR_DATA`",
        secret=True,
    ),
    Variable(
        "CELERY_BROKER_URL",
        "`redis://` or `redis+socket://`. The broker only wakes workers up; nothing is lost with it.",
        "files in `DSR_DATA/broker`",
        secret=True,
    ),
    Variable(
        "DSR_STORAGE",
        "Where documents and letters lie, encrypted: `file:///path` or `s3://bucket?endpoint=https://host&region=name`.",
        "`storage/` in `DSR_DATA`",
    ),
    Variable(
        "DSR_LEDGER",
        "Where the ledger of what was destroyed lies: a folder or bucket like `DSR_STORAGE`, on another disk, and in "
        "no backup of the rest.",
        "`ledger/` in `DSR_DATA`",
    ),
    Variable("AWS_ACCESS_KEY_ID", "Access key for the object store.", "empty", secret=True),
    Variable("AWS_SECRET_ACCESS_KEY", "Secret key for the object store.", "empty", secret=True),
    Variable(
        "DSR_DRAFT_QUOTA_MIB",
        "Mebibytes that the files of requests not yet sent may fill; then the form takes no more files.",
        "2048",
        "web",
    ),
    Variable(
        "EMAIL_URL",
        "Mail server: `smtp+tls://user:password@host:587`, or `filemail:///path`.",
        "files in `DSR_DATA/mail`; production: required",
        "worker, web",
        secret=True,
        needed_in_production=True,
    ),
    Variable(
        "DEFAULT_FROM_EMAIL",
        "Sender of every mail.",
        "`desk@localhost`; production: required",
        "worker, web",
        needed_in_production=True,
    ),
    Variable(
        "DSR_REQUIRE_MFA",
        "Staff must set up a second factor before they work.",
        "true, and nothing else in production; the demo: false",
        "web",
    ),
    Variable("DSR_WEB_THREADS", "Requests that one web process serves at the same time.", "8", "web"),
    Variable("DSR_WEB_PROCESSES", "Web processes.", "1", "web"),
    Variable("DSR_WORKER_CONCURRENCY", "Tasks that one worker runs at the same time (Redis only).", "2", "worker"),
    Variable("DSR_LOG_LEVEL", "Least severe log line that is written to standard error.", "`WARNING`"),
)
BY_NAME = {variable.name: variable for variable in VARIABLES}


@dataclass(frozen=True, repr=False)
class Environment:
    """What the environment says, checked. It has no repr, because it holds secrets."""

    production: bool
    data: Path
    bind: str
    base_url: str
    allowed_hosts: list[str]
    trusted_proxies: int
    secret_key: str
    master_keys: dict[str, bytes]
    database: dict[str, Any]
    broker_url: str
    storage_url: str
    ledger_url: str
    aws_access_key_id: str
    aws_secret_access_key: str
    draft_quota_mib: int
    email: dict[str, Any]
    from_email: str
    require_mfa: bool
    web_threads: int
    web_processes: int
    worker_concurrency: int
    log_level: str

    @property
    def https(self) -> bool:
        """Say whether people reach the product over https."""
        return self.base_url.startswith("https://")


class _Reader:
    """The declared variables of one mapping. NAME_FILE wins over NAME, as django-environ reads it."""

    def __init__(self, source: Mapping[str, str]) -> None:
        self.source = FileAwareMapping(env=source)

    def text(self, name: str, default: str = "") -> str:
        """Return the variable without outer blanks, or the default when it is unset or empty."""
        declared = BY_NAME[name].name
        try:
            return (self.source.get(declared) or "").strip() or default
        except OSError as error:
            raise ImproperlyConfigured(f"{name}_FILE names a file that cannot be read ({error.strerror}).") from error

    def number(self, name: str, default: int, *, least: int = 0) -> int:
        """Return the variable as a whole number, `least` or more."""
        text = self.text(name, str(default))
        if not text.isdecimal() or int(text) < least:
            raise ImproperlyConfigured(f"{name} must be a whole number, {least} or more.")
        return int(text)

    def truth(self, name: str, *, default: bool) -> bool:
        """Return the variable as a truth value; a word that is neither is refused."""
        text = self.text(name, str(default)).lower()
        if text not in {"true", "yes", "on", "1", "false", "no", "off", "0"}:
            raise ImproperlyConfigured(f"{name} must be true or false.")
        return text in {"true", "yes", "on", "1"}


def preset(**values: str) -> None:
    """Give values to variables that nobody set. For the development and test settings, before they read the base."""
    for name, value in values.items():
        os.environ.setdefault(BY_NAME[name].name, value)


def insist(**values: str) -> None:
    """Set variables whatever was set before: each process of the suite has its own data folder."""
    os.environ.update({BY_NAME[name].name: value for name, value in values.items()})


def data_folder(source: Mapping[str, str] = os.environ) -> Path:
    """Return the folder for everything kept on this machine (DSR_DATA), as an absolute path."""
    return Path(_Reader(source).text("DSR_DATA", str(BASE_DIR / "var"))).expanduser().resolve()


def load(source: Mapping[str, str] = os.environ) -> Environment:
    """Read and check every variable. Raises ImproperlyConfigured with the variable's name and what to do."""
    read = _Reader(source)
    production = _is_production(read)
    data = data_folder(source)
    bind = read.text("DSR_BIND", "127.0.0.1:8000")
    base_url = addresses.base_url(read.text("DSR_BASE_URL", f"http://{bind}"), production=production)
    return Environment(
        production=production,
        data=data,
        bind=bind,
        base_url=base_url,
        allowed_hosts=_allowed_hosts(read, base_url),
        trusted_proxies=read.number("DSR_TRUSTED_PROXIES", 1 if production else 0, least=1 if production else 0),
        secret_key=_secret_key(read, data),
        master_keys=_master_keys(read, data),
        database=addresses.database(read.text("DATABASE_URL"), data),
        broker_url=addresses.broker(read.text("CELERY_BROKER_URL", FILE_BROKER)),
        storage_url=addresses.storage(read.text("DSR_STORAGE", f"file://{data / 'storage'}")),
        ledger_url=addresses.storage(read.text("DSR_LEDGER", f"file://{data / 'ledger'}"), "DSR_LEDGER"),
        aws_access_key_id=read.text("AWS_ACCESS_KEY_ID"),
        aws_secret_access_key=read.text("AWS_SECRET_ACCESS_KEY"),
        draft_quota_mib=read.number("DSR_DRAFT_QUOTA_MIB", 2048),
        email=addresses.mail_server(read.text("EMAIL_URL"), data),
        from_email=read.text("DEFAULT_FROM_EMAIL", "desk@localhost"),
        require_mfa=_require_mfa(read, production=production),
        web_threads=read.number("DSR_WEB_THREADS", 8, least=1),
        web_processes=read.number("DSR_WEB_PROCESSES", 1, least=1),
        worker_concurrency=read.number("DSR_WORKER_CONCURRENCY", 2, least=1),
        log_level=_log_level(read.text("DSR_LOG_LEVEL", "WARNING").upper()),
    )


def _is_production(read: _Reader) -> bool:
    mode = read.text("DSR_ENV", "embedded")
    if mode not in {"embedded", "production"}:
        raise ImproperlyConfigured("DSR_ENV must be embedded or production.")
    if mode == "embedded":
        return False
    for variable in VARIABLES:
        stand_in = read.text("DSR_MASTER_KEY_FILE") if variable.name == "DSR_MASTER_KEYS" else ""
        if variable.needed_in_production and not (read.text(variable.name) or stand_in):
            raise ImproperlyConfigured(f"{variable.name} is not set, and production does not start without it.")
    return True


def _allowed_hosts(read: _Reader, base_url: str) -> list[str]:
    listed = [name.strip() for name in read.text("ALLOWED_HOSTS").split(",") if name.strip()]
    if "*" in listed:
        raise ImproperlyConfigured("ALLOWED_HOSTS must name the hosts; * would let anybody choose the host of a link.")
    # loopback is for health checks; no link is ever built from a Host header
    return (listed or [urlsplit(base_url).hostname or ""]) + ["localhost", "127.0.0.1", "[::1]"]


def _secret_key(read: _Reader, data: Path) -> str:
    found = read.text("SECRET_KEY") or keys.read_secret_key(data)
    if not found:
        raise ImproperlyConfigured(
            f"SECRET_KEY is not set, and {keys.secret_key_file(data)} is not there. Run script/server, or: "
            "python -m config.keys"
        )
    if len(found) < SECRET_KEY_MIN_LENGTH:
        raise ImproperlyConfigured(f"SECRET_KEY must be at least {SECRET_KEY_MIN_LENGTH} characters long.")
    return found


def _master_keys(read: _Reader, data: Path) -> dict[str, bytes]:
    inline = read.text("DSR_MASTER_KEYS")
    path = Path(read.text("DSR_MASTER_KEY_FILE", str(keys.master_key_file(data))))
    try:
        return keys.parse_master_keys(inline or path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ImproperlyConfigured(
            f"DSR_MASTER_KEYS is not set, and {path} cannot be read. Run script/server, or: python -m config.keys"
        ) from error
    except ValueError as error:
        raise ImproperlyConfigured(f"{'DSR_MASTER_KEYS' if inline else path}: {error}") from error


def _require_mfa(read: _Reader, *, production: bool) -> bool:
    wanted = read.truth("DSR_REQUIRE_MFA", default=True)
    if production and not wanted:
        raise ImproperlyConfigured(
            "DSR_REQUIRE_MFA must not be false in production: a stolen password would open every case of a desk."
        )
    return wanted


def _log_level(level: str) -> str:
    if level not in {"DEBUG", "INFO", "WARNING", "ERROR"}:
        raise ImproperlyConfigured("DSR_LOG_LEVEL must be DEBUG, INFO, WARNING or ERROR.")
    return level


def choose_settings(name: str = "config.settings.base") -> None:
    """Name the settings module, unless DJANGO_SETTINGS_MODULE does. For manage.py, WSGI and Celery."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", name)
