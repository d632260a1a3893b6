"""How gunicorn serves: one process with threads, so that a small machine is enough."""

from typing import Any

from config import env, logs
from dsr.effects.memory import close_memory

_env = env.load()

wsgi_app = "config.wsgi:application"
bind = _env.bind
worker_class = "gthread"
workers = _env.web_processes
threads = _env.web_threads
timeout = 60
graceful_timeout = 30
keepalive = 5
umask = 0o077
# an upload is refused by its size in the product; these bound what comes before it
limit_request_line = 4094
limit_request_fields = 60
limit_request_field_size = 8190
# no control socket, no access log: a path can carry what a visitor typed
control_socket_disable = True
accesslog = None
loglevel = _env.log_level.lower()
logconfig_dict = logs.configuration(_env.log_level)


def on_starting(_server: Any) -> None:
    """Close the memory of the process that starts the others: it has read the master key too."""
    close_memory()


def post_fork(_server: Any, _worker: Any) -> None:
    """Close the memory of each process that serves."""
    close_memory()


def post_worker_init(_worker: Any) -> None:
    """Refuse to serve without the keys that the rows need."""
    # the product is loaded by now
    from config import prepare  # noqa: PLC0415

    prepare.keys_fit()
