"""/healthz looks at nothing; /readyz names what is not well and nothing else."""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import DatabaseError, InterfaceError, OperationalError, connection
from django.utils import timezone

from dsr import storage
from dsr.actions.upkeep import remind_of_upkeep
from dsr.models import Heartbeat, OutboxMessage, ScanBatch, TickHold
from dsr.queries import health
from dsr.vocabulary import Role, Topic
from tests.factories import desk, received, staff
from tests.piles import split_pile


@pytest.fixture(autouse=True)
def _nothing_remembered():
    for question in (health.storage_works, health.migrations_applied):
        question.forget()


@pytest.fixture
def ticking(db):
    Heartbeat.objects.create(name="tick", at=timezone.now())


def ask(client):
    response = client.get("/readyz")
    return response.status_code, [name for name, answer in response.json().items() if answer == "failing"]


def test_healthz_answers_without_the_database(client):
    response = client.get("/healthz")
    assert (response.status_code, response.content) == (200, b"ok")


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_health_pages_only_answer_questions(client, path):
    assert client.post(path).status_code == 405


def test_readyz_is_well(client, ticking):
    response = client.get("/readyz")
    names = ["database", "migrations", "timers", "outbox", "storage"]
    assert (response.status_code, response.json()) == (200, dict.fromkeys(names, "ok"))


def test_readyz_needs_no_login_and_is_never_cached(client, ticking):
    assert "no-store" in client.get("/readyz")["Cache-Control"]


@pytest.mark.parametrize(("seconds", "expected"), [(179, (200, [])), (181, (503, ["timers"]))])
def test_readyz_tells_silent_timers(client, db, seconds, expected):
    Heartbeat.objects.create(name="tick", at=timezone.now() - timedelta(seconds=seconds))
    assert ask(client) == expected


def test_readyz_tells_timers_that_never_ran(client, db):
    assert ask(client) == (503, ["timers"])


@pytest.mark.parametrize(("minutes", "expected"), [(9, (200, [])), (11, (503, ["outbox"]))])
def test_readyz_tells_a_message_that_nobody_took(client, ticking, minutes, expected):
    case = received().case
    due = timezone.now() - timedelta(minutes=minutes)
    OutboxMessage.objects.update(sent_at=due)
    message = {"case": case, "topic": Topic.MAIL_RECEIVED, "created_at": due, "try_at": due}
    OutboxMessage.objects.create(**message, dedupe_key="waiting")
    OutboxMessage.objects.create(**message, dedupe_key="dead", dead_at=due)
    assert ask(client) == expected


def test_readyz_tells_a_store_that_does_not_answer(client, ticking, monkeypatch):
    monkeypatch.setattr(storage, "check_writable", refuse)
    assert ask(client) == (503, ["storage"])


def test_asking_often_touches_the_store_once_in_ten_seconds(client, ticking, monkeypatch):
    asked, moment = [], [1000.0]
    monkeypatch.setattr(storage, "check_writable", lambda: asked.append(moment[0]))
    monkeypatch.setattr(health, "monotonic", lambda: moment[0])
    for seconds in (0, 0, 9.9, 10, 19.9, 20):
        moment[0] = 1000.0 + seconds
        assert ask(client) == (200, [])
    assert asked == [1000.0, 1010.0, 1020.0]


def test_a_store_that_came_back_is_told_within_ten_seconds(client, ticking, monkeypatch):
    moment = [1000.0]
    monkeypatch.setattr(health, "monotonic", lambda: moment[0])
    found = []
    for seconds, failing in ((0, True), (5, False), (10, False)):
        moment[0] = 1000.0 + seconds
        monkeypatch.setattr(storage, "check_writable", refuse if failing else lambda: None)
        found.append(ask(client))
    assert found == [(503, ["storage"]), (503, ["storage"]), (200, [])]


def refuse():
    raise OSError("secret detail")


def test_many_who_ask_at_once_touch_the_store_once(monkeypatch):
    asked = []

    def slowly():
        asked.append(True)
        time.sleep(0.1)

    monkeypatch.setattr(storage, "check_writable", slowly)
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(lambda _n: health.storage_works(), range(16))) == [True] * 16
    assert len(asked) == 1


@pytest.mark.parametrize("dead", [0, 3])
def test_readyz_counts_what_was_given_up_and_stays_ready(client, ticking, dead):
    case, now = received().case, timezone.now()
    OutboxMessage.objects.update(sent_at=now)
    for number in range(dead):
        message = {"case": case, "topic": Topic.MAIL_RECEIVED, "created_at": now, "try_at": now}
        OutboxMessage.objects.create(**message, dedupe_key=f"dead-{number}", dead_at=now)
    response = client.get("/readyz")
    assert (response.status_code, response.json().get("given_up", 0)) == (200, dead)


def test_readyz_counts_piles_that_nobody_sorts_and_stays_ready(client, ticking):
    OutboxMessage.objects.update(sent_at=timezone.now())
    split_pile([[]], by=staff(Role.CLERK, desk()))
    OutboxMessage.objects.update(sent_at=timezone.now())
    fresh = client.get("/readyz").json()
    ScanBatch.objects.update(uploaded_at=timezone.now() - timedelta(days=5))
    response = client.get("/readyz")
    assert ("scans_unsorted" in fresh, response.status_code, response.json()["scans_unsorted"]) == (False, 200, 1)


def test_readyz_tells_a_missing_migration(client, ticking):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'dsr'")
    assert ask(client) == (503, ["migrations"])


@pytest.mark.parametrize("fault", [DatabaseError, OperationalError, InterfaceError])
def test_readyz_tells_a_database_that_is_away(client, db, monkeypatch, fault):
    def away():
        raise fault("host=db.internal password=secret")

    for name in ("_database_answers", "migrations_applied", "silent_timers"):
        monkeypatch.setattr(health, name, lambda *_: away())
    status, failing = ask(client)
    assert (status, failing) == (503, ["database", "migrations", "timers"])
    assert b"secret" not in client.get("/readyz").content


def test_readyz_counts_the_reminders_that_wait_for_a_manager_and_stays_ready(client, ticking):
    now = timezone.now()
    TickHold.objects.create(held_at=now, up_to=now, waiting=1234)
    response = client.get("/readyz")
    assert (response.status_code, response.json()["held_reminders"]) == (200, 1234)


def test_readyz_counts_the_upkeep_that_is_due_and_stays_ready(client, ticking):
    remind_of_upkeep(timezone.now() - timedelta(days=40))
    response = client.get("/readyz")
    # a backup and the access review; counted from that night on
    assert (response.status_code, response.json()["upkeep_due"]) == (200, 2)


def test_a_sign_of_life_that_lies_ahead_is_none(client, db):
    Heartbeat.objects.create(name="tick", at=timezone.now() + timedelta(hours=1))
    assert ask(client) == (503, ["timers"])
