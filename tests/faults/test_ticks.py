"""Ticks in processes of their own, real signals: each (case, rule, version) is told once, whoever ticks beside whom."""

import json
import os
import signal
import subprocess
import sys
from collections import Counter
from datetime import datetime, timedelta

import pytest
from django.conf import settings

from tests.browser import lane
from tests.browser.fixtures import _shared
from tests.browser.product import TOKYO, Product, copy_of, staffed_folder, until

pytestmark = [pytest.mark.real_time, pytest.mark.lanes]
CASES = 4


class Desk(Product):
    """A database with cases, on which nothing runs but the ticks of the test."""

    def tick(self, moment, what="tick"):
        """Start a tick that waits for its turn."""
        ticking = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.ticking", moment, what],
            cwd=settings.BASE_DIR,
            env=lane.environment(self.data),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert ticking.stdout.readline() == "ready\n"
        return ticking

    def told(self):
        """Count what the journals tell of: (case, rule, version), and whether it was sent."""
        rows = self.rows("SELECT case_id, facts FROM dsr_caseevent WHERE action = 'fire_deadline'")
        facts = [(case, fact if lane.ON_SERVERS else json.loads(fact)) for case, fact in rows]
        return Counter((case, fact["rule"], fact["version"], "skipped_late" not in fact) for case, fact in facts)

    def is_told_once(self):
        """See that every stage of every case was told or skipped once, with one mail for each that was told."""
        told = self.told()
        assert set(told.values()) == {1}
        sent = Counter(rule for _case, rule, _version, is_sent in told if is_sent)
        skipped = Counter(rule for _case, rule, _version, is_sent in told if not is_sent)
        assert (sent, skipped) == (
            {"target": CASES, "art39": CASES},
            {"warning_5": CASES, "warning_1": CASES},
        )
        assert self.value("SELECT count(*) FROM dsr_outboxmessage WHERE topic = 'mail.reminder'") == 2 * CASES
        assert self.value("SELECT count(*) FROM dsr_deadline WHERE rule = 'late' AND closed_at IS NULL") == CASES
        assert self.manage("check_journal") == "The journal is whole.\n"


def go(*ticks):
    """Let ticks begin together, and return how many timers each fired."""
    for ticking in ticks:
        ticking.stdin.write("\n")
        ticking.stdin.flush()
    return [int(ticking.communicate(timeout=60)[0] or -1) for ticking in ticks]


@pytest.fixture
def overdue(tmp_path_factory):
    """Prepare cases and the morning 35 days later, on which everything of them is due."""
    data = copy_of(staffed_folder(_shared(tmp_path_factory)), tmp_path_factory.mktemp("ticks") / "data")
    desk = Desk(data)
    desk.python("-m", "tests.browser.stage", *["received"] * CASES)
    morning = datetime.now(TOKYO) + timedelta(days=35)
    yield desk, morning.replace(hour=9, minute=30).isoformat()
    lane.drop(data)


def test_ten_ticks_at_the_same_moment(overdue):
    desk, morning = overdue
    assert sum(go(*[desk.tick(morning) for _number in range(10)])) == 2 * CASES
    desk.is_told_once()


def test_a_leader_that_hangs_wakes_up_and_finds_its_work_done(overdue):
    desk, morning = overdue
    zombie = desk.tick(morning, "stop")
    zombie.stdin.write("\n")
    zombie.stdin.flush()
    until(lambda: _state(zombie.pid) == "T", "the leader hangs")
    assert sum(desk.told().values()) == 2
    go(desk.tick(morning))
    desk.is_told_once()
    os.kill(zombie.pid, signal.SIGCONT)
    # what it told was told before it hung
    assert int(zombie.communicate(timeout=60)[0]) <= 2
    desk.is_told_once()


def _state(pid):
    with open(f"/proc/{pid}/stat") as status:
        return status.read().rpartition(")")[2].split()[0]


def test_a_tick_that_is_killed_in_the_middle_is_finished_by_the_next(overdue):
    desk, morning = overdue
    assert go(desk.tick(morning, "die")) == [-1]
    assert sum(desk.told().values()) == 2
    go(desk.tick(morning))
    desk.is_told_once()


def test_a_clock_that_steps_back_and_forth(overdue):
    desk, morning = overdue
    now = datetime.fromisoformat(morning)
    back, ahead = (now - timedelta(hours=1)).isoformat(), (now + timedelta(days=365)).isoformat()
    # a year ahead the daily reminder of each late case is due: a manager is asked first, and the clock is put right
    fired = [go(desk.tick(moment)) for moment in (morning, back, ahead, ahead, morning, back, morning)]
    assert fired == [[2 * CASES], *[[0]] * 6]
    desk.is_told_once()
    assert desk.value("SELECT count(*) FROM dsr_tickhold") == 1
    assert desk.value("SELECT count(*) FROM dsr_tickhold WHERE ended_at IS NULL") == 0
