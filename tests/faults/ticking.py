"""One tick in a process of its own: `python -m tests.faults.ticking MOMENT WHAT`, then it waits for a line on its input.

WHAT is `tick`, or what happens before the third timer: `stop` (SIGSTOP, as a leader that hangs), `die` (SIGKILL in the
middle of its transaction).
"""

import os
import signal
import sys
from datetime import datetime
from typing import Any

import django
import time_machine

django.setup()

from django.utils import timezone

from dsr.actions import firing
from dsr.actions.unit import Change
from dsr.models import Deadline

THIRD = 3


def before_the_third(work: Any, number: signal.Signals) -> Any:
    """Return the work, which sends this process a signal before it is done for the third time."""
    done = []

    def counted(*args: Any) -> Any:
        done.append(args)
        if len(done) == THIRD:
            os.kill(os.getpid(), number)
        return work(*args)

    return counted


def main(moment: str, what: str) -> None:
    """Tick at a moment and print how many timers fired."""
    if what == "stop":
        firing._fire = before_the_third(firing._fire, signal.SIGSTOP)
    if what == "die":
        Change.write = before_the_third(Change.write, signal.SIGKILL)  # type: ignore[method-assign]
    with time_machine.travel(datetime.fromisoformat(moment), tick=True):
        Deadline.objects.exists()  # connected before the line comes
        sys.stdout.write("ready\n")
        sys.stdout.flush()
        sys.stdin.readline()
        sys.stdout.write(f"{firing.fire_all_due(timezone.now())}\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
