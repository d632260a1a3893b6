"""Claim an outbox row, do what it asks, mark it. A handler may run twice; each knows how to do its work once."""

import logging
from collections.abc import Callable, Iterator
from datetime import timedelta

from django.db import DatabaseError
from django.utils import timezone

from dsr.effects import files, letters, mail, scans, shredding
from dsr.effects.hopeless import Hopeless
from dsr.effects.leases import LEASE
from dsr.models import OutboxMessage
from dsr.vocabulary import Topic

logger = logging.getLogger(__name__)

BURST = timedelta(seconds=20)  # then whoever works alone looks at the clock again
MAX_ATTEMPTS = 12
_LONGEST_WAIT = timedelta(hours=2)

# Each handler takes the message, acts outside any transaction, and returns what is worth remembering (no persons).
HANDLERS: dict[Topic, Callable[[OutboxMessage], dict[str, str]]] = {
    Topic.MAIL_RECEIVED: mail.send_receipt,
    Topic.MAIL_MORE_NEEDED: mail.send,
    Topic.MAIL_EXTENDED: mail.send,
    Topic.MAIL_REPLY_READY: mail.send,
    Topic.MAIL_REPLIED: mail.send,
    Topic.MAIL_WITHDRAWN: mail.send,
    Topic.MAIL_PRINCIPAL_ASKED: mail.send,
    Topic.MAIL_REMINDER: mail.send,
    Topic.MAIL_DIGEST: mail.send_day,
    Topic.MAIL_WEEKLY: mail.send_week,
    Topic.FILE_REBUILD: files.rebuild,
    Topic.FILE_SHRED: shredding.shred,
    Topic.LETTER_RENDER: letters.render,
    Topic.SCAN_SPLIT: scans.split,
    Topic.SCAN_SHRED: scans.shred,
}
# What is said where somebody waits for a message that is given up.
LAST_WORDS: dict[Topic, Callable[[OutboxMessage], None]] = {
    Topic.FILE_REBUILD: files.give_up,
    Topic.SCAN_SPLIT: scans.give_up,
}


def claim(limit: int) -> Iterator[int]:
    """Claim waiting messages one by one, each when it is asked for, and yield their ids; up to `limit`, for a burst.

    A claim is one conditional UPDATE that must touch its row: it moves the next try on by the lease, so that a worker
    that dies frees its message by itself, on every database. What died with its worker twelve times is given up.
    """
    started = timezone.now()
    candidates = OutboxMessage.objects.ready(started).values_list("pk", "try_at", "attempts")[:limit]
    for pk, try_at, attempts in list(candidates):
        now, row = timezone.now(), OutboxMessage.objects.undone().filter(pk=pk, try_at=try_at)
        if now - started > BURST:
            return
        if attempts >= MAX_ATTEMPTS:
            _say_last_words(pk)
            row.update(dead_at=now, failure="WorkerLost")
        elif row.update(try_at=now + LEASE, attempts=attempts + 1):
            yield pk


def deliver(message_id: int) -> bool:
    """Do what a claimed message asks for. Returns whether it is done.

    A failure is tried again later, twelve times; a hopeless one is given up at once.
    """
    message = OutboxMessage.objects.select_related("case", "case__key", "case__desk", "case__policy").get(pk=message_id)
    if message.sent_at:
        return True
    try:
        record = HANDLERS[Topic(message.topic)](message)
    except DatabaseError:
        # the lease frees the message; there is nobody to write a failure to
        raise
    except Exception as failure:  # noqa: BLE001 - a poison row must never block the others
        _put_back(message, failure)
        return False
    OutboxMessage.objects.filter(pk=message.pk).update(sent_at=timezone.now(), failure="", record=record)
    return True


def _put_back(message: OutboxMessage, failure: Exception) -> None:
    """Set the next try, or give up. Only the class of the failure is kept: its text may hold personal data."""
    hopeless = isinstance(failure, Hopeless)
    now, name = timezone.now(), str(failure) if hopeless else type(failure).__name__
    logger.warning("outbox %s failed: %s", message.dedupe_key, name)
    wait = min(timedelta(seconds=5) * 2**message.attempts, _LONGEST_WAIT)
    dead_at = now if hopeless or message.attempts >= MAX_ATTEMPTS else None
    if dead_at:
        _say_last_words(message.pk)
    OutboxMessage.objects.filter(pk=message.pk).update(try_at=now + wait, failure=name, dead_at=dead_at)


def _say_last_words(message_id: int) -> None:
    """Say what has to be said before a message is given up: a crash between the two then leaves it to the next try."""
    message = OutboxMessage.objects.select_related("case").get(pk=message_id)
    logger.error("outbox %s is given up", message.dedupe_key)
    say = LAST_WORDS.get(Topic(message.topic))
    try:
        if say:
            say(message)
    except DatabaseError:
        raise
    except Exception as failure:  # noqa: BLE001 - a poison row must never block the others
        logger.error("outbox %s: nobody was told: %s", message.dedupe_key, type(failure).__name__)  # noqa: TRY400


def try_again() -> int:
    """Give every message that was given up a fresh start. Returns how many."""
    given_up = OutboxMessage.objects.filter(dead_at__isnull=False)
    return given_up.update(dead_at=None, attempts=0, try_at=timezone.now())


def hold_mails() -> int:
    """Hold every mail that was waiting when a backup was made: it may have gone out since. Returns how many.

    They count as given up until a person says otherwise (`manage.py outbox --again`). What is no mail goes on: files
    and letters are made once, however often they are asked for.
    """
    mails = [topic for topic in Topic if topic.startswith("mail.")]
    return OutboxMessage.objects.undone().filter(topic__in=mails).update(dead_at=timezone.now(), failure="Restored")


def drain() -> int:
    """Deliver what waits until nothing is ready, for tests, demo and commands. Returns how many were done."""
    done = 0
    while tried := [deliver(message_id) for message_id in claim(50)]:
        done += sum(tried)
    return done
