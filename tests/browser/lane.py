"""Where one product keeps its things in this lane of the suite: in files, or in a database, bucket and broker of its own.

The lane comes in by the variables that an installation has too. Nothing of it is shared between two products.
"""

import hashlib
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg
from django.conf import settings

from config import env

SERVER = settings.DATABASES["default"]
ON_SERVERS = SERVER["ENGINE"].endswith("postgresql")
# of the lane, in the order in which an installation is told about them
GIVEN = ("DATABASE_URL", "CELERY_BROKER_URL", "DSR_STORAGE", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY")
BROKERS = 4095  # databases of the Redis that script/test starts, but the first


def environment(data: Path, port: int = 0) -> dict[str, str]:
    """Return what the product is given: nothing that the suite itself was given but the lane, its data and its port."""
    declared = {variable.name for variable in env.VARIABLES}
    inherited = {name: value for name, value in os.environ.items() if name not in declared}
    own = {
        "DJANGO_SETTINGS_MODULE": "config.settings.base",
        "DSR_DATA": str(data),
        "DSR_BIND": f"127.0.0.1:{port}",
        "DSR_REQUIRE_MFA": "false",
    }
    return inherited | (_on_servers(data) if ON_SERVERS else {}) | own


def _on_servers(data: Path) -> dict[str, str]:
    """Return the lane's variables with names of this product's own."""
    given = {name: os.environ[name] for name in GIVEN}
    server, _slash, _name = given["DATABASE_URL"].rpartition("/")
    store = urlsplit(given["DSR_STORAGE"])
    return given | {
        "DATABASE_URL": f"{server}/{_name_of(data)}",
        "CELERY_BROKER_URL": f"{given['CELERY_BROKER_URL']}?virtual_host={int(_name_of(data)[3:], 16) % BROKERS + 1}",
        "DSR_STORAGE": store._replace(netloc=_name_of(data).replace("_", "-")).geturl(),
    }


def _name_of(data: Path) -> str:
    return f"of_{hashlib.sha256(str(data).encode()).hexdigest()[:10]}"


def create(data: Path, like: Path | None = None) -> None:
    """Make the product's database, empty or as that of another product."""
    if ON_SERVERS:
        template = f' TEMPLATE "{_name_of(like)}"' if like else ""
        _on_server(f'CREATE DATABASE "{_name_of(data)}"{template}')


def drop(data: Path) -> None:
    """Let the product's database go, whoever is still connected."""
    if ON_SERVERS:
        _on_server(f'DROP DATABASE "{_name_of(data)}" WITH (FORCE)')


def _on_server(statement: str) -> None:
    with closing(_connect("postgres")) as connection:
        connection.autocommit = True
        connection.execute(statement)


def _connect(name: str) -> psycopg.Connection:
    known = {"host": SERVER["HOST"], "port": SERVER["PORT"], "user": SERVER["USER"], "password": SERVER["PASSWORD"]}
    return psycopg.connect(dbname=name, **{key: value for key, value in known.items() if value})


@contextmanager
def database(data: Path) -> Iterator[Any]:
    """Open the product's database, beside the product; commits at the end. Parameters are written as `?`."""
    opened = _connect(_name_of(data)) if ON_SERVERS else sqlite3.connect(data / "db.sqlite3", timeout=20)
    with closing(opened), opened:
        yield opened


def sql(statement: str) -> str:
    """Return a statement as the lane's database takes it."""
    return statement.replace("%", "%%").replace("?", "%s") if ON_SERVERS else statement


def plain(value: Any) -> Any:
    """Return a value from the database as SQLite gives it: days and ids as text."""
    return value if isinstance(value, int | str | bytes | float | dict | list | None) else str(value)
