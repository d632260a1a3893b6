"""The server stood still for a week: when it starts, every timer that fell due is told or skipped once, and lateness is true."""

import re
from collections import Counter
from datetime import UTC, date, datetime

import pytest

from tests.browser.product import until
from tests.browser.visitor import STAFF_PASSWORD
from tests.faults.requester import Requester

LADDER = ("warning_5", "warning_1", "target", "late")
pytestmark = [pytest.mark.real_time, pytest.mark.lanes]

DUE = """SELECT c.number, d.rule, d.version, d.due_on FROM dsr_deadline d JOIN dsr_case c ON c.id = d.case_id
         WHERE d.fired_at IS NULL AND d.closed_at IS NULL AND d.fires_at <= ?"""
FIRED = """SELECT c.number, d.rule, d.version, d.due_on FROM dsr_deadline d JOIN dsr_case c ON c.id = d.case_id
           WHERE d.fired_at >= ?"""
SKIPPED = """SELECT c.number, d.rule, d.version, d.due_on FROM dsr_deadline d JOIN dsr_case c ON c.id = d.case_id
             WHERE d.skipped_late AND d.closed_at >= ?"""
OPEN = "SELECT number, due_on FROM dsr_case WHERE state IN ('received', 'identity_verified', 'decided')"
REMINDERS = "SELECT count(*) FROM dsr_outboxmessage WHERE topic = 'mail.reminder' AND created_at >= ?"


def now() -> str:
    """Return the moment as the database writes it."""
    return f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S.%f}"


def told(product) -> Counter:
    """Count the timers that the journals tell of, with how late each was told, or that it was not sent."""
    numbers = [number for (number,) in product.rows("SELECT number FROM dsr_case")]
    return Counter(
        (number, facts["rule"], facts["version"], facts["due_on"], facts["late_by_days"], "skipped_late" in facts)
        for number in numbers
        for _actor, action, facts in product.journal(number)
        if action == "fire_deadline"
    )


def test_after_a_week_without_a_server_every_due_timer_is_told_once(product):
    product.kill_everything()
    product.python("-m", "tests.browser.stage", "week")
    before, started, today = told(product), now(), product.today
    due = sorted(product.rows(DUE, started))
    # the week was long enough for something of every kind, and what was withdrawn waits for nothing
    assert {rule for _number, rule, _version, _due_on in due} >= {"target", "warning_5", "warning_1", "art39"}

    product.start()
    until(lambda: product.rows(DUE, started) == [], "everything that fell due is told")
    fired, skipped = product.rows(FIRED, started), product.rows(SKIPPED, started)
    assert sorted(fired + skipped) == due
    # of each target one stage is told: the last
    last = {
        number: max(day for other, rule, _version, day in due if other == number and rule in LADDER)
        for number, *_ in skipped
    }
    assert {(number, day) for number, rule, _version, day in fired if rule in LADDER} >= set(last.items())
    after = told(product)
    late = {
        (number, rule, version, day, max((today - date.fromisoformat(day)).days, 0), row in skipped)
        for row in due
        for number, rule, version, day in [row]
    }
    assert after - before == Counter(late)
    assert before - after == Counter()

    product.stop()
    product.start()
    assert told(product) == after
    until(lambda: product.unsent() == 0, "every reminder has left")
    assert product.value(REMINDERS, started) == len(fired)
    lateness_is_true(product, today)


def lateness_is_true(product, today):
    """See on the pages of staff and manager that what is late is late by its own days, not since the start."""
    expected = {number: (today - date.fromisoformat(due_on)).days for number, due_on in product.rows(OPEN)}
    late = {number: days for number, days in expected.items() if days > 0}
    assert late
    manager = Requester(product.port, {"django_language": "en"})
    manager.get("/accounts/login/")
    manager.post("/accounts/login/", {"login": "manager", "password": STAFF_PASSWORD})
    rows = re.findall(r"<tr>(.*?)</tr>", manager.get("/staff/?queue=late").text, re.DOTALL)
    shown = {
        re.search(r"DSR-[-\w]+", re.sub(r"<[^>]*>", "", row))[0]: int(re.search(r"(\d+) days? late", row)[1])
        for row in rows
        if "row-link" in row
    }
    assert shown == late
    assert f">{len(late)}<" in re.sub(r"\s", "", manager.get("/manager/").text)
