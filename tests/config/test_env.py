"""The environment: safe when unset, and a clear refusal when it cannot be."""

import base64

import pytest
from django.core.exceptions import ImproperlyConfigured

from config import addresses, env, keys

MASTER_KEY = base64.b64encode(bytes(32)).decode()
OTHER_KEY = base64.b64encode(bytes(range(32))).decode()
PRODUCTION = {
    "DSR_ENV": "production",
    "SECRET_KEY": "s" * 50,
    "DSR_MASTER_KEYS": f"one:{MASTER_KEY}",
    "DSR_BASE_URL": "https://desk.example.org",
    "EMAIL_URL": "smtp+tls://user:word@mail.example.org:587",
    "DEFAULT_FROM_EMAIL": "desk@example.org",
}


@pytest.fixture
def embedded(tmp_path):
    keys.make_missing(tmp_path)
    return {"DSR_DATA": str(tmp_path)}


def test_load_is_safe_when_nothing_is_set(embedded, tmp_path):
    found = env.load(embedded)
    assert (found.production, found.https, found.require_mfa, found.trusted_proxies) == (False, False, True, 0)
    assert (found.bind, found.base_url) == ("127.0.0.1:8000", "http://127.0.0.1:8000")
    assert found.allowed_hosts == ["127.0.0.1", "localhost", "127.0.0.1", "[::1]"]
    assert found.database["NAME"] == str(tmp_path / "db.sqlite3")
    assert (found.broker_url, found.storage_url) == ("dsrfs://localhost", f"file://{tmp_path}/storage")
    assert found.ledger_url == f"file://{tmp_path}/ledger"
    assert found.email == {
        "EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend",
        "EMAIL_FILE_PATH": str(tmp_path / "mail"),
    }


def test_load_reads_a_folder_with_blanks_and_marks(tmp_path):
    folder = tmp_path / "a folder #1 with 100% 日本"
    keys.make_missing(folder)
    found = env.load({"DSR_DATA": str(folder)})
    assert found.database["NAME"] == str(folder / "db.sqlite3")
    assert addresses.folder_of(found.storage_url) == str(folder / "storage")


def test_load_keeps_secrets_out_of_its_repr():
    assert "one" not in repr(env.load(PRODUCTION))
    assert "s" * 50 not in repr(env.load(PRODUCTION))


@pytest.mark.parametrize("name", [variable.name for variable in env.VARIABLES if variable.needed_in_production])
def test_load_refuses_production_without(name):
    source = {key: value for key, value in PRODUCTION.items() if key != name}
    with pytest.raises(ImproperlyConfigured, match=f"^{name} is not set"):
        env.load(source)


def test_load_accepts_production_complete():
    found = env.load(PRODUCTION)
    assert (found.production, found.https, found.require_mfa, found.trusted_proxies) == (True, True, True, 1)
    assert found.email["EMAIL_USE_TLS"] is True


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DSR_ENV", "prod"),
        ("SECRET_KEY", "short"),
        ("DSR_MASTER_KEYS", "one:notbase64"),
        ("DSR_MASTER_KEYS", MASTER_KEY),
        ("DSR_MASTER_KEYS", f"one:{MASTER_KEY},one:{OTHER_KEY}"),
        ("DSR_BASE_URL", "http://desk.example.org"),
        ("DSR_BASE_URL", "desk.example.org"),
        ("ALLOWED_HOSTS", "desk.example.org,*"),
        ("DSR_TRUSTED_PROXIES", "0"),
        ("DSR_TRUSTED_PROXIES", "many"),
        ("DSR_WEB_THREADS", "0"),
        ("DSR_WEB_PROCESSES", "-1"),
        ("DSR_WORKER_CONCURRENCY", "1.5"),
        ("DSR_DRAFT_QUOTA_MIB", "2GB"),
        ("DSR_CLAMD", "scanner"),
        ("DSR_CLAMD", "scanner:0"),
        ("DSR_CLAMD", "unix:relative"),
        ("DSR_REQUIRE_MFA", "perhaps"),
        ("DSR_REQUIRE_MFA", "false"),
        ("DSR_REQUIRE_MFA", "0"),
        ("DSR_LOG_LEVEL", "LOUD"),
        ("DATABASE_URL", "mysql://host/name"),
        ("CELERY_BROKER_URL", "filesystem://"),
        ("CELERY_BROKER_URL", "amqp://host"),
        ("DSR_STORAGE", "s3://"),
        ("DSR_STORAGE", "/var/files"),
        ("DSR_LEDGER", "s3://"),
        ("DSR_LEDGER", "/var/ledger"),
        ("EMAIL_URL", "pigeon://loft"),
        ("SECRET_KEY_FILE", "/nowhere/secret"),
        ("DSR_MASTER_KEY_FILE", "/nowhere/keys"),
    ],
)
def test_load_refuses_a_wrong(name, value):
    source = PRODUCTION | {name: value}
    if name == "DSR_MASTER_KEY_FILE":
        del source["DSR_MASTER_KEYS"]
    with pytest.raises(ImproperlyConfigured) as refused:
        env.load(source)
    shown = name.removesuffix("_FILE") if name.endswith("KEY_FILE") else name
    assert shown in str(refused.value) or shown.replace("KEY", "KEYS") in str(refused.value)
    assert MASTER_KEY not in str(refused.value)


def test_the_second_factor_is_optional_on_one_machine_only(embedded):
    assert env.load(embedded | {"DSR_REQUIRE_MFA": "false"}).require_mfa is False
    with pytest.raises(ImproperlyConfigured, match=r"^DSR_REQUIRE_MFA must not be false in production: a stolen"):
        env.load(PRODUCTION | {"DSR_REQUIRE_MFA": "no"})


@pytest.mark.parametrize(
    ("broker", "counters"),
    [
        ("dsrfs://localhost", ""),
        ("redis://redis:6379/0", "redis://redis:6379/0"),
        ("redis+socket:///run/redis.sock", "redis+unix:///run/redis.sock"),
        ("redis+socket:///run/redis.sock?virtual_host=2", "redis+unix:///run/redis.sock?db=2"),
        (
            "rediss://:word@host:6380/1?ssl_cert_reqs=CERT_REQUIRED&ssl_ca_certs=/ca",
            "rediss://:word@host:6380/1?ssl_cert_reqs=required&ssl_ca_certs=/ca",
        ),
    ],
)
def test_counters_lie_where_the_broker_is(broker, counters):
    assert addresses.counters_url(broker) == counters


def test_load_takes_secrets_from_files(tmp_path):
    secret, ring = tmp_path / "secret", tmp_path / "ring"
    secret.write_text("f" * 60 + "\n", encoding="ascii")
    ring.write_text(f"new:{OTHER_KEY}\nold:{MASTER_KEY}\n", encoding="ascii")
    source = PRODUCTION | {"SECRET_KEY_FILE": str(secret), "DSR_MASTER_KEY_FILE": str(ring)}
    del source["SECRET_KEY"], source["DSR_MASTER_KEYS"]
    found = env.load(source)
    assert found.secret_key == "f" * 60
    assert list(found.master_keys.items()) == [("new", bytes(range(32))), ("old", bytes(32))]


def test_load_tells_the_embedded_default_how_to_make_its_keys(tmp_path):
    with pytest.raises(ImproperlyConfigured, match=r"python -m config\.keys"):
        env.load({"DSR_DATA": str(tmp_path)})


@pytest.mark.parametrize(
    ("url", "host", "name"),
    [
        ("postgres://desk:word@db.example.org:5433/desk", "db.example.org", "desk"),
        ("postgres:////run/postgresql/desk", "/run/postgresql", "desk"),
    ],
)
def test_load_reads_postgres_by_host_and_by_socket(embedded, url, host, name):
    database = env.load(embedded | {"DATABASE_URL": url}).database
    assert (database["ENGINE"], database["HOST"], database["NAME"]) == ("django.db.backends.postgresql", host, name)


def test_reading_an_undeclared_variable_is_an_error():
    with pytest.raises(KeyError):
        env.preset(NEVER_DECLARED="1")
