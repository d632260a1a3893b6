"""Addresses as the environment names them: checked, and in the form that Django, Celery and the stores take."""

from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

LAST_PORT = 65_535


def base_url(url: str, *, production: bool) -> str:
    """Return scheme and host of DSR_BASE_URL. Raises ImproperlyConfigured for another scheme, or http in production."""
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ImproperlyConfigured("DSR_BASE_URL must look like https://desk.example.org.")
    if production and parts.scheme != "https":
        raise ImproperlyConfigured("DSR_BASE_URL must begin with https:// in production.")
    return f"{parts.scheme}://{parts.netloc}"


def database(url: str, data: Path) -> dict[str, Any]:
    """Return Django's settings of DATABASE_URL, a file in the data folder without one. Raises ImproperlyConfigured."""
    if not url:
        return {"ENGINE": "django.db.backends.sqlite3", "NAME": str(data / "db.sqlite3")}
    found = environ.Env.db_url_config(url)
    if found.get("ENGINE") not in {"django.db.backends.sqlite3", "django.db.backends.postgresql"}:
        raise ImproperlyConfigured("DATABASE_URL must begin with sqlite:/// or postgres://.")
    return found


def broker(url: str) -> str:
    """Return CELERY_BROKER_URL. Raises ImproperlyConfigured for a broker that the product does not know."""
    if urlsplit(url).scheme not in {"dsrfs", "redis", "rediss", "redis+socket"}:
        raise ImproperlyConfigured(
            "CELERY_BROKER_URL must begin with redis://, rediss:// or redis+socket://, or be unset."
        )
    return url


def counters_url(broker_url: str) -> str:
    """Return the address of a Redis broker as its client takes it, or nothing for the file broker.

    Celery calls a socket redis+socket:// and its database virtual_host, and spells what it asks of a certificate apart.
    """
    scheme, _, rest = broker_url.partition("://")
    if scheme == "dsrfs":
        return ""
    address, mark, query = rest.partition("?")
    query = query.replace("virtual_host=", "db=")
    for demand in ("NONE", "OPTIONAL", "REQUIRED"):
        query = query.replace(f"ssl_cert_reqs=CERT_{demand}", f"ssl_cert_reqs={demand.lower()}")
    return f"{scheme.replace('redis+socket', 'redis+unix')}://{address}{mark}{query}"


def storage(url: str, name: str = "DSR_STORAGE") -> str:
    """Return DSR_STORAGE or DSR_LEDGER. Raises ImproperlyConfigured for anything but a folder or a bucket."""
    parts = urlsplit(url)
    if (parts.scheme, bool(parts.netloc)) not in {("file", False), ("s3", True)}:
        raise ImproperlyConfigured(f"{name} must look like file:///path or s3://bucket?endpoint=https://host.")
    return url


def private_store(url: str, access_key: str, secret_key: str) -> dict[str, Any]:
    """Return Django's settings of the store at a checked address."""
    parts = urlsplit(url)
    if parts.scheme == "file":
        return {"BACKEND": "dsr.storage.DurableFileSystemStorage", "OPTIONS": {"location": folder_of(url)}}
    asked = {key: values[0] for key, values in parse_qs(parts.query).items()}
    options = {
        "bucket_name": parts.netloc,
        "endpoint_url": asked.get("endpoint"),
        "region_name": asked.get("region", "us-east-1"),
        "access_key": access_key or None,
        "secret_key": secret_key or None,
        "addressing_style": "path" if "endpoint" in asked else "auto",
        "signature_version": "s3v4",
    }
    return {"BACKEND": "dsr.storage.s3.PrivateS3Storage", "OPTIONS": options}


def folder_of(storage_url: str) -> str:
    """Return the folder of a file:// address, whatever signs its name holds."""
    return storage_url.removeprefix("file://")


def scanner(address: str) -> tuple[str, int] | str | None:
    """Return DSR_CLAMD as host and port or as the path of a socket; None when empty. Raises ImproperlyConfigured."""
    if not address:
        return None
    if address.startswith("unix:/"):
        return address.removeprefix("unix:")
    host, _colon, port = address.rpartition(":")
    if not host or not port.isdecimal() or not 0 < int(port) <= LAST_PORT:
        raise ImproperlyConfigured("DSR_CLAMD must be host:port or unix:/path.")
    return host.strip("[]"), int(port)


def mail_server(url: str, data: Path) -> dict[str, Any]:
    """Return Django's settings of EMAIL_URL, files in the data folder without one. Raises ImproperlyConfigured."""
    if not url:
        return {
            "EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend",
            "EMAIL_FILE_PATH": str(data / "mail"),
        }
    if urlsplit(url).scheme not in {"smtp", "smtps", "smtp+tls", "smtp+ssl", "filemail"}:
        raise ImproperlyConfigured("EMAIL_URL must begin with smtp+tls://, smtp+ssl://, smtp:// or filemail:///.")
    found = environ.Env.email_url_config(url)
    # django-environ drops the first slash of filemail:///path
    return found | {"EMAIL_FILE_PATH": "/" + found["EMAIL_FILE_PATH"].lstrip("/")}
