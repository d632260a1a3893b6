"""`python -m config.up [--seed] [--demo]`: web, worker and beat in one command, for one machine.

It does not load Django: a start with nothing to prepare costs only what the web process costs.
"""

import signal
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from config import env, keys, stamps
from config.processes import Child, Household, die_with_parent, port_is_free, python
from dsr.effects.memory import close_memory

INTERRUPTED = 130
# whatever of the checkout decides what preparing would do
SOURCES = ("config", "dsr", "locale", "requirements.txt", "seeds", "static", "staticfiles/staticfiles.json")


def main(arguments: list[str]) -> int:
    """Prepare what changed, start all, keep all running until a signal, stop all. Returns the exit code."""
    close_memory()
    try:
        environment = env.load()
    except ImproperlyConfigured as error:
        return _complain(str(error))
    bind = urlsplit(f"//{environment.bind}")
    host, port = bind.hostname or "127.0.0.1", bind.port or 8000
    if not port_is_free(host, port):
        return _complain(f"Port {port} is taken by another program. Stop that one, or choose another port.")
    failed = _prepare(environment, arguments)
    if failed:
        return failed
    demo = environment.data / "demo"
    if demo.exists():
        _tell(demo.read_text(encoding="utf-8").strip())
    told: list[bool] = []

    def tell_when_ready() -> None:
        if not told and not port_is_free(host, port):
            told.append(True)
            _tell(f"Ready: {environment.base_url}/  (Ctrl-C stops everything)")

    failing = Household(_children(environment)).run(tell_when_ready)
    if failing:
        return _complain(f"The {failing} process ended several times in a row, so everything was stopped.")
    return 0


def mark(environment: env.Environment, arguments: Iterable[str]) -> str:
    """Return what a preparation depends on: files of the checkout, keys, which file the database is, arguments."""
    database = Path(environment.database["NAME"])
    inode = database.stat().st_ino if database.exists() else None
    places = [*(env.BASE_DIR / source for source in SOURCES), keys.master_key_file(environment.data)]
    return stamps.fingerprint(places, sorted(arguments), sorted(environment.master_keys), database, inode)


def _prepare(environment: env.Environment, arguments: list[str]) -> int:
    """Run `manage.py prepare` unless it was done for these very files; always for a server, which others may share."""
    stamp = environment.data / "stamps" / "prepared"
    local = environment.database["ENGINE"].endswith("sqlite3")
    if local and stamps.is_current(stamp, mark(environment, arguments)):
        return 0
    # S603: our own command line. PLW1509: this process has one thread only.
    process = subprocess.Popen(  # noqa: S603
        python("manage.py", "prepare", *arguments),
        cwd=env.BASE_DIR,
        preexec_fn=die_with_parent,  # noqa: PLW1509
        start_new_session=True,
    )
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.default_int_handler)
    try:
        failed = process.wait()
    except KeyboardInterrupt:
        process.terminate()
        process.wait()
        return INTERRUPTED
    if not failed:
        stamps.write(stamp, mark(environment, arguments))
    return failed


def _children(environment: env.Environment) -> list[Child]:
    children = [
        Child("web", python("-m", "gunicorn", "--config", "python:config.gunicorn")),
        Child("worker", python("-m", "config.runworker")),
    ]
    if not environment.broker_url.startswith("dsrfs:"):
        children.append(Child("beat", python("-m", "celery", "--app", "config.celery", "--quiet", "beat")))
    return children


def _tell(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def _complain(text: str) -> int:
    sys.stderr.write(f"{text}\n")
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
