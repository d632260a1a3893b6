"""The Celery app. Rows are the truth; a message only wakes a worker up (dsr/tasks.py says what runs when)."""

from celery import Celery, signals
from kombu.transport import TRANSPORT_ALIASES

from config import env
from dsr.effects.memory import close_memory

HOUR = 3600

# must be known before an app asks for a transport
TRANSPORT_ALIASES["dsrfs"] = "config.safefs:Transport"
env.choose_settings()

app = Celery("dsr")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@app.on_after_finalize.connect
def read_schedule(sender: Celery, **_kwargs: object) -> None:
    """Take the timetable from dsr.tasks. A wake-up that nobody took before the next one is due is worth nothing."""
    # tasks import models, which need a finished Django
    from dsr.tasks import SCHEDULE  # noqa: PLC0415

    sender.conf.beat_schedule = {
        name: {**entry, "options": {"expires": entry["schedule"] if isinstance(entry["schedule"], float) else HOUR}}
        for name, entry in SCHEDULE.items()
    }


@signals.setup_logging.connect
def keep_logging(**_kwargs: object) -> None:
    """Leave logging as the settings made it; without this Celery writes lines of its own kind."""


@signals.worker_process_init.connect
@signals.beat_init.connect
def keep_memory_closed(**_kwargs: object) -> None:
    """Close the memory of each process that works or tells the time: all of them hold the master key."""
    close_memory()
