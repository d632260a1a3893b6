"""The row is the queue: claimed once, leased, tried again, given up in the end, and never in the way of others."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import datetime, timedelta

import pytest
from django.db import DatabaseError, connection
from django.utils import timezone

from dsr.actions.documents import IncomingFile, StoredPage, add_document, record_rebuild
from dsr.effects import files, outbox
from dsr.effects.jailed import JailBroken
from dsr.models import Document, OutboxMessage
from dsr.vocabulary import Action, DocumentStatus, Impersonal, RebuildFailure, Topic
from tests.conftest import NOW
from tests.factories import received

TRIES = [10, 20, 40, 80, 160, 320, 640, 1280, 2560, 5120, 7200]


def rows(count: int) -> list[OutboxMessage]:
    """Make undone rows of one case, due in their order, beside which nothing else waits."""
    case = received().case
    OutboxMessage.objects.all().delete()
    now = timezone.now()
    return OutboxMessage.objects.bulk_create(
        OutboxMessage(
            case=case,
            topic=Topic.MAIL_RECEIVED,
            dedupe_key=f"{case.pk}:test:{number}",
            created_at=now,
            try_at=now - timedelta(seconds=count - number),
        )
        for number in range(count)
    )


class Post:
    """A handler that counts what it is asked for, and fails where it is told to."""

    def __init__(self, *poison: str, failure: Exception | None = None) -> None:
        self.delivered: Counter[str] = Counter()
        self.poison, self.failure = poison, failure or OSError("山田 太郎 is not at home")

    def __call__(self, message: OutboxMessage) -> dict[str, str]:
        self.delivered[message.dedupe_key[-1]] += 1
        if message.dedupe_key[-1] in self.poison:
            raise self.failure
        return {"to": "t***@e***"}


@pytest.fixture
def post(monkeypatch):
    """Return a function that puts a handler of ours in the place of the mail."""

    def use(handler: Post) -> Post:
        monkeypatch.setitem(outbox.HANDLERS, Topic.MAIL_RECEIVED, handler)
        return handler

    return use


def again(row: OutboxMessage) -> OutboxMessage:
    return OutboxMessage.objects.get(pk=row.pk)


def test_every_topic_has_a_handler():
    assert set(outbox.HANDLERS) == set(Topic)


@pytest.mark.django_db
def test_claims_the_oldest_first_and_no_more_than_asked():
    waiting = rows(5)

    assert list(outbox.claim(2)) == [waiting[0].pk, waiting[1].pk]
    assert list(outbox.claim(50)) == [row.pk for row in waiting[2:]]
    assert list(outbox.claim(50)) == []


@pytest.mark.django_db
def test_a_second_claimer_that_looked_at_the_same_time_gets_nothing(monkeypatch):
    (row,) = rows(1)
    looked = list(OutboxMessage.objects.ready(timezone.now()).values_list("pk", "try_at", "attempts"))
    assert list(outbox.claim(1)) == [row.pk]

    class AsItWas:
        def values_list(self, *_fields: str) -> list[tuple[int, datetime, int]]:
            return looked

    monkeypatch.setattr(type(OutboxMessage.objects.all()), "ready", lambda *_: AsItWas())
    monkeypatch.setattr(type(OutboxMessage.objects), "ready", lambda *_: AsItWas())
    assert list(outbox.claim(1)) == []
    assert again(row).attempts == 1


@pytest.mark.django_db(transaction=True)
def test_parallel_claimers_share_the_rows_and_none_is_claimed_twice():
    waiting = rows(40)

    def claim_all(_worker: int) -> list[int]:
        try:
            claimed: list[int] = []
            while found := list(outbox.claim(7)):
                claimed += found
            return claimed
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as workers:
        claimed = [pk for found in workers.map(claim_all, range(4)) for pk in found]
    assert sorted(claimed) == [row.pk for row in waiting]


@pytest.mark.django_db
def test_a_lease_that_ran_out_frees_the_row(at):
    at(NOW)
    (row,) = rows(1)
    assert list(outbox.claim(1)) == [row.pk]

    at(NOW + timedelta(minutes=4, seconds=59))
    assert list(outbox.claim(1)) == []
    at(NOW + timedelta(minutes=5))
    assert list(outbox.claim(1)) == [row.pk]
    assert again(row).attempts == 2


@pytest.mark.django_db
def test_a_lease_begins_when_the_message_is_taken_up(at):
    at(NOW)
    waiting = rows(2)
    claimed = outbox.claim(2)
    assert next(claimed) == waiting[0].pk

    at(NOW + timedelta(seconds=19))
    assert again(waiting[1]).attempts == 0
    assert next(claimed) == waiting[1].pk
    assert again(waiting[1]).try_at == NOW + timedelta(seconds=19) + outbox.LEASE


@pytest.mark.django_db
def test_a_burst_ends_so_that_the_clock_gets_its_turn(at):
    at(NOW)
    waiting = rows(2)
    claimed = outbox.claim(2)
    assert next(claimed) == waiting[0].pk

    at(NOW + timedelta(seconds=21))
    assert list(claimed) == []
    assert again(waiting[1]).attempts == 0


@pytest.mark.django_db
def test_what_kills_its_worker_holds_nothing_up_and_is_given_up(at, post):
    handler = post(Post("0", failure=SystemExit()))
    waiting = rows(3)
    for wake_up in range(14):
        at(NOW + outbox.LEASE * (wake_up + 1))
        try:
            outbox.drain()
        except SystemExit:
            continue

    assert handler.delivered == {"0": 12, "1": 1, "2": 1}
    dead = again(waiting[0])
    assert (dead.attempts, dead.failure, dead.dead_at is not None) == (12, "WorkerLost", True)


@pytest.mark.django_db
def test_marks_what_is_done_and_does_it_once(post):
    handler = post(Post())
    (row,) = rows(1)
    list(outbox.claim(1))

    assert [outbox.deliver(row.pk), outbox.deliver(row.pk)] == [True, True]
    assert handler.delivered == {"0": 1}
    done = again(row)
    assert (done.sent_at is not None, done.record, done.failure) == (True, {"to": "t***@e***"}, "")
    assert list(outbox.claim(1)) == []


@pytest.mark.django_db
def test_tries_again_later_and_later_and_gives_up_after_twelve_times(at, post):
    post(Post("0"))
    at(NOW)
    (row,) = rows(1)
    waits = []
    for _try in range(12):
        assert list(outbox.claim(1)) == [row.pk]
        assert outbox.deliver(row.pk) is False
        waits.append(int((again(row).try_at - timezone.now()).total_seconds()))
        at(again(row).try_at - timedelta(seconds=1))
        assert list(outbox.claim(1)) == []
        at(again(row).try_at)

    assert waits == [*TRIES, 7200]
    dead = again(row)
    assert (dead.attempts, dead.sent_at, dead.dead_at is not None) == (12, None, True)
    assert list(outbox.claim(1)) == []


@pytest.mark.django_db
def test_keeps_the_class_of_a_failure_and_never_its_text(post, caplog):
    post(Post("0"))
    (row,) = rows(1)
    outbox.drain()

    assert again(row).failure == "OSError"
    assert "OSError" in caplog.text
    assert "山田" not in caplog.text


@pytest.mark.django_db
def test_a_poison_row_does_not_block_the_others(post):
    handler = post(Post("0", "4"))
    waiting = rows(8)

    assert outbox.drain() == 6
    assert handler.delivered == dict.fromkeys("01234567", 1)
    assert [again(row).sent_at is not None for row in waiting] == [number not in {0, 4} for number in range(8)]


@pytest.mark.django_db
def test_succeeds_after_failures_and_forgets_them(at, post):
    at(NOW)
    post(Post("0"))
    (row,) = rows(1)
    outbox.drain()
    post(Post())
    at(NOW + timedelta(minutes=1))

    assert outbox.drain() == 1
    done = again(row)
    assert (done.attempts, done.failure, done.sent_at is not None) == (2, "", True)


@pytest.mark.django_db
def test_leaves_the_row_to_its_lease_when_the_database_fails(at, post):
    at(NOW)
    post(Post("0", failure=DatabaseError("gone")))
    (row,) = rows(1)
    list(outbox.claim(1))
    with pytest.raises(DatabaseError):
        outbox.deliver(row.pk)

    left = again(row)
    assert (left.attempts, left.failure, left.try_at) == (1, "", NOW + outbox.LEASE)


# -- what is said when a document is given up


class Killer:
    """A handler that fails in one way, however often it is asked."""

    def __init__(self, failure: BaseException) -> None:
        self.failure = failure

    def __call__(self, _message: OutboxMessage) -> dict[str, str]:
        raise self.failure


def given_up(monkeypatch, at, failure: BaseException) -> OutboxMessage:
    """Return the row of a document that fails until it is given up."""
    monkeypatch.setitem(outbox.HANDLERS, Topic.FILE_REBUILD, Killer(failure))
    case = received().case
    file = IncomingFile("passport.png", "image/png", b"no picture" * 200)
    add_document(case.pk, file, by=Impersonal.REQUESTER)
    row = OutboxMessage.objects.get(case=case, topic=Topic.FILE_REBUILD)
    for wake_up in range(14):
        at(NOW + timedelta(hours=3) * (wake_up + 1))
        with suppress(SystemExit):
            outbox.drain()
    return again(row)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("failure", "name"), [(JailBroken(), "JailBroken"), (SystemExit(), "WorkerLost")], ids=["fails", "kills its worker"]
)
def test_a_document_that_is_given_up_is_not_being_made_safe_any_more(monkeypatch, at, caplog, failure, name):
    dead = given_up(monkeypatch, at, failure)
    document = Document.objects.get(pk=dead.ids["document"])
    assert (dead.failure, dead.dead_at is not None, dead.attempts) == (name, True, 12)
    assert (document.status, document.failure) == (DocumentStatus.FAILED, RebuildFailure.CRASHED)
    assert dead.case.events.filter(action=Action.RECORD_REBUILD).count() == 1
    assert caplog.messages.count(f"outbox {dead.dedupe_key} is given up") == 1


@pytest.mark.django_db
def test_a_message_is_given_up_even_when_nobody_can_be_told(monkeypatch, at, caplog):
    monkeypatch.setitem(outbox.LAST_WORDS, Topic.FILE_REBUILD, Killer(KeyError("山田 太郎")))
    dead = given_up(monkeypatch, at, JailBroken())
    assert dead.dead_at is not None
    assert f"outbox {dead.dedupe_key}: nobody was told: KeyError" in caplog.messages
    assert "山田" not in caplog.text


@pytest.mark.django_db
def test_a_document_with_its_pages_keeps_them_when_its_message_is_given_up():
    case = received().case
    document = add_document(case.pk, IncomingFile("a.png", "image/png", b"x" * 2000), by=Impersonal.REQUESTER)
    record_rebuild(document.pk, [StoredPage("page/00/00/" + "0" * 32, 20, 20)])
    files.give_up(OutboxMessage.objects.get(case=case, topic=Topic.FILE_REBUILD))
    document.refresh_from_db()
    assert (document.status, document.failure) == (DocumentStatus.READY, "")
