"""/healthz looks at nothing; /readyz names what is not well and nothing else."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection
from django.utils import timezone

from dsr import storage
from dsr.models import Heartbeat, OutboxMessage
from dsr.queries import health
from dsr.vocabulary import Topic
from tests.factories import received


@pytest.fixture
def ticking(db):
    Heartbeat.objects.create(name="tick", at=timezone.now())


def ask(client):
    response = client.get("/readyz")
    return response.status_code, [name for name, answer in response.json().items() if answer != "ok"]


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
    def refuse():
        raise OSError("secret detail")

    monkeypatch.setattr(storage, "check_writable", refuse)
    assert ask(client) == (503, ["storage"])


def test_readyz_tells_a_missing_migration(client, ticking):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'dsr'")
    assert ask(client) == (503, ["migrations"])


def test_readyz_tells_a_database_that_is_away(client, db, monkeypatch):
    def away():
        raise DatabaseError("host=db.internal password=secret")

    for name in ("_database_answers", "_migrations_applied", "silent_timers"):
        monkeypatch.setattr(health, name, lambda *_: away())
    status, failing = ask(client)
    assert (status, failing) == (503, ["database", "migrations", "timers"])
    assert b"secret" not in client.get("/readyz").content
