"""What the settings promise: nothing weak in production, and a database that keeps a receipt."""

import json
import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.db import connection

PRODUCTION = {
    "DSR_ENV": "production",
    "DSR_BASE_URL": "https://desk.example.org",
    "EMAIL_URL": "smtp+ssl://user:word@mail.example.org:465",
    "DEFAULT_FROM_EMAIL": "desk@example.org",
    "DATABASE_URL": "postgres://desk:word@db.example.org/desk",
    "CELERY_BROKER_URL": "redis://redis.example.org:6379/0",
    "DSR_STORAGE": "s3://desk?endpoint=http://objects.example.org:9000&region=ap-northeast-1",
}
ASKED = [
    "SESSION_COOKIE_NAME",
    "SESSION_COOKIE_SECURE",
    "CSRF_COOKIE_NAME",
    "CSRF_COOKIE_SECURE",
    "LANGUAGE_COOKIE_SECURE",
    "DEBUG",
    "SECURE_SSL_REDIRECT",
    "SECURE_HSTS_SECONDS",
    "SECURE_PROXY_SSL_HEADER",
    "CSRF_TRUSTED_ORIGINS",
    "ALLAUTH_TRUSTED_PROXY_COUNT",
    "MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN",
    "DSR_REQUIRE_MFA",
    "EMAIL_USE_SSL",
    "STORAGES",
    "CACHES",
    "DSR_COUNTERS",
]


def settings_with(environment):
    program = (
        "import json; from config.settings import base; "
        f"print(json.dumps({{name: getattr(base, name) for name in {ASKED!r}}}))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=settings.BASE_DIR,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(done.stdout)


def test_production_is_strict():
    found = settings_with(PRODUCTION)
    storages = found.pop("STORAGES")
    assert found == {
        "SESSION_COOKIE_NAME": "__Host-session",
        "SESSION_COOKIE_SECURE": True,
        "CSRF_COOKIE_NAME": "__Host-csrf",
        "CSRF_COOKIE_SECURE": True,
        "LANGUAGE_COOKIE_SECURE": True,
        "DEBUG": False,
        "SECURE_SSL_REDIRECT": True,
        "SECURE_HSTS_SECONDS": 31_536_000,
        "SECURE_PROXY_SSL_HEADER": ["HTTP_X_FORWARDED_PROTO", "https"],
        "CSRF_TRUSTED_ORIGINS": ["https://desk.example.org"],
        "ALLAUTH_TRUSTED_PROXY_COUNT": 1,
        "MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN": False,
        "DSR_REQUIRE_MFA": True,
        "EMAIL_USE_SSL": True,
        "CACHES": {
            "default": {
                "BACKEND": "django.core.cache.backends.db.DatabaseCache",
                "LOCATION": "cache",
                "OPTIONS": {"MAX_ENTRIES": 200_000},
            }
        },
        "DSR_COUNTERS": "redis://redis.example.org:6379/0",
    }
    options = storages["default"]["OPTIONS"]
    assert (options["bucket_name"], options["endpoint_url"], options["region_name"]) == (
        "desk",
        "http://objects.example.org:9000",
        "ap-northeast-1",
    )


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("DSR_BASE_URL", "", "DSR_BASE_URL is not set, and production does not start without it."),
        ("DSR_REQUIRE_MFA", "false", "DSR_REQUIRE_MFA must not be false in production"),
    ],
)
def test_a_process_refuses_production_that_is_not_safe(name, value, sentence):
    environment = os.environ | PRODUCTION | {name: value}
    done = subprocess.run(
        [sys.executable, "manage.py", "check"],
        cwd=settings.BASE_DIR,
        env=environment | {"DJANGO_SETTINGS_MODULE": "config.settings.base"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert sentence in done.stderr


@pytest.mark.django_db
def test_sqlite_keeps_what_it_acknowledged():
    if connection.vendor != "sqlite":
        assert settings.DATABASES["default"]["OPTIONS"]["connect_timeout"] == 5
        return
    wanted = {"journal_mode": "wal", "secure_delete": 1, "foreign_keys": 1}
    with connection.cursor() as cursor:
        found = {name: cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in wanted}
    assert found == wanted
    program = "from config.settings import base; print(base.DATABASES['default']['OPTIONS'])"
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=settings.BASE_DIR, capture_output=True, text=True, check=True
    )
    assert "synchronous=FULL" in done.stdout
    assert "'transaction_mode': 'IMMEDIATE'" in done.stdout


def test_pages_carry_the_headers(client, db):
    response = client.get("/accounts/login/")
    policy = {part.split()[0]: part.split()[1:] for part in response["Content-Security-Policy"].split(";")}
    assert policy == {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "manifest-src": ["'self'"],
        "base-uri": ["'none'"],
        "object-src": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["X-Frame-Options"] == "DENY"
    assert response["Referrer-Policy"] == "same-origin"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"
    assert response["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "camera=()" in response["Permissions-Policy"]
