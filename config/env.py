"""The only reader of the environment: every variable of config/variables.py is read once, into `Environment`.

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
from config.variables import BY_NAME, VARIABLES

BASE_DIR = Path(__file__).resolve().parent.parent
SECRET_KEY_MIN_LENGTH = 50
FILE_BROKER = "dsrfs://localhost"


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
    clamd: tuple[str, int] | str | None
    aws_access_key_id: str
    aws_secret_access_key: str
    draft_quota_mib: int
    tick_limit: int
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
    production, data = _is_production(read), data_folder(source)
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
        clamd=addresses.scanner(read.text("DSR_CLAMD")),
        aws_access_key_id=read.text("AWS_ACCESS_KEY_ID"),
        aws_secret_access_key=read.text("AWS_SECRET_ACCESS_KEY"),
        draft_quota_mib=read.number("DSR_DRAFT_QUOTA_MIB", 2048),
        tick_limit=read.number("DSR_TICK_LIMIT", 500, least=1),
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
