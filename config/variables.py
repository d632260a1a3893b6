"""Every environment variable, declared once, as data. `config.env` reads them and nobody else does."""

from dataclasses import dataclass


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
    Variable(
        "DSR_CLAMD",
        "The virus scanner clamd that every file is shown to: `host:port` or `unix:/path`.",
        "none: files are marked as not checked",
        "worker",
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
        "DSR_TICK_LIMIT",
        "Reminders that one tick sends; when more are due at once, none is sent until a manager has looked.",
        "500",
        "worker",
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
