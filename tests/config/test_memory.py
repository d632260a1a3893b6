"""Every process that holds a master key is closed to other processes of its user."""

import os
import subprocess
import sys

import pytest
from django.conf import settings

from dsr.effects.memory import PR_SET_DUMPABLE

pytestmark = pytest.mark.real_time

SHOW = "import ctypes; show = lambda: print(ctypes.CDLL(None).prctl(3, 0, 0, 0, 0))\n"
STOPPED = "class Stopped(Exception): pass\ndef stop(*_, **__): raise Stopped\n"


@pytest.mark.parametrize(
    "code",
    [
        "from config import gunicorn; gunicorn.on_starting(None)",
        "from config import gunicorn; gunicorn.post_fork(None, None)",
        "from celery import signals; import config.celery; signals.worker_process_init.send(sender=None)",
        "from celery import signals; import config.celery; signals.beat_init.send(sender=None)",
        "from config import prepare, runworker; prepare.keys_fit = stop\ntry: runworker.main()\nexcept Stopped: pass",
        "from config import env, up; env.load = stop\ntry: up.main([])\nexcept Stopped: pass",
    ],
    ids=["web, the first", "web, those that serve", "worker, each task", "beat", "worker", "all in one"],
)
def test_the_memory_is_closed(code, tmp_path):
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "config.settings.test", "DSR_DATA": str(tmp_path)}
    program = f"{SHOW}{STOPPED}import config.settings.test\nshow()\n{code}\nshow()"
    shown = subprocess.run(
        [sys.executable, "-c", program], cwd=settings.BASE_DIR, env=environment, stdout=subprocess.PIPE, check=True
    )
    assert shown.stdout.split() == [b"1", b"0"]


def test_a_forked_process_stays_closed(tmp_path):
    program = (
        f"{SHOW}import os; from dsr.effects.memory import close_memory\n"
        "close_memory()\nif os.fork() == 0: show()\nelse: os.wait()"
    )
    shown = subprocess.run([sys.executable, "-c", program], cwd=settings.BASE_DIR, stdout=subprocess.PIPE, check=True)
    assert shown.stdout == b"0\n"
    assert PR_SET_DUMPABLE == 4
